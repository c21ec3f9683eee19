"""Our own icons: small SVG drawings, drawn in whatever colour is asked for."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.core.resources import resource

SIZES = (16, 20, 24, 32, 48)
RATIOS = (1.0, 1.5, 2.0)
PEN = "currentColor"


@cache
def icon(name: str, colour: str) -> QIcon:
    """Return ``resources/icons/<name>.svg`` drawn in a colour such as ``#0F5C94``."""
    drawing = resource(f"icons/{name}.svg").read_text("utf-8").replace(PEN, colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    made = QIcon()
    for size in SIZES:
        for ratio in RATIOS:
            made.addPixmap(_drawn(renderer, round(size * ratio), ratio))
    return made


def picture(file: Path, size: int, ratio: float) -> QPixmap:
    """Return a drawing in its own colours, ``size`` logical pixels wide."""
    return _drawn(QSvgRenderer(str(file)), round(size * ratio), ratio)


def _drawn(renderer: QSvgRenderer, pixels: int, ratio: float) -> QPixmap:
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
