"""Paper sizes, and a document on them: code and page numbers at the foot, the same bytes each time.

The size of forms 01 to 06 is A5 (TT 01/2018/TT-VPCP, Đ9.2); many provinces print on A4.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal

from reportlab.lib import pagesizes
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from typing_extensions import override

from app.printing.fonts import printable, register_fonts

PaperSize = Literal["A5", "A4", "A5-landscape", "A4-landscape"]
FOOT: Final = 7  # points, before the sheet's scale


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

    @property
    def height(self) -> float:
        """Height of the text in points."""
        return self.size[1] - self.top - self.bottom


SHEETS: Final[dict[PaperSize, Sheet]] = {
    "A5": Sheet(pagesizes.A5, 13 * mm, 10 * mm, 7 * mm, 10 * mm, 1.0),
    "A4": Sheet(pagesizes.A4, 30 * mm, 20 * mm, 20 * mm, 20 * mm, 1.25),
    "A5-landscape": Sheet(pagesizes.landscape(pagesizes.A5), 13 * mm, 10 * mm, 7 * mm, 10 * mm, 1),
    "A4-landscape": Sheet(pagesizes.landscape(pagesizes.A4), 15 * mm, 12 * mm, 14 * mm, 15 * mm, 1),
}


def list_sheet(sheet: Sheet) -> Sheet:
    """Return the sheet for a table of many columns: small type, margins no wider than needed."""
    return replace(sheet, scale=1.0, left=min(sheet.left, 20 * mm), right=min(sheet.right, 15 * mm))


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands at the foot of each page: pages get separated.

    A document of several editions (liên) counts the pages of each from 1.
    """

    text: str
    sheet: Sheet
    editions: int = 1

    def draw(self, canvas: Any, total: int) -> None:
        """Draw the foot of the page that ``canvas`` stands on, one of ``total``."""
        sheet = self.sheet
        each = total // self.editions
        page = f"Trang {(canvas.getPageNumber() - 1) % each + 1}/{each}"
        canvas.setFont("Sans", FOOT * sheet.scale)
        baseline = sheet.bottom - 5 * mm
        canvas.drawString(sheet.left, baseline, printable(self.text, "Sans"))
        canvas.drawRightString(sheet.size[0] - sheet.right, baseline, page)


def build(flowables: Iterable[Any], foot: Foot, title: str, author: str) -> bytes:
    """Return the PDF of a form whose pieces are ``flowables``; same pieces, same bytes.

    Raises:
        GlyphMissing: the foot holds a character the bundled face lacks.
    """
    register_fonts()
    sheet = foot.sheet
    file = io.BytesIO()
    document = BaseDocTemplate(
        file, pagesize=sheet.size, invariant=1, title=title, author=author, lang="vi"
    )
    room = Frame(sheet.left, sheet.bottom, sheet.width, sheet.height, *(0, 0, 0, 0))
    document.addPageTemplates(PageTemplate(frames=[room]))
    document.build(list(flowables), canvasmaker=partial(_Counted, foot=foot))
    return file.getvalue()


class _Counted(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas that holds its pages back until it knows how many they are."""

    def __init__(self, *args: Any, foot: Foot, **options: Any) -> None:
        super().__init__(*args, **options)
        self._foot = foot
        self._held: list[dict[str, Any]] = []

    @override
    def showPage(self) -> None:
        self._held.append(dict(self.__dict__))
        self._startPage()

    @override
    def save(self) -> None:
        for page in self._held:
            self.__dict__.update(page)
            self._foot.draw(self, len(self._held))
            super().showPage()
        super().save()
