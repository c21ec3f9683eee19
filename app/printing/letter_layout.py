"""The measured parts of a letter below its head, at one size of type, ready to be put on pages."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from app.core.papers import ApologyLetter
from app.printing.letter_sheet import LetterSheet
from app.printing.letter_text import (
    LEADING,
    SINGLE_LEADING,
    Lines,
    Text,
    centred,
    flush,
    paragraph,
    width_of,
)
from app.printing.qr import qr_matrix

Piece = tuple[Text, float]  # a text and the gap above it, in points


class Spacing(NamedTuple):
    """How close a letter is set: size of its type, gap of its paragraphs, leading of its lines."""

    size: float
    gap: float
    leading: float


@dataclass(frozen=True, slots=True)
class Block:
    """The two columns at the end, which stay together: Nơi nhận on the left, the signer right."""

    sheet: LetterSheet
    notes: tuple[Lines, ...]
    authority: tuple[Lines, ...]
    name: Lines
    code: Lines  # below the QR code
    qr_text: str

    @property
    def height(self) -> float:
        """Return the height of the taller column, in points."""
        qr = self.sheet.qr_side + self.code.height if self.qr_text else 0.0
        signer = _tall(self.authority) + self.sheet.signature[1] + self.name.height
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
        return _total([self.closing]) + self.block.sheet.gap * 2 + self.block.height


def fitted(letter: ApologyLetter, sheet: LetterSheet, room: float) -> Layout:
    """Return the largest layout that fits in ``room`` points, or the regular one if none does.

    Raises:
        GlyphMissing: the letter holds a character that cannot be printed.
    """
    regular = _layout(letter, sheet, Spacing(sheet.body_sizes[0], sheet.gap, LEADING))
    if regular.height <= room:
        return regular
    tighter = [Spacing(size, sheet.gap, LEADING) for size in sheet.body_sizes[1:]]
    least = sheet.body_sizes[-1]
    tighter += [Spacing(least, gap, SINGLE_LEADING) for gap in (sheet.gap, sheet.tight_gap)]
    layouts = cache(lambda step: _layout(letter, sheet, tighter[step]))
    # The closer a letter is set the lower it is: halving finds the first that fits.
    fits = bisect_left(range(len(tighter)), True, key=lambda n: layouts(n).height <= room)
    return layouts(fits) if fits < len(tighter) else regular


def draw_qr(canvas: Any, text: str, left: float, bottom: float, side: float) -> None:
    """Draw the code with its quiet zone inside ``side`` points, runs of dark modules as one."""
    matrix = qr_matrix(text)
    module = side / len(matrix)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        y = bottom + side - (row + 1) * module
        shown = "".join(" x"[dark] for dark in modules)
        for run in re.finditer("x+", shown):
            width = (run.end() - run.start()) * module
            path.rect(left + run.start() * module, y, width, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _layout(letter: ApologyLetter, sheet: LetterSheet, spacing: Spacing) -> Layout:
    size, gap, leading = spacing
    pieces = [*_opening(letter, sheet, size)]
    pieces += [
        (paragraph(text, "body", size, sheet.width, leading), gap if number else sheet.gap * 2)
        for number, text in enumerate(filter(None, letter.paragraphs))
    ]
    closing = (paragraph(letter.closing, "body", size, sheet.width, leading), gap)
    return Layout(tuple(pieces), closing, _block(letter, sheet, size))


def _opening(letter: ApologyLetter, sheet: LetterSheet, size: float) -> Iterable[Piece]:
    """Yield the title, and to whom the letter goes."""
    if letter.title:
        yield centred(letter.title.upper(), "Serif-Bold", size, sheet.width), 0.0
    if letter.recipient:
        called = f"{letter.salutation} **{letter.recipient}**".strip()
        yield paragraph(f"Kính gửi: {called}", "middle", size, sheet.width), sheet.gap * 2
    contact = (("Địa chỉ", letter.recipient_address), ("Điện thoại", letter.recipient_phone))
    told = [f"{label}: {value}" for label, value in contact if value]
    joined = "; ".join(told)
    if width_of(joined, "Serif-Italic", sheet.small) <= sheet.width:
        told = [joined] if joined else []
    for line in told:
        yield centred(line, "Serif-Italic", sheet.small, sheet.width), 2.0


def _block(letter: ApologyLetter, sheet: LetterSheet, size: float) -> Block:
    right = sheet.left + sheet.width - sheet.signer_left
    left = sheet.width - right
    ends = [";"] * (len(letter.copies_to) - 1) + ["."]
    notes = [
        flush(f"- {text.rstrip(';.')}{end}", "Serif", sheet.note, left)
        for text, end in zip(letter.copies_to, ends, strict=False)
    ]
    if notes:
        notes.insert(0, flush("Nơi nhận:", "Serif-BoldItalic", sheet.small, left))
    return Block(
        sheet=sheet,
        notes=tuple(notes),
        authority=tuple(centred(line, "Serif-Bold", size, right) for line in letter.authority),
        name=centred(letter.signer_name, "Serif-Bold", size, right),
        code=flush(f"Mã văn bản: {letter.document_id}", "Serif", sheet.tiny, left),
        qr_text=letter.qr_text,
    )


def _total(pieces: Iterable[Piece]) -> float:
    return sum(text.height + gap for text, gap in pieces)


def _tall(texts: Iterable[Lines]) -> float:
    return sum(text.height for text in texts)
