"""A search box over a list: asks as you type, and lends its arrow keys to the list."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.core.text import clean_line

DEBOUNCE_MS = 150


class SearchBox(QLineEdit):
    """Says what is wanted 150 ms after the last key; up and down move in the list below."""

    asked = Signal(str)
    stepped = Signal(int)
    entered = Signal()

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.ask_now)
        self.textChanged.connect(lambda _: self._timer.start())

    def question(self) -> str:
        """Return what is typed, in clean words."""
        return clean_line(self.text())

    def ask_now(self) -> None:
        """Ask at once."""
        self._timer.stop()
        self.asked.emit(self.question())

    def put(self, text: str) -> None:
        """Put a scanned text in and ask at once."""
        self.setText(text)
        self.ask_now()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if self._timer.isActive():
                self.ask_now()
            self.entered.emit()
        else:
            super().keyPressEvent(event)
