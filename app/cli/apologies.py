"""``motcua apology``: the ledger, and the letter until it is before the leader."""

import argparse

from app.cli.answers import Answer
from app.cli.apology_words import (
    escalation_facts,
    escalation_line,
    obligation_details,
    obligation_facts,
    obligation_line,
    proof_facts,
)
from app.cli.letters import read_day, write_file
from app.cli.program import Program, open_for_acting
from app.core.apologies import ApologyState, Cause, cause_of
from app.core.wording import short_date
from app.services import apology, apology_delivery, escalation, ledger, lookup
from app.services.apology import LetterDraft
from app.services.ledger import CauseUnknown, Obligation
from app.ui.labels import APOLOGY_STATE, journal_label

Words = argparse.Namespace


def owed(arguments: Words) -> Answer:
    """List what is owed, or what stands in some state, and who has to act."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        if arguments.state:
            states = [ApologyState(one) for one in arguments.state]
            rows = ledger.in_states(session, program.office, states)
        else:
            rows = ledger.owed(session, program.office)
    lines = [obligation_line(row) for row in rows] or ["Không còn thư xin lỗi nào phải làm."]
    return Answer({"owed": [obligation_facts(row) for row in rows]}, lines)


def tick(arguments: Words) -> Answer:
    """Open what has become due; every other command does so first, too."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        rows = ledger.owed(session, program.office)
        undecided = escalation.undecided(session, program.office, at=program.at)
    facts = {"opened": program.opened, "owed": len(rows), "undecided": len(undecided)}
    line = (
        f"Mở thêm {program.opened} nghĩa vụ xin lỗi; còn {len(rows)} thư phải làm, "
        f"{len(undecided)} việc chờ cấp trên quyết định."
    )
    return Answer(facts, [line])


def show(arguments: Words) -> Answer:
    """Show a dossier's apologies, appointments, decision and proofs."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        card = lookup.card(session, program.office, row.dossier_id)
        proofs = apology_delivery.proofs(session, program.office, row.dossier_id)
    told = [one for one in card.history if one.kind.startswith(("apology.", "escalation."))]
    facts = {
        "code": row.code,
        "apologies": [obligation_facts(one) for one in card.apologies],
        "appointments": [
            {
                "ordinal": one.ordinal,
                "due_on": one.due_on,
                "asked_by": one.asked_by,
                "decided_by": one.decided_by,
                "reason": one.reason,
            }
            for one in card.appointments
        ],
        "escalation": card.escalation and escalation_facts(card.escalation),
        "proofs": [proof_facts(one) for one in proofs],
        "history": [{"at": one.at, "kind": one.kind, "actor": one.actor_name} for one in told],
    }
    lines = [f"{row.code}  {row.applicant_name}"]
    for owing in card.apologies:
        lines += [obligation_line(owing), *obligation_details(owing)]
    if card.escalation is not None:
        lines.append(escalation_line(card.escalation))
    lines += [f"  {journal_label(one.kind)}  {one.actor_name}".rstrip() for one in told]
    return Answer(facts, lines)


def blame(arguments: Words) -> Answer:
    """Record whose fault a lateness is."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        done = ledger.blame(
            session,
            program.office,
            row.dossier_id,
            cause=arguments.cause,
            department=arguments.department,
            note=arguments.note,
            actor=program.actor,
            at=program.at,
        )
    return _told(done, "đã ghi nguyên nhân")


def draft(arguments: Words) -> Answer:
    """Write the letter with its reason and the one new date, and whose fault it is if told."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        cause = _cause(program, arguments.cause)
        drafted = apology.draft(
            session,
            program.office,
            row.dossier_id,
            reason=arguments.reason or (cause.text if cause else ""),
            new_due_on=read_day(arguments.new_date) if arguments.new_date else None,
            actor=program.actor,
            at=program.at,
        )
        if cause is not None:
            ledger.blame(
                session,
                program.office,
                row.dossier_id,
                cause=cause.key,
                department=arguments.department,
                note=arguments.note,
                actor=program.actor,
                at=program.at,
            )
    return letter_answer(drafted, "đã soạn")


def preview(arguments: Words) -> Answer:
    """Write the letter that ``draft`` would make to a file; nothing is recorded."""
    from app.printing.letter_pdf import letter_pdf

    with open_for_acting(arguments) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        cause = _cause(program, arguments.cause)
        letter = apology.preview(
            session,
            program.office,
            row.dossier_id,
            reason=arguments.reason or (cause.text if cause else ""),
            new_due_on=read_day(arguments.new_date) if arguments.new_date else None,
            at=program.at,
        )
    write_file(arguments.out, letter_pdf(letter, draft=True).data)
    return Answer({"file": str(arguments.out)}, [f"Đã ghi bản xem trước {arguments.out}"])


def submit(arguments: Words) -> Answer:
    """Put drafted letters before the leader, all or none."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        done = [
            apology.submit(
                session,
                program.office,
                lookup.by_code(session, program.office, code).dossier_id,
                actor=program.actor,
                at=program.at,
            )
            for code in arguments.codes
        ]
    return letters_answer(done, "đã trình ký")


def send_back(arguments: Words) -> Answer:
    """Give a letter back to be written anew."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        done = apology.send_back(
            session,
            program.office,
            row.dossier_id,
            why=arguments.why,
            actor=program.actor,
            at=program.at,
        )
    return letter_answer(done, "đã trả lại để soạn lại")


def letter_facts(letter: LetterDraft) -> dict[str, object]:
    """Return how a letter stands, for a program."""
    return {
        "code": letter.code,
        "ordinal": letter.ordinal,
        "state": letter.state,
        "new_due_on": letter.new_due_on,
        "number": letter.number,
        "level": letter.level,
        "on_paper": letter.on_paper,
    }


def letter_line(letter: LetterDraft, done: str) -> str:
    """Return what was done with a letter, for a person."""
    number = f", số {letter.number}" if letter.number else ""
    day = f", hẹn lại {short_date(letter.new_due_on)}" if letter.new_due_on else ""
    return f"{letter.code}  {done}{number}{day}  ({APOLOGY_STATE[letter.state]})"


def letter_answer(letter: LetterDraft, done: str) -> Answer:
    """Answer about one letter."""
    return Answer(letter_facts(letter), [letter_line(letter, done)])


def letters_answer(letters: list[LetterDraft], done: str) -> Answer:
    """Answer about several letters."""
    facts = {"letters": [letter_facts(one) for one in letters]}
    return Answer(facts, [letter_line(one, done) for one in letters])


def _told(row: Obligation, done: str) -> Answer:
    return Answer(obligation_facts(row), [f"{row.code}  {done}"])


def _cause(program: Program, key: str) -> Cause | None:
    if not key:
        return None
    found = cause_of(key, program.office.apology.causes)
    if found is None:
        raise CauseUnknown(key=key)
    return found
