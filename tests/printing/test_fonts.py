"""A text is printable in a face, or it is refused by name."""

import unicodedata

import pytest
from reportlab.pdfbase import pdfmetrics

from app.printing.fonts import FONT_FILES, GlyphMissing, printable, register_fonts
from tests.support.letters import VIETNAMESE


@pytest.mark.parametrize("font", FONT_FILES)
def test_every_face_has_every_vietnamese_letter(font: str) -> None:
    """No name of a citizen is refused by a bundled face."""
    assert printable(VIETNAMESE, font) == VIETNAMESE


def test_decomposed_text_is_composed() -> None:
    """Loose marks would be drawn beside their letters."""
    assert printable(unicodedata.normalize("NFD", "Nguyễn Thị Ẩn"), "Sans") == "Nguyễn Thị Ẩn"


def test_control_characters_leave_and_line_ends_become_spaces() -> None:
    """What has no shape is not drawn as a box."""
    assert printable("Bến\u200b\tSông\nHồ\u202e", "Sans") == "Bến Sông Hồ"


@pytest.mark.parametrize("character", ["\u2011", "😀", "漢", "☐"])
def test_a_character_the_face_lacks_is_an_error(character: str) -> None:
    """A blank in a name would be worse than no slip."""
    with pytest.raises(GlyphMissing) as caught:
        printable(f"tên {character}", "Sans")
    assert caught.value.params == {"characters": character, "font": "Sans"}


def test_registering_twice_is_harmless() -> None:
    """Every paper may ask for the faces without knowing who did before."""
    register_fonts()
    register_fonts()
    assert set(FONT_FILES) <= set(pdfmetrics.getRegisteredFontNames())
