"""How the paper dialog looks: the pages at the left, printer and copies at the right, buttons."""

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.card_parts import Facts, NoticeStrip, title
from app.ui.fields import Labelled, set_look
from app.ui.marks import Tone
from app.ui.page import PRIMARY_WIDTH
from app.ui.pdf_view import PagePicture, PdfView
from app.ui.pick import Pick
from app.ui.printer_choice import PrinterChoice
from app.ui.qt_printers import LANDSCAPE

SIZE = (1080, 664)  # fits a screen of 1366 by 768 with its bars
SIDE_WIDTH = 344
MOST_COPIES = 20
SHEETS = {"A5": "A5 (148 × 210 mm)", "A4": "A4 (210 × 297 mm)"}


class PaperView:
    """Widgets of the dialog, and what may be pressed now."""

    def __init__(self, heading: str, paper: str, dialog: QDialog) -> None:
        self.pdf = PdfView("Bản xem trước, đúng tệp sẽ in")
        self.choice = PrinterChoice(paper.removesuffix(LANDSCAPE))
        self.copies = Pick({str(n): f"{n} bản" for n in range(1, MOST_COPIES + 1)})
        self._copies_box = Labelled("&Số bản", self.copies)
        self.print = QPushButton("&In")
        self.save = QPushButton("&Lưu PDF…")
        self.leave = QPushButton("Đón&g")
        self._facts = Facts()
        self._strip = NoticeStrip()
        words = SHEETS[paper.removesuffix(LANDSCAPE)]
        self._facts.add("Khổ giấy", words + (", nằm ngang" if paper.endswith(LANDSCAPE) else ""))
        self._lay_out(heading, dialog)

    def show_pages(self, pages: tuple[PagePicture, ...]) -> None:
        """Show the paper and say how long it is."""
        self.pdf.show_pages(pages)
        self._facts.add("Số trang", str(len(pages)))

    def tell(self, words: str, tone: Tone = Tone.QUIET) -> None:
        """Say something about the whole paper; no words take the strip away."""
        self._strip.say(words, tone)

    def told(self) -> str:
        """Return what is said about the whole paper now."""
        return self._strip.text()

    def show_state(self, *, has_paper: bool, may_print: bool, is_sending: bool) -> None:
        """Show what can be done; where nothing prints, saving is the main thing."""
        self.print.setVisible(may_print)
        self.print.setEnabled(has_paper and not is_sending)
        self.print.setText("Đang gửi…" if is_sending else "&In")
        self.save.setEnabled(has_paper)
        set_look(self.save, "primary", not may_print)
        self.choice.setEnabled(not is_sending)
        self.copies.setEnabled(not is_sending)
        self._copies_box.setVisible(may_print)

    def press_primary(self) -> None:
        """Do what F9 does: print, or save where nothing can print."""
        (self.save if self.print.isHidden() else self.print).click()

    def _lay_out(self, heading: str, dialog: QDialog) -> None:
        dialog.resize(*SIZE)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(self.pdf, 1)
        sides.addWidget(self._side(heading))
        footer = QHBoxLayout()
        footer.setSpacing(8)
        footer.addWidget(self.leave)
        footer.addStretch(1)
        self.print.setProperty("primary", True)
        for button in (self.save, self.print):
            button.setMinimumWidth(PRIMARY_WIDTH)
            footer.addWidget(button)
        for button in (self.leave, self.save, self.print):
            button.setAutoDefault(False)  # Enter belongs to the fields
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(16)
        whole.addLayout(sides, 1)
        whole.addLayout(footer)

    def _side(self, heading: str) -> QWidget:
        side = QWidget()
        side.setFixedWidth(SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        head = title(heading)
        head.setWordWrap(True)
        for widget in (head, self._facts, self.choice, self._copies_box):
            column.addWidget(widget)
        column.addWidget(self._strip)
        column.addStretch(1)
        return side
