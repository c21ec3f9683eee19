"""The turns of a dossier's road in sentences for people."""

from collections.abc import Callable

from app.core.standstill import StandstillKind
from app.ui.apology_history import Facts, day_text, with_reason

_K = StandstillKind
STOOD = {
    _K.SUPPLEMENT: "Yêu cầu bổ sung hồ sơ",
    _K.PAYMENT: "Chờ công dân thực hiện nghĩa vụ tài chính",
    _K.STOP: "Dừng giải quyết hồ sơ",
}
FIELDS = {
    "full_name": "họ tên",
    "identity_kind": "loại giấy tờ",
    "identity_number": "số giấy tờ",
    "born_on": "ngày sinh",
    "gender": "giới tính",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "email": "thư điện tử",
    "note": "ghi chú",
}


def _stood_still(facts: Facts) -> str:
    told = facts["standstill"]
    words = STOOD[StandstillKind(told["kind"])]
    if told["items"]:
        words = f"{words}: {'; '.join(told['items'])}"
    return with_reason(words, "; ".join(told["reasons"]))


def _went_on(facts: Facts) -> str:
    promised = facts["appointment"]
    papers = facts["papers"]
    words = f"Nhận thêm {len(papers)} giấy tờ, tính tiếp" if papers else "Tính tiếp"
    if promised is None:
        return f"{words} hồ sơ; ngày hẹn không đổi."
    return f"{words} thời hạn, hẹn trả kết quả ngày {day_text(promised['due_on'])}."


def _moved(facts: Facts) -> str:
    hands = f"{facts['giver']} giao, {facts['receiver']} nhận"
    if facts["direction"] == "out":
        return f"Bàn giao hồ sơ cho {facts['department']}: {hands}."
    return f"Nhận lại hồ sơ từ {facts['department']}: {hands}."


def _refused(facts: Facts) -> str:
    return with_reason("Từ chối giải quyết hồ sơ", "; ".join(facts["reasons"]))


def _withdrawn(facts: Facts) -> str:
    return with_reason(f"{facts['requester']} rút hồ sơ", facts["reason"])


def _corrected(facts: Facts) -> str:
    names = {FIELDS[name.rpartition(".")[2]] for name in facts["changes"]}
    return with_reason(f"Sửa lỗi nhập: {', '.join(sorted(names))}", facts["reason"])


TURN_SENTENCES: dict[str, Callable[[Facts], str]] = {
    "dossier.stood_still": _stood_still,
    "dossier.went_on": _went_on,
    "dossier.moved": _moved,
    "dossier.refused": _refused,
    "dossier.withdrawn": _withdrawn,
    "dossier.corrected": _corrected,
}
