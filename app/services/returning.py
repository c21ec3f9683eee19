"""Handing results back (trả kết quả). A finished result is always handed over, late or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import text
from app.core.apologies import TrackingMissing
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor, ReturnWay
from app.core.errors import AppError
from app.core.identity import mask
from app.core.lifecycle import Act, DossierStatus, after
from app.services import fold, journal, ledger
from app.services.lookup import hold_known
from app.services.office import Office
from app.services.originals import given_back

CARRIER = "Bưu chính"
"""Who collects what goes by post."""


class AlreadyReturned(AppError):
    """The result was handed over before; ``code``, ``returned_at``, ``collector``."""

    code = "dossier.already_returned"


class CollectorMissing(AppError):
    """Nobody was named as the one who collects; ``code``."""

    code = "dossier.collector_missing"


@dataclass(frozen=True, slots=True)
class Returned:
    """What was handed over."""

    code: str
    applicant_name: str
    returned_at: datetime
    was_late: bool


def return_result(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    collector: str,
    collector_identity: str = "",
    way: ReturnWay = ReturnWay.DESK,
    tracking: str = "",
    originals: Mapping[int, int] | None = None,
    actor: Actor,
    at: datetime,
) -> Returned:
    """Hand the result to the applicant or whom they authorised, and close the dossier.

    The result is never held back for a letter that is missing: what is owed stays owed.
    ``was_late`` is of the result's coming to the desk against the first promise, by date (the
    term ends at the end of its last day, BLDS 2015 Đ148.1). NĐ 61/2018 Đ6.2.b: the collector brings
    the receipt and, if another person, the authorisation.

    ``originals`` are those that go back with it, by the ordinal of the paper (Đ20.2).

    By post the carrier collects it, and ``tracking`` is the number of the postal item.

    Raises:
        DossierUnknown, AlreadyReturned, CollectorMissing.
        TrackingMissing: it goes by post and the item has no number.
        NotHeld: more originals would go back than the desk holds.
        ActNotAllowed: withdrawn, refused or stopped dossiers have no result.
    """
    dossier = hold_known(session, office, dossier_id)
    status = DossierStatus(dossier.status)
    if status is DossierStatus.RETURNED:
        raise AlreadyReturned(
            code=dossier.code,
            returned_at=dossier.returned_at and dossier.returned_at.astimezone(VIETNAM),
            collector=dossier.collector or "",
        )
    after(status, Act.RETURN_RESULT)
    by_post, tracking = way is ReturnWay.POST, text.clean_line(tracking)
    if by_post and not tracking:
        raise TrackingMissing
    name = text.clean_line(collector) or (CARRIER if by_post else "")
    if not name:
        raise CollectorMissing(code=dossier.code)
    ledger.open_if_missed(session, office, dossier, at)
    facts = {
        "collector": name,
        "collector_identity": mask(text.clean_line(collector_identity)),
        "way": way.value,
        "tracking": tracking if by_post else "",
        "originals": given_back(session, office, dossier, originals or {}),
    }
    journal.append(session, office, "dossier.returned", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    finished_at = dossier.finished_at or at
    due_on = ledger.measured_promise(session, office, dossier_id).due_on
    return Returned(dossier.code, dossier.applicant_name, at, local_day(finished_at) > due_on)
