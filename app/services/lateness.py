"""What is due, what is late, and where an apology is owed: nobody has to notice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.apologies import OWED, ApologyState, opening
from app.core.clock import VIETNAM, local_day
from app.core.lifecycle import OPEN, DossierStatus
from app.core.workcalendar import WorkCalendar
from app.models import Apology, Appointment, Dossier, DossierPerson, ProcedureVersion
from app.models.dossier import IS_OPEN
from app.services import ledger
from app.services.office import Office


class LateGroup(StrEnum):
    """How urgent a dossier is."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    SOON = "soon"
    DONE = "done"
    """The result was handed over; only the letter is still owed."""
    ENDED = "ended"
    """Refused, withdrawn or stopped; only the letter is still owed."""


_SETTLED = frozenset({LateGroup.SOON, LateGroup.DONE, LateGroup.ENDED})


@dataclass(frozen=True, slots=True)
class LateRow:
    """One dossier on the lateness page."""

    dossier_id: str
    code: str
    applicant_name: str
    phone: str
    procedure_name: str
    received_at: datetime
    due_at: datetime
    due_on: date
    group: LateGroup
    owes_apology: bool
    letter_state: ApologyState | None
    working_days_late: int


def list_late(session: Session, office: Office, *, at: datetime) -> tuple[LateRow, ...]:
    """Return open dossiers that are late, due today or on the next working day, or owe an apology.

    A dossier owes one from the day of the rule (``core.apologies.opening``) until its letter is in
    the citizen's hand, also when the result was handed over without it. Most urgent first.
    """
    owed = _owed_states(session, office)
    return tuple(
        sorted(_rows(session, office, owed, at), key=lambda row: (row.due_on, row.due_at, row.code))
    )


def _owed_states(session: Session, office: Office) -> dict[str, ApologyState]:
    """Return where the earliest apology that each dossier owes stands."""
    query = (
        select(Apology.dossier_id, Apology.state)
        .where(Apology.agency_id == office.agency_id, Apology.state.in_(sorted(OWED)))
        .order_by(Apology.due_on.desc(), Apology.ordinal.desc())
    )
    return {dossier_id: ApologyState(state) for dossier_id, state in session.execute(query)}


def _rows(
    session: Session, office: Office, owed: Mapping[str, ApologyState], at: datetime
) -> Iterator[LateRow]:
    today = local_day(at)
    tomorrow = office.calendar.next_working_day(today)
    query = _query(office, until=max(tomorrow, today + ledger.AHEAD))
    for dossier, procedure_name, newest_owed, phone, promised_at in session.execute(query):
        state = owed.get(dossier.id)
        owes = state is not None or _opens_now(office, dossier, newest_owed, promised_at, at)
        group = _group(dossier, today, tomorrow)
        if not owes and (group in _SETTLED or _is_ready(dossier)):
            continue
        if state is None and newest_owed is not None:
            state = ApologyState(newest_owed.state)
        yield LateRow(
            dossier_id=dossier.id,
            code=dossier.code,
            applicant_name=dossier.applicant_name,
            phone=phone,
            procedure_name=procedure_name,
            received_at=dossier.received_at.astimezone(VIETNAM),
            due_at=dossier.due_at.astimezone(VIETNAM),
            due_on=dossier.due_on,
            group=group,
            owes_apology=owes,
            letter_state=state,
            working_days_late=_working_days(office.calendar, dossier, today),
        )


def _query(office: Office, until: date) -> Select[Dossier, str, Apology, str, datetime]:
    """Ask for what is due by a day without its result in time, and for what owes an apology."""
    other, owing = aliased(Apology), aliased(Apology)
    newest = (
        select(func.max(other.ordinal))
        .where(other.agency_id == Dossier.agency_id, other.dossier_id == Dossier.id)
        .correlate(Dossier)
        .scalar_subquery()
    )
    return (
        select(
            Dossier,
            ProcedureVersion.short_name,
            Apology,
            DossierPerson.phone,
            Appointment.created_at,
        )
        .join(
            ProcedureVersion,
            (ProcedureVersion.agency_id == Dossier.agency_id)
            & (ProcedureVersion.id == Dossier.version_id),
        )
        .join(
            DossierPerson,
            (DossierPerson.agency_id == Dossier.agency_id)
            & (DossierPerson.dossier_id == Dossier.id)
            & (DossierPerson.role == "applicant"),
        )
        .join(
            Appointment,
            (Appointment.agency_id == Dossier.agency_id)
            & (Appointment.dossier_id == Dossier.id)
            & (Appointment.ordinal == Dossier.promise),
        )
        .outerjoin(
            Apology,
            (Apology.agency_id == Dossier.agency_id)
            & (Apology.dossier_id == Dossier.id)
            & (Apology.ordinal == newest),
        )
        .where(
            Dossier.agency_id == office.agency_id,
            or_(
                and_(
                    IS_OPEN,
                    Dossier.due_on <= until,
                    or_(Dossier.finished_at.is_(None), Dossier.finished_at > Dossier.due_at),
                    or_(Dossier.stopped_at.is_(None), Dossier.stopped_at > Dossier.due_at),
                ),
                Dossier.id.in_(select(owing.dossier_id).where(owing.state.in_(sorted(OWED)))),
            ),
        )
    )


def _is_ready(dossier: Dossier) -> bool:
    """Whether the result came in time and waits to be collected, or the clock stood still."""
    over_at = dossier.stopped_at or dossier.finished_at
    return over_at is not None and local_day(over_at) <= dossier.due_on


def _opens_now(
    office: Office, dossier: Dossier, newest: Apology | None, promised_at: datetime, at: datetime
) -> bool:
    """Whether an obligation is due that nobody opened yet: the ledger looks only now and then."""
    if newest is not None and newest.ordinal >= dossier.promise:
        return False
    over_at = dossier.stopped_at or dossier.finished_at
    if over_at is not None:
        return local_day(over_at) > dossier.due_on
    days = office.apology.days_before
    return opening(dossier.due_at, local_day(promised_at), office.calendar, days).is_reached(at)


def _group(dossier: Dossier, today: date, tomorrow: date) -> LateGroup:
    # By date: the term ends at the end of its last day (BLDS 2015 Đ148.1).
    if dossier.status not in OPEN:
        is_returned = dossier.status == DossierStatus.RETURNED
        return LateGroup.DONE if is_returned else LateGroup.ENDED
    if dossier.stopped_at is not None and local_day(dossier.stopped_at) <= dossier.due_on:
        return LateGroup.SOON
    if dossier.due_on < today:
        return LateGroup.LATE
    if dossier.due_on == today:
        return LateGroup.TODAY
    return LateGroup.TOMORROW if dossier.due_on <= tomorrow else LateGroup.SOON


def _working_days(calendar: WorkCalendar, dossier: Dossier, today: date) -> int:
    """Count the working days a dossier is late: until today, or until its clock came to stand."""
    last = today if dossier.stopped_at is None else local_day(dossier.stopped_at)
    due_on = dossier.due_on
    days = (due_on + timedelta(days=n) for n in range(1, max((last - due_on).days, 0) + 1))
    return sum(calendar.is_working_day(day) for day in days)
