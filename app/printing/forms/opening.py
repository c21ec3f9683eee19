"""How every desk paper begins and how its common parts are worded."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from app.core.clock import local_day
from app.core.desk_papers import Matter, PaperHead
from app.core.papers import Letterhead
from app.core.wording import long_date, moment_text, short_date
from app.printing.forms.pieces import BODY, Pieces, filled
from app.printing.receipt_layout import CODE_LABEL, Field, reprint_text

QR_SIDE: Final = 16 * mm
TITLE: Final = 12
CODE: Final = 10
DOTS: Final = "…………………"
"""Room for the pen."""


def opening(head: PaperHead, make: Pieces, *, below: str = "", line: str = "") -> Iterator[Any]:
    """Yield reprint band, agency and nation, code, place and day, title.

    ``below`` the agency stands the paper's own number, ``line`` under the title.
    """
    if head.copy:
        yield from make.band(reprint_text(head.copy), _reprint_details(head))
    yield make.heading(head.letterhead, head.form_number, head.legal_basis, below)
    side = QR_SIDE * make.sheet.scale if head.qr_text else 0
    room = make.sheet.width - 2 * side
    above = [make.centred(place_and_day(head.letterhead, head.issued_at), BODY)]
    if head.code:
        above.insert(0, make.balanced(f"{CODE_LABEL}: {head.code}", CODE, room))
    if side:
        yield make.between(above, head.qr_text, side)
    else:
        yield from [*above, Spacer(1, 2 * mm)]
    yield make.balanced(head.title.upper(), TITLE, make.sheet.width)
    if line:
        yield make.centred(line, BODY)
    yield Spacer(1, 2 * mm)


def matter_fields(matter: Matter, owner_label: str) -> tuple[Field, ...]:
    """Return whom the paper is about, and what they ask for; empty fields are left out."""
    submitter = "" if matter.submitter_name == matter.owner_name else matter.submitter_name
    return filled(
        (owner_label, matter.owner_name),
        ("Người nộp", submitter),
        ("Địa chỉ", matter.address),
        ("Số điện thoại", matter.phone),
        ("Email", matter.email),
        ("Nội dung yêu cầu giải quyết", f"{matter.procedure_name} ({matter.procedure_code})"),
        ("Trường hợp", matter.case_name),
    )


def place_and_day(letterhead: Letterhead, at: datetime) -> str:
    """Return ``Bến Mơ, ngày 05 tháng 01 năm 2027``."""
    day = long_date(local_day(at))
    return f"{letterhead.place}, {day}" if letterhead.place else f"{day[0].upper()}{day[1:]}"


def day_text(at: datetime) -> str:
    """Return the day of a moment in digits."""
    return short_date(local_day(at))


def _reprint_details(head: PaperHead) -> str:
    if head.copied_at is None:
        return ""
    who = f", {head.copied_by}" if head.copied_by else ""
    return f"In lại lúc {moment_text(head.copied_at)}{who}"
