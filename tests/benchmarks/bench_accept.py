"""From the accept key to the printer's acknowledgement, through the real window; and its screen.

The floor, measured in the same run: a QR code by zxing-cpp's writer, the packing of the slip's
bits, and connect, send, acknowledgement of as many bytes at the same printer.
"""

import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.settings import Machine
from app.printing.escpos_encoder import encode
from app.printing.paper_profiles import profile_of
from app.printing.raster import draw_receipt
from app.services import print_queue, slips
from app.ui import printing_out, theme
from app.ui.application import SWITCH_SECONDS, seat
from app.ui.desk import Desk
from app.ui.print_worker import PrintWorker
from app.ui.window import MainWindow
from tests.benchmarks.__main__ import Measurement
from tests.benchmarks.bench_slip import _as_digits, _packed
from tests.benchmarks.screen_loop import longest_gap, until
from tests.support.desk_ward import Ward, open_ward
from tests.support.fake_printer import FakePrinter, printer_process
from tests.support.keyboard import Keyboard
from tests.support.spooling import network

ROUNDS, WARM_UP = 40, 8
GOAL = 6.0
GAP_GOAL = 5.0  # ms that printing may hold the screen up
GAP_SLIPS = 60
CARD = "003190000123||NGUYỄN THỊ NGỌC ẨN|01021990|Nữ|Số 1 Đường Mơ, phường Bến Mơ|01012022"
PATIENCE = 20.0


def measure() -> list[Measurement]:
    """Press the key again and again, the floor taking turns."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(SWITCH_SECONDS)  # as the program does when it begins
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.load_fonts()
    theme.apply(application, theme.Choice.LIGHT)
    with tempfile.TemporaryDirectory() as folder, printer_process() as printer:
        ward = open_ward(Path(folder))
        try:
            return _measured(application, Path(folder), ward, printer)
        finally:
            ward.database.close()


def _measured(
    application: QApplication, folder: Path, ward: Ward, printer: FakePrinter
) -> list[Measurement]:
    setting = network(printer)
    machine = Machine(folder, f"sqlite:///{folder / 'desk.db'}", printers=(setting,))
    acknowledged = _Moments()
    with acknowledged.watching(), _desk(ward, machine) as (window, worker):
        ours, floor, quiet = [], [], []
        for turn in range(ROUNDS + WARM_UP):
            value = _accept(application, window, acknowledged)
            least = _floor(ward, printer)
            if turn >= WARM_UP:
                ours.append(value)
                floor.append(least)
        quiet = _longest_gap(lambda: time.sleep(0.8))
        for _ in range(GAP_SLIPS):  # as if taken in elsewhere: only printing is measured
            ward.receive("Nguyễn Thị Ẩn")
        printing = _longest_gap(
            lambda: _let_out(worker, acknowledged, acknowledged.count + GAP_SLIPS)
        )
    value, least = median(ours), median(floor)
    return [
        Measurement(
            name="accept key to acknowledgement / QR, packing, line",
            value=value,
            floor=least,
            ratio=value / least,
            goal=GOAL,
        ),
        Measurement(
            name=f"screen held up while {GAP_SLIPS} slips print / while none does",
            value=printing,
            floor=quiet,
            ratio=printing / quiet,
            goal=max(GAP_GOAL + quiet, quiet) / quiet,
        ),
    ]


class _Moments:
    """When the printer's word arrived, told by the worker's own thread."""

    def __init__(self) -> None:
        self.last = 0.0
        self.count = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Listen to every slip that is printed."""
        before = printing_out.print_receipt

        def told(*args: Any) -> Any:
            outcome = before(*args)
            self.last, self.count = time.perf_counter(), self.count + 1
            return outcome

        printing_out.print_receipt = told  # type: ignore[assignment]
        try:
            yield
        finally:
            printing_out.print_receipt = before


@contextmanager
def _desk(ward: Ward, machine: Machine) -> Iterator[tuple[MainWindow, PrintWorker]]:
    window = MainWindow()
    desk = Desk(ward.database, ward.office, ward.actor, ward.clock)
    worker = PrintWorker(ward.database, ward.office, machine, ward.clock)
    desk.committed = lambda tables: worker.wake() if "slip" in tables else None
    worker.changed.connect(desk.changed)
    seat(window, desk)
    window.show()
    window.activateWindow()
    worker.start()
    try:
        yield window, worker
    finally:
        window.unseat()
        worker.close()
        desk.close()
        window.close()


def _accept(application: QApplication, window: MainWindow, acknowledged: _Moments) -> float:
    """Fill the form, press the key, return the milliseconds until the printer's word."""
    page: Any = window.pages["reception"]
    keys = Keyboard(window)
    _until(lambda: application.focusWidget() is page.card_edit)
    keys.scan(CARD)
    _until(lambda: application.focusWidget() is page.dossier.picker)
    keys.type("4873")
    keys.press(Qt.Key.Key_Return)
    _until(lambda: page.dossier.detail is not None and window.page() is page)
    before = acknowledged.count
    begun = time.perf_counter()
    keys.press(Qt.Key.Key_F9)
    _until(lambda: acknowledged.count > before)
    _until(page.is_empty)
    return (acknowledged.last - begun) * 1000


def _floor(ward: Ward, printer: FakePrinter) -> float:
    """Do only what cannot be left out, with another payload each time."""
    slip = ward.ask(slips.get_slip, ward.ask(print_queue.list_jobs, limit=1)[0].slip_id)
    setting = network(printer)
    bitmap = draw_receipt(slip, profile_of(setting).dots)
    digits = _as_digits(bitmap)
    payload = "1" + "".join(f"{ord(c) % 10}" for c in slip.code * 12)[:231]
    data = encode(bitmap, profile_of(setting), b"ABCD")
    begun = time.perf_counter()
    zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    _packed(digits)
    with socket.create_connection(("127.0.0.1", printer.port)) as line:
        line.sendall(data)
        heard = b""
        while b"ABCD" not in heard:
            heard += line.recv(64)
    return (time.perf_counter() - begun) * 1000


def _let_out(worker: PrintWorker, acknowledged: _Moments, wanted: int) -> None:
    """Let the worker print what waits; runs beside the screen's thread."""
    worker.wake()
    until = time.monotonic() + PATIENCE
    while acknowledged.count < wanted and time.monotonic() < until:
        time.sleep(0.02)


def _longest_gap(work: Callable[[], None]) -> float:
    thread = threading.Thread(target=work)
    thread.start()
    gap = longest_gap(lambda: not thread.is_alive(), PATIENCE)
    thread.join()
    return gap


def _until(holds: Callable[[], bool]) -> None:
    until(holds, PATIENCE)
