"""``motcua spool``: the print queue without a screen."""

import argparse
from typing import Any

from app.cli.answers import FAILED, Answer
from app.cli.printers import chosen
from app.cli.program import Program, open_program
from app.core.clock import SystemClock
from app.core.errors import AppError
from app.core.settings import PrinterSetting
from app.services import lookup, print_desk, print_queue
from app.services.print_queue import JobRow
from app.ui.labels import job_state
from app.ui.printing_out import PrinterLane, PrinterTaken
from app.ui.slip_words import job_line, next_step, trouble_text


class NothingAsks(AppError):
    """No print job of the dossier wants this answer; ``code``."""

    code = "spool.nothing_asks"


def show(arguments: argparse.Namespace) -> Answer:
    """List the newest print jobs, those that want an answer first."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        rows = print_queue.list_jobs(session, program.office, limit=arguments.most)
    lines = [f"{job_line(row)}  [{row.job_id}]" for row in rows]
    return Answer({"jobs": [_facts(row) for row in rows]}, lines or ["Hàng chờ in trống."])


def steps(arguments: argparse.Namespace) -> Answer:
    """Show what happened to a job, step by step."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        job = _job(program, arguments.job)
        rows = print_desk.steps(session, program.office, job.job_id)
    facts = [
        {
            "at": row.at,
            "state": row.state,
            "printer": row.printer,
            "error": row.error,
            "bytes_sent": row.bytes_sent,
            "detail": row.detail,
            "actor": row.actor_name,
        }
        for row in rows
    ]
    lines = [
        f"{row.at:%d/%m/%Y %H:%M:%S}  {job_state(row.state)}  {row.printer}  "
        f"{row.bytes_sent} byte  {trouble_text(row.error)}  {row.actor_name}".rstrip()
        for row in rows
    ]
    return Answer({"job": job.job_id, "steps": facts}, lines or ["Lệnh in chưa được gửi lần nào."])


def confirm(arguments: argparse.Namespace) -> Answer:
    """Say that a slip in doubt did come out whole."""
    return _answer(arguments, print_desk.confirm, "Đã ghi nhận phiếu ra giấy đầy đủ.")


def reprint(arguments: argparse.Namespace) -> Answer:
    """Say that a slip in doubt did not come out; a marked further copy takes its place."""
    return _answer(
        arguments, print_desk.reprint, "Bản in lại đã vào hàng chờ.", reason=arguments.reason
    )


def print_now(arguments: argparse.Namespace) -> Answer:
    """Let a held or failed slip go to its printer."""
    return _answer(arguments, print_desk.print_now, "Phiếu đã vào hàng chờ in.")


def void(arguments: argparse.Namespace) -> Answer:
    """Give up a slip of which nothing has left."""
    return _answer(arguments, print_desk.void, "Đã huỷ lệnh in.", reason=arguments.reason)


def run(arguments: argparse.Namespace) -> Answer:
    """Bring the waiting slips of this desk's printers to paper, until none can be tried now."""
    tried, troubles = 0, {}
    with open_program(arguments.data_dir) as program:
        for setting in _printers(program, arguments.printer):
            lane = PrinterLane(
                program.database, program.office, program.machine, setting, SystemClock()
            )
            try:
                with lane:
                    while lane.step():
                        tried += 1
            except PrinterTaken:  # the others still get their turn
                troubles[setting.key] = "taken"
            if lane.trouble:
                troubles[setting.key] = lane.trouble
        with program.database.read() as session:
            state = print_queue.queue_state(session, program.office)
    lines = [f"Đã thử {tried} phiếu; còn {state.waiting} chưa ra, {state.asking} cần trả lời."]
    lines += [
        f"{key}: {trouble_text(why)} {next_step(why)}".strip() for key, why in troubles.items()
    ]
    facts = {"tried": tried, "waiting": state.waiting, "asking": state.asking}
    return Answer(facts | {"troubles": troubles}, lines, FAILED if troubles else 0)


def _printers(program: Program, key: str | None) -> tuple[PrinterSetting, ...]:
    machine = program.machine
    return machine.printers if key is None else (chosen(machine, key),)


def _answer(arguments: argparse.Namespace, act: Any, said: str, **told: str) -> Answer:
    with open_program(arguments.data_dir, login=arguments.login) as program:
        job = _job(program, arguments.job)
        with program.database.write() as session:
            made = act(
                session, program.office, job.job_id, actor=program.actor, at=program.at, **told
            )
    return Answer({"code": job.code, "job": job.job_id, "new_job": made}, [f"{job.code}: {said}"])


def _job(program: Program, wanted: str) -> JobRow:
    """Return a job by its id, or the newest one of a dossier, one that asks first.

    Raises:
        JobMissing, NothingAsks, DossierUnknown, BadDossierCode: there is none.
    """
    with program.database.read() as session:
        if wanted.count("-") == 4 and len(wanted) == 36:  # noqa: PLR2004 - a UUID
            return print_queue.get_job(session, program.office, wanted)
        row = lookup.by_code(session, program.office, wanted)
        jobs = print_queue.jobs_of(session, program.office, row.dossier_id)
    if not jobs:
        raise NothingAsks(code=row.code)
    return next((job for job in jobs if job.is_asking), jobs[0])


def _facts(row: JobRow) -> dict[str, Any]:
    return {
        "job": row.job_id,
        "code": row.code,
        "copy": row.copy,
        "state": row.state,
        "asks": row.is_asking,
        "printer": row.printer,
        "attempts": row.attempts,
        "error": row.error,
        "created_at": row.created_at,
    }
