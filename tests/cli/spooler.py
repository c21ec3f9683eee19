"""A program that only prints, until the queue is empty or it is killed; run by the kill test.

Each life is a process of its own, forked from one that has loaded everything and opened nothing.

``python spooler.py DATA_DIR POLICY``: ``design`` is the program's own rule, ``naive`` that of
systems that print and hope, kept here as a control: whatever ends badly is sent again.
"""

import os
import sys
from pathlib import Path
from typing import Any

from app.core.clock import SystemClock
from app.core.printjobs import JobState
from app.core.settings import load_machine
from app.db.upkeep import open_database
from app.models import PrintJob
from app.services import print_queue
from app.ui.printing_out import PrinterLane
from app.ui.sealing import seat_office
from tests.support.spooling import QUICK


def send_again(session: Any, office: Any, job_id: str, *, at: Any, **_: Any) -> None:
    """Put a job back whatever may be on paper."""
    job = session.get(PrintJob, (office.agency_id, job_id))
    job.state, job.next_try_at, job.updated_at = JobState.QUEUED.value, None, at


def send_all_again(session: Any, office: Any, printer: str, *, at: Any) -> int:
    """Put back what a crash left in the middle."""
    jobs = session.query(PrintJob).filter_by(printer=printer, state=JobState.SENDING.value).all()
    for job in jobs:
        send_again(session, office, job.id, at=at)
    return len(jobs)


def live(folder: Path) -> None:
    """Print until the queue is empty."""
    machine = load_machine(folder)
    database = open_database(machine)
    office = seat_office(machine, database).office
    setting = machine.printers[0]
    with PrinterLane(database, office, machine, setting, SystemClock(), deadlines=QUICK) as lane:
        say(os.getpid())
        while lane.step():
            pass


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """Begin a life at each line of standard input; tell its pid, then how it ended."""
    folder, policy = Path(sys.argv[1]), sys.argv[2]
    print_queue.BACK_OFF = (0,)  # a busy printer is tried again at once, so that the test is quick
    if policy == "naive":
        print_queue.mark_unknown = send_again
        print_queue.settle_interrupted = send_all_again
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            live(folder)
            os._exit(0)
        say(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
