"""Colours can be read, letters can be drawn, icons are there."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from app.core.resources import RESOURCES, resource
from app.ui import theme
from app.ui.actions import PAGES
from app.ui.theme import CONTRAST, DARK, LIGHT, Choice, Tokens

READABLE = 4.5
VISIBLE = 3.0
LETTERS = "ĂÂĐÊÔƠƯăâđêôơư" + "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ" + "“”…–•·−"
LOOKS = pytest.mark.parametrize(
    "chosen", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"]
)
WORDS_ON_GROUNDS = [
    *(("text", ground) for ground in ("window", "surface", "raised", "accent_soft")),
    *(("muted", ground) for ground in ("window", "surface", "raised", "accent_soft")),
    *(("accent", ground) for ground in ("surface", "window", "accent_soft")),
    *(("text", f"{tone}_soft") for tone in ("good", "soon", "late", "quiet")),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    *(
        (tone, ground)
        for tone in ("good", "soon", "late", "quiet")
        for ground in ("surface", "window")
    ),
    *((tone, f"{tone}_soft") for tone in ("good", "soon", "late", "quiet")),
    ("window", "late"),
]


def _luminance(colour: str) -> float:
    parts = QColor(colour).getRgbF()[:3]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@LOOKS
@pytest.mark.parametrize(("words", "ground"), WORDS_ON_GROUNDS)
def test_words_can_be_read_on_every_ground(chosen: Tokens, words: str, ground: str) -> None:
    """WCAG AA: 4.5 to 1 for text of ordinary size."""
    assert _contrast(getattr(chosen, words), getattr(chosen, ground)) >= READABLE


@LOOKS
@pytest.mark.parametrize("ground", ["surface", "window"])
@pytest.mark.parametrize("edge", ["edge", "accent"])
def test_edges_of_fields_and_the_focus_can_be_seen(chosen: Tokens, edge: str, ground: str) -> None:
    """WCAG AA: 3 to 1 for what is not text."""
    assert _contrast(getattr(chosen, edge), getattr(chosen, ground)) >= VISIBLE


@LOOKS
def test_the_style_sheet_knows_every_colour_it_names(chosen: Tokens) -> None:
    """A misspelt token would raise here, not on a desk."""
    sheet = theme.style_sheet(chosen)
    assert "$" not in sheet
    assert all(QColor(value).isValid() for value in asdict(chosen).values())


@pytest.mark.parametrize("choice", list(Choice))
def test_every_look_dresses_the_application(qapp: QApplication, choice: Choice) -> None:
    """The palette, too, is ours: widgets without a rule match."""
    theme.load_fonts()
    theme.apply(qapp, choice)
    assert qapp.palette().window().color() == theme.colour("window")
    assert qapp.font().family() == theme.FAMILY
    theme.apply(qapp, Choice.LIGHT)


@pytest.mark.parametrize("face", theme.FACES)
def test_the_bundled_face_has_every_vietnamese_letter(qapp: QApplication, face: str) -> None:
    """A missing letter would come from some other face, or not at all."""
    font = QRawFont(str(resource(f"fonts/BeVietnamPro-{face}.ttf")), 16)
    assert font.isValid()
    assert [letter for letter in LETTERS if not font.supportsCharacter(ord(letter))] == []
    assert QFontDatabase.hasFamily(theme.FAMILY)


def test_every_icon_of_the_rail_is_there_and_has_something_on_it(qapp: QApplication) -> None:
    """An icon that is missing or empty is a blank button."""
    for entry in PAGES:
        image = theme.icon(entry.icon).pixmap(20, 20).toImage()
        points = (
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        )
        assert any(point.alpha() for point in points), entry.icon


def test_every_drawing_says_whose_it_is() -> None:
    """The folder carries its licence note, and nothing but our drawings."""
    kinds = {path.suffix for path in (RESOURCES / "icons").iterdir()}
    assert kinds == {".svg", ".txt"}
