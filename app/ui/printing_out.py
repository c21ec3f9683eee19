"""Bringing one waiting slip to paper: claim, print, record; without windows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.core.clock import Clock
from app.core.errors import AppError
from app.core.settings import PrinterSetting
from app.db.database import Database
from app.printing.printers import PrinterUnavailable, PrintInDoubt, PrintOutcome, print_receipt
from app.services import print_queue
from app.services.office import Office


def print_next(
    database: Database, office: Office, setting: PrinterSetting, clock: Clock, data_dir: Path
) -> bool:
    """Print the oldest waiting slip of a printer; return whether there was one to try.

    The job is marked as being sent, and committed so, before its first byte leaves. Only a printer
    that took nothing lets the job wait for another try.
    """
    with database.write() as session:
        job = print_queue.claim_next(session, office, setting.key, at=clock.now())
    if job is None:
        return False
    record, facts = _outcome(lambda: print_receipt(job.slip, setting, data_dir=data_dir))
    with database.write() as session:
        record(session, office, job.job_id, at=clock.now(), **facts)
    return True


def _outcome(send: Callable[[], PrintOutcome]) -> tuple[Callable[..., None], dict[str, Any]]:
    """Send, and return which record to make of it and with what."""
    try:
        outcome = send()
    except PrintInDoubt as error:
        return print_queue.mark_unknown, {"error": str(error.params["reason"])}
    except PrinterUnavailable as error:
        return print_queue.mark_waiting, {"error": str(error.params["reason"])}
    except AppError as error:  # not this slip on this printer: it waits until a person acts
        return print_queue.mark_waiting, {"error": error.code}
    return print_queue.mark_done, {"acknowledged": outcome.acknowledged}
