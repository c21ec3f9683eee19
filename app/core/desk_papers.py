"""Frozen contents of the desk's papers on sheets: forms 02, 03, 05 to 07 and the working slips.

Everything a paper shows is here and nothing is looked up later, as in ``app.core.papers``, whose
``freeze`` and ``digest`` keep these too. An empty text is a field that the paper leaves out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from app.core.papers import Letterhead, PaperCount

HANDOVER_BLOCKS: Final = 4
"""How often a dossier may change hands on one control sheet (TT 01/2018/TT-VPCP, Mẫu số 05)."""


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper begins with, and whether it is the original."""

    kind: str  # "supplement_request"…
    form_number: str  # "Mẫu số 02"; "" for a working slip
    title: str
    legal_basis: str
    paper: str  # the sheet its form asks for: "A5", "A4", "A5-landscape", "A4-landscape"
    letterhead: Letterhead
    issued_at: datetime
    code: str = ""  # mã hồ sơ; "" on lists of many dossiers
    qr_text: str = ""
    copy: int = 0  # 0 the original, n the n-th reprint
    copied_at: datetime | None = None
    copied_by: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the dossier asks for, and for whom."""

    owner_name: str  # chủ hồ sơ
    submitter_name: str  # người nộp, the same person or the representative
    address: str
    phone: str
    email: str
    procedure_code: str
    procedure_name: str
    case_name: str  # "" where the procedure has one case


@dataclass(frozen=True, slots=True)
class SupplementRequest:
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02)."""

    head: PaperHead
    matter: Matter
    request: str  # the sentence before the list
    items: tuple[str, ...]
    reasons: tuple[str, ...]
    closing: str
    clerk_name: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu 03)."""

    head: PaperHead
    matter: Matter
    statement: str  # ``**`` marks bold spans
    reasons: tuple[str, ...]
    legal_ground: str
    closing: str
    clerk_name: str


@dataclass(frozen=True, slots=True)
class StopNotice:
    """Thông báo dừng giải quyết hồ sơ (Mẫu 05 of TT 03/2025)."""

    head: PaperHead
    matter: Matter
    number: str  # "" leaves room for the pen
    symbol: str
    received_at: datetime
    paragraphs: tuple[str, ...]  # ``**`` marks bold spans
    reasons: tuple[str, ...]
    legal_ground: str
    returned: tuple[PaperCount, ...]
    closing: str
    authority: tuple[str, ...]  # ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    signer_name: str
    copies_to: tuple[str, ...]  # Nơi nhận


@dataclass(frozen=True, slots=True)
class HandoverBlock:
    """One change of hands; what is empty is written with a pen."""

    giver: str = ""
    receiver: str = ""
    at: datetime | None = None
    outcome: str = ""  # trước hạn, đúng hạn, quá hạn
    note: str = ""


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 05; TT 03/2025: 06)."""

    head: PaperHead
    owner_name: str
    received_at: datetime
    due_at: datetime
    department: str  # "" leaves room for the pen
    partner: str  # cơ quan phối hợp
    blocks: tuple[HandoverBlock, ...]


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of the follow-up book."""

    number: int  # within the year, from 1
    code: str
    procedure_name: str
    set_count: int
    owner_name: str
    address: str
    phone: str
    department: str  # cơ quan chủ trì
    received_on: date
    due_on: date
    returned_on: date | None
    return_way: str
    collector: str
    note: str


@dataclass(frozen=True, slots=True)
class Register:
    """Sổ theo dõi hồ sơ (Mẫu 06; TT 03/2025: 07), one book a year."""

    head: PaperHead
    book: str
    first_on: date
    last_on: date
    entries: tuple[RegisterEntry, ...]
    clerk_name: str


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One document that is handed over as the result."""

    kind: str
    number: str  # "" leaves room for the pen
    summary: str  # trích yếu


@dataclass(frozen=True, slots=True)
class ResultReceipt:
    """Giấy biên nhận trả kết quả: who gave what to whom."""

    head: PaperHead
    matter: Matter
    giver_name: str
    giver_phone: str
    receiver_name: str
    receiver_phone: str
    receiver_identity: str  # masked
    results: tuple[ResultItem, ...]
    returned_at: datetime


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One dossier whose result goes from the department to the desk."""

    code: str
    procedure_name: str
    result_name: str
    owner_name: str
    address: str
    charge_text: str
    is_by_post: bool


@dataclass(frozen=True, slots=True)
class ResultHandover:
    """Phiếu bàn giao kết quả from a department to the desk."""

    head: PaperHead
    giver: str
    receiver: str
    rows: tuple[ResultRow, ...]
    receiver_name: str


@dataclass(frozen=True, slots=True)
class DossierHandoverRow:
    """One dossier that goes from the desk to a department."""

    code: str
    procedure_name: str
    owner_name: str
    received_at: datetime
    due_at: datetime
    set_count: int
    paper_count: int


@dataclass(frozen=True, slots=True)
class DossierHandover:
    """Giấy bàn giao hồ sơ from the desk to a department (NĐ 118/2025 Đ18.2)."""

    head: PaperHead
    giver: str
    receiver: str
    rows: tuple[DossierHandoverRow, ...]
    giver_name: str


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One fee or charge in đồng."""

    name: str
    note: str
    amount: int


@dataclass(frozen=True, slots=True)
class ChargeNote:
    """Phiếu thu phí, lệ phí: the desk's own note, no tax receipt (biên lai)."""

    head: PaperHead
    matter: Matter
    payer_name: str
    lines: tuple[ChargeLine, ...]
    total: int
    total_words: str
    remark: str
    editions: tuple[str, ...]  # one sheet each: "Liên 1: Lưu"…
    clerk_name: str


DeskPaper = (
    SupplementRequest
    | Refusal
    | StopNotice
    | ControlSheet
    | Register
    | ResultReceipt
    | ResultHandover
    | DossierHandover
    | ChargeNote
)

KINDS: Final[Mapping[str, type[DeskPaper]]] = {
    "supplement_request": SupplementRequest,
    "refusal": Refusal,
    "stop_notice": StopNotice,
    "control_sheet": ControlSheet,
    "register": Register,
    "result_receipt": ResultReceipt,
    "result_handover": ResultHandover,
    "dossier_handover": DossierHandover,
    "charge_note": ChargeNote,
}
"""The kind of a form version, and what its papers are."""

_T = TypeVar("_T")


def thaw(paper: type[_T], frozen: str) -> _T:
    """Return the paper kept as ``frozen``; a field it was kept without gets its default."""
    thawed: _T = _thawed(paper, json.loads(frozen))
    return thawed


def thaw_paper(frozen: str) -> DeskPaper:
    """Return any desk paper kept as ``frozen``: its head says what it is."""
    raw = json.loads(frozen)
    thawed: DeskPaper = _thawed(KINDS[raw["head"]["kind"]], raw)
    return thawed


def _thawed(kind: Any, raw: Any) -> Any:
    if raw is None:
        return None
    if isinstance(kind, UnionType):  # datetime | None
        return _thawed(get_args(kind)[0], raw)
    if get_origin(kind) is tuple:
        return tuple(_thawed(get_args(kind)[0], one) for one in raw)
    if is_dataclass(kind):
        kinds = get_type_hints(kind)
        known = (one.name for one in fields(kind) if one.name in raw)
        return kind(**{name: _thawed(kinds[name], raw[name]) for name in known})  # type: ignore[operator]
    return kind.fromisoformat(raw) if kind in {date, datetime} else raw
