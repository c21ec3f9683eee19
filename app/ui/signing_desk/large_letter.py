"""The current letter as large as the screen allows; the arrows go on through the queue."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.card_parts import plain
from app.ui.pdf_view import PagePicture, PdfView
from app.ui.screen_room import open_at

SIZE = (1180, 1600)
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class LargeLetter(QDialog):
    """Reads only; Enter or Esc goes back to the queue, at the letter that is shown."""

    stepped = Signal(int)
    """The reader wants another letter: so many further down the queue."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Đọc thư")
        self.facts = plain("")
        self.pdf = PdfView("Thư, cỡ lớn")
        self.before = QPushButton("← Thư &trước")
        self.after = QPushButton("Thư &sau →")
        self.leave = QPushButton("Đón&g")
        self._lay_out()
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.leave.clicked.connect(self.accept)
        self.pdf.setFocus()

    def show_letter(self, facts: str, pages: tuple[PagePicture, ...]) -> None:
        """Show a letter from its beginning."""
        self.facts.setText(facts)
        self.pdf.show_pages(pages)
        self.pdf.verticalScrollBar().setValue(0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        open_at(self, *SIZE)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.facts, 1)
        for button in (self.before, self.after, self.leave):
            button.setAutoDefault(False)
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.pdf, 1)
