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
from app.printing.devices.stopping import ShouldStop, Watch, never, next_look
from app.printing.paper_profiles import Ack

CHUNK: Final = 16384
STALLED: Final = "stalled"
MUTE: Final = "mute"
STEP: Final = 1.0  # seconds between two looks while a printer with our slip in it is out of paper


@dataclass(frozen=True, slots=True)
class Parcel:
    """Bytes to be printed and how the printer will say that they were."""

    data: bytes
    ack: Ack = Ack.NONE
    ack_id: bytes = b""


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller wants to know and to say while a slip is on its way.

    ``begin`` is called once, before the first printable byte leaves; what it raises stops
    everything. ``trouble`` hears why a slip that is in the printer does not come out yet.
    ``should_stop`` is asked at least once a second; when it says so, the print ends ``interrupted``
    within seconds.
    """

    begin: Callable[[], None]
    trouble: Callable[[str], None]
    should_stop: ShouldStop = never


def converse(
    line: Line, parcel: Parcel, deadlines: Deadlines, told: Told, *, allow_mute: bool = True
) -> PrintOutcome:
    """Ask the printer for its state, send it a parcel and wait for its acknowledgement.

    ``allow_mute`` prints on a printer that answers no question, unless it is one that
    acknowledges: if that one is silent, something is wrong with it.

    Raises:
        BrokenOff: with the number of printable bytes that had left.
    """
    may_be_mute = allow_mute and parcel.ack is Ack.NONE
    status = preflight(line, deadlines.answer, allow_mute=may_be_mute, should_stop=told.should_stop)
    if status is not None and status.trouble:
        raise BrokenOff(status.trouble)
    Watch(told.should_stop).look()
    told.begin()
    sent = _write(line, parcel.data, deadlines, told)
    if parcel.ack is not Ack.NONE:
        _wait_for_ack(line, parcel, deadlines, told)
        return PrintOutcome(acknowledged=True, bytes_sent=sent, status=status)
    if status is not None:
        _confirm_arrival(line, deadlines, sent, told)
    else:
        _part(line, deadlines.close, sent)
    return PrintOutcome(acknowledged=False, bytes_sent=sent, status=status)


def preflight(
    line: Line, seconds: float, *, allow_mute: bool = True, should_stop: ShouldStop = never
) -> PrinterStatus | None:
    """Return the printer's own word on its state; None for one that answers nothing.

    ``seconds`` are for one answer. Old bytes are dropped first: one stale byte would answer for
    paper that is out.

    Raises:
        BrokenOff: it fell silent half-way, or is mute and must not be, or the line broke; or
            ``interrupted``.
    """
    answers: dict[int, int] = {}
    watch = Watch(should_stop)
    try:
        line.drain()
    except OSError:
        raise BrokenOff("reset") from None
    for number in QUESTIONS:
        answer = _ask(line, number, seconds, watch)
        if answer is None:
            if answers or not allow_mute:
                raise BrokenOff(MUTE)
            return None
        answers[number] = answer
    return read_status(answers)


def _ask(line: Line, number: int, seconds: float, watch: Watch, sent: int = 0) -> int | None:
    """Return the first byte that has the shape of an answer; None if none comes in time."""
    until = time.monotonic() + seconds
    try:
        _say(line, question(number), until, watch, sent)
        while True:
            for byte in _hear(line, until, watch, sent):
                if is_answer(byte):
                    return byte
    except TimeoutError:
        return None
    except OSError:
        raise BrokenOff("reset", sent) from None


def _say(line: Line, words: bytes, until: float, watch: Watch, sent: int) -> None:
    """Send all of a question; a TimeoutError when ``until`` has passed."""
    while words:
        watch.look(sent)
        step = next_look(until)
        try:
            words = words[line.send(words, step) :]
        except TimeoutError:
            if step == until:
                raise


def _hear(line: Line, until: float, watch: Watch, sent: int) -> bytes:
    """Return the next bytes of the printer; a TimeoutError when ``until`` has passed."""
    while True:
        watch.look(sent)
        step = next_look(until)
        try:
            return line.receive(step)
        except TimeoutError:
            if step == until:
                raise


def _write(line: Line, data: bytes, deadlines: Deadlines, told: Told) -> int:
    """Send everything; a printer that takes nothing for a while is told of and waited for."""
    watch = Watch(told.should_stop)
    sent = 0
    moved = time.monotonic()
    is_told = False
    while sent < len(data):
        watch.look(sent)
        step = next_look(time.monotonic() + deadlines.write)
        try:
            taken = line.send(data[sent : sent + CHUNK], step)
        except TimeoutError:
            stalled = time.monotonic() - moved
            if stalled > deadlines.patience:
                raise BrokenOff("timeout", sent) from None
            if stalled >= deadlines.write and not is_told:
                told.trouble(STALLED)
                is_told = True
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
    waited for, and the officer is told what it waits for. With new paper in it, it gets the time of
    a whole slip again.
    """
    sent = len(parcel.data)
    watch = Watch(told.should_stop)
    begun = time.monotonic()
    heard = bytearray()
    seconds, known = deadlines.ack, ""
    while not _listen(line, parcel, heard, seconds, watch):
        trouble = _ask_why(line, heard, deadlines.answer, watch, sent)
        if _is_acked(parcel, heard):
            return
        if not trouble and not known:
            raise BrokenOff("no_ack", sent)
        if time.monotonic() - begun > deadlines.patience:
            raise BrokenOff(trouble or "no_ack", sent)
        if trouble != known:
            told.trouble(trouble)
            known = trouble
        seconds = min(STEP, deadlines.ack) if trouble else deadlines.ack


def _listen(line: Line, parcel: Parcel, heard: bytearray, seconds: float, watch: Watch) -> bool:
    """Collect what the printer says for a while; whether it acknowledged."""
    until = time.monotonic() + seconds
    sent = len(parcel.data)
    try:
        while not _is_acked(parcel, heard):
            heard += _hear(line, until, watch, sent)
    except TimeoutError:
        return False
    except OSError:
        raise BrokenOff("reset", sent) from None
    return True


def _is_acked(parcel: Parcel, heard: bytearray) -> bool:
    if parcel.ack is Ack.GS_H:
        return is_acknowledged(parcel.ack_id, heard)
    return is_past_barrier(heard)


def _ask_why(line: Line, heard: bytearray, seconds: float, watch: Watch, sent: int) -> str:
    """Return what keeps a printer from acknowledging, empty when it names nothing.

    The acknowledgement may come while it is asked: whatever is no answer stays in ``heard``.
    """
    answers = {}
    for number in QUESTIONS:
        until = time.monotonic() + seconds
        try:
            _say(line, question(number), until, watch, sent)
            got = b""
            while not any(map(is_answer, got)):
                got = _hear(line, until, watch, sent)
                heard += bytes(byte for byte in got if not is_answer(byte))
        except TimeoutError:
            return ""
        except OSError:
            raise BrokenOff("reset", sent) from None
        answers[number] = next(filter(is_answer, got))
    return read_status(answers).trouble


def _confirm_arrival(line: Line, deadlines: Deadlines, sent: int, told: Told) -> None:
    """Ask once more: the question arrives behind the slip, so an answer means all of it did."""
    if _ask(line, 1, deadlines.write, Watch(told.should_stop), sent) is None:
        raise BrokenOff("timeout", sent)


def _part(line: Line, seconds: float, sent: int) -> None:
    """Close our side and listen for a moment: a reset now means that bytes were lost."""
    try:
        line.finish(seconds)
    except TimeoutError:
        raise BrokenOff("timeout", sent) from None
    except OSError:
        raise BrokenOff("reset", sent) from None
