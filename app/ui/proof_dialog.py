"""A proof of a delivery, shown as it was attached: a scan, a photograph, a PDF."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.errors import AppError
from app.services import apology_delivery
from app.ui.card_parts import NoticeStrip
from app.ui.error_text import one_line
from app.ui.files import write_file
from app.ui.letter_work import PDF_HEAD
from app.ui.marks import Tone
from app.ui.pdf_view import SCREEN_DPI, PagePicture, PdfView, draw_pages
from app.ui.screen_room import open_at

if TYPE_CHECKING:
    from app.ui.desk import Desk

SIZE = (900, 900)


@dataclass(frozen=True, slots=True)
class DrawnProof:
    """The bytes of a proof and its pages for the screen; no pages where it cannot be drawn."""

    data: bytes
    pages: tuple[PagePicture, ...]


class ProofDialog(QDialog):
    """Reads and saves one proof; ``name`` is the file's own name."""

    def __init__(
        self, desk: "Desk", proof_id: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._name = desk, name
        self._data = b""
        self.setWindowTitle(f"Minh chứng: {name}")
        self.strip = NoticeStrip()
        self.pages = PdfView(f"Minh chứng {name}")
        self.save = QPushButton("Lưu &tệp…")
        self.leave = QPushButton("Đón&g")
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        desk.work(partial(_read, desk, proof_id), done=self._show, failed=self._refused)

    def save_to(self, path: Path) -> None:
        """Save the proof, byte for byte as it was attached."""
        self._desk.work(write_file, path, self._data, done=self._saved, failed=self._refused)

    def _show(self, proof: DrawnProof) -> None:
        self._data = proof.data
        self.save.setEnabled(True)
        self.pages.show_pages(proof.pages)
        if not proof.pages:
            self.strip.say(
                "Không hiện được tệp này. Lưu ra máy rồi mở bằng chương trình khác.", Tone.SOON
            )

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu minh chứng", self._name)
        if chosen:
            self.save_to(Path(chosen))

    def _saved(self, path: Path) -> None:
        self.strip.say(f"Đã lưu {path.name}.", Tone.GOOD)

    def _refused(self, error: AppError) -> None:
        self.strip.say(one_line(error), Tone.LATE)

    def _lay_out(self) -> None:
        open_at(self, *SIZE)
        self.save.setEnabled(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.strip)
        column.addWidget(self.pages, 1)
        column.addLayout(buttons)


def _read(desk: "Desk", proof_id: str) -> DrawnProof:
    with desk.database.read() as session:
        data = apology_delivery.proof_data(session, desk.office, proof_id)
    return DrawnProof(data, _drawn(data))


def _drawn(data: bytes) -> tuple[PagePicture, ...]:
    """Draw a PDF or a picture; a damaged one gives no page."""
    if data.startswith(PDF_HEAD):
        import pypdfium2

        try:
            return draw_pages(data, SCREEN_DPI)
        except pypdfium2.PdfiumError:
            return ()
    image = QImage.fromData(data)
    return () if image.isNull() else (PagePicture.of(image),)
