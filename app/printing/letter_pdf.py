"""The apology letter (Mẫu số 04, or công văn) as a PDF, laid out by NĐ 30/2020/NĐ-CP, Phụ lục I.

The same letter gives the same bytes on every machine: the file is dated by the letter and its fonts
are the bundled ones. The drawn file carries the places of the signature, and of the number and the
date that follow it, so that hand and digital signing find the room the layout left for them.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from app.core.clock import VIETNAM
from app.core.papers import ApologyLetter
from app.core.turns import draws_in_turn
from app.printing.fonts import printable, register_fonts
from app.printing.letter_header import draw_head
from app.printing.letter_layout import Block, Layout, draw_qr, fitted
from app.printing.letter_sheet import LetterSheet, Place, sheet_of
from app.printing.letter_text import Paragraph, Text

WATERMARK: Final = "DỰ THẢO"
WATERMARK_SHARE: Final = 0.16  # its size, of the page's width


@dataclass(frozen=True, slots=True)
class LetterPdf:
    """The finished file and the rooms it leaves for what follows.

    ``number_place`` and ``date_place`` are None where number and date are printed; the baseline of
    what is filled in lies 5 points above their bottom, in type of ``text_size`` points: a number
    from the middle, a date from the left edge.
    """

    data: bytes
    signature_place: Place
    number_place: Place | None
    date_place: Place | None
    text_size: float


@draws_in_turn
def letter_pdf(letter: ApologyLetter, draft: bool = False, *, for_pen: bool = False) -> LetterPdf:
    """Return the letter on one page where NĐ 30's sizes allow it, otherwise on numbered pages.

    ``draft`` puts the watermark "DỰ THẢO" under the text. What is empty is left out; without a
    number, number and date leave room for form fields, or dots for the pen if ``for_pen`` or
    a draft.

    Raises:
        GlyphMissing: the letter holds a character that cannot be printed.
    """
    register_fonts()
    sheet, file = sheet_of(letter.paper), io.BytesIO()
    pages = _Pages(_new_canvas(file, letter, sheet), sheet, draft)
    pages.start()
    head = draw_head(pages.canvas, letter, sheet, dotted=for_pen or draft)
    top = head.bottom - sheet.gap * 4
    place = pages.fill(fitted(letter, sheet, top - sheet.bottom), top)
    pages.canvas.showPage()
    pages.canvas.save()
    return LetterPdf(file.getvalue(), place, head.number_place, head.date_place, head.size)


def letter_pdfs(
    letters: Iterable[ApologyLetter], draft: bool = False, *, for_pen: bool = False
) -> Iterator[LetterPdf]:
    """Yield many letters one by one, as ``letter_pdf`` draws each; faces are read once for all.

    Raises:
        GlyphMissing: a letter holds a character that cannot be printed.
    """
    for letter in letters:
        yield letter_pdf(letter, draft, for_pen=for_pen)


class _Pages:
    """The pages being filled, from the top down."""

    def __init__(self, canvas: Any, sheet: LetterSheet, draft: bool) -> None:
        self.canvas, self.sheet = canvas, sheet
        self._draft = draft

    def start(self) -> None:
        """Begin a page: watermark below everything, page number from the second page on."""
        page = self.canvas.getPageNumber()
        width, height = self.sheet.size
        if self._draft:
            self._draw_watermark()
        if page > 1:
            self.canvas.setFont("Serif", self.sheet.head_size)
            self.canvas.drawCentredString(width / 2, height - self.sheet.top * 0.7, str(page))

    def fill(self, layout: Layout, y: float) -> Place:
        """Draw the letter from ``y`` down, over as many pages as it takes."""
        for text, gap in layout.pieces:
            y = self._flow(text, y - gap)
        if y - layout.ending_height < self.sheet.bottom:
            y = self._turn()
        closing, gap = layout.closing
        y = closing.put(self.canvas, self.sheet.left, y - gap)
        return self._draw_block(layout.block, y - self.sheet.gap * 2)

    def _flow(self, text: Text, y: float) -> float:
        rest: Text | None = text
        while isinstance(rest, Paragraph) and rest.height > y - self.sheet.bottom:
            fitting, rest = rest.split(y - self.sheet.bottom)
            if fitting:
                fitting.put(self.canvas, self.sheet.left, y)
            y = self._turn()
        return rest.put(self.canvas, self.sheet.left, y) if rest else y

    def _turn(self) -> float:
        self.canvas.showPage()
        self.start()
        return self.sheet.size[1] - self.sheet.top

    def _draw_block(self, block: Block, top: float) -> Place:
        sheet, y = self.sheet, top
        for note in block.notes:
            y = note.put(self.canvas, sheet.left, y)
        if block.qr_text:
            y -= sheet.qr_side
            draw_qr(self.canvas, block.qr_text, sheet.left, y, sheet.qr_side)
            block.code.put(self.canvas, sheet.left, y)
        y = top
        for line in block.authority:
            y = line.put(self.canvas, sheet.signer_left, y)
        width, height = sheet.signature
        block.name.put(self.canvas, sheet.signer_left, y - height)
        middle = sheet.signer_left + block.name.width / 2
        edges = (middle - width / 2, y - height, middle + width / 2, y)
        return Place(self.canvas.getPageNumber() - 1, *(round(edge, 2) for edge in edges))

    def _draw_watermark(self) -> None:
        width, height = self.sheet.size
        size = width * WATERMARK_SHARE
        self.canvas.saveState()
        self.canvas.translate(width / 2, height / 2)
        self.canvas.rotate(50)
        self.canvas.setFillGray(0.88)
        self.canvas.setFont("Serif-Bold", size)
        self.canvas.drawCentredString(0, -size / 3, WATERMARK)
        self.canvas.restoreState()


def _new_canvas(file: io.BytesIO, letter: ApologyLetter, sheet: LetterSheet) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        file,
        pagesize=sheet.size,
        pageCompression=1,
        invariant=1,
        initialFontName="Serif",  # otherwise Helvetica is named in the file, not embedded
        lang="vi-VN",
    )
    canvas.setTitle(printable(letter.title or letter.subject, "Serif"))
    canvas.setAuthor(printable(letter.letterhead.agency_name, "Serif"))
    canvas.setSubject(printable(letter.dossier_code, "Serif"))
    canvas.setCreator("Một Cửa")
    _date_file(canvas, letter.dated_on)
    return canvas


def _date_file(canvas: Any, day: date) -> None:
    """Date the file by the letter; by itself an invariant file is of 1 January 2000."""
    utc = datetime.combine(day, time(0), VIETNAM).astimezone(UTC)
    stamp = canvas._doc._timeStamp  # noqa: SLF001 - reportlab has no public way
    stamp.t, stamp.lt, stamp.YMDhms = utc.timestamp(), utc.timetuple(), utc.timetuple()[:6]
