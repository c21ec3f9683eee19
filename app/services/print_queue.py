"""The print queue as a printer's worker sees it: which slip is next, and what became of it.

``sending`` is committed before the first printable byte leaves. A job that a crash left there is
``unknown`` and never sent again by itself: only the officer can tell whether the paper came out.
What the officer answers is ``app.services.print_desk``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from app.core.clock import VIETNAM
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.papers import ReceiptSlip, thaw_receipt
from app.core.printjobs import ASKING, NOT_OUT, TO_SEND, JobState, may_follow
from app.db.database import touch
from app.models import Dossier, PrintEvent, PrintJob, Slip
from app.models.base import new_id
from app.services.office import Office

BACK_OFF = (2, 5, 10, 30, 60)
"""Seconds until the next try of a printer that was not ready."""
TRIES_BEFORE_FALLBACK = 2
PASSING = frozenset({"busy", "interrupted"})
"""Reasons that say nothing against the printer: it was in use, or the program was ending."""
TAKEN = (
    JobState.SENDING,
    JobState.PRINTED,
    JobState.SENT,
    JobState.UNKNOWN,
    JobState.CONFIRMED,
    JobState.REPRINTED,
)
"""States of a slip of which a printer took something."""


class JobMovedOn(AppError):
    """The job is not where this act expects it, e.g. answered at another window; ``state``."""

    code = "print_job.moved_on"


class JobMissing(AppError):
    """There is no such print job; ``job``."""

    code = "print_job.missing"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One line of the print queue."""

    job_id: str
    slip_id: str
    dossier_id: str
    code: str
    applicant_name: str
    copy: int
    state: JobState
    printer: str
    attempts: int
    error: str
    created_at: datetime

    @property
    def is_asking(self) -> bool:
        """Whether the officer has to answer something."""
        return self.state in ASKING


@dataclass(frozen=True, slots=True)
class NextJob:
    """A slip to be sent now."""

    job_id: str
    content: str

    @property
    def slip(self) -> ReceiptSlip:
        """The paper itself; read only when it is printed, so that a broken one stops no other."""
        return thaw_receipt(self.content)


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the queue stands.

    ``waiting`` counts the slips a citizen may be without, those in doubt included; ``asking`` those
    that want an answer; ``trouble`` is of the printer that was tried last.
    """

    waiting: int
    asking: int
    trouble: str


def list_jobs(session: Session, office: Office, *, limit: int = 50) -> tuple[JobRow, ...]:
    """Return the newest print jobs of this station, those that want an answer first."""
    asks = PrintJob.state.in_(ASKING)
    query = (
        _rows_query(office)
        .order_by(asks.desc(), PrintJob.created_at.desc(), PrintJob.id.desc())
        .limit(limit)
    )
    return tuple(_row(*found) for found in session.execute(query))


def list_asking(session: Session, office: Office) -> tuple[JobRow, ...]:
    """Return the jobs that want an answer of the officer, the oldest first."""
    query = _rows_query(office).where(PrintJob.state.in_(ASKING))
    ordered = query.order_by(PrintJob.created_at, PrintJob.id)
    return tuple(_row(*found) for found in session.execute(ordered))


def jobs_of(session: Session, office: Office, dossier_id: str) -> tuple[JobRow, ...]:
    """Return the print jobs of a dossier at this station, the newest first."""
    query = _rows_query(office).where(Slip.dossier_id == dossier_id)
    ordered = query.order_by(PrintJob.created_at.desc(), PrintJob.id.desc())
    return tuple(_row(*found) for found in session.execute(ordered))


def get_job(session: Session, office: Office, job_id: str) -> JobRow:
    """Return one job of this station.

    Raises:
        JobMissing: there is none with this id.
    """
    found = session.execute(_rows_query(office).where(PrintJob.id == job_id)).first()
    if found is None:
        raise JobMissing(job=job_id)
    return _row(*found)


def queue_state(session: Session, office: Office) -> QueueState:
    """Return how many slips have not come out, how many ask, and what troubles the printer."""
    query = select(PrintJob.state, func.count()).where(_here(office)).group_by(PrintJob.state)
    counts = {JobState(state): number for state, number in session.execute(query)}
    trouble = (
        select(PrintJob.error)
        .where(
            _here(office),
            PrintJob.state.in_((*TO_SEND, JobState.SENDING)),
            PrintJob.error != "",
        )
        .order_by(PrintJob.updated_at.desc())
        .limit(1)
    )
    return QueueState(
        waiting=sum(counts.get(state, 0) for state in NOT_OUT),
        asking=sum(counts.get(state, 0) for state in ASKING),
        trouble=session.scalar(trouble) or "",
    )


def next_job(session: Session, office: Office, printer: str, *, at: datetime) -> NextJob | None:
    """Return the oldest slip of a printer, if it may be tried now; it stays where it is.

    While the oldest waits for its next try nothing else is tried: slips come out in the order of
    the citizens, and a printer without paper is asked once, not once for each of them. The caller
    holds the printer's lock, so that nobody else serves the same queue.
    """
    places = {
        "agency_id": office.agency_id,
        "station_id": office.station_id,
        "printer": printer,
        "at": at,
    }
    found = session.connection().execute(_NEXT, places).first()
    return None if found is None or _rests(found[2], at) else NextJob(found[0], found[1])


def is_torn(session: Session, office: Office, printer: str) -> bool:
    """Whether half a slip may hang on a printer's paper.

    So it is when the last one it took something of broke off and nobody saw it whole.
    """
    query = (
        select(PrintJob.state)
        .join(
            PrintEvent,
            (PrintEvent.agency_id == PrintJob.agency_id) & (PrintEvent.job_id == PrintJob.id),
        )
        .where(
            _here(office),
            PrintEvent.printer == printer,
            PrintEvent.state == JobState.SENDING,
            PrintJob.state.in_(TAKEN),
        )
        .order_by(PrintEvent.id.desc())
        .limit(1)
    )
    return session.scalar(query) in (JobState.UNKNOWN, JobState.REPRINTED)


def has_expired(session: Session, office: Office, *, at: datetime) -> bool:
    """Whether a slip that has not left is too old to come out unasked."""
    return session.scalar(_expired(office, at).limit(1)) is not None


def hold_expired(session: Session, office: Office, *, at: datetime) -> int:
    """Hold the slips that did not leave in time until the officer is asked; return how many."""
    expired = list(session.scalars(_expired(office, at)))
    for job in expired:
        _move(session, job, JobState.HELD, at=at, error=job.error)
    return len(expired)


def begin_sending(session: Session, office: Office, job_id: str, *, at: datetime) -> None:
    """Record that the next byte may be seen on paper; the caller commits before it leaves.

    Raises:
        JobMovedOn: meanwhile it was cancelled, or is being sent elsewhere.
    """
    job = _locked(session, office, job_id)
    job.attempts += 1
    _move(session, job, JobState.SENDING, at=at)


def note_trouble(
    session: Session, office: Office, job_id: str, *, error: str, at: datetime
) -> None:
    """Record why a slip that is being sent does not come out yet, e.g. the paper ran out in it."""
    job = _locked(session, office, job_id)
    job.error = error
    job.updated_at = at


def mark_done(
    session: Session,
    office: Office,
    job_id: str,
    *,
    acknowledged: bool,
    bytes_sent: int,
    detail: str = "",
    at: datetime,
) -> None:
    """Record that a slip was handed over whole, and whether the printer acknowledged it."""
    state = JobState.PRINTED if acknowledged else JobState.SENT
    job = _locked(session, office, job_id)
    _move(session, job, state, at=at, bytes_sent=bytes_sent, detail=detail)


def mark_waiting(
    session: Session,
    office: Office,
    job_id: str,
    *,
    error: str,
    fallback: str = "",
    refusals: int = 0,
    at: datetime,
) -> None:
    """Keep a slip for another try: nothing printable had left.

    Also after ``begin_sending``, by the process that then saw not one byte taken. After some tries
    the slip goes to the ``fallback`` printer, if there is one; at once where the printer had
    already refused as many slips in a row (``refusals``).
    """
    job = _locked(session, office, job_id)
    if error in PASSING:
        job.next_try_at = at + timedelta(seconds=BACK_OFF[0])
        _move(session, job, JobState.WAITING, at=at, error=error)
        return
    job.attempts += 1
    job.next_try_at = at + timedelta(seconds=BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1])
    if fallback and max(job.attempts, refusals) >= TRIES_BEFORE_FALLBACK:
        job.printer = fallback
        if job.attempts <= TRIES_BEFORE_FALLBACK:  # later moves wait: both may be away
            job.next_try_at = None
    _move(session, job, JobState.WAITING, at=at, error=error)


def mark_unknown(
    session: Session, office: Office, job_id: str, *, error: str, bytes_sent: int, at: datetime
) -> None:
    """Record that a slip may have come out in part: only the officer can tell."""
    job = _locked(session, office, job_id)
    _move(session, job, JobState.UNKNOWN, at=at, error=error, bytes_sent=bytes_sent)


def mark_failed(session: Session, office: Office, job_id: str, *, error: str, at: datetime) -> None:
    """Record that this paper can never come out of this printer as it is set up."""
    _move(session, _locked(session, office, job_id), JobState.FAILED, at=at, error=error)


def settle_interrupted(session: Session, office: Office, printer: str, *, at: datetime) -> int:
    """Turn what a crash left in the middle of a printer into doubts; return how many.

    The caller holds the printer's lock, so nobody is sending any of them.
    """
    return _interrupt(session, office, PrintJob.printer == printer, at)


def adopt_orphans(
    session: Session, office: Office, printers: Collection[str], *, to: str, at: datetime
) -> int:
    """Give the waiting slips of printers this desk no longer has to another; return how many.

    What was being sent to one of those is a doubt: nobody serves it any more.
    """
    _interrupt(session, office, PrintJob.printer.not_in(printers), at)
    changed = session.execute(
        update(PrintJob)
        .where(_here(office), PrintJob.state.in_(TO_SEND), PrintJob.printer.not_in(printers))
        .values(printer=to, updated_at=at, next_try_at=None)
        .returning(PrintJob.id)
    ).all()
    touch(session, "print_job")
    return len(changed)


def retry_now(session: Session, office: Office, *, actor: Actor, at: datetime) -> None:  # noqa: ARG001
    """Let waiting slips be tried at once: the officer has put paper in."""
    session.execute(
        update(PrintJob)
        .where(_here(office), PrintJob.state.in_(TO_SEND))
        .values(next_try_at=None, updated_at=at)
    )
    touch(session, "print_job")


def answer(
    session: Session, office: Office, job_id: str, state: JobState, *, actor: Actor, at: datetime
) -> PrintJob:
    """Move a job by an officer's answer; return it.

    Raises:
        JobMissing: there is no such job.
        JobMovedOn: it is not in a state that this answers.
    """
    job = _locked(session, office, job_id)
    _move(session, job, state, at=at, actor=actor)
    return job


def _move(
    session: Session,
    job: PrintJob,
    state: JobState,
    *,
    at: datetime,
    error: str = "",
    bytes_sent: int = 0,
    detail: str = "",
    actor: Actor | None = None,
) -> None:
    """Bring a job to a state it may follow into, and keep the step."""
    if not may_follow(JobState(job.state), state):
        raise JobMovedOn(state=job.state)
    job.state, job.error, job.updated_at = state.value, error, at
    job.bytes_sent = bytes_sent or job.bytes_sent
    session.add(
        PrintEvent(
            agency_id=job.agency_id,
            id=new_id(),
            job_id=job.id,
            printer=job.printer,
            state=state.value,
            error=error,
            bytes_sent=bytes_sent,
            detail=detail,
            actor_id=None if actor is None else actor.account_id,
            at=at,
        )
    )


def _interrupt(session: Session, office: Office, which: ColumnElement[bool], at: datetime) -> int:
    query = select(PrintJob).where(_here(office), which, PrintJob.state == JobState.SENDING)
    interrupted = list(session.scalars(query))
    for job in interrupted:
        _move(session, job, JobState.UNKNOWN, at=at, error="interrupted")
    return len(interrupted)


def _rests(next_try_at: datetime | None, at: datetime) -> bool:
    """Whether a slip is not to be tried yet; a moment no pause reaches is of a clock set back."""
    if next_try_at is None:
        return False
    return at < next_try_at <= at + timedelta(seconds=BACK_OFF[-1])


def _expired(office: Office, at: datetime) -> Select[PrintJob]:
    return select(PrintJob).where(
        _here(office), PrintJob.state.in_(TO_SEND), PrintJob.expires_at <= at
    )


def _locked(session: Session, office: Office, job_id: str) -> PrintJob:
    job = session.get(PrintJob, (office.agency_id, job_id), with_for_update=True)
    if job is None:
        raise JobMissing(job=job_id)
    return job


def _rows_query(office: Office) -> Select[PrintJob, str, int, str, str]:
    return (
        select(PrintJob, Slip.dossier_id, Slip.copy, Dossier.code, Dossier.applicant_name)
        .join(Slip, (Slip.agency_id == PrintJob.agency_id) & (Slip.id == PrintJob.slip_id))
        .join(Dossier, (Dossier.agency_id == Slip.agency_id) & (Dossier.id == Slip.dossier_id))
        .where(_here(office))
    )


def _row(job: PrintJob, dossier_id: str, copy: int, code: str, name: str) -> JobRow:
    return JobRow(
        job_id=job.id,
        slip_id=job.slip_id,
        dossier_id=dossier_id,
        code=code,
        applicant_name=name,
        copy=copy,
        state=JobState(job.state),
        printer=job.printer,
        attempts=job.attempts,
        error=job.error,
        created_at=job.created_at.astimezone(VIETNAM),
    )


def _here(office: Office) -> ColumnElement[bool]:
    return and_(PrintJob.agency_id == office.agency_id, PrintJob.station_id == office.station_id)


# Built once: the citizen waits for this question, and building it takes longer than asking it.
_NEXT = (
    select(PrintJob.id, Slip.content, PrintJob.next_try_at)
    .join(Slip, (Slip.agency_id == PrintJob.agency_id) & (Slip.id == PrintJob.slip_id))
    .where(
        PrintJob.agency_id == bindparam("agency_id"),
        PrintJob.station_id == bindparam("station_id"),
        PrintJob.printer == bindparam("printer"),
        PrintJob.state.in_(TO_SEND),
        PrintJob.expires_at > bindparam("at"),
    )
    .order_by(PrintJob.created_at, PrintJob.id)
    .limit(1)
)
