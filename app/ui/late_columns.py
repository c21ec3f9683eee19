"""What the lateness page says of a dossier: how urgent it is, how its apology stands, what next."""

from app.core.apologies import ApologyState
from app.core.wording import short_date
from app.services.lateness import LateGroup, LateRow
from app.ui.apology_parts import state_mark
from app.ui.dossier_columns import CODE_WIDTH, mark_colour, mark_icon
from app.ui.list_view import Column
from app.ui.marks import Mark, Tone

PHONE_WIDTH = 120
DAY_WIDTH = 112
MARK_WIDTH = 200
LETTER_WIDTH = 224
_S = ApologyState
_UNWRITTEN = frozenset({None, _S.DUE, _S.DRAFTED})
_REACHED = frozenset({_S.DELIVERED, _S.CLOSED})


def late_columns() -> tuple[Column[LateRow], ...]:
    """Return code, name, phone to call, promised day, how late, and how the apology stands."""
    return (
        Column("Mã hồ sơ", lambda row: row.code, CODE_WIDTH),
        Column("Người nộp", lambda row: row.applicant_name, tip=_about),
        Column("Điện thoại", lambda row: row.phone, PHONE_WIDTH, spare=1),
        Column("Hẹn trả", lambda row: short_date(row.due_on), DAY_WIDTH, spare=2),
        Column(
            "Thời hạn",
            lambda row: group_mark(row).words,
            MARK_WIDTH,
            icon=lambda row: mark_icon(group_mark(row)),
            colour=lambda row: mark_colour(group_mark(row)),
        ),
        Column(
            "Thư xin lỗi",
            lambda row: letter_mark(row).words,
            LETTER_WIDTH,
            icon=lambda row: mark_icon(letter_mark(row)),
            colour=lambda row: mark_colour(letter_mark(row)),
        ),
    )


def _about(row: LateRow) -> str:
    return "\n".join(filter(None, (row.procedure_name, row.phone)))


def rule_words(days_before: int) -> str:
    """Return from when an apology is owed (NĐ 61/2018 Đ19.9); the office sets the days."""
    when = f"trước ngày hẹn ít nhất {days_before} ngày" if days_before else "ngay ngày hẹn"
    return (
        f"Hồ sơ sắp trễ: thư xin lỗi phải gửi {when}, nhằm ngày nghỉ thì ngày làm việc liền trước."
    )


def group_mark(row: LateRow) -> Mark:
    """Return how urgent a dossier is, lateness in working days."""
    match row.group:
        case LateGroup.LATE:
            days = row.working_days_late
            told = f"Trễ {days} ngày làm việc" if days else "Trễ, qua ngày nghỉ"
            return Mark(told, Tone.LATE, "alert")
        case LateGroup.TODAY:
            return Mark("Hôm nay", Tone.SOON, "clock")
        case LateGroup.TOMORROW:
            return Mark("Ngày làm việc tới", Tone.QUIET, "calendar")
        case LateGroup.SOON:
            return Mark("Chưa đến hẹn", Tone.QUIET, "calendar")
        case LateGroup.DONE:
            return Mark("Đã trả kết quả", Tone.QUIET, "check")
        case LateGroup.ENDED:
            return Mark("Không còn giải quyết", Tone.QUIET, "minus")


def letter_mark(row: LateRow) -> Mark:
    """Return how the apology stands, in the words of the ledger."""
    state = row.letter_state
    if row.owes_apology and state in _REACHED:
        return Mark("Đã giao thư, lại trễ", Tone.LATE, "letter")
    if state is not None:
        return state_mark(state)
    if row.owes_apology:
        return Mark("Chưa soạn thư", Tone.LATE, "letter")
    return Mark("Chưa cần", Tone.QUIET, "minus")


def next_step(row: LateRow | None) -> str:
    """Return what the primary button does about a dossier's letter."""
    if row is not None and row.letter_state is _S.ISSUED:
        return "Giao th&ư…"
    if row is None or row.letter_state in _UNWRITTEN:
        return "Soạn th&ư xin lỗi…"
    return "Xem th&ư xin lỗi…"


def is_to_be_handed_over(row: LateRow) -> bool:
    """Whether the letter lies at the desk, to be given to the citizen."""
    return row.letter_state is _S.ISSUED
