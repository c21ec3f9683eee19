"""What the letter dialog says about how a letter stands, and who acts next."""

from datetime import datetime

from app.core.apologies import ApologyState
from app.core.clock import local_day
from app.core.lifecycle import ENDED_WITHOUT_RESULT
from app.core.wording import moment_text, short_date
from app.services.apology import LetterDraft
from app.services.escalation import EscalationRow
from app.services.lookup import DossierCard
from app.ui.apology_history import delivery_words
from app.ui.letter_work import Situation, Stage
from app.ui.marks import Tone

LAW = "NĐ 61/2018, Điều 19 khoản 9"
Told = tuple[str, Tone]


def standing(found: Situation, now: datetime) -> Told:
    """Return how the letter stands, and how loudly to say it."""
    match found.stage:
        case Stage.WRITE:
            return _writing(found, now)
        case Stage.WATCH:
            return _with_others(found)
        case Stage.OUT:
            return _out(found)
        case Stage.DECIDE:
            return waiting_words(found.card.escalation, now)
        case Stage.NOTHING:
            return "Hồ sơ này không phải gửi thư xin lỗi.", Tone.QUIET


def sent_back_words(found: Situation) -> str:
    """Return what the leader said when giving the letter back; empty if nobody did."""
    owed = found.owed
    if found.stage is not Stage.WRITE or owed is None or not owed.sent_back_why:
        return ""
    return f"Thư bị trả lại: {owed.sent_back_why.rstrip('. ')}. Mời sửa rồi trình ký lại."


def waiting_words(escalation: EscalationRow | None, now: datetime) -> Told:
    """Return who has to decide about a second lateness, and by when."""
    told = f"Hồ sơ đã được hẹn lại một lần; pháp luật không cho hẹn lại lần thứ hai ({LAW}). "
    end = " Có kết quả thì trả cho người dân ngay, không phải chờ quyết định."
    if escalation is None:
        return f"{told}Muốn hẹn tiếp phải có quyết định của cấp trên.{end}", Tone.LATE
    by = moment_text(escalation.answer_by)
    late = "đã quá hạn trả lời" if escalation.is_late(now) else "hạn trả lời"
    who = superior_words(escalation)
    return f"{told}Ngày hẹn tiếp theo do {who} quyết định, {late} {by}.{end}", Tone.LATE


def superior_words(escalation: EscalationRow) -> str:
    """Return the name and position of the superior."""
    parts = (escalation.superior_name, escalation.superior_position)
    return ", ".join(part for part in parts if part) or "cấp trên"


def _writing(found: Situation, now: datetime) -> Told:
    card = found.card
    if card.row.status in ENDED_WITHOUT_RESULT:
        return "Hồ sơ kết thúc sau hạn: thư chỉ xin lỗi, không hẹn ngày mới.", Tone.QUIET
    if card.finished_at is not None:
        return "Kết quả đã có nhưng trễ hẹn: thư chỉ xin lỗi, không hẹn ngày mới.", Tone.QUIET
    if found.decided_on is not None and card.escalation is not None:
        told = (
            f"Hẹn lại lần hai theo văn bản số {card.escalation.document_number} của "
            f"{superior_words(card.escalation)}: ngày hẹn đã quyết định."
        )
        return told, Tone.QUIET
    if local_day(now) > card.row.due_on:
        return "Đã quá ngày hẹn: thư nhận lỗi vì chưa trả kết quả.", Tone.QUIET
    return "Chưa quá ngày hẹn: thư báo trước việc chậm trả kết quả.", Tone.QUIET


def _with_others(found: Situation) -> Told:
    owed = found.owed
    signer = "Lãnh đạo" if owed is None else owed.signer or "Lãnh đạo"
    assert found.letter is not None
    match found.letter.state:
        case ApologyState.SUBMITTED:
            sent = _last_moment(found.card, "apology.submitted")
            since = f" từ {sent}" if sent else ""
            told = f"Thư chờ ký{since}. Bước tiếp theo: lãnh đạo ký ở trang “Ký và phát hành”."
        case ApologyState.SIGNED:
            told = (
                f"{signer} đã ký; chương trình đang xin dấu thời gian. "
                "Bước tiếp theo: văn thư lấy số, đóng dấu và phát hành."
            )
        case _:
            told = f"{signer} đã ký. Bước tiếp theo: văn thư lấy số, đóng dấu và phát hành."
    return told, Tone.QUIET


def _out(found: Situation) -> Told:
    assert found.letter is not None
    told = f"Thư {number_words(found.letter)} đã phát hành"
    if found.letter.new_due_on is not None:
        told = f"{told}, hẹn lại ngày {short_date(found.letter.new_due_on)}"
    owed = found.owed
    if owed is None or owed.delivered_at is None:
        return f"{told}. Bước tiếp theo: giao thư cho người dân và ghi nhận việc giao.", Tone.SOON
    how = _how_delivered(found.card, owed.ordinal)
    return f"{told}; đã giao {how} lúc {moment_text(owed.delivered_at)}.", Tone.GOOD


def number_words(letter: LetterDraft) -> str:
    """Return the number of a letter, and that it is paper; empty for letters without a number."""
    number = f"số {letter.number}" if letter.number else ""
    return f"{number} (bản giấy)".strip() if letter.on_paper else number


def _how_delivered(card: DossierCard, ordinal: int) -> str:
    for entry in reversed(card.history):
        if entry.kind == "apology.delivered" and entry.facts["ordinal"] == ordinal:
            return delivery_words(entry.facts["delivery"])
    return ""


def _last_moment(card: DossierCard, kind: str) -> str:
    moments = [entry.at for entry in card.history if entry.kind == kind]
    return moment_text(moments[-1]) if moments else ""
