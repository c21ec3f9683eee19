"""Issued slips (giấy hẹn): each has an identity and immutable content, and gets a print job.

A slip is written in the same unit as the act it proves. A further copy equals the first but for its
number, which stands on the paper and inside its sealed QR code.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.papers import ReceiptSlip, digest, freeze, thaw_receipt
from app.core.printjobs import JobState
from app.core.standstill import AppointmentCause
from app.core.wording import short_date
from app.db import fast
from app.models import Appointment, Dossier, PrintJob, Slip
from app.models.base import new_id
from app.services import journal, lookup, papers
from app.services.office import Office

RECEIPT = "receipt_slip"
REAPPOINTMENT = "reappointment_slip"
"""The same form with the date promised anew; it replaces the receipt in the citizen's hand."""
EXPIRES_AFTER = timedelta(hours=2)
"""A printer revived in the morning must not spill last night's slips."""
RENEWALS = {
    AppointmentCause.REAPPOINTMENT: (
        "Hẹn lại thay cho ngày {day} theo văn bản xin lỗi của hồ sơ {code}."
    ),
    AppointmentCause.RESTART: (
        "Đã nhận đủ hồ sơ bổ sung, thời hạn tính lại từ đầu; thay cho ngày {day}."
    ),
    AppointmentCause.PAUSE: "Đã tính tiếp thời hạn sau khi tạm dừng; thay cho ngày {day}.",
}
"""What the slip of a later promise says of the one it replaces."""
MOST_COPIES = 255  # what one byte of the sealed facts can count


class SlipMissing(AppError):
    """The dossier has no such slip; ``code``."""

    code = "slip.missing"


class SlipOutdated(AppError):
    """A newer slip of the dossier is in force; ``code``."""

    code = "slip.outdated"


class TooManyCopies(AppError):
    """The slip was printed again as often as can be counted; ``most``."""

    code = "slip.too_many_copies"


def kind_of(appointment: int) -> str:
    """Return the kind of the slip for the n-th promise: each promise has copies of its own."""
    if appointment <= 1:
        return RECEIPT
    return REAPPOINTMENT if appointment == 2 else f"{REAPPOINTMENT}_{appointment}"  # noqa: PLR2004


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
    kind = kind_of(slip.appointment)
    said = {"id": new_id(), "kind": kind, "copy": slip.copy, "digest": digest(frozen)}
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
        "bytes_sent": 0,
        "error": "",
        "created_at": at,
        "updated_at": at,
        "next_try_at": None,
        "expires_at": at + EXPIRES_AFTER,
    }
    return IssuedSlip(said, row, job)


def request_reprint(
    session: Session, office: Office, dossier_id: str, *, reason: str, actor: Actor, at: datetime
) -> str:
    """Issue the paper that is true today once more; return its print job.

    What was typed wrong about the people and put right since is right on it.

    After a re-appointment that is a slip with the new date; otherwise a further copy of what the
    citizen has, marked "BẢN IN LẠI LẦN n". An issued paper itself never changes.

    Raises:
        SlipMissing: the dossier has no receipt.
        TooManyCopies: no further copy can be numbered.
    """
    latest = _latest_appointment(session, office, dossier_id)
    newest = _newest(session, office, dossier_id, kind_of(latest.ordinal))
    if newest is not None:
        copied = further_copy(office, newest, actor=actor, at=at)
        slip, kind = _with_people(session, office, dossier_id, copied), "slip.reprinted"
    else:
        slip, kind = _reappointed(session, office, dossier_id, latest, actor, at), "slip.renewed"
    issued = issue(office, dossier_id, slip, at)
    facts = {"slip": issued.said, "reason": text.clean_line(reason)}
    journal.append(session, office, kind, facts, actor, at, dossier_id)
    issued.insert(session)
    job_id: str = issued.job_row["id"]
    return job_id


def further_copy(office: Office, slip: ReceiptSlip, *, actor: Actor, at: datetime) -> ReceiptSlip:
    """Return the next copy of a slip: its number is on the paper and inside the sealed facts.

    Raises:
        TooManyCopies: no further copy can be numbered.
    """
    if slip.copy >= MOST_COPIES:
        raise TooManyCopies(most=MOST_COPIES)
    copied = replace(slip, copy=slip.copy + 1, copied_at=at, copied_by=actor.name)
    return replace(copied, qr_text=papers.slip_qr(office, copied))


def current_slip(session: Session, office: Office, dossier_id: str) -> ReceiptSlip:
    """Return the newest paper of a dossier: the last copy for its last appointment.

    Raises:
        SlipMissing: the dossier has none.
    """
    latest = _latest_appointment(session, office, dossier_id)
    for ordinal in range(latest.ordinal, 0, -1):
        slip = _newest(session, office, dossier_id, kind_of(ordinal))
        if slip is not None:
            return slip
    raise SlipMissing(code=dossier_id)


def get_slip(session: Session, office: Office, slip_id: str) -> ReceiptSlip:
    """Return one issued slip.

    Raises:
        SlipMissing: there is none with this id.
    """
    slip = session.get(Slip, (office.agency_id, slip_id))
    if slip is None:
        raise SlipMissing(code=slip_id)
    return thaw_receipt(slip.content)


def check_in_force(session: Session, office: Office, slip: Slip) -> None:
    """Refuse a paper that a further copy, or a re-appointment, has taken the place of.

    Raises:
        SlipOutdated: it would put an old promise into the citizen's hand.
    """
    latest = _latest_appointment(session, office, slip.dossier_id)
    is_promise = slip.kind == kind_of(latest.ordinal)
    newest = newest_copy(session, office, slip.dossier_id, latest.ordinal)
    if not is_promise or slip.copy < newest:
        dossier = session.get_one(Dossier, (office.agency_id, slip.dossier_id))
        raise SlipOutdated(code=dossier.code)


def newest_copy(session: Session, office: Office, dossier_id: str, appointment: int) -> int:
    """Return the number of the newest copy of the slip for an appointment, -1 without one."""
    query = select(func.max(Slip.copy)).where(
        Slip.agency_id == office.agency_id,
        Slip.dossier_id == dossier_id,
        Slip.kind == kind_of(appointment),
    )
    newest = session.scalar(query)
    return -1 if newest is None else newest


def _newest(session: Session, office: Office, dossier_id: str, kind: str) -> ReceiptSlip | None:
    query = (
        select(Slip.content)
        .where(Slip.agency_id == office.agency_id, Slip.dossier_id == dossier_id, Slip.kind == kind)
        .order_by(Slip.copy.desc())
        .limit(1)
    )
    content = session.scalar(query)
    return None if content is None else thaw_receipt(content)


def _latest_appointment(session: Session, office: Office, dossier_id: str) -> Appointment:
    query = (
        select(Appointment)
        .where(Appointment.agency_id == office.agency_id, Appointment.dossier_id == dossier_id)
        .order_by(Appointment.ordinal.desc())
        .limit(1)
    )
    found = session.scalars(query).first()
    if found is None:
        raise SlipMissing(code=dossier_id)
    return found


def _reappointed(
    session: Session,
    office: Office,
    dossier_id: str,
    appointment: Appointment,
    actor: Actor,
    at: datetime,
) -> ReceiptSlip:
    """Return the slip for a later promise: the receipt with the new date and what it replaces."""
    first = _newest(session, office, dossier_id, RECEIPT)
    if first is None:
        raise SlipMissing(code=dossier_id)
    dossier = session.get_one(Dossier, (office.agency_id, dossier_id))
    before = session.get_one(Appointment, (office.agency_id, dossier_id, appointment.ordinal - 1))
    told = RENEWALS[AppointmentCause(appointment.cause)]
    note = told.format(day=short_date(before.due_on), code=dossier.code)
    slip = replace(
        first,
        issued_at=at,
        clerk_name=actor.name,
        due_at=appointment.due_at.astimezone(VIETNAM),
        appointment=appointment.ordinal,
        copy=0,
        copied_at=None,
        copied_by="",
        notes=(note, *first.notes),
    )
    slip = _with_people(session, office, dossier_id, slip)
    return replace(slip, qr_text=papers.slip_qr(office, slip))


def _with_people(
    session: Session, office: Office, dossier_id: str, slip: ReceiptSlip
) -> ReceiptSlip:
    """Return a slip with the people as they are known now; the QR code holds none of it."""
    people = lookup.people(session, office, dossier_id)
    return replace(slip, **papers.slip_people(people["applicant"], people.get("representative")))
