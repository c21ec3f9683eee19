"""The apology letter until it is signed: drafted with its reason and date, submitted, sent back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.apologies import OUT, ApologyAct, ApologyState, after, earliest_new_day, require_role
from app.core.clock import local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.lifecycle import ENDED_WITHOUT_RESULT, DossierStatus
from app.core.papers import ApologyLetter, Decision, digest, freeze, thaw_letter
from app.models import Apology, ApologyLetterRow, Appointment, Dossier, ProcedureVersion
from app.models.base import new_id
from app.services import escalation, fold, journal, ledger, papers
from app.services.locks import hold
from app.services.lookup import DossierUnknown, card
from app.services.office import Office


class DecisionNeeded(AppError):
    """The one re-appointment was given; ``code``, ``due_on``, ``superior``, ``answer_by``.

    NĐ 61/2018 Đ19.9: "Việc hẹn lại ngày trả kết quả được thực hiện không quá một lần." Another
    date needs the decision of the named superior.
    """

    code = "apology.decision_needed"


class NothingOwed(AppError):
    """The dossier owes no apology: its result came in time; ``code``, ``status``."""

    code = "apology.nothing_owed"


class ReasonMissing(AppError):
    """The law wants the reason in the letter; ``code``."""

    code = "apology.reason_missing"


class NewDateInPast(AppError):
    """The new date must lie after today and after the promised day; ``new_due_on``."""

    code = "apology.new_date_in_past"


class NewDateNotWorking(AppError):
    """The new date is a day off; ``new_due_on``, ``name``, ``next_day``."""

    code = "apology.new_date_not_working"


class NewDateDecided(AppError):
    """The superior decided another day; ``new_due_on``, ``decided``."""

    code = "apology.new_date_decided"


class LetterMissing(AppError):
    """No letter was drafted for the dossier; ``code``."""

    code = "apology.letter_missing"


class LetterSigned(AppError):
    """The letter is signed, its text is final; ``code``, ``state``."""

    code = "apology.letter_signed"


class WhyMissing(AppError):
    """A letter is sent back with a word of why; ``code``."""

    code = "apology.why_missing"


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter as it stands: its content, and the file once it is signed."""

    letter_id: str
    dossier_id: str
    ordinal: int
    code: str
    state: ApologyState
    digest: str
    letter: ApologyLetter
    new_due_on: date | None
    level: str
    number: str
    numbered_on: date | None
    on_paper: bool
    file: bytes | None

    @property
    def is_out(self) -> bool:
        """Whether it was issued, so that nothing about it changes any more."""
        return self.state in OUT


def draft(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reason: str,
    new_due_on: date | None,
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    """Draft the letter with its reason and the one new date; an earlier draft is replaced.

    The wording follows the day: before the appointment it foresees, after it it admits; a second
    letter tells the superior's decision; where the result is already there, it only apologises
    and ``new_due_on`` is not used. A letter that is signed is never replaced. Drafting ahead of
    the rule's day opens the obligation.

    Raises:
        DossierUnknown, NothingOwed, DecisionNeeded, ReasonMissing, NewDateInPast,
        NewDateNotWorking, NewDateDecided, LetterSigned.
    """
    hold(session, office.agency_id, dossier_id)
    plan = _plan(session, office, dossier_id, reason, new_due_on, at)
    dossier = plan.dossier
    if session.get(Apology, (office.agency_id, dossier_id, plan.ordinal)) is None:
        promised = ledger.current_appointment(session, office, dossier_id)
        ledger.open_one(session, office, dossier, promised, at)
    content = _compose(session, office, plan)
    frozen = freeze(content)
    facts = {
        "ordinal": plan.ordinal,
        "letter": {
            "id": content.document_id,
            "wording": plan.wording,
            "reason": plan.reason,
            "new_due_at": plan.new_due_at,
            "new_due_on": plan.new_due_on,
            "content": frozen,
            "digest": digest(frozen),
        },
    }
    journal.append(session, office, "apology.drafted", facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()  # the fold writes past the rows read above
    return current_letter(session, office, dossier_id)


def preview(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    reason: str,
    new_due_on: date | None,
    at: datetime,
) -> ApologyLetter:
    """Return the letter that ``draft`` would write now, writing nothing; raises as it does."""
    plan = _plan(session, office, dossier_id, reason, new_due_on, at)
    return _compose(session, office, plan)


def submit(
    session: Session, office: Office, dossier_id: str, *, actor: Actor, at: datetime
) -> LetterDraft:
    """Put a drafted letter into the leader's queue.

    Raises:
        LetterMissing.
        ApologyActNotAllowed: it is not a draft.
    """
    hold(session, office.agency_id, dossier_id)
    found = current_letter(session, office, dossier_id)
    after(found.state, ApologyAct.SUBMIT)
    return append(session, office, found, "apology.submitted", {}, actor, at)


def send_back(
    session: Session, office: Office, dossier_id: str, *, why: str, actor: Actor, at: datetime
) -> LetterDraft:
    """Give a letter back to be written anew; a signature on it is void.

    Raises:
        LetterMissing, WhyMissing, RoleNotAllowed.
        ApologyActNotAllowed: it is issued, or nobody submitted it.
    """
    hold(session, office.agency_id, dossier_id)
    found = current_letter(session, office, dossier_id)
    require_role(ApologyAct.SEND_BACK, actor.role)
    after(found.state, ApologyAct.SEND_BACK)
    why = text.clean_line(why)
    if not why:
        raise WhyMissing(code=found.code)
    row = session.get_one(ApologyLetterRow, (office.agency_id, found.letter_id))
    row.file = None
    session.flush()
    return append(session, office, found, "apology.sent_back", {"why": why}, actor, at)


def current_letter(
    session: Session, office: Office, dossier_id: str, *, ordinal: int | None = None
) -> LetterDraft:
    """Return a letter of a dossier as it stands: of the appointment named, or the newest.

    Raises:
        LetterMissing: none was drafted.
    """
    query = (
        select(ApologyLetterRow, Apology, Dossier)
        .join(
            Apology,
            (Apology.agency_id == ApologyLetterRow.agency_id)
            & (Apology.dossier_id == ApologyLetterRow.dossier_id)
            & (Apology.ordinal == ApologyLetterRow.ordinal),
        )
        .join(
            Dossier, (Dossier.agency_id == Apology.agency_id) & (Dossier.id == Apology.dossier_id)
        )
        .where(
            ApologyLetterRow.agency_id == office.agency_id,
            ApologyLetterRow.dossier_id == dossier_id,
        )
        .order_by(ApologyLetterRow.ordinal.desc())
    )
    if ordinal is not None:
        query = query.where(ApologyLetterRow.ordinal == ordinal)
    found = session.execute(query).first()
    if found is None:
        dossier = session.get(Dossier, (office.agency_id, dossier_id))
        raise LetterMissing(code=dossier_id if dossier is None else dossier.code)
    row, owed, dossier = found
    return LetterDraft(
        letter_id=row.id,
        dossier_id=dossier_id,
        ordinal=row.ordinal,
        code=dossier.code,
        state=ApologyState(owed.state),
        digest=row.digest,
        letter=thaw_letter(row.content),
        new_due_on=row.new_due_on,
        level=row.level or "",
        number=row.number or "",
        numbered_on=row.numbered_on,
        on_paper=bool(row.on_paper),
        file=row.file,
    )


def letter_to_hand_over(session: Session, office: Office, dossier_id: str) -> LetterDraft:
    """Return the letter that lies issued at the desk, the earliest one; else the newest.

    Raises:
        LetterMissing: none was drafted.
    """
    rows = ledger.of_dossier(session, office, dossier_id)
    issued = next((row.ordinal for row in rows if row.state is ApologyState.ISSUED), None)
    return current_letter(session, office, dossier_id, ordinal=issued)


def append(
    session: Session,
    office: Office,
    found: LetterDraft,
    kind: str,
    facts: dict[str, object],
    actor: Actor | None,
    at: datetime,
) -> LetterDraft:
    """Append one act about a letter, fold it in, and return the letter as it stands then."""
    told = {"ordinal": found.ordinal} | facts
    journal.append(session, office, kind, told, actor, at, found.dossier_id)
    fold.refold(session, office.agency_id, found.dossier_id)
    session.expire_all()
    return current_letter(session, office, found.dossier_id, ordinal=found.ordinal)


def check_new_date(office: Office, new_due_on: date, earliest: date) -> None:
    """See that a new date can be promised.

    Raises:
        NewDateInPast, NewDateNotWorking.
    """
    if new_due_on < earliest:
        raise NewDateInPast(new_due_on=new_due_on, earliest=earliest)
    if not office.calendar.is_working_day(new_due_on):
        raise NewDateNotWorking(
            new_due_on=new_due_on,
            name=office.calendar.name_of_day_off(new_due_on),
            next_day=office.calendar.next_working_day(new_due_on),
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a letter to be written is about."""

    dossier: Dossier
    ordinal: int
    letter_id: str
    wording: str
    reason: str
    first_promised_at: datetime
    promised_at: datetime
    was_reappointed: bool
    new_due_at: datetime | None
    new_due_on: date | None
    decision: Decision | None
    at: datetime


def _plan(
    session: Session,
    office: Office,
    dossier_id: str,
    reason: str,
    new_due_on: date | None,
    at: datetime,
) -> _Plan:
    dossier = session.get(Dossier, (office.agency_id, dossier_id))
    if dossier is None:
        raise DossierUnknown(code=dossier_id)
    promised = ledger.current_appointment(session, office, dossier_id)
    _check_owed(dossier, promised)
    earlier = _row(session, office, dossier_id, promised.ordinal)
    if earlier is not None and earlier.signed_at is not None:
        owed = session.get_one(Apology, (office.agency_id, dossier_id, promised.ordinal))
        raise LetterSigned(code=dossier.code, state=owed.state)
    reason = text.clean_line(reason)
    if not reason:
        raise ReasonMissing(code=dossier.code)
    decision: Decision | None = None
    if dossier.finished_at is not None:
        ended = DossierStatus(dossier.status) in ENDED_WITHOUT_RESULT
        new_due_on, wording = None, "ended" if ended else "finished"
    elif ledger.has_reappointed(session, office, dossier_id):
        new_due_on, decision = _decided(session, office, dossier, promised, new_due_on, at)
        wording = "second"
    else:
        wording = "after" if local_day(at) > promised.due_on else "before"
    if dossier.finished_at is None:
        if new_due_on is None:
            raise NewDateInPast(new_due_on=None, earliest=earliest_new_day(at, promised.due_on))
        check_new_date(office, new_due_on, earliest_new_day(at, promised.due_on))
    first = ledger.measured_promise(session, office, dossier_id)
    return _Plan(
        dossier,
        promised.ordinal,
        new_id() if earlier is None else earlier.id,  # a new draft takes the place of the old
        wording,
        reason,
        first.due_at,
        promised.due_at,
        promised.ordinal > first.ordinal,
        None if new_due_on is None else office.calendar.closes_at(new_due_on),
        new_due_on,
        decision,
        at,
    )


def _check_owed(dossier: Dossier, promised: Appointment) -> None:
    status = DossierStatus(dossier.status)
    over_at = dossier.stopped_at or dossier.finished_at
    came_late = over_at is not None and local_day(over_at) > promised.due_on
    if not came_late and (not status.is_open or over_at is not None):
        raise NothingOwed(code=dossier.code, status=status)


def _decided(
    session: Session,
    office: Office,
    dossier: Dossier,
    promised: Appointment,
    new_due_on: date | None,
    at: datetime,
) -> tuple[date | None, Decision | None]:
    """Return the day and the decision of the superior, without which there is no further date."""
    found = escalation.find(session, office, dossier.id)
    decision = None
    if found is not None and found.ordinal == promised.ordinal and not found.is_overtaken(at):
        decision = escalation.decision_of(found)
    if found is None or decision is None:
        raise DecisionNeeded(
            code=dossier.code,
            due_on=promised.due_on,
            reason=promised.reason,
            superior=office.apology.superior.name if found is None else found.superior_name,
            answer_by=None if found is None else found.answer_by,
        )
    if new_due_on not in {None, found.new_due_on}:
        raise NewDateDecided(new_due_on=new_due_on, decided=found.new_due_on)
    return found.new_due_on, decision


def _row(
    session: Session, office: Office, dossier_id: str, ordinal: int
) -> ApologyLetterRow | None:
    query = select(ApologyLetterRow).where(
        ApologyLetterRow.agency_id == office.agency_id,
        ApologyLetterRow.dossier_id == dossier_id,
        ApologyLetterRow.ordinal == ordinal,
    )
    return session.scalars(query).first()


def _compose(session: Session, office: Office, plan: _Plan) -> ApologyLetter:
    dossier = plan.dossier
    version = session.get_one(ProcedureVersion, (office.agency_id, dossier.version_id))
    applicant = card(session, office, dossier.id).applicant
    return papers.apology_letter(
        office,
        document_id=plan.letter_id,
        code=dossier.code,
        procedure_name=version.name,
        recipient=applicant.full_name,
        address=applicant.address,
        phone=applicant.phone,
        received_at=dossier.received_at,
        promised_at=plan.promised_at,
        first_promised_at=plan.first_promised_at,
        was_reappointed=plan.was_reappointed,
        ordinal=plan.ordinal,
        reason=plan.reason,
        new_due_at=plan.new_due_at,
        finished_at=dossier.finished_at,
        decision=plan.decision,
        wording=plan.wording,
        form_kind=office.apology.form_kind,
        salutation=papers.salutation_of(applicant),
        at=plan.at,
    )
