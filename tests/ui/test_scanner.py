"""Bursts of keys are scans; everything slower or shorter is typing and reaches its field."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.scanner import ENDING, FAST, ScannerFilter
from tests.support.keyboard import Keyboard

SCAN = "H29.26-261118-0001"
SLOW = FAST * 2


class Bench:
    """A window with a field and a box, a filter with a clock that the test turns."""

    def __init__(self, qtbot: QtBot) -> None:
        self.time = 0.0
        self.step = 0.001
        self.taken: list[str] = []
        self.wants = True
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        inner = QWidget()
        column = QVBoxLayout(inner)
        self.field, self.box = QLineEdit(), QCheckBox("box")
        column.addWidget(self.field)
        column.addWidget(self.box)
        self.window.setCentralWidget(inner)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.field.setFocus()
        self.filter = ScannerFilter(self._take, self._now, self.window)
        self.window.windowHandle().installEventFilter(self.filter)
        self.keys = Keyboard(self.window)

    def _take(self, text: str) -> bool:
        self.taken.append(text)
        return self.wants

    def _now(self) -> float:
        self.time += self.step
        return self.time


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A fresh window and filter."""
    return Bench(qtbot)


def test_a_burst_is_a_scan_and_leaves_the_field_as_it_was(bench: Bench) -> None:
    """Text, cursor and selection come back."""
    bench.field.setText("đang nhập")
    bench.field.setSelection(0, 4)
    bench.keys.scan(SCAN)
    assert bench.taken == [SCAN]
    assert bench.field.text() == "đang nhập"
    assert bench.field.selectedText() == "đang"


def test_slow_keys_are_typing(bench: Bench) -> None:
    """Whoever types the same text by hand gets it into the field."""
    bench.step = SLOW
    bench.keys.type(SCAN)
    bench.keys.press(Qt.Key.Key_Return)
    assert bench.taken == []
    assert bench.field.text() == SCAN


def test_a_short_burst_is_typing(bench: Bench) -> None:
    """Keys rolled over each other reach the field, Enter included."""
    bench.keys.scan("4873")
    assert bench.taken == []
    assert bench.field.text() == "4873"


def test_a_scan_that_nobody_wants_is_typing(bench: Bench) -> None:
    """A phone number from a barcode goes where the cursor is, each character once."""
    bench.wants = False
    bench.field.setText("0000 ")
    bench.keys.scan("0912345678")
    assert bench.taken == ["0912345678"]
    assert bench.field.text() == "0000 0912345678"


def test_a_code_without_enter_is_a_scan_after_a_pause(bench: Bench, qtbot: QtBot) -> None:
    """Some scanners send no ending; a dossier code is surely one."""
    bench.keys.scan(SCAN, ending=None)
    qtbot.waitUntil(lambda: bench.taken == [SCAN], timeout=int(ENDING * 20_000))
    assert bench.field.text() == ""


def test_other_text_without_enter_is_typing_after_a_pause(bench: Bench, qtbot: QtBot) -> None:
    """What may be anything is handed on."""
    bench.keys.scan("ABCDEFGH", ending=None)
    qtbot.waitUntil(lambda: bench.field.text() == "ABCDEFGH")
    assert bench.taken == []


def test_a_burst_over_a_box_does_not_press_it(bench: Bench) -> None:
    """The spaces of a card do not toggle whatever has the focus."""
    bench.box.setFocus()
    bench.keys.scan("003190000123||LÊ VĂN ỔN|01011990|Nam|Số 1|01012022")
    assert not bench.box.isChecked()
    assert len(bench.taken) == 1


def test_enter_long_after_a_burst_is_an_enter(bench: Bench) -> None:
    """The field gets the text, and nothing is taken for a scan."""
    bench.keys.scan("ABCDEFGH", ending=None)
    bench.step = ENDING * 2
    bench.keys.press(Qt.Key.Key_Return)
    assert bench.taken == []
    assert bench.field.text() == "ABCDEFGH"


def test_a_key_with_control_is_never_part_of_a_scan(bench: Bench) -> None:
    """Shortcuts go through, and what was held before them too."""
    bench.keys.scan("ABCDEF", ending=None)
    bench.keys.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert bench.field.selectedText() == "ABCDEF"


def test_held_keys_for_a_widget_that_is_gone_are_dropped(bench: Bench, qtbot: QtBot) -> None:
    """A dialog may close in the middle of a burst."""
    bench.keys.scan("ABCDEFGH", ending=None)
    bench.field.deleteLater()
    qtbot.wait(int(ENDING * 2000))
    assert bench.taken == []
    assert QApplication.activeWindow() is bench.window
