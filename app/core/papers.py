"""Frozen contents of the papers the desk issues: everything a paper shows, nothing looked up later.

A reprint equals the original because the whole content, letterhead and wording included, is kept as
canonical JSON with its SHA-256 (form versions change, an issued paper does not).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the paper, as it stood on the day of issue."""

    parent_name: str  # UBND PHƯỜNG …
    agency_name: str  # TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
    place: str  # địa danh before the date
    address: str
    phone: str
    tracking_address: str  # where a citizen may follow the dossier; may be empty


@dataclass(frozen=True, slots=True)
class PaperCount:
    """One paper handed in (thành phần hồ sơ) and how many of each kind."""

    label: str
    originals: int
    certified: int
    copies: int


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01), fields in the statutory order."""

    form_number: str  # "Mẫu số 01"
    title: str
    legal_basis: str
    letterhead: Letterhead
    code: str
    book: str  # quyển số, e.g. "2026"
    entry: str  # số thứ tự in the follow-up book
    issued_at: datetime
    owner_name: str  # chủ hồ sơ
    submitter_name: str  # người nộp, the same person or the representative
    address: str
    phone: str
    email: str
    identity_label: str  # "Số định danh", "Hộ chiếu"…
    identity_masked: str
    procedure_code: str
    procedure_name: str
    case_name: str  # "" where the procedure has one case
    channel: str
    papers: tuple[PaperCount, ...]
    set_count: int
    term_text: str
    received_at: datetime
    due_at: datetime
    result_place: str
    charge_text: str
    clerk_name: str
    counter_name: str
    copy: int  # 0 the original, n the n-th reprint
    qr_text: str
    notes: tuple[str, ...]
    appointment: int = 1  # 2 for the one re-appointment, further ones with a decision
    copied_at: datetime | None = None  # of a reprint, and who made it
    copied_by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The superior's decision about a second lateness, as the letter tells it."""

    name: str
    position: str
    reason: str
    document_number: str
    document_on: date


@dataclass(frozen=True, slots=True)
class ApologyLetter:
    """Văn bản xin lỗi (Mẫu 04, or công văn): paragraphs are composed, ``**`` marks bold spans."""

    document_id: str
    title: str  # "" on an official letter, which has a subject
    letterhead: Letterhead
    number: str  # "" leaves room for the pen
    symbol: str
    dated_on: date
    recipient: str
    recipient_address: str
    recipient_phone: str
    dossier_code: str
    paragraphs: tuple[str, ...]
    closing: str  # last sentence, ends with "./."
    authority: tuple[str, ...]  # ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    signer_name: str
    copies_to: tuple[str, ...]  # Nơi nhận
    qr_text: str
    salutation: str = ""  # before the recipient's name: "Bà", "Ông/Bà"; "" for an organisation
    subject: str = ""  # trích yếu of an official letter, after "V/v"
    paper: str = "A4"  # or "A5"


def freeze(content: Any) -> str:
    """Return the canonical JSON of a paper: sorted keys, no spaces, NFC as given."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def plain(content: Any) -> dict[str, Any]:
    """Return the fields of a slotted dataclass; unlike ``asdict`` it copies nothing."""
    return {name: getattr(content, name) for name in content.__slots__}


def digest(frozen: str) -> str:
    """Return the SHA-256 of a frozen paper, in hex."""
    return hashlib.sha256(frozen.encode()).hexdigest()


def thaw_receipt(frozen: str) -> ReceiptSlip:
    """Return the receipt slip kept as ``frozen``."""
    raw = json.loads(frozen)
    raw["letterhead"] = Letterhead(**raw["letterhead"])
    raw["papers"] = tuple(PaperCount(**paper) for paper in raw["papers"])
    raw["notes"] = tuple(raw["notes"])
    for name in ("issued_at", "received_at", "due_at", "copied_at"):
        if raw.get(name) is not None:  # slips of before say nothing of who copied them
            raw[name] = datetime.fromisoformat(raw[name])
    return ReceiptSlip(**raw)


def thaw_letter(frozen: str) -> ApologyLetter:
    """Return the apology letter kept as ``frozen``."""
    raw = json.loads(frozen)
    raw["letterhead"] = Letterhead(**raw["letterhead"])
    for name in ("paragraphs", "authority", "copies_to"):
        raw[name] = tuple(raw[name])
    raw["dated_on"] = date.fromisoformat(raw["dated_on"])
    return ApologyLetter(**raw)


def _plain(value: object) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return plain(value)
