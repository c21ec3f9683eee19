"""Commands about dossiers: due, receive, show, find, receipt, return, late."""

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.cli.answers import Answer
from app.cli.apology_words import escalation_facts, obligation_facts
from app.cli.program import Program, open_for_acting, open_program, read_moment
from app.core.appointment import Appointment, Term, TermUnit, appoint
from app.core.clock import local_day
from app.core.dossiers import Channel, Intake, Person, ReturnWay
from app.core.identity import IdentityKind, parse_card
from app.core.papers import PaperCount, ReceiptSlip
from app.core.wording import moment_text, short_date
from app.models.base import new_id
from app.services import catalogue, lateness, lookup, reception, returning, slips
from app.ui.labels import journal_label, status_label


def due(arguments: argparse.Namespace) -> Answer:
    """Say when something received at a moment would be due, and why."""
    with open_program(arguments.data_dir, at=arguments.received) as program:
        received = read_moment(arguments.received)
        if arguments.procedure is None:
            appointment = appoint(
                received, _term(arguments), program.office.calendar, program.office.policy
            )
        else:
            detail = _procedure(program, arguments.procedure)
            appointment = reception.appointment_for(
                program.office, detail, arguments.case, received
            )
    return Answer(_appointment_facts(appointment), [*appointment.why, *appointment.warnings])


def receive(arguments: argparse.Namespace) -> Answer:
    """Take a dossier in from a citizen-card string."""
    with open_for_acting(arguments) as program:
        card = parse_card(arguments.card, local_day(program.at))
        detail = _procedure(program, arguments.procedure)
        intake = Intake(
            request_id=new_id(),
            procedure_version_id=detail.version_id,
            case_ordinal=arguments.case,
            channel=Channel(arguments.channel),
            foreign_code=arguments.foreign_code,
            applicant=Person(
                full_name=card.full_name,
                identity_kind=IdentityKind.CITIZEN,
                identity_number=card.number,
                born_on=card.born_on,
                gender=card.gender,
                address=card.address,
                phone=arguments.phone,
            ),
            papers=usual_papers(detail),
        )
        with program.database.write() as session:
            received = reception.receive(
                session, program.office, intake, actor=program.actor, at=program.at
            )
    facts = {
        "code": received.code,
        "due_at": received.due_at,
        "due_on": received.due_on,
        "warnings": received.warnings,
    }
    return Answer(facts, [f"{received.code}  hẹn trả {moment_text(received.due_at)}"])


def usual_papers(detail: catalogue.ProcedureDetail) -> tuple[PaperCount, ...]:
    """Return the papers that are kept in the common case: required and handed in."""
    return tuple(
        PaperCount(one.label, one.originals, one.certified, one.copies)
        for one in detail.requirements
        if one.is_required and one.kind == "submit" and one.originals + one.certified + one.copies
    )


def show(arguments: argparse.Namespace) -> Answer:
    """Show one dossier in full, with its history."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        card = lookup.card(session, program.office, row.dossier_id)
    facts = _row_facts(card.row) | {
        "channel": card.channel,
        "foreign_code": card.foreign_code,
        "returned_at": card.returned_at,
        "collector": card.collector,
        "papers": [
            {
                "label": one.label,
                "originals": one.originals,
                "certified": one.certified,
                "copies": one.copies,
            }
            for one in card.papers
        ],
        "appointments": [
            {
                "ordinal": one.ordinal,
                "due_at": one.due_at,
                "due_on": one.due_on,
                "why": one.why,
                "reason": one.reason,
                "asked_by": one.asked_by,
                "decided_by": one.decided_by,
            }
            for one in card.appointments
        ],
        "finished_at": card.finished_at,
        "apologies": [obligation_facts(one) for one in card.apologies],
        "escalation": card.escalation and escalation_facts(card.escalation),
        "history": [
            {"at": one.at, "kind": one.kind, "actor": one.actor_name} for one in card.history
        ],
    }
    lines = [
        _row_line(card.row),
        *(
            f"  {moment_text(one.at)}  {journal_label(one.kind)}  {one.actor_name}"
            for one in card.history
        ),
    ]
    return Answer(facts, lines)


def find(arguments: argparse.Namespace) -> Answer:
    """Find dossiers by part of a code, a name without marks, an identity number or a phone."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        rows = lookup.find(session, program.office, arguments.text)
    lines = [_row_line(row) for row in rows] or ["Không tìm thấy hồ sơ nào."]
    return Answer({"found": [_row_facts(row) for row in rows]}, lines)


def receipt(arguments: argparse.Namespace) -> Answer:
    """Write the newest copy of a dossier's receipt to a file."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        slip = slips.current_slip(session, program.office, row.dossier_id)
    write_receipt(slip, arguments.width, arguments.format, arguments.out)
    return Answer({"file": str(arguments.out)}, [f"Đã ghi {arguments.out}"])


def write_receipt(slip: ReceiptSlip, width_mm: int, form: str, out: Path) -> None:
    """Write a slip as ``png``, ``escpos`` bytes or an A5 ``pdf``."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if form == "pdf":
        from app.printing.receipt_pdf import receipt_pdf

        out.write_bytes(receipt_pdf(slip))
        return
    from app.printing.escpos_encoder import encode
    from app.printing.paper_profiles import profile_for
    from app.printing.raster import bitmap_png, draw_receipt

    profile = profile_for(width_mm)
    bitmap = draw_receipt(slip, profile.dots)
    if form == "png":
        bitmap_png(bitmap, out)
    else:
        out.write_bytes(encode(bitmap, profile))


def return_result(arguments: argparse.Namespace) -> Answer:
    """Hand a result over."""
    with open_for_acting(arguments) as program:
        with program.database.write() as session:
            row = lookup.by_code(session, program.office, arguments.code)
            done = returning.return_result(
                session,
                program.office,
                row.dossier_id,
                collector=arguments.to or "",
                way=ReturnWay.DESK if arguments.tracking is None else ReturnWay.POST,
                tracking=arguments.tracking or "",
                originals=dict(arguments.original),
                actor=program.actor,
                at=program.at,
            )
    late = " (trễ hẹn)" if done.was_late else ""
    facts = {"code": done.code, "returned_at": done.returned_at, "was_late": done.was_late}
    to = arguments.to or f"bưu chính, số {arguments.tracking}"
    return Answer(facts, [f"{done.code}  đã trả cho {to}{late}"])


def late(arguments: argparse.Namespace) -> Answer:
    """List what is late, due, or owes an apology."""
    with open_for_acting(arguments) as program:
        with program.database.read() as session:
            rows = lateness.list_late(session, program.office, at=program.at)
    facts = [
        {
            "code": row.code,
            "applicant": row.applicant_name,
            "due_on": row.due_on,
            "group": row.group,
            "owes_apology": row.owes_apology,
            "letter": row.letter_state,
        }
        for row in rows
    ]
    lines = [
        f"{row.code}  hẹn {short_date(row.due_on)}  {row.applicant_name}"
        + ("  cần thư xin lỗi" if row.owes_apology else "")
        for row in rows
    ]
    return Answer({"late": facts}, lines or ["Không có hồ sơ nào đến hạn hay trễ hẹn."])


def _term(arguments: argparse.Namespace) -> Term:
    if arguments.same_day:
        return Term(Decimal(0), TermUnit.SAME_DAY)
    for name, unit in (
        ("working_days", TermUnit.WORKING_DAY),
        ("calendar_days", TermUnit.CALENDAR_DAY),
        ("months", TermUnit.MONTH),
    ):
        value = getattr(arguments, name)
        if value is not None:
            return Term(value, unit)
    return Term(arguments.hours, TermUnit.HOUR)


def _procedure(program: Program, code: str) -> catalogue.ProcedureDetail:
    with program.database.read() as session:
        return catalogue.find_by_code(session, program.office, code, on=local_day(program.at))


def _appointment_facts(appointment: Appointment) -> dict[str, Any]:
    return {
        "due_at": appointment.due_at,
        "due_on": appointment.due_on,
        "why": appointment.why,
        "warnings": appointment.warnings,
    }


def _row_facts(row: lookup.DossierRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "applicant": row.applicant_name,
        "identity": row.identity_masked,
        "procedure": row.procedure_name,
        "received_at": row.received_at,
        "due_at": row.due_at,
        "due_on": row.due_on,
        "status": row.status,
    }


def _row_line(row: lookup.DossierRow) -> str:
    return (
        f"{row.code}  {row.applicant_name}  {row.procedure_name}  "
        f"hẹn {short_date(row.due_on)}  {status_label(row.status)}"
    )
