"""The apology letter (Mẫu số 04) as a PDF on A4, laid out by NĐ 30/2020/NĐ-CP, Phụ lục I.

The same letter gives the same bytes on every machine: the file is dated by the letter and its fonts
are the bundled ones. The drawn file carries the place of the signature, so that hand and digital
signing find the room the layout left for them.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from app.core.clock import VIETNAM
from app.core.papers import ApologyLetter
from app.printing import letter_header as head
from app.printing.fonts import printable, register_fonts
from app.printing.letter_header import MM
from app.printing.letter_text import Lines, Paragraph, Text, centred, flush, paragraph
from app.printing.qr import qr_matrix

BODY_SIZES: Final = (14.0, 13.5, 13.0)  # the sizes NĐ 30 allows
GAP: Final = 6.0  # the least between paragraphs
TIGHT_GAP: Final = 3.0  # rather than send the signature alone to a second page
SMALL: Final = 12.0
NOTE: Final = 11.0
TINY: Final = 8.5
QR_SIDE: Final = 24 * MM
SIGNATURE_WIDTH: Final = 70 * MM
SIGNATURE_HEIGHT: Final = 30 * MM
RIGHT_COLUMN: Final = head.LEFT + head.TEXT_WIDTH * 0.45  # the signer's, left edge
WATERMARK: Final = "DỰ THẢO"

Piece = tuple[Text, float]  # a text and the gap above it, in points


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where the signature goes: page from 0, edges in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class LetterPdf:
    """The finished file and the room it leaves for the signature."""

    data: bytes
    signature_place: SignaturePlace


@dataclass(frozen=True, slots=True)
class Block:
    """The two columns at the end, which stay together: Nơi nhận on the left, the signer right."""

    notes: tuple[Lines, ...]
    authority: tuple[Lines, ...]
    name: Lines
    code: Lines  # below the QR code
    qr_text: str

    @property
    def height(self) -> float:
        """Return the height of the taller column, in points."""
        qr = QR_SIDE + self.code.height if self.qr_text else 0.0
        signer = _tall(self.authority) + SIGNATURE_HEIGHT + self.name.height
        return max(_tall(self.notes) + qr, signer)


@dataclass(frozen=True, slots=True)
class Layout:
    """The measured parts of a letter at one body size."""

    pieces: tuple[Piece, ...]
    closing: Piece
    block: Block

    @property
    def height(self) -> float:
        """Return what the letter needs below its head, in points."""
        return _total(self.pieces) + self.ending_height

    @property
    def ending_height(self) -> float:
        """Return the height of what must stay with the signature, in points."""
        return _total([self.closing]) + GAP * 2 + self.block.height


def letter_pdf(letter: ApologyLetter, draft: bool = False) -> LetterPdf:
    """Return the letter on one page where NĐ 30's sizes allow it, otherwise on numbered pages.

    ``draft`` puts the watermark "DỰ THẢO" under the text. What is empty is left out; an empty
    number leaves room for it.

    Raises:
        GlyphMissing: the letter holds a character that cannot be printed.
    """
    register_fonts()
    file = io.BytesIO()
    sheets = _Sheets(_new_canvas(file, letter), draft)
    sheets.start()
    top = head.draw_head(sheets.canvas, letter) - GAP * 4
    place = sheets.fill(_fitted(letter, top - head.BOTTOM), top)
    sheets.canvas.showPage()
    sheets.canvas.save()
    return LetterPdf(file.getvalue(), place)


class _Sheets:
    """The pages being filled, from the top down."""

    def __init__(self, canvas: Any, draft: bool) -> None:
        self.canvas = canvas
        self._draft = draft

    def start(self) -> None:
        """Begin a page: watermark below everything, page number from the second page on."""
        page = self.canvas.getPageNumber()
        if self._draft:
            self._draw_watermark()
        if page > 1:
            self.canvas.setFont("Serif", head.HEAD_SIZE)
            height = head.PAGE_HEIGHT - head.TOP * 0.7
            self.canvas.drawCentredString(head.PAGE_WIDTH / 2, height, str(page))

    def fill(self, layout: Layout, y: float) -> SignaturePlace:
        """Draw the letter from ``y`` down, over as many pages as it takes."""
        for text, gap in layout.pieces:
            y = self._flow(text, y - gap)
        if y - layout.ending_height < head.BOTTOM:
            y = self._turn()
        closing, gap = layout.closing
        y = closing.put(self.canvas, head.LEFT, y - gap)
        return self._draw_block(layout.block, y - GAP * 2)

    def _flow(self, text: Text, y: float) -> float:
        rest: Text | None = text
        while isinstance(rest, Paragraph) and rest.height > y - head.BOTTOM:
            fitting, rest = rest.split(y - head.BOTTOM)
            if fitting:
                fitting.put(self.canvas, head.LEFT, y)
            y = self._turn()
        return rest.put(self.canvas, head.LEFT, y) if rest else y

    def _turn(self) -> float:
        self.canvas.showPage()
        self.start()
        return head.PAGE_HEIGHT - head.TOP

    def _draw_block(self, block: Block, top: float) -> SignaturePlace:
        y = top
        for note in block.notes:
            y = note.put(self.canvas, head.LEFT, y)
        if block.qr_text:
            _draw_qr(self.canvas, block.qr_text, head.LEFT, y - QR_SIDE)
            block.code.put(self.canvas, head.LEFT, y - QR_SIDE)
        y = top
        for line in block.authority:
            y = line.put(self.canvas, RIGHT_COLUMN, y)
        bottom = y - SIGNATURE_HEIGHT
        block.name.put(self.canvas, RIGHT_COLUMN, bottom)
        middle = RIGHT_COLUMN + block.name.width / 2
        edges = (middle - SIGNATURE_WIDTH / 2, bottom, middle + SIGNATURE_WIDTH / 2, y)
        return SignaturePlace(self.canvas.getPageNumber() - 1, *(round(edge, 2) for edge in edges))

    def _draw_watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.translate(head.PAGE_WIDTH / 2, head.PAGE_HEIGHT / 2)
        self.canvas.rotate(50)
        self.canvas.setFillGray(0.88)
        self.canvas.setFont("Serif-Bold", 96)
        self.canvas.drawCentredString(0, -32, WATERMARK)
        self.canvas.restoreState()


def _new_canvas(file: io.BytesIO, letter: ApologyLetter) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        file,
        pagesize=(head.PAGE_WIDTH, head.PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName="Serif",  # otherwise Helvetica is named in the file, not embedded
        lang="vi-VN",
    )
    canvas.setTitle(printable(letter.title, "Serif"))
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


def _fitted(letter: ApologyLetter, room: float) -> Layout:
    """Return the largest layout that fits in ``room`` points, or the regular one if none does."""
    regular = _layout(letter, BODY_SIZES[0], GAP)
    if regular.height <= room:
        return regular
    for size, gap in (*((size, GAP) for size in BODY_SIZES[1:]), (BODY_SIZES[-1], TIGHT_GAP)):
        tighter = _layout(letter, size, gap)
        if tighter.height <= room:
            return tighter
    return regular


def _layout(letter: ApologyLetter, size: float, gap: float) -> Layout:
    width = head.TEXT_WIDTH
    pieces: list[Piece] = [(centred(letter.title.upper(), "Serif-Bold", size, width), 0.0)]
    if letter.recipient:
        pieces.append(
            (paragraph(f"Kính gửi: **{letter.recipient}**", "middle", size, width), GAP * 2)
        )
    contact = (("Địa chỉ", letter.recipient_address), ("Điện thoại", letter.recipient_phone))
    if shown := "; ".join(f"{label}: {value}" for label, value in contact if value):
        pieces.append((centred(shown, "Serif-Italic", SMALL, width), 2.0))
    pieces += [
        (paragraph(text, "body", size, width), gap if number else GAP * 2)
        for number, text in enumerate(filter(None, letter.paragraphs))
    ]
    closing = (paragraph(letter.closing, "body", size, width), gap)
    return Layout(tuple(pieces), closing, _block(letter, size))


def _block(letter: ApologyLetter, size: float) -> Block:
    right = head.LEFT + head.TEXT_WIDTH - RIGHT_COLUMN
    left = head.TEXT_WIDTH - right
    ends = [";"] * (len(letter.copies_to) - 1) + ["."]
    notes = [
        flush(f"- {text.rstrip(';.')}{end}", "Serif", NOTE, left)
        for text, end in zip(letter.copies_to, ends, strict=False)
    ]
    if notes:
        notes.insert(0, flush("Nơi nhận:", "Serif-BoldItalic", SMALL, left))
    return Block(
        notes=tuple(notes),
        authority=tuple(centred(line, "Serif-Bold", size, right) for line in letter.authority),
        name=centred(letter.signer_name, "Serif-Bold", size, right),
        code=flush(f"Mã văn bản: {letter.document_id}", "Serif", TINY, left),
        qr_text=letter.qr_text,
    )


def _draw_qr(canvas: Any, text: str, left: float, bottom: float) -> None:
    """Draw the code with its quiet zone inside ``QR_SIDE`` points, runs of dark modules as one."""
    matrix = qr_matrix(text)
    module = QR_SIDE / len(matrix)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        y = bottom + QR_SIDE - (row + 1) * module
        shown = "".join(" x"[dark] for dark in modules)
        for run in re.finditer("x+", shown):
            width = (run.end() - run.start()) * module
            path.rect(left + run.start() * module, y, width, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _total(pieces: Iterable[Piece]) -> float:
    return sum(text.height + gap for text, gap in pieces)


def _tall(texts: Iterable[Lines]) -> float:
    return sum(text.height for text in texts)
