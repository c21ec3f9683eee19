"""A dossier that ends without a result: refused (form 03), or withdrawn by the citizen.

NĐ 61/2018 Đ17.1.b, Đ19.8: a refusal names its reasons, in writing, within the processing time. What
was late before stays late: the apology that is owed for it stays owed. The originals go back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import text
from app.core.dossiers import Actor
from app.core.lifecycle import Act, DossierStatus, after
from app.models import Dossier
from app.services import desk_papers, fold, journal, ledger, notices
from app.services.desk_papers import ReasonMissing
from app.services.lookup import hold_known
from app.services.office import Office
from app.services.originals import given_back, held_originals


@dataclass(frozen=True, slots=True)
class Ended:
    """A dossier that ended; ``originals`` went back to the citizen, ``notice_id`` is form 03."""

    dossier_id: str
    code: str
    status: DossierStatus
    originals: int
    notice_id: str


def refuse(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reasons: Sequence[str],
    ground: str = "",
    actor: Actor,
    at: datetime,
) -> Ended:
    """Refuse a dossier after appraisal by form 03; its originals go back.

    Raises:
        DossierUnknown, ActNotAllowed, ReasonMissing.
    """
    dossier = _held(session, office, dossier_id, Act.REFUSE)
    paper = desk_papers.refusal(
        session,
        office,
        dossier_id,
        reasons=reasons,
        legal_ground=ground,
        actor=actor,
        at=at,
    )
    issued = notices.issue(office, dossier_id, paper, actor=actor, at=at)
    facts = {
        "reasons": list(paper.reasons),
        "ground": paper.legal_ground,
        "notice": issued.said,
    }
    ended = _end(session, office, dossier, "dossier.refused", facts, issued.notice_id, actor, at)
    issued.insert(session)
    return ended


def withdraw(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    requester: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Ended:
    """Let the citizen take the dossier back; ``requester`` is who asked for it, with the reason.

    Raises:
        DossierUnknown, ActNotAllowed.
        ReasonMissing: nobody is named, or no reason.
    """
    dossier = _held(session, office, dossier_id, Act.WITHDRAW)
    told = {"requester": text.clean_line(requester), "reason": text.clean_line(reason)}
    if not all(told.values()):
        raise ReasonMissing(code=dossier.code, kind="withdrawal")
    return _end(session, office, dossier, "dossier.withdrawn", told, "", actor, at)


def _held(session: Session, office: Office, dossier_id: str, act: Act) -> Dossier:
    dossier = hold_known(session, office, dossier_id)
    after(DossierStatus(dossier.status), act)
    return dossier


def _end(
    session: Session,
    office: Office,
    dossier: Dossier,
    kind: str,
    told: Mapping[str, object],
    notice_id: str,
    actor: Actor,
    at: datetime,
) -> Ended:
    dossier_id = dossier.id
    ledger.open_if_missed(session, office, dossier, at)
    held = held_originals(session, office, dossier_id)
    back = given_back(session, office, dossier, held)
    journal.append(session, office, kind, {**told, "originals": back}, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    now = session.get_one(Dossier, (office.agency_id, dossier_id))
    status = DossierStatus(now.status)
    return Ended(dossier_id, now.code, status, sum(back.values()), notice_id)
