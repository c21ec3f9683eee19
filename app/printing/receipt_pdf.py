"""Form 01 as a PDF on A5, the statutory size (TT 01/2018/TT-VPCP, Đ9.2), or A4.

This is the form itself, to be kept and signed; the thermal slip is its print-out. The same slip
gives the same bytes, whenever and wherever it is made.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from reportlab.lib import pagesizes
from reportlab.lib.colors import black, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from app.core.papers import PaperCount, ReceiptSlip
from app.printing import receipt_layout as form
from app.printing.fonts import printable, register_fonts
from app.printing.qr import QUIET, qr_matrix
from app.printing.receipt_layout import Field
from app.printing.wrapping import Wrapper

QR_SIDE: Final = 24 * mm
SIGNATURE_ROOM: Final = 12 * mm
BODY: Final = 8.5
SMALL: Final = 7.5
MEASURE: Final = 100  # widths are counted in hundredths of a point
LEADING: Final = 1.34  # sizes; clears stacked marks
COUNT_HEADS: Final = ("Bản chính", "Bản chứng thực", "Bản photo")

PaperSize = Literal["A5", "A4"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper size with its margins in points and the scale of its type."""

    size: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float
    scale: float

    @property
    def width(self) -> float:
        """Width of the text in points."""
        return self.size[0] - self.left - self.right


SHEETS: Final = {
    "A5": Sheet(pagesizes.A5, 13 * mm, 10 * mm, 7 * mm, 10 * mm, 1.0),
    "A4": Sheet(pagesizes.A4, 30 * mm, 20 * mm, 20 * mm, 20 * mm, 1.25),
}


def receipt_pdf(slip: ReceiptSlip, paper: PaperSize = "A5") -> bytes:
    """Return form 01 as a PDF with embedded fonts and extractable text.

    Raises:
        GlyphMissing: the slip holds a character the bundled face lacks.
    """
    register_fonts()
    sheet = SHEETS[paper]
    file = io.BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=sheet.size,
        invariant=1,
        title=f"{slip.title} {slip.code}",
        author=slip.letterhead.agency_name,
        lang="vi",
    )
    room = Frame(
        sheet.left,
        sheet.bottom,
        sheet.width,
        sheet.size[1] - sheet.top - sheet.bottom,
        *(0, 0, 0, 0),
    )
    foot = _Foot(slip.code, sheet)
    document.addPageTemplates(PageTemplate(frames=[room], onPageEnd=foot.draw))
    document.build(list(_Form(slip, sheet).flowables()))
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class _Foot:
    """The code and page number at the foot of each page: pages get separated."""

    code: str
    sheet: Sheet

    def draw(self, canvas: Any, _document: Any) -> None:
        sheet = self.sheet
        canvas.setFont("Sans", 7 * sheet.scale)
        baseline = sheet.bottom - 5 * mm
        canvas.drawString(sheet.left, baseline, printable(self.code, "Sans"))
        page = f"Trang {canvas.getPageNumber()}"
        canvas.drawRightString(sheet.size[0] - sheet.right, baseline, page)


class _Qr(Flowable):  # type: ignore[misc] # reportlab has no types
    """A QR code in vectors, runs of dark modules as one bar."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.matrix = qr_matrix(text)
        self.width = self.height = side

    def draw(self) -> None:
        module = self.width / len(self.matrix)
        path = self.canv.beginPath()
        for number, row in enumerate(self.matrix, start=1):
            start = QUIET
            while start < len(row):
                stop = start
                while stop < len(row) and row[stop] == row[start]:
                    stop += 1
                if row[start]:
                    bottom = self.height - number * module
                    path.rect(start * module, bottom, (stop - start) * module, module)
                start = stop
        self.canv.drawPath(path, stroke=0, fill=1)


class _Form:
    """The form from top to bottom for one sheet."""

    def __init__(self, slip: ReceiptSlip, sheet: Sheet) -> None:
        self.slip = slip
        self.sheet = sheet

    def flowables(self) -> Iterator[Any]:
        """Yield the parts in the statutory order."""
        slip = self.slip
        if slip.copy:
            yield self._band(form.reprint_text(slip.copy))
        yield self._letterhead()
        yield self._title()
        yield from self._fields(form.person_fields(slip))
        yield self._text(f"{form.PAPERS_LABEL}:")
        yield self._papers(slip.papers)
        yield from self._fields(form.term_fields(slip))
        yield self._due()
        yield from self._fields(form.closing_fields(slip))
        yield KeepTogether([self._signatures(), self._contacts()])

    def _letterhead(self) -> Table:
        slip = self.slip
        shares = (0.44, 0.56)
        left, right = (share * self.sheet.width for share in shares)
        basis = f"{slip.form_number} ({slip.legal_basis})" if slip.legal_basis else slip.form_number
        office = [
            self._balanced(slip.letterhead.parent_name, 8, left, is_bold=False),
            self._balanced(slip.letterhead.agency_name, 8, left),
        ]
        nation = [
            self._balanced(basis, 7, right, is_bold=False),
            self._balanced(form.COUNTRY, 8, right),
            self._balanced(form.MOTTO, 8, right),
        ]
        return self._row([office, nation], shares)

    def _title(self) -> Table:
        """Code, place and day, book, title; the QR stands beside them."""
        slip = self.slip
        side = QR_SIDE * self.sheet.scale
        room = self.sheet.width - side
        middle = [
            self._balanced(f"{form.CODE_LABEL}: {slip.code}", 12, room),
            self._centred(form.place_and_day(slip), BODY),
            self._centred(form.book_entry(slip), BODY),
            Spacer(1, mm),
            self._balanced(slip.title.upper(), 12, room),
            self._centred(form.EDITION, BODY),
        ]
        qr: Any = _Qr(slip.qr_text, side) if slip.qr_text else ""
        return self._row([middle, qr], (room / self.sheet.width, side / self.sheet.width))

    def _papers(self, papers: tuple[PaperCount, ...]) -> Table:
        heads = [self._centred(text, 7, is_bold=True) for text in ("TT", "Thành phần hồ sơ")]
        heads += [self._centred(text, 7, is_bold=True) for text in COUNT_HEADS]
        rows = [
            [
                self._centred(str(number), BODY),
                self._text(paper.label),
                *(
                    self._centred(str(count) if count else "–", BODY)
                    for count in (paper.originals, paper.certified, paper.copies)
                ),
            ]
            for number, paper in enumerate(papers, start=1)
        ]
        shares = (0.06, 0.49, 0.13, 0.19, 0.13)
        style = [
            ("GRID", (0, 0), (-1, -1), 0.4, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 0.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        widths = [share * self.sheet.width for share in shares]
        return Table([heads, *rows], widths, repeatRows=1, style=style, spaceBefore=2, spaceAfter=3)

    def _due(self) -> Table:
        """Item 5 in a frame, the moment larger than all around it."""
        moment = f"{form.due_hour(self.slip.due_at)} {form.due_day(self.slip.due_at)}"
        cell = [
            self._centred(f"{form.DUE_LABEL}:", BODY),
            self._centred(moment, 13, is_bold=True),
        ]
        style = [
            ("BOX", (0, 0), (-1, -1), 1, black),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
        return Table([[cell]], [self.sheet.width], style=style, spaceBefore=3, spaceAfter=3)

    def _signatures(self) -> Table:
        names = (self.slip.submitter_name, self.slip.clerk_name)
        cells = [
            [
                self._centred(title, BODY, is_bold=True),
                self._centred(form.SIGN_HINT, SMALL),
                Spacer(1, SIGNATURE_ROOM * self.sheet.scale),
                self._centred(name, BODY, is_bold=True),
            ]
            for title, name in zip(form.SIGNERS, names, strict=True)
        ]
        return self._row(cells, (0.5, 0.5))

    def _band(self, text: str) -> Table:
        cell = self._centred(text, 12, is_bold=True, is_white=True)
        style = [("BACKGROUND", (0, 0), (-1, -1), black), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
        return Table([[cell]], [self.sheet.width], style=style, spaceAfter=4)

    def _row(self, cells: list[Any], shares: tuple[float, ...]) -> Table:
        """Return cells side by side, without lines or padding."""
        style = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        return Table([cells], [share * self.sheet.width for share in shares], style=style)

    def _fields(self, fields: tuple[Field, ...]) -> list[Paragraph]:
        return [Paragraph(_marked(field), self._style(BODY)) for field in fields]

    def _contacts(self) -> Paragraph:
        marked = map(_marked, form.contact_fields(self.slip))
        return Paragraph(" · ".join(marked), self._style(SMALL))

    def _text(self, text: str) -> Paragraph:
        return Paragraph(escape(printable(text, "Sans")), self._style(BODY))

    def _balanced(self, text: str, size: float, width: float, *, is_bold: bool = True) -> Paragraph:
        """Return centred lines of about equal length: a heading with one word left over is ugly."""
        wrapper = Wrapper(_measure, round(size * self.sheet.scale * MEASURE))
        room = int(width * MEASURE)
        lines = wrapper.balanced(wrapper.words(text, is_bold=is_bold, width=room), room)
        broken = "<br/>".join(escape(" ".join(word.text for word in line)) for line in lines)
        font = "Sans-Bold" if is_bold else "Sans"
        return Paragraph(broken, self._style(size, fontName=font, alignment=TA_CENTER))

    def _centred(
        self, text: str, size: float, *, is_bold: bool = False, is_white: bool = False
    ) -> Paragraph:
        font = "Sans-Bold" if is_bold else "Sans"
        style = self._style(size, fontName=font, alignment=TA_CENTER)
        style.textColor = white if is_white else black
        return Paragraph(escape(printable(text, font)), style)

    def _style(self, size: float, **changes: Any) -> ParagraphStyle:
        scaled = size * self.sheet.scale
        given = {"fontName": "Sans", **changes}
        return ParagraphStyle("form", fontSize=scaled, leading=scaled * LEADING, **given)


def _marked(field: Field) -> str:
    """Return a field in reportlab's markup, its value bold."""
    label, value = printable(field.label, "Sans"), printable(field.value, "Sans-Bold")
    return f"{escape(label)}: <b>{escape(value)}</b>"


def _measure(text: str, size: int, is_bold: bool) -> int:
    """Return the width of a text, both in ``1 / MEASURE`` points."""
    return ceil(float(stringWidth(text, "Sans-Bold" if is_bold else "Sans", size)))
