"""What a scanned letter is worth, in words: for the screens and the command line alike."""

from collections.abc import Callable
from typing import Final

from app.core.wording import moment_text, short_date
from app.services.letter_check import LetterCheck, LetterVerdict
from app.ui.labels import APOLOGY_STATE
from app.ui.verdict_words import FORGED, VerdictText, revoked, unknown_key

_V = LetterVerdict
TITLES = {
    _V.ISSUED: "Thư xin lỗi thật, đã phát hành",
    _V.NOT_ISSUED: "Thư xin lỗi thật, chưa phát hành",
    _V.NOT_HERE: "Thư xin lỗi thật, nhưng máy này chưa có thư",
    _V.DIFFERS: "Thư xin lỗi không khớp với dữ liệu",
    _V.REVOKED: "Khoá của thư xin lỗi này đã bị thu hồi",
    _V.UNKNOWN_KEY: "Chưa rõ nơi lập thư xin lỗi này",
    _V.FORGED: "Thư xin lỗi không thật",
}
ELSEWHERE = "Thư có thể lập ở quầy khác chưa chuyển dữ liệu về."
DIFFERS = (
    "Dữ liệu ghi khác: có thể là bản thảo cũ. Không làm theo giấy này; làm theo dữ liệu của hồ sơ."
)
TONES = {_V.ISSUED: "good", _V.NOT_ISSUED: "soon", _V.NOT_HERE: "soon"}


def letter_verdict_text(found: LetterCheck) -> VerdictText:
    """Return what to say about a scanned letter."""
    title = f"{found.facts.code}: {TITLES[found.verdict]}"
    return VerdictText(title, _TEXTS[found.verdict](found), TONES.get(found.verdict, "late"))


def _step(found: LetterCheck) -> str:
    return "" if found.state is None else f"Thư đang ở bước “{APOLOGY_STATE[found.state]}”. "


def _number(found: LetterCheck) -> str:
    if not found.number or found.numbered_on is None:
        return ""
    return f"Số {found.number}, ngày {short_date(found.numbered_on)}. "


def _promise(found: LetterCheck) -> str:
    facts = found.facts
    told = f"Thư xin lỗi về lần hẹn {moment_text(facts.due_at)}"
    if facts.new_due_at is None:
        return f"{told}, không hẹn ngày khác."
    return f"{told}, hẹn lại {moment_text(facts.new_due_at)}."


_TEXTS: Final[dict[LetterVerdict, Callable[[LetterCheck], str]]] = {
    _V.ISSUED: lambda found: f"{_number(found)}{_promise(found)}",
    _V.NOT_ISSUED: lambda found: f"{_step(found)}{_promise(found)}",
    _V.NOT_HERE: lambda found: f"{_promise(found)} {ELSEWHERE}",
    _V.DIFFERS: lambda found: f"{_promise(found)} {DIFFERS}",
    _V.REVOKED: lambda found: revoked(found.key, "thư"),
    _V.UNKNOWN_KEY: lambda found: unknown_key(found.facts.office_code, found.key_id, "Thư", "thư"),
    _V.FORGED: lambda _: FORGED,
}
