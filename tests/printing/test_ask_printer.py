"""An idle printer is asked how it is, and its silence is understood rightly."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.settings import PrinterSetting
from app.printing.ask_printer import can_be_asked, look
from app.printing.devices.lock import alone
from app.printing.devices.outcome import Deadlines
from app.printing.devices.status import PrinterStatus
from tests.support.fake_printer import FakePrinter, printer_process

QUICK = Deadlines(connect=1.0, answer=0.15, turn=0.1)


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with printer_process() as process:
        yield process


@pytest.fixture
def setting(printer: FakePrinter) -> PrinterSetting:
    return PrinterSetting("receipt", "network", printer.target)


def test_a_printer_is_heard(printer: FakePrinter, setting: PrinterSetting) -> None:
    """All is well, paper is short, it is out."""
    assert look(setting, QUICK) == PrinterStatus()
    printer.set(near_end=True)
    assert look(setting, QUICK) == PrinterStatus(near_end=True)
    printer.set(paper=False)
    assert look(setting, QUICK) == PrinterStatus("paper_out", near_end=True)


def test_silence_is_a_trouble_of_a_printer_that_should_speak(
    printer: FakePrinter, setting: PrinterSetting
) -> None:
    """One that acknowledges slips can answer; of another one nothing is known."""
    printer.set(mute=True)
    assert look(setting, QUICK) is None
    assert look(replace(setting, ack="gs_r"), QUICK) == PrinterStatus("mute")
    assert look(replace(setting, profile="TM-T88V"), QUICK) == PrinterStatus("mute")
    assert look(replace(setting, profile="TM-T88V", ack="none"), QUICK) is None
    assert look(replace(setting, profile="no such model"), QUICK) is None


def test_a_printer_that_cannot_be_reached_has_that_trouble(setting: PrinterSetting) -> None:
    """As where a slip is to be printed."""
    assert look(replace(setting, target="127.0.0.1:1"), QUICK) == PrinterStatus("refused")
    assert look(replace(setting, target=":x"), QUICK) == PrinterStatus("bad_target")
    assert look(replace(setting, kind="cups"), QUICK) == PrinterStatus("bad_target")


def test_nobody_is_asked_in_the_middle_of_a_slip(
    printer: FakePrinter, setting: PrinterSetting, tmp_path: Path
) -> None:
    """The question would be read as dots."""
    with alone(tmp_path, setting, 0):
        assert look(setting, QUICK, data_dir=tmp_path) == PrinterStatus("busy")
    assert printer.report()["received"] == 0
    assert look(setting, QUICK, data_dir=tmp_path) == PrinterStatus()


def test_some_kinds_are_not_asked_now_and_then() -> None:
    """Opening a serial port may reset a printer; a spooler knows nothing."""
    kinds = ["network", "device", "usb", "serial", "cups", "virtual"]
    assert [kind for kind in kinds if can_be_asked(PrinterSetting(kind=kind))] == kinds[:2]
