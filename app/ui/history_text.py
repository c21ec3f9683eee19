"""The journal of one dossier in sentences for people; kinds are codes everywhere else."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.core.wording import short_date
from app.services.lookup import HistoryRow

Facts = Mapping[str, Any]


def sentence(row: HistoryRow) -> str:
    """Return what happened as one Vietnamese sentence, without who and when."""
    tell = SENTENCES.get(row.kind)
    return f"Việc “{row.kind}” đã được ghi nhận." if tell is None else tell(row.facts)


def _received(facts: Facts) -> str:
    return f"Tiếp nhận hồ sơ, hẹn trả kết quả ngày {_day(facts['appointment']['due_on'])}."


def _returned(facts: Facts) -> str:
    shown = facts.get("collector_identity") or ""
    paper = f", giấy tờ số {shown}" if shown else ""
    return f"Trả kết quả cho {facts['collector']}{paper}."


def _reprinted(facts: Facts) -> str:
    told = f"In lại giấy hẹn, bản in lại lần {facts['slip']['copy']}"
    return _with_reason(told, facts.get("reason") or "")


def _renewed(facts: Facts) -> str:
    return _with_reason("In giấy hẹn theo lần hẹn mới", facts.get("reason") or "")


def _confirmed(facts: Facts) -> str:
    return f"Xác nhận {_named(facts)} đã ra giấy đầy đủ."


def _released(facts: Facts) -> str:
    return f"Cho in {_named(facts)} để lâu chưa ra giấy."


def _voided(facts: Facts) -> str:
    return _with_reason(f"Huỷ in {_named(facts)}", facts.get("reason") or "")


def _named(facts: Facts) -> str:
    copy = facts["slip"]["copy"]
    return f"giấy hẹn in lại lần {copy}" if copy else "giấy hẹn"


def _drafted(facts: Facts) -> str:
    letter = facts["letter"]
    told = f"Soạn thư xin lỗi, dự kiến hẹn lại ngày {_day(letter['new_due_on'])}"
    return _with_reason(told, letter["reason"])


def _issued(facts: Facts) -> str:
    signer, new_day = facts["signed"]["signer"], _day(facts["appointment"]["due_on"])
    return f"Phát hành thư xin lỗi có chữ ký số của {signer}; hẹn lại ngày {new_day}."


def _with_reason(told: str, reason: str) -> str:
    return f"{told}. Lý do: {reason.rstrip('. ')}." if reason else f"{told}."


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text))


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "dossier.received": _received,
    "dossier.returned": _returned,
    "slip.reprinted": _reprinted,
    "slip.renewed": _renewed,
    "slip.confirmed": _confirmed,
    "slip.released": _released,
    "slip.voided": _voided,
    "apology.drafted": _drafted,
    "apology.issued": _issued,
}
