"""Dossiers change hands between the desk and the departments by counted lists (bàn giao).

NĐ 118/2025 Đ18.2: dossiers go over on the day they came; those received after 15:00 at the
beginning of the next working day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.handover import hand_over_day
from app.core.lifecycle import WORKING, DossierStatus
from app.models import Dossier, DossierMove
from app.models.base import new_id
from app.services import fold, journal
from app.services.lookup import hold_known
from app.services.office import Office

OUT, BACK = "out", "back"


class NothingToHandOver(AppError):
    """A list was to be handed over and no dossier is on it."""

    code = "handover.empty"


class HandsMissing(AppError):
    """Department, giver or receiver is not named; ``what``."""

    code = "handover.hands_missing"


class CannotMove(AppError):
    """A dossier cannot change hands now; ``code``, ``status``, ``holder``."""

    code = "handover.cannot_move"


class CountDiffers(AppError):
    """The hands counted another number of dossiers than the list has; ``listed``, ``counted``."""

    code = "handover.count_differs"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A list that changed hands."""

    list_id: str
    department: str
    codes: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier that lies at the desk; ``hand_over_on`` is the day it has to go."""

    dossier_id: str
    code: str
    applicant_name: str
    received_at: datetime
    hand_over_on: date

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have gone on an earlier day."""
        return self.hand_over_on < local_day(at)


def forward(
    session: Session,
    office: Office,
    dossier_ids: Sequence[str],
    *,
    department: str,
    giver: str,
    receiver: str,
    counted: int,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> HandedOver:
    """Hand a counted list over to a department: all of it, or nothing.

    Raises:
        NothingToHandOver, HandsMissing, CountDiffers.
        DossierUnknown, CannotMove: one of them is not at the desk, or awaits the citizen.
    """
    told = _told(OUT, department, giver, receiver, note)
    return _hand_over(session, office, dossier_ids, told, counted, actor, at)


def bring_back(
    session: Session,
    office: Office,
    dossier_ids: Sequence[str],
    *,
    department: str,
    giver: str,
    receiver: str,
    counted: int,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> HandedOver:
    """Take dossiers back from a department, without a result: to be completed, or to go elsewhere.

    Raises:
        As ``forward``; CannotMove: the department does not have it.
    """
    told = _told(BACK, department, giver, receiver, note)
    return _hand_over(session, office, dossier_ids, told, counted, actor, at)


def waiting(session: Session, office: Office) -> tuple[Waiting, ...]:
    """Return what lies at the desk and has to go to a department, the most urgent first."""
    query = select(Dossier.id, Dossier.code, Dossier.applicant_name, Dossier.received_at).where(
        Dossier.agency_id == office.agency_id,
        Dossier.status.in_(sorted(WORKING)),
        Dossier.holder == "",
    )
    found = (
        Waiting(
            dossier_id,
            code,
            name,
            received_at.astimezone(VIETNAM),
            hand_over_day(received_at, office.calendar),
        )
        for dossier_id, code, name, received_at in session.execute(query)
    )
    return tuple(sorted(found, key=lambda one: (one.hand_over_on, one.code)))


def list_ids(session: Session, office: Office, list_id: str) -> tuple[str, ...]:
    """Return the dossiers of a handed-over list, in the order of their codes."""
    query = (
        select(Dossier.id)
        .join(
            DossierMove,
            (DossierMove.agency_id == Dossier.agency_id) & (DossierMove.dossier_id == Dossier.id),
        )
        .where(DossierMove.agency_id == office.agency_id, DossierMove.list_id == list_id)
        .order_by(Dossier.code)
    )
    return tuple(session.scalars(query))


def _hand_over(
    session: Session,
    office: Office,
    dossier_ids: Sequence[str],
    told: dict[str, str],
    counted: int,
    actor: Actor,
    at: datetime,
) -> HandedOver:
    ids = sorted(set(dossier_ids))
    if not ids:
        raise NothingToHandOver
    if counted != len(ids):
        raise CountDiffers(listed=len(ids), counted=counted)
    # All are held before the first entry takes the chain's head: whoever acts holds in that order.
    dossiers = [_movable(session, office, one, told) for one in ids]
    codes = tuple(sorted(dossier.code for dossier in dossiers))
    for dossier_id in ids:
        journal.append(session, office, "dossier.moved", told, actor, at, dossier_id)
        fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    return HandedOver(told["list_id"], told["department"], codes, at)


def _told(direction: str, department: str, giver: str, receiver: str, note: str) -> dict[str, str]:
    told = {
        "department": text.clean_line(department),
        "giver": text.clean_line(giver),
        "receiver": text.clean_line(receiver),
    }
    for what, name in told.items():
        if not name:
            raise HandsMissing(what=what)
    return told | {
        "list_id": new_id(),
        "direction": direction,
        "note": text.clean_line(note),
    }


def _movable(session: Session, office: Office, dossier_id: str, told: dict[str, str]) -> Dossier:
    dossier = hold_known(session, office, dossier_id)
    is_back = told["direction"] == BACK
    holder = told["department"] if is_back else ""
    status = DossierStatus(dossier.status)
    may_go = status in WORKING
    if is_back:  # also what waits for the citizen, or was stopped, lies with somebody
        may_go = (status.is_open or status is DossierStatus.STOPPED) and dossier.finished_at is None
    if not may_go or dossier.holder != holder:
        raise CannotMove(code=dossier.code, status=dossier.status, holder=dossier.holder)
    return dossier
