"""Gathering the frozen content of the papers about many dossiers: the book, the hand-over lists."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM, local_day
from app.core.desk_papers import (
    DossierHandover,
    DossierHandoverRow,
    Register,
    RegisterEntry,
    ResultHandover,
    ResultRow,
)
from app.core.dossiers import Actor, ReturnWay
from app.core.errors import AppError
from app.core.lifecycle import DossierStatus
from app.models import Dossier, DossierPaper, DossierPerson
from app.services.catalogue import ProcedureDetail, get_procedure
from app.services.desk_papers import list_head
from app.services.lookup import DossierUnknown
from app.services.office import Office

WAYS = {ReturnWay.DESK: "Trực tiếp", ReturnWay.POST: "Bưu chính"}
NOTES = {
    DossierStatus.REFUSED: "Từ chối",
    DossierStatus.WITHDRAWN: "Công dân rút",
    DossierStatus.STOPPED: "Dừng giải quyết",
}
ID_BATCH = 500
"""How many ids one question names."""


class RegisterPeriod(AppError):
    """The days are not in order, or not of one year; ``first_on``, ``last_on``."""

    code = "register.bad_period"


class NothingListed(AppError):
    """A list was asked for and no dossier is on it; ``kind``."""

    code = "paper.nothing_listed"


@dataclass(frozen=True, slots=True)
class _Listed:
    """One dossier of a list with its applicant and procedure."""

    dossier: Dossier
    person: DossierPerson
    detail: ProcedureDetail


def register(
    session: Session,
    office: Office,
    first_on: date,
    last_on: date,
    *,
    actor: Actor,
    at: datetime,
) -> Register:
    """Return the follow-up book, or the part of it between two days of one year.

    Entries are numbered from 1 through the whole year (TT 01/2018/TT-VPCP, Đ10.2), so a part
    carries the numbers of the whole book.

    Raises:
        RegisterPeriod: the days are not in order, or not of one year.
    """
    if first_on > last_on or first_on.year != last_on.year:
        raise RegisterPeriod(first_on=first_on, last_on=last_on)
    before = select(func.count()).select_from(Dossier)
    before = before.where(
        Dossier.agency_id == office.agency_id,
        Dossier.received_at >= _midnight(date(first_on.year, 1, 1)),
        Dossier.received_at < _midnight(first_on),
    )
    start = session.scalar(before) or 0
    ids = received_ids(session, office, first_on, last_on)
    listed = _listed(session, office, ids)
    return Register(
        head=list_head(office, "register", at),
        book=str(first_on.year),
        first_on=first_on,
        last_on=last_on,
        entries=tuple(_entry(one, start + n) for n, one in enumerate(listed, start=1)),
        clerk_name=actor.name,
    )


def received_ids(
    session: Session, office: Office, first_on: date, last_on: date
) -> tuple[str, ...]:
    """Return the dossiers received from one day to another, both included, in order."""
    query = (
        select(Dossier.id)
        .where(
            Dossier.agency_id == office.agency_id,
            Dossier.received_at >= _midnight(first_on),
            Dossier.received_at < _midnight(last_on + timedelta(days=1)),
        )
        .order_by(Dossier.received_at, Dossier.number, Dossier.id)
    )
    return tuple(session.scalars(query))


def dossier_handover(
    session: Session,
    office: Office,
    ids: Sequence[str],
    *,
    department: str = "",
    actor: Actor,
    at: datetime,
) -> DossierHandover:
    """Return the list that goes with dossiers to a department (NĐ 118/2025 Đ18.2).

    Raises:
        NothingListed: no dossier was named.
        DossierUnknown: one of them is not there.
    """
    listed = _asked(session, office, ids, "dossier_handover")
    papers = _paper_counts(session, office, ids)
    return DossierHandover(
        head=list_head(office, "dossier_handover", at),
        giver=office.name,
        receiver=text.clean_line(department),
        rows=tuple(
            DossierHandoverRow(
                code=one.dossier.code,
                procedure_name=one.detail.name,
                owner_name=one.person.full_name,
                received_at=one.dossier.received_at.astimezone(VIETNAM),
                due_at=one.dossier.due_at.astimezone(VIETNAM),
                set_count=one.dossier.set_count,
                paper_count=papers.get(one.dossier.id, 0),
            )
            for one in listed
        ),
        giver_name=actor.name,
    )


def result_handover(
    session: Session,
    office: Office,
    ids: Sequence[str],
    *,
    department: str = "",
    by_post: Collection[str] = (),
    actor: Actor,
    at: datetime,
) -> ResultHandover:
    """Return the list that comes with results from a department; ``by_post`` are ids to be sent.

    Raises:
        NothingListed: no dossier was named.
        DossierUnknown: one of them is not there.
    """
    listed = _asked(session, office, ids, "result_handover")
    return ResultHandover(
        head=list_head(office, "result_handover", at),
        giver=text.clean_line(department),
        receiver=office.name,
        rows=tuple(
            ResultRow(
                code=one.dossier.code,
                procedure_name=one.detail.name,
                result_name=one.detail.result_name,
                owner_name=one.person.full_name,
                address=one.person.address,
                charge_text=one.detail.charge_text,
                is_by_post=one.dossier.id in by_post,
            )
            for one in listed
        ),
        receiver_name=actor.name,
    )


def _asked(session: Session, office: Office, ids: Sequence[str], kind: str) -> list[_Listed]:
    if not ids:
        raise NothingListed(kind=kind)
    listed = _listed(session, office, ids)
    missing = set(ids) - {one.dossier.id for one in listed}
    if missing:
        raise DossierUnknown(code=min(missing))
    return listed


def _listed(session: Session, office: Office, ids: Sequence[str]) -> list[_Listed]:
    """Return the dossiers with these ids in their order, each once."""
    found: dict[str, _Listed] = {}
    for batch in _batches(ids):
        query = (
            select(Dossier, DossierPerson)
            .join(
                DossierPerson,
                (DossierPerson.agency_id == Dossier.agency_id)
                & (DossierPerson.dossier_id == Dossier.id)
                & (DossierPerson.role == "applicant"),
            )
            .where(Dossier.agency_id == office.agency_id, Dossier.id.in_(batch))
        )
        for dossier, person in session.execute(query):
            detail = get_procedure(session, office, dossier.version_id)
            found[dossier.id] = _Listed(dossier, person, detail)
    return [found[one] for one in dict.fromkeys(ids) if one in found]


def _paper_counts(session: Session, office: Office, ids: Sequence[str]) -> dict[str, int]:
    """Return how many papers came with each dossier, originals and copies together."""
    counted: dict[str, int] = {}
    each = DossierPaper.originals + DossierPaper.certified + DossierPaper.copies
    for batch in _batches(ids):
        query = (
            select(DossierPaper.dossier_id, func.sum(each))
            .where(DossierPaper.agency_id == office.agency_id, DossierPaper.dossier_id.in_(batch))
            .group_by(DossierPaper.dossier_id)
        )
        counted |= {dossier_id: int(count) for dossier_id, count in session.execute(query)}
    return counted


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + ID_BATCH] for start in range(0, len(ids), ID_BATCH)]


def _entry(one: _Listed, number: int) -> RegisterEntry:
    dossier, person = one.dossier, one.person
    returned = dossier.returned_at
    return RegisterEntry(
        number=number,
        code=dossier.code,
        procedure_name=one.detail.name,
        set_count=dossier.set_count,
        owner_name=person.full_name,
        address=person.address,
        phone=person.phone,
        department="",
        received_on=local_day(dossier.received_at),
        due_on=dossier.due_on,
        returned_on=None if returned is None else local_day(returned),
        return_way="" if returned is None else WAYS[ReturnWay(one.dossier.return_way)],
        collector=dossier.collector or "",
        note=NOTES.get(DossierStatus(dossier.status), ""),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
