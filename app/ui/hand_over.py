"""What the officer sees before handing a result over: who, what, early or late, what to say."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.core.clock import local_day
from app.core.identity import mask
from app.core.lifecycle import Act, DossierStatus, allowed
from app.core.wording import moment_text, short_date
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
    facts.add("Hẹn lần đầu", moment_text(card.appointments[0].due_at))
    if len(card.appointments) > 1:
        facts.add("Hẹn lại", moment_text(card.appointments[-1].due_at))
    yield facts
    told = refusal(card)
    if told:
        yield NoticeStrip(told, Tone.QUIET)
    elif owes_words(card, now):
        yield NoticeStrip(
            "Hồ sơ trễ hẹn mà chưa có thư xin lỗi được ký. Vẫn trả kết quả ngay; "
            "xin gửi lời xin lỗi trực tiếp tới người dân.",
            Tone.SOON,
        )


def refusal(card: DossierCard) -> str:
    """Return why there is nothing to hand over; empty when there is."""
    status = card.row.status
    if status is _S.RETURNED and card.returned_at is not None:
        return f"Kết quả đã được trả cho {card.collector} lúc {moment_text(card.returned_at)}."
    if Act.RETURN_RESULT in allowed(status):
        return ""
    return NO_RESULT[status]


def time_mark(card: DossierCard, now: datetime) -> Mark | None:
    """Return early, on the day, or late, against the first appointment."""
    if not card.row.status.is_open:
        return None
    days = (card.appointments[0].due_on - local_day(now)).days
    if days > 0:
        return Mark(f"Sớm {days} ngày so với hẹn", Tone.GOOD, "check")
    if days == 0:
        return Mark("Đúng ngày hẹn", Tone.GOOD, "check")
    letter = card.letter
    if letter is not None and letter.signed_at is not None:
        told = f"Trễ {-days} ngày, đã có thư xin lỗi {short_date(local_day(letter.signed_at))}"
        return Mark(told, Tone.LATE, "alert")
    return Mark(f"Trễ {-days} ngày", Tone.LATE, "alert")


def owes_words(card: DossierCard, now: datetime) -> bool:
    """Whether the first promise was missed without a signed letter."""
    is_late = local_day(now) > card.appointments[0].due_on
    return is_late and (card.letter is None or card.letter.signed_at is None)


def _identity(card: DossierCard) -> str:
    return mask(card.applicant.identity_number)
