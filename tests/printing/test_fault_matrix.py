"""Every trouble a printer can have, before, during and after a job, on both papers.

No slip is lost, none comes out twice in silence, and every doubtful one is asked about.
"""

import atexit
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from app.core.printjobs import JobState
from app.core.settings import Machine, PrinterSetting
from app.services import print_queue
from tests.support.desk_ward import Ward, open_ward
from tests.support.fake_printer import FakePrinter, printer_process
from tests.support.logs import no_warnings_logged
from tests.support.spooling import (
    Balance,
    Tray,
    answer,
    balance,
    jobs,
    machine_of,
    network,
    serve,
    until_done,
)

TROUBLES: dict[str, dict[str, object]] = {
    "hết giấy": {"paper": False},
    "sắp hết giấy": {"near_end": True},
    "mở nắp": {"cover": True},
    "báo lỗi": {"error": True},
    "câm": {"mute": True},
    "không xác nhận": {"no_ack": True},
    "nhận chậm": {"rate": 250_000.0},
    "ngắt sau n byte": {"reset_after": 5000},
    "ngừng nhận": {"stall_after": 5000},
    "byte cũ": {"stale": True},
    "in xong rồi ngắt": {"printed_then_reset": True},
}
WELL = {
    "paper": True,
    "near_end": False,
    "cover": False,
    "error": False,
    "mute": False,
    "no_ack": False,
    "rate": 0.0,
    "reset_after": -1,
    "stall_after": -1,
    "stale": False,
    "printed_then_reset": False,
}
IN_THE_MIDDLE = 4000  # bytes of a job
PATIENCE = 60  # seconds for one of them


@dataclass
class Cell:
    """One trouble at one moment on one paper."""

    ward: Ward
    machine: Machine
    setting: PrinterSetting
    printer: FakePrinter
    tray: Tray

    def receive(self) -> str:
        return self.ward.receive("Nguyễn Thị Ẩn", phone="0900 000 123").code

    def serve(self) -> None:
        self.ward.clock.moment += timedelta(seconds=61)
        serve(self.ward, self.machine, self.setting)

    def mend(self) -> None:
        self.printer.set(**WELL)


def before(cell: Cell, trouble: dict[str, object]) -> None:
    """The officer takes a dossier in at a desk whose printer is in trouble already."""
    cell.printer.set(**trouble)
    cell.receive()
    cell.serve()


def during(cell: Cell, trouble: dict[str, object]) -> None:
    """It happens with the first part of the slip on paper."""
    if "reset_after" in trouble or "stall_after" in trouble:
        cell.printer.set(**trouble)
    else:
        cell.printer.at_byte(IN_THE_MIDDLE, **trouble)
    cell.receive()
    cell.serve()


def after(cell: Cell, trouble: dict[str, object]) -> None:
    """One slip is out when it happens; the next one meets it."""
    cell.receive()
    cell.serve()
    cell.printer.set(**trouble)
    cell.receive()
    cell.serve()


MOMENTS: dict[str, Callable[[Cell, dict[str, object]], None]] = {
    "trước": before,
    "trong": during,
    "sau": after,
}


@pytest.mark.parametrize("width", [80, 58])
def test_no_trouble_loses_or_doubles_a_slip(
    width: int,
    processes: ProcessPoolExecutor,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The table is printed, so that a person can read what was tried and what came of it."""
    games = []
    for name, moment in product(TROUBLES, MOMENTS):
        folder = tmp_path / f"{len(games)}"
        folder.mkdir()
        games.append((name, moment, processes.submit(play, folder, width, name, moment)))
    rows, faults = [], []
    for name, moment, game in games:
        first, questions, result = game.result(PATIENCE)
        rows.append(
            f"{width} mm  {moment:5}  {name:17} lần đầu: {first:22} hỏi {questions}  "
            f"mất {len(result.lost)}  trùng {len(result.doubled)}  sai {len(result.lies)}"
        )
        if result.lost or result.doubled or result.lies:
            faults.append(rows[-1])
    with capsys.disabled():
        print("\n" + "\n".join(rows))  # noqa: T201 - the table is for people
    assert faults == []


def play(folder: Path, width: int, name: str, moment: str) -> tuple[str, int, Balance]:
    """Let a trouble happen, mend it, let the officer answer; return what the paper says."""
    printer = own_printer()
    printer.renew()
    ward = open_ward(folder)
    try:
        setting = network(printer, width_mm=width, cut="partial")
        cell = Cell(ward, machine_of(folder, setting), setting, printer, Tray(printer, setting))
        with no_warnings_logged():
            MOMENTS[moment](cell, TROUBLES[name])
            first = ", ".join(sorted({row.state.value for row in jobs(ward)}))
            cell.mend()
            printer.settle()
            questions = answer(ward, cell.tray)
            questions += until_done(ward, cell.tray, cell.serve)
            return first, questions, balance(ward, cell.tray)
    finally:
        ward.database.close()


@cache
def own_printer() -> FakePrinter:
    """Return the printer of this process; it ends with it."""
    ends = ExitStack()
    atexit.register(ends.close)
    return ends.enter_context(printer_process())


def test_one_dead_printer_delays_no_other(tmp_path: Path) -> None:
    """Each has its own lane: the second one's slips come out while the first one is away."""
    ward = open_ward(tmp_path)
    with printer_process() as printer:
        dead = PrinterSetting("dead", "network", "127.0.0.1:1")
        alive = network(printer, key="alive")
        machine = machine_of(tmp_path, dead, alive)
        for key in ("dead", "alive"):
            ward.office = replace(ward.office, printer=key)
            ward.receive("Nguyễn Thị Ẩn")
        serve(ward, machine, dead)
        serve(ward, machine, alive)
        states = {row.printer: row.state for row in jobs(ward)}
        assert states == {"dead": JobState.WAITING, "alive": JobState.PRINTED}
        assert ward.ask(print_queue.queue_state).trouble == "refused"
    ward.database.close()


def test_a_dead_printers_slip_comes_out_of_the_fallback(tmp_path: Path) -> None:
    """After the second try, once, and on the printer the desk named."""
    ward = open_ward(tmp_path)
    with printer_process() as printer:
        spare = network(printer, key="spare")
        first = PrinterSetting("receipt", "network", "127.0.0.1:1", fallback="spare")
        machine = machine_of(tmp_path, first, spare)
        ward.receive("Nguyễn Thị Ẩn")
        for _ in range(2):
            ward.clock.moment += timedelta(seconds=61)
            serve(ward, machine, first)
        serve(ward, machine, spare)
        (row,) = jobs(ward)
        assert (row.state, row.printer) == (JobState.PRINTED, "spare")
        assert len(printer.report()["pages"]) == 1
    ward.database.close()
