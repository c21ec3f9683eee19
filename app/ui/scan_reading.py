"""Which letter a scanned paper is: its QR code is read from the file, whatever it was scanned to.

Only to find the record: what is kept is the scan itself, and a person looked at the paper.
"""

import io
from collections.abc import Iterator
from typing import Final

from app.core.errors import AppError
from app.core.sealed_letter import LetterFacts, is_sealed_letter, read_sealed_letter

DPI: Final = 200.0
"""Office scanners give 200 to 300; a code of our letters reads from 150 on."""
PAGES: Final = 4
"""The code stands on the first page; a scan may begin with another sheet."""


class ScanOfOther(AppError):
    """The scanned paper is the letter of another dossier, or an older draft; ``code``."""

    code = "apology.scan_of_other"


class NoLetterOnScan(AppError):
    """No code of a letter of ours can be read on the scan; ``name``."""

    code = "apology.no_letter_on_scan"


def letter_on(data: bytes) -> LetterFacts | None:
    """Return what the letter's QR code on a scan says: of a PDF, a PNG or a JPEG; None without one.

    Slow: for a worker thread.
    """
    import zxingcpp

    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    for picture in _pictures(data):
        for found in zxingcpp.read_barcodes(picture, formats=formats):
            if is_sealed_letter(found.text):
                return read_sealed_letter(found.text).facts
    return None


def check_scan(data: bytes, letter_id: str) -> None:
    """See that a scan is not of another letter; one whose code cannot be read is let through.

    Raises:
        ScanOfOther.
    """
    facts = letter_on(data)
    if facts is not None and facts.document_id != letter_id:
        raise ScanOfOther(code=facts.code)


def _pictures(data: bytes) -> Iterator[object]:
    from PIL import Image, UnidentifiedImageError

    if data.startswith(b"%PDF-"):
        from pypdfium2 import PdfiumError

        from app.ui.pdf_view import draw_pages

        try:
            pages = draw_pages(data, DPI)[:PAGES]
        except PdfiumError:
            return
        for page in pages:
            size = (page.width, page.height)
            yield Image.frombytes("RGB", size, page.pixels, "raw", "BGRX", page.stride).convert("L")
        return
    try:
        yield Image.open(io.BytesIO(data)).convert("L")
    except (UnidentifiedImageError, OSError):
        return
