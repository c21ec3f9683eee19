"""Keyboard-wedge scanners: a burst of fast keys is a scan, wherever the focus happens to be.

The first keys of a burst have landed in the focused field before a burst can be known. What the
field held is therefore kept at the first key, later keys are held back, and both are put right
when the burst turns out to be a scan, or is handed on as typing when it does not.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from typing_extensions import override

from app.core.codes import looks_like_dossier_code
from app.core.identity import looks_like_card
from app.core.sealed import looks_sealed

FAST = 0.035
"""Seconds between two keys of a scanner; nobody types three keys this fast."""
ENDING = 0.120
"""Seconds within which the closing Enter or Tab of a scanner follows."""
HELD_FROM = 3
SHORTEST = 6
PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})

Restore = Callable[[], None]


@runtime_checkable
class Keeps(Protocol):
    """A widget that reacts to single keys and can take back what a burst did to it."""

    def keep(self) -> Restore:
        """Return a function that brings the present content back."""
        ...


@dataclass
class _Burst:
    text: str = ""
    held: list[QKeyEvent] = field(default_factory=list)
    last: float = 0.0
    target: QWidget | None = None
    restore: Restore | None = None


class ScannerFilter(QObject):
    """Watches the keys that arrive at a window; ``take`` says whether it used a scanned text."""

    def __init__(
        self,
        take: Callable[[str], bool],
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._now = now
        self._burst = _Burst()
        self._gap = QTimer(self)
        self._gap.setSingleShot(True)
        self._gap.setInterval(round(ENDING * 1000))
        self._gap.timeout.connect(self._on_gap)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.isAutoRepeat() or event.modifiers() & ~PLAIN:
            self._hand_on()
            return False
        if event.key() in ENDS:
            return self._on_end()
        if event.text().isprintable() and event.text():
            return self._on_character(event)
        if event.key() != Qt.Key.Key_Shift:  # the scanner presses it for capitals
            self._hand_on()
        return False

    def _on_character(self, event: QKeyEvent) -> bool:
        """Take one key into the burst; True holds it back from the focused field."""
        now = self._now()
        if not self._burst.text or now - self._burst.last > FAST:
            self._hand_on()
            target = QApplication.focusWidget()
            self._burst = _Burst(target=target, restore=_kept(target))
        burst = self._burst
        burst.text += event.text()
        burst.last = now
        if len(burst.text) <= HELD_FROM:
            return False
        burst.held.append(event.clone())
        self._gap.start()
        return True

    def _on_end(self) -> bool:
        """Enter or Tab: True when it closed a scan that somebody used."""
        burst = self._burst
        quick = self._now() - burst.last <= ENDING
        if len(burst.text) >= SHORTEST and quick and self._offer():
            return True
        self._hand_on()
        return False

    def _on_gap(self) -> None:
        """Take a scan that no Enter closes, if it is surely a card or a code of ours."""
        text = self._burst.text
        is_ours = looks_like_card(text) or looks_like_dossier_code(text) or looks_sealed(text)
        if is_ours and self._offer():
            return
        self._hand_on()

    def _offer(self) -> bool:
        self._gap.stop()
        burst, self._burst = self._burst, _Burst()
        if burst.restore is None:
            return self._take(burst.text)
        landed = _kept(burst.target)
        burst.restore()
        if self._take(burst.text):
            return True
        if landed is not None:
            landed()
        self._burst = burst  # typing after all: what was held goes on
        return False

    def _hand_on(self) -> None:
        """Give held keys to the widget they were meant for."""
        self._gap.stop()
        burst, self._burst = self._burst, _Burst()
        for event in burst.held:
            if burst.target is not None and shiboken6.isValid(burst.target):
                QApplication.sendEvent(burst.target, event)


def _kept(widget: QWidget | None) -> Restore | None:
    if isinstance(widget, QLineEdit):
        return _kept_line(widget)
    return widget.keep() if isinstance(widget, Keeps) else None


def _kept_line(line: QLineEdit) -> Restore:
    text, cursor = line.text(), line.cursorPosition()
    start, length = line.selectionStart(), line.selectionLength()

    def restore() -> None:
        if line.text() != text:
            line.setText(text)
        line.setCursorPosition(cursor)
        if start >= 0:
            line.setSelection(start, length)

    return restore
