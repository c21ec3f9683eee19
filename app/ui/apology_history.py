"""The acts about apologies and second lateness in sentences for people."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app.core.apologies import CAUSES, DeliveryChannel, cause_of
from app.core.wording import moment_text, short_date

Facts = Mapping[str, Any]


def with_reason(told: str, reason: str) -> str:
    """Return a sentence, followed by its reason where there is one."""
    return f"{told}. Lý do: {reason.rstrip('. ')}." if reason else f"{told}."


def day_text(text: str) -> str:
    """Return a day of the journal as people write it."""
    return short_date(date.fromisoformat(text))


def delivery_words(delivery: Facts) -> str:
    """Return how a letter reached the citizen: the way, to whom, with what number."""
    channel, reference = DeliveryChannel(delivery["channel"]), delivery["reference"]
    receiver = delivery["receiver"]
    match channel:
        case DeliveryChannel.BY_HAND:
            return f"tận tay cho {receiver}"
        case DeliveryChannel.POST:
            return f"qua bưu chính, số hiệu bưu gửi {reference}"
        case DeliveryChannel.EMAIL:
            return f"qua thư điện tử {reference}"
        case DeliveryChannel.MESSAGE:
            return f"qua tin nhắn đến {reference}"


def _opened(facts: Facts) -> str:
    due = f"ngày hẹn {day_text(facts['due_on'])}"
    return f"Hồ sơ sắp trễ hoặc đã trễ {due}: phải gửi thư xin lỗi."


def _blamed(facts: Facts) -> str:
    cause = cause_of(facts["cause"], CAUSES)
    parts = ("" if cause is None else cause.text, facts["cause_note"], facts["department"])
    return f"Ghi nguyên nhân chậm: {'; '.join(part for part in parts if part) or 'theo danh mục'}."


def _drafted(facts: Facts) -> str:
    letter = facts["letter"]
    new_day = letter["new_due_on"]
    told = "Soạn thư xin lỗi"
    if new_day is not None:
        told = f"{told}, dự kiến hẹn lại ngày {day_text(new_day)}"
    return with_reason(told, letter["reason"])


def _submitted(facts: Facts) -> str:  # noqa: ARG001
    return "Trình lãnh đạo ký thư xin lỗi."


def _sent_back(facts: Facts) -> str:
    return with_reason("Trả lại thư xin lỗi để soạn lại", facts["why"])


def _signed(facts: Facts) -> str:
    return f"{facts['signed']['signer']} ký số thư xin lỗi."


def _time_stamped(facts: Facts) -> str:  # noqa: ARG001
    return "Gắn dấu thời gian vào thư đã ký."


def _forwarded(facts: Facts) -> str:  # noqa: ARG001
    return "Chuyển thư đã ký đến văn thư."


def _issued(facts: Facts) -> str:
    told = _issued_how(facts)
    appointment = facts["appointment"]
    if appointment is None:
        return f"{told}."
    return f"{told}; hẹn lại ngày {day_text(appointment['due_on'])}."


def _issued_how(facts: Facts) -> str:
    if "signed" in facts:  # entries of the first releases sign and issue in one act
        return f"Phát hành thư xin lỗi có chữ ký số của {facts['signed']['signer']}"
    issued = facts["issued"]
    told = f"Phát hành thư xin lỗi số {issued['number']} ngày {day_text(issued['numbered_on'])}"
    return f"{told}, bản giấy do {issued['signer']} ký" if issued["on_paper"] else told


def _delivered(facts: Facts) -> str:
    delivery = facts["delivery"]
    at = moment_text(datetime.fromisoformat(delivery["delivered_at"]))
    told = f"Giao thư xin lỗi {delivery_words(delivery)} lúc {at}."
    note = delivery["delivery_note"]
    return f"{told} {note}" if note else told


def _proof_added(facts: Facts) -> str:
    return f"Đính kèm minh chứng “{facts['proof']['name']}”."


def _escalated(facts: Facts) -> str:
    escalation = facts["escalation"]
    name = escalation["superior_name"] or "cấp trên"
    by = moment_text(datetime.fromisoformat(escalation["answer_by"]))
    return f"Trễ hẹn lần hai: báo cáo {name}, hạn trả lời {by}."


def _decided(facts: Facts) -> str:
    decision = facts["decision"]
    told = (
        f"Cấp trên quyết định tại văn bản số {decision['document_number']}: "
        f"hẹn ngày {day_text(decision['new_due_on'])}"
    )
    return with_reason(told, decision["reason"])


APOLOGY_SENTENCES: dict[str, Callable[[Facts], str]] = {
    "apology.opened": _opened,
    "apology.blamed": _blamed,
    "apology.drafted": _drafted,
    "apology.submitted": _submitted,
    "apology.sent_back": _sent_back,
    "apology.signed": _signed,
    "apology.time_stamped": _time_stamped,
    "apology.forwarded": _forwarded,
    "apology.issued": _issued,
    "apology.delivered": _delivered,
    "apology.proof_added": _proof_added,
    "escalation.opened": _escalated,
    "escalation.decided": _decided,
}
