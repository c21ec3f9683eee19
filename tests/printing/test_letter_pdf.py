"""The letter on paper: NĐ 30/2020's layout, whole Vietnamese, the same bytes every time."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from app.printing.fonts import GlyphMissing
from app.printing.letter_pdf import letter_pdf
from tests.support.apology import LONG, make_letter


def pages(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def test_everything_said_is_on_the_page_in_composed_vietnamese() -> None:
    """Names, code, reason with its odd signs, dates padded as the decree wants."""
    (text,) = pages(letter_pdf(make_letter()).data)
    assert unicodedata.is_normalized("NFC", text)
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND PHƯỜNG BẾN MƠ",
        "Số: 05/PXL-TTPVHCC",
        "ngày 05 tháng 01 năm 2027",
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "Nguyễn Thị Ẩn",
        "H29.26-270102-0007",
        "Thương mại & Dịch vụ <Hoàng Phát>",
        "Rất mong Ông/Bà thông cảm./.",
        "KT. GIÁM ĐỐC",
        "Lê Đỗ Ngọc Hưởng",
        "Lưu: VT, TTPVHCC",
    ):
        assert said in text


def test_the_same_letter_is_the_same_bytes() -> None:
    """A draft can be hashed and drawn again."""
    assert letter_pdf(make_letter()).data == letter_pdf(make_letter()).data
    assert letter_pdf(make_letter()).data != letter_pdf(make_letter(number="06")).data


def test_a_draft_says_so() -> None:
    """Nobody takes a draft for the letter."""
    assert "DỰ THẢO" in pages(letter_pdf(make_letter(), draft=True).data)[0]
    assert "DỰ THẢO" not in pages(letter_pdf(make_letter()).data)[0]


def test_empty_fields_leave_no_label_behind() -> None:
    """No address, no phone: no line about them."""
    bare = make_letter(recipient_address="", recipient_phone="")
    (text,) = pages(letter_pdf(bare).data)
    assert "Địa chỉ:" not in text
    assert "Điện thoại:" not in text


def test_decomposed_text_prints_like_composed_text() -> None:
    """What an input method leaves in pieces comes out whole."""
    decomposed = make_letter(recipient=unicodedata.normalize("NFD", "Nguyễn Thị Ẩn"))
    assert pages(letter_pdf(decomposed).data) == pages(letter_pdf(make_letter()).data)


def test_every_font_is_embedded() -> None:
    """The letter looks the same on every machine."""
    reader = PdfReader(io.BytesIO(letter_pdf(make_letter()).data))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        descriptor = font.get_object().get("/FontDescriptor")
        assert descriptor is not None
        assert "/FontFile2" in descriptor.get_object()


def test_a_long_letter_turns_the_page_with_its_signature_whole() -> None:
    """The signature never stands alone, and further pages are numbered."""
    result = letter_pdf(make_letter(paragraphs=(LONG * 3,) * 8))
    assert len(pages(result.data)) == 2
    assert result.signature_place.page == 1
    assert "thông cảm" in pages(result.data)[1]
    somewhat = letter_pdf(make_letter(paragraphs=(LONG,) * 5))
    assert len(pages(somewhat.data)) == 1


def test_the_signature_place_lies_on_the_page() -> None:
    """Room of a hand's signature at least, inside the margins."""
    place = letter_pdf(make_letter()).signature_place
    assert 0 <= place.left < place.right <= 595
    assert 0 <= place.bottom < place.top <= 842
    assert place.top - place.bottom >= 60


def test_a_character_the_face_lacks_is_refused() -> None:
    """Never a blank in a name."""
    with pytest.raises(GlyphMissing) as error:
        letter_pdf(make_letter(recipient="Nguyễn 漢"))
    assert "漢" in str(error.value.params["characters"])
