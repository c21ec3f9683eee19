"""Letters composed by the shipped wordings for the sample ward, without a database."""

from datetime import date, datetime
from typing import Any

from app.core.appointment import ReturnPolicy, ReturnRule
from app.core.clock import VIETNAM
from app.core.papers import ApologyLetter, Decision, Letterhead
from app.core.workcalendar import WorkCalendar
from app.exchange.shipped import load_shipped_forms, sample_office
from app.services import papers
from app.services.apology_choices import ApologyChoices
from app.services.office import Office, Signer

DOCUMENT_ID = "01a20c47-2e6b-7d8c-a15c-5c1982d48fb1"
DECISION = Decision(
    name="Vũ Quang Bình",
    position="Chủ tịch Ủy ban nhân dân phường",
    reason="Hồ sơ phải xác minh ở hai nơi thường trú cũ.",
    document_number="88/QĐ-UBND",
    document_on=date(2026, 11, 11),
)
GENERATIONS = {
    "apology_letter of 2018": ("apology_letter", 2025),
    "apology_letter of 2025": ("apology_letter", 2026),
    "official letter": ("apology_official_letter", 2026),
}
"""Each shipped template: its kind, and a year in which its dossiers were received."""


def make_office(**changes: Any) -> Office:
    """Return the sample ward as the services see it, some of it changed."""
    ward = sample_office()
    facts: dict[str, Any] = {
        "agency_id": ward.code,
        "code": ward.code,
        "name": ward.name,
        "parent_name": ward.parent_name,
        "station_id": "01",
        "counter_name": "Quầy 1",
        "printer": "receipt",
        "is_sample": True,
        "letterhead": Letterhead(
            ward.parent_name, ward.name, ward.place, ward.address, ward.phone, ""
        ),
        "calendar": WorkCalendar(special={}, years=frozenset(), sessions=()),
        "policy": ReturnPolicy(ReturnRule.END_OF_DAY, None),
        "patterns": (),
        "forms": load_shipped_forms(),
        "signer": Signer(ward.authority, ward.signer_name),
        "responsible": ward.responsible,
        "contact": f"{ward.phone} – {ward.address}",
        "qr_prefix": "",
        "qr_content": "sealed",
        "result_place": ward.name,
        "notes": (),
        "apology": ApologyChoices(),
    }
    return Office(**(facts | changes))


def compose(
    wording: str,
    *,
    kind: str = "apology_letter",
    year: int = 2026,
    office: Office | None = None,
    **changes: Any,
) -> ApologyLetter:
    """Return a letter about a dossier of January 2025 or November 2026, some facts changed."""
    month = 1 if year == 2025 else 11  # the older circular ended in September 2025

    def at(day: int, hour: int = 17) -> datetime:
        return datetime(year, month, day, hour, tzinfo=VIETNAM)

    facts: dict[str, Any] = {
        "document_id": DOCUMENT_ID,
        "code": "H29.26-261102-0007",
        "procedure_name": "Cấp Giấy xác nhận tình trạng hôn nhân",
        "recipient": "Nguyễn Thị Ẩn",
        "salutation": "Bà",
        "address": "Số 2 đường Bến Mơ, khu phố 1, phường Bến Mơ, tỉnh Sông Mơ",
        "phone": "0000 100 101",
        "received_at": at(2, 9),
        "promised_at": at(5),
        "first_promised_at": at(5),
        "reason": "Công an phường nơi thường trú trước đây chưa trả lời xác minh",
        "new_due_at": at(12),
        "at": at(5, 8),
    }
    if wording == "second":
        facts |= {"promised_at": at(12), "new_due_at": at(20), "ordinal": 2, "at": at(12, 8)}
        facts["was_reappointed"] = True
        facts |= {"decision": DECISION}
    if wording in {"finished", "ended"}:
        facts |= {"new_due_at": None, "finished_at": at(9, 10), "at": at(9, 11)}
    return papers.apology_letter(
        office or make_office(), wording=wording, form_kind=kind, **(facts | changes)
    )


def whole_text(letter: ApologyLetter) -> str:
    """Return the running text of a letter without its bold marks."""
    return " ".join((*letter.paragraphs, letter.closing)).replace("**", "")
