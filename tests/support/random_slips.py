"""Seeded random slips: every field that may be empty is, somewhere; every letter is used."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from app.core.clock import VIETNAM
from app.core.papers import Letterhead, PaperCount, ReceiptSlip
from tests.support.letters import VIETNAMESE

SEED = 20261120
FIRST_DAY = datetime(2026, 1, 5, 7, 30, tzinfo=VIETNAM)
LETTERS_A_SLIP = 5
PAYLOAD_DIGITS = 232  # of a signed code
PREFIXES = ("", "https://motcua.phuong.example.vn/v#")

FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Ông Ứng"
MIDDLES = "Thị Văn Hữu Ngọc Thuỳ Đình Quỳnh Mỹ Khánh Tường Xuân Bảo Nhật Gia Kiều"
GIVEN = "Ẩn Ưỡng Huyền Thuỷ Quỳ Nghĩa Đức Lộc Ý Yến Oanh Tuấn Khuê Thưởng Hạnh Ngãi Ổn"
WORDS = """
đăng ký biến động quyền sử dụng đất sở hữu tài sản gắn liền với nhà ở công trình xây dựng khai
sinh khai tử kết hôn chứng thực bản sao chữ ký người dịch hỗ trợ chi phí mai táng đối tượng bảo
trợ xã hội cấp giấy phép kinh doanh hộ cá thể thay đổi cải chính bổ sung hộ tịch xác nhận tình
trạng giám hộ nhận cha mẹ con trường hợp đã thoả thuận của các thành viên hoặc vợ chồng
"""
PLACES = ("Bến Mơ", "Hoà Bình", "Ngõ Gạch", "Cửa Ông Bảy", "Thuỷ Xuân Thượng", "Ấp Mười Lẻ")
IDENTITIES = ("Số định danh cá nhân", "Hộ chiếu", "Mã số thuế", "Giấy phép thành lập")
CHANNELS = ("", "Trực tiếp", "Trực tuyến", "Qua dịch vụ bưu chính công ích")
TERMS = ("Trong ngày", "03 ngày làm việc", "20 ngày làm việc, không kể thời gian niêm yết", "")
LONG_WORD = "motdiachithudienturatdaikhongcochonaodengatdong"


def random_slips(count: int, seed: int = SEED) -> Iterator[ReceiptSlip]:
    """Yield ``count`` slips; 30 in a row hold all Vietnamese letters in both cases."""
    for number in range(count):
        yield random_slip(number, seed)


def random_slip(number: int, seed: int = SEED) -> ReceiptSlip:
    """Return the slip of that number; the same on every machine."""
    chance = random.Random(f"{seed}/{number}")
    received = FIRST_DAY + timedelta(minutes=chance.randrange(400_000))
    copy = chance.choice((0, 0, 0, 1, 2, 11))
    return ReceiptSlip(
        form_number=chance.choice(("Mẫu số 01", "Mẫu số 01/HCC")),
        title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        legal_basis=chance.choice(("", "Thông tư số 03/2025/TT-VPCP")),
        letterhead=_letterhead(chance),
        code=_code(chance, received),
        book=f"{received:%Y}",
        entry=f"{chance.randrange(1, 10 ** chance.randint(1, 5)):04}",
        issued_at=received + timedelta(minutes=chance.randrange(3)),
        owner_name=_name(chance, chance.choice((2, 3, 4, 9, 18))).upper(),
        submitter_name=_name(chance, chance.choice((2, 3, 4, 7))),
        address=f"Số {chance.randint(1, 999)}, {_letters(number)}, {chance.choice(PLACES)}",
        phone=chance.choice(("", "0900 000 123")),
        email=chance.choice(("", "an@example.vn", f"{LONG_WORD}@congty.example.vn")),
        identity_label=chance.choice(IDENTITIES),
        identity_masked=chance.choice(("", f"••••••••{_digits(chance, 4)}")),
        procedure_code=f"{chance.randint(1, 3)}.{_digits(chance, 6)}",
        procedure_name=_phrase(chance, chance.choice((3, 8, 20, 50))),
        case_name=chance.choice(("", _phrase(chance, chance.randint(2, 12)))),
        channel=chance.choice(CHANNELS),
        papers=tuple(_paper(chance) for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 20)))),
        set_count=chance.randint(1, 12),
        term_text=chance.choice(TERMS),
        received_at=received,
        due_at=received + timedelta(days=chance.randrange(60)),
        result_place=chance.choice(("", "Quầy trả kết quả", _phrase(chance, 14))),
        charge_text=chance.choice(("", "Miễn phí", "1.250.000 đồng (đã nộp)")),
        clerk_name=_name(chance, chance.choice((2, 3, 4))),
        counter_name=chance.choice(("", "Quầy 3", "Quầy 12 (Tư pháp – Hộ tịch)")),
        copy=copy,
        qr_text=chance.choice(PREFIXES) + payload(chance),
        notes=tuple(_phrase(chance, 16) for _ in range(chance.choice((0, 0, 1, 3)))),
        appointment=chance.choice((1, 1, 2)),
        copied_at=received + timedelta(minutes=chance.randrange(9000)) if copy else None,
        copied_by=_name(chance, 3) if copy else "",
    )


def payload(chance: random.Random) -> str:
    """Return digits as a signed code has them."""
    return str(chance.randint(1, 9)) + _digits(chance, PAYLOAD_DIGITS - 1)


def _letterhead(chance: random.Random) -> Letterhead:
    place = chance.choice(PLACES)
    return Letterhead(
        parent_name=f"ỦY BAN NHÂN DÂN PHƯỜNG {place.upper()}",
        agency_name="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        place=place,
        address=chance.choice(("", f"{chance.randint(1, 200)} đường Hoa Phượng, {place}")),
        phone=chance.choice(("", "1900 0000")),
        tracking_address=chance.choice(("", "tracuu.benmo.example.vn")),
    )


def _code(chance: random.Random, received: datetime) -> str:
    office = chance.choice(("H29.26", "000.00.16.H40", "G09.99.98"))
    return f"{office}-{received:%y%m%d}-{chance.randrange(10_000):04}"


def _paper(chance: random.Random) -> PaperCount:
    label = _phrase(chance, chance.choice((2, 6, 18)))
    return PaperCount(label, chance.randrange(3), chance.randrange(3), chance.choice((0, 1, 12)))


def _name(chance: random.Random, words: int) -> str:
    parts = ((FAMILIES, 1), (MIDDLES, words - 2), (GIVEN, 1))
    return " ".join(_words(chance, text, count) for text, count in parts if count)


def _phrase(chance: random.Random, words: int) -> str:
    return _words(chance, WORDS, words).capitalize()


def _words(chance: random.Random, text: str, count: int) -> str:
    return " ".join(chance.choices(text.split(), k=count))


def _letters(number: int) -> str:
    """Return the next few of all letters, as the names of lanes might have them."""
    start = number * LETTERS_A_SLIP
    turn = (VIETNAMESE[(start + step) % len(VIETNAMESE)] for step in range(LETTERS_A_SLIP))
    return "ngõ " + " ".join(f"{letter}n" for letter in turn)


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))
