"""The frame around the pages: rail, keys, scans to wherever they belong, what is said where."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.dossiers import Role
from app.db.errors import DatabaseLocked
from app.ui.actions import KEYS, PAGES
from app.ui.application import seat
from app.ui.desk import Desk
from app.ui.status import PrinterLine
from app.ui.window import MainWindow
from tests.support.desk_ward import Ward
from tests.support.keyboard import Keyboard

CARD = "003190000123||NGUYỄN THỊ NGỌC ẨN|01021990|Nữ|Số 1 Đường Mơ|01012022"
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole window, seated."""
    made = MainWindow()
    qtbot.addWidget(made)
    seat(made, desk)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.unseat()


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    """The officer's keyboard."""
    return Keyboard(window)


def test_alt_and_a_digit_choose_the_page(window: MainWindow, keys: Keyboard) -> None:
    """Alt+1 to Alt+4, in the order of the rail; a clerk signs nothing."""
    for digit, entry in zip("1234", PAGES[:-1], strict=True):
        keys.press(Qt.Key(ord(digit)), ALT)
        assert window.page().key == entry.key
        assert window.rail.buttons[entry.key].isChecked()


def test_control_and_tab_go_round_the_pages(window: MainWindow, keys: Keyboard) -> None:
    """After the last comes the first."""
    seen = []
    for _ in PAGES[:-1]:
        keys.press(Qt.Key.Key_Tab, CONTROL)
        seen.append(window.page().key)
    assert seen == [*(entry.key for entry in PAGES[1:-1]), PAGES[0].key]


@pytest.mark.parametrize(
    ("role", "start", "signs"),
    [
        (Role.CLERK, "reception", False),
        (Role.SUPERVISOR, "reception", True),
        (Role.LEADER, "signing", True),
        (Role.REGISTRAR, "signing", True),
        (Role.ADMIN, "reception", False),
    ],
)
def test_everybody_begins_at_their_own_work(
    desk: Desk, qtbot: QtBot, role: Role, start: str, signs: bool
) -> None:
    """Who signs or seals at the letters; whoever does neither has no such page."""
    desk.actor = replace(desk.actor, role=role)
    made = MainWindow()
    qtbot.addWidget(made)
    seat(made, desk)
    made.show()
    assert made.page().key == start
    assert made.rail.buttons["signing"].isVisible() == signs
    assert ("signing" in made.pages) == signs
    made.unseat()


def test_a_card_scanned_on_another_page_opens_the_intake(
    window: MainWindow, keys: Keyboard
) -> None:
    """Scan anywhere: the card says what is wanted."""
    window.show_page("lateness")
    keys.scan(CARD)
    assert window.page().key == "reception"
    assert window.pages["reception"].applicant.person().full_name == "NGUYỄN THỊ NGỌC ẨN"


def test_a_slip_scanned_on_the_intake_page_opens_its_return(
    window: MainWindow, keys: Keyboard, ward: Ward
) -> None:
    """A dossier code on the intake page means that somebody came to collect."""
    received = ward.receive("Đỗ Thị Mơ")
    keys.scan(received.code)
    assert window.page().key == "returning"


def test_typing_fast_into_a_field_is_not_taken_for_a_scan(
    window: MainWindow, keys: Keyboard
) -> None:
    """Text that is neither card nor code stays where it was typed."""
    phone = window.pages["reception"].applicant.phone.editor
    phone.setFocus()
    keys.scan("0000100101")
    assert window.page().key == "reception"
    assert phone.text() == "0000100101"


def test_an_error_nobody_handled_is_said_in_the_bar(window: MainWindow, keys: Keyboard) -> None:
    """One line that names the next step; Esc takes it away."""
    window.show_error(DatabaseLocked(detail=""))
    assert "Dữ liệu đang bận" in window.notices.current().text
    window.pages["reception"].card_edit.setFocus()
    keys.press(Qt.Key.Key_Escape)
    assert window.notices.current() is None


def test_the_count_of_a_page_stands_in_the_rail_in_words_too(window: MainWindow) -> None:
    """Colour never alone: a screen reader hears the count."""
    button = window.rail.buttons["lateness"]
    window.pages["lateness"].badge_changed.emit(3)
    assert button.badge.text() == "3"
    assert "3 việc đang chờ" in button.accessibleName()
    window.pages["lateness"].badge_changed.emit(0)
    assert button.badge.isHidden()


@pytest.mark.parametrize(
    ("printer", "said"),
    [
        (PrinterLine(), "không có giấy hẹn nào chờ"),
        (PrinterLine(waiting=2), "Đang in 2 giấy hẹn"),
        (
            PrinterLine(waiting=2, trouble="Máy in hết giấy.", step="Thay cuộn giấy."),
            "2 giấy hẹn chờ in: Máy in hết giấy. Thay cuộn giấy.",
        ),
        (PrinterLine(trouble="Nắp máy in đang mở."), "Máy in: Nắp máy in đang mở."),
        (PrinterLine(near_end=True), "sắp hết giấy"),
        (PrinterLine(waiting=3, asking=1, trouble="x"), "1 giấy hẹn cần bạn xem"),
    ],
)
def test_the_printer_is_told_in_words(window: MainWindow, printer: PrinterLine, said: str) -> None:
    """How many slips wait, why, what to do; what needs the officer most comes first."""
    window.status.set_printer(printer)
    assert said in window.status._printer.text()


def test_a_practice_printer_says_where_its_paper_is_seen(window: MainWindow) -> None:
    """Nothing comes out of it; the officer must know where to look."""
    window.status.set_printer(PrinterLine(practises=True))
    assert "Ctrl+P" in window.status._printer.text()


def test_a_practice_ward_says_so_all_the_time(window: MainWindow) -> None:
    """Nobody takes invented dossiers for real ones."""
    assert window.sample.isVisible()


def test_nothing_of_one_officer_is_left_for_the_next(window: MainWindow, qtbot: QtBot) -> None:
    """Signing out takes the pages away and closes the rail."""
    page = window.pages["reception"]
    window.unseat()
    assert window.page() is None
    assert not window.rail.isEnabled()
    with qtbot.waitSignal(page.destroyed):
        pass


def test_tools_are_asked_for_by_button_and_key(window: MainWindow, keys: Keyboard) -> None:
    """Printer, keys: the window asks, the program answers."""
    asked: list[str] = []
    window.tool_asked.connect(asked.append)
    keys.press(Qt.Key.Key_F1)
    keys.press(Qt.Key.Key_P, CONTROL)
    assert asked == ["keys", "printer"]


def test_control_l_leads_back_to_the_first_field(window: MainWindow, keys: Keyboard) -> None:
    """Where the next citizen begins."""
    page = window.pages["reception"]
    page.dossier.note.setFocus()
    keys.press(Qt.Key.Key_L, CONTROL)
    assert QApplication.focusWidget() is page.card_edit


def test_the_window_remembers_its_size(window: MainWindow, qtbot: QtBot) -> None:
    """Closed and opened again it has the size it had."""
    window.resize(1100, 700)  # wider than the screen of the tests: its height tells
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.height() == window.height()


def test_the_sheet_of_keys_names_every_key_of_the_rail_and_the_main_one() -> None:
    """What the sheet promises exists."""
    told = " ".join(one.keys for one in KEYS)
    assert "F9" in told
    assert "Alt+1" in told
