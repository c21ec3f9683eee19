"""Print jobs: rows written with the slip they bring to paper, sent one by one by a worker.

A job is ``sending`` from before its first byte until its outcome is known. One that a crash left
there is ``unknown`` and is never sent again by itself: the officer looks whether the slip came out.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.papers import ReceiptSlip, digest, freeze, thaw_receipt
from app.db import fast
from app.db.database import touch
from app.models import Dossier, PrintJob, Slip
from app.models.base import new_id
from app.services import journal
from app.services.office import Office

RECEIPT = "receipt_slip"
BACK_OFF = (2, 5, 10, 30, 60)
"""Seconds until the next try of a printer that was not ready."""


class JobState(StrEnum):
    """How a print job stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"  # handed over, the printer does not confirm
    PRINTED = "printed"  # the printer confirmed
    UNKNOWN = "unknown"  # a crash came between
    CANCELLED = "cancelled"


class SlipMissing(AppError):
    """The dossier has no such slip; ``code``."""

    code = "slip.missing"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One line of the print queue."""

    job_id: str
    slip_id: str
    code: str
    applicant_name: str
    copy: int
    state: JobState
    attempts: int
    error: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that this worker alone may send now."""

    job_id: str
    slip: ReceiptSlip


def list_jobs(session: Session, office: Office, *, limit: int = 50) -> tuple[JobRow, ...]:
    """Return the newest print jobs of this station."""
    query = (
        select(PrintJob, Slip.copy, Dossier.code, Dossier.applicant_name)
        .join(Slip, (Slip.agency_id == PrintJob.agency_id) & (Slip.id == PrintJob.slip_id))
        .join(Dossier, (Dossier.agency_id == Slip.agency_id) & (Dossier.id == Slip.dossier_id))
        .where(_here(office))
        .order_by(PrintJob.created_at.desc(), PrintJob.id.desc())
        .limit(limit)
    )
    return tuple(
        JobRow(
            job.id,
            job.slip_id,
            code,
            name,
            copy,
            JobState(job.state),
            job.attempts,
            job.error,
            job.created_at.astimezone(VIETNAM),
        )
        for job, copy, code, name in session.execute(query)
    )


def count_waiting(session: Session, office: Office) -> int:
    """Return how many slips have not come out yet, those in doubt included."""
    states = (JobState.QUEUED, JobState.SENDING, JobState.UNKNOWN)
    query = select(func.count()).select_from(PrintJob)
    return session.scalar(query.where(_here(office), PrintJob.state.in_(states))) or 0


def waiting(session: Session, office: Office) -> tuple[int, str]:
    """Return how many slips have not come out yet, and the newest printer's trouble, or ``""``."""
    trouble = (
        select(PrintJob.error)
        .where(_here(office), PrintJob.state == JobState.QUEUED, PrintJob.error != "")
        .order_by(PrintJob.updated_at.desc())
        .limit(1)
    )
    return count_waiting(session, office), session.scalar(trouble) or ""


def claim_next(
    session: Session, office: Office, printer: str, *, at: datetime
) -> ClaimedJob | None:
    """Take the oldest job of a printer; the caller's unit commits before the first byte leaves."""
    query = (
        select(PrintJob)
        .where(
            _here(office),
            PrintJob.printer == printer,
            PrintJob.state == JobState.QUEUED,
            or_(PrintJob.next_try_at.is_(None), PrintJob.next_try_at <= at),
        )
        .order_by(PrintJob.created_at, PrintJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalars(query).first()
    if job is None:
        return None
    job.state = JobState.SENDING
    job.attempts += 1
    job.updated_at = at
    slip = session.get_one(Slip, (office.agency_id, job.slip_id))
    return ClaimedJob(job.id, thaw_receipt(slip.content))


def mark_done(
    session: Session, office: Office, job_id: str, *, acknowledged: bool, at: datetime
) -> None:
    """Record that a slip was handed to the printer, and whether the printer confirmed it."""
    job = session.get_one(PrintJob, (office.agency_id, job_id))
    job.state = JobState.PRINTED if acknowledged else JobState.SENT
    job.error = ""
    job.updated_at = at


def mark_waiting(
    session: Session, office: Office, job_id: str, *, error: str, at: datetime
) -> None:
    """Put a job back: the printer was not ready and nothing printable had left."""
    job = session.get_one(PrintJob, (office.agency_id, job_id))
    job.state = JobState.QUEUED
    job.error = error
    job.updated_at = at
    job.next_try_at = at + timedelta(seconds=BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1])


def mark_unknown(
    session: Session, office: Office, job_id: str, *, error: str, at: datetime
) -> None:
    """Record that a slip may have come out in part: only the officer can tell."""
    job = session.get_one(PrintJob, (office.agency_id, job_id))
    job.state = JobState.UNKNOWN
    job.error = error
    job.updated_at = at


def settle_interrupted(session: Session, office: Office, *, at: datetime) -> int:
    """At start: jobs a crash left in the middle become ``unknown``; return how many."""
    changed = session.execute(
        update(PrintJob)
        .where(and_(_here(office), PrintJob.state == JobState.SENDING))
        .values(state=JobState.UNKNOWN, updated_at=at)
        .returning(PrintJob.id)
    ).all()
    touch(session, "print_job")
    return len(changed)


def retry_now(session: Session, office: Office, *, actor: Actor, at: datetime) -> None:  # noqa: ARG001
    """Let waiting jobs be tried at once: the officer has put paper in."""
    session.execute(
        update(PrintJob)
        .where(and_(_here(office), PrintJob.state == JobState.QUEUED))
        .values(next_try_at=None, updated_at=at)
    )
    touch(session, "print_job")


def request_reprint(
    session: Session, office: Office, dossier_id: str, *, reason: str, actor: Actor, at: datetime
) -> str:
    """Issue a further copy of the receipt, marked as such; return its print job.

    The copy equals the original but for its number: an issued paper does not change.

    Raises:
        SlipMissing: the dossier has no receipt.
    """
    original = _slips(session, office, dossier_id)[-1]
    reprint = replace(thaw_receipt(original.content), copy=original.copy + 1)
    issued = issue(office, dossier_id, reprint, at)
    facts = {"slip": issued.said, "reason": text.clean_line(reason)}
    journal.append(session, office, "slip.reprinted", facts, actor, at, dossier_id)
    issued.insert(session)
    job_id: str = issued.job_row["id"]
    return job_id


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A slip about to be written: its rows, and what the journal says of it."""

    said: dict[str, Any]
    slip_row: dict[str, Any]
    job_row: dict[str, Any]

    def insert(self, session: Session) -> None:
        """Write both rows in the open unit; the dossier's row must be there."""
        fast.insert_rows(session, Slip.__table__, [self.slip_row])  # type: ignore[arg-type]
        fast.insert_rows(session, PrintJob.__table__, [self.job_row])  # type: ignore[arg-type]


def issue(office: Office, dossier_id: str, slip: ReceiptSlip, at: datetime) -> IssuedSlip:
    """Give a slip its identity and a print job."""
    frozen = freeze(slip)
    said = {"id": new_id(), "kind": RECEIPT, "copy": slip.copy, "digest": digest(frozen)}
    row = said | {
        "agency_id": office.agency_id,
        "dossier_id": dossier_id,
        "content": frozen,
        "issued_at": at,
    }
    job = {
        "agency_id": office.agency_id,
        "id": new_id(),
        "slip_id": said["id"],
        "station_id": office.station_id,
        "printer": office.printer,
        "state": JobState.QUEUED.value,
        "attempts": 0,
        "error": "",
        "created_at": at,
        "updated_at": at,
        "next_try_at": None,
    }
    return IssuedSlip(said, row, job)


def current_slip(session: Session, office: Office, dossier_id: str) -> ReceiptSlip:
    """Return the newest copy of a dossier's receipt.

    Raises:
        SlipMissing: the dossier has none.
    """
    return thaw_receipt(_slips(session, office, dossier_id)[-1].content)


def get_slip(session: Session, office: Office, slip_id: str) -> ReceiptSlip:
    """Return one issued slip.

    Raises:
        SlipMissing: there is none with this id.
    """
    slip = session.get(Slip, (office.agency_id, slip_id))
    if slip is None:
        raise SlipMissing(code=slip_id)
    return thaw_receipt(slip.content)


def _slips(session: Session, office: Office, dossier_id: str) -> list[Slip]:
    query = (
        select(Slip)
        .where(Slip.agency_id == office.agency_id, Slip.dossier_id == dossier_id)
        .order_by(Slip.copy)
    )
    found = list(session.scalars(query))
    if not found:
        raise SlipMissing(code=dossier_id)
    return found


def _here(office: Office) -> ColumnElement[bool]:
    return and_(PrintJob.agency_id == office.agency_id, PrintJob.station_id == office.station_id)
