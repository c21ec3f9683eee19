"""The figures: of the appointments missed in a time, how many had their letter in time.

Coverage = letters delivered on or before the appointment / appointments missed. An appointment is
missed when its day passed without a result, by date (BLDS 2015 Đ148.1); it counts on its own day,
against the first promise and any later one, unless the clock stood still before it. Behind every
number stand two lists of dossiers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.core.apologies import LetterOutcome, outcome
from app.core.clock import local_day
from app.core.errors import AppError
from app.core.standstill import AppointmentCause
from app.models import Account, Apology, Appointment, Dossier, ProcedureVersion, Standstill
from app.services.office import Office


class BadPeriod(AppError):
    """The last day lies before the first; ``first``, ``last``."""

    code = "report.bad_period"


class Grouping(StrEnum):
    """What the figures are broken down by."""

    OFFICER = "officer"
    DEPARTMENT = "department"
    FIELD = "field"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Missed:
    """One appointment that was missed, and what became of its letter."""

    dossier_id: str
    ordinal: int
    code: str
    applicant_name: str
    procedure_name: str
    officer: str
    department: str
    field: str
    due_on: date
    finished_on: date | None
    drafted_on: date | None
    delivered_on: date | None
    outcome: LetterOutcome
    cause: str

    @property
    def is_drafted_late(self) -> bool:
        """Whether the letter was first written when the day had passed."""
        return self.drafted_on is not None and self.drafted_on > self.due_on

    @property
    def month(self) -> str:
        """The month of the appointment, as ``2026-11``."""
        return f"{self.due_on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of one group; covered, delivered late and never add up to the missed."""

    name: str
    missed: int
    covered: int
    delivered_late: int
    never: int
    drafted_late: int

    @property
    def coverage(self) -> float | None:
        """The share covered, 0 to 1; None where nothing was missed."""
        return self.covered / self.missed if self.missed else None


@dataclass(frozen=True, slots=True)
class ApologyReport:
    """The figures of a time, in all and by each grouping, with the dossiers behind them."""

    first: date
    last: date
    total: Figures
    groups: dict[Grouping, tuple[Figures, ...]]
    rows: tuple[Missed, ...]

    def behind(
        self, grouping: Grouping | None, name: str
    ) -> tuple[tuple[Missed, ...], tuple[Missed, ...]]:
        """Return the dossiers behind one number: with their letter in time, and without."""
        rows = [row for row in self.rows if grouping is None or _GROUPS[grouping](row) == name]
        return (
            tuple(row for row in rows if row.outcome is LetterOutcome.ON_TIME),
            tuple(row for row in rows if row.outcome is not LetterOutcome.ON_TIME),
        )


def report(
    session: Session, office: Office, *, first: date, last: date, at: datetime
) -> ApologyReport:
    """Return the figures of the appointments whose day lies in a time, both ends included.

    Raises:
        BadPeriod.
    """
    if last < first:
        raise BadPeriod(first=first, last=last)
    rows = tuple(sorted(_missed(session, office, first, last, at), key=_order))
    groups = {
        grouping: tuple(
            _figures(name, list(part)) for name, part in groupby(sorted(rows, key=key), key=key)
        )
        for grouping, key in _GROUPS.items()
    }
    return ApologyReport(first, last, _figures("", list(rows)), groups, rows)


_GROUPS: dict[Grouping, Callable[[Missed], str]] = {
    Grouping.OFFICER: lambda row: row.officer,
    Grouping.DEPARTMENT: lambda row: row.department,
    Grouping.FIELD: lambda row: row.field,
    Grouping.MONTH: lambda row: row.month,
}


def _order(row: Missed) -> tuple[date, str, int]:
    return row.due_on, row.code, row.ordinal


def _figures(name: str, rows: list[Missed]) -> Figures:
    outcomes = [row.outcome for row in rows]
    return Figures(
        name,
        missed=len(rows),
        covered=outcomes.count(LetterOutcome.ON_TIME),
        delivered_late=outcomes.count(LetterOutcome.LATE),
        never=outcomes.count(LetterOutcome.NEVER),
        drafted_late=sum(row.is_drafted_late for row in rows),
    )


def _missed(
    session: Session, office: Office, first: date, last: date, at: datetime
) -> Iterator[Missed]:
    today = local_day(at)
    stood = _standstills(session, office)
    later = aliased(Appointment)
    let_go = (  # the clock stood still before the day came, and has gone on since
        select(later.ordinal)
        .where(
            later.agency_id == Appointment.agency_id,
            later.dossier_id == Appointment.dossier_id,
            later.ordinal == Appointment.ordinal + 1,
            later.cause != AppointmentCause.REAPPOINTMENT.value,
        )
        .exists()
    )
    query = (
        select(Dossier, Appointment, Apology, ProcedureVersion, Account.name)
        .join(
            Appointment,
            (Appointment.agency_id == Dossier.agency_id) & (Appointment.dossier_id == Dossier.id),
        )
        .join(
            ProcedureVersion,
            (ProcedureVersion.agency_id == Dossier.agency_id)
            & (ProcedureVersion.id == Dossier.version_id),
        )
        .outerjoin(
            Apology,
            (Apology.agency_id == Appointment.agency_id)
            & (Apology.dossier_id == Appointment.dossier_id)
            & (Apology.ordinal == Appointment.ordinal),
        )
        .outerjoin(
            Account, (Account.agency_id == Dossier.agency_id) & (Account.id == Dossier.clerk_id)
        )
        .where(
            Dossier.agency_id == office.agency_id,
            Appointment.due_on.between(first, min(last, today)),
            ~let_go,
            # What is missed by date is missed by the hour too: most rows need not be looked at.
            or_(Dossier.finished_at.is_(None), Dossier.finished_at > Appointment.due_at),
        )
    )
    for dossier, promised, owed, version, officer in session.execute(query):
        finished_on = dossier.finished_at and local_day(dossier.finished_at)
        if (finished_on or today) <= promised.due_on or any(
            since <= promised.due_on < until for since, until in stood.get(dossier.id, ())
        ):
            continue
        delivered_at = None if owed is None else owed.delivered_at
        drafted_at = None if owed is None else owed.first_drafted_at
        yield Missed(
            dossier_id=dossier.id,
            ordinal=promised.ordinal,
            code=dossier.code,
            applicant_name=dossier.applicant_name,
            procedure_name=version.short_name,
            officer=officer or "",
            department="" if owed is None else owed.department,
            field=version.field_of_work,
            due_on=promised.due_on,
            finished_on=finished_on,
            drafted_on=drafted_at and local_day(drafted_at),
            delivered_on=delivered_at and local_day(delivered_at),
            outcome=outcome(promised.due_on, delivered_at),
            cause="" if owed is None else owed.cause,
        )


def _standstills(session: Session, office: Office) -> dict[str, list[tuple[date, date]]]:
    """Return from which day until which the clock of each dossier stood still.

    An appointment whose day ended meanwhile was let go, whatever became of the dossier since.
    """
    query = select(Standstill.dossier_id, Standstill.since, Standstill.until).where(
        Standstill.agency_id == office.agency_id
    )
    found: dict[str, list[tuple[date, date]]] = {}
    for dossier_id, since, until in session.execute(query):
        ends = date.max if until is None else local_day(until)
        found.setdefault(dossier_id, []).append((local_day(since), ends))
    return found
