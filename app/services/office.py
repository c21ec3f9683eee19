"""The office as the use cases need it: loaded once, frozen, loaded again when its tables change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.appointment import ReturnPolicy, ReturnRule
from app.core.codes import DossierCodePattern
from app.core.errors import AppError
from app.core.forms import FormVersion
from app.core.papers import Letterhead
from app.core.sealed import Seal
from app.core.standstill import ClockChoices, ClockRule, StandstillKind
from app.core.workcalendar import DeskSession, SpecialDay, WorkCalendar
from app.models import (
    Agency,
    CalendarYear,
    CodePattern,
    DeskHours,
    Fact,
    FormVersionRow,
    Holiday,
    Setting,
)
from app.services.apology_choices import ApologyChoices, read_choices

TABLES = frozenset(
    {"agency", "setting", "holiday", "calendar_year", "desk_hours", "form_version", "code_pattern"}
)
"""When one of these changes, the office must be loaded again."""


class OfficeMissing(AppError):
    """The database holds no office yet."""

    code = "office.missing"


class FormMissing(AppError):
    """No version of a form is in force; ``kind``, ``on``."""

    code = "office.form_missing"


@dataclass(frozen=True)
class Signer:
    """Who signs letters: the lines above the name, and the name."""

    authority: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Office:
    """One agency at one station: what every act needs to know beside its own data."""

    agency_id: str
    code: str
    name: str
    parent_name: str
    station_id: str
    counter_name: str
    printer: str
    is_sample: bool
    letterhead: Letterhead
    calendar: WorkCalendar
    policy: ReturnPolicy
    patterns: tuple[tuple[date, DossierCodePattern], ...]
    forms: tuple[FormVersion, ...]
    signer: Signer
    responsible: str
    contact: str
    qr_prefix: str
    qr_content: str
    result_place: str
    notes: tuple[str, ...]
    apology: ApologyChoices
    clock: ClockChoices = field(default_factory=ClockChoices)
    seal: Seal | None = field(default=None, compare=False, repr=False)
    """This desk's key for slips; None where it has none, and slips then carry the code alone."""
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Procedure versions read so far; a version never changes, so the copy cannot be stale."""

    def form(self, kind: str, on: date) -> FormVersion:
        """Return the form version in force on a day.

        Raises:
            FormMissing: none is loaded.
        """
        for form in self.forms:
            if (
                form.kind == kind
                and form.valid_from <= on
                and (form.valid_to is None or on <= form.valid_to)
            ):
                return form
        raise FormMissing(kind=kind, on=on)

    def pattern(self, on: date) -> DossierCodePattern:
        """Return the code pattern in force on a day; the first one for days before it."""
        chosen = self.patterns[0][1]
        for valid_from, pattern in self.patterns:
            if valid_from <= on:
                chosen = pattern
        return chosen


def load_office(
    session: Session,
    *,
    on: date,
    station_id: str = "01",
    counter_name: str = "Quầy 1",
    printer: str = "receipt",
    seal: Seal | None = None,
) -> Office:
    """Read the office with the settings in force on a day.

    Raises:
        OfficeMissing: the database was never set up.
    """
    agency = session.scalars(select(Agency)).first()
    if agency is None:
        raise OfficeMissing
    chosen = _settings(session, on)
    receipt, apology = chosen["receipt"], chosen["apology"]
    return Office(
        agency_id=agency.agency_id,
        code=agency.code,
        name=agency.name,
        parent_name=agency.parent_name,
        station_id=station_id,
        counter_name=counter_name,
        printer=printer,
        is_sample=session.get(Fact, "sample") is not None,
        letterhead=Letterhead(
            parent_name=agency.parent_name,
            agency_name=agency.name,
            place=agency.place,
            address=agency.address,
            phone=agency.phone,
            tracking_address=receipt["tracking_address"],
        ),
        calendar=load_calendar(session),
        policy=_policy(chosen["return_policy"]),
        patterns=_patterns(session),
        forms=_forms(session),
        signer=Signer(tuple(apology["authority"]), apology["signer_name"]),
        responsible=apology["responsible"],
        contact=apology["contact"],
        qr_prefix=receipt["qr_prefix"],
        qr_content=receipt.get("qr_content", "sealed"),
        result_place=receipt["result_place"],
        notes=tuple(receipt["notes"]),
        apology=read_choices(apology),
        clock=_clock(chosen.get("clock", {})),
        seal=seal,
    )


def load_calendar(session: Session) -> WorkCalendar:
    """Read days off, working Saturdays and desk hours into the calendar the rules count with."""
    special = {
        row.day: SpecialDay(row.day, bool(row.is_off), row.name, row.source, bool(row.is_verified))
        for row in session.scalars(select(Holiday))
    }
    hours = select(DeskHours).order_by(DeskHours.weekday, DeskHours.opens)
    sessions = tuple(
        DeskSession(
            row.weekday,
            time.fromisoformat(row.opens),
            time.fromisoformat(row.closes),
            bool(row.counts),
        )
        for row in session.scalars(hours)
    )
    years = frozenset(session.scalars(select(CalendarYear.year)))
    return WorkCalendar(special=special, years=years, sessions=sessions)


def _settings(session: Session, on: date) -> Mapping[str, Any]:
    rows = session.scalars(
        select(Setting).where(Setting.valid_from <= on).order_by(Setting.valid_from)
    )
    return {row.name: json.loads(row.value) for row in rows}


def _clock(raw: Mapping[str, Mapping[str, str]]) -> ClockChoices:
    kinds = ClockChoices().kinds | {
        StandstillKind(kind): ClockRule(rule) for kind, rule in raw.get("kinds", {}).items()
    }
    supplements = {code: ClockRule(rule) for code, rule in raw.get("supplements", {}).items()}
    return ClockChoices(kinds, supplements)


def _policy(raw: Mapping[str, str | None]) -> ReturnPolicy:
    opens = raw.get("window_opens")
    return ReturnPolicy(
        ReturnRule(raw["rule"] or "end_of_day"), time.fromisoformat(opens) if opens else None
    )


def _patterns(session: Session) -> tuple[tuple[date, DossierCodePattern], ...]:
    rows = session.scalars(select(CodePattern).order_by(CodePattern.valid_from))
    return tuple((row.valid_from, DossierCodePattern(row.pattern)) for row in rows)


def _forms(session: Session) -> tuple[FormVersion, ...]:
    rows = session.scalars(select(FormVersionRow).order_by(FormVersionRow.valid_from.desc()))
    return tuple(_form(row) for row in rows)


def _form(row: FormVersionRow) -> FormVersion:
    wording = json.loads(row.wording)
    return FormVersion(
        kind=row.kind,
        number=row.number,
        title=row.title,
        legal_basis=row.legal_basis,
        paper=row.paper,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_verified=bool(row.is_verified),
        source=row.source,
        wording={name: tuple(lines) for name, lines in wording["paragraphs"].items()},
        closing=wording["closing"],
        symbol=row.symbol,
    )
