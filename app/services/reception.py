"""Taking a dossier in (tiếp nhận hồ sơ): one unit writes all its rows, its slip and its print job.

This is the hot path of the program: the citizen waits while it runs. It therefore writes through
``app.db.fast``; what it writes is still the fold of the journal entry it appends.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core import text
from app.core.appointment import Appointment, appoint
from app.core.clock import local_day
from app.core.dossiers import Actor, Intake, Person
from app.core.errors import AppError, FutureBirthDate
from app.core.papers import PaperCount, plain
from app.db import fast
from app.db.enrolment import MAIN_RANGE, NumbersExhausted
from app.db.search import index_words
from app.models import Dossier, PrintJob
from app.models.base import Day
from app.services import fold, journal, papers, slips
from app.services.catalogue import ProcedureDetail, get_procedure
from app.services.office import Office

_DAY = Day()


class NameMissing(AppError):
    """The applicant or representative has no name; ``role``."""

    code = "person.name_missing"


class ProcedureNotInForce(AppError):
    """The chosen version is not in force on the day; ``code``, ``on``."""

    code = "procedure.not_in_force"


class BadCount(AppError):
    """A count of papers or sets that cannot be; ``label``."""

    code = "intake.bad_count"


class ForeignCodeTaken(AppError):
    """A dossier with this portal code was brought in before; ``foreign_code``, ``code``."""

    code = "intake.foreign_code_taken"


@dataclass(frozen=True, slots=True)
class Received:
    """What the officer and the citizen get back."""

    dossier_id: str
    code: str
    due_at: datetime
    due_on: date
    why: tuple[str, ...]
    warnings: tuple[str, ...]
    slip_id: str
    print_job_id: str


def appointment_for(
    office: Office, detail: ProcedureDetail, case_ordinal: int, at: datetime
) -> Appointment:
    """Return the appointment that a case received at a moment gets, with its reasons.

    Raises:
        CaseUnknown: the procedure has no such case.
    """
    term = detail.case(case_ordinal).term
    return appoint(at, term, office.calendar, office.policy)


def receive(
    session: Session, office: Office, intake: Intake, *, actor: Actor, at: datetime
) -> Received:
    """Take a dossier in: number, appointment, slip, print job and journal entry in one unit.

    The form's ``request_id`` becomes the dossier's id: sending the same form again, after a crash
    or a lost answer, returns the dossier that is already there.

    Raises:
        NameMissing, FutureBirthDate, BadCount: something on the form.
        ProcedureUnknown, ProcedureNotInForce, CaseUnknown: the choice of procedure.
        ForeignCodeTaken: the dossier of the portal is here already.
        NumbersExhausted: no number is left today; a new range is needed.
        ClockWentBackwards: the computer's clock stands before the last act.
    """
    dossier_id = str(uuid.UUID(intake.request_id))
    if fast.fetch_one(session, _ALREADY, (office.agency_id, dossier_id)) is not None:
        return _received_before(session, office, dossier_id)
    detail = get_procedure(session, office, intake.procedure_version_id)
    intake = _checked(intake, detail, at)
    _check_foreign(session, office, intake.foreign_code)
    appointment = appointment_for(office, detail, intake.case_ordinal, at)
    day = local_day(at)
    number = _take_number(session, office, day)
    code = office.pattern(day).format(office.code, day, number)

    slip = papers.receipt_slip(office, detail, intake, appointment, code, number, actor, at)
    issued = slips.issue(office, dossier_id, slip, at)
    facts = _facts(intake, code, day, number, appointment, at) | {"slip": issued.said}
    entry = journal.append(session, office, "dossier.received", facts, actor, at, dossier_id)

    rows = fold.fold([entry])
    fold.insert_folded(session, rows)
    issued.insert(session)
    index_words(session, dossier_id, rows.dossier["words"])
    return Received(
        dossier_id=dossier_id,
        code=code,
        due_at=appointment.due_at,
        due_on=appointment.due_on,
        why=appointment.why,
        warnings=appointment.warnings,
        slip_id=issued.said["id"],
        print_job_id=issued.job_row["id"],
    )


_FOREIGN = "select code from dossier where agency_id = ? and foreign_code = ?"


def _check_foreign(session: Session, office: Office, foreign_code: str) -> None:
    if not foreign_code:
        return
    found = fast.fetch_one(session, _FOREIGN, (office.agency_id, foreign_code))
    if found is not None:
        raise ForeignCodeTaken(foreign_code=foreign_code, code=found[0])


_ALREADY = "select code from dossier where agency_id = ? and id = ?"

_NEXT_NUMBER = (
    "insert into number_counter (agency_id, day, range_low, last) values (?, ?, ?, ?)"
    " on conflict (agency_id, day, range_low)"
    " do update set last = number_counter.last + 1 returning last"
)


def _take_number(session: Session, office: Office, day: date) -> int:
    """Take the next number of the day; a rolled-back unit gives it back."""
    enrolment = session.info.get("enrolment")
    live = MAIN_RANGE if enrolment is None else enrolment.live
    if live is None:
        raise NumbersExhausted(day=day)
    low, high = live
    stored_day = _DAY.process_bind_param(day, session.get_bind().dialect)
    row = fast.fetch_one(session, _NEXT_NUMBER, (office.agency_id, stored_day, low, low))
    number = int(row[0]) if row else low
    if number > high:
        raise NumbersExhausted(day=day)
    return number


def _received_before(session: Session, office: Office, dossier_id: str) -> Received:
    """Return what a form that was already received gave, from the journal and the slip."""
    dossier = session.get_one(Dossier, (office.agency_id, dossier_id))
    entry = fold.entries_of(session, office.agency_id, dossier_id)[0]
    slip_id = entry.facts["slip"]["id"]
    job = session.query(PrintJob).filter_by(agency_id=office.agency_id, slip_id=slip_id).first()
    return Received(
        dossier_id=dossier_id,
        code=dossier.code,
        due_at=dossier.due_at,
        due_on=dossier.due_on,
        why=tuple(entry.facts["appointment"]["why"]),
        warnings=(),
        slip_id=slip_id,
        print_job_id="" if job is None else job.id,
    )


def _checked(intake: Intake, detail: ProcedureDetail, at: datetime) -> Intake:
    today = local_day(at)
    if not detail.is_in_force(today):
        raise ProcedureNotInForce(code=detail.code, on=today)
    if intake.set_count < 1:
        raise BadCount(label="")
    representative = intake.representative
    return Intake(
        request_id=intake.request_id,
        procedure_version_id=intake.procedure_version_id,
        applicant=checked_person(intake.applicant, "applicant", today),
        papers=tuple(checked_paper(paper) for paper in intake.papers),
        case_ordinal=intake.case_ordinal,
        channel=intake.channel,
        representative=None
        if representative is None
        else checked_person(representative, "representative", today),
        set_count=intake.set_count,
        note=text.clean_line(intake.note),
        foreign_code=text.clean_line(intake.foreign_code).upper(),
    )


def checked_person(person: Person, role: str, today: date) -> Person:
    """Return a person as kept: clean lines, a name, a birth date that has been.

    Raises:
        NameMissing, FutureBirthDate.
    """
    name = text.clean_line(person.full_name)
    if not name:
        raise NameMissing(role=role)
    if person.born_on is not None and person.born_on > today:
        raise FutureBirthDate(born_on=person.born_on, role=role)
    return Person(
        full_name=name,
        identity_kind=person.identity_kind,
        identity_number=text.clean_line(person.identity_number),
        born_on=person.born_on,
        gender=person.gender,
        address=text.clean_line(person.address),
        phone=text.clean_line(person.phone),
        email=text.clean_line(person.email),
    )


def checked_paper(paper: PaperCount) -> PaperCount:
    """Return a counted paper as it is kept.

    Raises:
        BadCount: it has no label or nothing was counted.
    """
    counts = (paper.originals, paper.certified, paper.copies)
    label = text.clean_line(paper.label)
    if not label or min(counts) < 0 or max(counts) == 0:
        raise BadCount(label=label)
    return PaperCount(label, *counts)


def _facts(
    intake: Intake, code: str, day: date, number: int, appointment: Appointment, at: datetime
) -> dict[str, Any]:
    applicant = intake.applicant
    people = [_person_facts(applicant, "applicant")]
    if intake.representative is not None:
        people.append(_person_facts(intake.representative, "representative"))
    return {
        "dossier": {
            "code": code,
            "code_day": day,
            "number": number,
            "version_id": intake.procedure_version_id,
            "case_ordinal": intake.case_ordinal,
            "channel": intake.channel,
            "applicant_name": applicant.full_name,
            "identity_number": applicant.identity_number,
            "phone": applicant.phone,
            "words": found_by(code, applicant, intake.representative, intake.foreign_code),
            "set_count": intake.set_count,
            "note": intake.note,
            "foreign_code": intake.foreign_code,
            "received_at": at,
            "accepted_at": at,
            "due_at": appointment.due_at,
            "due_on": appointment.due_on,
        },
        "persons": people,
        "papers": [
            {"ordinal": ordinal} | plain(paper)
            for ordinal, paper in enumerate(intake.papers, start=1)
        ],
        "appointment": {
            "ordinal": 1,
            "due_at": appointment.due_at,
            "due_on": appointment.due_on,
            "why": list(appointment.why),
            "reason": "",
            "created_at": at,
        },
    }


def _person_facts(person: Person, role: str) -> dict[str, Any]:
    return {"role": role} | plain(person)


def found_by(
    code: str, applicant: Person, representative: Person | None, foreign_code: str = ""
) -> str:
    """Return the folded words a dossier is found by."""
    known = [code, foreign_code, applicant.full_name, applicant.identity_number]
    known.append(applicant.phone.replace(" ", "").replace(".", ""))
    if representative is not None:
        known.append(representative.full_name)
    return " ".join(word for part in known for word in text.fold_words(part))
