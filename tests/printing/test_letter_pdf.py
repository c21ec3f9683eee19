"""The letter on paper: NĐ 30/2020's layout, whole Vietnamese, the same bytes every time."""

import io
import unicodedata
from datetime import datetime
from itertools import groupby

import pytest
from pypdf import PdfReader

from app.core.clock import VIETNAM
from app.core.papers import ApologyLetter
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


def test_an_empty_number_leaves_room_for_the_pen() -> None:
    """The number comes after the signature (NĐ 30/2020, Điều 15)."""
    (text,) = pages(letter_pdf(make_letter(number="")).data)
    assert "Số: /PXL-TTPVHCC" in text


def test_a_paragraph_longer_than_a_page_goes_on() -> None:
    """Whatever is written is printed to its last word, on as many numbered pages as it takes."""
    told = pages(letter_pdf(make_letter(paragraphs=(LONG * 40 + "Hết.",))).data)
    assert len(told) > 2
    assert "Hết." in " ".join(told)
    assert [page.split()[0] for page in told[1:]] == [str(n) for n in range(2, len(told) + 1)]


def test_a_crowded_letter_shrinks_before_it_turns_the_page() -> None:
    """14, then 13.5, then 13 points, as the decree allows; never less."""
    sizes = [_body_size(make_letter(paragraphs=(LONG, *["Đang chờ."] * n))) for n in range(8, 24)]
    shrinking = [size for size, _ in groupby(sizes)]
    assert shrinking == [14.0, 13.5, 13.0, 14.0]  # on two pages there is room again


def test_the_file_is_dated_by_the_letter() -> None:
    """Not by the machine: else two drawings of one letter would differ."""
    facts = PdfReader(io.BytesIO(letter_pdf(make_letter()).data)).metadata
    assert facts is not None
    assert facts.creation_date == datetime(2027, 1, 5, tzinfo=VIETNAM)


def _body_size(letter: ApologyLetter) -> float:
    sizes: list[float] = []

    def keep(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if "xác minh" in text:
            sizes.append(size)

    PdfReader(io.BytesIO(letter_pdf(letter).data)).pages[0].extract_text(visitor_text=keep)
    return sizes[0]
