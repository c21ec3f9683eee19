"""The data that comes with the program: catalogue, days off, forms, and a ward for practice.

All of it becomes rows of the office's own database at its founding and is edited there; these files
are only what a new office begins with.
"""

import json
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.core.catalogue import CatalogueProcedure
from app.core.dossiers import Role
from app.core.forms import FormVersion
from app.core.identity import Card, Gender
from app.core.resources import resource
from app.core.workcalendar import DeskSession, SpecialDay
from app.exchange.catalogue_file import read_catalogue
from app.services.apology_choices import Superior
from app.services.setup import DatedData, FirstAccount, OfficeFacts

CalendarYear = tuple[int, str, bool]
"""A year whose days off are all known: year, source, whether somebody confirmed it."""


@dataclass(frozen=True, slots=True)
class SampleCitizen:
    """One invented person with an invented card."""

    card: Card
    phone: str


@dataclass(frozen=True, slots=True)
class SampleWard:
    """An invented ward: the office, who works there, who comes to its desk."""

    facts: OfficeFacts
    citizens: tuple[SampleCitizen, ...]


def load_shipped_catalogue() -> tuple[CatalogueProcedure, ...]:
    """Return the starter catalogue of a commune."""
    return read_catalogue(resource("procedures/commune.json"))


def load_shipped_calendar() -> tuple[tuple[SpecialDay, ...], tuple[CalendarYear, ...]]:
    """Return days off with working Saturdays in order, and the years they cover."""
    raw = _read("calendar/holidays.json")
    days = tuple(
        SpecialDay(
            day=date.fromisoformat(one["day"]),
            is_off=one["is_off"],
            name=one["name"],
            source=one["source"],
            is_verified=one["is_verified"],
        )
        for one in raw["days"]
    )
    years = tuple(
        (int(year), told["source"], told["is_verified"]) for year, told in raw["years"].items()
    )
    return days, years


def load_shipped_forms() -> tuple[FormVersion, ...]:
    """Return the forms of every circular whose papers the desk may have to print again."""
    return tuple(_form(one) for one in _read("forms/forms.json")["forms"])


def load_placeholders() -> dict[str, str]:
    """Return what a letter's wording may ask for: ``{name}`` and what stands there."""
    return dict(_read("forms/forms.json")["placeholders"])


def dated_data() -> DatedData:
    """Return calendar and forms as the founding of an office takes them."""
    days, years = load_shipped_calendar()
    return DatedData(days=days, years=years, forms=load_shipped_forms())


def sample_office() -> OfficeFacts:
    """Return the facts of the invented ward, its accounts included."""
    return load_sample_ward().facts


def load_sample_ward() -> SampleWard:
    """Return the invented ward for practice, demonstration and tests."""
    raw = _read("sample/ward.json")
    facts = OfficeFacts(
        code=raw["code"],
        name=raw["name"],
        parent_name=raw["parent_name"],
        place=raw["place"],
        address=raw["address"],
        phone=raw["phone"],
        accounts=tuple(
            FirstAccount(one["login"], one["name"], Role(one["role"]), one["password"])
            for one in raw["accounts"]
        ),
        authority=tuple(raw["authority"]),
        signer_name=raw["signer_name"],
        responsible=raw["responsible"],
        departments=tuple(raw["departments"]),
        superior=Superior(**raw["superior"]),
        sessions=tuple(_session(one) for one in raw["hours"]),
        is_sample=True,
    )
    citizens = tuple(_citizen(one) for one in raw["citizens"])
    return SampleWard(facts, citizens)


def _read(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(resource(name).read_text(encoding="utf-8"))
    return raw


def _form(one: dict[str, Any]) -> FormVersion:
    valid_to = one["valid_to"]
    return FormVersion(
        kind=one["kind"],
        number=one["number"],
        title=one["title"],
        legal_basis=one["legal_basis"],
        paper=one["paper"],
        valid_from=date.fromisoformat(one["valid_from"]),
        valid_to=None if valid_to is None else date.fromisoformat(valid_to),
        is_verified=one["is_verified"],
        source=one["source"],
        wording={name: tuple(lines) for name, lines in one.get("wording", {}).items()},
        closing=one.get("closing", ""),
        symbol=one.get("symbol", ""),
    )


def _session(one: dict[str, Any]) -> DeskSession:
    opens, closes = time.fromisoformat(one["opens"]), time.fromisoformat(one["closes"])
    return DeskSession(one["weekday"], opens, closes, counts=one["counts"])


def _citizen(one: dict[str, Any]) -> SampleCitizen:
    card = Card(
        number=one["number"],
        old_number=one["old_number"],
        full_name=one["name"],
        born_on=date.fromisoformat(one["born_on"]),
        gender=Gender(one["gender"]),
        address=one["address"],
        issued_on=date.fromisoformat(one["issued_on"]),
    )
    return SampleCitizen(card, one["phone"])
