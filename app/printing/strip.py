"""Typesetting for a strip of thermal paper: from blocks to text, bars and QR at given dots.

Knows no drawing library: it is told how wide a word is. Lines are 1.42 sizes high with the baseline
at 1.22 sizes, since stacked capitals (Ằ, Ổ, Ễ) stand a fifth of the size above the face's own
ascent and would lose their marks in a line made of ascent and descent.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from app.core.errors import AppError
from app.core.papers import PaperCount
from app.printing.qr import Matrix, qr_matrix
from app.printing.receipt_layout import (
    PAPERS_LABEL,
    SIGN_HINT,
    Band,
    Block,
    Code2D,
    Field,
    Framed,
    Line,
    Papers,
    Rule,
    Ruler,
    Signatures,
    Size,
    paper_counts,
)
from app.printing.wrapping import Measure, Word, WordLine, Wrapper

LINE: Final = 1.42
BASELINE: Final = 1.22
MARGIN: Final = 4
NARROW: Final = 480  # dots; below it the slip is the 58 mm one, labels above their values
QR_DOTS: Final = 5  # a module; below 4 no code survives fading, whatever its correction
QR_LEAST_DOTS: Final = 4
SIGNATURE_ROOM: Final = 90  # dots, 11 mm
PEN: Final = 3
COUNT_COLUMNS: Final = (("Chính", 58), ("C.thực", 74), ("Photo", 62))  # dots
FRAME_PAD: Final = 10
FIELD_GAP: Final = 3
MM_PER_INCH: Final = 25.4
LEAST_GREAT: Final = 26  # what the eye must find first is cut in two rather than set smaller


class QrTooBig(AppError):
    """The QR does not fit the paper at a size that can be read; ``modules``, ``width``."""

    code = "paper.qr_too_big"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; ``y`` is its baseline."""

    x: int
    y: int
    text: str
    size: int
    is_bold: bool
    is_white: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A black rectangle."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Modules:
    """A QR code, ``dots`` for each module."""

    x: int
    y: int
    matrix: Matrix
    dots: int


Mark = Text | Bar | Modules


@dataclass(slots=True)
class Strip:
    """A strip of paper ``width`` dots wide, filled from the top; ``y`` is where it goes on."""

    width: int
    measure: Measure
    marks: list[Mark] = field(default_factory=list)
    y: int = 6

    def add(self, block: Block) -> None:
        """Set one block below what is there."""
        match block:
            case Line(text, size, is_bold):
                self._centred(text, size.value, is_bold)
            case Field(label, value):
                self._field(label, value)
            case Framed():
                self._framed(block)
            case Papers(papers):
                self._papers(papers) if papers else None
            case Signatures():
                self._signatures(block)
            case Code2D(text, dots):
                self._qr(text, dots)
            case Ruler(dpi):
                self._ruler(dpi)
            case Band(text):
                self._band(text)
            case Rule():
                self.marks.append(Bar(0, self.y + 6, self.width, 2))
                self.y += 14

    @property
    def is_narrow(self) -> bool:
        """Whether this is the 58 mm design."""
        return self.width < NARROW

    def _centred(
        self, text: str, size: int, is_bold: bool, *, left: int = MARGIN, right: int | None = None
    ) -> None:
        """Set balanced lines in the middle between ``left`` and ``right``."""
        room = (self.width - MARGIN if right is None else right) - left
        wrapper = Wrapper(self.measure, size)
        for line in wrapper.balanced(wrapper.words(text, is_bold=is_bold, width=room), room):
            self._line(line, wrapper, left + (room - wrapper.width(line)) // 2)

    def _left(self, words: list[Word], wrapper: Wrapper, x: int, width: int) -> None:
        for line in wrapper.lines(words, width):
            self._line(line, wrapper, x)

    def _line(self, line: WordLine, wrapper: Wrapper, x: int) -> None:
        """Set the words of one line, neighbours of one weight in one run."""
        size = wrapper.size
        baseline = self.y + round(size * BASELINE)
        start = 0
        for end in range(1, len(line) + 1):
            if end == len(line) or line[end].is_bold != line[start].is_bold:
                run = line[start:end]
                text = " ".join(word.text for word in run)
                self.marks.append(Text(x, baseline, text, size, run[0].is_bold))
                x += wrapper.width(run) + wrapper.space
                start = end
        self.y += round(size * LINE)

    def _field(self, label: str, value: str) -> None:
        """Label and value as one paragraph; on narrow paper a long value goes below its label."""
        room = self.width - 2 * MARGIN
        body = Wrapper(self.measure, Size.BODY.value)
        small = Wrapper(self.measure, Size.LABEL.value) if self.is_narrow else body
        labels = small.words(f"{label}:", is_bold=False, width=room)
        values = body.words(value, is_bold=True, width=room)
        if self.is_narrow and body.width((*labels, *values)) > room:
            self._left(labels, small, MARGIN, room)
            self._left(values, body, MARGIN, room)
        else:
            labels = body.words(f"{label}:", is_bold=False, width=room)
            self._left([*labels, *values], body, MARGIN, room)
        self.y += FIELD_GAP

    def _framed(self, block: Framed) -> None:
        self.y += FRAME_PAD
        top = self.y
        self.y += FRAME_PAD // 2
        self._centred(block.label, Size.LABEL.value, is_bold=False, left=2 * FRAME_PAD)
        if block.above:
            self._centred(block.above, Size.HEAD.value, is_bold=True)
        for line in self._great_lines(block.great):
            self._centred(line, self._fitting(line), is_bold=True)
        self.y += FRAME_PAD
        self._frame(top, self.y)
        self.y += FRAME_PAD

    def _frame(self, top: int, bottom: int) -> None:
        self.marks += (
            Bar(0, top, self.width, PEN),
            Bar(0, bottom - PEN, self.width, PEN),
            Bar(0, top, PEN, bottom - top),
            Bar(self.width - PEN, top, PEN, bottom - top),
        )

    def _great_lines(self, text: str) -> tuple[str, ...]:
        """Return a text whole, or cut at its first hyphen where it would be small on one line."""
        head, hyphen, tail = text.partition("-")
        if not tail or self._fitting(text) >= LEAST_GREAT:
            return (text,)
        return (head + hyphen, tail)

    def _fitting(self, text: str) -> int:
        """Return the greatest size that keeps a text on one line, never below the body's."""
        size = Size.GREAT.value
        room = self.width - 4 * FRAME_PAD
        while size > Size.BODY.value and self.measure(text, size, True) > room:
            size -= 2
        return size

    def _papers(self, papers: tuple[PaperCount, ...]) -> None:
        room = self.width - 2 * MARGIN
        body = Wrapper(self.measure, Size.BODY.value)
        title = body.words(f"{PAPERS_LABEL}:", is_bold=False, width=room)
        self._left(title, body, MARGIN, room)
        if not self.is_narrow:
            self._count_heads()
        for number, paper in enumerate(papers, start=1):
            self._paper(number, paper)
        self.y += 6

    def _paper(self, number: int, paper: PaperCount) -> None:
        """Set one paper: counts in columns, or in words below it on narrow paper."""
        size = Size.BODY.value
        indent = MARGIN + self.measure("00. ", size, False)
        counted = 0 if self.is_narrow else sum(width for _, width in COUNT_COLUMNS)
        room = self.width - indent - counted - MARGIN
        wrapper = Wrapper(self.measure, size)
        baseline = self.y + round(size * BASELINE)
        self.marks.append(Text(MARGIN, baseline, f"{number}.", size, is_bold=False))
        self._left(wrapper.words(paper.label, is_bold=False, width=room), wrapper, indent, room)
        if self.is_narrow:
            words = wrapper.words(paper_counts(paper), is_bold=True, width=room)
            self._left(words, wrapper, indent, room)
            return
        counts = (paper.originals, paper.certified, paper.copies)
        self._columns([str(count) if count else "–" for count in counts], baseline, size, True)

    def _count_heads(self) -> None:
        size = Size.NOTE.value
        heads = [head for head, _ in COUNT_COLUMNS]
        self._columns(heads, self.y + round(size * BASELINE), size, False)
        self.y += round(size * LINE)

    def _columns(self, texts: list[str], baseline: int, size: int, is_bold: bool) -> None:
        """Set one text in the middle of each count column."""
        x = self.width - MARGIN - sum(width for _, width in COUNT_COLUMNS)
        for text, (_, width) in zip(texts, COUNT_COLUMNS, strict=True):
            middle = x + (width - self.measure(text, size, is_bold)) // 2
            self.marks.append(Text(middle, baseline, text, size, is_bold))
            x += width

    def _signatures(self, block: Signatures) -> None:
        self.y += 12
        for texts, size, is_bold, room in (
            (block.titles, Size.LABEL, True, 0),
            ((SIGN_HINT, SIGN_HINT), Size.NOTE, False, SIGNATURE_ROOM),
            (block.names, Size.BODY, True, 0),
        ):
            self._halves(texts, size.value, is_bold)
            self.y += room

    def _halves(self, texts: tuple[str, str], size: int, is_bold: bool) -> None:
        """Set two texts side by side; the strip goes on below the longer one."""
        top, middle = self.y, self.width // 2
        self._centred(texts[0], size, is_bold, right=middle - MARGIN)
        left_end, self.y = self.y, top
        self._centred(texts[1], size, is_bold, left=middle + MARGIN)
        self.y = max(left_end, self.y)

    def _qr(self, text: str, dots: int) -> None:
        matrix = qr_matrix(text)
        fitting = QR_DOTS if len(matrix) * QR_DOTS <= self.width else QR_LEAST_DOTS
        dots = dots or fitting
        if len(matrix) * dots > self.width:
            raise QrTooBig(modules=len(matrix), width=self.width)
        self.marks.append(Modules((self.width - len(matrix) * dots) // 2, self.y, matrix, dots))
        self.y += len(matrix) * dots

    def _ruler(self, dpi: int) -> None:
        """Set a line for each millimetre, longer at each fifth, with a figure at each tenth."""
        size = Size.NOTE.value
        for millimetre in range(int(self.width / dpi * MM_PER_INCH) + 1):
            x = round(millimetre * dpi / MM_PER_INCH)
            length = 30 if millimetre % 10 == 0 else 20 if millimetre % 5 == 0 else 12
            self.marks.append(Bar(min(x, self.width - 2), self.y, 2, length))
            if millimetre % 10 == 0:
                text = str(millimetre)
                left = min(x, self.width - self.measure(text, size, False) - MARGIN)
                self.marks.append(Text(left, self.y + 32 + size, text, size, is_bold=False))
        self.y += 32 + round(size * LINE)

    def _band(self, text: str) -> None:
        size = Size.TITLE.value
        top = self.y
        height = round(size * LINE) + 8
        self.y += 4
        self.marks.append(Bar(0, top, self.width, height))
        first = len(self.marks)
        self._centred(text, size, is_bold=True)
        self.marks[first:] = [
            replace(mark, is_white=True) for mark in self.marks[first:] if isinstance(mark, Text)
        ]
        self.y = top + height + 8
