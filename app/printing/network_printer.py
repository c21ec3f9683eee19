"""A receipt printer on the network: raw bytes to a port, with our own deadlines and questions.

That a write returned says nothing: a printer with an open cover takes a whole slip and prints none
of it. So its state is asked first, and afterwards whether everything has arrived.
"""

import socket
import time
from contextlib import suppress

from app.printing.outcome import BrokenOff, Deadlines, PrintOutcome

PORT = 9100
CHUNK = 16384
ANSWER_MASK, ANSWER_SHAPE = 0x93, 0x12  # every valid answer to DLE EOT is 0xx1xx10
# Question, bits that forbid printing, what they mean; the plainest reason first. Question 1 comes
# last since its bit says only "offline". Bit 2 there is the cash drawer on many models: no fault.
BLOCKING = (
    (4, 0x60, "paper_out"),
    (2, 0x20, "paper_out"),
    (2, 0x04, "cover_open"),
    (2, 0x40, "error"),
    (3, 0x68, "error"),
    (1, 0x08, "offline"),
)
QUESTIONS = (1, 2, 3, 4)


def send_to_network(
    data: bytes, target: str, ack: bytes | None, deadlines: Deadlines, *, allow_mute: bool
) -> PrintOutcome:
    """Ask the printer at ``host:port`` for its state, then send it ``data``.

    With ``ack`` the printer must return these bytes (``GS ( H``). ``allow_mute`` prints on a
    printer that answers no question.

    Raises:
        BrokenOff: with the number of printable bytes that had left.
    """
    with _connect(target, deadlines.connect) as line:
        answers = _preflight(line, deadlines.answer, allow_mute=allow_mute)
        _write(line, data, deadlines.write)
        if ack is not None:
            _wait_for_ack(line, ack, deadlines.ack, len(data))
        elif answers:
            _confirm_arrival(line, deadlines.write, len(data))
        else:
            _part(line, deadlines.close, len(data))
    return PrintOutcome(acknowledged=ack is not None, bytes_sent=len(data))


def _connect(target: str, seconds: float) -> socket.socket:
    host, _, port = target.rpartition(":")
    if not host:
        host, port = port, str(PORT)
    if not port.isdecimal() or not host:
        raise BrokenOff("bad_target")
    try:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    except TimeoutError:
        raise BrokenOff("timeout") from None
    except ConnectionRefusedError:
        raise BrokenOff("refused") from None
    except (socket.gaierror, UnicodeError):
        raise BrokenOff("unknown_host") from None
    except (OSError, OverflowError):
        raise BrokenOff("unreachable") from None


def _preflight(line: socket.socket, seconds: float, *, allow_mute: bool) -> dict[int, int]:
    """Return the answers to the four state questions, none from a mute printer.

    Nothing else is sent while an answer is owed, and old bytes are dropped first: one stale byte
    would answer for paper that is out.
    """
    answers: dict[int, int] = {}
    _drain(line)
    for question in QUESTIONS:
        answer = _ask(line, question, seconds)
        if answer is None:
            if answers or not allow_mute:
                raise BrokenOff("mute")
            return {}
        answers[question] = answer
    for question, bits, reason in BLOCKING:
        if answers[question] & bits:
            raise BrokenOff(reason)
    return answers


def _ask(line: socket.socket, question: int, seconds: float) -> int | None:
    """Return the first byte that has the shape of an answer; None if none comes in time."""
    _write(line, bytes((0x10, 0x04, question)), seconds, counts=False)
    until = time.monotonic() + seconds
    try:
        while True:
            for byte in _receive(line, until):
                if byte & ANSWER_MASK == ANSWER_SHAPE:
                    return byte
    except TimeoutError:
        return None
    except OSError:
        raise BrokenOff("reset") from None


def _write(line: socket.socket, data: bytes, seconds: float, *, counts: bool = True) -> None:
    until = time.monotonic() + seconds
    sent = 0
    try:
        while sent < len(data):
            line.settimeout(_left(until))
            sent += line.send(data[sent : sent + CHUNK])
    except TimeoutError:
        raise BrokenOff("timeout", sent * counts) from None
    except OSError:
        raise BrokenOff("reset", sent * counts) from None


def _confirm_arrival(line: socket.socket, seconds: float, sent: int) -> None:
    """Ask once more: the question arrives behind the slip, so an answer means all of it did."""
    try:
        answer = _ask(line, 1, seconds)
    except BrokenOff as broken:
        raise BrokenOff(broken.reason, sent) from None
    if answer is None:
        raise BrokenOff("timeout", sent)


def _part(line: socket.socket, seconds: float, sent: int) -> None:
    """Close our side and listen for a moment: a reset now means that bytes were lost."""
    until = time.monotonic() + seconds
    try:
        line.shutdown(socket.SHUT_WR)
        line.settimeout(_left(until))
        while line.recv(64):
            line.settimeout(_left(until))
    except TimeoutError:
        return
    except OSError:
        raise BrokenOff("reset", sent) from None


def _wait_for_ack(line: socket.socket, ack: bytes, seconds: float, sent: int) -> None:
    """Wait until the printer returns ``ack``; other bytes (state it tells unasked) are passed."""
    until = time.monotonic() + seconds
    got = b""
    try:
        while b"\x37\x22" + ack + b"\x00" not in got:
            got += _receive(line, until)
    except TimeoutError:
        raise BrokenOff("no_ack", sent) from None
    except OSError:
        raise BrokenOff("reset", sent) from None


def _receive(line: socket.socket, until: float) -> bytes:
    """Return the next bytes; the other side's closing counts as a reset."""
    line.settimeout(_left(until))
    got = line.recv(64)
    if not got:
        raise ConnectionResetError
    return got


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _drain(line: socket.socket) -> None:
    line.setblocking(False)
    with suppress(BlockingIOError, ConnectionError):
        while line.recv(256):
            pass
