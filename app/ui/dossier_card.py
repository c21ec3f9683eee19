"""One dossier in full, beside a list: who, what, promised when and why, what happened since."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.core.identity import mask
from app.core.lifecycle import DossierStatus
from app.core.papers import PaperCount
from app.core.wording import moment_text, short_date
from app.services.lookup import AppointmentRow, DossierCard, HistoryRow, SlipRow
from app.ui import labels
from app.ui.apology_parts import ProofLink, apology_parts, escalation_parts
from app.ui.card_parts import (
    Facts,
    WhyToggle,
    chip,
    line,
    muted,
    plain,
    row_of,
    section,
    title,
)
from app.ui.history_text import sentence
from app.ui.marks import due_mark, job_mark, status_mark


class DossierCardView(QScrollArea):
    """Shows one ``DossierCard``; the arrow keys scroll it."""

    proof_asked = Signal(str, str)
    """The officer wants to see a proof: its id, its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dossier_card")
        self.setAccessibleName("Thông tin hồ sơ")
        self.setWidgetResizable(True)
        self.setProperty("card", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._card: DossierCard | None = None
        self.clear()

    @property
    def card(self) -> DossierCard | None:
        """The dossier shown now."""
        return self._card

    def clear(self) -> None:
        """Show nothing."""
        self._card = None
        self.setWidget(QWidget())

    def show_card(self, card: DossierCard, now: datetime) -> None:
        """Show a dossier as it stands at ``now``; the same dossier keeps its scroll position."""
        same = self._card is not None and self._card.row.dossier_id == card.row.dossier_id
        position = self.verticalScrollBar().value() if same else 0
        self._card = card
        body = _body(card, now)
        for link in body.findChildren(ProofLink):
            link.clicked.connect(
                lambda _=False, one=link: self.proof_asked.emit(one.proof_id, one.name)
            )
        self.setWidget(body)
        self.verticalScrollBar().setValue(position)


def _body(card: DossierCard, now: datetime) -> QWidget:
    body = QWidget()
    body.setObjectName("card_body")
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(8)
    parts: list[QWidget] = [
        *_heading(card, now),
        _facts(card),
        section("Giấy tờ đã nhận"),
        *_papers(card.papers),
        section("Ngày hẹn"),
        *_appointments(card.appointments),
    ]
    if card.apologies:
        parts += [section("Thư xin lỗi"), *apology_parts(card)]
    if card.escalation is not None:
        parts += [section("Trễ hẹn lần hai"), *escalation_parts(card.escalation, now)]
    parts += [section("Giấy hẹn đã in"), *_slips(card.slips)]
    parts += [section("Diễn biến"), *_history(card.history)]
    for part in parts:
        if part.property("kind") == "section":
            column.addSpacing(12)
        column.addWidget(part)
    column.addStretch(1)
    return body


def _heading(card: DossierCard, now: datetime) -> Iterable[QWidget]:
    row = card.row
    code = title(row.code)
    code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    due = due_mark(row.due_on, row.status, now)
    yield code
    yield row_of(chip(status_mark(row.status)), chip(due))
    yield plain(row.procedure_name, strong=True)
    yield muted(_promise(card))


def _promise(card: DossierCard) -> str:
    row = card.row
    if row.status is DossierStatus.RETURNED and card.returned_at is not None:
        return f"Đã trả cho {card.collector} lúc {moment_text(card.returned_at)}"
    if card.finished_at is not None:
        return (
            f"Kết quả đã có từ {moment_text(card.finished_at)}; hẹn trả {moment_text(row.due_at)}"
        )
    return f"Hẹn trả {moment_text(row.due_at)}"


def _facts(card: DossierCard) -> QWidget:
    who = card.applicant
    facts = Facts()
    facts.add("Người nộp", who.full_name)
    facts.add(labels.identity_kind(who.identity_kind), mask(who.identity_number))
    if who.born_on is not None:
        facts.add("Ngày sinh", short_date(who.born_on))
    facts.add("Điện thoại", who.phone)
    facts.add("Thư điện tử", who.email)
    facts.add("Địa chỉ", who.address)
    if card.representative is not None:
        other = card.representative
        number = mask(other.identity_number)
        facts.add("Người được uỷ quyền", f"{other.full_name} {number}".strip())
    facts.add("Mã thủ tục", card.procedure_code)
    facts.add("Cách nộp", labels.channel(card.channel))
    facts.add("Mã trên Cổng", card.foreign_code)
    facts.add("Tiếp nhận", moment_text(card.row.received_at))
    facts.add("Số bộ hồ sơ", f"{card.set_count:02}")
    facts.add("Ghi chú", card.note)
    return facts


def _papers(papers: tuple[PaperCount, ...]) -> Iterable[QWidget]:
    if not papers:
        yield muted("Không nhận giấy tờ nào.")
    for number, paper in enumerate(papers, start=1):
        yield plain(f"{number}. {paper.label}: {_counts(paper)}")


def _counts(paper: PaperCount) -> str:
    kinds = (
        (paper.originals, "bản chính"),
        (paper.certified, "bản sao chứng thực"),
        (paper.copies, "bản sao"),
    )
    return ", ".join(f"{count} {kind}" for count, kind in kinds if count)


def _appointments(appointments: tuple[AppointmentRow, ...]) -> Iterable[QWidget]:
    again = 0
    for one in appointments:
        again += one.is_reappointment
        name = f"Hẹn lại lần {again}" if one.is_reappointment else labels.CLOCK_CAUSE[one.cause]
        yield plain(f"{name}: {moment_text(one.due_at)}")
        if one.reason:
            yield muted(f"Lý do: {one.reason}")
        if one.asked_by:
            yield muted(f"Bộ phận xin lùi: {one.asked_by}")
        if one.decided_by:
            yield muted(f"Người quyết định: {one.decided_by}")
        if one.why:
            yield WhyToggle(one.why)


def _slips(slips: tuple[SlipRow, ...]) -> Iterable[QWidget]:
    if not slips:
        yield muted("Chưa in giấy hẹn nào.")
    for slip in slips:
        name = "Bản đầu" if slip.copy == 0 else f"In lại lần {slip.copy}"
        yield row_of(line(name), chip(job_mark(slip.job_state)))
        yield muted(moment_text(slip.issued_at))


def _history(history: tuple[HistoryRow, ...]) -> Iterable[QWidget]:
    for entry in reversed(history):
        yield plain(sentence(entry))
        who = f" · {entry.actor_name}" if entry.actor_name else ""
        yield muted(f"{moment_text(entry.at)}{who}")
