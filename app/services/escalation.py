"""A second lateness goes to a named superior (báo cáo cấp trên), with a clock.

NĐ 61/2018 Đ19.9 permits one re-appointment. A date beyond it is nobody's at the desk to give: it
needs that person's recorded decision, and the letter then carries that person's name.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.apologies import OUT, ApologyState, answer_by, earliest_new_day
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Actor, Role
from app.core.errors import AppError
from app.core.papers import Decision
from app.models import Account, Apology, Dossier, Escalation
from app.services import fold, journal
from app.services.locks import hold
from app.services.office import Office


class EscalationMissing(AppError):
    """No second lateness of this dossier awaits a decision; ``code``."""

    code = "escalation.missing"


class AlreadyDecided(AppError):
    """The superior has decided; ``code``, ``new_due_on``, ``document_number``."""

    code = "escalation.already_decided"


class NotTheSuperior(AppError):
    """Only the named superior may decide; ``name``."""

    code = "escalation.not_the_superior"


class DecisionIncomplete(AppError):
    """The reason or the number of the document is missing; ``code``."""

    code = "escalation.decision_incomplete"


class DecisionDayWrong(AppError):
    """The decided day has passed, or is no working day; ``new_due_on``, ``next_day``."""

    code = "escalation.day_wrong"


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """One second lateness, and the decision about it once there is one."""

    dossier_id: str
    ordinal: int
    code: str
    applicant_name: str
    due_on: date
    cause: str
    cause_note: str
    department: str
    superior_id: str | None
    superior_name: str
    superior_position: str
    opened_at: datetime
    answer_by: datetime
    decided_at: datetime | None
    reason: str
    document_number: str
    document_on: date | None
    new_due_on: date | None
    has_letter: bool
    """Whether the letter of the decision was issued."""

    def is_overtaken(self, at: datetime) -> bool:
        """Whether the decided day came before a letter could promise it."""
        return (
            not self.has_letter and self.new_due_on is not None and self.new_due_on <= local_day(at)
        )

    def is_open(self, at: datetime) -> bool:
        """Whether the superior has to decide, or to decide anew."""
        return self.decided_at is None or self.is_overtaken(at)

    def is_late(self, at: datetime) -> bool:
        """Whether the superior's answer is overdue."""
        return self.decided_at is None and at > self.answer_by


def append_opening(
    session: Session, office: Office, dossier_id: str, ordinal: int, at: datetime
) -> None:
    """Append the opening of an escalation to the superior the office names; no fold.

    An office that names nobody has it decided by whoever signs its letters.
    """
    superior = office.apology.superior
    account = session.scalars(
        select(Account).where(
            Account.agency_id == office.agency_id,
            Account.login == text.fold(superior.login),
            Account.is_active,
        )
    ).first()
    facts = {
        "ordinal": ordinal,
        "escalation": {
            "superior_id": None if account is None else account.id,
            "superior_name": superior.name
            or (office.signer.name if account is None else account.name),
            "superior_position": superior.position or office.signer.authority[-1],
            "answer_by": answer_by(at, office.calendar),
        },
    }
    journal.append(session, office, "escalation.opened", facts, None, at, dossier_id)


def decide(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reason: str,
    document_number: str,
    document_on: date,
    new_due_on: date,
    actor: Actor,
    at: datetime,
) -> EscalationRow:
    """Record the superior's decision: why, by which document, and the new day.

    A decided day that came before its letter was issued may be decided anew.

    Raises:
        EscalationMissing: also once the result is there, which needs no other day, or once the
            clock stood still before the day came.
        AlreadyDecided, NotTheSuperior, DecisionIncomplete, DecisionDayWrong.
    """
    dossier = hold(session, office.agency_id, dossier_id)
    found = find(session, office, dossier_id)
    if found is None or dossier is None:
        raise EscalationMissing(code=dossier_id)
    owed = session.get_one(Apology, (office.agency_id, dossier_id, found.ordinal))
    if dossier.finished_at is not None or owed.state == ApologyState.NOT_OWED:
        raise EscalationMissing(code=found.code)
    if not found.is_open(at):
        raise AlreadyDecided(
            code=found.code, new_due_on=found.new_due_on, document_number=found.document_number
        )
    if not may_decide(office, found, actor):
        raise NotTheSuperior(name=office.apology.superior.name or found.superior_name)
    reason, document_number = text.clean_line(reason), text.clean_line(document_number)
    if not (reason and document_number):
        raise DecisionIncomplete(code=found.code)
    _check_day(office, new_due_on, earliest_new_day(at, found.due_on))
    facts = {
        "ordinal": found.ordinal,
        "decision": _who(office, found, actor)
        | {
            "reason": reason,
            "document_number": document_number,
            "document_on": document_on,
            "new_due_at": office.calendar.closes_at(new_due_on),
            "new_due_on": new_due_on,
        },
    }
    journal.append(session, office, "escalation.decided", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    decided = find(session, office, dossier_id)
    assert decided is not None
    return decided


def find(session: Session, office: Office, dossier_id: str) -> EscalationRow | None:
    """Return the newest escalation of a dossier, or None."""
    rows = _rows(session, office, dossier_id=dossier_id)
    return rows[-1] if rows else None


def undecided(session: Session, office: Office, *, at: datetime) -> tuple[EscalationRow, ...]:
    """Return the escalations that await an answer and still matter, the oldest first."""
    rows = _rows(session, office)
    return tuple(row for row in rows if row.is_open(at))


def decision_of(row: EscalationRow) -> Decision | None:
    """Return the decision as the letter tells it, or None while there is none."""
    if row.decided_at is None or row.document_on is None:
        return None
    return Decision(
        name=row.superior_name,
        position=row.superior_position,
        reason=row.reason,
        document_number=row.document_number,
        document_on=row.document_on,
    )


def may_decide(office: Office, row: EscalationRow, actor: Actor) -> bool:
    """Whether an account is the named person, or records the paper of one without an account.

    The named person is who was named when it opened, or whom the office names now: people leave.
    """
    now = text.fold(office.apology.superior.login)
    if actor.account_id == row.superior_id or (now and actor.login == now):
        return True
    without_account = row.superior_id is None or bool(office.apology.superior.name)
    return not now and without_account and actor.role in {Role.LEADER, Role.REGISTRAR}


def _who(office: Office, row: EscalationRow, actor: Actor) -> dict[str, str | None]:
    """Return in whose name a decision stands."""
    named = office.apology.superior
    if actor.account_id == row.superior_id or not named.name:
        return {}
    is_own = actor.login == text.fold(named.login)
    return {
        "superior_id": actor.account_id if is_own else None,
        "superior_name": named.name,
        "superior_position": named.position or row.superior_position,
    }


def _check_day(office: Office, day: date, earliest: date) -> None:
    if day < earliest or not office.calendar.is_working_day(day):
        next_day = office.calendar.working_day_on_or_after(max(day, earliest))
        raise DecisionDayWrong(new_due_on=day, next_day=next_day)


def _rows(
    session: Session, office: Office, *, dossier_id: str | None = None
) -> tuple[EscalationRow, ...]:
    query = (
        select(Escalation, Apology, Dossier)
        .join(
            Apology,
            (Apology.agency_id == Escalation.agency_id)
            & (Apology.dossier_id == Escalation.dossier_id)
            & (Apology.ordinal == Escalation.ordinal),
        )
        .join(
            Dossier, (Dossier.agency_id == Apology.agency_id) & (Dossier.id == Apology.dossier_id)
        )
        .where(Escalation.agency_id == office.agency_id)
        .order_by(Escalation.opened_at, Escalation.dossier_id, Escalation.ordinal)
    )
    if dossier_id is None:
        # A result that is there needs no other day any more, however late it came.
        query = query.where(
            Dossier.finished_at.is_(None),
            # Nor one whose clock stood still before the day came.
            Apology.state.not_in([str(one) for one in (*OUT, ApologyState.NOT_OWED)]),
        )
    else:
        query = query.where(Escalation.dossier_id == dossier_id)
    return tuple(_row(*found) for found in session.execute(query))


def _row(row: Escalation, apology: Apology, dossier: Dossier) -> EscalationRow:
    return EscalationRow(
        dossier_id=row.dossier_id,
        ordinal=row.ordinal,
        code=dossier.code,
        applicant_name=dossier.applicant_name,
        due_on=apology.due_on,
        cause=apology.cause,
        cause_note=apology.cause_note,
        department=apology.department,
        superior_id=row.superior_id,
        superior_name=row.superior_name,
        superior_position=row.superior_position,
        opened_at=row.opened_at.astimezone(VIETNAM),
        answer_by=row.answer_by.astimezone(VIETNAM),
        decided_at=row.decided_at and row.decided_at.astimezone(VIETNAM),
        reason=row.reason,
        document_number=row.document_number,
        document_on=row.document_on,
        new_due_on=row.new_due_on,
        has_letter=ApologyState(apology.state) in OUT,
    )
