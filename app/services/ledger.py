"""The ledger of apologies (sổ xin lỗi): obligations open by themselves, nobody has to notice.

A row of the ledger is one appointment that will be, or was, missed (NĐ 61/2018 Đ19.9).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, defer

from app.core import text
from app.core.apologies import (
    ApologyState,
    Cause,
    DeliveryChannel,
    cause_of,
    is_missed,
    opening,
)
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.standstill import AppointmentCause, measured
from app.models import Apology, ApologyLetterRow, Appointment, Dossier, DossierPerson
from app.models import ProcedureVersion as Version
from app.models.dossier import IS_OPEN
from app.services import escalation, fold, journal
from app.services.locks import hold
from app.services.office import Office

AHEAD = timedelta(days=21)
"""How far ahead an obligation can open: the longest run of days off, with room."""


class ApologyMissing(AppError):
    """The dossier owes no apology and never did; ``code``."""

    code = "apology.missing"


class CauseUnknown(AppError):
    """The cause is not on the office's list; ``key``."""

    code = "apology.cause_unknown"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One row of the ledger, with what a list or a call needs."""

    dossier_id: str
    ordinal: int
    code: str
    applicant_name: str
    phone: str
    procedure_name: str
    due_at: datetime
    due_on: date
    opens_on: date
    opened_at: datetime
    state: ApologyState
    department: str
    cause: str
    cause_note: str
    sent_back_why: str
    reason: str
    letter_digest: str
    signer: str
    number: str
    on_paper: bool
    level: str
    new_due_on: date | None
    channel: DeliveryChannel | None
    delivered_at: datetime | None
    is_finished: bool


def open_due(session: Session, office: Office, *, at: datetime) -> int:
    """Open every obligation whose moment has come; return how many were opened.

    Asked for at every start of the program, regularly while it runs, and before the ledger is
    read; opening twice is harmless. The journal names no account: nobody decided it.
    """
    opened = 0
    waiting = sorted(_unopened(session, office, at))
    # All are held before the first entry takes the chain's head: whoever acts holds in that order.
    held = {one: hold(session, office.agency_id, one) for one, _ in waiting}
    for dossier_id, ordinal in waiting:
        dossier = held[dossier_id]
        promised = session.get_one(Appointment, (office.agency_id, dossier_id, ordinal))
        if dossier is None or _is_opened(session, office, promised):
            continue  # another desk was first
        open_one(session, office, dossier, promised, at)
        fold.refold(session, office.agency_id, dossier_id)
        opened += 1
    session.expire_all()
    return opened


def open_one(
    session: Session, office: Office, dossier: Dossier, promised: Appointment, at: datetime
) -> None:
    """Append the opening of one obligation; no fold.

    Where the one re-appointment was given already, its escalation is opened too.
    """
    facts = {
        "ordinal": promised.ordinal,
        "due_at": promised.due_at,
        "due_on": promised.due_on,
        "opens_on": _opening_day(office, promised),
    }
    journal.append(session, office, "apology.opened", facts, None, at, dossier.id)
    if has_reappointed(session, office, dossier.id):
        escalation.append_opening(session, office, dossier.id, promised.ordinal, at)


def open_if_missed(session: Session, office: Office, dossier: Dossier, at: datetime) -> None:
    """Open the obligation of a dossier whose appointment passed before anybody looked; no fold."""
    promised = current_appointment(session, office, dossier.id)
    missed = is_missed(promised.due_on, dossier.stopped_at or dossier.finished_at, at)
    if missed and not _is_opened(session, office, promised):
        open_one(session, office, dossier, promised, at)


def has_reappointed(session: Session, office: Office, dossier_id: str) -> bool:
    """Whether the one re-appointment was given (NĐ 61/2018 Đ19.9); a clock going on is none."""
    query = select(Appointment.ordinal).where(
        Appointment.agency_id == office.agency_id,
        Appointment.dossier_id == dossier_id,
        Appointment.cause == AppointmentCause.REAPPOINTMENT.value,
    )
    return session.execute(query.limit(1)).first() is not None


def measured_promise(session: Session, office: Office, dossier_id: str) -> Appointment:
    """Return the promise that the lateness of a dossier is measured against."""
    query = (
        select(Appointment)
        .where(Appointment.agency_id == office.agency_id, Appointment.dossier_id == dossier_id)
        .order_by(Appointment.ordinal)
    )
    return measured(session.scalars(query))


def current_appointment(session: Session, office: Office, dossier_id: str) -> Appointment:
    """Return the appointment in force: the last one given."""
    query = (
        select(Appointment)
        .where(Appointment.agency_id == office.agency_id, Appointment.dossier_id == dossier_id)
        .order_by(Appointment.ordinal.desc())
        .limit(1)
    )
    return session.scalars(query).one()


def blame(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    cause: str,
    department: str = "",
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Obligation:
    """Record whose fault a lateness is: department, cause from the office's list, own words.

    Raises:
        ApologyMissing, CauseUnknown.
    """
    hold(session, office.agency_id, dossier_id)
    found = current(session, office, dossier_id)
    listed: Cause | None = cause_of(cause, office.apology.causes)
    if listed is None:
        raise CauseUnknown(key=cause)
    facts = {
        "ordinal": found.ordinal,
        "department": text.clean_line(department),
        "cause": listed.key,
        "cause_note": text.clean_line(note),
        "awaits_agency": listed.awaits_agency,
    }
    journal.append(session, office, "apology.blamed", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    return current(session, office, dossier_id)


def current(session: Session, office: Office, dossier_id: str) -> Obligation:
    """Return the newest obligation of a dossier.

    Raises:
        ApologyMissing: it has none.
    """
    rows = of_dossier(session, office, dossier_id)
    if not rows:
        dossier = session.get(Dossier, (office.agency_id, dossier_id))
        raise ApologyMissing(code=dossier_id if dossier is None else dossier.code)
    return rows[-1]


def of_dossier(session: Session, office: Office, dossier_id: str) -> tuple[Obligation, ...]:
    """Return the obligations of a dossier, the first one first."""
    query = _query(office).where(Apology.dossier_id == dossier_id).order_by(Apology.ordinal)
    return _obligations(session, query)


def in_states(
    session: Session, office: Office, states: Sequence[ApologyState]
) -> tuple[Obligation, ...]:
    """Return the obligations that stand in one of some states, the most urgent first."""
    query = _query(office).where(Apology.state.in_([str(one) for one in states]))
    return _obligations(session, query.order_by(Apology.due_on, Dossier.code, Apology.ordinal))


def owed(session: Session, office: Office) -> tuple[Obligation, ...]:
    """Return all obligations somebody still has to act on, the most urgent first."""
    return in_states(session, office, sorted(one for one in ApologyState if one.is_owed))


def _unopened(session: Session, office: Office, at: datetime) -> Iterator[tuple[str, int]]:
    opened = (
        select(Apology.dossier_id)
        .where(
            Apology.agency_id == Dossier.agency_id,
            Apology.dossier_id == Dossier.id,
            Apology.ordinal == Appointment.ordinal,
        )
        .exists()
    )
    query = (
        # Columns, not rows: of hundreds of open dossiers few are due, and this is asked often.
        select(
            Dossier.id,
            Dossier.finished_at,
            Dossier.stopped_at,
            Appointment.ordinal,
            Appointment.due_at,
            Appointment.due_on,
            Appointment.created_at,
        )
        .join(
            Appointment,
            (Appointment.agency_id == Dossier.agency_id)
            & (Appointment.dossier_id == Dossier.id)
            & (Appointment.ordinal == Dossier.promise),
        )
        .where(
            Dossier.agency_id == office.agency_id,
            IS_OPEN,
            Dossier.due_on <= local_day(at) + AHEAD,
            or_(Dossier.finished_at.is_(None), Dossier.finished_at > Dossier.due_at),
            or_(Dossier.stopped_at.is_(None), Dossier.stopped_at > Dossier.due_at),
            ~opened,
        )
        .order_by(Dossier.due_on, Dossier.id, Appointment.ordinal)
    )
    days_before = office.apology.days_before
    for (
        dossier_id,
        finished_at,
        stopped_at,
        ordinal,
        due_at,
        due_on,
        created_at,
    ) in session.execute(query):
        over_at = stopped_at or finished_at
        if over_at is not None and not is_missed(due_on, over_at, at):
            continue
        when = opening(due_at, local_day(created_at), office.calendar, days_before)
        if when.is_reached(at):
            yield dossier_id, ordinal


def _is_opened(session: Session, office: Office, promised: Appointment) -> bool:
    key = (office.agency_id, promised.dossier_id, promised.ordinal)
    return session.get(Apology, key, populate_existing=True) is not None


def _opening_day(office: Office, promised: Appointment) -> date:
    days = office.apology.days_before
    return opening(promised.due_at, local_day(promised.created_at), office.calendar, days).day


def _query(office: Office) -> Select[Apology, Dossier, str, str, ApologyLetterRow]:
    return (
        select(Apology, Dossier, Version.short_name, DossierPerson.phone, ApologyLetterRow)
        .options(defer(ApologyLetterRow.file))  # a list must not carry the files over a network
        .join(
            Dossier, (Dossier.agency_id == Apology.agency_id) & (Dossier.id == Apology.dossier_id)
        )
        .join(
            Version,
            (Version.agency_id == Dossier.agency_id) & (Version.id == Dossier.version_id),
        )
        .join(
            DossierPerson,
            (DossierPerson.agency_id == Dossier.agency_id)
            & (DossierPerson.dossier_id == Dossier.id)
            & (DossierPerson.role == "applicant"),
        )
        .outerjoin(
            ApologyLetterRow,
            (ApologyLetterRow.agency_id == Apology.agency_id)
            & (ApologyLetterRow.dossier_id == Apology.dossier_id)
            & (ApologyLetterRow.ordinal == Apology.ordinal),
        )
        .where(Apology.agency_id == office.agency_id)
    )


def _obligations(
    session: Session, query: Select[Apology, Dossier, str, str, ApologyLetterRow]
) -> tuple[Obligation, ...]:
    return tuple(_obligation(*row) for row in session.execute(query))


def _obligation(
    row: Apology, dossier: Dossier, procedure: str, phone: str, letter: ApologyLetterRow | None
) -> Obligation:
    return Obligation(
        dossier_id=dossier.id,
        ordinal=row.ordinal,
        code=dossier.code,
        applicant_name=dossier.applicant_name,
        phone=phone,
        procedure_name=procedure,
        due_at=row.due_at.astimezone(VIETNAM),
        due_on=row.due_on,
        opens_on=row.opens_on,
        opened_at=row.opened_at.astimezone(VIETNAM),
        state=ApologyState(row.state),
        department=row.department,
        cause=row.cause,
        cause_note=row.cause_note,
        sent_back_why=row.sent_back_why,
        reason="" if letter is None else letter.reason,
        letter_digest="" if letter is None else letter.digest,
        signer=(letter and letter.signer) or "",
        number=(letter and letter.number) or "",
        on_paper=letter is not None and bool(letter.on_paper),
        level=(letter and letter.level) or "",
        new_due_on=None if letter is None else letter.new_due_on,
        channel=None if row.channel is None else DeliveryChannel(row.channel),
        delivered_at=row.delivered_at and row.delivered_at.astimezone(VIETNAM),
        is_finished=dossier.finished_at is not None,
    )
