"""Queues of CUPS, through the programs ``lp`` and ``lpstat``: bytes go in, no word comes back.

Whatever a job's state says, "completed" is only "sent": CUPS says it of a printer without paper,
and of one that broke the line in the middle. The server is the one those programs choose
(``CUPS_SERVER``, ``client.conf``).
"""

import os
import re
import subprocess
import time
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.core.settings import PrinterSetting
from app.printing.devices.cups_job import read_job_state
from app.printing.devices.file_line import reason_of
from app.printing.devices.outcome import BrokenOff
from app.printing.devices.stopping import ShouldStop, Watch, never, next_look

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


def hand_over(
    data: bytes, setting: PrinterSetting, title: str, should_stop: ShouldStop = never
) -> str:
    """Give the bytes of a slip to the queue of a printer and return the number of the job.

    Raises:
        BrokenOff: as ``submit`` does.
    """
    return submit(data, setting.target, title, raw=True, should_stop=should_stop)


def submit(
    data: bytes,
    queue: str,
    title: str,
    *,
    raw: bool,
    media: str = "",
    copies: int = 1,
    should_stop: ShouldStop = never,
) -> str:
    """Give ``data`` to a queue and return the number of the job, such as ``slips-12``.

    ``raw`` passes bytes on as they are; otherwise CUPS makes the printer's language of a PDF, on
    paper such as ``A5``. All ``copies`` are one job. The title is seen by whoever sees the queue:
    no personal data.

    Raises:
        BrokenOff: ``no_queue``, ``queue_stopped``, ``spooler_down``, ``no_library``, ``bad_target``
            with nothing sent; ``timeout``, ``io`` or ``interrupted`` when the job may or may not be
            in the queue.
    """
    _refuse_if_not_ready(queue, should_stop)
    command = ["lp", "-d", queue, "-t", title, "-n", str(copies)]
    command += ["-o", "raw"] if raw else []
    command += ["-o", f"media={media}"] if media else []
    try:
        done = _run(command, SUBMIT_SECONDS, data, should_stop)
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
    number = job.rpartition("-")[2]
    if not number.isdecimal():
        return JobState.UNKNOWN
    try:
        server = _ask(["lpstat", "-H"])
    except BrokenOff:
        return JobState.UNKNOWN
    state = read_job_state(server.strip(), int(number), ASK_SECONDS)
    return JOB_STATES.get(state or 0, JobState.UNKNOWN)


def queues(should_stop: ShouldStop = never) -> list[Queue]:
    """Return the queues of the server, in its order; those it only sees in the network are not.

    Raises:
        BrokenOff: ``spooler_down``, or ``no_library`` where CUPS' programs are not installed; or
            ``interrupted``.
    """
    told = _ask(["lpstat", "-p", "-a"], should_stop)
    rejecting = set(REJECTING.findall(told))
    return [
        Queue(name, QueueState.STOPPED if name in rejecting else QUEUE_STATES[words])
        for name, words in QUEUE.findall(told)
    ]


def _refuse_if_not_ready(queue: str, should_stop: ShouldStop) -> None:
    """Never let another queue stand in for a missing one, nor give a slip to a stopped one.

    That would let it out whenever someone starts it, hours later and unasked.
    """
    state = next((one.state for one in queues(should_stop) if one.name == queue), None)
    if state is None:
        raise BrokenOff("no_queue")
    if state is QueueState.STOPPED:
        raise BrokenOff("queue_stopped")


def _ask(command: list[str], should_stop: ShouldStop = never) -> str:
    """Return what a program of CUPS said; that there are no queues it calls an error."""
    try:
        done = _run(command, ASK_SECONDS, b"", should_stop)
    except subprocess.TimeoutExpired:
        raise BrokenOff("spooler_down") from None
    told = done.stdout.decode(errors="replace")
    if done.returncode and b"No destinations added" not in done.stderr:
        raise BrokenOff("spooler_down")
    return told


def _run(
    command: list[str], seconds: float, data: bytes, should_stop: ShouldStop
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of CUPS with ``data`` on its standard input; it does not outlive its time."""
    Watch(should_stop).look()
    with _started(command) as program:
        try:
            said, complained = _finished(program, seconds, data, should_stop)
        except BaseException:
            program.kill()
            raise
    return subprocess.CompletedProcess(command, program.returncode, said, complained)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LC_ALL": "C"}  # its words are read
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        raise BrokenOff("no_library") from None
    except OSError as error:
        raise BrokenOff(reason_of(error)) from None
    except ValueError:  # a name that cannot be an argument
        raise BrokenOff("bad_target") from None


def _finished(
    program: subprocess.Popen[bytes], seconds: float, data: bytes, should_stop: ShouldStop
) -> tuple[bytes, bytes]:
    """Return what a program said until its end; TimeoutExpired when that does not come."""
    until, watch = time.monotonic() + seconds, Watch(should_stop)
    rest: bytes | None = data
    while True:
        watch.look(len(data))
        step = next_look(until)
        try:
            return program.communicate(rest, timeout=max(0.0, step - time.monotonic()))
        except subprocess.TimeoutExpired:
            if step == until:
                raise
            rest = None  # it keeps what it was given
