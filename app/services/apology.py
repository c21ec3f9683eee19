"""The apology letter: drafted, signed over, issued; and with it the one permitted new date."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.lifecycle import DossierStatus
from app.core.papers import ApologyLetter, digest, freeze, thaw_letter
from app.models import ApologyLetterRow, Appointment, Dossier, ProcedureVersion
from app.models.base import new_id
from app.services import fold, journal, papers
from app.services.lookup import DossierUnknown, card
from app.services.office import Office


class ReappointmentUsed(AppError):
    """The one re-appointment was given; ``code``, ``due_on``, ``reason`` of the first.

    NĐ 61/2018 Đ19.9: "Việc hẹn lại ngày trả kết quả được thực hiện không quá một lần."
    """

    code = "apology.reappointment_used"


class NothingOwed(AppError):
    """The dossier awaits no result any more; ``code``, ``status``."""

    code = "apology.nothing_owed"


class ReasonMissing(AppError):
    """The law wants the reason in the letter; ``code``."""

    code = "apology.reason_missing"


class NewDateInPast(AppError):
    """The new date must lie after today and after the promised day; ``new_due_on``."""

    code = "apology.new_date_in_past"


class NewDateNotWorking(AppError):
    """The new date is a day off; ``new_due_on``, ``name``, ``next_day``."""

    code = "apology.new_date_not_working"


class LetterMissing(AppError):
    """No letter was drafted for the dossier; ``code``."""

    code = "apology.letter_missing"


class LetterChanged(AppError):
    """The draft was replaced while it was being signed; ``code``."""

    code = "apology.letter_changed"


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter as it stands: its content, and the signed file once it is issued."""

    letter_id: str
    dossier_id: str
    code: str
    state: str
    digest: str
    letter: ApologyLetter
    new_due_on: date
    file: bytes | None


def draft(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reason: str,
    new_due_on: date,
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    """Draft the letter with its reason and the one new date; an earlier draft is replaced.

    The wording follows the day: before the appointment it foresees, after it it admits. A signed
    letter is never replaced, and there is one re-appointment only.

    Raises:
        DossierUnknown, NothingOwed, ReappointmentUsed, ReasonMissing, NewDateInPast,
        NewDateNotWorking.
    """
    key = (office.agency_id, dossier_id)
    session.get(Dossier, key, with_for_update=True)
    content = preview(session, office, dossier_id, reason=reason, new_due_on=new_due_on, at=at)
    frozen = freeze(content)
    facts = {
        "letter": {
            "id": content.document_id,
            "wording": _wording(at, session.get_one(Dossier, key)),
            "reason": text.clean_line(reason),
            "new_due_at": office.calendar.closes_at(new_due_on),
            "new_due_on": new_due_on,
            "content": frozen,
            "digest": digest(frozen),
        }
    }
    journal.append(session, office, "apology.drafted", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()  # the fold writes past the rows read above
    return current_letter(session, office, dossier_id)


def preview(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reason: str,
    new_due_on: date,
    at: datetime,
) -> ApologyLetter:
    """Return the letter that ``draft`` would write now, writing nothing; raises as it does."""
    dossier = session.get(Dossier, (office.agency_id, dossier_id))
    if dossier is None:
        raise DossierUnknown(code=dossier_id)
    _check_owed(session, office, dossier)
    reason = text.clean_line(reason)
    if not reason:
        raise ReasonMissing(code=dossier.code)
    _check_new_date(office, new_due_on, max(local_day(at), dossier.due_on))
    earlier = _row(session, office, dossier_id)
    return _compose(
        session,
        office,
        dossier,
        new_id() if earlier is None else earlier.id,  # a new draft takes the place of the old
        reason,
        office.calendar.closes_at(new_due_on),
        _wording(at, dossier),
        at,
    )


def current_letter(session: Session, office: Office, dossier_id: str) -> LetterDraft:
    """Return the letter of a dossier as it stands.

    Raises:
        LetterMissing: none was drafted.
    """
    row = _row(session, office, dossier_id)
    dossier = session.get(Dossier, (office.agency_id, dossier_id))
    if row is None or dossier is None:
        raise LetterMissing(code=dossier_id if dossier is None else dossier.code)
    return LetterDraft(
        letter_id=row.id,
        dossier_id=dossier_id,
        code=dossier.code,
        state=row.state,
        digest=row.digest,
        letter=thaw_letter(row.content),
        new_due_on=row.new_due_on,
        file=row.file,
    )


def record_signed(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    letter_digest: str,
    file: bytes,
    signer: str,
    certificate_serial: str,
    signed_at: datetime,
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    """Keep the signed file and issue the letter: the new date is in force from now on.

    ``letter_digest`` names the draft that was signed.

    Raises:
        LetterMissing, ReappointmentUsed.
        LetterChanged: another draft took its place meanwhile; sign that one.
    """
    found = current_letter(session, office, dossier_id)
    dossier = session.get_one(Dossier, (office.agency_id, dossier_id), with_for_update=True)
    _check_owed(session, office, dossier)
    if found.digest != letter_digest:
        raise LetterChanged(code=found.code)
    row = session.get_one(ApologyLetterRow, (office.agency_id, found.letter_id))
    facts = {
        "signed": {
            "signed_at": signed_at,
            "signer": signer,
            "certificate_serial": certificate_serial,
            "file_digest": hashlib.sha256(file).hexdigest(),
        },
        "appointment": {
            "ordinal": 2,
            "due_at": row.new_due_at,
            "due_on": row.new_due_on,
            "why": [],
            "reason": row.reason,
            "created_at": at,
        },
    }
    journal.append(session, office, "apology.issued", facts, actor, at, dossier_id)
    row.file = file  # bytes stay out of the journal, which keeps their SHA-256
    session.flush()  # the fold below compares with the database
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    return current_letter(session, office, dossier_id)


def _row(session: Session, office: Office, dossier_id: str) -> ApologyLetterRow | None:
    query = select(ApologyLetterRow).where(
        ApologyLetterRow.agency_id == office.agency_id,
        ApologyLetterRow.dossier_id == dossier_id,
    )
    return session.scalars(query).first()


def _wording(at: datetime, dossier: Dossier) -> str:
    """Before the appointment the letter foresees, after it it admits."""
    return "after" if local_day(at) > dossier.due_on else "before"


def _check_owed(session: Session, office: Office, dossier: Dossier) -> None:
    second = session.get(Appointment, (office.agency_id, dossier.id, 2))
    if second is not None:
        raise ReappointmentUsed(code=dossier.code, due_on=second.due_on, reason=second.reason)
    status = DossierStatus(dossier.status)
    if not status.is_open:
        raise NothingOwed(code=dossier.code, status=status)


def _check_new_date(office: Office, new_due_on: date, after: date) -> None:
    if new_due_on <= after:
        raise NewDateInPast(new_due_on=new_due_on, after=after)
    if not office.calendar.is_working_day(new_due_on):
        raise NewDateNotWorking(
            new_due_on=new_due_on,
            name=office.calendar.name_of_day_off(new_due_on),
            next_day=office.calendar.next_working_day(new_due_on),
        )


def _compose(
    session: Session,
    office: Office,
    dossier: Dossier,
    letter_id: str,
    reason: str,
    new_due_at: datetime,
    wording: str,
    at: datetime,
) -> ApologyLetter:
    version = session.get_one(ProcedureVersion, (office.agency_id, dossier.version_id))
    applicant = card(session, office, dossier.id).applicant
    return papers.apology_letter(
        office,
        document_id=letter_id,
        code=dossier.code,
        procedure_name=version.name,
        recipient=applicant.full_name,
        address=applicant.address,
        phone=applicant.phone,
        received_at=dossier.received_at,
        promised_at=dossier.due_at,
        reason=reason,
        new_due_at=new_due_at,
        wording=wording,
        at=at,
    )
