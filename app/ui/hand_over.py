"""What the officer sees before handing a result over: who, what, early or late, what to say."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.core.apologies import OUT, ApologyState
from app.core.clock import local_day
from app.core.identity import mask
from app.core.lifecycle import Act, DossierStatus, allowed
from app.core.wording import moment_text
from app.services.ledger import Obligation
from app.services.lookup import DossierCard
from app.ui import labels
from app.ui.card_parts import Facts, NoticeStrip, chip, plain, row_of, title
from app.ui.marks import Mark, Tone, status_mark

_S = DossierStatus
NO_RESULT = {
    _S.REGISTERED: "Hồ sơ mới đăng ký, chưa được tiếp nhận nên chưa có kết quả.",
    _S.REFUSED: "Hồ sơ không được tiếp nhận, không có kết quả để trả.",
    _S.AWAITING_SUPPLEMENT: "Hồ sơ đang chờ người dân bổ sung giấy tờ, chưa có kết quả.",
    _S.AWAITING_PAYMENT: "Hồ sơ đang chờ người dân nộp phí, lệ phí, chưa có kết quả.",
    _S.WITHDRAWN: "Người dân đã rút hồ sơ, không còn kết quả để trả.",
    _S.STOPPED: "Hồ sơ đã dừng xử lý, không có kết quả để trả.",
}
_ON_THE_WAY_OUT = frozenset(
    {ApologyState.SUBMITTED, ApologyState.SIGNED, ApologyState.AWAITING_SEAL}
)


def hand_over_parts(card: DossierCard, now: datetime) -> Iterable[QWidget]:
    """Return the widgets that show a dossier large, from the name down to the reminders."""
    row = card.row
    yield row_of(
        title(row.applicant_name), chip(status_mark(row.status)), chip(time_mark(card, now))
    )
    yield plain(row.procedure_name, strong=True)
    facts = Facts()
    facts.add("Mã hồ sơ", row.code)
    facts.add(labels.IDENTITY_KIND[card.applicant.identity_kind], _identity(card))
    facts.add("Điện thoại", card.applicant.phone)
    facts.add("Tiếp nhận", moment_text(row.received_at))
    facts.add(labels.CLOCK_CAUSE[card.measured.cause], moment_text(card.measured.due_at))
    if card.appointments[-1].is_reappointment:
        facts.add("Hẹn lại", moment_text(card.appointments[-1].due_at))
    yield facts
    told = refusal(card)
    if told:
        yield NoticeStrip(told, Tone.QUIET)
    elif owes_words(card, now):
        yield NoticeStrip(owed_words(card), Tone.SOON)


def refusal(card: DossierCard) -> str:
    """Return why there is nothing to hand over; empty when there is."""
    status = card.row.status
    if status is _S.RETURNED and card.returned_at is not None:
        return f"Kết quả đã được trả cho {card.collector} lúc {moment_text(card.returned_at)}."
    if Act.RETURN_RESULT in allowed(status):
        return ""
    return NO_RESULT[status]


def time_mark(card: DossierCard, now: datetime) -> Mark | None:
    """Return early, on the day, or late, against the promise that counts."""
    if not card.row.status.is_open:
        return None
    first = card.measured
    if card.finished_at is not None and local_day(card.finished_at) <= first.due_on:
        return Mark("Có kết quả đúng hẹn", Tone.GOOD, "check")
    days = (first.due_on - local_day(card.finished_at or now)).days
    if days > 0:
        return Mark(f"Sớm {days} ngày so với hẹn", Tone.GOOD, "check")
    if days == 0:
        return Mark("Đúng ngày hẹn", Tone.GOOD, "check")
    told = f"Trễ {-days} ngày"
    if first.ordinal in _written(card):
        told = f"{told}, đã có thư xin lỗi"
    return Mark(told, Tone.LATE, "alert")


def undelivered(card: DossierCard) -> tuple[Obligation, ...]:
    """Return the letters that are issued and lie at the desk: they go along with the result."""
    return tuple(row for row in card.apologies if row.state is ApologyState.ISSUED)


def letter_offer(card: DossierCard) -> str:
    """Return what to hand over beside the result; empty when no letter waits."""
    numbers = [row.number for row in undelivered(card) if row.number]
    if not undelivered(card):
        return ""
    return f"&Giao kèm thư xin lỗi số {', '.join(numbers)}" if numbers else "&Giao kèm thư xin lỗi"


def owes_words(card: DossierCard, now: datetime) -> bool:
    """Whether a promise was missed without an issued letter."""
    there = local_day(card.stopped_at or card.finished_at or now)
    written = _written(card)
    return any(there > one.due_on and one.ordinal not in written for one in card.counting)


def owed_words(card: DossierCard) -> str:
    """Return what to do where a letter is owed and cannot go along with the result."""
    if card.apologies and card.apologies[-1].state in _ON_THE_WAY_OUT:
        return (
            "Thư xin lỗi đang chờ ký hoặc đóng dấu. Vẫn trả kết quả ngay và xin lỗi trực tiếp; "
            "thư giao sau khi phát hành."
        )
    return (
        "Hồ sơ trễ hẹn mà chưa có thư xin lỗi. Vẫn trả kết quả ngay và xin lỗi trực tiếp; "
        "thư soạn sau ở trang Trễ hẹn."
    )


def _written(card: DossierCard) -> set[int]:
    return {row.ordinal for row in card.apologies if row.state in OUT}


def _identity(card: DossierCard) -> str:
    return mask(card.applicant.identity_number)
