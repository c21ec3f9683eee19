"""The fake printer is as honest as a real one: what it says came out is what every test trusts."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.bands import (
    ACK,
    ACK_ANSWER,
    BARRIER,
    CUT,
    LAST_FEED,
    QUESTIONS,
    START,
    band,
    dots,
)
from tests.support.fake_printer import FakePrinter, printer_process

ANSWER = 1.0  # seconds, at most
SILENCE = 0.15  # seconds without an answer are no answer


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with printer_process() as process:
        yield process


def connected(printer: FakePrinter) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", printer.port), timeout=5)
    line.settimeout(ANSWER)
    return line


def send(printer: FakePrinter, data: bytes) -> None:
    """Send by a connection of its own, and wait until it is served."""
    with connected(printer) as line:
        line.sendall(data)
    printer.settle()


def answer(line: socket.socket, question: bytes) -> bytes:
    line.sendall(question)
    return line.recv(64)


def heard(line: socket.socket) -> bytes:
    """What the printer says within a moment; nothing is an answer too."""
    line.settimeout(SILENCE)
    try:
        return line.recv(64)
    except TimeoutError:
        return b""
    finally:
        line.settimeout(ANSWER)


def is_reset(line: socket.socket) -> bool:
    try:
        while line.recv(64):
            pass
    except ConnectionResetError:
        return True
    return False


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ({}, "12121212"),
        ({"near_end": True}, "1212121e"),
        ({"paper": False}, "1a32127e"),
        ({"cover": True}, "1a161212"),
        ({"error": True}, "1a521a12"),
    ],
)
def test_its_state_is_told_at_once(
    printer: FakePrinter, switches: dict[str, bool], expected: str
) -> None:
    """The four questions, also while it prints nothing."""
    printer.set(**switches)
    with connected(printer) as line:
        assert b"".join(answer(line, question) for question in QUESTIONS).hex() == expected


def test_a_question_inside_a_raster_is_answered(printer: FakePrinter) -> None:
    """The printer cannot tell it from dots; both happen."""
    with connected(printer) as line:
        assert answer(line, band(0)[:20] + QUESTIONS[0]) == b"\x12"
    assert printer.settle()["owed"] == len(band(0)) - 23


def test_a_torn_slip_stays_on_the_paper(printer: FakePrinter) -> None:
    """The next one follows on the same piece, unless something cuts in between."""
    send(printer, START + band(0x11))
    assert printer.report()["hanging"] == 10
    send(printer, START + band(0x22) + CUT)
    (sheet,) = printer.sheets(1)
    assert (sheet.bits, sheet.jobs, sheet.is_whole) == (dots(0x11, 0x22), (1, 2), False)
    assert printer.report()["pages"] == [sheet.digest]


def test_a_half_sent_band_eats_what_comes_next(printer: FakePrinter) -> None:
    """Printers do not forget a command because somebody connects anew; white makes up for it."""
    send(printer, band(0xFF)[:-15])
    assert printer.report()["owed"] == 15
    send(printer, bytes(100) + START + band(0x33) + CUT)
    (sheet,) = printer.sheets(1)
    assert sheet.bits == dots(0xFF)[:-15] + bytes(15) + dots(0x33)
    assert not sheet.is_whole
    assert (printer.report()["unknown"], printer.report()["nuls"]) == (0, 85)


def test_another_model_forgets_a_half_sent_band(printer: FakePrinter) -> None:
    """Some interfaces start anew with each connection."""
    printer.set(keeps_state=False)
    send(printer, band(0xFF)[:-15])
    send(printer, band(0x33) + CUT)
    assert printer.pages(1) == [dots(0x33)]


def test_a_cut_by_another_connection_makes_no_whole_slip(printer: FakePrinter) -> None:
    """The slip was broken off before its own cut."""
    send(printer, band(0x34))
    send(printer, CUT)
    assert [sheet.is_whole for sheet in printer.sheets(1)] == [False]


def test_without_a_cutter_the_last_feed_ends_a_slip(printer: FakePrinter) -> None:
    """A cut would be printed as text."""
    printer.set(cutter=False)
    send(printer, band(0x44) + LAST_FEED)
    send(printer, band(0x55) + CUT)
    (sheet,) = printer.sheets(1)
    assert (sheet.bits, sheet.is_whole) == (dots(0x44), True)
    assert printer.report()["unknown"] == 1
    printer.tear()
    assert [sheet.is_whole for sheet in printer.sheets(2)] == [True, False]


@pytest.mark.parametrize("trouble", [{"paper": False}, {"cover": True}, {"error": True}])
def test_what_cannot_be_printed_now_is_held(printer: FakePrinter, trouble: dict[str, bool]) -> None:
    """It comes out when somebody helps, though the connection is long gone."""
    printer.set(**trouble)
    send(printer, band(0x66) + CUT)
    assert (printer.report()["pages"], printer.report()["held"]) == ([], len(band(0) + CUT))
    printer.set(**{name: not value for name, value in trouble.items()})
    assert printer.pages(1) == [dots(0x66)]


def test_an_answer_in_order_waits_for_the_paper(printer: FakePrinter) -> None:
    """It says that all before it is on paper; the plain questions do not wait."""
    printer.set(paper=False)
    with connected(printer) as line:
        line.sendall(band(0x77) + ACK + BARRIER + CUT)
        assert answer(line, QUESTIONS[3]) == b"\x7e"
        assert heard(line) == b""
        printer.set(paper=True)
        time.sleep(0.05)
        assert line.recv(64) == ACK_ANSWER + b"\0"


@pytest.mark.parametrize(
    ("acks", "expected", "unknown"),
    [("gs_h", ACK_ANSWER + b"\x03", 0), ("gs_r", b"\x03", 1), ("none", b"", 1)],
)
def test_models_confirm_in_their_own_way(
    printer: FakePrinter, acks: str, expected: bytes, unknown: int
) -> None:
    """One that does not know GS ( H would print it."""
    printer.set(acks=acks, near_end=True)
    with connected(printer) as line:
        line.sendall(band(1) + ACK + BARRIER + CUT)
        printer.sheets(1)
        assert heard(line) == expected
    assert printer.report()["unknown"] == unknown


@pytest.mark.parametrize(
    ("switches", "status", "ack"),
    [
        ({"mute": True}, False, False),
        ({"status": False}, False, True),
        ({"no_ack": True}, True, False),
        ({"answer_limit": 0}, False, True),
    ],
)
def test_silence_has_its_kinds(
    printer: FakePrinter, switches: dict[str, object], status: bool, ack: bool
) -> None:
    """Whatever it does not say, it prints."""
    printer.set(**switches)
    with connected(printer) as line:
        line.sendall(QUESTIONS[0])
        assert bool(heard(line)) is status
        line.sendall(band(2) + ACK + CUT)
        assert bool(heard(line)) is ack
    assert printer.pages(1) == [dots(2)]


def test_a_stale_byte_waits_in_the_line(printer: FakePrinter) -> None:
    """It looks like an answer to the first question."""
    printer.set(stale=True, cover=True)
    with connected(printer) as line:
        assert line.recv(64) == b"\x12"
        assert answer(line, QUESTIONS[0]) == b"\x1a"


def test_a_line_breaks_at_the_byte_it_is_told(printer: FakePrinter) -> None:
    """What came before is on paper, what came after is not."""
    data = band(0x88) + band(0x99)
    printer.set(reset_after=len(band(0)) + 3)
    with connected(printer) as line:
        line.sendall(data)
        assert is_reset(line)
    assert printer.settle()["received"] == len(band(0)) + 3
    assert printer.report()["hanging"] == 10


def test_all_is_printed_and_then_the_line_breaks(printer: FakePrinter) -> None:
    """The worst case: the sender cannot know."""
    printer.set(printed_then_reset=True)
    with connected(printer) as line:
        line.sendall(band(0xA1) + ACK + CUT)
        assert is_reset(line)
    (sheet,) = printer.sheets(1)
    assert (sheet.bits, sheet.is_whole) == (dots(0xA1), True)


def test_a_stalled_printer_takes_nothing_more(printer: FakePrinter) -> None:
    """Until it goes on."""
    printer.set(stall_after=5)
    with connected(printer) as line:
        line.sendall(band(0xA2) + CUT)
        assert heard(line) == b""
        assert printer.report()["received"] == 5
        printer.set(stall_after=-1)
        assert printer.pages(1) == [dots(0xA2)]


def test_a_slow_printer_takes_its_time(printer: FakePrinter) -> None:
    """Bytes in a second, as on a serial line."""
    printer.set(rate=400)
    start = time.monotonic()
    send(printer, band(0xA3, rows=20) + CUT)
    assert printer.pages(1) == [dots(0xA3, rows=20)]
    assert time.monotonic() - start > 0.18


def test_trouble_may_begin_in_the_middle_of_a_slip(printer: FakePrinter) -> None:
    """To the byte: what came before it is on paper, the rest is held."""
    printer.at_byte(len(band(0)), paper=False)
    send(printer, band(0xB1) + band(0xB2) + CUT)
    report = printer.report()
    assert (report["hanging"], report["held"]) == (10, len(band(0) + CUT))
    printer.set(paper=True)
    assert printer.pages(1) == [dots(0xB1, 0xB2)]
    send(printer, band(0xB3) + CUT)  # it happens once
    assert len(printer.pages(2)) == 2


def test_trouble_may_end_by_itself(printer: FakePrinter) -> None:
    """Somebody puts in paper while the sender waits."""
    printer.set(paper=False)
    printer.after_ms(100, paper=True)
    send(printer, band(0xB4) + CUT)
    assert printer.pages(1) == [dots(0xB4)]


def test_a_second_connection_waits_for_the_first(printer: FakePrinter) -> None:
    """It is accepted, but nobody answers until its turn has come."""
    with connected(printer) as first, connected(printer) as second:
        assert answer(first, QUESTIONS[0]) == b"\x12"
        second.sendall(QUESTIONS[0] + band(0xC2) + CUT)
        assert heard(second) == b""
        first.sendall(band(0xC1) + CUT)
        first.close()
        assert second.recv(64) == b"\x12"
    assert printer.pages(2) == [dots(0xC1), dots(0xC2)]


def test_a_sender_that_is_killed_has_sent_what_it_sent(printer: FakePrinter) -> None:
    """Its unread answers break the line, and what is on the way still arrives."""
    with connected(printer) as line:
        line.sendall(b"".join(QUESTIONS) * 50 + band(0xC3) + CUT)
    assert printer.pages(1) == [dots(0xC3)]


def test_an_unknown_switch_is_refused(printer: FakePrinter) -> None:
    """A slip of the pen in a test must not pass for a printer in good health."""
    with pytest.raises(AttributeError, match="papre"):
        printer.set(papre=False)
    with pytest.raises(AttributeError, match="papre"):
        printer.at_byte(1, papre=False)


def test_drawn_faults_are_the_same_for_the_same_seed() -> None:
    """Of 100 connections some break, some are mute, and some print all the same."""
    outcomes = [_fates(seed=5), _fates(seed=5)]
    assert outcomes[0] == outcomes[1]
    assert set(outcomes[0]) == {"answered", "mute", "reset", "printed, then reset"}


def _fates(seed: int) -> list[str]:
    with printer_process(faults=seed, fault_span=len(band(0))) as printer:
        return [_fate(printer) for _ in range(60)]


def _fate(printer: FakePrinter) -> str:
    before = len(printer.report()["pages"])
    with connected(printer) as line:
        line.settimeout(SILENCE)
        try:
            line.sendall(band(0xD0) + ACK + CUT)
            return "answered" if line.recv(64) == ACK_ANSWER else "strange"
        except TimeoutError:
            return "mute"
        except ConnectionError:
            is_printed = len(printer.report()["pages"]) > before
            return "printed, then reset" if is_printed else "reset"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo terminals here")
def test_a_terminal_is_the_same_printer() -> None:
    """For lines that are device files: questions, dots, a torn slip, and a cable pulled out."""
    with printer_process(pty=True) as printer:
        with _opened(printer) as cable:
            os.write(cable.fileno(), QUESTIONS[0] + band(0xE1) + ACK + CUT)
            assert _read(cable.fileno(), 8) == b"\x12" + ACK_ANSWER
        assert printer.pages(1) == [dots(0xE1)]
        printer.settle()
        with _opened(printer) as cable:
            os.write(cable.fileno(), band(0xE2)[:-6])
        assert printer.settle()["owed"] == 6
        printer.set(reset_after=10)
        with _opened(printer) as cable:
            os.write(cable.fileno(), bytes(30))
            assert printer.settle()["received"] >= 10
            with pytest.raises(OSError, match=r".*"):
                os.write(cable.fileno(), b"\0")
        printer.set(reset_after=-1)
        with _opened(printer) as cable:
            os.write(cable.fileno(), band(0xE3) + CUT)
        (_, sheet) = printer.sheets(2)
        assert sheet.bits == dots(0xE2)[:-6] + bytes(6) + dots(0xE3)


def _opened(printer: FakePrinter) -> closing:
    return closing(Path(printer.pty).open("r+b", buffering=0))


def _read(cable: int, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += os.read(cable, count)
    return data
