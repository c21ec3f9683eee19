"""The screen's printing threads: woken by an intake, one for each printer, gone at the end."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.core.printjobs import JobState
from app.core.settings import PrinterSetting
from app.printing.printers import Way
from app.services import print_desk
from app.ui import print_worker, printing_out
from app.ui.desk import Desk
from app.ui.print_worker import PrinterNews, PrintWorker
from app.ui.printing_out import PrinterLane
from tests.support.desk_ward import Ward
from tests.support.fake_printer import printer_process
from tests.support.spooling import jobs, machine_of, network

PATIENCE = 15_000


def test_a_slip_comes_out_and_the_screen_hears_of_it(
    desk: Desk, ward: Ward, tmp_path: Path, qtbot: QtBot
) -> None:
    """And of a roll that is nearly at its end."""
    heard: list[PrinterNews] = []
    with printer_process(near_end=True) as printer:
        worker = PrintWorker(
            ward.database, ward.office, machine_of(tmp_path, network(printer)), ward.clock
        )
        worker.heard.connect(heard.append)
        worker.start()
        try:
            ward.receive("Nguyễn Thị Ẩn")
            worker.wake()
            qtbot.waitUntil(
                lambda: [row.state for row in jobs(ward)] == [JobState.PRINTED], timeout=PATIENCE
            )
            qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
        finally:
            worker.close()
    assert heard[0] == PrinterNews("receipt", "", near_end=True)


def test_an_idle_printer_is_asked_how_it_is(
    desk: Desk, ward: Ward, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open cover is on the status bar before the next citizen comes."""
    monkeypatch.setattr(print_worker, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(print_worker, "IDLE_SECONDS", 0.05)
    heard: list[PrinterNews] = []
    with printer_process(cover=True) as printer:
        worker = PrintWorker(
            ward.database, ward.office, machine_of(tmp_path, network(printer)), ward.clock
        )
        worker.heard.connect(heard.append)
        worker.start()
        try:
            qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
            printer.set(cover=False)
            qtbot.waitUntil(lambda: len(heard) > 1, timeout=PATIENCE)
        finally:
            worker.close()
    assert [news.trouble for news in heard] == ["cover_open", ""]


def test_a_printer_of_another_window_is_left_alone(
    desk: Desk, ward: Ward, tmp_path: Path, qtbot: QtBot
) -> None:
    """Said on the status bar; the slip waits for whoever has the printer."""
    setting = PrinterSetting()
    machine = machine_of(tmp_path, setting)
    ward.receive("Nguyễn Thị Ẩn")
    worker = PrintWorker(ward.database, ward.office, machine, ward.clock)
    heard: list[PrinterNews] = []
    worker.heard.connect(heard.append)
    with PrinterLane(ward.database, ward.office, machine, setting, ward.clock):
        worker.start()
        qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
        assert heard == [PrinterNews("receipt", "taken")]
        assert jobs(ward)[0].state is JobState.QUEUED
        worker.close()


def test_an_answer_given_while_a_printer_is_tried_stops_no_printer(
    ward: Ward, tmp_path: Path
) -> None:
    """The officer gives a slip up in that moment; the next slip still gets its turn."""
    setting = PrinterSetting("receipt", "network", "127.0.0.1:1")
    received = ward.receive("Nguyễn Thị Ẩn")
    lane = PrinterLane(
        ward.database, ward.office, machine_of(tmp_path, setting), setting, ward.clock
    )
    before = lane._outcome

    def outcome(*args: object) -> object:
        record = before(*args)
        ward.do(print_desk.void, received.print_job_id, reason="thôi")
        return record

    lane._outcome = outcome
    with lane:
        assert lane.step()
        assert not lane.step()
    assert jobs(ward)[0].state is JobState.VOID


@pytest.mark.parametrize(("has_begun", "state"), [(False, "failed"), (True, "unknown")])
def test_a_fault_of_the_program_stops_one_slip_and_no_printer(
    ward: Ward,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    has_begun: bool,
    state: str,
) -> None:
    """The slip asks, the log has the trace, the next slip comes out."""
    setting = PrinterSetting()
    ward.receive("Nguyễn Thị Ẩn")
    ward.receive("Trần Văn Ổn")
    lane = PrinterLane(
        ward.database, ward.office, machine_of(tmp_path, setting), setting, ward.clock
    )
    before, calls = printing_out.print_receipt, []

    def broken_once(slip: object, printer: object, way: Way) -> object:
        calls.append(slip)
        if len(calls) > 1:
            return before(slip, printer, way)
        if has_begun:
            way.told.begin()
        raise RuntimeError("fault")

    monkeypatch.setattr(printing_out, "print_receipt", broken_once)
    with lane:
        while lane.step():
            pass
    rows = sorted(jobs(ward), key=lambda row: row.job_id)
    assert [(row.state, row.error) for row in rows] == [(state, "program"), ("printed", "")]
    assert "could not be printed" in caplog.text


def test_a_fault_around_the_slips_is_told_and_tried_again(
    desk: Desk,
    ward: Ward,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The thread goes on: the slip comes out as soon as it can."""
    monkeypatch.setattr(print_worker, "IDLE_SECONDS", 0.05)
    before, heard = PrinterLane.__enter__, []
    broken = [OSError(28, "No space left on device")]

    def enter(lane: PrinterLane) -> PrinterLane:
        if broken:
            raise broken.pop()
        return before(lane)

    monkeypatch.setattr(PrinterLane, "__enter__", enter)
    ward.receive("Nguyễn Thị Ẩn")
    worker = PrintWorker(
        ward.database, ward.office, machine_of(tmp_path, PrinterSetting()), ward.clock
    )
    worker.heard.connect(heard.append)
    worker.start()
    try:
        qtbot.waitUntil(lambda: jobs(ward)[0].state is JobState.PRINTED, timeout=PATIENCE)
        qtbot.waitUntil(lambda: len(heard) > 1, timeout=PATIENCE)
    finally:
        worker.close()
    assert [news.trouble for news in heard] == ["program", ""]
    assert "No space left" in caplog.text
