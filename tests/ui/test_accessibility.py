"""Every control has a name, every access key is its own, every word fits at 150 %."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.dossiers import Role
from app.core.settings import Machine, PrinterSetting
from app.services import lookup
from app.ui.actions import PAGES
from app.ui.application import seat
from app.ui.crash import CrashDialog
from app.ui.deliver_dialog import DeliverDialog
from app.ui.desk import Desk
from app.ui.dossier_dialog import DossierDialog
from app.ui.find_printer import FindPrinterDialog
from app.ui.finish_dialog import FinishDialog
from app.ui.first_run import FirstRunDialog
from app.ui.keys_dialog import KeysDialog
from app.ui.letter_dialog import LetterDialog
from app.ui.paper_dialog import PaperDialog
from app.ui.printer_dialog import PrinterDialog
from app.ui.printers_dialog import PrintersDialog
from app.ui.report_dialog import ReportDialog
from app.ui.sign_in import SignInDialog
from app.ui.slips_dialog import SlipsDialog
from app.ui.verify_dialog import VerifyDialog
from app.ui.window import MainWindow
from tests.support import apology_acts as acts
from tests.support.desk_ward import Ward

KEY = re.compile(r"&(\w)")
PAGE_KEYS = [entry.key for entry in PAGES]
KINDS_SEEN = ["virtual", "network", "serial", "cups"]
LETTERS = ["letter_written", "letter_out", "delivery", "finish", "report", "dossier"]
DIALOGS = [
    *("first_run", "sign_in", "slips", "crash", "printers", "finding", "found", "keys", "paper"),
    "verify",
    *(f"printer_{kind}" for kind in KINDS_SEEN),
    *LETTERS,
]


@pytest.fixture
def window(desk: Desk, ward: Ward, qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole window over a ward with a late dossier."""
    ward.receive("Đỗ Thị Mơ", days_ago=9)
    ward.receive("Trần Hữu Đỗ")
    made = MainWindow()
    qtbot.addWidget(made)
    desk.actor = replace(desk.actor, role=Role.SUPERVISOR)  # who has every page
    seat(made, desk)
    made.show()
    made.activateWindow()
    yield made
    made.unseat()


@pytest.fixture
def dialog(
    request: pytest.FixtureRequest, desk: Desk, ward: Ward, qtbot: QtBot, tmp_path: Path
) -> QDialog:
    """One dialog of the program, shown."""
    accounts = (ward.actor,)
    machine = Machine(tmp_path, "sqlite:///desk.db")
    queue = PrinterSetting(kind="cups", target="phong")
    made_of: dict[str, Callable[[], QDialog]] = {
        "first_run": FirstRunDialog,
        "sign_in": lambda: SignInDialog(ward.office.name, accounts, is_sample=True),
        "slips": lambda: SlipsDialog(desk, lambda: None),
        "crash": lambda: CrashDialog("something"),
        "printers": lambda: PrintersDialog(machine, desk.work),
        "finding": lambda: FindPrinterDialog(tmp_path, _never),
        "found": lambda: FindPrinterDialog(tmp_path, _never, setting=queue),
        "keys": lambda: KeysDialog(desk, machine),
        "paper": lambda: PaperDialog(SimpleNamespace(work=_never), "Giấy hẹn", b"", "A5"),
        "verify": lambda: VerifyDialog(desk, list),
    }
    for kind in KINDS_SEEN:
        made_of[f"printer_{kind}"] = partial(PrinterDialog, PrinterSetting(kind=kind))
    made_of |= _about_letters(desk, ward)
    made = made_of[request.param]()
    qtbot.addWidget(made)
    made.show()
    if request.param in LETTERS:
        qtbot.wait(300)  # they fill themselves from the database
    return made


def _about_letters(desk: Desk, ward: Ward) -> dict[str, Callable[[], QDialog]]:
    def late() -> str:
        return ward.receive("Đỗ Thị Mơ", 9).dossier_id

    def issued() -> str:
        dossier_id = late()
        acts.issue(ward, dossier_id, date(2026, 11, 23))
        return dossier_id

    return {
        "letter_written": lambda: LetterDialog(desk, late()),
        "letter_out": lambda: LetterDialog(desk, issued()),
        "delivery": lambda: DeliverDialog(desk, issued()),
        "finish": lambda: FinishDialog(desk, ward.ask(lookup.card, late())),
        "report": lambda: ReportDialog(desk),
        "dossier": lambda: DossierDialog(desk, late()),
    }


def _never(*_: object, **__: object) -> None:
    """Take work and never do it: a dialog stays busy."""


def _unnamed(root: QWidget) -> list[str]:
    """Return the controls that a keyboard can reach and a screen reader cannot name."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.parent(), QComboBox)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]


def _reached_by_arrows(widget: QWidget) -> bool:
    """Whether Tab passes by on purpose: in a group of buttons only the chosen one stops it."""
    return (
        isinstance(widget, QAbstractButton)
        and widget.group() is not None
        and widget.group().exclusive()
        and not widget.isChecked()
    )


def _access_keys(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        words = ""
        if isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel) and widget.buddy() is not None
        ):
            words = widget.text()
        if widget.isVisible():
            found += [key.casefold() for key in KEY.findall(words.replace("&&", ""))]
    return found


@pytest.mark.parametrize("key", PAGE_KEYS)
def test_every_control_of_a_page_has_a_name(window: MainWindow, key: str, qtbot: QtBot) -> None:
    """A screen reader can say what has the focus."""
    window.show_page(key)
    qtbot.wait(300)
    assert _unnamed(window) == []


@pytest.mark.parametrize("key", PAGE_KEYS)
def test_no_access_key_is_given_twice_on_a_page(window: MainWindow, key: str, qtbot: QtBot) -> None:
    """Alt and a letter do one thing."""
    window.show_page(key)
    qtbot.wait(100)
    keys = _access_keys(window)
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("key", PAGE_KEYS)
def test_tab_reaches_every_control_and_comes_back(
    window: MainWindow, key: str, qtbot: QtBot
) -> None:
    """No control is out of reach, and Tab never gets stuck."""
    window.show_page(key)
    qtbot.wait(300)
    page = window.pages[key]
    wanted = {
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not _reached_by_arrows(widget)
        and not isinstance(widget.parent(), QComboBox)
    }
    reached = set()
    for _ in range(3 * len(window.findChildren(QWidget))):
        reached.add(QApplication.focusWidget())
        window.focusNextChild()
        if QApplication.focusWidget() in reached and wanted <= reached:
            break
    assert {type(one).__name__ + one.accessibleName() for one in wanted - reached} == set()


@pytest.mark.parametrize("dialog", DIALOGS, indirect=True)
def test_every_control_of_a_dialog_has_a_name_and_a_key_of_its_own(dialog: QDialog) -> None:
    """Dialogs keep the same rules as pages."""
    keys = _access_keys(dialog)
    assert _unnamed(dialog) == []
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("key", PAGE_KEYS)
def test_the_primary_button_is_large_and_always_at_the_same_place(
    window: MainWindow, key: str, qtbot: QtBot
) -> None:
    """44 pixels high at the bottom right: the hand finds it."""
    window.show_page(key)
    qtbot.wait(100)
    (primary,) = (
        button
        for button in window.pages[key].findChildren(QAbstractButton)
        if button.property("primary") and button.isVisible()
    )
    corner = primary.mapTo(window, primary.rect().bottomRight())
    assert primary.height() >= 44
    assert (window.width() - corner.x(), window.height() - corner.y()) == (25, 57)


def test_a_larger_font_hides_no_field_of_the_intake(
    window: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    """At one and a half times the size every line still shows its text whole."""
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * 1.5)
    qapp.setFont(larger)
    try:
        qtbot.wait(100)
        lines = window.pages["reception"].findChildren(QLineEdit)
        clipped = [
            line.accessibleName()
            for line in lines
            if line.isVisible() and line.height() < line.fontMetrics().height()
        ]
        assert clipped == []
    finally:
        qapp.setFont(font)
