"""The bundled faces, and the check that a text can be printed in one.

Qt and reportlab both draw a character the face lacks as a blank or a box without a word. A name
with a hole in it is worse than no slip, so every text passes ``printable`` before it is drawn.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.core.errors import AppError
from app.core.resources import resource

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FONT_FILES: Final = {
    "Sans": "fonts/BeVietnamPro-Medium.ttf",
    "Sans-Bold": "fonts/BeVietnamPro-Bold.ttf",
    "Serif": "fonts/MotCuaSerif-Regular.ttf",
    "Serif-Bold": "fonts/MotCuaSerif-Bold.ttf",
    "Serif-Italic": "fonts/MotCuaSerif-Italic.ttf",
    "Serif-BoldItalic": "fonts/MotCuaSerif-BoldItalic.ttf",
}
CONTROL_CATEGORIES: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})


class GlyphMissing(AppError):
    """A text holds ``characters`` the face has no glyph for; ``font``."""

    code = "paper.glyph_missing"


def font_path(font: str) -> Path:
    """Return the file of a bundled face, e.g. ``font_path("Sans-Bold")``."""
    return resource(FONT_FILES[font])


def register_fonts() -> None:
    """Make every bundled face known to reportlab under its name here; cheap when done before."""
    from reportlab.pdfbase import pdfmetrics

    known = set(pdfmetrics.getRegisteredFontNames())
    for font in FONT_FILES.keys() - known:
        pdfmetrics.registerFont(_face(font))
    for family in ("Sans", "Serif"):
        italic = f"{family}-Italic" if family == "Serif" else family
        bold_italic = f"{family}-BoldItalic" if family == "Serif" else f"{family}-Bold"
        pdfmetrics.registerFontFamily(family, family, f"{family}-Bold", italic, bold_italic)


def printable(text: str, font: str) -> str:
    """Return ``text`` in NFC without control characters, ready to be drawn in ``font``.

    NFC because reportlab places the loose marks of decomposed text beside their letters.

    Raises:
        GlyphMissing: the face lacks some of the characters; none of them is replaced by a blank.
    """
    composed = unicodedata.normalize("NFC", text)
    drawn = composed if composed.isprintable() else _without_controls(composed)
    if missing := set(drawn) - _characters(font):
        raise GlyphMissing(characters="".join(sorted(missing)), font=font)
    return drawn


def _without_controls(text: str) -> str:
    """Turn tabs and line ends into spaces, and drop what has no shape at all."""
    spaced = "".join(" " if c.isspace() and c != "\u00a0" else c for c in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in CONTROL_CATEGORIES)


def _face(font: str) -> "TTFont":
    from reportlab.pdfbase.ttfonts import TTFont

    return TTFont(font, font_path(font))


@cache
def _characters(font: str) -> frozenset[str]:
    return frozenset(map(chr, _face(font).face.charToGlyph))
