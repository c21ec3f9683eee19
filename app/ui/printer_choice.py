"""Which of the office's printers: remembered for each size of paper, never chosen by surprise."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.ui.fields import Labelled
from app.ui.pick import Pick
from app.ui.qt_printers import OfficePrinter

SETTING = "office_printer"
LOOKING = "Đang tìm máy in…"
NONE_HERE = "Máy tính này chưa có máy in nào. Lưu PDF để in ở nơi khác."
NOT_CHOSEN = "Chọn máy in."
GONE = "Không thấy máy in “{name}” đã dùng. Bật máy in đó rồi tìm lại, hoặc chọn máy khác."


class PrinterChoice(QWidget):
    """A list of printers for one size of paper; what is wrong with it is said below it."""

    wanted = Signal()
    """The printers shall be looked for again."""

    def __init__(self, paper: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = f"{SETTING}/{paper}"
        self.printers = Pick({})
        self._box = Labelled("&Máy in", self.printers)
        self.again = QPushButton("&Tìm lại máy in")
        self.again.setProperty("link", True)
        self.again.setAutoDefault(False)
        self.again.setCursor(Qt.CursorShape.PointingHandCursor)
        self.again.clicked.connect(self._look_again)
        self.printers.activated.connect(lambda _: self._box.clear())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._box)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self._be_looking()

    def offer(self, printers: Sequence[OfficePrinter]) -> None:
        """Offer printers: the one chosen before is chosen again; gone, none is chosen.

        Only who never chose one gets the system's default.
        """
        kept = self.chosen() or str(QSettings().value(self._setting, ""))
        wanted = kept or next((one.name for one in printers if one.is_default), "")
        self._fill(printers)
        self.printers.setCurrentIndex(self.printers.findData(wanted) if wanted else -1)
        if not printers:
            self._box.fault(NONE_HERE)
        elif kept and not self.chosen():
            self._box.fault(GONE.format(name=kept))
        else:
            self._box.clear()

    def offer_none(self, words: str) -> None:
        """Offer nothing, because nobody can be asked."""
        self._fill(())
        self._box.fault(words)

    def chosen(self) -> str:
        """Return the name of the chosen printer, or an empty text."""
        return self.printers.currentData() or ""

    def remember(self) -> None:
        """Choose this printer for this size of paper from now on."""
        QSettings().setValue(self._setting, self.chosen())

    def fault(self, words: str) -> None:
        """Say what is wrong with the chosen printer, or that one must be chosen."""
        self._box.fault(words)
        self.printers.setFocus()

    def said(self) -> str:
        """Return what stands below the list."""
        return self._box.said()

    def _look_again(self) -> None:
        self.printers.setFocus()  # the button is about to be held
        self._be_looking()
        self.wanted.emit()

    def _be_looking(self) -> None:
        self.again.setEnabled(False)
        self._box.remark(LOOKING)

    def _fill(self, printers: Sequence[OfficePrinter]) -> None:
        self.printers.clear()
        self.printers.setPlaceholderText("Chọn máy in" if printers else "Không có máy in")
        for one in printers:
            self.printers.addItem(one.words, one.name)
        self.again.setEnabled(True)
