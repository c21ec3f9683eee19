"""From the leader's signature to the issued letter: sign, number, date, seal (NĐ 30/2020 Đ13-15).

Two people and two moments: who signed never numbers and seals. With the issue the new date is in
force. The paper path is equal: ink, stamp, and the number the register gave.
"""

import hashlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.apologies import ApologyAct, ApologyState, after, require_role
from app.core.clock import local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.register_number import following, read_number, value_of
from app.models import Agency, Apology, ApologyLetterRow, Dossier
from app.services import apology, escalation
from app.services.apology import LetterDraft
from app.services.apology_delivery import kind_of
from app.services.locks import hold
from app.services.office import Office


class LetterChanged(AppError):
    """The letter was replaced while it was being worked on; ``code``."""

    code = "apology.letter_changed"


class SamePerson(AppError):
    """Who signed a letter does not number and seal it; ``code``, ``signer``."""

    code = "apology.same_person"


class NumberTaken(AppError):
    """Another letter of the year has this number; ``number``, ``year``, ``code``, ``free``."""

    code = "apology.number_taken"


class DateGone(AppError):
    """The new date promised in a signed letter has come; ``code``, ``new_due_on``."""

    code = "apology.date_gone"


class LetterOvertaken(AppError):
    """The result came while the letter promised another day; ``code``."""

    code = "apology.overtaken"


class SignerMissing(AppError):
    """Who signed the paper is not told; ``code``."""

    code = "apology.signer_missing"


class PaperDayWrong(AppError):
    """The day of a letter lies ahead, or before it was written or signed; ``day``, ``earliest``."""

    code = "apology.paper_day_wrong"


def record_signed(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    letter_digest: str,
    file: bytes,
    signer: str,
    certificate_serial: str,
    signed_at: datetime,
    level: str = "B-B",
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    """Keep the leader's signed file; ``letter_digest`` names the letter that was signed.

    Where the office has a time-stamp authority the letter waits for its time stamp, else it goes
    to the registrar at once.

    Raises:
        LetterMissing, ApologyActNotAllowed, RoleNotAllowed.
        LetterChanged: another draft took its place meanwhile; sign that one.
        DateGone, LetterOvertaken: it promises what is past; send it back to be written anew.
    """
    hold(session, office.agency_id, dossier_id)
    found = apology.current_letter(session, office, dossier_id)
    require_role(ApologyAct.SIGN, actor.role)
    after(found.state, ApologyAct.SIGN)
    if found.digest != letter_digest:
        raise LetterChanged(code=found.code)
    _check_promise(session, office, found, at)
    _keep(session, office, found, file)
    signed = {
        "signed_at": signed_at,
        "signer": signer,
        "certificate_serial": certificate_serial,
        "level": level,
        "file_digest": _digest(file),
    }
    signed_letter = apology.append(
        session,
        office,
        found,
        "apology.signed",
        {"signed": signed, "letter_digest": letter_digest},
        actor,
        at,
    )
    if office.apology.time_stamp_url and level == "B-B":
        return signed_letter
    return apology.append(session, office, signed_letter, "apology.forwarded", {}, None, at)


def record_time_stamp(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    before: str,
    file: bytes,
    level: str,
    at: datetime,
    ordinal: int | None = None,
) -> LetterDraft:
    """Keep a file whose signature got a time stamp in place; ``before`` is the digest it had.

    ``ordinal`` names the letter, the newest if none is named. A stamp takes no room: a file of
    another length is another file.

    Raises:
        LetterMissing.
        LetterChanged: the file is another one by now; the stamp is dropped.
    """
    hold(session, office.agency_id, dossier_id)
    found = apology.current_letter(session, office, dossier_id, ordinal=ordinal)
    if not found.state.has_signature or found.file is None or _digest(found.file) != before:
        raise LetterChanged(code=found.code)
    if len(file) != len(found.file):
        raise LetterChanged(code=found.code)
    _keep(session, office, found, file)
    facts: dict[str, object] = {"level": level, "file_digest": _digest(file)}
    return apology.append(session, office, found, "apology.time_stamped", facts, None, at)


def forward(
    session: Session, office: Office, dossier_id: str, *, actor: Actor, at: datetime
) -> LetterDraft:
    """Let a signed letter go to the registrar without its time stamp.

    Raises:
        LetterMissing, ApologyActNotAllowed, RoleNotAllowed.
    """
    hold(session, office.agency_id, dossier_id)
    found = apology.current_letter(session, office, dossier_id)
    require_role(ApologyAct.FORWARD, actor.role)
    after(found.state, ApologyAct.FORWARD)
    return apology.append(session, office, found, "apology.forwarded", {}, actor, at)


def check_number(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    number: str,
    actor: Actor,
    at: datetime,
    day: date | None = None,
) -> str:
    """Return the number as it is printed, after all checks of ``issue``; asked before sealing.

    ``day`` is the date to be put in, today if none is given.

    Raises:
        As ``issue`` does, about everything but the file.
    """
    found = apology.current_letter(session, office, dossier_id)
    require_role(ApologyAct.ISSUE, actor.role)
    after(found.state, ApologyAct.ISSUE)
    _check_two_people(session, office, found, actor)
    _check_promise(session, office, found, at)
    day = day or local_day(at)
    row = session.get_one(ApologyLetterRow, (office.agency_id, found.letter_id))
    earliest = local_day(row.signed_at or at)
    if not earliest <= day <= local_day(at):
        raise PaperDayWrong(day=day, earliest=earliest)
    return _free_number(session, office, found, number, day.year)


def issue(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    before: str,
    file: bytes,
    number: str,
    day: date,
    sealer: str,
    seal_serial: str,
    level: str = "B-B",
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    """Keep the numbered and sealed file and issue the letter: its new date is in force.

    ``before`` is the SHA-256 of the signed file that was sealed; ``day`` the date put in; ``level``
    that of the seal, which may get its time stamp later.

    Raises:
        LetterMissing, ApologyActNotAllowed, RoleNotAllowed, SamePerson, BadNumber, NumberTaken,
        PaperDayWrong.
        LetterChanged: the signed file is another one by now, or ``file`` does not begin with it.
        DateGone, LetterOvertaken: it promises what is past; send it back.
    """
    _hold_register(session, office, dossier_id)
    number = check_number(session, office, dossier_id, number=number, actor=actor, at=at, day=day)
    found = apology.current_letter(session, office, dossier_id)
    if found.file is None or _digest(found.file) != before or not file.startswith(found.file):
        raise LetterChanged(code=found.code)
    _keep(session, office, found, file)
    issued = {
        "number": number,
        "number_year": day.year,
        "numbered_on": day,
        "sealer": sealer,
        "seal_serial": seal_serial,
        "level": level,
        "on_paper": False,
        "file_digest": _digest(file),
    }
    return _issue(session, office, found, issued, actor, at)


def issue_on_paper(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    letter_digest: str,
    number: str,
    day: date,
    signer: str,
    scan: bytes | None = None,
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    """Record a letter signed by hand and stamped, with the number and day written on the paper.

    ``scan`` is the PDF or picture of the paper, where it was scanned back. What the letter
    promised is judged by the day on it: it may be recorded days after it went out.

    Raises:
        LetterMissing, LetterChanged, ApologyActNotAllowed, RoleNotAllowed, BadNumber, NumberTaken,
        SignerMissing, PaperDayWrong, DateGone, LetterOvertaken, ProofKind, ProofTooLarge.
    """
    _hold_register(session, office, dossier_id)
    found = apology.current_letter(session, office, dossier_id)
    require_role(ApologyAct.ISSUE_ON_PAPER, actor.role)
    after(found.state, ApologyAct.ISSUE_ON_PAPER)
    if found.digest != letter_digest:
        raise LetterChanged(code=found.code)
    signer = text.clean_line(signer)
    if not signer:
        raise SignerMissing(code=found.code)
    if not found.letter.dated_on <= day <= local_day(at):
        raise PaperDayWrong(day=day, earliest=found.letter.dated_on)
    signed_at = at if day == local_day(at) else office.calendar.closes_at(day)
    _check_promise(session, office, found, signed_at)
    number = _free_number(session, office, found, number, day.year)
    if scan is not None:
        kind_of(scan, name=found.code)
        _keep(session, office, found, scan)
    issued = {
        "number": number,
        "number_year": day.year,
        "numbered_on": day,
        "sealer": None,
        "seal_serial": None,
        "on_paper": True,
        "signer": signer,
        "signed_at": signed_at,
        "file_digest": None if scan is None else _digest(scan),
    }
    return _issue(session, office, found, issued, actor, at)


def next_number(session: Session, office: Office, year: int) -> str:
    """Return the number after the highest of a year, two digits at least (NĐ 30/2020 PL I)."""
    taken = session.scalars(
        select(ApologyLetterRow.number).where(
            ApologyLetterRow.agency_id == office.agency_id, ApologyLetterRow.number_year == year
        )
    )
    return following(max((one or "" for one in taken), key=value_of, default=""))


def awaiting_time_stamp(session: Session, office: Office) -> tuple[LetterDraft, ...]:
    """Return the signed letters without a time stamp, before all those held up by it."""
    held_up = str(ApologyState.SIGNED)
    states = [str(state) for state in ApologyState if state.has_signature]
    query = (
        select(Apology.dossier_id, Apology.ordinal)
        .join(
            ApologyLetterRow,
            (ApologyLetterRow.agency_id == Apology.agency_id)
            & (ApologyLetterRow.dossier_id == Apology.dossier_id)
            & (ApologyLetterRow.ordinal == Apology.ordinal),
        )
        .where(
            Apology.agency_id == office.agency_id,
            Apology.state.in_(states),
            ApologyLetterRow.level == "B-B",
            ApologyLetterRow.on_paper.is_(False),
        )
        .order_by(Apology.state != held_up, Apology.due_on)
    )
    return tuple(
        apology.current_letter(session, office, dossier_id, ordinal=ordinal)
        for dossier_id, ordinal in session.execute(query).all()
    )


def _hold_register(session: Session, office: Office, dossier_id: str) -> None:
    """Let one desk at a time give numbers, so that no two find the same one free."""
    session.get(Agency, office.agency_id, with_for_update=True)
    hold(session, office.agency_id, dossier_id)


def _issue(
    session: Session,
    office: Office,
    found: LetterDraft,
    issued: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> LetterDraft:
    facts: dict[str, object] = {
        "issued": issued,
        "appointment": _appointment(session, office, found, at),
    }
    return apology.append(session, office, found, "apology.issued", facts, actor, at)


def _appointment(
    session: Session, office: Office, found: LetterDraft, at: datetime
) -> dict[str, object] | None:
    """Return the promise that the letter makes; None where the result is there already."""
    row = session.get_one(ApologyLetterRow, (office.agency_id, found.letter_id))
    if row.new_due_at is None:
        return None
    owed = session.get_one(Apology, (office.agency_id, found.dossier_id, found.ordinal))
    decided = escalation.find(session, office, found.dossier_id)
    return {
        "ordinal": found.ordinal + 1,
        "due_at": row.new_due_at,
        "due_on": row.new_due_on,
        "why": [],
        "reason": row.reason,
        "asked_by": owed.department,
        "decided_by": decided.superior_name if decided and decided.ordinal == found.ordinal else "",
        "created_at": at,
    }


def _check_two_people(session: Session, office: Office, found: LetterDraft, actor: Actor) -> None:
    row = session.get_one(ApologyLetterRow, (office.agency_id, found.letter_id))
    if row.signed_by == actor.account_id:
        raise SamePerson(code=found.code, signer=row.signer or "")


def _check_promise(session: Session, office: Office, found: LetterDraft, at: datetime) -> None:
    """See that a letter promises neither a day that has come nor a result that is there."""
    if found.new_due_on is None:
        return
    dossier = session.get_one(Dossier, (office.agency_id, found.dossier_id))
    if dossier.finished_at is not None and dossier.finished_at <= at:
        raise LetterOvertaken(code=found.code)
    if found.new_due_on <= local_day(at):
        raise DateGone(code=found.code, new_due_on=found.new_due_on)


def _free_number(
    session: Session, office: Office, found: LetterDraft, number: str, year: int
) -> str:
    number = read_number(number)
    taken = session.execute(
        select(Dossier.code)
        .join(
            ApologyLetterRow,
            (ApologyLetterRow.agency_id == Dossier.agency_id)
            & (ApologyLetterRow.dossier_id == Dossier.id),
        )
        .where(
            ApologyLetterRow.agency_id == office.agency_id,
            ApologyLetterRow.number_year == year,
            ApologyLetterRow.number == number,
            ApologyLetterRow.id != found.letter_id,
        )
    ).first()
    if taken is not None:
        free = next_number(session, office, year)
        raise NumberTaken(number=number, year=year, code=taken[0], free=free)
    return number


def _keep(session: Session, office: Office, found: LetterDraft, file: bytes) -> None:
    """Keep the bytes; they stay out of the journal, which keeps their SHA-256."""
    row = session.get_one(ApologyLetterRow, (office.agency_id, found.letter_id))
    row.file = file
    session.flush()  # the fold afterwards compares with the database


def _digest(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()
