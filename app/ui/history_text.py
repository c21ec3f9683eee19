"""The journal of one dossier in sentences for people; kinds are codes everywhere else."""

from collections.abc import Callable

from app.core.dossiers import ReturnWay
from app.services.lookup import HistoryRow
from app.ui.apology_history import APOLOGY_SENTENCES, Facts, day_text, with_reason
from app.ui.money_history import MONEY_SENTENCES
from app.ui.turn_history import TURN_SENTENCES


def sentence(row: HistoryRow) -> str:
    """Return what happened as one Vietnamese sentence, without who and when."""
    tell = SENTENCES.get(row.kind)
    return f"Việc “{row.kind}” đã được ghi nhận." if tell is None else tell(row.facts)


def _received(facts: Facts) -> str:
    return f"Tiếp nhận hồ sơ, hẹn trả kết quả ngày {day_text(facts['appointment']['due_on'])}."


def _finished(facts: Facts) -> str:
    return f"Nhận kết quả từ {facts['department'] or 'bộ phận chuyên môn'}."


def _result_sent_back(facts: Facts) -> str:
    department = facts["department"] or "bộ phận chuyên môn"
    return f"Chưa nhận kết quả của {department}: trễ hẹn mà chưa có thư xin lỗi."


def _returned(facts: Facts) -> str:
    if facts.get("way") == ReturnWay.POST:
        return f"Gửi kết quả qua bưu chính, số hiệu bưu gửi {facts['tracking']}."
    shown = facts.get("collector_identity") or ""
    paper = f", giấy tờ số {shown}" if shown else ""
    return f"Trả kết quả cho {facts['collector']}{paper}."


def _reprinted(facts: Facts) -> str:
    told = f"In lại giấy hẹn, bản in lại lần {facts['slip']['copy']}"
    return with_reason(told, facts.get("reason") or "")


def _renewed(facts: Facts) -> str:
    return with_reason("In giấy hẹn theo lần hẹn mới", facts.get("reason") or "")


def _confirmed(facts: Facts) -> str:
    return f"Xác nhận {_named(facts)} đã ra giấy đầy đủ."


def _released(facts: Facts) -> str:
    return f"Cho in {_named(facts)} để lâu chưa ra giấy."


def _voided(facts: Facts) -> str:
    return with_reason(f"Huỷ in {_named(facts)}", facts.get("reason") or "")


def _named(facts: Facts) -> str:
    copy = facts["slip"]["copy"]
    return f"giấy hẹn in lại lần {copy}" if copy else "giấy hẹn"


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "dossier.received": _received,
    "dossier.finished": _finished,
    "dossier.returned": _returned,
    "result.sent_back": _result_sent_back,
    "slip.reprinted": _reprinted,
    "slip.renewed": _renewed,
    "slip.confirmed": _confirmed,
    "slip.released": _released,
    "slip.voided": _voided,
    **TURN_SENTENCES,
    **MONEY_SENTENCES,
    **APOLOGY_SENTENCES,
}
