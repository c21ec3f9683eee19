"""What a printer says while it has a slip in it, and what is made of it."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import pytest

from app.printing.devices import stopping
from app.printing.devices.conversation import Parcel, Told, converse, preflight
from app.printing.devices.network_line import open_network
from app.printing.devices.outcome import BrokenOff, Deadlines, PrintOutcome
from app.printing.escpos_encoder import encode
from app.printing.paper_profiles import Ack, PaperProfile
from app.printing.raster import draw_receipt
from tests.support.fake_printer import FakePrinter, printer_process
from tests.support.slips import make_slip

DEADLINES = Deadlines(connect=1, answer=0.3, write=0.3, ack=0.3, patience=5, close=0.1)
ACK_ID = b"ABCD"


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with printer_process() as process:
        yield process


class Ear:
    """Hears the steps of a conversation, and may want it to end."""

    def __init__(self) -> None:
        self.begun = 0
        self.troubles: list[str] = []
        self.stop = threading.Event()

    def begin(self) -> None:
        self.begun += 1

    @property
    def told(self) -> Told:
        return Told(self.begin, self.troubles.append, self.stop.is_set)


def send(
    printer: FakePrinter, ack: Ack, ear: Ear, deadlines: Deadlines = DEADLINES
) -> PrintOutcome:
    profile = PaperProfile("any", 576, ack=ack)
    data = encode(draw_receipt(make_slip()), profile, ACK_ID)
    line = open_network(printer.target, deadlines.connect)
    try:
        return converse(line, Parcel(data, ack, ACK_ID), deadlines, ear.told)
    finally:
        line.close()


def stopped(
    printer: FakePrinter, ack: Ack, ear: Ear, deadlines: Deadlines, after: float = 0.2
) -> tuple[int, float]:
    """Want a print to end after a moment; return how many bytes had left, and how long it took."""
    timer = threading.Timer(after, ear.stop.set)
    begun = time.monotonic()
    timer.start()
    with pytest.raises(BrokenOff) as caught:
        send(printer, ack, ear, deadlines)
    took = time.monotonic() - begun
    timer.join()
    assert caught.value.reason == "interrupted"
    return caught.value.bytes_sent, took


@pytest.fixture
def quick_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grace that costs the tests less than a person has."""
    monkeypatch.setattr(stopping, "LOOK", 0.05)
    monkeypatch.setattr(stopping, "GRACE", 0.4)


@pytest.mark.parametrize(
    ("ack", "model", "acknowledged"),
    [(Ack.GS_H, "gs_h", True), (Ack.GS_R, "gs_r", True), (Ack.NONE, "none", False)],
)
def test_each_model_says_what_it_can(
    printer: FakePrinter, ack: Ack, model: str, acknowledged: bool
) -> None:
    """An id, a barrier, or nothing: only the first two count as printed."""
    printer.set(acks=model)
    ear = Ear()
    outcome = send(printer, ack, ear)
    assert outcome.acknowledged is acknowledged
    assert (ear.begun, ear.troubles) == (1, [])
    assert len(printer.pages(1)) == 1


@pytest.mark.parametrize("ack", [Ack.GS_H, Ack.GS_R])
@pytest.mark.parametrize(("trouble", "name"), [("paper", "paper_out"), ("cover", "cover_open")])
def test_a_slip_waits_in_the_printer_for_new_paper(
    printer: FakePrinter, ack: Ack, trouble: str, name: str
) -> None:
    """Told while it waits; acknowledged when it comes out; never sent again."""
    is_bad = trouble == "cover"
    printer.at_byte(6000, **{trouble: is_bad})
    ear = Ear()
    mend = threading.Timer(0.9, lambda: printer.set(**{trouble: not is_bad}))
    mend.start()
    outcome = send(printer, ack, ear)
    mend.join()
    assert outcome.acknowledged
    assert ear.troubles == [name]
    assert len(printer.pages(1)) == 1


def test_a_slip_that_stays_in_the_printer_becomes_a_doubt(printer: FakePrinter) -> None:
    """The officer is asked after a while; the reason is what the printer said."""
    printer.at_byte(6000, paper=False)
    with pytest.raises(BrokenOff) as caught:
        send(printer, Ack.GS_H, Ear(), Deadlines(answer=0.3, ack=0.2, patience=0.5))
    assert caught.value.reason == "paper_out"
    assert caught.value.bytes_sent > 6000


def test_a_printer_that_takes_nothing_for_a_while_is_told_of(printer: FakePrinter) -> None:
    """And goes on when it takes bytes again."""
    printer.set(rate=9000.0)
    ear = Ear()
    threading.Timer(1.2, lambda: printer.set(rate=0.0)).start()
    outcome = send(printer, Ack.GS_H, ear, Deadlines(answer=0.5, write=0.01, ack=5, patience=5))
    assert outcome.acknowledged


@pytest.mark.usefixtures("quick_stop")
@pytest.mark.parametrize("ack", list(Ack))
def test_a_printer_without_paper_holds_up_nobody_who_wants_to_end(
    printer: FakePrinter, ack: Ack
) -> None:
    """Its patience is minutes; the program ends within the grace, and the slip is in doubt."""
    printer.at_byte(6000, paper=False, stall_after=6000)
    sent, took = stopped(printer, ack, Ear(), Deadlines(answer=0.3))
    assert sent > 6000
    assert 0.5 < took < 3


@pytest.mark.usefixtures("quick_stop")
def test_waiting_for_new_paper_ends_when_the_program_does(printer: FakePrinter) -> None:
    """The whole slip is in the printer, which names its trouble."""
    printer.at_byte(6000, cover=True)
    ear = Ear()
    sent, _ = stopped(printer, Ack.GS_H, ear, Deadlines(ack=0.1), after=0.6)
    assert ear.troubles == ["cover_open"]
    assert sent > 6000


def test_a_slip_that_is_coming_out_still_ends_as_printed(printer: FakePrinter) -> None:
    """Who ends the program in that second needs no question tomorrow."""
    ear = Ear()
    begin = ear.begin

    def begin_and_stop() -> None:
        begin()
        threading.Timer(0.1, ear.stop.set).start()

    ear.begin = begin_and_stop  # type: ignore[method-assign]
    printer.set(rate=120_000.0)
    outcome = send(printer, Ack.GS_H, ear, Deadlines())
    assert ear.stop.is_set()
    assert outcome.acknowledged


def test_nothing_begins_for_one_who_wants_to_end(printer: FakePrinter) -> None:
    """The slip waits for the next time, as if nobody had tried."""
    ear = Ear()
    ear.stop.set()
    with pytest.raises(BrokenOff) as caught:
        send(printer, Ack.GS_H, ear)
    assert (caught.value.reason, caught.value.bytes_sent, ear.begun) == ("interrupted", 0, 0)
    assert printer.report()["received"] == 0


@pytest.mark.usefixtures("quick_stop")
def test_a_silent_printer_is_not_waited_out_by_one_who_wants_to_end(printer: FakePrinter) -> None:
    """Four questions have a second each."""
    printer.set(mute=True)
    sent, took = stopped(printer, Ack.NONE, ear := Ear(), Deadlines(answer=30))
    assert (sent, ear.begun) == (0, 0)
    assert took < 3


@pytest.mark.parametrize("ack", [Ack.GS_H, Ack.GS_R])
def test_a_printer_that_should_speak_and_does_not_gets_nothing(
    printer: FakePrinter, ack: Ack
) -> None:
    """Something is wrong with it, or with the line: a slip would be sent to nobody knows where."""
    printer.set(mute=True)
    ear = Ear()
    with pytest.raises(BrokenOff) as caught:
        send(printer, ack, ear)
    assert (caught.value.reason, caught.value.bytes_sent, ear.begun) == ("mute", 0, 0)


def test_what_begin_raises_lets_nothing_out(printer: FakePrinter) -> None:
    """A job withdrawn at the last moment: only questions had left."""

    def refuse() -> None:
        raise KeyError

    line = open_network(printer.target, 1)
    with pytest.raises(KeyError):
        converse(line, Parcel(b"x" * 100), DEADLINES, Told(refuse, lambda _: None))
    line.close()
    printer.settle()
    assert printer.report()["received"] == 12


def test_near_end_is_heard_and_does_not_stop_a_slip(printer: FakePrinter) -> None:
    """The status bar says so in time."""
    printer.set(near_end=True)
    outcome = send(printer, Ack.GS_H, Ear())
    assert outcome.status is not None
    assert outcome.status.near_end
    assert outcome.acknowledged


def test_a_mute_printer_has_no_status(printer: FakePrinter) -> None:
    """None, not "all is well"."""
    printer.set(mute=True)
    line = open_network(printer.target, 1)
    begun = time.monotonic()
    assert preflight(line, 0.2) is None
    assert time.monotonic() - begun < 2
    line.close()


class Script:
    """A line whose printer takes everything and says what ``says`` returns for what it got."""

    def __init__(self, says: Callable[[bytes], bytes]) -> None:
        self.says = says
        self.waiting = b""

    def send(self, data: bytes, _until: float) -> int:
        self.waiting += self.says(data)
        return len(data)

    def receive(self, until: float) -> bytes:
        while not self.waiting:
            if time.monotonic() >= until:
                raise TimeoutError
            time.sleep(0.005)
        said, self.waiting = self.waiting, b""
        return said

    def drain(self) -> None: ...

    def finish(self, seconds: float) -> None: ...

    def close(self) -> None: ...


WELL, EMPTY = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}


def test_with_new_paper_a_slip_gets_the_time_of_a_whole_one_again() -> None:
    """The printer names no trouble any more and has not acknowledged yet: it is printing."""
    states = deque([WELL] * 4 + [EMPTY] * 4 + [WELL] * 4)

    def says(data: bytes) -> bytes:
        if data[:2] != b"\x10\x04":
            return b""
        answer = bytes([states.popleft()[data[2]]])
        if not states:
            threading.Timer(0.2, acknowledge).start()
        return answer

    def acknowledge() -> None:
        line.waiting += b"\x37\x22ABCD\x00"

    line, ear = Script(says), Ear()
    quick = Deadlines(answer=0.3, ack=0.5, patience=5)
    outcome = converse(line, Parcel(b"slip", Ack.GS_H, ACK_ID), quick, ear.told)
    assert outcome.acknowledged
    assert ear.troubles == ["paper_out", ""]


@pytest.mark.parametrize(
    "unasked", [b"\x14\x00\x00\x0f", b"\x3c\x00\x0c\x0f\x10\x00\x00\x00", b"\x1c\x00"]
)
def test_what_a_printer_says_unasked_is_no_acknowledgement(unasked: bytes) -> None:
    """Some report an opened cover by themselves, in bytes that look like the answer awaited."""
    line = Script(lambda data: unasked if data == b"slip" else bytes([WELL[data[2]]]))
    quick = Deadlines(answer=0.2, ack=0.1, patience=0.2)
    with pytest.raises(BrokenOff) as caught:
        converse(line, Parcel(b"slip", Ack.GS_R), quick, Ear().told)
    assert caught.value.reason == "no_ack"
    line = Script(lambda data: unasked + b"\x00" * 4 if data == b"slip" else bytes([WELL[data[2]]]))
    assert converse(line, Parcel(b"slip", Ack.GS_R), quick, Ear().told).acknowledged
