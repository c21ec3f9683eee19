"""Finding dossiers and reading one in full."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM
from app.core.codes import looks_like_dossier_code, parse_dossier_code
from app.core.dossiers import Person
from app.core.errors import AppError
from app.core.identity import Gender, IdentityKind, mask
from app.core.lifecycle import DossierStatus
from app.core.papers import PaperCount
from app.core.standstill import AppointmentCause, measured
from app.db.search import search_ids
from app.models import (
    Account,
    Appointment,
    Dossier,
    DossierPaper,
    DossierPerson,
    PrintJob,
    Procedure,
    ProcedureVersion,
    Slip,
)
from app.services import escalation, fold, ledger, notices
from app.services.escalation import EscalationRow
from app.services.ledger import Obligation
from app.services.locks import hold
from app.services.notices import NoticeRow
from app.services.office import Office


class DossierUnknown(AppError):
    """No dossier has this code or id; ``code``."""

    code = "dossier.unknown"


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of a list of dossiers."""

    dossier_id: str
    code: str
    applicant_name: str
    identity_masked: str
    procedure_name: str
    received_at: datetime
    due_at: datetime
    due_on: date
    status: DossierStatus


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One promised moment; ``cause`` says why it was given.

    ``asked_by`` is the department that could not keep the day before, ``decided_by`` the superior.
    """

    ordinal: int
    due_at: datetime
    due_on: date
    why: tuple[str, ...]
    reason: str
    asked_by: str
    decided_by: str
    cause: AppointmentCause

    @property
    def is_reappointment(self) -> bool:
        """Whether the day before it could not be kept; a clock that went on is none."""
        return self.cause is AppointmentCause.REAPPOINTMENT


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One journal entry about the dossier."""

    at: datetime
    kind: str
    actor_name: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One issued slip and how its newest print job stands."""

    slip_id: str
    kind: str
    copy: int
    issued_at: datetime
    job_state: str


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """A paper of which the desk still holds originals."""

    ordinal: int
    label: str
    held: int


@dataclass(frozen=True, slots=True)
class DossierCard:
    """One dossier in full."""

    row: DossierRow
    procedure_code: str
    case_ordinal: int
    channel: str
    set_count: int
    note: str
    foreign_code: str
    finished_at: datetime | None
    stopped_at: datetime | None
    holder: str
    returned_at: datetime | None
    collector: str
    applicant: Person
    representative: Person | None
    papers: tuple[PaperCount, ...]
    originals: tuple[OriginalRow, ...]
    appointments: tuple[AppointmentRow, ...]
    slips: tuple[SlipRow, ...]
    notices: tuple[NoticeRow, ...]
    apologies: tuple[Obligation, ...]
    escalation: EscalationRow | None
    history: tuple[HistoryRow, ...]

    @property
    def counting(self) -> tuple[AppointmentRow, ...]:
        """The promises that can be missed: a clock that went on has let go of the one before."""
        following = (*self.appointments[1:], None)
        return tuple(
            one
            for one, after in zip(self.appointments, following, strict=True)
            if after is None or after.is_reappointment
        )

    @property
    def measured(self) -> AppointmentRow:
        """The promise that lateness is measured against: the last before any re-appointment."""
        return measured(self.appointments)


def find(
    session: Session, office: Office, question: str, *, limit: int = 50
) -> tuple[DossierRow, ...]:
    """Return the newest dossiers that fit: part of a code, name, identity number or phone.

    A whole code comes alone and first.
    """
    question = text.clean_line(question)
    if looks_like_dossier_code(question):
        code = question.upper()
        exact = _rows(session, _query(office).where(Dossier.code == code))
        if exact:
            return exact
    ids = search_ids(session, office.agency_id, text.fold(question), limit)
    if not ids:
        return ()
    rows = {
        row.dossier_id: row for row in _rows(session, _query(office).where(Dossier.id.in_(ids)))
    }
    return tuple(rows[one] for one in ids if one in rows)


def recent(
    session: Session, office: Office, *, clerk_id: str | None = None, limit: int = 20
) -> tuple[DossierRow, ...]:
    """Return the last dossiers taken in, of one clerk or of all."""
    query = _query(office).order_by(Dossier.received_at.desc(), Dossier.id.desc()).limit(limit)
    if clerk_id is not None:
        query = query.where(Dossier.clerk_id == clerk_id)
    return _rows(session, query)


def by_code(session: Session, office: Office, code: str) -> DossierRow:
    """Return the dossier with a code, as typed or scanned.

    Raises:
        BadDossierCode: the text is not a code.
        DossierUnknown: no dossier has it.
    """
    parse_dossier_code(code)
    return by_known_code(session, office, text.clean_line(code).upper())


def by_known_code(session: Session, office: Office, code: str) -> DossierRow:
    """Return the dossier with exactly this code, whatever its shape.

    Raises:
        DossierUnknown: no dossier has it.
    """
    found = find_by_known_code(session, office, code)
    if found is None:
        raise DossierUnknown(code=code)
    return found


def find_by_known_code(session: Session, office: Office, code: str) -> DossierRow | None:
    """Return the dossier with exactly this code, whatever its shape, or None."""
    rows = _rows(session, _query(office).where(Dossier.code == code))
    return rows[0] if rows else None


def get_row(session: Session, office: Office, dossier_id: str) -> DossierRow:
    """Return one dossier by id.

    Raises:
        DossierUnknown: there is none.
    """
    rows = _rows(session, _query(office).where(Dossier.id == dossier_id))
    if not rows:
        raise DossierUnknown(code=dossier_id)
    return rows[0]


def card(session: Session, office: Office, dossier_id: str) -> DossierCard:
    """Return one dossier in full, with its history.

    Raises:
        DossierUnknown: there is none with this id.
    """
    dossier = session.get(Dossier, (office.agency_id, dossier_id))
    if dossier is None:
        raise DossierUnknown(code=dossier_id)
    version = session.get_one(ProcedureVersion, (office.agency_id, dossier.version_id))
    procedure = session.get_one(Procedure, (office.agency_id, version.procedure_id))
    papers = sorted(_parts(session, office, dossier_id, DossierPaper), key=lambda row: row.ordinal)
    found = people(session, office, dossier_id)
    return DossierCard(
        row=_row(dossier, version.short_name),
        procedure_code=procedure.code,
        case_ordinal=dossier.case_ordinal,
        channel=dossier.channel,
        set_count=dossier.set_count,
        note=dossier.note,
        foreign_code=dossier.foreign_code,
        finished_at=_local(dossier.finished_at),
        stopped_at=_local(dossier.stopped_at),
        holder=dossier.holder,
        returned_at=_local(dossier.returned_at),
        collector=dossier.collector or "",
        applicant=found["applicant"],
        representative=found.get("representative"),
        papers=tuple(
            PaperCount(row.label, row.originals, row.certified, row.copies) for row in papers
        ),
        originals=tuple(
            OriginalRow(row.ordinal, row.label, row.originals - row.given_back)
            for row in papers
            if row.originals > row.given_back
        ),
        appointments=appointments(session, office, dossier_id),
        slips=_slips(session, office, dossier_id),
        notices=notices.of_dossier(session, office, dossier_id),
        apologies=ledger.of_dossier(session, office, dossier_id),
        escalation=escalation.find(session, office, dossier_id),
        history=_history(session, office, dossier_id),
    )


def hold_known(session: Session, office: Office, dossier_id: str) -> Dossier:
    """Keep other desks from acting on a dossier until the unit ends, and return it.

    Raises:
        DossierUnknown: there is none with this id.
    """
    dossier = hold(session, office.agency_id, dossier_id)
    if dossier is None:
        raise DossierUnknown(code=dossier_id)
    return dossier


def people(session: Session, office: Office, dossier_id: str) -> dict[str, Person]:
    """Return the people of a dossier by their role, ``applicant`` and ``representative``."""
    rows = _parts(session, office, dossier_id, DossierPerson)
    return {row.role: _person(row) for row in rows}


def _query(office: Office) -> Select[Dossier, str]:
    return (
        select(Dossier, ProcedureVersion.short_name)
        .join(
            ProcedureVersion,
            (ProcedureVersion.agency_id == Dossier.agency_id)
            & (ProcedureVersion.id == Dossier.version_id),
        )
        .where(Dossier.agency_id == office.agency_id)
    )


def _rows(session: Session, query: Select[Dossier, str]) -> tuple[DossierRow, ...]:
    return tuple(_row(dossier, name) for dossier, name in session.execute(query))


def _row(dossier: Dossier, procedure_name: str) -> DossierRow:
    return DossierRow(
        dossier_id=dossier.id,
        code=dossier.code,
        applicant_name=dossier.applicant_name,
        identity_masked=mask(dossier.identity_number),
        procedure_name=procedure_name,
        received_at=dossier.received_at.astimezone(VIETNAM),
        due_at=dossier.due_at.astimezone(VIETNAM),
        due_on=dossier.due_on,
        status=DossierStatus(dossier.status),
    )


def _parts(session: Session, office: Office, dossier_id: str, model: Any) -> Sequence[Any]:
    query = select(model).where(model.agency_id == office.agency_id, model.dossier_id == dossier_id)
    return session.scalars(query).all()


def _person(row: DossierPerson) -> Person:
    return Person(
        full_name=row.full_name,
        identity_kind=IdentityKind(row.identity_kind),
        identity_number=row.identity_number,
        born_on=row.born_on,
        gender=Gender(row.gender) if row.gender else None,
        address=row.address,
        phone=row.phone,
        email=row.email,
    )


def appointments(session: Session, office: Office, dossier_id: str) -> tuple[AppointmentRow, ...]:
    """Return the promised moments of a dossier, the first one first."""
    rows = _parts(session, office, dossier_id, Appointment)
    return tuple(
        AppointmentRow(
            row.ordinal,
            row.due_at.astimezone(VIETNAM),
            row.due_on,
            tuple(json.loads(row.why)),
            row.reason,
            row.asked_by,
            row.decided_by,
            AppointmentCause(row.cause),
        )
        for row in sorted(rows, key=lambda row: row.ordinal)
    )


def _slips(session: Session, office: Office, dossier_id: str) -> tuple[SlipRow, ...]:
    found = []
    for slip in sorted(_parts(session, office, dossier_id, Slip), key=lambda row: row.copy):
        state = session.scalars(
            select(PrintJob.state)
            .where(PrintJob.agency_id == office.agency_id, PrintJob.slip_id == slip.id)
            .order_by(PrintJob.created_at.desc())
        ).first()
        issued_at = slip.issued_at.astimezone(VIETNAM)
        found.append(SlipRow(slip.id, slip.kind, slip.copy, issued_at, state or ""))
    return tuple(found)


def _history(session: Session, office: Office, dossier_id: str) -> tuple[HistoryRow, ...]:
    accounts = select(Account.id, Account.name).where(Account.agency_id == office.agency_id)
    names = dict(session.execute(accounts).all())
    return tuple(
        HistoryRow(
            at=entry.at.astimezone(VIETNAM),
            kind=entry.kind,
            actor_name=names.get(entry.actor_id or "", ""),
            facts=entry.facts,
        )
        for entry in fold.entries_of(session, office.agency_id, dossier_id)
    )


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(VIETNAM)
