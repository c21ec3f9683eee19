"""What stands on form 01, in the statutory order, before anything is measured or drawn.

The order is that of Mẫu số 01, TT 01/2018/TT-VPCP; the thermal slip and the PDF both take it from
here, so that no field can be on one and missing on the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from app.core.clock import VIETNAM
from app.core.papers import PaperCount, ReceiptSlip
from app.core.wording import long_date, moment_text, short_date, weekday_name

COUNTRY: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
CODE_LABEL: Final = "Mã hồ sơ"
EDITION: Final = "(Liên: Giao khách hàng)"
PAPERS_LABEL: Final = "1. Thành phần hồ sơ, số lượng mỗi loại giấy tờ"
DUE_LABEL: Final = "5. Thời gian trả kết quả giải quyết hồ sơ"
SIGNERS: Final = ("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ")
SIGN_HINT: Final = "(Ký và ghi rõ họ tên)"


class Size(Enum):
    """Sizes of thermal text in dots; 18 is the least that survives on paper, 22 the least to read.

    Figures measured in 1-bit: below 22 dots the nearest pairs of letters differ by a dot or two.
    """

    NOTE = 18
    LABEL = 20
    BODY = 22
    HEAD = 24
    TITLE = 30
    GREAT = 46  # code and day: what the eye must find first; shrinks to stay on one line


@dataclass(frozen=True, slots=True)
class Line:
    """A centred line; it wraps into lines of about equal length."""

    text: str
    size: Size = Size.BODY
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Framed:
    """A value nobody may overlook, in a frame: ``label``, an ordinary line, a great one."""

    label: str
    above: str
    great: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers handed in."""

    papers: tuple[PaperCount, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Room for two signatures side by side, with the names below."""

    titles: tuple[str, str]
    names: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Code2D:
    """The QR code; ``dots`` a module, 0 for what suits the paper."""

    text: str
    dots: int = 0


@dataclass(frozen=True, slots=True)
class Ruler:
    """A scale in millimetres across the paper, at ``dpi`` dots an inch."""

    dpi: int


@dataclass(frozen=True, slots=True)
class Band:
    """White text on a black band."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the slip."""


Block = Line | Field | Framed | Papers | Signatures | Code2D | Band | Rule | Ruler

TORN_BLOCKS: Final = (
    Band("HỦY – BẢN IN HỎNG"),
    Line("Phần phiếu in dở ở phía trên (nếu có) không có giá trị."),
)
"""Ends half a slip, so that it never hangs on the next one."""


def receipt_blocks(slip: ReceiptSlip) -> tuple[Block, ...]:
    """Return the thermal slip from top to bottom; empty optional fields are left out."""
    return (
        *_head(slip),
        Rule(),
        *person_fields(slip),
        Rule(),
        Papers(slip.papers),
        *term_fields(slip),
        Framed(DUE_LABEL, due_hour(slip.due_at), due_day(slip.due_at)),
        *closing_fields(slip),
        Signatures(SIGNERS, (slip.submitter_name, slip.clerk_name)),
        Rule(),
        *_foot(slip),
    )


def person_fields(slip: ReceiptSlip) -> tuple[Field, ...]:
    """Return the fields before the numbered items: office, people, what is asked for."""
    return _filled(
        ("Bộ phận tiếp nhận và trả kết quả", desk_name(slip)),
        ("Tiếp nhận hồ sơ của", slip.owner_name),
        ("Người nộp", slip.submitter_name),
        ("Địa chỉ", slip.address),
        ("Số điện thoại", slip.phone),
        ("Email", slip.email),
        (slip.identity_label, slip.identity_masked),
        ("Nội dung yêu cầu giải quyết", f"{slip.procedure_name} ({slip.procedure_code})"),
        ("Trường hợp", slip.case_name),
        ("Hình thức nộp", slip.channel),
    )


def term_fields(slip: ReceiptSlip) -> tuple[Field, ...]:
    """Return items 2 to 4: sets, processing time, moment of receipt."""
    return _filled(
        ("2. Số lượng hồ sơ", f"{slip.set_count:02} (bộ)"),
        ("3. Thời gian giải quyết hồ sơ theo quy định là", slip.term_text),
        ("4. Thời gian nhận hồ sơ", long_moment(slip.received_at)),
    )


def closing_fields(slip: ReceiptSlip) -> tuple[Field, ...]:
    """Return item 6 and what stands between it and the signatures."""
    return _filled(
        ("6. Đăng ký nhận kết quả tại", slip.result_place),
        ("7. Phí, lệ phí (nếu có)", slip.charge_text),
        *(("Chú ý", note) for note in slip.notes),
        ("Vào Sổ theo dõi hồ sơ", book_entry(slip)),
    )


def contact_fields(slip: ReceiptSlip) -> tuple[Field, ...]:
    """Return where the citizen may ask about the dossier."""
    head = slip.letterhead
    return _filled(
        ("Tra cứu", head.tracking_address), ("Nơi trả", head.address), ("Tổng đài", head.phone)
    )


def desk_name(slip: ReceiptSlip) -> str:
    """Return the office and, where it has several, the counter."""
    names = (slip.letterhead.agency_name, slip.counter_name)
    return ", ".join(name for name in names if name)


def book_entry(slip: ReceiptSlip) -> str:
    """Return the place in the follow-up book."""
    return f"Quyển số: {slip.book}, Số thứ tự: {slip.entry}"


def place_and_day(slip: ReceiptSlip) -> str:
    """Return ``Bến Tre, ngày 05 tháng 01 năm 2027``."""
    return f"{slip.letterhead.place}, {long_date(slip.issued_at.astimezone(VIETNAM).date())}"


def long_moment(moment: datetime) -> str:
    """Return ``09 giờ 30 phút, ngày 05 tháng 01 năm 2027`` as the form words it."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"


def due_hour(moment: datetime) -> str:
    """Return the hour and weekday of the appointment."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} phút, {weekday_name(local.date())}"


def due_day(moment: datetime) -> str:
    """Return the day of the appointment in digits, the way people look for it."""
    return short_date(moment.astimezone(VIETNAM).date())


def reprint_text(copy: int) -> str:
    """Return the mark of the ``copy``-th reprint."""
    return f"BẢN IN LẠI LẦN {copy}"


def reprint_details(slip: ReceiptSlip) -> str:
    """Return when and where a reprint was made; empty where its slip does not say."""
    if slip.copied_at is None:
        return ""
    where = ", ".join(part for part in (slip.counter_name, slip.copied_by) if part)
    return f"In lại lúc {moment_text(slip.copied_at)}" + (f", {where}" if where else "")


def paper_counts(paper: PaperCount) -> str:
    """Return ``1 bản chính, 2 bản photo``: the counts of one paper, without the zeros."""
    named = (
        (paper.originals, "bản chính"),
        (paper.certified, "bản chứng thực"),
        (paper.copies, "bản photo"),
    )
    return ", ".join(f"{count} {name}" for count, name in named if count) or "0 bản"


def _head(slip: ReceiptSlip) -> Iterator[Block]:
    if slip.copy:
        yield Band(reprint_text(slip.copy))
        if details := reprint_details(slip):
            yield Line(details, Size.LABEL)
    yield Line(slip.form_number, Size.NOTE)
    if slip.legal_basis:
        yield Line(f"({slip.legal_basis})", Size.NOTE)
    yield Line(slip.letterhead.parent_name, Size.BODY)
    yield Line(slip.letterhead.agency_name, Size.BODY, is_bold=True)
    yield Line(COUNTRY, Size.BODY, is_bold=True)
    yield Line(MOTTO, Size.BODY, is_bold=True)
    yield Framed(CODE_LABEL, "", slip.code)
    yield Line(place_and_day(slip))
    yield Line(book_entry(slip))
    yield Line(slip.title.upper(), Size.TITLE, is_bold=True)
    yield Line(EDITION, Size.LABEL)


def _foot(slip: ReceiptSlip) -> Iterator[Block]:
    if slip.qr_text:
        yield Code2D(slip.qr_text)
        yield Line(slip.code, Size.HEAD, is_bold=True)
    yield from contact_fields(slip)


def _filled(*pairs: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(label, value) for label, value in pairs if value)
