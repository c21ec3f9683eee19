"""The thermal slip in black and white dots, drawn by Qt: the one module here that knows Qt.

Qt draws Vietnamese ten times faster than Pillow, and without antialiasing the dots are the same on
every machine and in every thread. QtGui only: no widget and no window.
"""

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QPainter,
)

from app.core.papers import ReceiptSlip
from app.printing.fonts import font_path
from app.printing.qr import packed
from app.printing.receipt_layout import Block, receipt_blocks
from app.printing.strip import Bar, Mark, Modules, Strip, Text

FOOT: Final = 10  # white rows below the last mark
PAPER, INK = QColor(255, 255, 255), QColor(0, 0, 0)
COLOURS: Final = (PAPER.rgb(), INK.rgb())  # index 1 is ink, so a set bit is a burnt dot


class FontNotLoaded(RuntimeError):
    """A bundled face is missing or damaged, and Qt would draw another one in silence."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Dots of a slip: ``rows`` of ``(width + 7) // 8`` bytes, leftmost dot first, black = 1."""

    width: int
    rows: int
    bits: bytes

    @property
    def stride(self) -> int:
        """Bytes in a row."""
        return (self.width + 7) // 8


def draw_receipt(slip: ReceiptSlip, dots: int = 576) -> Bitmap:
    """Draw form 01 for a paper ``dots`` wide: 576 or 512 for 80 mm, 384 for 58 mm.

    Raises:
        GlyphMissing: the slip holds a character the bundled face lacks.
        QrTooBig: the QR cannot be printed readably on this paper.
    """
    return draw_blocks(receipt_blocks(slip), dots)


def draw_blocks(blocks: Iterable[Block], dots: int) -> Bitmap:
    """Draw any blocks below each other on a strip ``dots`` wide; the same errors."""
    with _drawing:
        ensure_gui_application()
        strip = Strip(dots, _width)
        for block in blocks:
            strip.add(block)
        return draw(strip)


def draw(strip: Strip) -> Bitmap:
    """Draw a typeset strip; the bits are a copy that does not depend on any Qt object."""
    with _drawing:
        return _drawn(strip)


def _drawn(strip: Strip) -> Bitmap:
    ensure_gui_application()
    height = strip.y + FOOT
    image = QImage(strip.width, height, QImage.Format.Format_Mono)
    image.setColorTable(COLOURS)
    image.fill(0)
    painter = QPainter(image)
    for mark in strip.marks:
        _draw_mark(painter, mark)
    painter.end()
    return Bitmap(strip.width, height, _bits(image))


def bitmap_png(bitmap: Bitmap, path: Path) -> None:
    """Save a bitmap as a black and white PNG.

    Raises:
        OSError: the file cannot be written.
    """
    image = _image(bitmap.bits, bitmap.width, bitmap.rows, bitmap.stride)
    saved = QBuffer()
    saved.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(saved, cast("bytes", "PNG"))  # the stub says bytes, the call takes only str
    path.write_bytes(bytes(saved.data().data()))


def ensure_gui_application() -> None:
    """Start Qt without a screen where no application runs yet (command line, tests).

    Fonts need a QGuiApplication. One made here lives as long as the process; it is asked for the
    offscreen platform unless the environment names another one.
    """
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _applications.append(QGuiApplication(["motcua"]))


_applications: list[QGuiApplication] = []
# Two printers' first slips drawn at once ended the program: PySide makes its types at first use,
# and a font made on one thread is used on another. A slip takes milliseconds; they take turns.
_drawing = threading.RLock()


@cache
def _family(font: str) -> str:
    """Load a bundled face and return its family.

    Raises:
        FontNotLoaded: Qt could not read the file.
    """
    number = QFontDatabase.addApplicationFont(str(font_path(font)))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        raise FontNotLoaded(font)
    return families[0]


@cache
def _font(size: int, is_bold: bool) -> QFont:
    """Return a bundled face ``size`` dots high, hinted, without grey.

    Raises:
        FontNotLoaded: Qt would substitute another face.
    """
    family = _family("Sans-Bold" if is_bold else "Sans")
    font = QFont(family)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Bold if is_bold else QFont.Weight.Medium)
    font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    font.setStyleStrategy(
        QFont.StyleStrategy.NoAntialias | QFont.StyleStrategy.NoFontMerging  # no other face
    )
    if QFontInfo(font).family() != family:
        raise FontNotLoaded(family)
    return font


@cache
def _metrics(size: int, is_bold: bool) -> QFontMetrics:
    return QFontMetrics(_font(size, is_bold))


@lru_cache(maxsize=4096)
def _width(text: str, size: int, is_bold: bool) -> int:
    """Return the advance of a text in dots."""
    return _metrics(size, is_bold).horizontalAdvance(text)


def _draw_mark(painter: QPainter, mark: Mark) -> None:
    match mark:
        case Text(x, y, text, size, is_bold, is_white):
            painter.setFont(_font(size, is_bold))
            painter.setPen(PAPER if is_white else INK)
            painter.drawText(QPoint(x, y), text)
        case Bar(x, y, width, height):
            painter.fillRect(x, y, width, height, INK)
        case Modules(x, y, matrix, dots):
            side = len(matrix)
            rows = packed(matrix)
            modules = _image(b"".join(rows), side, side, len(rows[0]))
            painter.drawImage(QRect(x, y, side * dots, side * dots), modules)


def _image(bits: bytes, width: int, rows: int, stride: int) -> QImage:
    """Return an image of packed bits that owns its dots (Qt would only borrow ``bits``)."""
    borrowed = QImage(bits, width, rows, stride, QImage.Format.Format_Mono)
    borrowed.setColorTable(COLOURS)
    return borrowed.copy()


def _bits(image: QImage) -> bytes:
    """Copy the dots while the image is alive: ``constBits`` does not keep it so."""
    stride, used = image.bytesPerLine(), (image.width() + 7) // 8
    raw = bytes(image.constBits())
    if stride == used:
        return raw
    return b"".join(raw[start : start + used] for start in range(0, len(raw), stride))
