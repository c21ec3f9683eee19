"""What is due, what is late, and where an apology is owed: nobody has to notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.appointment import apology_owed_from
from app.core.clock import VIETNAM, local_day
from app.core.lifecycle import OPEN
from app.core.workcalendar import WorkCalendar
from app.models import ApologyLetterRow, Dossier, DossierPerson, ProcedureVersion
from app.services.office import Office

AHEAD = timedelta(days=21)
"""How far ahead an obligation can open: the longest run of days off, with room."""


class LateGroup(StrEnum):
    """How urgent a dossier is."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    SOON = "soon"


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
    letter_state: str
    working_days_late: int


def list_late(session: Session, office: Office, *, at: datetime) -> tuple[LateRow, ...]:
    """Return open dossiers that are late, due today or on the next working day, or owe an apology.

    A dossier without a result owes an apology from the last working day on or before one day ahead
    of its appointment (NĐ 61/2018 Đ19.9; the number of days is a setting) until a signed letter is
    issued. Most urgent first.
    """
    return tuple(
        sorted(_open_rows(session, office, at), key=lambda row: (row.due_on, row.due_at, row.code))
    )


def owes_apology(office: Office, dossier: Dossier, letter_state: str, at: datetime) -> bool:
    """Whether an open dossier owes an apology at a moment.

    A term so short that its warning day would not come after the reception (same-day procedures)
    owes one when the appointment passes.
    """
    today = local_day(at)
    if letter_state == "issued":
        # The new date is a promise too; only missing it opens the matter again.
        return today > dossier.due_on
    owed_from = apology_owed_from(dossier.due_on, office.calendar, office.apology_days_before)
    if owed_from <= local_day(dossier.received_at):
        return at > dossier.due_at
    return today >= owed_from


def _open_rows(session: Session, office: Office, at: datetime) -> Iterator[LateRow]:
    today = local_day(at)
    tomorrow = office.calendar.next_working_day(today)
    query = (
        select(Dossier, ProcedureVersion.short_name, ApologyLetterRow.state, DossierPerson.phone)
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
        .outerjoin(
            ApologyLetterRow,
            (ApologyLetterRow.agency_id == Dossier.agency_id)
            & (ApologyLetterRow.dossier_id == Dossier.id),
        )
        .where(
            Dossier.agency_id == office.agency_id,
            Dossier.status.in_(sorted(OPEN)),
            Dossier.due_on <= max(tomorrow, today + AHEAD),
        )
    )
    for dossier, procedure_name, letter_state, phone in session.execute(query):
        owes = owes_apology(office, dossier, letter_state or "", at)
        group = _group(dossier.due_on, today, tomorrow)
        if group is LateGroup.SOON and not owes:
            continue
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
            letter_state=letter_state or "",
            working_days_late=_working_days(office.calendar, dossier.due_on, today),
        )


def _group(due_on: date, today: date, tomorrow: date) -> LateGroup:
    # By date: the term ends at the end of its last day (BLDS 2015 Đ148.1).
    if due_on < today:
        return LateGroup.LATE
    if due_on == today:
        return LateGroup.TODAY
    return LateGroup.TOMORROW if due_on <= tomorrow else LateGroup.SOON


def _working_days(calendar: WorkCalendar, due_on: date, today: date) -> int:
    days = (due_on + timedelta(days=n) for n in range(1, max((today - due_on).days, 0) + 1))
    return sum(calendar.is_working_day(day) for day in days)
