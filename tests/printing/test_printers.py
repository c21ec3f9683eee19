"""A slip reaches paper once, or the reason is known and whether a retry is safe."""

import errno
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.settings import PrinterSetting
from app.printing.devices import network_line
from app.printing.devices.conversation import Told
from app.printing.devices.lock import alone
from app.printing.devices.outcome import Deadlines, PrinterUnavailable, PrintInDoubt, PrintOutcome
from app.printing.devices.status import PrinterStatus, question
from app.printing.escpos_encoder import encode
from app.printing.paper_profiles import profile_for
from app.printing.printers import Way, print_receipt
from app.printing.raster import draw_receipt
from app.printing.test_slip import print_test_slip
from tests.support.fake_printer import FakePrinter, printer_process
from tests.support.slips import make_long_slip, make_slip

QUICK = Way(
    deadlines=Deadlines(connect=1.0, answer=0.15, write=0.2, ack=0.3, patience=0.4, close=0.1)
)
PATIENT = Way(deadlines=Deadlines(close=0.1))
STATUS_QUESTIONS = 12  # bytes of four questions
ACKNOWLEDGING = "TM-T20II"


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with printer_process() as process:
        yield process


def network(printer: FakePrinter, **changes: object) -> PrinterSetting:
    return replace(PrinterSetting("receipt", "network", printer.target), **changes)


def reason(caught: pytest.ExceptionInfo) -> object:
    return caught.value.params["reason"]


def test_a_slip_comes_out_of_a_network_printer_dot_by_dot(printer: FakePrinter) -> None:
    """The printer's own reader saw our bitmap and no command it does not know."""
    slip = make_slip()
    outcome = print_receipt(slip, network(printer), PATIENT)
    assert printer.pages(1) == [draw_receipt(slip).bits]
    assert printer.report()["unknown"] == 0
    assert outcome == PrintOutcome(
        False, len(encode(draw_receipt(slip), profile_for())), PrinterStatus()
    )


def test_an_acknowledging_printer_confirms_the_paper(printer: FakePrinter) -> None:
    """Its own word, not the network's, is what counts as printed."""
    outcome = print_receipt(make_slip(), network(printer, profile=ACKNOWLEDGING), PATIENT)
    assert outcome.acknowledged
    assert len(printer.report()["pages"]) == 1


@pytest.mark.parametrize(
    ("switches", "expected"),
    [({"paper": False}, "paper_out"), ({"cover": True}, "cover_open"), ({"error": True}, "cutter")],
)
def test_nothing_printable_goes_to_a_printer_that_cannot_print(
    printer: FakePrinter, switches: dict[str, bool], expected: str
) -> None:
    """It would take the slip, print nothing, and say so to nobody."""
    printer.set(**switches)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), network(printer), QUICK)
    assert reason(caught) == expected
    assert caught.value.params["target"] == printer.target
    assert printer.report()["received"] <= STATUS_QUESTIONS


def test_a_stale_answer_does_not_hide_that_paper_is_out(printer: FakePrinter) -> None:
    """An old "all is well" in the line lets nothing out, whichever trouble is named for it."""
    printer.set(paper=False, stale=True)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), network(printer), QUICK)
    # Where it slips in after the line was drained, the answers stand one question further on.
    assert reason(caught) in {"paper_out", "offline", "error"}
    assert printer.report()["received"] <= STATUS_QUESTIONS


def test_a_mute_printer_prints_unless_the_desk_forbids_it(printer: FakePrinter) -> None:
    """Cheap printers answer nothing and print well."""
    printer.set(mute=True)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), network(printer), replace(QUICK, allow_mute=False))
    assert reason(caught) == "mute"
    assert not print_receipt(make_slip(), network(printer), QUICK).acknowledged
    assert len(printer.pages(1)) == 1


def test_a_printer_that_should_confirm_and_is_mute_gets_nothing(printer: FakePrinter) -> None:
    """It can answer, so its silence is a trouble: the slip waits, and comes out later, once."""
    printer.set(mute=True)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), network(printer, profile=ACKNOWLEDGING), QUICK)
    assert reason(caught) == "mute"
    printer.set(mute=False)
    assert print_receipt(make_slip(), network(printer, profile=ACKNOWLEDGING), QUICK).acknowledged
    assert len(printer.report()["pages"]) == 1


def test_a_test_slip_never_tears_a_slip(printer: FakePrinter, tmp_path: Path) -> None:
    """It waits for its turn, then says that the printer is busy; between two slips it comes out."""
    way = Way(tmp_path, Deadlines(turn=0.1, close=0.1))
    with alone(tmp_path, network(printer, key="another name"), 0):
        with pytest.raises(PrinterUnavailable) as caught:
            print_test_slip(network(printer), way)
        assert reason(caught) == "busy"
        assert printer.report()["connections"] == 0
    print_test_slip(network(printer), way)
    assert len(printer.pages(1)) == 1


@pytest.mark.parametrize("kind", ["network", "virtual", "cups", "windows"])
@pytest.mark.parametrize("profile", ["default", "A5"])
def test_nothing_is_begun_for_a_program_that_ends(kind: str, profile: str, tmp_path: Path) -> None:
    """On any kind of printer: the slip waits for the next start."""
    begun: list[str] = []
    told = Told(lambda: begun.append("begun"), lambda _: None, lambda: True)
    setting = PrinterSetting("receipt", kind, "127.0.0.1:1", profile=profile)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), setting, Way(tmp_path, told=told))
    is_sheet_elsewhere = profile == "A5" and kind != "cups"
    assert reason(caught) == ("bad_target" if is_sheet_elsewhere else "interrupted")
    assert begun == []


def test_a_printer_that_falls_silent_half_way_gets_nothing(printer: FakePrinter) -> None:
    """It has just proved that it can answer."""
    printer.set(answer_limit=2)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), network(printer), QUICK)
    assert reason(caught) == "mute"


@pytest.mark.parametrize("mute", [False, True])
def test_a_line_broken_in_the_middle_leaves_the_slip_in_doubt(
    printer: FakePrinter, mute: bool
) -> None:
    """Some of it may be on paper: a person looks, nobody sends it again by itself."""
    printer.set(reset_after=4096, mute=mute)
    with pytest.raises(PrintInDoubt) as caught:
        print_receipt(make_slip(), network(printer), QUICK)
    assert reason(caught) == "reset"
    assert caught.value.params["bytes_sent"] > 0


def test_a_line_broken_before_the_slip_is_safe_to_try_again(printer: FakePrinter) -> None:
    """Only questions had left."""
    printer.set(reset_after=3)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), network(printer), QUICK)
    assert reason(caught) == "reset"


def test_a_printer_that_stops_reading_leaves_the_slip_in_doubt(printer: FakePrinter) -> None:
    """The system's buffers swallow a whole slip that never reaches the printer."""
    printer.set(stall_after=STATUS_QUESTIONS)
    with pytest.raises(PrintInDoubt) as caught:
        print_receipt(make_long_slip(), network(printer), QUICK)
    assert reason(caught) == "timeout"


@pytest.mark.parametrize(
    ("switches", "expected"), [({"no_ack": True}, "no_ack"), ({"reset_after": 9000}, "reset")]
)
def test_a_missing_acknowledgement_leaves_the_slip_in_doubt(
    printer: FakePrinter, switches: dict[str, object], expected: str
) -> None:
    """A model that confirms and does not has a reason."""
    printer.set(**switches)
    with pytest.raises(PrintInDoubt) as caught:
        print_receipt(make_slip(), network(printer, profile=ACKNOWLEDGING), QUICK)
    assert reason(caught) == expected


def test_a_closed_port_is_refused() -> None:
    """The printer is off, or the address is another machine's."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        target = f"127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), PrinterSetting("receipt", "network", target), QUICK)
    assert caught.value.params == {"reason": "refused", "printer": "receipt", "target": target}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TimeoutError(), "timeout"),
        (socket.gaierror(), "unknown_host"),
        (OSError(errno.ENETUNREACH, ""), "unreachable"),
    ],
)
def test_why_a_printer_cannot_be_reached_is_told(
    monkeypatch: pytest.MonkeyPatch, error: OSError, expected: str
) -> None:
    """Each has another remedy: cable, address, network."""

    def fail(*_args: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(network_line.socket, "create_connection", fail)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), PrinterSetting("receipt", "network", "192.0.2.7"))
    assert reason(caught) == expected


@pytest.mark.parametrize(
    ("kind", "target"), [("network", "printer:raw"), ("network", ""), ("pigeon", "coop")]
)
def test_a_senseless_setting_is_told(kind: str, target: str) -> None:
    """A slip of the pen in the settings is not a broken printer."""
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), PrinterSetting("receipt", kind, target), QUICK)
    assert reason(caught) == "bad_target"


def test_the_virtual_printer_keeps_picture_and_bytes(tmp_path: Path) -> None:
    """One pair of files for each copy; what is kept counts as printed."""
    slip = make_slip(code="A/B-261120-0001", copy=1)
    outcome = print_receipt(slip, PrinterSetting(target="slips"), Way(data_dir=tmp_path))
    kept = {file.name: file.stat().st_size for file in (tmp_path / "slips").iterdir()}
    assert kept.keys() == {"A_B-261120-0001-1.png", "A_B-261120-0001-1.bin"}
    assert outcome == PrintOutcome(True, kept["A_B-261120-0001-1.bin"])


@pytest.mark.parametrize(
    ("target", "expected"),
    [("slips", "io"), ("s\0ps", "bad_target"), ("s\ud800", "bad_target"), ("x" * 300, "io")],
)
def test_a_folder_that_cannot_be_written_is_told(
    target: str, expected: str, tmp_path: Path
) -> None:
    """The virtual printer fails like a real one."""
    (tmp_path / "slips").write_text("a file")
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), PrinterSetting(target=target), Way(data_dir=tmp_path))
    assert reason(caught) == expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_device_file_gets_the_bytes(tmp_path: Path) -> None:
    """A printer on USB is a file to write to; it confirms nothing."""
    device = tmp_path / "lp0"
    os.mkfifo(device)
    slip = make_slip()
    reader = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(reader, True)
    with ThreadPoolExecutor(1) as pool, os.fdopen(reader, "rb") as printer:
        # Its end is there before the first byte is, or reading would be over at once.
        holder = os.open(device, os.O_WRONLY)
        read = pool.submit(printer.read)
        outcome = print_receipt(slip, PrinterSetting("receipt", "device", str(device), 58), QUICK)
        os.close(holder)
        sent = read.result(5).removeprefix(question(1))
    assert sent == encode(draw_receipt(slip, 384), profile_for(58))
    assert outcome == PrintOutcome(False, len(sent))


def test_a_missing_device_is_told_and_not_created(tmp_path: Path) -> None:
    """A mistyped name must not become a file that swallows slips."""
    device = tmp_path / "lp0"
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), PrinterSetting("receipt", "device", str(device)))
    assert reason(caught) == "no_device"
    assert not device.exists()


def test_a_device_of_another_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy is a group or a udev rule, not new paper."""

    def fail(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "")

    os.mkfifo(tmp_path / "lp0")
    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), PrinterSetting("receipt", "device", str(tmp_path / "lp0")))
    assert reason(caught) == "no_permission"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_device_that_stops_taking_bytes_leaves_the_slip_in_doubt(tmp_path: Path) -> None:
    """A printer switched off in the middle blocks its device for ever."""
    device = tmp_path / "lp0"
    os.mkfifo(device)
    reader = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(PrintInDoubt) as caught:
            setting = PrinterSetting("receipt", "device", str(device))
            print_receipt(make_slip(), setting, QUICK)
    finally:
        os.close(reader)
    assert reason(caught) == "timeout"
    assert caught.value.params["bytes_sent"] > 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_device_nobody_reads_is_absent(tmp_path: Path) -> None:
    """Opening must not wait for ever either."""
    os.mkfifo(tmp_path / "lp0")
    with pytest.raises(PrinterUnavailable) as caught:
        print_receipt(make_slip(), PrinterSetting("receipt", "device", str(tmp_path / "lp0")))
    assert reason(caught) == "no_device"
