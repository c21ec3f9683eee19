"""Form 01 as a PDF: complete, in order, readable by machines, the same each time."""

import io
import unicodedata

import pypdf
import pypdfium2
import pytest
import zxingcpp

from app.printing.fonts import GlyphMissing
from app.printing.receipt_pdf import PaperSize, receipt_pdf
from tests.printing.test_receipt_layout import statutory
from tests.support.slips import make_long_slip, make_slip


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_every_field_is_in_the_text_in_the_statutory_order(paper: PaperSize) -> None:
    """TT 01/2018, Mẫu số 01, in composed Vietnamese that can be searched."""
    slip = make_slip()
    text = text_of(receipt_pdf(slip, paper))
    assert unicodedata.is_normalized("NFC", text)
    heads = {slip.form_number, slip.letterhead.parent_name, slip.letterhead.agency_name}
    at = 0
    for expected in statutory(slip):
        if expected in heads:  # two columns: the form's number stands on the right
            assert expected in text
            continue
        words = expected.replace("Mã hồ sơ ", "Mã hồ sơ: ").replace("hồ sơ 17", "hồ sơ: 17")
        found = text.find(words, at)
        assert found >= 0, words
        at = found + len(words)
    signed = text[at:]
    assert "NGƯỜI NỘP HỒ SƠ" in signed
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in signed
    assert slip.clerk_name in signed


def test_a_common_slip_fits_one_sheet_and_a_long_one_goes_on() -> None:
    """The signatures stand on the sheet the citizen keeps; twenty papers take more sheets."""
    assert len(pypdf.PdfReader(io.BytesIO(receipt_pdf(make_slip()))).pages) == 1
    long = pypdf.PdfReader(io.BytesIO(receipt_pdf(make_long_slip()))).pages
    assert len(long) > 1
    assert all("000.00.16.H40-261120-0001" in page.extract_text() for page in long)


@pytest.mark.parametrize(("paper", "size"), [("A5", (420, 595)), ("A4", (595, 842))])
def test_the_sheet_has_the_asked_size(paper: PaperSize, size: tuple[int, int]) -> None:
    """TT 01/2018, Đ9.2: the form is printed on A5."""
    box = pypdf.PdfReader(io.BytesIO(receipt_pdf(make_slip(), paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == pytest.approx(size, abs=1)


def test_the_same_slip_gives_the_same_bytes() -> None:
    """A form kept in the archive can be made again and compared."""
    assert receipt_pdf(make_slip()) == receipt_pdf(make_slip())


def test_only_bundled_faces_are_used_and_they_are_embedded() -> None:
    """The file looks the same on a machine without Vietnamese fonts."""
    page = pypdf.PdfReader(io.BytesIO(receipt_pdf(make_slip()))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    drawn = [font for font in fonts if font["/BaseFont"] != "/Helvetica"]
    assert drawn
    assert all("BeVietnamPro" in font["/BaseFont"] for font in drawn)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in drawn)


def test_the_qr_reads_from_the_printed_sheet() -> None:
    """At 200 dots an inch, what an office printer makes at least."""
    slip = make_slip()
    document = pypdfium2.PdfDocument(receipt_pdf(slip))
    picture = document[0].render(scale=200 / 72).to_pil()
    document.close()
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text == slip.qr_text


def test_a_reprint_is_marked_and_a_slip_without_qr_is_made() -> None:
    """Two papers of one dossier must not look alike."""
    text = text_of(receipt_pdf(make_slip(copy=2, qr_text="", legal_basis="")))
    assert text.startswith("BẢN IN LẠI LẦN 2")
    assert "BẢN IN LẠI" not in text_of(receipt_pdf(make_slip()))


def test_signs_of_markup_in_a_name_are_only_letters() -> None:
    """A company called A & B <C> keeps its name."""
    assert "A & B <b>C" in text_of(receipt_pdf(make_slip(owner_name="A & B <b>C")))


def test_a_character_without_a_glyph_is_refused() -> None:
    """reportlab alone would draw a box."""
    with pytest.raises(GlyphMissing):
        receipt_pdf(make_slip(owner_name="LÊ 漢 AN"))
