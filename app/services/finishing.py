"""The result reaches the desk from the department (nhận kết quả): no letter, no submission.

A result file that is late and has no apology goes back to the department for its letter; the office
may switch that off. A result that is there is always handed to the citizen.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import text
from app.core.apologies import OUT, is_missed
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.lifecycle import Act, DossierStatus, after
from app.models import Dossier
from app.services import fold, journal, ledger
from app.services.lookup import hold_known
from app.services.office import Office


class NoLetterNoSubmission(AppError):
    """The result is late and no apology was issued; ``code``, ``due_on``, ``department``."""

    code = "result.no_letter"


@dataclass(frozen=True, slots=True)
class FinishOutcome:
    """Whether the desk took the result, or why not: that it was sent back is kept either way."""

    code: str
    was_late: bool
    refusal: AppError | None


def finish(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    department: str = "",
    actor: Actor,
    at: datetime,
) -> FinishOutcome:
    """Take the result from the department; the outcome is returned, so that the unit commits.

    Raises:
        DossierUnknown.
        ActNotAllowed: the dossier awaits no result.
    """
    dossier = hold_known(session, office, dossier_id)
    after(DossierStatus(dossier.status), Act.FINISH)
    promised = ledger.current_appointment(session, office, dossier_id)
    late = is_missed(promised.due_on, None, at)
    facts = {"department": text.clean_line(department)}
    if late:
        ledger.open_if_missed(session, office, dossier, at)
        fold.refold(session, office.agency_id, dossier_id)
        session.expire_all()
    if late and office.apology.holds_result_without_letter:
        owed = ledger.current(session, office, dossier_id)
        if owed.state not in OUT:
            refusal = NoLetterNoSubmission(
                code=owed.code, due_on=owed.due_on, department=facts["department"]
            )
            journal.append(session, office, "result.sent_back", facts, actor, at, dossier_id)
            return FinishOutcome(owed.code, late, refusal)
    journal.append(session, office, "dossier.finished", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    return FinishOutcome(session.get_one(Dossier, (office.agency_id, dossier_id)).code, late, None)
