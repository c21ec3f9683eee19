"""The clock of a dossier stands still and goes on: supplement, financial duty, stop.

NĐ 61/2018 Đ11.2.c, Đ17.1.a: papers are asked for once, all at once; Đ19.4: within three working
days of the reception, and the term begins anew when the dossier is complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.appointment import Appointment as Promise
from app.core.clock import VIETNAM, local_day
from app.core.desk_papers import DeskPaper
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.lifecycle import DossierStatus, after
from app.core.papers import PaperCount, plain
from app.core.standstill import (
    AppointmentCause,
    ClockRule,
    StandstillKind,
    SupplementLate,
    goes_on,
    last_day_to_ask,
)
from app.models import Dossier, Standstill
from app.services import desk_papers, fold, journal, ledger, notices, slips
from app.services.catalogue import get_procedure
from app.services.desk_papers import ReasonMissing
from app.services.fold_turns import GOES_ON, STOPS
from app.services.lookup import hold_known
from app.services.office import Office
from app.services.reception import checked_paper


class SupplementOnce(AppError):
    """A supplement was asked for before; ``code``, ``asked_on``."""

    code = "supplement.only_once"


@dataclass(frozen=True, slots=True)
class Stood:
    """A clock that was made to stand still; ``notice_id`` is the citizen's paper, if one is due."""

    dossier_id: str
    code: str
    kind: StandstillKind
    restarts: bool
    notice_id: str


@dataclass(frozen=True, slots=True)
class WentOn:
    """A clock that goes on; ``print_job_id`` is empty where the promise stays as it was."""

    dossier_id: str
    code: str
    due_at: datetime
    due_on: date
    why: tuple[str, ...]
    print_job_id: str


def request_supplement(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    items: Sequence[str],
    reasons: Sequence[str],
    ground: str = "",
    answer_by: date | None = None,
    actor: Actor,
    at: datetime,
) -> Stood:
    """Ask the citizen for what is missing, once and all at once, by form 02.

    ``ground`` is the special law that permits asking after the third working day (Đ19.4).

    Raises:
        DossierUnknown, ActNotAllowed.
        SupplementOnce: it was asked for before.
        SupplementLate: the days to ask are over and no ground was given.
        ReasonMissing: nothing to supply, or no reason.
    """
    dossier = hold_known(session, office, dossier_id)
    _check_once(session, office, dossier)
    after(DossierStatus(dossier.status), STOPS[StandstillKind.SUPPLEMENT])
    ground = text.clean_line(ground)
    last = last_day_to_ask(local_day(dossier.received_at), office.calendar)
    if local_day(at) > last and not ground:
        raise SupplementLate(code=dossier.code, last_day=last)
    paper = desk_papers.supplement_request(
        session, office, dossier_id, items=items, reasons=reasons, actor=actor, at=at
    )
    told = {
        "items": list(paper.items),
        "reasons": list(paper.reasons),
        "ground": ground,
        "answer_by": answer_by,
    }
    return _stand(session, office, dossier, StandstillKind.SUPPLEMENT, told, paper, actor, at)


def request_payment(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reasons: Sequence[str],
    ground: str = "",
    actor: Actor,
    at: datetime,
) -> Stood:
    """Let the dossier wait for the citizen's financial duty (nghĩa vụ tài chính).

    Raises:
        DossierUnknown, ActNotAllowed, ReasonMissing.
    """
    dossier = hold_known(session, office, dossier_id)
    told = _typed(dossier, reasons, ground, StandstillKind.PAYMENT)
    return _stand(session, office, dossier, StandstillKind.PAYMENT, told, None, actor, at)


def stop(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reasons: Sequence[str],
    ground: str = "",
    actor: Actor,
    at: datetime,
) -> Stood:
    """Stop the dossier by form 05, with its reasons and legal ground.

    Raises:
        DossierUnknown, ActNotAllowed, ReasonMissing.
        FormMissing: before 15/9/2025 there was no such form.
    """
    dossier = hold_known(session, office, dossier_id)
    told = _typed(dossier, reasons, ground, StandstillKind.STOP)
    paper = desk_papers.stop_notice(
        session, office, dossier_id, reasons=reasons, legal_ground=ground, returned=(), at=at
    )
    return _stand(session, office, dossier, StandstillKind.STOP, told, paper, actor, at)


def go_on(
    session: Session,
    office: Office,
    dossier_id: str,
    kind: StandstillKind,
    *,
    papers: Sequence[PaperCount] = (),
    actor: Actor,
    at: datetime,
) -> WentOn:
    """Let the clock go on: the papers came, the duty is paid, the stop is lifted.

    A stop that came upon a wait for the citizen leads back to it when it is lifted.
    The new promise gets a slip of its own; what was missed before the clock stood stays missed.

    Raises:
        DossierUnknown.
        ActNotAllowed: the dossier does not wait for this.
        BadCount: a paper without a label, or without a count.
    """
    dossier = hold_known(session, office, dossier_id)
    after(DossierStatus(dossier.status), GOES_ON[kind])
    waits = [one for one in _standstills(session, office, dossier_id) if one.until is None]
    standing = waits[-1]
    is_over = len(waits) == 1  # a lifted stop leads back to the wait it came upon
    promised = _promise_after(session, office, dossier, standing, at) if is_over else None
    facts: dict[str, Any] = {
        "papers": [plain(checked_paper(paper)) for paper in papers],
        "appointment": None if promised is None else _facts(dossier, standing, promised, at),
    }
    journal.append(session, office, "dossier.went_on", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    job = ""
    if promised is not None:
        job = slips.request_reprint(session, office, dossier_id, reason="", actor=actor, at=at)
    now = session.get_one(Dossier, (office.agency_id, dossier_id))
    why = () if promised is None else promised.why
    return WentOn(dossier_id, now.code, now.due_at.astimezone(VIETNAM), now.due_on, why, job)


def _check_once(session: Session, office: Office, dossier: Dossier) -> None:
    for one in _standstills(session, office, dossier.id):
        if one.kind == StandstillKind.SUPPLEMENT:
            raise SupplementOnce(code=dossier.code, asked_on=local_day(one.since))


def _standstills(session: Session, office: Office, dossier_id: str) -> Sequence[Standstill]:
    query = (
        select(Standstill)
        .where(Standstill.agency_id == office.agency_id, Standstill.dossier_id == dossier_id)
        .order_by(Standstill.ordinal)
    )
    return session.scalars(query).all()


def _typed(
    dossier: Dossier, reasons: Sequence[str], ground: str, kind: StandstillKind
) -> dict[str, Any]:
    cleaned = [line for line in map(text.clean_line, reasons) if line]
    if not cleaned:
        raise ReasonMissing(code=dossier.code, kind=kind)
    return {
        "items": [],
        "reasons": cleaned,
        "ground": text.clean_line(ground),
        "answer_by": None,
    }


def _stand(
    session: Session,
    office: Office,
    dossier: Dossier,
    kind: StandstillKind,
    told: dict[str, Any],
    paper: DeskPaper | None,
    actor: Actor,
    at: datetime,
) -> Stood:
    after(DossierStatus(dossier.status), STOPS[kind])
    dossier_id, code = dossier.id, dossier.code
    procedure = get_procedure(session, office, dossier.version_id).code
    restarts = office.clock.rule(kind, procedure) is ClockRule.RESTART
    ledger.open_if_missed(session, office, dossier, at)
    facts: dict[str, Any] = {"standstill": {"kind": kind.value, "restarts": restarts} | told}
    issued = None
    if paper is not None:
        issued = notices.issue(office, dossier_id, paper, actor=actor, at=at)
        facts["notice"] = issued.said
    journal.append(session, office, "dossier.stood_still", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    if issued is not None:
        issued.insert(session)
    session.expire_all()
    return Stood(dossier_id, code, kind, restarts, "" if issued is None else issued.notice_id)


def _promise_after(
    session: Session, office: Office, dossier: Dossier, standing: Standstill, at: datetime
) -> Promise | None:
    term = get_procedure(session, office, dossier.version_id).case(dossier.case_ordinal).term
    rule = ClockRule.RESTART if standing.restarts else ClockRule.PAUSE
    given = ledger.current_appointment(session, office, dossier.id).created_at
    # A promise that a letter gave while the clock stood counts from the day it was given.
    since = max(dossier.stopped_at or standing.since, given)
    return goes_on(dossier.due_at, since, at, term, rule, office.calendar, office.policy)


def _facts(
    dossier: Dossier, standing: Standstill, promised: Promise, at: datetime
) -> dict[str, Any]:
    cause = AppointmentCause.RESTART if standing.restarts else AppointmentCause.PAUSE
    return {
        "ordinal": dossier.promise + 1,
        "due_at": promised.due_at,
        "due_on": promised.due_on,
        "cause": cause.value,
        "why": list(promised.why),
        "reason": "",
        "created_at": at,
    }
