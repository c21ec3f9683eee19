"""The head of an issued letter: agencies, national motto, number, place and date.

Layout of NĐ 30/2020/NĐ-CP, Phụ lục I: two columns, the nation and the motto on one line each.
"""

from dataclasses import dataclass
from typing import Any, Final

from app.core.papers import ApologyLetter
from app.core.wording import long_date
from app.printing.fonts import printable
from app.printing.letter_text import balanced, width_of

MM: Final = 72 / 25.4
PAGE_WIDTH: Final = 210 * MM
PAGE_HEIGHT: Final = 297 * MM
TOP: Final = 20 * MM
BOTTOM: Final = 20 * MM
LEFT: Final = 30 * MM
RIGHT: Final = 18 * MM
TEXT_WIDTH: Final = PAGE_WIDTH - LEFT - RIGHT

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
NUMBER_ROOM: Final = "\u00a0" * 10  # for the pen, or for a number given after signing
HEAD_SIZE: Final = 13.0
AGENCY_SIZE: Final = 12.0
LEADING: Final = 15.5
RULE_DROP: Final = 5.0
RULE_WIDTH: Final = 0.7
SIZE_STEP: Final = 0.25
LEAST_SIZE: Final = 8.0
AGENCY_SHARE: Final = 0.42  # of the text width; the long national name needs the rest


@dataclass(frozen=True, slots=True)
class Column:
    """A column of centred lines: middle and width, in points."""

    middle: float
    width: float


AGENCY_COLUMN: Final = Column(LEFT + TEXT_WIDTH * AGENCY_SHARE / 2, TEXT_WIDTH * AGENCY_SHARE - 4)
NATION_COLUMN: Final = Column(
    LEFT + TEXT_WIDTH * (1 + AGENCY_SHARE) / 2, TEXT_WIDTH * (1 - AGENCY_SHARE)
)


def fitting_size(text: str, font: str, size: float, width: float) -> float:
    """Return the largest size up to ``size`` at which ``text`` stays on one line."""
    while size > LEAST_SIZE and width_of(text, font, size) > width:
        size -= SIZE_STEP
    return size


def draw_head(canvas: Any, letter: ApologyLetter) -> float:
    """Draw the head of the first page; return the height of its lower edge above the page's.

    Raises:
        GlyphMissing: a name holds a character that cannot be printed.
    """
    top = PAGE_HEIGHT - TOP - HEAD_SIZE
    base = min(_draw_agencies(canvas, letter, top), _draw_nation(canvas, top)) - LEADING - 3
    _draw_number(canvas, letter, base)
    _draw_place_and_date(canvas, letter, base)
    return base


def _draw_nation(canvas: Any, top: float) -> float:
    """Draw the national name and the motto; return the height of the rule below."""
    middle = NATION_COLUMN.middle
    size = fitting_size(NATION, "Serif-Bold", HEAD_SIZE, NATION_COLUMN.width)
    canvas.setFont("Serif-Bold", size)
    canvas.drawCentredString(middle, top, NATION)
    size = max(size, HEAD_SIZE)  # the motto is set in 13 or 14
    canvas.setFont("Serif-Bold", size)
    canvas.drawCentredString(middle, top - LEADING, MOTTO)
    return _draw_rule(canvas, middle, top - LEADING, width_of(MOTTO, "Serif-Bold", size))


def _draw_agencies(canvas: Any, letter: ApologyLetter, top: float) -> float:
    """Draw the parent and the issuing agency; return the height of the rule below."""
    head, middle, line = letter.letterhead, AGENCY_COLUMN.middle, ""
    for name, font in ((head.parent_name, "Serif"), (head.agency_name, "Serif-Bold")):
        canvas.setFont(font, AGENCY_SIZE)
        shown = printable(name.upper(), font)
        for line in balanced(shown, font, AGENCY_SIZE, AGENCY_COLUMN.width) if shown else ():
            canvas.drawCentredString(middle, top, line)
            top -= LEADING
    # Between a third and a half of the line above it.
    return _draw_rule(
        canvas, middle, top + LEADING, width_of(line, "Serif-Bold", AGENCY_SIZE) * 0.4
    )


def _draw_rule(canvas: Any, middle: float, base: float, width: float) -> float:
    height = base - RULE_DROP
    canvas.setLineWidth(RULE_WIDTH)
    canvas.line(middle - width / 2, height, middle + width / 2, height)
    return height


def _draw_number(canvas: Any, letter: ApologyLetter, base: float) -> None:
    symbol = f"/{letter.symbol}" if letter.symbol else ""
    text = printable(f"Số: {letter.number or NUMBER_ROOM}{symbol}", "Serif")
    canvas.setFont("Serif", fitting_size(text, "Serif", HEAD_SIZE, AGENCY_COLUMN.width))
    canvas.drawCentredString(AGENCY_COLUMN.middle, base, text)


def _draw_place_and_date(canvas: Any, letter: ApologyLetter, base: float) -> None:
    place = letter.letterhead.place
    day = long_date(letter.dated_on)
    text = printable(f"{place}, {day}" if place else day.capitalize(), "Serif-Italic")
    size = fitting_size(text, "Serif-Italic", HEAD_SIZE, NATION_COLUMN.width)
    canvas.setFont("Serif-Italic", size)
    canvas.drawCentredString(NATION_COLUMN.middle, base, text)
