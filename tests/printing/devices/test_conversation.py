"""What a printer says while it has a slip in it, and what is made of it."""

import threading
import time
from collections.abc import Iterator

import pytest

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
    """Hears the steps of a conversation."""

    def __init__(self) -> None:
        self.begun = 0
        self.troubles: list[str] = []

    def begin(self) -> None:
        self.begun += 1

    @property
    def told(self) -> Told:
        return Told(self.begin, self.troubles.append)


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
