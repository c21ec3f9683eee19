"""The apologies of a dossier on its card: each obligation with who and when, and the superior."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtWidgets import QPushButton, QWidget

from app.core.apologies import CAUSES, ApologyState, cause_of
from app.core.wording import moment_text, short_date
from app.services.escalation import EscalationRow
from app.services.ledger import Obligation
from app.services.lookup import DossierCard, HistoryRow
from app.ui import labels
from app.ui.apology_history import delivery_words
from app.ui.card_parts import Chip, chip, line, muted, plain, row_of
from app.ui.letter_words import superior_words
from app.ui.marks import Mark, Tone

_S = ApologyState
_LOOKS = {
    _S.DUE: (Tone.LATE, "letter"),
    _S.DRAFTED: (Tone.SOON, "pen"),
    _S.SUBMITTED: (Tone.SOON, "pen"),
    _S.SIGNED: (Tone.SOON, "clock"),
    _S.AWAITING_SEAL: (Tone.SOON, "clock"),
    _S.ISSUED: (Tone.LATE, "handover"),
    _S.DELIVERED: (Tone.GOOD, "check"),
    _S.CLOSED: (Tone.GOOD, "check"),
    _S.NOT_OWED: (Tone.QUIET, "minus"),
}
STEPS = {
    "apology.drafted": "Soạn",
    "apology.submitted": "Trình ký",
    "apology.signed": "Ký số",
    "apology.issued": "Phát hành",
    "apology.delivered": "Ghi nhận giao",
}
"""The steps of a letter that the card names, each with who and when."""


def state_mark(state: ApologyState) -> Mark:
    """Return the mark of where an obligation stands."""
    return Mark(labels.APOLOGY_STATE[state], *_LOOKS[state])


def apology_parts(card: DossierCard) -> Iterable[QWidget]:
    """Return the widgets that tell each obligation, the first one first."""
    again = {one.ordinal for one in card.appointments if one.is_reappointment}
    for row in card.apologies:
        entries = [one for one in card.history if _is_about(one, row)]
        times = 1 + sum(ordinal <= row.ordinal for ordinal in again)
        name = "Xin lỗi" if times == 1 else f"Xin lỗi lần {times}"
        yield row_of(line(name), chip(state_mark(row.state)))
        yield muted(f"Hẹn {short_date(row.due_on)}, phải gửi từ {short_date(row.opens_on)}")
        fault = fault_words(row)
        if fault:
            yield plain(f"Nguyên nhân: {fault}")
        if row.number:
            paper = ", bản giấy" if row.on_paper else ""
            yield plain(f"Thư số {row.number}, {row.signer} ký{paper}")
        if row.sent_back_why:
            yield plain(f"Bị trả lại: {row.sent_back_why}")
        yield from (muted(words) for words in _steps(entries))
        yield from _delivery(row, entries)


def escalation_parts(escalation: EscalationRow, now: datetime) -> Iterable[QWidget]:
    """Return the widgets that tell a second lateness: who decides, by when, or what was decided."""
    yield plain(f"Báo cáo {superior_words(escalation)} lúc {moment_text(escalation.opened_at)}")
    if escalation.decided_at is None:
        told = f"Hạn trả lời {moment_text(escalation.answer_by)}"
        if escalation.is_late(now):
            yield Chip(Mark("Quá hạn trả lời", Tone.LATE, "alert"))
        else:
            yield Chip(Mark("Chờ quyết định", Tone.SOON, "clock"))
        yield muted(told)
        return
    new_day = escalation.new_due_on
    assert new_day is not None
    yield plain(f"Quyết định số {escalation.document_number}: hẹn ngày {short_date(new_day)}")
    yield muted(f"Lý do: {escalation.reason}. Ghi lúc {moment_text(escalation.decided_at)}")


def fault_words(row: Obligation) -> str:
    """Return whose fault a lateness is: cause, own words, department."""
    cause = cause_of(row.cause, CAUSES)
    parts = ("" if cause is None else cause.text, row.cause_note, row.department)
    return "; ".join(part for part in parts if part)


def _is_about(entry: HistoryRow, row: Obligation) -> bool:
    # Entries of the first releases name no appointment: there was one letter.
    return entry.kind.startswith("apology.") and entry.facts.get("ordinal", 1) == row.ordinal


def _steps(entries: list[HistoryRow]) -> Iterable[str]:
    last: dict[str, HistoryRow] = {}
    for entry in entries:
        if entry.kind == "apology.sent_back":
            last = {}  # what was signed before is void
        last[entry.kind] = entry
    for kind, name in STEPS.items():
        if kind in last:
            who = f" · {last[kind].actor_name}" if last[kind].actor_name else ""
            yield f"{name} {moment_text(last[kind].at)}{who}"


def _delivery(row: Obligation, entries: list[HistoryRow]) -> Iterable[QWidget]:
    for entry in entries:
        if entry.kind == "apology.delivered" and row.delivered_at is not None:
            told = delivery_words(entry.facts["delivery"])
            yield plain(f"Đã giao {told} lúc {moment_text(row.delivered_at)}")
    for entry in entries:
        if entry.kind == "apology.proof_added":
            yield ProofLink(entry.facts["proof"])


class ProofLink(QPushButton):
    """Names a proof on the card; pressed, it is opened."""

    def __init__(self, proof: Mapping[str, str]) -> None:
        super().__init__(f"Minh chứng: {proof['name']}".replace("&", "&&"))
        self.proof_id, self.name = proof["id"], proof["name"]
        self.setProperty("link", True)
