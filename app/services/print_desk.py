"""What the officer answers about paper: it came out, it did not, print it now, never mind.

Each answer is a journal entry with who and when. The one question after a doubt is "Phiếu đã ra
giấy đầy đủ chưa?"; a "no" never repeats a slip in silence but issues a marked further copy.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM
from app.core.dossiers import Actor
from app.core.printjobs import JobState
from app.models import Account, PrintEvent, PrintJob, Slip
from app.services import journal, print_queue, slips
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class EventRow:
    """One step of a print job."""

    at: datetime
    state: JobState
    printer: str
    error: str
    bytes_sent: int
    detail: str
    actor_name: str


def confirm(session: Session, office: Office, job_id: str, *, actor: Actor, at: datetime) -> None:
    """Record that the officer saw the whole slip on paper.

    Raises:
        JobMissing: there is no such job.
        JobMovedOn: it is neither in doubt nor unconfirmed.
    """
    job = print_queue.answer(session, office, job_id, JobState.CONFIRMED, actor=actor, at=at)
    _record(session, office, job, "slip.confirmed", {}, actor, at)


def reprint(
    session: Session, office: Office, job_id: str, *, reason: str, actor: Actor, at: datetime
) -> str:
    """Issue a marked further copy of a slip that did not come out whole; return its print job.

    Raises:
        JobMissing: there is no such job.
        JobMovedOn: it is neither in doubt nor unconfirmed.
        TooManyCopies: no further copy can be numbered.
    """
    job = print_queue.answer(session, office, job_id, JobState.REPRINTED, actor=actor, at=at)
    slip = session.get_one(Slip, (office.agency_id, job.slip_id))
    return slips.request_reprint(
        session, office, slip.dossier_id, reason=reason, actor=actor, at=at
    )


def print_now(session: Session, office: Office, job_id: str, *, actor: Actor, at: datetime) -> None:
    """Let a slip that was held, or that failed, go to its printer after all.

    Raises:
        JobMissing: there is no such job.
        JobMovedOn: it is neither held nor failed.
        SlipOutdated: a newer paper is in force; it can only be given up.
    """
    job = print_queue.answer(session, office, job_id, JobState.QUEUED, actor=actor, at=at)
    slip = session.get_one(Slip, (office.agency_id, job.slip_id))
    slips.check_in_force(session, office, slip)
    job.expires_at = at + slips.EXPIRES_AFTER
    job.next_try_at = None
    job.printer = office.printer
    _record(session, office, job, "slip.released", {}, actor, at)


def void(
    session: Session, office: Office, job_id: str, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Give up a slip of which nothing printable has left.

    Raises:
        JobMissing: there is no such job.
        JobMovedOn: some of it may be on paper, or it is done.
    """
    job = print_queue.answer(session, office, job_id, JobState.VOID, actor=actor, at=at)
    _record(session, office, job, "slip.voided", {"reason": text.clean_line(reason)}, actor, at)


def steps(session: Session, office: Office, job_id: str) -> tuple[EventRow, ...]:
    """Return what happened to a job, in order."""
    query = (
        select(PrintEvent, Account.name)
        .outerjoin(
            Account,
            (Account.agency_id == PrintEvent.agency_id) & (Account.id == PrintEvent.actor_id),
        )
        .where(PrintEvent.agency_id == office.agency_id, PrintEvent.job_id == job_id)
        .order_by(PrintEvent.at, PrintEvent.id)
    )
    return tuple(
        EventRow(
            at=event.at.astimezone(VIETNAM),
            state=JobState(event.state),
            printer=event.printer,
            error=event.error,
            bytes_sent=event.bytes_sent,
            detail=event.detail,
            actor_name=name or "",
        )
        for event, name in session.execute(query)
    )


def _record(
    session: Session,
    office: Office,
    job: PrintJob,
    kind: str,
    facts: dict[str, str],
    actor: Actor,
    at: datetime,
) -> None:
    slip = session.get_one(Slip, (office.agency_id, job.slip_id))
    said = {"id": slip.id, "kind": slip.kind, "copy": slip.copy, "digest": slip.digest}
    journal.append(session, office, kind, {"slip": said} | facts, actor, at, slip.dossier_id)
