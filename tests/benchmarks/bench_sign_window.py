"""The window while its leader's batch is signed: the longest time a turn of its loop comes late."""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from app.services import accounts, apology
from app.signing.throwaway import throwaway_p12
from app.ui import theme
from app.ui.application import SWITCH_SECONDS
from app.ui.desk import Desk
from app.ui.signing_desk.confirm_dialog import ConfirmDialog
from app.ui.signing_desk.keys import FileKey
from app.ui.signing_desk.page import SigningPage
from tests.benchmarks.screen_loop import longest_gap, until
from tests.support.desk_ward import NOW, Ward, open_ward

LETTERS = 200
ALLOWED = 50.0  # ms
PATIENCE = 240.0
PASSWORD = "mat-khau"


def measure() -> list[dict[str, Any]]:
    """Sign a morning's letters in the page and watch its loop, then the idle loop as long."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(SWITCH_SECONDS)  # as the program does when it begins
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.load_fonts()
    theme.apply(application, theme.Choice.LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        ward = open_ward(Path(folder))
        try:
            gap, letters = _signed(ward, Path(folder))
        finally:
            ward.database.close()
    return [
        {
            "name": f"screen held up while {letters} letters are signed / allowed",
            "value": gap,
            "floor": ALLOWED,
            "ratio": gap / ALLOWED,
            "goal": 1.0,
        }
    ]


def _signed(ward: Ward, folder: Path) -> tuple[float, int]:
    for number in range(LETTERS):
        received = ward.receive(f"Nguyễn Thị Ẩn {number}", days_ago=10)
        new_day = ward.office.calendar.next_working_day(NOW.date() + timedelta(days=6))
        ward.do(apology.draft, received.dossier_id, reason="chờ xác minh", new_due_on=new_day)
        ward.do(apology.submit, received.dossier_id)
    key = folder / "lanhdao.p12"
    begins = NOW - timedelta(days=1)
    key.write_bytes(throwaway_p12("Đỗ Thị Ẩn", "UBND phường", PASSWORD, not_before=begins))
    desk = Desk(ward.database, ward.office, ward.ask(accounts.find_actor, "an"), ward.clock)
    page = SigningPage(desk)
    page.resize(1032, 700)
    page.show()
    _until(lambda: page.is_loaded)
    page.runner.key = FileKey(key)
    page.view.table.tick_all(True)
    page.view.primary.click()
    dialog = _found(page)
    dialog.password.setText(PASSWORD)
    ended: list[Any] = []
    page.runner.ended.connect(ended.append)
    dialog.go.click()
    _until(lambda: page.runner.is_running)
    gap = longest_gap(lambda: bool(ended), PATIENCE)
    page.let_go()
    page.close()
    desk.close()
    return gap, len(ended[0].done)


def _found(page: SigningPage) -> ConfirmDialog:
    shown: list[ConfirmDialog] = []

    def is_ready() -> bool:
        shown[:] = [
            one
            for one in page.findChildren(ConfirmDialog)
            if one.isVisible() and one.secret_field.isEnabled()
        ]
        return bool(shown)

    _until(is_ready)
    return shown[0]


def _until(holds: Callable[[], bool]) -> None:
    until(holds, PATIENCE)
