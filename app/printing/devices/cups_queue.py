"""Queues of CUPS, through the programs ``lp`` and ``lpstat``: bytes go in, no word comes back.

Whatever a job's state says, "completed" is only "sent": CUPS says it of a printer without paper,
and of one that broke the line in the middle. The server is the one those programs choose
(``CUPS_SERVER``, ``client.conf``).
"""

import os
import re
import subprocess
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.core.settings import PrinterSetting
from app.printing.devices.cups_job import read_job_state
from app.printing.devices.outcome import BrokenOff

ASK_SECONDS: Final = 10.0
SUBMIT_SECONDS: Final = 30.0
QUEUE: Final = re.compile(r"^printer (\S+) (is idle|now printing|disabled)", re.MULTILINE)
REJECTING: Final = re.compile(r"^(\S+) not accepting requests", re.MULTILINE)
REQUEST: Final = re.compile(r"^request id is (\S+-\d+)", re.MULTILINE)
REFUSALS: Final = (
    ("does not exist", "no_queue"),
    ("not accepting jobs", "queue_stopped"),
    ("Scheduler is not running", "spooler_down"),
)


class QueueState(Enum):
    """What a queue does with a job."""

    IDLE = "idle"
    PRINTING = "printing"
    STOPPED = "stopped"  # keeps jobs until someone starts it, or takes none


QUEUE_STATES: Final = {
    "is idle": QueueState.IDLE,
    "now printing": QueueState.PRINTING,
    "disabled": QueueState.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of the system."""

    name: str
    state: QueueState


class JobState(Enum):
    """What became of a job, as far as CUPS knows; never that it is on paper."""

    PENDING = "pending"  # waits, or is being sent
    STOPPED = "stopped"
    COMPLETED = "completed"  # sent
    ABORTED = "aborted"
    CANCELED = "canceled"
    UNKNOWN = "unknown"  # forgotten, or nobody to ask


JOB_STATES: Final = {  # RFC 8011, 5.3.7
    3: JobState.PENDING,
    4: JobState.PENDING,
    5: JobState.PENDING,
    6: JobState.STOPPED,
    7: JobState.CANCELED,
    8: JobState.ABORTED,
    9: JobState.COMPLETED,
}


def hand_over(data: bytes, setting: PrinterSetting, title: str) -> str:
    """Give the bytes of a slip to the queue of a printer and return the number of the job.

    Raises:
        BrokenOff: as ``submit`` does.
    """
    return submit(data, setting.target, title, raw=True)


def submit(data: bytes, queue: str, title: str, *, raw: bool, media: str = "") -> str:
    """Give ``data`` to a queue and return the number of the job, such as ``slips-12``.

    ``raw`` passes bytes on as they are; otherwise CUPS makes the printer's language of a PDF, on
    paper such as ``A5``. The title is seen by whoever sees the queue: no personal data.

    Raises:
        BrokenOff: ``no_queue``, ``queue_stopped``, ``spooler_down``, ``no_library`` with nothing
            sent; ``timeout`` or ``io`` when the job may or may not be in the queue.
    """
    _refuse_if_not_ready(queue)
    command = ["lp", "-d", queue, "-t", title]
    command += ["-o", "raw"] if raw else []
    command += ["-o", f"media={media}"] if media else []
    try:
        done = _run(command, SUBMIT_SECONDS, data)
    except subprocess.TimeoutExpired:
        raise BrokenOff("timeout", len(data)) from None
    accepted = REQUEST.search(done.stdout.decode(errors="replace"))
    if done.returncode == 0 and accepted:
        return accepted[1]
    told = done.stderr.decode(errors="replace")
    for words, reason in REFUSALS:
        if words in told:
            raise BrokenOff(reason)
    raise BrokenOff("io", len(data))


def job_state(job: str) -> JobState:
    """Return what CUPS knows of a job that ``submit`` returned."""
    try:
        server = _ask("lpstat", "-H")
    except BrokenOff:
        return JobState.UNKNOWN
    number = read_job_state(server.strip(), int(job.rpartition("-")[2]), ASK_SECONDS)
    return JOB_STATES.get(number or 0, JobState.UNKNOWN)


def queues() -> list[Queue]:
    """Return the queues of the server, in its order; those it only sees in the network are not.

    Raises:
        BrokenOff: ``spooler_down``, or ``no_library`` where CUPS' programs are not installed.
    """
    told = _ask("lpstat", "-p", "-a")
    rejecting = set(REJECTING.findall(told))
    return [
        Queue(name, QueueState.STOPPED if name in rejecting else QUEUE_STATES[words])
        for name, words in QUEUE.findall(told)
    ]


def _refuse_if_not_ready(queue: str) -> None:
    """Never let another queue stand in for a missing one, nor give a slip to a stopped one.

    That would let it out whenever someone starts it, hours later and unasked.
    """
    state = next((one.state for one in queues() if one.name == queue), None)
    if state is None:
        raise BrokenOff("no_queue")
    if state is QueueState.STOPPED:
        raise BrokenOff("queue_stopped")


def _ask(*command: str) -> str:
    """Return what a program of CUPS said; that there are no queues it calls an error."""
    try:
        done = _run([*command], ASK_SECONDS)
    except subprocess.TimeoutExpired:
        raise BrokenOff("spooler_down") from None
    told = done.stdout.decode(errors="replace")
    if done.returncode and b"No destinations added" not in done.stderr:
        raise BrokenOff("spooler_down")
    return told


def _run(
    command: list[str], seconds: float, data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C"}  # its words are read
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command, input=data, env=environment, capture_output=True, timeout=seconds, check=False
        )
    except OSError:
        raise BrokenOff("no_library") from None
