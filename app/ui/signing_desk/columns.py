"""The columns of the queue: what leader, registrar and onlooker need to see of a letter."""

from collections.abc import Callable
from datetime import date, datetime

from app.core.apologies import ApologyState
from app.core.lifecycle import DossierStatus
from app.core.wording import day_month
from app.services.signing_queue import QueuedLetter
from app.ui.dossier_columns import CODE_WIDTH, mark_colour, mark_icon
from app.ui.list_view import Column
from app.ui.marks import Mark, Tone, due_mark, due_words
from app.ui.signing_desk.queue import Face

TICK_WIDTH = 26
DUE_WIDTH = 166
DAY_WIDTH = 88
STATE_WIDTH = 146
NO_DAY = "không hẹn"
WHO_ACTS = {
    ApologyState.SUBMITTED: Mark("Lãnh đạo", Tone.QUIET, "pen"),
    ApologyState.SIGNED: Mark("Dấu thời gian", Tone.QUIET, "clock"),
    ApologyState.AWAITING_SEAL: Mark("Văn thư", Tone.QUIET, "letter"),
}
STEPS = {
    ApologyState.SUBMITTED: Mark("Ký", Tone.QUIET, "pen"),
    ApologyState.SIGNED: Mark("Dấu thời gian", Tone.SOON, "clock"),
    ApologyState.AWAITING_SEAL: Mark("Số và dấu", Tone.QUIET, "letter"),
}


def new_day_words(day: date | None) -> str:
    """Return the day that a letter promises; one that promises none says why."""
    return NO_DAY if day is None else day_month(day)


def queue_columns(face: Face, now: Callable[[], datetime]) -> tuple[Column[QueuedLetter], ...]:
    """Return the columns of one face of the desk, the box to tick in the first."""
    width = CODE_WIDTH if face is Face.READ else CODE_WIDTH + TICK_WIDTH
    code = Column[QueuedLetter]("Mã hồ sơ", lambda row: row.owed.code, width)
    person = Column[QueuedLetter]("Người nộp", lambda row: row.owed.applicant_name, tip=_about)
    due = _due(now)
    if face is Face.SIGN:
        day = Column[QueuedLetter](
            "Hẹn lại", lambda row: new_day_words(row.owed.new_due_on), DAY_WIDTH, spare=3
        )
        return (code, person, due, day)
    if face is Face.SEAL:
        return (code, person, due, _state())
    return (code, person, due, _who_acts())


def _about(row: QueuedLetter) -> str:
    writer = f"\n{row.writer} soạn" if row.writer else ""
    return f"{row.owed.procedure_name}{writer}"


def _due(now: Callable[[], datetime]) -> Column[QueuedLetter]:
    def mark(row: QueuedLetter) -> Mark | None:
        return due_mark(row.owed.due_on, DossierStatus.PROCESSING, now())

    return Column(
        "Hẹn trả",
        lambda row: due_words(row.owed.due_on, DossierStatus.PROCESSING, now()),
        DUE_WIDTH,
        spare=2,
        icon=lambda row: mark_icon(mark(row)),
        colour=lambda row: mark_colour(mark(row)),
    )


def _state() -> Column[QueuedLetter]:
    return _marked("Còn chờ", lambda row: STEPS[row.owed.state])


def _who_acts() -> Column[QueuedLetter]:
    return _marked("Chờ ai", lambda row: WHO_ACTS[row.owed.state])


def _marked(title: str, mark: Callable[[QueuedLetter], Mark]) -> Column[QueuedLetter]:
    return Column(
        title,
        lambda row: mark(row).words,
        STATE_WIDTH,
        spare=1,
        icon=lambda row: mark_icon(mark(row)),
        colour=lambda row: mark_colour(mark(row)),
    )
