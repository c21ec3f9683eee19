"""What a scanned slip is worth, in words: for the screens and the command line alike."""

from dataclasses import dataclass

from app.core.lifecycle import DossierStatus
from app.core.wording import moment_text
from app.services.slip_check import SlipVerdict, Verdict


@dataclass(frozen=True, slots=True)
class VerdictText:
    """A title, what stands behind it and what to do; ``tone`` as of the notice bar."""

    title: str
    text: str
    tone: str

    @property
    def one_line(self) -> str:
        """The whole matter in one line."""
        return f"{self.title}. {self.text}".strip()


_V = Verdict
TITLES = {
    _V.CURRENT: "Giấy hẹn thật, đang có hiệu lực",
    _V.REPRINT: "Giấy hẹn thật, bản in lại lần {copy}",
    _V.REPLACED: "Giấy hẹn cũ, đã được thay bằng lần hẹn khác",
    _V.NOT_HERE: "Giấy hẹn thật, nhưng máy này chưa có hồ sơ",
    _V.DIFFERS: "Giấy hẹn không khớp với dữ liệu",
    _V.REVOKED: "Khoá của giấy hẹn này đã bị thu hồi",
    _V.UNKNOWN_KEY: "Chưa rõ nơi cấp giấy hẹn này",
    _V.FORGED: "Giấy hẹn không thật",
}
TONES = {_V.CURRENT: "good", _V.REPRINT: "good", _V.NOT_HERE: "soon"}


def verdict_text(found: SlipVerdict) -> VerdictText:
    """Return what to say about a scanned slip."""
    tell = {
        _V.CURRENT: _current,
        _V.REPRINT: _current,
        _V.REPLACED: _replaced,
        _V.NOT_HERE: _not_here,
        _V.DIFFERS: _differs,
        _V.REVOKED: _revoked,
        _V.UNKNOWN_KEY: _unknown_key,
        _V.FORGED: _forged,
    }[found.verdict]
    title = TITLES[found.verdict].format(copy=found.facts.copy)
    return VerdictText(
        f"{found.facts.code}: {title}", tell(found), TONES.get(found.verdict, "late")
    )


def _current(found: SlipVerdict) -> str:
    told = [f"Hẹn trả {moment_text(found.facts.due_at)}."]
    if found.newest_copy > found.facts.copy:
        told.append(f"Đã có bản in lại lần {found.newest_copy}.")
    if found.row is not None and found.row.status is DossierStatus.RETURNED:
        told.append("Kết quả đã trả.")
    return " ".join(told)


def _replaced(found: SlipVerdict) -> str:
    told = f"Giấy ghi {moment_text(found.facts.due_at)}"
    if found.appointment is not None:
        told += f"; nay hẹn {moment_text(found.appointment.due_at)}"
    return f"{told}. Thu giấy cũ, in giấy mới."


def _not_here(found: SlipVerdict) -> str:
    return (
        f"Tiếp nhận {moment_text(found.facts.received_at)}, hẹn trả "
        f"{moment_text(found.facts.due_at)}. Hồ sơ có thể ở quầy khác chưa chuyển dữ liệu về."
    )


def _differs(found: SlipVerdict) -> str:
    told = (
        f"Giấy ghi tiếp nhận {moment_text(found.facts.received_at)}, hẹn "
        f"{moment_text(found.facts.due_at)}; dữ liệu ghi khác."
    )
    return f"{told} Làm theo dữ liệu và báo lãnh đạo."


def _revoked(found: SlipVerdict) -> str:
    told = "Dấu xác thực của giấy không còn đáng tin."
    key = found.key
    if key is not None and key.revoked_at is not None:
        told = f"Thu hồi lúc {moment_text(key.revoked_at)}"
        told += f", lý do: {key.reason}." if key.reason else "."
    return f"{told} Chỉ làm theo dữ liệu của hồ sơ."


def _unknown_key(found: SlipVerdict) -> str:
    return (
        f"Giấy ghi cơ quan {found.facts.office_code}, khoá {found.key_id} không có trong danh sách "
        "của máy này. Nhập danh sách khoá mới nhất của cơ quan rồi quét lại."
    )


def _forged(_: SlipVerdict) -> str:
    return (
        "Chữ ký trong mã QR không khớp với nội dung, hoặc mã đã bị sửa. "
        "Đối chiếu giấy tờ của người nộp và báo lãnh đạo."
    )
