"""A typing error put right, with its trace: what stood there before stays in the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core import text
from app.core.clock import local_day
from app.core.dossiers import Actor, Person
from app.core.errors import AppError
from app.core.lifecycle import DossierStatus
from app.core.papers import plain
from app.db.search import reindex_words
from app.models import Dossier
from app.services import fold, journal
from app.services.desk_papers import ReasonMissing
from app.services.lookup import card, hold_known
from app.services.office import Office
from app.services.reception import checked_person, found_by


class NothingCorrected(AppError):
    """What was typed is what stands there already; ``code``."""

    code = "correction.nothing"


class TooLateToCorrect(AppError):
    """A dossier that ended is corrected no more; ``code``, ``status``."""

    code = "correction.too_late"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was put right: the names of the fields."""

    dossier_id: str
    code: str
    fields: tuple[str, ...]


def correct(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    applicant: Person,
    representative: Person | None,
    note: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Corrected:
    """Put right what was typed about the people of a dossier, or its note; procedure and day stay.

    Raises:
        DossierUnknown, NameMissing, FutureBirthDate.
        ReasonMissing: no reason was given.
        NothingCorrected, TooLateToCorrect.
    """
    dossier = hold_known(session, office, dossier_id)
    status = DossierStatus(dossier.status)
    if not status.is_open and status is not DossierStatus.STOPPED:
        raise TooLateToCorrect(code=dossier.code, status=status)
    why = text.clean_line(reason)
    if not why:
        raise ReasonMissing(code=dossier.code, kind="correction")
    before = card(session, office, dossier_id)
    people = _people(before.applicant, before.representative)
    wanted = _checked(applicant, representative, people, at)
    note = text.clean_line(note)
    changes = _changes(people, wanted) | _changed("note", dossier.note, note)
    if not changes:
        raise NothingCorrected(code=dossier.code)
    owner = wanted["applicant"]
    facts: dict[str, Any] = {
        "reason": why,
        "changes": changes,
        "persons": [{"role": role} | plain(person) for role, person in wanted.items()],
        "dossier": {
            "applicant_name": owner.full_name,
            "identity_number": owner.identity_number,
            "phone": owner.phone,
            "note": note,
            "words": found_by(
                dossier.code, owner, wanted.get("representative"), dossier.foreign_code
            ),
        },
    }
    journal.append(session, office, "dossier.corrected", facts, actor, at, dossier_id)
    rows = fold.refold(session, office.agency_id, dossier_id)
    reindex_words(session, dossier_id, text.fold(dossier.code), rows.dossier["words"])
    session.expire_all()
    code = session.get_one(Dossier, (office.agency_id, dossier_id)).code
    return Corrected(dossier_id, code, tuple(changes))


def _people(applicant: Person, representative: Person | None) -> dict[str, Person]:
    people = {"applicant": applicant}
    if representative is not None:
        people["representative"] = representative
    return people


def _checked(
    applicant: Person, representative: Person | None, before: dict[str, Person], at: datetime
) -> dict[str, Person]:
    """Return the people as they should be; who came at the reception is never removed."""
    today = local_day(at)
    wanted = {"applicant": checked_person(applicant, "applicant", today)}
    if representative is None:
        representative = before.get("representative")
    if representative is not None:
        wanted["representative"] = checked_person(representative, "representative", today)
    return wanted


def _changes(before: dict[str, Person], after: dict[str, Person]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for role, person in after.items():
        now, then = plain(person), plain(before[role]) if role in before else {}
        for name, value in now.items():
            changes |= _changed(f"{role}.{name}", then.get(name), value)
    return changes


def _changed(name: str, before: Any, after: Any) -> dict[str, Any]:
    return {} if before == after else {name: {"before": before, "after": after}}
