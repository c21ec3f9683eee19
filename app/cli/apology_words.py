"""Obligations, decisions and figures as the command line tells them: facts and lines."""

from typing import Any

from app.core.apologies import ApologyState
from app.core.wording import moment_text, short_date
from app.services.apology_delivery import Proof
from app.services.escalation import EscalationRow
from app.services.ledger import Obligation
from app.ui import labels

_S = ApologyState
NEXT: dict[ApologyState, str] = {
    _S.DUE: "cán bộ một cửa soạn thư",
    _S.DRAFTED: "cán bộ một cửa trình ký",
    _S.SUBMITTED: "lãnh đạo ký",
    _S.SIGNED: "chờ dấu thời gian, hoặc văn thư chuyển tiếp",
    _S.AWAITING_SEAL: "văn thư lấy số, đóng dấu",
    _S.ISSUED: "cán bộ một cửa giao thư",
    _S.DELIVERED: "",
    _S.CLOSED: "",
    _S.NOT_OWED: "",
}
"""Who has to do what next; empty where nobody has."""


def obligation_facts(row: Obligation) -> dict[str, Any]:
    """Return one row of the ledger for a program."""
    return {
        "code": row.code,
        "ordinal": row.ordinal,
        "applicant": row.applicant_name,
        "procedure": row.procedure_name,
        "due_at": row.due_at,
        "due_on": row.due_on,
        "opens_on": row.opens_on,
        "opened_at": row.opened_at,
        "state": row.state,
        "owed": row.state.is_owed,
        "next": NEXT[row.state],
        "department": row.department,
        "cause": row.cause,
        "cause_note": row.cause_note,
        "reason": row.reason,
        "new_due_on": row.new_due_on,
        "sent_back_why": row.sent_back_why,
        "signer": row.signer,
        "number": row.number,
        "on_paper": row.on_paper,
        "level": row.level,
        "channel": row.channel,
        "delivered_at": row.delivered_at,
        "finished": row.is_finished,
    }


def obligation_line(row: Obligation) -> str:
    """Return one row of the ledger for a person."""
    parts = [
        f"{row.code}  hẹn {short_date(row.due_on)}",
        row.applicant_name,
        labels.APOLOGY_STATE[row.state],
    ]
    if row.number:
        parts.append(f"số {row.number}")
    if NEXT[row.state]:
        parts.append(f"→ {NEXT[row.state]}")
    return "  ".join(parts)


def obligation_details(row: Obligation) -> list[str]:
    """Return what stands behind one row of the ledger, a line each; what is empty is left out."""
    told = (
        ("Nghĩa vụ mở lúc", moment_text(row.opened_at)),
        ("Bộ phận để chậm", row.department),
        ("Nguyên nhân", " – ".join(part for part in (row.cause, row.cause_note) if part)),
        ("Lý do trong thư", row.reason),
        ("Hẹn lại ngày", row.new_due_on and short_date(row.new_due_on)),
        ("Trả lại vì", row.sent_back_why),
        ("Người ký", row.signer),
        ("Mức chữ ký", row.level),
        ("Bản giấy", "có" if row.on_paper else ""),
        ("Cách giao", row.channel and labels.DELIVERY[row.channel]),
        ("Giao lúc", row.delivered_at and moment_text(row.delivered_at)),
    )
    return [f"  {name}: {value}" for name, value in told if value]


def escalation_facts(row: EscalationRow) -> dict[str, Any]:
    """Return a second lateness before its superior for a program."""
    return {
        "code": row.code,
        "ordinal": row.ordinal,
        "applicant": row.applicant_name,
        "due_on": row.due_on,
        "cause": row.cause,
        "department": row.department,
        "superior": row.superior_name,
        "position": row.superior_position,
        "opened_at": row.opened_at,
        "answer_by": row.answer_by,
        "decided_at": row.decided_at,
        "reason": row.reason,
        "document_number": row.document_number,
        "document_on": row.document_on,
        "new_due_on": row.new_due_on,
    }


def escalation_line(row: EscalationRow) -> str:
    """Return a second lateness before its superior for a person."""
    told = f"{row.code}  trễ lần hai, hẹn {short_date(row.due_on)}  {row.superior_name}"
    if row.decided_at is None or row.new_due_on is None:
        return f"{told}  hạn trả lời {moment_text(row.answer_by)}"
    new_day = short_date(row.new_due_on)
    return f"{told}  đã quyết định: văn bản {row.document_number}, hẹn {new_day}"


def proof_facts(proof: Proof) -> dict[str, Any]:
    """Return a proof for a program."""
    return {
        "id": proof.proof_id,
        "ordinal": proof.ordinal,
        "name": proof.name,
        "kind": proof.kind,
        "size": proof.size,
        "added_at": proof.added_at,
    }


def proof_line(proof: Proof) -> str:
    """Return a proof for a person."""
    return f"{proof.proof_id}  {proof.name}  {proof.size} byte  {moment_text(proof.added_at)}"
