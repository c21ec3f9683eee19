"""Editors for what officers type all day: a day, one of few, a field with its words around it."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.text import clean_line
from app.core.wording import short_date

_DAY = re.compile(r"(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})|(\d{2})(\d{2})(\d{4}|\d{2})")
LABEL_GAP = 4


def read_day(typed: str, today: date) -> date | None:
    """Return the past day that ``12/3/1990``, ``12031990`` or ``120390`` means; None if it is none.

    Two digits of a year mean the latest such year that is not in the future.
    """
    found = _DAY.fullmatch(typed.strip())
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups() if part is not None)
    if year < 100:  # noqa: PLR2004
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


class EnterEdit(QLineEdit):
    """A line whose Enter is a command while something is typed; empty, Enter goes on."""

    entered = Signal(str)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            typed = clean_line(self.text())
            if typed:
                self.entered.emit(typed)
                return
        super().keyPressEvent(event)


class DayField(QLineEdit):
    """A day, typed with or without separators and shown as ``12/03/1990``."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setPlaceholderText("ngày/tháng/năm")
        self.setMaxLength(10)
        self.editingFinished.connect(self._tidy)

    def day(self) -> date | None:
        """Return the day, or None when the field is empty or holds no day."""
        return read_day(self.text(), self._today())

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.setText("" if day is None else short_date(day))

    def is_wrong(self) -> bool:
        """Whether something is typed that is no day."""
        return bool(self.text().strip()) and self.day() is None

    def _tidy(self) -> None:
        day = self.day()
        if day is not None and self.text() != short_date(day):
            self.set_day(day)


class Segments(QWidget):
    """One of few values side by side: arrows choose, as in every group of buttons."""

    changed = Signal(str)

    def __init__(
        self, name: str, options: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for value, words in options.items():
            button = QPushButton(words)
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            button.setAutoDefault(False)
            self._group.addButton(button)
            self._buttons[str(value)] = button
            row.addWidget(button)
            button.toggled.connect(lambda on, chosen=str(value): self._on_toggled(chosen, on))
        row.addStretch(1)

    def value(self) -> str:
        """Return the chosen value, or an empty text."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose a value; an empty text chooses none."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == value)
        self._group.setExclusive(True)

    def first(self) -> QPushButton:
        """Return the button that takes the focus: the chosen one, else the first."""
        buttons = list(self._buttons.values())
        return next((button for button in buttons if button.isChecked()), buttons[0])

    def _on_toggled(self, value: str, on: bool) -> None:
        if on:
            self.changed.emit(value)


class Labelled(QWidget):
    """A label above an editor, and below it a place for a fault or a remark."""

    def __init__(
        self, words: str, editor: QWidget, parent: QWidget | None = None, *, hint: str = ""
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = hint
        self._label = QLabel(words)
        self._label.setBuddy(editor)
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(LABEL_GAP)
        column.addWidget(self._label)
        column.addWidget(editor)
        column.addWidget(self._said)
        if not editor.accessibleName():
            editor.setAccessibleName(words.replace("&", ""))
        self.clear()

    def rename(self, words: str, hint: str) -> None:
        """Ask for something else in the same place."""
        self._label.setText(words)
        self._hint = hint
        self.editor.setAccessibleName(words.replace("&", ""))
        self.clear()

    def fault(self, text: str) -> None:
        """Say at the field what keeps the form from being accepted."""
        self._say(text, "fault", faulty=True)

    def remark(self, text: str) -> None:
        """Say at the field what is unusual; nothing is kept from happening."""
        self._say(text, "remark", faulty=False)

    def clear(self) -> None:
        """Take back what was said."""
        self._say(self._hint, "hint", faulty=False)

    def said(self) -> str:
        """Return what stands below the field."""
        return self._said.text()

    def _say(self, text: str, kind: str, *, faulty: bool) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        set_look(self._said, "kind", kind)
        set_look(self.editor, "faulty", faulty)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and draw the widget anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
