"""Setting up an office in an empty database: its facts, dated data and first accounts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.catalogue import CatalogueProcedure
from app.core.clock import local_day
from app.core.dossiers import Role
from app.core.forms import FormVersion
from app.core.text import FOLD_VERSION
from app.core.workcalendar import DEFAULT_SESSIONS, DeskSession, SpecialDay
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
from app.models.base import moment_text, new_id
from app.services import journal
from app.services.accounts import create_account
from app.services.apology_choices import ApologyChoices, Superior, written_choices
from app.services.catalogue import import_catalogue
from app.services.office import Office, load_office

FROM_THE_FIRST = date(2018, 1, 1)
"""Dated data of a new office holds from before any dossier it may bring along."""
CODE_PATTERN = "{agency}-{yymmdd}-{number:04}"
CODE_BASIS = "TT 01/2018/TT-VPCP Đ19"


@dataclass(frozen=True)
class FirstAccount:
    """One account to begin with."""

    login: str
    name: str
    role: Role
    password: str


@dataclass(frozen=True)
class OfficeFacts:
    """What a new office tells of itself; the rest has sensible beginnings."""

    code: str
    name: str
    parent_name: str
    place: str
    address: str
    phone: str
    accounts: tuple[FirstAccount, ...]
    authority: tuple[str, ...] = ("GIÁM ĐỐC",)
    signer_name: str = ""
    responsible: str = ""
    departments: tuple[str, ...] = ()
    superior: Superior = field(default_factory=Superior)
    sessions: tuple[DeskSession, ...] = DEFAULT_SESSIONS
    return_policy: dict[str, str | None] = field(
        default_factory=lambda: {"rule": "end_of_day", "window_opens": None}
    )
    is_sample: bool = False


@dataclass(frozen=True)
class DatedData:
    """What is shipped and stays editable: days off, the years they cover, forms."""

    days: Sequence[SpecialDay]
    years: Sequence[tuple[int, str, bool]]
    forms: Sequence[FormVersion]


def found_office(
    session: Session,
    facts: OfficeFacts,
    dated: DatedData,
    procedures: Sequence[CatalogueProcedure],
    *,
    at: datetime,
    station_id: str = "01",
) -> None:
    """Write a new office with its dated data and catalogue into an empty database, in one unit.

    Raises:
        PasswordTooShort, LoginTaken: about its first accounts.
    """
    create_office(session, facts, dated, at=at)
    session.flush()  # the office is read back as every later act will read it
    office = load_office(session, on=local_day(at), station_id=station_id)
    journal.append(session, office, "office.founded", {"code": facts.code}, None, at)
    import_catalogue(session, office, procedures, actor=None, at=at)


def create_office(session: Session, facts: OfficeFacts, dated: DatedData, *, at: datetime) -> None:
    """Write a new office into an empty database.

    Raises:
        PasswordTooShort, LoginTaken: about its first accounts.
    """
    agency_id = text.clean_line(facts.code)
    session.add(
        Agency(
            agency_id=agency_id,
            code=agency_id,
            name=text.clean_line(facts.name),
            parent_name=text.clean_line(facts.parent_name),
            place=text.clean_line(facts.place),
            address=text.clean_line(facts.address),
            phone=text.clean_line(facts.phone),
        )
    )
    for account in facts.accounts:
        create_account(
            session,
            agency_id,
            login=account.login,
            name=account.name,
            role=account.role,
            password=account.password,
        )
    _add_facts(session, facts, at)
    _add_settings(session, agency_id, facts)
    _add_calendar(session, agency_id, facts, dated)
    session.add_all(_form_row(agency_id, form) for form in dated.forms)
    session.add(
        CodePattern(
            agency_id=agency_id,
            valid_from=FROM_THE_FIRST,
            pattern=CODE_PATTERN,
            legal_basis=CODE_BASIS,
            created_at=at,
        )
    )


def add_missing_forms(
    session: Session, office: Office, forms: Sequence[FormVersion], *, at: datetime
) -> int:
    """Bring the forms that came with a newer program into an office founded before it.

    What the office has edited stays: only versions it lacks are added, and wordings (a letter has
    several) that a version does not know. Returns how many rows were added or completed.
    """
    rows = session.scalars(
        select(FormVersionRow).where(FormVersionRow.agency_id == office.agency_id)
    )
    known = {(row.kind, row.valid_from): row for row in rows}
    changed = []
    for form in forms:
        row = known.get((form.kind, form.valid_from))
        if row is None:
            session.add(_form_row(office.agency_id, form))
            changed.append(form.kind)
        elif lacking := _lacking(row, form):
            row.wording = lacking
            changed.append(form.kind)
    if changed:
        journal.append(session, office, "forms.added", {"kinds": changed}, None, at)
    return len(changed)


def _lacking(row: FormVersionRow, form: FormVersion) -> str:
    """Return a row's wording with what it lacked of a shipped form; empty if nothing."""
    kept = json.loads(row.wording)
    missing = {
        name: list(lines) for name, lines in form.wording.items() if name not in kept["paragraphs"]
    }
    if not missing:
        return ""
    kept["paragraphs"] |= missing
    kept["closing"] = kept["closing"] or form.closing
    return json.dumps(kept, ensure_ascii=False)


def _add_facts(session: Session, facts: OfficeFacts, at: datetime) -> None:
    session.add(Fact(name="created_at", value=moment_text(at)))
    session.add(Fact(name="fold_version", value=str(FOLD_VERSION)))
    if facts.is_sample:
        session.add(Fact(name="sample", value=str(local_day(at))))


def _add_settings(session: Session, agency_id: str, facts: OfficeFacts) -> None:
    contact = " – ".join(part for part in (facts.phone, facts.address) if part)
    chosen: dict[str, Any] = {
        "return_policy": facts.return_policy,
        "receipt": {
            "qr_prefix": "",
            "qr_content": "sealed",
            "tracking_address": "",
            "result_place": facts.name,
            "notes": [
                "Hồ sơ có thể được giải quyết xong trước hạn; khi đó cơ quan sẽ báo cho Ông/Bà.",
                "Khi nhận kết quả, Ông/Bà mang theo giấy này.",
            ],
        },
        "apology": written_choices(
            ApologyChoices(superior=facts.superior, departments=facts.departments)
        )
        | {
            "authority": list(facts.authority),
            "signer_name": facts.signer_name,
            "responsible": facts.responsible or facts.name,
            "contact": contact,
        },
    }
    session.add_all(
        Setting(
            agency_id=agency_id,
            name=name,
            valid_from=FROM_THE_FIRST,
            value=json.dumps(value, ensure_ascii=False),
        )
        for name, value in chosen.items()
    )


def _add_calendar(session: Session, agency_id: str, facts: OfficeFacts, dated: DatedData) -> None:
    session.add_all(
        DeskHours(
            agency_id=agency_id,
            weekday=one.weekday,
            opens=one.opens.isoformat("minutes"),
            closes=one.closes.isoformat("minutes"),
            counts=one.counts,
        )
        for one in facts.sessions
    )
    session.add_all(
        CalendarYear(agency_id=agency_id, year=year, source=source, is_verified=is_verified)
        for year, source, is_verified in dated.years
    )
    session.add_all(
        Holiday(
            agency_id=agency_id,
            day=one.day,
            is_off=one.is_off,
            name=one.name,
            source=one.source,
            is_verified=one.is_verified,
        )
        for one in dated.days
    )


def _form_row(agency_id: str, form: FormVersion) -> FormVersionRow:
    return FormVersionRow(
        agency_id=agency_id,
        id=new_id(),
        kind=form.kind,
        number=form.number,
        title=form.title,
        legal_basis=form.legal_basis,
        paper=form.paper,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        symbol=form.symbol,
        wording=_wording(form),
        source=form.source,
        is_verified=form.is_verified,
    )


def _wording(form: FormVersion) -> str:
    wording = {
        "paragraphs": {name: list(lines) for name, lines in form.wording.items()},
        "closing": form.closing,
    }
    return json.dumps(wording, ensure_ascii=False)
