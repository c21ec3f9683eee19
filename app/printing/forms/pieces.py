"""The pieces every form is put together from: heading, fields, lists, tables, signatures.

Sizes are in points before the sheet's scale. Every text is checked for missing glyphs before it is
drawn, and signs of markup in it are only letters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from textwrap import wrap
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import black, white
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import LongTable, Paragraph, Spacer, Table

from app.core.papers import Letterhead
from app.printing.fonts import printable, register_fonts
from app.printing.forms.qr_block import QrBlock
from app.printing.forms.sheet import Sheet
from app.printing.receipt_layout import COUNTRY, MOTTO, SIGN_HINT, Field
from app.printing.wrapping import Wrapper

BODY: Final = 8.5
SMALL: Final = 7.5
HEADING: Final = 8
FORM_NUMBER: Final = 7
SIGNATURE_ROOM: Final = 12 * mm
LEADING: Final = 1.34  # sizes; clears stacked marks
CELL_PADDING: Final = 3
CELL_PART: Final = 600  # letters of a cell that always fit on one sheet
MEASURE: Final = 100  # widths are counted in hundredths of a point
HEADING_SHARES: Final = (0.44, 0.56)
GLUED: Final = re.compile(
    r"(?<=\d) (?=\d)|\b(ngày|tháng|năm|số|quầy|Điều|khoản) (?=\d)", re.IGNORECASE
)
"""Spaces within a telephone number, a date or a number with its name, where no line ends."""
ALIGNMENTS: Final = {"l": TA_LEFT, "c": TA_CENTER, "r": TA_RIGHT}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its share of the width, ``l``, ``c`` or ``r``.

    What does not fit into a column of codes goes on after a hyphen, never within a number.
    """

    head: str
    share: float
    align: str = "l"
    is_code: bool = False


class Pieces:
    """Makes the pieces of a form for one sheet.

    ``body`` is the size of its running text and ``gap`` the room between its paragraphs.
    """

    def __init__(self, sheet: Sheet, body: float = BODY, gap: float = 0) -> None:
        register_fonts()
        self.sheet = sheet
        self.body = body
        self.gap = gap * sheet.scale

    def heading(
        self, letterhead: Letterhead, form_number: str, legal_basis: str, below: str = ""
    ) -> Table:
        """Return agency and nation side by side; ``below`` the agency stands its number."""
        left, right = (share * self.sheet.width for share in HEADING_SHARES)
        basis = f"{form_number} ({legal_basis})" if legal_basis else form_number
        office = [
            self.balanced(letterhead.parent_name, HEADING, left, is_bold=False),
            self.balanced(letterhead.agency_name, HEADING, left),
        ]
        nation = [
            self.balanced(COUNTRY, HEADING, right),
            self.balanced(MOTTO, HEADING, right),
        ]
        if below:
            office.append(self.balanced(below, HEADING, left, is_bold=False))
        if basis:
            nation.insert(0, self.balanced(basis, FORM_NUMBER, right, is_bold=False))
        return self.row([office, nation], HEADING_SHARES)

    def beside_qr(self, middle: list[Any], qr_text: str, side: float) -> Table:
        """Return a column of pieces with a QR code of ``side`` points to its right, if any."""
        room = self.sheet.width - side
        qr: Any = QrBlock(qr_text, side) if qr_text else ""
        return self.row([middle, qr], (room / self.sheet.width, side / self.sheet.width))

    def between(self, middle: list[Any], qr_text: str, side: float) -> Table:
        """Return a column of pieces in the middle of the sheet with a QR code to its right."""
        share = side / self.sheet.width
        return self.row(["", middle, QrBlock(qr_text, side)], (share, 1 - 2 * share, share))

    def fields(self, fields: Iterable[Field]) -> list[Paragraph]:
        """Return one paragraph a field, its value bold."""
        style = self.style(self.body, spaceBefore=self.gap)
        return [Paragraph(marked(field), style) for field in fields]

    def text(self, text: str, size: float = 0, font: str = "Sans", **changes: Any) -> Paragraph:
        """Return a plain paragraph."""
        style = self.style(size or self.body, fontName=font, **changes)
        return Paragraph(escape(printable(text, font)), style)

    def prose(self, text: str) -> Paragraph:
        """Return a paragraph whose spans between ``**`` are bold.

        It is not justified: long names in short lines would tear holes into it.
        """
        return Paragraph(_bold_spans(text), self.style(self.body, spaceBefore=self.gap))

    def numbered(self, items: Sequence[str]) -> list[Paragraph]:
        """Return a numbered list with a hanging indent."""
        indent = (1.2 + 0.6 * len(str(len(items)))) * self.body * self.sheet.scale
        style = self.style(
            self.body,
            leftIndent=indent,
            spaceBefore=self.gap,
            bulletFontName="Sans",
            bulletFontSize=self.body * self.sheet.scale,
        )
        return [
            Paragraph(escape(printable(item, "Sans")), style, bulletText=f"{number}.")
            for number, item in enumerate(items, start=1)
        ]

    def centred(
        self, text: str, size: float = 0, *, is_bold: bool = False, is_white: bool = False
    ) -> Paragraph:
        """Return a centred paragraph."""
        font = "Sans-Bold" if is_bold else "Sans"
        colour = white if is_white else black
        return self.text(text, size, font, alignment=TA_CENTER, textColor=colour)

    def balanced(self, text: str, size: float, width: float, *, is_bold: bool = True) -> Paragraph:
        """Return centred lines of about equal length: a heading with one word left over is ugly."""
        wrapper = Wrapper(_measure, round(size * self.sheet.scale * MEASURE))
        room = int(width * MEASURE)
        lines = wrapper.balanced(wrapper.words(text, is_bold=is_bold, width=room), room)
        broken = "<br/>".join(escape(" ".join(word.text for word in line)) for line in lines)
        font = "Sans-Bold" if is_bold else "Sans"
        return Paragraph(broken, self.style(size, fontName=font, alignment=TA_CENTER))

    def band(self, text: str, details: str = "") -> list[Any]:
        """Return white text on black, and below it ordinary details where there are any."""
        cell = self.centred(text, 12, is_bold=True, is_white=True)
        style = [("BACKGROUND", (0, 0), (-1, -1), black), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)]
        bar = Table([[cell]], [self.sheet.width], style=style, spaceAfter=2 if details else 4)
        return [bar, self.centred(details, SMALL), Spacer(1, mm)] if details else [bar]

    def row(self, cells: list[Any], shares: tuple[float, ...]) -> Table:
        """Return cells side by side, without lines or padding."""
        style = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        return Table([cells], [share * self.sheet.width for share in shares], style=style)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Any]], size: float = 0
    ) -> LongTable:
        """Return a ruled table; its heading is repeated on each page it goes on to.

        A cell is a text or a piece. A text too long for any sheet goes on in a row of its own:
        reportlab cannot break a row and repeat the heading.
        """
        heads = [self.centred(column.head, FORM_NUMBER, is_bold=True) for column in columns]
        body = [self.cells(columns, part, size) for row in rows for part in _parts(row)]
        return self.grid([heads, *body], [column.share for column in columns])

    def cells(self, columns: Sequence[Column], row: Sequence[Any], size: float = 0) -> list[Any]:
        """Return the cells of one row of a table."""
        return [
            self._cell(column, cell, size or BODY) if isinstance(cell, str) else cell
            for column, cell in zip(columns, row, strict=True)
        ]

    def grid(
        self,
        cells: list[list[Any]],
        shares: Sequence[float],
        *,
        heads: int = 1,
        style: Sequence[Any] = (),
    ) -> LongTable:
        """Return ruled cells whose first ``heads`` rows are repeated."""
        drawn = [
            ("GRID", (0, 0), (-1, -1), 0.4, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),  # stacked marks stand above the line's top
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            *style,
        ]
        widths = [share * self.sheet.width for share in shares]
        return LongTable(
            cells,
            widths,
            repeatRows=heads,
            style=drawn,
            spaceBefore=2,
            spaceAfter=3,
        )

    def signature(self, titles: Sequence[str], name: str, *, hint: str = SIGN_HINT) -> list[Any]:
        """Return the room for one signature: who signs, how, space, the name."""
        return [
            *(self.centred(title, self.body, is_bold=True) for title in titles),
            *([self.centred(hint, SMALL)] if hint else []),
            Spacer(1, SIGNATURE_ROOM * self.sheet.scale),
            self.centred(name, self.body, is_bold=True),
        ]

    def signatures(self, titles: Sequence[str], names: Sequence[str]) -> Table:
        """Return rooms for signatures side by side."""
        cells = [self.signature((title,), name) for title, name in zip(titles, names, strict=True)]
        return self.row(cells, (1 / len(cells),) * len(cells))

    def joined(self, fields: Iterable[Field]) -> Paragraph:
        """Return small fields in one paragraph."""
        return Paragraph(" · ".join(map(marked, fields)), self.style(SMALL))

    def _cell(self, column: Column, text: str, size: float) -> Paragraph:
        lines = [text]
        if column.is_code:
            room = column.share * self.sheet.width - 2 * CELL_PADDING
            lines = _broken_code(text, size * self.sheet.scale, room)
        style = self.style(size, alignment=ALIGNMENTS[column.align])
        return Paragraph("<br/>".join(escape(printable(one, "Sans")) for one in lines), style)

    def style(self, size: float, **changes: Any) -> ParagraphStyle:
        """Return a paragraph style of a size, scaled to the sheet."""
        scaled = size * self.sheet.scale
        given = {"fontName": "Sans", **changes}
        return ParagraphStyle("form", fontSize=scaled, leading=scaled * LEADING, **given)


def filled(*pairs: tuple[str, str]) -> tuple[Field, ...]:
    """Return the fields that have a value."""
    return tuple(Field(label, value) for label, value in pairs if value)


def marked(field: Field) -> str:
    """Return a field in reportlab's markup, its value bold."""
    label, value = printable(field.label, "Sans"), printable(_glued(field.value), "Sans-Bold")
    return f"{escape(label)}: <b>{escape(value)}</b>"


def _parts(row: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    cells = (
        [c] if not isinstance(c, str) else wrap(c, CELL_PART, break_on_hyphens=False) for c in row
    )
    return zip_longest(*cells, fillvalue="")


def _broken_code(code: str, size: float, room: float) -> list[str]:
    lines = [""]
    for part in re.findall("[^-]*-|[^-]+", code):
        if lines[-1] and stringWidth(lines[-1] + part, "Sans", size) > room:
            lines.append("")
        lines[-1] += part
    return lines


def _glued(text: str) -> str:
    return GLUED.sub(lambda found: found[0][:-1] + "\u00a0", text)


def _bold_spans(text: str) -> str:
    spans = _glued(text).split("**")
    spans[0::2] = [escape(printable(span, "Sans")) for span in spans[0::2]]
    spans[1::2] = [f"<b>{escape(printable(span, 'Sans-Bold'))}</b>" for span in spans[1::2]]
    return "".join(spans)


def _measure(text: str, size: int, is_bold: bool) -> int:
    """Return the width of a text, both in ``1 / MEASURE`` points."""
    return ceil(float(stringWidth(text, "Sans-Bold" if is_bold else "Sans", size)))
