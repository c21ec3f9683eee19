"""Which originals go back with the result: the officer ticks what lies in the citizen's hand."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.services.lookup import OriginalRow
from app.ui.card_parts import section


class OriginalsBox(QWidget):
    """One box for each paper whose originals the desk still holds; hidden where it holds none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bản chính trả lại")
        self.boxes: dict[int, QCheckBox] = {}
        self._held: dict[int, int] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(section("Trả lại bản chính"))
        self.hide()

    def offer(self, originals: tuple[OriginalRow, ...]) -> None:
        """Offer what the desk holds; what was ticked and is still held stays ticked."""
        ticked = set(self.chosen())
        for box in self.boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._held = {one.ordinal: one.held for one in originals}
        self.boxes = {one.ordinal: QCheckBox(_words(one)) for one in originals}
        for ordinal, box in self.boxes.items():
            box.setChecked(ordinal in ticked)
            self._column.addWidget(box)
        self.setVisible(bool(originals))

    def clear(self) -> None:
        """Forget what was ticked: another citizen stands there."""
        self.offer(())

    def chosen(self) -> dict[int, int]:
        """Return what goes back, as counts by the ordinal of the paper."""
        return {one: self._held[one] for one, box in self.boxes.items() if box.isChecked()}


def _words(original: OriginalRow) -> str:
    return f"{original.label} ({original.held} bản)".replace("&", "&&")
