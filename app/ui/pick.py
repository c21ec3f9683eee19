"""One of several values, chosen from a list that opens; for where ``Segments`` has no room."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

LEAST_LETTERS = 18


class Pick(QComboBox):
    """A choice whose values are codes and whose lines are words; any value may be shown."""

    changed = Signal(str)

    def __init__(self, options: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumContentsLength(LEAST_LETTERS)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, words in options.items():
            self.addItem(words, value)
        self.currentIndexChanged.connect(lambda _: self.changed.emit(self.value()))

    def value(self) -> str:
        """Return the chosen value."""
        return str(self.currentData())

    def set_value(self, value: str) -> None:
        """Choose a value; one that was not offered is added as it is."""
        place = self.findData(value)
        if place < 0:
            self.addItem(value, value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a form must not change what it passes over
