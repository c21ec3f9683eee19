"""The measured texts of an issued letter: justified paragraphs, and plain lines.

Both know their height and draw themselves at a point. Lines are for what is short and of one face:
they break more evenly than a paragraph and cost a tenth of one.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import Any, Final
from xml.sax.saxutils import escape

from app.printing.fonts import printable

LEADING: Final = 1.25  # times the size of the body
SINGLE_LEADING: Final = 1.15  # the least NĐ 30 allows: "dòng đơn"
LINE_LEADING: Final = 1.2
INDENT: Final = 10 * 72 / 25.4  # of the first line, 1 cm
DESCENT: Final = 0.22  # of the size, below the baseline
GLUED = re.compile(
    r"(?:\b(?:ngày|tháng|năm|số|quầy|Điều|mã) (?=\d))"  # a number and what it counts
    r"|(?:(?<=\d) (?=\d|giờ|phút))",  # the parts of a telephone number
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A text broken into lines of one face, centred in its width or from the left."""

    lines: tuple[str, ...]
    font: str
    size: float
    width: float
    is_centred: bool

    @property
    def height(self) -> float:
        """Return the height in points."""
        return len(self.lines) * self.size * LINE_LEADING

    def put(self, canvas: Any, left: float, top: float) -> float:
        """Draw below ``top``; return the height of the lower edge."""
        canvas.setFont(self.font, self.size)
        bottom = top
        for line in self.lines:
            bottom -= self.size * LINE_LEADING
            base = bottom + self.size * DESCENT
            if self.is_centred:
                canvas.drawCentredString(left + self.width / 2, base, line)
            else:
                canvas.drawString(left, base, line)
        return bottom


class Paragraph:
    """A text whose bold spans stand between ``**``, justified or centred, that may break apart."""

    def __init__(self, drawn: Any, width: float) -> None:
        """Take a reportlab paragraph and measure it."""
        self._drawn, self._width = drawn, width
        _, height = drawn.wrap(width, 0)
        self.height: float = height

    def put(self, canvas: Any, left: float, top: float) -> float:
        """Draw below ``top``; return the height of the lower edge."""
        self._drawn.drawOn(canvas, left, top - self.height)
        return top - self.height

    def split(self, room: float) -> tuple["Paragraph | None", "Paragraph | None"]:
        """Return what fits into ``room`` points and the rest; no single line is left alone."""
        parts = [Paragraph(part, self._width) for part in self._drawn.split(self._width, room)]
        if not parts:
            return None, Paragraph(self._drawn, self._width)  # splitting forgets the lines
        return parts[0], parts[1] if len(parts) > 1 else None


Text = Lines | Paragraph


def centred(text: str, font: str, size: float, width: float) -> Lines:
    """Return centred lines, the fewest possible and of even lengths.

    Raises:
        GlyphMissing: a character cannot be printed.
    """
    return Lines(tuple(balanced(printable(text, font), font, size, width)), font, size, width, True)


def flush(text: str, font: str, size: float, width: float) -> Lines:
    """Return lines from the left edge.

    Raises:
        GlyphMissing: a character cannot be printed.
    """
    words, space = _measured(printable(text, font), font, size)
    return Lines(tuple(_broken(words, space, width)), font, size, width, False)


def paragraph(
    text: str, style: str, size: float, width: float, leading: float = LEADING
) -> Paragraph:
    """Return a paragraph of style ``body`` (justified, indented) or ``middle`` (centred).

    ``leading`` is the distance of its lines in sizes of its type.

    Raises:
        GlyphMissing: a character cannot be printed.
    """
    from reportlab.platypus import Paragraph as Drawn

    spans = zip(GLUED.sub(_glue, text).split("**"), cycle(("Serif", "Serif-Bold")), strict=False)
    marked = [escape(printable(span, font)) for span, font in spans]
    marked[1::2] = [f"<b>{span}</b>" for span in marked[1::2]]
    return Paragraph(Drawn("".join(marked), _styles(size, leading)[style]), width)


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of ``text`` in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def balanced(text: str, font: str, size: float, width: float) -> list[str]:
    """Return the fewest lines no wider than ``width`` points, of lengths as even as possible."""
    words, space = _measured(text, font, size)
    best = _broken(words, space, width)
    low, high = 0.0, width if len(best) > 1 else 0.0
    while high - low > 1:
        middle = (low + high) / 2
        lines = _broken(words, space, middle)
        if len(lines) > len(best):
            low = middle
        else:
            best, high = lines, middle
    return best


def _measured(text: str, font: str, size: float) -> tuple[list[tuple[str, float]], float]:
    words = [(word, width_of(word, font, size)) for word in text.split(" ") if word]
    return words, width_of(" ", font, size)


def _broken(words: list[tuple[str, float]], space: float, width: float) -> list[str]:
    lines: list[str] = []
    room = 0.0
    for word, size in words:
        if lines and size + space <= room:
            lines[-1] += f" {word}"
            room -= size + space
        else:
            lines.append(word)
            room = width - size
    return lines


def _glue(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\u00a0")


@cache
def _styles(size: float, leading: float) -> dict[str, Any]:
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle(
        "body",
        fontName="Serif",
        fontSize=size,
        leading=size * leading,
        alignment=TA_JUSTIFY,
        firstLineIndent=INDENT,
        allowWidows=0,
        allowOrphans=0,
    )
    middle = ParagraphStyle("middle", parent=body, alignment=TA_CENTER, firstLineIndent=0)
    return {"body": body, "middle": middle}
