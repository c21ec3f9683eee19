"""One paper before it is printed: the very PDF is shown, printed and saved."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.core.errors import AppError
from app.ui.actions import PRIMARY_KEYS
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.files import write_file
from app.ui.marks import Tone
from app.ui.office_printers import SentPaper, office_printers, print_pdf
from app.ui.paper_view import PaperView
from app.ui.pdf_view import SCREEN_DPI, PagePicture, draw_pages
from app.ui.printer_choice import NOT_CHOSEN
from app.ui.qt_printers import OfficePrinter, PaperNotSent, PrinterGone

Source = bytes | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A PDF and its pages for the screen."""

    pdf: bytes
    pages: tuple[PagePicture, ...]


class PaperDialog(QDialog):
    """Shows a PDF and prints exactly it; stays open and says what became of it.

    ``source`` is the PDF, or a function that makes it on a worker. ``title`` is also what the
    printer's queue shows: no personal data. ``paper`` is the sheet, such as ``A5-landscape``.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        source: Source,
        paper: str,
        parent: QWidget | None = None,
        *,
        file_name: str = "",
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._title = title
        self._paper = paper
        self._file_name = file_name or f"{title}.pdf"
        self._pdf = b""
        self._may_print = True  # until the system says that it has no printer
        self._is_sending = False
        self.setWindowTitle(title)
        self.view = PaperView(title, paper, self)
        self._connect()
        self._show_state()
        self.view.choice.printers.setFocus()
        desk.work(_draw, source, done=self._show_pages, failed=self._refused)
        self._look_for_printers()

    def save_to(self, path: Path) -> None:
        """Save the PDF, byte for byte as it is shown and printed."""
        self._desk.work(write_file, path, self._pdf, done=self._saved, failed=self._refused)

    def _connect(self) -> None:
        self.view.choice.wanted.connect(self._look_for_printers)
        self.view.print.clicked.connect(self._print)
        self.view.save.clicked.connect(self._save)
        self.view.leave.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self.view.press_primary)

    # Preview and printers

    def _show_pages(self, drawn: DrawnPaper) -> None:
        self._pdf = drawn.pdf
        self.view.show_pages(drawn.pages)
        self._show_state()

    def _look_for_printers(self) -> None:
        self._desk.work(office_printers, done=self._offer, failed=self._offer_none)

    def _offer(self, printers: tuple[OfficePrinter, ...]) -> None:
        self.view.choice.offer(printers)
        self._may_print = bool(printers)
        self._show_state()

    def _offer_none(self, error: AppError) -> None:
        self.view.choice.offer_none(one_line(error))
        self._may_print = False
        self._show_state()

    def _show_state(self) -> None:
        self.view.show_state(
            has_paper=bool(self._pdf), may_print=self._may_print, is_sending=self._is_sending
        )

    # Printing

    def _print(self) -> None:
        name = self.view.choice.chosen()
        if not name:
            self.view.choice.fault(NOT_CHOSEN)
            return
        self._is_sending = True
        self.view.tell("")
        self._show_state()
        send = partial(
            print_pdf,
            self._pdf,
            name,
            self._paper,
            title=self._title,
            copies=int(self.view.copies.value()),
        )
        self._desk.work(send, done=self._sent, failed=self._not_sent)

    def _sent(self, sent: SentPaper) -> None:
        self._settle()
        self.view.choice.remember()
        job = f" (lệnh in số {sent.job.rpartition('-')[2]})" if sent.job else ""
        self.view.tell(f"Đã gửi đến máy in {sent.printer}{job}.", Tone.GOOD)
        self.view.leave.setFocus()  # a second press would be a second paper

    def _not_sent(self, error: AppError) -> None:
        self._settle()
        if self.isHidden():
            self._desk.failed.emit(error)
        else:
            self._refused(error)

    def _settle(self) -> None:
        self._is_sending = False
        self._show_state()
        if self.isHidden():
            self.deleteLater()

    def _on_finished(self) -> None:
        """Let the officer go at once; a refusal that comes later is told on the notice bar."""
        if not self._is_sending:
            self.deleteLater()

    # The file

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu PDF", self._file_name, "Tệp PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def _saved(self, path: Path) -> None:
        self.view.tell(f"Đã lưu {path.name}.", Tone.GOOD)

    def _refused(self, error: AppError) -> None:
        choice = self.view.choice
        if isinstance(error, PrinterGone):
            choice.printers.setCurrentIndex(-1)
        if isinstance(error, PrinterGone | PaperNotSent):
            choice.fault(one_line(error))
        else:
            self.view.tell(one_line(error), Tone.LATE)


def _draw(source: Source) -> DrawnPaper:
    pdf = source if isinstance(source, bytes) else source()
    return DrawnPaper(pdf, draw_pages(pdf, SCREEN_DPI))
