"""An officer's hands: key events at a real window, every press counted; and a wedge scanner."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

NONE = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Types at a window as a person does; ``presses`` counts the keys."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self.presses = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press one key, shortcuts included."""
        self.presses += 1
        QTest.keyClick(self._window.windowHandle(), key, modifiers)

    def type(self, text: str) -> None:
        """Type a text, one press per character."""
        for character in text:
            self.presses += 1
            self._send(0, character)

    def scan(self, text: str, ending: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """Let a scanner type a text at its own speed; none of it is a press of the officer."""
        for character in text:
            self._send(0, character)
        if ending is not None:
            self._send(ending, "\r")

    def _send(self, key: int, text: str) -> None:
        # One event per character: QTest's own typing cannot send letters outside ASCII.
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, NONE, text)
            QCoreApplication.sendEvent(self._window.windowHandle(), event)
