"""Bringing one slip over a two-way line: ask, begin, send, wait for the printer's word.

That a write returned says nothing: a printer with an open cover takes a whole slip and prints none
of it. So its state is asked first, and afterwards whether everything is on paper. While an answer
is owed nothing else is sent.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.printing.devices.line import Line
from app.printing.devices.outcome import BrokenOff, Deadlines, PrintOutcome
from app.printing.devices.status import (
    QUESTIONS,
    PrinterStatus,
    is_acknowledged,
    is_answer,
    is_past_barrier,
    question,
    read_status,
)
from app.printing.paper_profiles import Ack

CHUNK: Final = 16384
STALLED: Final = "stalled"
STEP: Final = 1.0  # seconds between two looks while a printer with our slip in it is out of paper


@dataclass(frozen=True, slots=True)
class Parcel:
    """Bytes to be printed and how the printer will say that they were."""

    data: bytes
    ack: Ack = Ack.NONE
    ack_id: bytes = b""


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller wants to know while a slip is on its way.

    ``begin`` is called once, before the first printable byte leaves; what it raises stops
    everything. ``trouble`` hears why a slip that is in the printer does not come out yet.
    """

    begin: Callable[[], None]
    trouble: Callable[[str], None]


def converse(
    line: Line, parcel: Parcel, deadlines: Deadlines, told: Told, *, allow_mute: bool = True
) -> PrintOutcome:
    """Ask the printer for its state, send it a parcel and wait for its acknowledgement.

    ``allow_mute`` prints on a printer that answers no question.

    Raises:
        BrokenOff: with the number of printable bytes that had left.
    """
    status = preflight(line, deadlines.answer, allow_mute=allow_mute)
    if status is not None and status.trouble:
        raise BrokenOff(status.trouble)
    told.begin()
    sent = _write(line, parcel.data, deadlines, told)
    if parcel.ack is not Ack.NONE:
        _wait_for_ack(line, parcel, deadlines, told)
        return PrintOutcome(acknowledged=True, bytes_sent=sent, status=status)
    if status is not None:
        _confirm_arrival(line, deadlines, sent)
    else:
        _part(line, deadlines.close, sent)
    return PrintOutcome(acknowledged=False, bytes_sent=sent, status=status)


def preflight(line: Line, seconds: float, *, allow_mute: bool = True) -> PrinterStatus | None:
    """Return the printer's own word on its state; None for one that answers nothing.

    Old bytes are dropped first: one stale byte would answer for paper that is out.

    Raises:
        BrokenOff: it fell silent half-way, or is mute and must not be, or the line broke.
    """
    answers: dict[int, int] = {}
    try:
        line.drain()
    except OSError:
        raise BrokenOff("reset") from None
    for number in QUESTIONS:
        answer = _ask(line, number, seconds)
        if answer is None:
            if answers or not allow_mute:
                raise BrokenOff("mute")
            return None
        answers[number] = answer
    return read_status(answers)


def _ask(line: Line, number: int, seconds: float) -> int | None:
    """Return the first byte that has the shape of an answer; None if none comes in time."""
    until = time.monotonic() + seconds
    asked = question(number)
    try:
        while asked:
            asked = asked[line.send(asked, until) :]
        while True:
            for byte in line.receive(until):
                if is_answer(byte):
                    return byte
    except TimeoutError:
        return None
    except OSError:
        raise BrokenOff("reset") from None


def _write(line: Line, data: bytes, deadlines: Deadlines, told: Told) -> int:
    """Send everything; a printer that takes nothing for a while is told of and waited for."""
    sent = 0
    moved = time.monotonic()
    is_told = False
    while sent < len(data):
        try:
            taken = line.send(data[sent : sent + CHUNK], time.monotonic() + deadlines.write)
        except TimeoutError:
            if not is_told:
                told.trouble(STALLED)
                is_told = True
            if time.monotonic() - moved > deadlines.patience:
                raise BrokenOff("timeout", sent) from None
            continue
        except OSError:
            raise BrokenOff("reset", sent) from None
        sent += taken
        moved = time.monotonic()
        if is_told:
            told.trouble("")
            is_told = False
    return sent


def _wait_for_ack(line: Line, parcel: Parcel, deadlines: Deadlines, told: Told) -> None:
    """Wait until the printer says that the slip is on paper.

    One that ran out of paper in the middle holds the rest of the slip and goes on by itself; it is
    waited for, and the officer is told what it waits for.
    """
    sent = len(parcel.data)
    begun = time.monotonic()
    heard = bytearray()
    seconds, known = deadlines.ack, ""
    while not _listen(line, parcel, heard, seconds, sent):
        trouble = _ask_why(line, heard, deadlines.answer, sent)
        if _is_acked(parcel, heard):
            return
        if not trouble:
            raise BrokenOff("no_ack", sent)
        if time.monotonic() - begun > deadlines.patience:
            raise BrokenOff(trouble, sent)
        if trouble != known:
            told.trouble(trouble)
            known = trouble
        seconds = min(STEP, deadlines.ack)


def _listen(line: Line, parcel: Parcel, heard: bytearray, seconds: float, sent: int) -> bool:
    """Collect what the printer says for a while; whether it acknowledged."""
    until = time.monotonic() + seconds
    try:
        while not _is_acked(parcel, heard):
            heard += line.receive(until)
    except TimeoutError:
        return False
    except OSError:
        raise BrokenOff("reset", sent) from None
    return True


def _is_acked(parcel: Parcel, heard: bytearray) -> bool:
    if parcel.ack is Ack.GS_H:
        return is_acknowledged(parcel.ack_id, heard)
    return is_past_barrier(heard)


def _ask_why(line: Line, heard: bytearray, seconds: float, sent: int) -> str:
    """Return what keeps a printer from acknowledging, empty when it names nothing.

    The acknowledgement may come while it is asked: whatever is no answer stays in ``heard``.
    """
    answers = {}
    for number in QUESTIONS:
        until = time.monotonic() + seconds
        try:
            line.send(question(number), until)
            got = b""
            while not any(map(is_answer, got)):
                got = line.receive(until)
                heard += bytes(byte for byte in got if not is_answer(byte))
        except TimeoutError:
            return ""
        except OSError:
            raise BrokenOff("reset", sent) from None
        answers[number] = next(filter(is_answer, got))
    return read_status(answers).trouble


def _confirm_arrival(line: Line, deadlines: Deadlines, sent: int) -> None:
    """Ask once more: the question arrives behind the slip, so an answer means all of it did."""
    try:
        answer = _ask(line, 1, deadlines.write)
    except BrokenOff as broken:
        raise BrokenOff(broken.reason, sent) from None
    if answer is None:
        raise BrokenOff("timeout", sent)


def _part(line: Line, seconds: float, sent: int) -> None:
    """Close our side and listen for a moment: a reset now means that bytes were lost."""
    try:
        line.finish(seconds)
    except OSError:
        raise BrokenOff("reset", sent) from None
