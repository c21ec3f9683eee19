"""From an empty folder to a seated officer and back, through the real dialogs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.core.settings import is_set_up, load_machine
from app.ui.application import Starter
from app.ui.first_run import FirstRunDialog
from app.ui.printer_dialog import PrinterDialog
from app.ui.printers_dialog import PrintersDialog
from app.ui.sign_in import SignInDialog

PATIENCE = 20_000


@pytest.fixture
def starter(qtbot: QtBot, tmp_path: Path) -> Iterator[Starter]:
    """A program started in an empty folder, its window settings kept apart."""
    QSettings.setPath(
        QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "settings")
    )
    started = Starter(tmp_path / "desk")
    qtbot.addWidget(started.window)
    started.window.show()
    started.begin()
    yield started
    started.close()


def dialog(starter: Starter, kind: type) -> object:
    found = starter.window.findChildren(kind)
    return found[-1] if found else None


def sign_in(qtbot: QtBot, starter: Starter, password: str | None = None) -> SignInDialog:
    qtbot.waitUntil(lambda: dialog(starter, SignInDialog) is not None, timeout=PATIENCE)
    asked = dialog(starter, SignInDialog)
    assert isinstance(asked, SignInDialog)
    if password is not None:
        asked.password.setText(password)
    asked.enter.click()
    return asked


def test_the_first_start_leads_to_the_sample_ward(qtbot: QtBot, starter: Starter) -> None:
    """One button founds the ward, one signs in, and the intake page waits."""
    first = dialog(starter, FirstRunDialog)
    assert isinstance(first, FirstRunDialog)
    first.sample.click()
    sign_in(qtbot, starter)
    qtbot.waitUntil(lambda: starter.window.page() is not None, timeout=PATIENCE)
    page = starter.window.page()
    assert page is not None
    assert page.key == "reception"
    assert set(starter.window.pages) == {"reception", "lookup", "returning", "lateness"}


def test_a_wrong_password_is_told_and_can_be_typed_again(qtbot: QtBot, starter: Starter) -> None:
    """The dialog stays, says why, and takes the right one."""
    first = dialog(starter, FirstRunDialog)
    assert isinstance(first, FirstRunDialog)
    first.sample.click()
    asked = sign_in(qtbot, starter, "không phải")
    qtbot.waitUntil(lambda: bool(asked.fault.text()), timeout=PATIENCE)
    assert starter.window.page() is None
    sign_in(qtbot, starter, "motcua")
    qtbot.waitUntil(lambda: starter.window.page() is not None, timeout=PATIENCE)


def test_a_real_office_needs_its_fields_and_keeps_what_was_typed(
    qtbot: QtBot, starter: Starter, tmp_path: Path
) -> None:
    """The first empty field is named; a short password is refused and nothing is founded."""
    first = dialog(starter, FirstRunDialog)
    assert isinstance(first, FirstRunDialog)
    first.real.click()
    first.edits["code"].setText("H29.99")
    first.found.click()
    assert "Tên bộ phận" in first.fault.text()
    for name, text in (
        ("name", "Trung tâm Phục vụ hành chính công xã Thử"),
        ("account_name", "Lê Thị Ổn"),
        ("login", "on"),
        ("password", "12"),
    ):
        first.edits[name].setText(text)
    first.found.click()
    qtbot.waitUntil(lambda: "6" in first.fault.text(), timeout=PATIENCE)
    assert not is_set_up(tmp_path / "desk")
    assert first.edits["account_name"].text() == "Lê Thị Ổn"
    first.edits["password"].setText("mat-khau-dai")
    first.found.click()
    sign_in(qtbot, starter, "mat-khau-dai")
    qtbot.waitUntil(lambda: starter.window.page() is not None, timeout=PATIENCE)
    assert starter.desk is not None
    assert starter.desk.office.code == "H29.99"


def test_another_printer_is_kept_and_used_from_now_on(
    qtbot: QtBot, starter: Starter, tmp_path: Path
) -> None:
    """The settings file names it, and the slips of the next dossiers go there."""
    first = dialog(starter, FirstRunDialog)
    assert isinstance(first, FirstRunDialog)
    first.sample.click()
    sign_in(qtbot, starter)
    qtbot.waitUntil(lambda: starter.window.page() is not None, timeout=PATIENCE)
    before = starter.room.worker
    starter.room.choose_printers()
    listed = dialog(starter, PrintersDialog)
    assert isinstance(listed, PrintersDialog)
    listed.edit.click()
    asked = listed.findChildren(PrinterDialog)[-1]
    asked.form.target.setText("other-slips")
    asked.save.click()
    listed.save.click()
    qtbot.waitUntil(lambda: starter.room.worker not in {None, before}, timeout=PATIENCE)
    assert load_machine(tmp_path / "desk").printer("receipt").target == "other-slips"


def test_the_next_officer_finds_nothing_of_the_last(qtbot: QtBot, starter: Starter) -> None:
    """Signing out twice is once; printers, units and database of the last one are at rest."""
    first = dialog(starter, FirstRunDialog)
    assert isinstance(first, FirstRunDialog)
    first.sample.click()
    sign_in(qtbot, starter)
    qtbot.waitUntil(lambda: starter.window.page() is not None, timeout=PATIENCE)
    room, database = starter.room, starter._database
    starter.window.tool_asked.emit("leave")
    starter.window.tool_asked.emit("leave")
    assert starter.window.page() is None
    qtbot.waitUntil(lambda: not shiboken6.isValid(room), timeout=PATIENCE)
    sign_in(qtbot, starter)
    qtbot.waitUntil(lambda: starter.window.page() is not None, timeout=PATIENCE)
    assert starter.room is not room
    assert starter._database is not database
    assert database.engine.pool.checkedin() == 0


def test_closing_tells_what_becomes_of_slips_that_wait(
    qtbot: QtBot, starter: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where there are any: else the window simply goes."""
    first = dialog(starter, FirstRunDialog)
    assert isinstance(first, FirstRunDialog)
    first.sample.click()
    sign_in(qtbot, starter)
    qtbot.waitUntil(lambda: starter.room is not None, timeout=PATIENCE)
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda *told: said.append(told[-1]))
    starter.window.closing.emit()
    assert said == []
    starter.room.unprinted = 2
    starter.window.closing.emit()
    assert "Còn 2 giấy hẹn chưa ra giấy" in said[0]
    starter.room.unprinted = 0
