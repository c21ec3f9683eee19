"""A field for a PIN that never holds it: each key goes straight into bytes that can be wiped."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.signing.token.errors import PinLength
from app.signing.token.pin import Pin

DOT = "•"
CHORDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class PinField(QLineEdit):
    """Shows one dot a character; the characters themselves are in ``take``'s answer alone."""

    typed = Signal()
    misread = Signal()
    """An input method made letters that no PIN holds; what was typed is gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pin = Pin()
        self._count = 0
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )

    @property
    def count(self) -> int:
        """How many characters were typed."""
        return self._count

    def take(self) -> Pin:
        """Return what was typed, and begin anew: who takes it wipes it."""
        taken, self._pin = self._pin, Pin()
        self._show(0)
        return taken

    def wipe(self) -> None:
        """Overwrite what was typed."""
        self._pin.wipe()
        self._show(0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Backspace:
            self._pin.drop_last()
            self._show(max(self._count - 1, 0))
        elif key == Qt.Key.Key_Delete:
            self.wipe()
        elif event.matches(QKeySequence.StandardKey.Paste) or event.matches(
            QKeySequence.StandardKey.Cut
        ):
            event.accept()  # a PIN on the clipboard would lie there for every program
        elif event.modifiers() & CHORDS:
            super().keyPressEvent(event)
        elif event.text().isprintable() and event.text():
            self._add(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._add(event.commitString())
        event.accept()

    def _add(self, characters: str) -> None:
        if not characters.isascii():  # an input method made of two keys what no PIN holds
            self.wipe()
            self.misread.emit()
            return
        for character in characters:
            try:
                self._pin.add(character)
            except PinLength:  # emptied by itself: nobody knows a PIN this long
                self._show(0)
                return
            self._show(self._count + 1)

    def _show(self, count: int) -> None:
        self._count = count
        self.setText(DOT * count)
        self.typed.emit()
