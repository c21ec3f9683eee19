"""The look: palette tokens for light, dark and high contrast, one style sheet, our own icons.

Fusion on every platform, our own palette and the bundled face: the same window on every desk.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from app.core.resources import resource
from app.ui import icons

FAMILY = "Be Vietnam Pro"
FACES = ("Regular", "Medium", "SemiBold", "Bold")
HALF = 0.5
BASE_SIZE = 11.0
"""Points; an office may choose a larger one."""


class Choice(StrEnum):
    """What the officer chose; ``SYSTEM`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of the window, by what it is for."""

    window: str
    surface: str
    raised: str
    line: str
    edge: str  # borders of fields, 3:1 against the surface
    text: str
    muted: str
    accent: str
    accent_strong: str  # pressed or hovered
    on_accent: str
    accent_soft: str
    quiet: str
    quiet_soft: str
    good: str
    good_soft: str
    soon: str
    soon_soft: str
    late: str
    late_soft: str


LIGHT = Tokens(
    window="#F4F6F8",
    surface="#FFFFFF",
    raised="#EDF1F5",
    line="#DAE0E7",
    edge="#798593",
    text="#17212B",
    muted="#52606D",
    accent="#0F5C94",
    accent_strong="#0B4672",
    on_accent="#FFFFFF",
    accent_soft="#E1EDF6",
    quiet="#52606D",
    quiet_soft="#E9EDF1",
    good="#17663A",
    good_soft="#E0F2E7",
    soon="#7D4A00",
    soon_soft="#FBEED8",
    late="#A8231B",
    late_soft="#FBE5E3",
)

DARK = Tokens(
    window="#14191F",
    surface="#1C232B",
    raised="#26303A",
    line="#343F4B",
    edge="#7B8896",
    text="#E9EEF3",
    muted="#A8B4C0",
    accent="#6FB1E8",
    accent_strong="#93C6F0",
    on_accent="#0B1B29",
    accent_soft="#1F3446",
    quiet="#A8B4C0",
    quiet_soft="#2B353F",
    good="#7ED3A0",
    good_soft="#1B3628",
    soon="#EFBE6E",
    soon_soft="#3A2F1A",
    late="#FF9E95",
    late_soft="#45231F",
)

CONTRAST = Tokens(
    window="#000000",
    surface="#000000",
    raised="#1A1A1A",
    line="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    muted="#FFFFFF",
    accent="#FFD500",
    accent_strong="#FFE866",
    on_accent="#000000",
    accent_soft="#333000",
    quiet="#FFFFFF",
    quiet_soft="#1A1A1A",
    good="#5CFF9A",
    good_soft="#00260F",
    soon="#FFD500",
    soon_soft="#2E2600",
    late="#FF9E95",
    late_soft="#3A0500",
)

_ALL = {Choice.LIGHT: LIGHT, Choice.DARK: DARK, Choice.CONTRAST: CONTRAST}
_current = LIGHT
_choice = Choice.SYSTEM


def tokens() -> Tokens:
    """Return the colours in use."""
    return _current


def colour(name: str) -> QColor:
    """Return a colour by the name of its token, e.g. ``colour("late")``."""
    return QColor(getattr(_current, name))


def icon(name: str, token: str = "text") -> QIcon:  # noqa: S107
    """Return one of our icons in the colour of a token."""
    return icons.icon(name, getattr(_current, token))


def load_fonts() -> None:
    """Make the bundled face known; the system's own may lack Vietnamese letters."""
    for face in FACES:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/BeVietnamPro-{face}.ttf")))


def apply(application: QApplication, choice: Choice = Choice.SYSTEM) -> None:
    """Dress the whole application; widgets made before take it over."""
    global _current, _choice  # noqa: PLW0603 - one application has one look
    _choice = choice
    _current = _ALL[_resolved(choice)]
    application.setStyle("Fusion")
    application.setFont(base_font())
    application.setPalette(palette(_current))
    application.setStyleSheet(style_sheet(_current))


def follow_system(application: QApplication) -> None:
    """Dress again whenever the desktop turns light or dark; a look chosen here stays."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _: apply(application, _choice))


def base_font() -> QFont:
    """Return the face and size of everything that says nothing else."""
    font = QFont(FAMILY)
    font.setPointSizeF(BASE_SIZE)
    return font


def style_sheet(chosen: Tokens) -> str:
    """Return the style sheet with the colours of a palette."""
    tick = "tick_dark" if QColor(chosen.on_accent).lightnessF() < HALF else "tick_light"
    named = asdict(chosen) | {
        "arrow": resource("icons/combo_down.svg").as_posix(),
        "tick": resource(f"icons/{tick}.svg").as_posix(),
    }
    return Template(resource("style.qss").read_text("utf-8")).substitute(named)


def palette(chosen: Tokens) -> QPalette:
    """Return the palette that widgets without a rule in the style sheet are drawn with."""
    role = QPalette.ColorRole
    made = QPalette()
    for one, value in {
        role.Window: chosen.window,
        role.WindowText: chosen.text,
        role.Base: chosen.surface,
        role.AlternateBase: chosen.raised,
        role.Text: chosen.text,
        role.PlaceholderText: chosen.muted,
        role.Button: chosen.surface,
        role.ButtonText: chosen.text,
        role.BrightText: chosen.late,
        role.Highlight: chosen.accent,
        role.HighlightedText: chosen.on_accent,
        role.ToolTipBase: chosen.raised,
        role.ToolTipText: chosen.text,
        role.Link: chosen.accent,
        role.Light: chosen.raised,
        role.Midlight: chosen.line,
        role.Mid: chosen.edge,
        role.Dark: chosen.edge,
        role.Shadow: chosen.line,
    }.items():
        made.setColor(one, QColor(value))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(chosen.muted))
    return made


def _resolved(choice: Choice) -> Choice:
    if choice is not Choice.SYSTEM:
        return choice
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Choice.DARK if dark else Choice.LIGHT
