"""The papers of the desk on A5 and A4, written as PDF: ``motcua paper KIND``."""

import argparse
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from app.cli.answers import Answer
from app.cli.letters import read_day, write_file
from app.cli.program import Program, open_program
from app.core.clock import local_day
from app.core.desk_papers import (
    ChargeNote,
    ControlSheet,
    DeskPaper,
    DossierHandover,
    Refusal,
    Register,
    ResultHandover,
    ResultReceipt,
    StopNotice,
    SupplementRequest,
)
from app.services import desk_lists, desk_papers, lookup

Words = argparse.Namespace
ONE_DOSSIER = (
    "supplement_request",
    "refusal",
    "stop_notice",
    "control_sheet",
    "result_receipt",
    "charge_note",
)
"""The papers about one dossier: they take its code."""


def write(arguments: Words) -> Answer:
    """Write one paper to a file; the database stays as it is."""
    from app.printing.forms.desk_pdf import paper_pdf

    with open_program(arguments.data_dir, at=arguments.at, login=arguments.login) as program:
        with program.database.read() as session:
            content = PAPERS[arguments.paper_kind](session, program, arguments)
    write_file(arguments.out, paper_pdf(content, arguments.paper))
    facts = {
        "file": str(arguments.out),
        "kind": content.head.kind,
        "title": content.head.title,
        "form": content.head.form_number,
        "code": content.head.code,
    }
    return Answer(facts, [f"{content.head.title}: đã ghi {arguments.out}"])


def _supplement_request(session: Session, program: Program, words: Words) -> SupplementRequest:
    return desk_papers.supplement_request(
        session,
        program.office,
        _one(session, program, words),
        items=words.item,
        reasons=words.reason,
        actor=program.actor,
        at=program.at,
    )


def _refusal(session: Session, program: Program, words: Words) -> Refusal:
    return desk_papers.refusal(
        session,
        program.office,
        _one(session, program, words),
        reasons=words.reason,
        legal_ground=words.ground,
        actor=program.actor,
        at=program.at,
    )


def _stop_notice(session: Session, program: Program, words: Words) -> StopNotice:
    return desk_papers.stop_notice(
        session,
        program.office,
        _one(session, program, words),
        reasons=words.reason,
        legal_ground=words.ground,
        at=program.at,
    )


def _control_sheet(session: Session, program: Program, words: Words) -> ControlSheet:
    return desk_papers.control_sheet(
        session,
        program.office,
        _one(session, program, words),
        department=words.department,
        partner=words.partner,
        at=program.at,
    )


def _result_receipt(session: Session, program: Program, words: Words) -> ResultReceipt:
    dossier_id = _one(session, program, words)
    return desk_papers.result_receipt(session, program.office, dossier_id, at=program.at)


def _charge_note(session: Session, program: Program, words: Words) -> ChargeNote:
    return desk_papers.charge_note(
        session,
        program.office,
        _one(session, program, words),
        amounts=words.amount,
        actor=program.actor,
        at=program.at,
    )


def _register(session: Session, program: Program, words: Words) -> Register:
    today = local_day(program.at)
    last_on = read_day(words.last) if words.last else today
    first_on = read_day(words.first) if words.first else last_on.replace(month=1, day=1)
    return desk_lists.register(
        session, program.office, first_on, last_on, actor=program.actor, at=program.at
    )


def _dossier_handover(session: Session, program: Program, words: Words) -> DossierHandover:
    return desk_lists.dossier_handover(
        session,
        program.office,
        _many(session, program, words) or _received(session, program, words),
        department=words.department,
        actor=program.actor,
        at=program.at,
    )


def _result_handover(session: Session, program: Program, words: Words) -> ResultHandover:
    return desk_lists.result_handover(
        session,
        program.office,
        _many(session, program, words),
        department=words.department,
        by_post=_ids(session, program, words.post),
        actor=program.actor,
        at=program.at,
    )


PAPERS: Mapping[str, Callable[[Session, Program, Words], DeskPaper]] = {
    "supplement_request": _supplement_request,
    "refusal": _refusal,
    "stop_notice": _stop_notice,
    "control_sheet": _control_sheet,
    "result_receipt": _result_receipt,
    "charge_note": _charge_note,
    "register": _register,
    "dossier_handover": _dossier_handover,
    "result_handover": _result_handover,
}


def _one(session: Session, program: Program, words: Words) -> str:
    return lookup.by_code(session, program.office, words.code).dossier_id


def _many(session: Session, program: Program, words: Words) -> tuple[str, ...]:
    return _ids(session, program, words.codes)


def _ids(session: Session, program: Program, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(lookup.by_code(session, program.office, code).dossier_id for code in codes)


def _received(session: Session, program: Program, words: Words) -> tuple[str, ...]:
    """Return what was received between the given days; today where none is given."""
    today = local_day(program.at)
    first_on = read_day(words.first) if words.first else today
    last_on = read_day(words.last) if words.last else max(first_on, today)
    return desk_lists.received_ids(session, program.office, first_on, last_on)
