"""Form 01 on thermal paper: all fields, their order, and nothing over the edge."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.papers import PaperCount, ReceiptSlip
from app.printing import raster
from app.printing.receipt_layout import paper_counts, receipt_blocks
from app.printing.strip import Bar, Modules, QrTooBig, Strip, Text
from tests.support.slips import make_long_slip, make_slip

WIDTHS = (576, 512, 384, 336)


def typeset(slip: ReceiptSlip, width: int) -> Strip:
    raster.ensure_gui_application()
    strip = Strip(width, raster._width)
    for block in receipt_blocks(slip):
        strip.add(block)
    return strip


def texts(strip: Strip) -> list[Text]:
    return [mark for mark in strip.marks if isinstance(mark, Text)]


def statutory(slip: ReceiptSlip) -> list[str]:
    """The contents of Mẫu số 01 in the order of TT 01/2018, before the signatures."""
    return [
        slip.form_number,
        slip.letterhead.parent_name,
        slip.letterhead.agency_name,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Mã hồ sơ {slip.code}",
        "Bến Sông, ngày 20 tháng 11 năm 2026",
        "Quyển số: 2026, Số thứ tự: 0042",
        slip.title.upper(),
        "(Liên: Giao khách hàng)",
        f"Bộ phận tiếp nhận và trả kết quả: {slip.letterhead.agency_name}, {slip.counter_name}",
        f"Tiếp nhận hồ sơ của: {slip.owner_name}",
        f"Người nộp: {slip.submitter_name}",
        f"Địa chỉ: {slip.address}",
        f"Số điện thoại: {slip.phone}",
        f"Email: {slip.email}",
        f"{slip.identity_label}: {slip.identity_masked}",
        f"Nội dung yêu cầu giải quyết: {slip.procedure_name} ({slip.procedure_code})",
        f"Trường hợp: {slip.case_name}",
        f"Hình thức nộp: {slip.channel}",
        "1. Thành phần hồ sơ, số lượng mỗi loại giấy tờ:",
        "2. Số lượng hồ sơ: 01 (bộ)",
        f"3. Thời gian giải quyết hồ sơ theo quy định là: {slip.term_text}",
        "4. Thời gian nhận hồ sơ: 09 giờ 30 phút, ngày 20 tháng 11 năm 2026",
        "5. Thời gian trả kết quả giải quyết hồ sơ 17 giờ 00 phút, Thứ Năm 26/11/2026",
        f"6. Đăng ký nhận kết quả tại: {slip.result_place}",
        f"7. Phí, lệ phí (nếu có): {slip.charge_text}",
        f"Chú ý: {slip.notes[0]}",
        "Vào Sổ theo dõi hồ sơ: Quyển số: 2026, Số thứ tự: 0042",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_field_stands_on_the_slip_in_the_statutory_order(width: int) -> None:
    """TT 01/2018, Mẫu số 01: the narrow slip leaves nothing out either."""
    slip = make_slip()
    printed = " ".join(text.text for text in texts(typeset(slip, width)))
    at = 0
    for expected in statutory(slip):
        found = printed.find(expected, at)
        assert found >= 0, expected
        at = found + len(expected)


@pytest.mark.parametrize("width", WIDTHS)
def test_papers_and_their_counts_stand_in_the_list(width: int) -> None:
    """Every paper handed in is on the citizen's slip with the number of each kind."""
    slip = make_slip()
    printed = " ".join(text.text for text in texts(typeset(slip, width)))
    squeezed = printed.replace("Chính C.thực Photo ", "")
    if width < 480:
        assert "2. Giấy chứng sinh 1 bản chính 3." in squeezed
        assert "1 bản chứng thực, 2 bản photo" in squeezed
    else:
        assert "2. Giấy chứng sinh 1 – – 3." in squeezed
        assert "– 1 2" in squeezed


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("make", [make_slip, make_long_slip])
def test_nothing_passes_the_edge_of_the_paper(width: int, make: Any) -> None:
    """Twenty papers, an endless e-mail address and long names still make a tidy slip."""
    strip = typeset(make(), width)
    for mark in strip.marks:
        match mark:
            case Text(x, _, text, size, is_bold):
                right = x + raster._width(text, size, is_bold)
            case Bar(x, _, bar_width):
                right = x + bar_width
            case Modules(x, _, matrix, dots):
                right = x + len(matrix) * dots
        assert x >= 0
        assert right <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_is_smaller_than_eighteen_dots_and_no_value_below_twenty_two(width: int) -> None:
    """Smaller letters do not survive a thermal head."""
    marks = texts(typeset(make_long_slip(), width))
    assert min(mark.size for mark in marks) >= 18
    values = [mark for mark in marks if mark.text in {"Trực", "0900 000 123", "Trực tiếp"}]
    assert values
    assert all(mark.size >= 22 and mark.is_bold for mark in values)


@pytest.mark.parametrize("width", [576, 512, 384])
def test_code_and_day_are_the_largest_things_on_the_slip(width: int) -> None:
    """They are what the citizen and the desk look for first."""
    marks = texts(typeset(make_slip(), width))
    largest = sorted(marks, key=lambda mark: -mark.size)[:2]
    assert {mark.text for mark in largest} == {"H29.26-261120-0042", "26/11/2026"}


def test_only_a_reprint_carries_the_inverted_band() -> None:
    """Two papers of one dossier must not look alike."""
    assert not [mark for mark in texts(typeset(make_slip(), 576)) if mark.is_white]
    band = [mark for mark in texts(typeset(make_slip(copy=3), 576)) if mark.is_white]
    assert [mark.text for mark in band] == ["BẢN IN LẠI LẦN 3"]


def test_an_empty_field_leaves_no_empty_label() -> None:
    """A citizen without e-mail gets no line asking for one."""
    slip = make_slip(email="", case_name="", notes=(), qr_text="", papers=(), legal_basis="")
    printed = " ".join(text.text for text in texts(typeset(slip, 576)))
    absent = ("Email", "Trường hợp", "Chú ý", "Thành phần", "()")
    assert not [label for label in absent if label in printed]


def test_the_slip_tells_vietnamese_time() -> None:
    """Moments are kept in UTC; paper is local."""
    slip = make_slip(due_at=datetime(2026, 11, 26, 18, 0, tzinfo=UTC))
    printed = " ".join(text.text for text in texts(typeset(slip, 576)))
    assert "01 giờ 00 phút, Thứ Sáu 27/11/2026" in printed


@pytest.mark.parametrize(
    ("width", "digits", "dots"), [(576, 60, 5), (384, 60, 5), (384, 900, 4), (336, 200, 5)]
)
def test_qr_modules_are_five_dots_and_four_only_where_five_do_not_fit(
    width: int, digits: int, dots: int
) -> None:
    """Below four dots no code survives fading."""
    strip = typeset(make_slip(qr_text="https://motcua.example.vn/v#" + "7" * digits), width)
    (code,) = [mark for mark in strip.marks if isinstance(mark, Modules)]
    assert code.dots == dots


def test_a_qr_that_cannot_be_read_is_refused() -> None:
    """Rather an error than a grey square in the citizen's hand."""
    with pytest.raises(QrTooBig):
        typeset(make_slip(qr_text="7" * 3000), 384)


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ((1, 0, 0), "1 bản chính"),
        ((0, 2, 3), "2 bản chứng thực, 3 bản photo"),
        ((0, 0, 0), "0 bản"),
    ],
)
def test_counts_in_words_leave_out_the_zeros(counts: tuple[int, int, int], text: str) -> None:
    """On narrow paper there is no room for three columns."""
    assert paper_counts(PaperCount("Tờ khai", *counts)) == text
