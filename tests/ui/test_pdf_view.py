"""The preview shows the very PDF, fitted to the view; printing sends the same pages."""

import io
import os
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.ui.files import FileNotWritable, write_file
from app.ui.pdf_view import PdfView, draw_pages, print_pages


@pytest.fixture
def two_pages() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(200, 100))
    for _ in range(2):
        canvas.rect(0, 0, 100, 100, fill=1)  # the left half is black
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_pages_are_drawn_as_they_are(two_pages: bytes) -> None:
    """At 72 dots an inch a point is a dot; nothing is mirrored or swapped."""
    pages = draw_pages(two_pages, 72)
    assert [(page.width, page.height) for page in pages] == [(200, 100)] * 2
    image = pages[0].image()
    assert image.pixelColor(50, 50).lightness() == 0
    assert image.pixelColor(150, 50).lightness() == 255


def test_the_view_fits_the_pages_to_its_width(qtbot: QtBot, two_pages: bytes) -> None:
    """Showing again replaces what was shown."""
    view = PdfView("Bản xem trước")
    qtbot.addWidget(view)
    view.resize(150, 300)
    view.show()
    view.show_pages(draw_pages(two_pages, 144))
    view.show_pages(draw_pages(two_pages, 144))
    assert view.page_count() == 2
    assert view.accessibleName() == "Bản xem trước"
    assert view.accessibleDescription() == "2 trang"


def test_the_same_pages_go_to_the_printer(qtbot: QtBot, two_pages: bytes, tmp_path: Path) -> None:
    """One sheet per page; here the printer is a file."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert print_pages(draw_pages(two_pages, 150), printer) == 2
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 2


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_takes_nothing_is_told_of(qtbot: QtBot, two_pages: bytes) -> None:
    """A printer that cannot be begun, and one that stops after its first sheet."""

    class Torn(QPrinter):
        def newPage(self) -> bool:  # noqa: N802
            return False

    for kind, file, taken in ((QPrinter, "/missing/folder/out.pdf", 0), (Torn, os.devnull, 1)):
        printer = kind()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(file)
        assert print_pages(draw_pages(two_pages, 72), printer) == taken


def test_a_file_that_cannot_be_written_is_a_situation(tmp_path: Path) -> None:
    """Not a crash: the officer chooses another place."""
    assert write_file(tmp_path / "a.pdf", b"x").read_bytes() == b"x"
    with pytest.raises(FileNotWritable):
        write_file(tmp_path / "missing" / "a.pdf", b"x")
