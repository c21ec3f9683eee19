"""What a signature looks like on the page: its text, or the signer's own picture.

The appearance is drawn by reportlab like the letter itself. pyHanko's own text box writes the
widths of glyphs in units of the font, and cannot draw Vietnamese with its default one.
"""

import io
import unicodedata
from datetime import datetime
from functools import lru_cache
from typing import Final

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    InnerScaling,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.core.clock import VIETNAM
from app.core.resources import resource
from app.core.turns import draws_in_turn
from app.signing.pictures import KEPT, opened_picture

FONT: Final = "SignatureSerif"
SIZES: Final = (10.0, 9.0, 8.0, 7.0, 6.0, 5.0)
LINE: Final = 1.25
MARGIN: Final = 4.0  # points
BLUE: Final = (0.0, 0.16, 0.55)  # of a person's signature (NĐ 30/2020, Phụ lục I, II.7.d)
RED: Final = (0.72, 0.05, 0.05)  # of an agency's seal (II.8.a)
RESOURCE: Final = "/Signature"


class DrawnPage(PdfContent):
    """The page of another PDF, taken into the file being signed."""

    def __init__(self, page: bytes, width: float, height: float) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self._page = page

    def render(self) -> bytes:
        """Import the page and return the operator that draws it."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject[pdf_name(RESOURCE)] = page
        return f"{RESOURCE} Do".encode()


def signing_time_text(at: datetime) -> str:
    """Return ``05/01/2027 14:30:15 +07:00``, the form NĐ 30/2020 asks of a signing time."""
    local = at.astimezone(VIETNAM)
    return f"{local:%d/%m/%Y %H:%M:%S} +07:00"


@draws_in_turn
def text_appearance(
    width: float, height: float, lines: list[str], ink: tuple[float, float, float] = BLUE
) -> StaticStampStyle:
    """Return a style that shows ``lines`` inside ``width`` by ``height`` points."""
    file = io.BytesIO()
    canvas = _canvas(file, width, height)
    shown = [_drawable(line) for line in lines]
    size, broken = _fitted(shown, width - 2 * MARGIN, height - 2 * MARGIN)
    canvas.setFillColorRGB(*ink)
    canvas.setFont(FONT, size)
    y = (height + len(broken) * size * LINE) / 2 - size
    for line in broken:
        canvas.drawString(MARGIN, y, line)
        y -= size * LINE
    return _style(_finished(canvas, file), width, height)


def picture_appearance(width: float, height: float, picture: bytes) -> StaticStampStyle:
    """Return a style that shows a transparent PNG, centred in ``width`` by ``height`` points.

    Raises:
        BadPicture: it is no picture.
    """
    return _style(_picture_page(width, height, picture), width, height)


@lru_cache(maxsize=KEPT)
@draws_in_turn
def _picture_page(width: float, height: float, picture: bytes) -> bytes:
    file = io.BytesIO()
    canvas = _canvas(file, width, height)
    image = ImageReader(opened_picture(picture))
    canvas.drawImage(image, 0, 0, width, height, mask="auto", preserveAspectRatio=True, anchor="c")
    return _finished(canvas, file)


def _canvas(file: io.BytesIO, width: float, height: float) -> Canvas:
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, resource("fonts/MotCuaSerif-Regular.ttf")))
    # Without a font of its own reportlab names Helvetica, which is not embedded.
    return Canvas(file, pagesize=(width, height), invariant=1, initialFontName=FONT)


def _finished(canvas: Canvas, file: io.BytesIO) -> bytes:
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _style(page: bytes, width: float, height: float) -> StaticStampStyle:
    middle = AxisAlignment.ALIGN_MID
    rule = SimpleBoxLayoutRule(middle, middle, Margins(0, 0, 0, 0), InnerScaling.NO_SCALING)
    drawn = DrawnPage(page, width, height)
    return StaticStampStyle(background=drawn, background_layout=rule, border_width=0)


def _fitted(lines: list[str], width: float, height: float) -> tuple[float, list[str]]:
    """Return the largest size at which the broken lines fit, and these."""
    for size in SIZES:
        broken = [part for line in lines for part in simpleSplit(line, FONT, size, width)]
        if len(broken) * size * LINE <= height:
            break
    return size, broken


def _drawable(text: str) -> str:
    """Return NFC text; what the face lacks becomes ``?``: a certificate's name is not ours."""
    glyphs = pdfmetrics.getFont(FONT).face.charToGlyph
    composed = unicodedata.normalize("NFC", text)
    return "".join(character if ord(character) in glyphs else "?" for character in composed)
