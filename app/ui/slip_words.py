"""Print jobs and printers' troubles in words; shared with the command line, without Qt."""

from app.services.print_queue import JobRow
from app.ui.error_reasons import NEXT_STEPS, REASONS, UNNAMED
from app.ui.error_text import text_of_code
from app.ui.labels import JOB_STATE


def trouble_text(error: str) -> str:
    """Return why a slip waits, failed or broke off, in words; empty when nothing is wrong.

    ``error`` is what a print job keeps: a reason of a printer, or the code of an ``AppError``.
    """
    if not error:
        return ""
    for kind in ("printer.in_doubt", "printer.unavailable"):
        if error in REASONS[kind]:
            return REASONS[kind][error]
    said = text_of_code(error)
    return f"{said.title}." if said else REASONS["printer.unavailable"][UNNAMED]


def next_step(error: str) -> str:
    """Return what to do about a trouble; empty where nothing short can be said."""
    said = text_of_code(error)
    return said.next_step if said else NEXT_STEPS.get(error, "")


def job_line(row: JobRow) -> str:
    """Return a job in two lines for a list."""
    copy = f" · in lại lần {row.copy}" if row.copy else ""
    trouble = trouble_text(row.error)
    why = f" – {trouble}" if trouble else ""
    state = JOB_STATE.get(row.state, row.state)
    return f"{row.created_at:%H:%M}  {row.code}{copy}\n{row.applicant_name} · {state}{why}"
