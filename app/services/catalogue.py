"""Finding procedures and keeping the catalogue: a changed procedure is a new version."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.core import text
from app.core.appointment import Term, TermUnit
from app.core.catalogue import CatalogueCharge, CatalogueProcedure
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.money import format_money
from app.models import (
    ChargeRule,
    Dossier,
    Procedure,
    ProcedureCase,
    ProcedureVersion,
    Requirement,
)
from app.models.base import new_id
from app.services import journal
from app.services.office import Office


class ProcedureUnknown(AppError):
    """No procedure in force has this code; ``code``."""

    code = "procedure.unknown"


class CaseUnknown(AppError):
    """The procedure has no such case; ``code``, ``ordinal``."""

    code = "procedure.case_unknown"


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One line of the procedure list."""

    version_id: str
    code: str
    name: str
    short_name: str
    field_of_work: str
    case_count: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case with its processing time."""

    ordinal: int
    name: str
    term: Term
    term_text: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One paper to hand in (``submit``) or to show (``present``)."""

    ordinal: int
    label: str
    kind: str
    is_required: bool
    originals: int
    certified: int
    copies: int


@dataclass(frozen=True, slots=True)
class ProcedureDetail:
    """A procedure version with everything an intake needs."""

    version_id: str
    code: str
    name: str
    short_name: str
    field_of_work: str
    result_name: str
    valid_from: date
    valid_to: date | None
    cases: tuple[CaseRow, ...]
    requirements: tuple[RequirementRow, ...]
    charge_text: str

    def case(self, ordinal: int) -> CaseRow:
        """Return one case.

        Raises:
            CaseUnknown: the procedure has no such case.
        """
        for case in self.cases:
            if case.ordinal == ordinal:
                return case
        raise CaseUnknown(code=self.code, ordinal=ordinal)

    def is_in_force(self, on: date) -> bool:
        """Whether a dossier may be received under this version on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did."""

    added: int
    changed: int
    unchanged: int


def search_procedures(
    session: Session, office: Office, words: str = "", *, on: date, limit: int = 30
) -> tuple[ProcedureRow, ...]:
    """Return procedures in force whose words begin as the question's; most used first.

    Marks and case do not matter; the last digits of a code find it as well.
    """
    uses = (
        select(Dossier.version_id, func.count().label("uses"))
        .where(Dossier.agency_id == office.agency_id, Dossier.received_at >= _recently(on))
        .group_by(Dossier.version_id)
        .subquery()
    )
    cases = (
        select(func.count())
        .select_from(ProcedureCase)
        .where(
            ProcedureCase.agency_id == ProcedureVersion.agency_id,
            ProcedureCase.version_id == ProcedureVersion.id,
        )
        .scalar_subquery()
    )
    query = (
        select(ProcedureVersion, Procedure.code, cases)
        .join(
            Procedure,
            (Procedure.agency_id == ProcedureVersion.agency_id)
            & (Procedure.id == ProcedureVersion.procedure_id),
        )
        .outerjoin(uses, uses.c.version_id == ProcedureVersion.id)
        .where(ProcedureVersion.agency_id == office.agency_id, *_in_force(on))
        .order_by(func.coalesce(uses.c.uses, 0).desc(), Procedure.code)
        .limit(limit)
    )
    for word in text.fold_words(words):
        begins = ProcedureVersion.words.contains(f" {word}", autoescape=True)
        # The last four digits are what officers know a procedure by.
        ends = Procedure.code.endswith(word, autoescape=True)
        query = query.where(or_(begins, ends))
    return tuple(
        ProcedureRow(row.id, code, row.name, row.short_name, row.field_of_work, count)
        for row, code, count in session.execute(query)
    )


def get_procedure(session: Session, office: Office, version_id: str) -> ProcedureDetail:
    """Return one version in full.

    Raises:
        ProcedureUnknown: there is none with this id.
    """
    known: ProcedureDetail | None = office.known.get(version_id)
    if known is None:
        known = office.known[version_id] = _read_detail(session, office.agency_id, version_id)
    return known


def find_by_code(session: Session, office: Office, code: str, *, on: date) -> ProcedureDetail:
    """Return the version of a procedure in force on a day.

    Raises:
        ProcedureUnknown: no such code, or none in force.
    """
    version_id = session.scalars(
        select(ProcedureVersion.id)
        .join(
            Procedure,
            (Procedure.agency_id == ProcedureVersion.agency_id)
            & (Procedure.id == ProcedureVersion.procedure_id),
        )
        .where(
            Procedure.agency_id == office.agency_id, Procedure.code == code.strip(), *_in_force(on)
        )
        .order_by(ProcedureVersion.ordinal.desc())
    ).first()
    if version_id is None:
        raise ProcedureUnknown(code=code)
    return get_procedure(session, office, version_id)


def import_catalogue(
    session: Session,
    office: Office,
    procedures: Sequence[CatalogueProcedure],
    *,
    actor: Actor | None,
    at: datetime,
) -> ImportSummary:
    """Bring a catalogue in, all of it in one unit; unchanged procedures keep their version.

    A changed procedure gets a new version from today; the old one ends the day before, and the
    dossiers received under it keep it.
    """
    today = local_day(at)
    done = {"added": 0, "changed": 0, "unchanged": 0}
    for one in procedures:
        done[_bring_in(session, office.agency_id, one, today)] += 1
    office.known.clear()
    journal.append(session, office, "catalogue.imported", done, actor, at)
    return ImportSummary(**done)


def _bring_in(session: Session, agency_id: str, one: CatalogueProcedure, today: date) -> str:
    procedure = session.scalars(
        select(Procedure).where(Procedure.agency_id == agency_id, Procedure.code == one.code)
    ).first()
    digest = _digest(one)
    ordinal = 1
    valid_from = one.valid_from
    outcome = "added"
    if procedure is None:
        procedure = Procedure(agency_id=agency_id, id=new_id(), code=one.code)
        session.add(procedure)
        session.flush()  # the version refers to it
    else:
        last = session.scalars(
            select(ProcedureVersion)
            .where(
                ProcedureVersion.agency_id == agency_id,
                ProcedureVersion.procedure_id == procedure.id,
            )
            .order_by(ProcedureVersion.ordinal.desc())
        ).first()
        if last is not None:
            if last.digest == digest:
                return "unchanged"
            outcome = "changed"
            ordinal = last.ordinal + 1
            valid_from = max(today, valid_from)
            last.valid_to = valid_from - timedelta(days=1)
    _add_version(session, agency_id, procedure, one, ordinal, valid_from, digest)
    return outcome


def _add_version(
    session: Session,
    agency_id: str,
    procedure: Procedure,
    one: CatalogueProcedure,
    ordinal: int,
    valid_from: date,
    digest: str,
) -> None:
    version_id = new_id()
    key = {"agency_id": agency_id, "version_id": version_id}
    session.add(
        ProcedureVersion(
            agency_id=agency_id,
            id=version_id,
            procedure_id=procedure.id,
            ordinal=ordinal,
            valid_from=valid_from,
            valid_to=None,
            name=one.name,
            short_name=one.short_name,
            field_of_work=one.field_of_work,
            level=one.level,
            decision=one.decision,
            result_name=one.result_name,
            is_police=one.is_police,
            is_verified=all(case.is_verified for case in one.cases),
            words=_words(one),
            digest=digest,
        )
    )
    session.flush()  # cases, requirements and charges refer to it
    session.add_all(
        ProcedureCase(
            **key,
            ordinal=case.ordinal,
            name=case.name,
            term_value=str(case.value),
            term_unit=case.unit,
            term_text=case.text,
            source=case.source,
            is_verified=case.is_verified,
        )
        for case in one.cases
    )
    session.add_all(
        Requirement(**key, ordinal=ordinal, **asdict(requirement))
        for ordinal, requirement in enumerate(one.requirements, start=1)
    )
    session.add_all(
        ChargeRule(**key, ordinal=ordinal, **asdict(charge))
        for ordinal, charge in enumerate(one.charges, start=1)
    )


def _read_detail(session: Session, agency_id: str, version_id: str) -> ProcedureDetail:
    version = session.get(ProcedureVersion, (agency_id, version_id))
    if version is None:
        raise ProcedureUnknown(code=version_id)
    procedure = session.get_one(Procedure, (agency_id, version.procedure_id))

    def parts(model: type[ProcedureCase | Requirement | ChargeRule]) -> Sequence[object]:
        query = select(model).where(model.agency_id == agency_id, model.version_id == version_id)
        return session.scalars(query.order_by(model.ordinal)).all()

    return ProcedureDetail(
        version_id=version_id,
        code=procedure.code,
        name=version.name,
        short_name=version.short_name,
        field_of_work=version.field_of_work,
        result_name=version.result_name,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        cases=tuple(_case(row) for row in parts(ProcedureCase)),  # type: ignore[arg-type]
        requirements=tuple(_requirement(row) for row in parts(Requirement)),  # type: ignore[arg-type]
        charge_text="; ".join(_charge(row) for row in parts(ChargeRule)),  # type: ignore[arg-type]
    )


def _case(row: ProcedureCase) -> CaseRow:
    term = Term(Decimal(row.term_value), TermUnit(row.term_unit))
    return CaseRow(row.ordinal, row.name, term, row.term_text, bool(row.is_verified))


def _requirement(row: Requirement) -> RequirementRow:
    return RequirementRow(
        row.ordinal,
        row.label,
        row.kind,
        bool(row.is_required),
        row.originals,
        row.certified,
        row.copies,
    )


def _charge(row: ChargeRule | CatalogueCharge) -> str:
    if row.amount is None:
        said = "theo mức của tỉnh" if row.set_by_province else "theo quy định"
    else:
        said = format_money(row.amount) if row.amount else "không thu"
    return f"{row.name}: {said}" if row.name else said


def _in_force(on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        ProcedureVersion.valid_from <= on,
        or_(ProcedureVersion.valid_to.is_(None), ProcedureVersion.valid_to >= on),
    )


def _recently(on: date) -> datetime:
    return datetime.combine(on - timedelta(days=30), datetime.min.time(), VIETNAM)


def _words(one: CatalogueProcedure) -> str:
    parts = (one.code, one.short_name, one.name, one.field_of_work)
    words = [word for part in parts for word in text.fold_words(part)]
    # Initials too: "xntthn" is how an officer thinks of "xác nhận tình trạng hôn nhân".
    initials = "".join(word[0] for word in text.fold_words(one.short_name))
    return " " + " ".join(dict.fromkeys([*words, initials]))


def _digest(one: CatalogueProcedure) -> str:
    facts = asdict(one) | {"valid_from": ""}
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
