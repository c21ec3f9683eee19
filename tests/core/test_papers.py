"""An issued paper is kept whole: frozen, proved by its digest, thawed as it was."""

import json
from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import VIETNAM
from app.core.papers import (
    ApologyLetter,
    Letterhead,
    PaperCount,
    ReceiptSlip,
    digest,
    freeze,
    thaw_letter,
    thaw_receipt,
)

HEAD = Letterhead("UBND PHƯỜNG BẾN MƠ", "TRUNG TÂM", "Bến Mơ", "Số 1", "0000", "")
RECEIVED = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
SLIP = ReceiptSlip(
    form_number="Mẫu số 01",
    title="GIẤY TIẾP NHẬN",
    legal_basis="",
    letterhead=HEAD,
    code="H29.26-261120-0001",
    book="2026",
    entry="1",
    issued_at=RECEIVED,
    owner_name="Nguyễn Thị Ẩn",
    submitter_name="Nguyễn Thị Ẩn",
    address="Phường Bến Mơ",
    phone="",
    email="",
    identity_label="Số định danh",
    identity_masked="••••••••0123",
    procedure_code="1.004873",
    procedure_name="Cấp giấy xác nhận",
    case_name="",
    channel="Trực tiếp",
    papers=(PaperCount("Tờ khai", 1, 0, 0), PaperCount("Giấy tờ", 0, 1, 2)),
    set_count=1,
    term_text="03 ngày làm việc",
    received_at=RECEIVED,
    due_at=datetime(2026, 11, 26, 17, tzinfo=VIETNAM),
    result_place="Quầy 1",
    charge_text="",
    clerk_name="Lê Văn Bình",
    counter_name="Quầy 1",
    copy=0,
    qr_text="H29.26-261120-0001",
    notes=("Mang theo giấy này.",),
)
LETTER = ApologyLetter(
    document_id="1",
    title="VĂN BẢN XIN LỖI",
    letterhead=HEAD,
    number="",
    symbol="PXL",
    dated_on=date(2026, 11, 25),
    recipient="Bà Nguyễn Thị Ẩn",
    recipient_address="",
    recipient_phone="",
    dossier_code="H29.26-261120-0001",
    paragraphs=("Trung tâm **xin lỗi**.", "Hẹn lại."),
    closing="Trân trọng./.",
    authority=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer_name="Trần Thị Cúc",
    copies_to=("Như trên;", "Lưu: VT."),
    qr_text="",
)


def test_a_slip_thaws_as_it_was_frozen() -> None:
    """A reprint years later equals the original."""
    assert thaw_receipt(freeze(SLIP)) == SLIP


def test_a_letter_thaws_as_it_was_frozen() -> None:
    """Every paragraph, signer and copy."""
    assert thaw_letter(freeze(LETTER)) == LETTER


def test_a_letter_of_before_thaws_as_it_was_printed() -> None:
    """Kept before letters had a salutation, a subject or another paper than A4."""
    kept = json.loads(freeze(LETTER))
    for later in ("salutation", "subject", "paper"):
        del kept[later]
    thawed = thaw_letter(json.dumps(kept))
    assert (thawed.salutation, thawed.subject, thawed.paper) == ("", "", "A4")
    assert thawed == LETTER


def test_the_frozen_form_is_canonical() -> None:
    """One content has one text: sorted keys, no spaces, letters as they are."""
    frozen = freeze(SLIP)
    assert frozen == json.dumps(
        json.loads(frozen), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert "Nguyễn Thị Ẩn" in frozen


@given(st.text(max_size=20), st.integers(0, 9))
def test_another_content_has_another_digest(note: str, copy: int) -> None:
    """Whoever changes a kept paper is found out."""
    changed = replace(SLIP, notes=(note,), copy=copy)
    assert thaw_receipt(freeze(changed)) == changed
    assert (digest(freeze(changed)) == digest(freeze(SLIP))) is (changed == SLIP)
