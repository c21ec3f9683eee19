"""The turns of a dossier's road on the command line: supplement, stop, refusal, hand-over."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.cli.answers import Answer
from app.cli.letters import read_day, write_file
from app.cli.program import Program, open_for_acting, open_program
from app.core.clock import local_day
from app.core.identity import IdentityKind
from app.core.papers import PaperCount
from app.core.standstill import ClockRule, StandstillKind
from app.core.wording import moment_text, short_date
from app.services import clock_choices, correcting, ending, forwarding, lookup, notices, standing
from app.services.ending import Ended
from app.services.forwarding import HandedOver
from app.services.office import load_office
from app.services.standing import Stood, WentOn
from app.ui.labels import status_label
from app.ui.turn_history import STOOD

Words = argparse.Namespace
RULES = {
    ClockRule.RESTART: "Bổ sung xong thì tính lại từ đầu",
    ClockRule.PAUSE: "Bổ sung xong thì tính tiếp phần còn lại",
}
PAPER_COUNTS = 4
"""A paper on the command line: its label and three counts, divided by bars."""


def request_supplement(arguments: Words) -> Answer:
    """Ask for what is missing by form 02."""

    def act(session: Session, program: Program, dossier_id: str) -> Stood:
        return standing.request_supplement(
            session,
            program.office,
            dossier_id,
            items=arguments.item,
            reasons=arguments.reason,
            ground=arguments.ground,
            answer_by=_day(arguments.answer_by),
            actor=program.actor,
            at=program.at,
        )

    return _stood(_one(arguments, act))


def choose_rule(arguments: Words) -> Answer:
    """Say how a clock goes on after a supplement, or let another rule hold from today on."""
    with open_for_acting(arguments) as program:
        clock = program.office.clock
        if arguments.rule is not None:
            with program.database.write() as session:
                clock_choices.choose_rule(
                    session,
                    program.office,
                    StandstillKind.SUPPLEMENT,
                    ClockRule(arguments.rule),
                    procedure=arguments.procedure,
                    actor=program.actor,
                    at=program.at,
                )
            with program.database.read() as session:
                clock = load_office(session, on=local_day(program.at)).clock
    facts = {"rule": clock.kinds[StandstillKind.SUPPLEMENT], "procedures": clock.supplements}
    lines = [RULES[clock.kinds[StandstillKind.SUPPLEMENT]]]
    lines += [f"{code}: {RULES[rule]}" for code, rule in clock.supplements.items()]
    return Answer(facts, lines)


def request_payment(arguments: Words) -> Answer:
    """Let the dossier wait for the citizen's financial duty."""
    return _stood(_one(arguments, _standing_by(arguments, standing.request_payment)))


def stop(arguments: Words) -> Answer:
    """Stop the dossier by form 05."""
    return _stood(_one(arguments, _standing_by(arguments, standing.stop)))


def accept_supplement(arguments: Words) -> Answer:
    """Take the supplement in; the clock goes on."""
    papers = tuple(map(_paper, arguments.paper))
    return _went_on(_one(arguments, _going_on(StandstillKind.SUPPLEMENT, papers)))


def confirm_payment(arguments: Words) -> Answer:
    """Keep that the financial duty is done; the clock goes on."""
    return _went_on(_one(arguments, _going_on(StandstillKind.PAYMENT)))


def resume(arguments: Words) -> Answer:
    """Lift a stop; the clock goes on."""
    return _went_on(_one(arguments, _going_on(StandstillKind.STOP)))


def refuse(arguments: Words) -> Answer:
    """Refuse the dossier by form 03."""

    def act(session: Session, program: Program, dossier_id: str) -> Ended:
        return ending.refuse(
            session,
            program.office,
            dossier_id,
            reasons=arguments.reason,
            ground=arguments.ground,
            actor=program.actor,
            at=program.at,
        )

    return _ended(_one(arguments, act))


def withdraw(arguments: Words) -> Answer:
    """Let the citizen take the dossier back."""

    def act(session: Session, program: Program, dossier_id: str) -> Ended:
        return ending.withdraw(
            session,
            program.office,
            dossier_id,
            requester=arguments.by,
            reason=arguments.reason,
            actor=program.actor,
            at=program.at,
        )

    return _ended(_one(arguments, act))


def correct(arguments: Words) -> Answer:
    """Put right what was typed about the applicant."""

    def act(session: Session, program: Program, dossier_id: str) -> correcting.Corrected:
        card = lookup.card(session, program.office, dossier_id)
        given = {
            "full_name": arguments.name,
            "identity_number": arguments.identity,
            "address": arguments.address,
            "phone": arguments.phone,
            "email": arguments.email,
        }
        changes: dict[str, Any] = {name: text for name, text in given.items() if text is not None}
        if arguments.identity_kind is not None:
            changes["identity_kind"] = IdentityKind(arguments.identity_kind)
        if arguments.born is not None:
            changes["born_on"] = read_day(arguments.born)
        return correcting.correct(
            session,
            program.office,
            dossier_id,
            applicant=replace(card.applicant, **changes),
            representative=card.representative,
            note=card.note if arguments.note is None else arguments.note,
            reason=arguments.reason,
            actor=program.actor,
            at=program.at,
        )

    done = _one(arguments, act)
    facts = {"code": done.code, "fields": done.fields}
    return Answer(facts, [f"{done.code}  đã sửa {len(done.fields)} chỗ"])


def forward(arguments: Words) -> Answer:
    """Hand a counted list over to a department."""
    return _handed_over(arguments, forwarding.forward)


def bring_back(arguments: Words) -> Answer:
    """Take a counted list back from a department."""
    return _handed_over(arguments, forwarding.bring_back)


def waiting(arguments: Words) -> Answer:
    """List what lies at the desk and has to go to a department."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        rows = forwarding.waiting(session, program.office)
        at = program.at
    facts = [
        {"code": row.code, "hand_over_on": row.hand_over_on, "overdue": row.is_overdue(at)}
        for row in rows
    ]
    lines = [
        f"{row.code}  {row.applicant_name}  chuyển ngày {short_date(row.hand_over_on)}"
        + ("  (quá hạn chuyển)" if row.is_overdue(at) else "")
        for row in rows
    ]
    return Answer({"waiting": facts}, lines or ["Không còn hồ sơ nào phải chuyển."])


def save_notice(arguments: Words) -> Answer:
    """Write an issued paper to a file, as it was issued."""
    from app.printing.forms.desk_pdf import paper_pdf

    with open_program(arguments.data_dir) as program, program.database.read() as session:
        paper = notices.get(session, program.office, arguments.notice_id)
    write_file(arguments.out, paper_pdf(paper))
    facts = {"file": str(arguments.out), "kind": paper.head.kind, "code": paper.head.code}
    return Answer(facts, [f"{paper.head.title}: đã ghi {arguments.out}"])


Act = Callable[[Session, Program, str], Any]


def _one(arguments: Words, act: Act) -> Any:
    """Do something with the dossier whose code was given, as one unit."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        return act(session, program, row.dossier_id)


def _standing_by(arguments: Words, use_case: Callable[..., Stood]) -> Act:
    def act(session: Session, program: Program, dossier_id: str) -> Stood:
        return use_case(
            session,
            program.office,
            dossier_id,
            reasons=arguments.reason,
            ground=arguments.ground,
            actor=program.actor,
            at=program.at,
        )

    return act


def _going_on(kind: StandstillKind, papers: tuple[PaperCount, ...] = ()) -> Act:
    def act(session: Session, program: Program, dossier_id: str) -> WentOn:
        return standing.go_on(
            session,
            program.office,
            dossier_id,
            kind,
            papers=papers,
            actor=program.actor,
            at=program.at,
        )

    return act


def _handed_over(arguments: Words, use_case: Callable[..., HandedOver]) -> Answer:
    with open_for_acting(arguments) as program, program.database.write() as session:
        ids = [lookup.by_code(session, program.office, code).dossier_id for code in arguments.codes]
        done = use_case(
            session,
            program.office,
            ids,
            department=arguments.department,
            giver=arguments.giver,
            receiver=arguments.receiver,
            counted=len(ids) if arguments.counted is None else arguments.counted,
            note=arguments.note,
            actor=program.actor,
            at=program.at,
        )
    facts = {"list_id": done.list_id, "department": done.department, "codes": done.codes}
    return Answer(facts, [f"{done.department}: {len(done.codes)} hồ sơ", *done.codes])


def _stood(done: Stood) -> Answer:
    facts = {
        "code": done.code,
        "kind": done.kind,
        "restarts": done.restarts,
        "notice_id": done.notice_id,
    }
    clock = "tính lại từ đầu" if done.restarts else "tính tiếp phần còn lại"
    return Answer(facts, [f"{done.code}  {STOOD[done.kind]}; xong thì {clock}"])


def _went_on(done: WentOn) -> Answer:
    facts = {
        "code": done.code,
        "due_at": done.due_at,
        "due_on": done.due_on,
        "why": done.why,
        "print_job_id": done.print_job_id,
    }
    return Answer(facts, [f"{done.code}  hẹn trả {moment_text(done.due_at)}", *done.why])


def _ended(done: Ended) -> Answer:
    facts = {
        "code": done.code,
        "dossier_status": done.status,
        "originals": done.originals,
        "notice_id": done.notice_id,
    }
    back = f", trả lại {done.originals} bản chính" if done.originals else ""
    return Answer(facts, [f"{done.code}  {status_label(done.status)}{back}"])


def _day(text: str | None) -> date | None:
    return None if text is None else read_day(text)


def _paper(text: str) -> PaperCount:
    """Read ``Tên giấy tờ|1|0|0``: originals, certified copies, copies."""
    parts = text.split("|")
    counts = [int(one) if one.isdigit() else 0 for one in (*parts[1:], "0", "0", "0")]
    return PaperCount(parts[0], *counts[: PAPER_COUNTS - 1])
