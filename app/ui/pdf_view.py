"""Shows and prints the very PDF that is issued: drawn by pypdfium2, shown as pictures."""

import threading
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

POINTS_PER_INCH = 72
PRINT_DPI = 300
SCREEN_DPI = 132
_PDFIUM = threading.Lock()  # pdfium may be used by one thread at a time


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One drawn page: 32-bit pixels, blue first, ``stride`` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes

    @classmethod
    def of(cls, image: QImage) -> "PagePicture":
        """Return the pixels of a picture that could be read."""
        drawn = image.convertToFormat(QImage.Format.Format_RGB32)
        return cls(drawn.width(), drawn.height(), drawn.bytesPerLine(), bytes(drawn.constBits()))

    def image(self) -> QImage:
        """Return a picture that owns its pixels."""
        return QImage(
            self.pixels, self.width, self.height, self.stride, QImage.Format.Format_RGB32
        ).copy()


def draw_pages(pdf: bytes, dpi: float) -> tuple[PagePicture, ...]:
    """Draw every page at ``dpi`` dots an inch, signatures included. For a worker thread."""
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            document.init_forms()  # without it the visible signature stays blank
            return tuple(_draw(document[number], dpi) for number in range(len(document)))
        finally:
            document.close()


def _draw(page: object, dpi: float) -> PagePicture:
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, prefer_bgrx=True)  # type: ignore[attr-defined]
    try:
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()  # type: ignore[attr-defined]


def print_pages(pages: tuple[PagePicture, ...], printer: QPrinter) -> int:
    """Draw pages on a printer, each fitted to its sheet without distortion.

    Returns how many pages the system took: fewer than there are when it broke off. The printer
    holds up everyone while it is drawn on: never on the screen's thread.
    """
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    try:
        for number, page in enumerate(pages):
            if number and not printer.newPage():
                return number
            image = page.image()
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel).size().toSize()
            size = image.size().scaled(sheet, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    finally:
        painter.end()
    return len(pages)


class PdfView(QScrollArea):
    """The pages under each other, as wide as the view; scrolled by the arrow keys."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdf_view")
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheets: list[tuple[QLabel, QPixmap]] = []
        self._body = QWidget()
        self._body.setObjectName("pdf_body")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(16, 16, 16, 16)
        self._column.setSpacing(16)
        self._column.addStretch(1)
        self.setWidget(self._body)

    def show_pages(self, pages: tuple[PagePicture, ...]) -> None:
        """Show drawn pages in place of the ones before; the position stays."""
        for label, _ in self._sheets:
            label.deleteLater()
        self._sheets = []
        for number, page in enumerate(pages):
            label = QLabel()
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.insertWidget(number, label)
            self._sheets.append((label, QPixmap.fromImage(page.image())))
        self.setAccessibleDescription(f"{len(pages)} trang")
        self._fit()

    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self._sheets)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        ratio = self.devicePixelRatioF()
        width = max(int((self.viewport().width() - 32) * ratio), 1)
        for label, pixmap in self._sheets:
            fitted = pixmap.scaledToWidth(
                min(width, pixmap.width()), Qt.TransformationMode.SmoothTransformation
            )
            fitted.setDevicePixelRatio(ratio)
            label.setPixmap(fitted)
