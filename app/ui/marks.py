"""Marks: a state as words, with a tone and an icon that only repeat the words."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core.clock import local_day
from app.core.lifecycle import DossierStatus
from app.core.printjobs import JobState
from app.core.wording import day_month, short_date
from app.ui import labels


class Tone(StrEnum):
    """How much a mark wants to be seen."""

    QUIET = "quiet"
    GOOD = "good"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Mark:
    """What to say, how loudly, and the name of the icon beside it."""

    words: str
    tone: Tone
    icon: str


_S, _J = DossierStatus, JobState
_STATUS = {
    _S.REGISTERED: (Tone.QUIET, "file"),
    _S.RECEIVED: (Tone.QUIET, "inbox"),
    _S.REFUSED: (Tone.QUIET, "ban"),
    _S.PROCESSING: (Tone.QUIET, "clock"),
    _S.AWAITING_SUPPLEMENT: (Tone.SOON, "pause"),
    _S.AWAITING_PAYMENT: (Tone.SOON, "pause"),
    _S.WITHDRAWN: (Tone.QUIET, "ban"),
    _S.STOPPED: (Tone.QUIET, "ban"),
    _S.FINISHED: (Tone.GOOD, "check"),
    _S.RETURNED: (Tone.GOOD, "check"),
}
_JOB = {
    _J.QUEUED: (Tone.SOON, "clock"),
    _J.WAITING: (Tone.SOON, "clock"),
    _J.HELD: (Tone.LATE, "pause"),
    _J.SENDING: (Tone.SOON, "printer"),
    _J.SENT: (Tone.GOOD, "check"),
    _J.PRINTED: (Tone.GOOD, "check"),
    _J.UNKNOWN: (Tone.LATE, "alert"),
    _J.CONFIRMED: (Tone.GOOD, "check"),
    _J.REPRINTED: (Tone.QUIET, "ban"),
    _J.FAILED: (Tone.LATE, "alert"),
    _J.VOID: (Tone.QUIET, "ban"),
}


def status_mark(status: DossierStatus) -> Mark:
    """Return the mark of where a dossier stands."""
    return Mark(labels.STATUS[status], *_STATUS[status])


def job_mark(state: str) -> Mark | None:
    """Return the mark of a print job, or None for a slip that was never sent to a printer."""
    if not state:
        return None
    job = JobState(state)
    return Mark(labels.JOB_STATE[job], *_JOB[job])


_WAITING = frozenset({_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT})
"""While the citizen is awaited the clock stands still."""


def due_mark(due_on: date, status: DossierStatus, now: datetime) -> Mark | None:
    """Return the mark of a promised day, or None where nothing is promised any more.

    Lateness is by date: the term ends at the end of its last day (BLDS 2015 Đ148.1). A result
    that lies ready is late no more, however long the citizen takes to come.
    """
    if not status.is_open or status is _S.FINISHED:
        return None
    if status in _WAITING:
        return Mark("Tạm dừng tính hạn", Tone.QUIET, "clock")
    days = (due_on - local_day(now)).days
    if days < 0:
        return Mark(f"Trễ {-days} ngày", Tone.LATE, "alert")
    if days == 0:
        return Mark("Hẹn hôm nay", Tone.SOON, "clock")
    if days == 1:
        return Mark("Hẹn ngày mai", Tone.SOON, "clock")
    return Mark(f"Còn {days} ngày", Tone.QUIET, "calendar")


def due_words(due_on: date, status: DossierStatus, now: datetime) -> str:
    """Return the day with its mark in one line, for a list: ``20/11 · trễ 4 ngày``."""
    if status in _WAITING:
        return "tạm dừng"  # the day is not in force while the citizen is awaited
    day = day_month(due_on) if due_on.year == local_day(now).year else short_date(due_on)
    mark = due_mark(due_on, status, now)
    return day if mark is None else f"{day} · {mark.words.removeprefix('Hẹn ').lower()}"
