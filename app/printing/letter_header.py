"""The head of an issued letter: agencies, national motto, number, place and date.

Layout of NĐ 30/2020/NĐ-CP, Phụ lục I: two columns, the nation and the motto on one line each. A
number and a date that are given only after the signature leave their room empty, or dotted for the
pen.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.core.papers import ApologyLetter
from app.core.wording import long_date
from app.printing.fonts import printable
from app.printing.letter_sheet import LetterSheet, Place
from app.printing.letter_text import balanced, width_of

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
NUMBER_FOR_PEN: Final = "........"
DAY_FOR_PEN: Final = "ngày ...... tháng ...... năm ........"
WIDEST_NUMBER: Final = "0000"
WIDEST_DAY: Final = date(2026, 10, 20)  # as wide as a date gets: all digits are of one width
RULE_DROP: Final = 5.0
RULE_WIDTH: Final = 0.7
SIZE_STEP: Final = 0.25
LEAST_SIZE: Final = 7.0
AGENCY_SHARE: Final = 0.42  # of the text width; the long national name needs the rest
BELOW_BASE: Final = 5.0  # of a room that is filled later, in points
CAPITALS: Final = 0.66  # their height, of the size


@dataclass(frozen=True, slots=True)
class Column:
    """A column of centred lines: middle and width, in points."""

    middle: float
    width: float


@dataclass(frozen=True, slots=True)
class Head:
    """What was drawn: the lower edge, and the rooms for a number and a date given later.

    A room's baseline lies 5 points above its bottom, and as much is left above the capitals;
    ``size`` is the type's. The rooms are None where number and date are printed.
    """

    bottom: float
    number_place: Place | None
    date_place: Place | None
    size: float


def fitting_size(text: str, font: str, size: float, width: float) -> float:
    """Return the largest size up to ``size`` at which ``text`` stays on one line."""
    while size > LEAST_SIZE and width_of(text, font, size) > width:
        size -= SIZE_STEP
    return size


def draw_head(canvas: Any, letter: ApologyLetter, sheet: LetterSheet, *, dotted: bool) -> Head:
    """Draw the head of the first page; ``dotted`` leaves dots for a number and a date to come.

    Raises:
        GlyphMissing: a name holds a character that cannot be printed.
    """
    return _Drawing(canvas, letter, sheet, dotted).whole()


class _Drawing:
    """One head being drawn."""

    def __init__(
        self, canvas: Any, letter: ApologyLetter, sheet: LetterSheet, dotted: bool
    ) -> None:
        self.canvas, self.letter, self.sheet, self.dotted = canvas, letter, sheet, dotted
        share = sheet.width * AGENCY_SHARE
        self.agency = Column(sheet.left + share / 2, share - 4)
        self.nation = Column(
            sheet.left + sheet.width * (1 + AGENCY_SHARE) / 2, sheet.width * (1 - AGENCY_SHARE)
        )

    def whole(self) -> Head:
        top = self.sheet.size[1] - self.sheet.top - self.sheet.head_size
        base = min(self._agencies(top), self._nation(top)) - self.sheet.leading - 3
        number_size, number_place = self._number(base)
        day_size, date_place = self._place_and_date(base)
        bottom = self._subject(base)
        return Head(bottom, number_place, date_place, min(number_size, day_size))

    def _nation(self, top: float) -> float:
        """Draw the national name and the motto; return the height of the rule below."""
        middle, width = self.nation.middle, self.nation.width
        size = fitting_size(NATION, "Serif-Bold", self.sheet.head_size, width)
        self.canvas.setFont("Serif-Bold", size)
        self.canvas.drawCentredString(middle, top, NATION)
        size = max(size, self.sheet.head_size)  # on A4 the motto is set in 13 or 14
        self.canvas.setFont("Serif-Bold", size)
        base = top - self.sheet.leading
        self.canvas.drawCentredString(middle, base, MOTTO)
        return self._rule(middle, base, width_of(MOTTO, "Serif-Bold", size))

    def _agencies(self, top: float) -> float:
        """Draw the parent and the issuing agency; return the height of the rule below."""
        head, size, line = self.letter.letterhead, self.sheet.agency_size, ""
        for name, font in ((head.parent_name, "Serif"), (head.agency_name, "Serif-Bold")):
            self.canvas.setFont(font, size)
            shown = printable(name.upper(), font)
            for line in balanced(shown, font, size, self.agency.width) if shown else ():
                self.canvas.drawCentredString(self.agency.middle, top, line)
                top -= self.sheet.leading
        # Between a third and a half of the line above it.
        width = width_of(line, "Serif-Bold", size) * 0.4
        return self._rule(self.agency.middle, top + self.sheet.leading, width)

    def _rule(self, middle: float, base: float, width: float) -> float:
        height = base - RULE_DROP
        self.canvas.setLineWidth(RULE_WIDTH)
        self.canvas.line(middle - width / 2, height, middle + width / 2, height)
        return height

    def _number(self, base: float) -> tuple[float, Place | None]:
        symbol = f"/{self.letter.symbol}" if self.letter.symbol else ""
        shown = self.letter.number or (NUMBER_FOR_PEN if self.dotted else "")
        return self._line("Serif", self.agency, base, ("Số: ", shown, WIDEST_NUMBER, symbol))

    def _place_and_date(self, base: float) -> tuple[float, Place | None]:
        place, day = self.letter.letterhead.place, long_date(self.letter.dated_on)
        if not self.letter.number:
            day = DAY_FOR_PEN if self.dotted else ""
        before = f"{place}, " if place else ""
        shown = day if place else day.capitalize()
        told = (before, shown, long_date(WIDEST_DAY), "")
        return self._line("Serif-Italic", self.nation, base, told)

    def _line(
        self, font: str, column: Column, base: float, told: tuple[str, str, str, str]
    ) -> tuple[float, Place | None]:
        """Draw a centred line of text, what may come later, text; return its size and that room."""
        before, shown, widest, after = (printable(text, font) for text in told)
        widths = before + (shown or widest) + after
        size = fitting_size(widths, font, self.sheet.head_size, column.width)
        self.canvas.setFont(font, size)
        left = column.middle - width_of(widths, font, size) / 2
        room_left = left + width_of(before, font, size)
        room_right = room_left + width_of(shown or widest, font, size)
        if shown:
            self.canvas.drawString(left, base, before + shown + after)
        else:
            self.canvas.drawString(left, base, before)
            self.canvas.drawString(room_right, base, after)
        if self.letter.number:
            return size, None
        bottom, top = base - BELOW_BASE, base + size * CAPITALS + BELOW_BASE
        edges = (round(edge, 2) for edge in (room_left, bottom, room_right, top))
        return size, Place(0, *edges)

    def _subject(self, base: float) -> float:
        """Draw what an official letter is about, below its number; return the lower edge."""
        if not self.letter.subject:
            return base
        subject = self.letter.subject[:1].lower() + self.letter.subject[1:]
        size = self.sheet.agency_size
        self.canvas.setFont("Serif", size)
        shown = printable(f"V/v {subject}", "Serif")
        for line in balanced(shown, "Serif", size, self.agency.width):
            base -= self.sheet.leading
            self.canvas.drawCentredString(self.agency.middle, base, line)
        return base
