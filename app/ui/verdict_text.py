"""What a scanned slip is worth, in words: for the screens and the command line alike."""

from app.core.lifecycle import DossierStatus
from app.core.wording import moment_text
from app.services.slip_check import Difference, SlipVerdict, Verdict
from app.ui.verdict_words import FORGED, VerdictText, revoked, unknown_key

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
DIFFERENCES = {
    Difference.OFFICE: "Giấy ghi cơ quan {office}, không phải cơ quan này",
    Difference.PROCEDURE: "Giấy ghi thủ tục {procedure}, hồ sơ là thủ tục khác",
    Difference.RECEIVED: "Giấy ghi tiếp nhận {received}, dữ liệu ghi khác",
    Difference.APPOINTMENT: "Hồ sơ không có lần hẹn thứ {appointment}",
    Difference.DUE: "Giấy ghi hẹn trả {due}, dữ liệu ghi khác",
    Difference.COPY: "Cơ quan chưa in bản in lại lần {copy} nào",
}
NO_SLIP = "Cơ quan chưa cấp giấy nào cho lần hẹn thứ {appointment}"
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
    told = ["; ".join(_difference(found, one) for one in found.differences) or "Dữ liệu ghi khác"]
    if found.row is not None:
        received, due = moment_text(found.row.received_at), moment_text(found.row.due_at)
        told.append(f"Dữ liệu ghi tiếp nhận {received}, hẹn trả {due}")
    told.append(
        "Không làm theo giấy này: làm theo dữ liệu, đối chiếu giấy tờ của người nộp, chụp lại giấy "
        "và báo lãnh đạo"
    )
    return ". ".join(told) + "."


def _difference(found: SlipVerdict, difference: Difference) -> str:
    facts = found.facts
    if difference is Difference.COPY and found.newest_copy < 0:
        return NO_SLIP.format(appointment=facts.appointment)
    return DIFFERENCES[difference].format(
        office=facts.office_code,
        procedure=facts.procedure_code,
        received=moment_text(facts.received_at),
        appointment=facts.appointment,
        due=moment_text(facts.due_at),
        copy=facts.copy,
    )


def _revoked(found: SlipVerdict) -> str:
    return revoked(found.key, "giấy")


def _unknown_key(found: SlipVerdict) -> str:
    return unknown_key(found.facts.office_code, found.key_id, "Giấy", "giấy")


def _forged(_: SlipVerdict) -> str:
    return FORGED
