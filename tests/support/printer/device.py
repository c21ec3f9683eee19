"""The printer behind its lines: what it holds, what it executes, which fault a job runs into."""

import random
import re
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.support.printer.interpreter import Page, Reader
from tests.support.printer.switches import Switches

QUESTION = re.compile(rb"\x10\x04([\x01-\x04])")
STALE = b"\x12"
CHUNK = 4096  # bytes taken from a line at once
RATE_STEP = 0.02  # seconds between two bites of a slow printer
FAULTS = {"none": 86, "reset": 6, "mute": 4, "printed_then_reset": 4}  # per cent of connections
NEVER = -1


@dataclass
class Job:
    """One connection: how far it came, and the fault drawn for it."""

    number: int
    pages_before: int
    fault: str = "none"
    reset_at: int = NEVER
    got: int = 0
    asked: int = 0
    tail: bytes = b""  # a question may come in two parts


@dataclass
class Device:
    """Shared by all lines; ``lock`` guards everything, and one connection is served at a time."""

    switches: Switches = field(default_factory=Switches)
    chance: random.Random | None = None  # draws a fault for each connection
    fault_span: int = 40_000  # a drawn reset comes within so many bytes
    reader: Reader = field(init=False)
    held: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: forget the rest
    outbox: bytearray = field(default_factory=bytearray)
    timed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    job: Job | None = None
    connections: int = 0
    received: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.reader = Reader(self.switches)

    def renew(self) -> None:
        """Become a printer that was never used; nobody is being served."""
        with self.lock:
            assert self.job is None
            self.switches = Switches()
            self.reader = Reader(self.switches)
            self.connections = self.received = 0
            for left in (self.held, self.outbox, self.timed):
                left.clear()

    def begin(self) -> Job:
        """Take up a connection; answers that nobody fetched are gone."""
        with self.lock:
            self.connections += 1
            self.job = Job(self.connections, len(self.reader.pages))
            if self.chance is not None:
                self.job.fault = self.chance.choices(list(FAULTS), list(FAULTS.values()))[0]
                cut_at = self.chance.randrange(self.fault_span)
                self.job.reset_at = cut_at if self.job.fault == "reset" else NEVER
            self.outbox[:] = STALE if self.switches.stale else b""
            return self.job

    def end(self) -> None:
        """Let a connection go; what it sent stays and is executed when it can be."""
        with self.lock:
            if not self.switches.keeps_state:
                self.held.append((self.connections, None))
                self.execute()
            self.job = None

    def change(self, values: dict[str, Any]) -> None:
        """Flip switches, and do what was waiting for that."""
        with self.lock:
            self.switches.change(**values)
            self.execute()

    def due(self, job: Job) -> None:
        """Flip the switches that wait for the byte a job has reached."""
        with self.lock:
            for entry in [entry for entry in self.timed if entry[0] <= job.got]:
                self.timed.remove(entry)
                self.change(entry[1])

    def appetite(self, job: Job) -> int:
        """Return how many bytes to take before something may happen; 0 while it stalls."""
        with self.lock:
            stops = [self.switches.stall_after, self.switches.reset_after, job.reset_at]
            stops += [at for at, _ in self.timed]
            if 0 <= self.switches.stall_after <= job.got:
                return 0
            rate = self.switches.rate
            bite = max(1, int(rate * RATE_STEP)) if rate else CHUNK
            return min([bite, *(stop - job.got for stop in stops if stop > job.got)])

    def breaks_off(self, job: Job) -> bool:
        """Whether the line breaks at the byte a job has reached."""
        stops = (self.switches.reset_after, job.reset_at)
        return any(0 <= stop <= job.got for stop in stops)

    def breaks_off_after_paper(self, job: Job) -> bool:
        """Whether the line breaks now that all is out and no more comes."""
        with self.lock:
            is_asked = self.switches.printed_then_reset or job.fault == "printed_then_reset"
            is_out = len(self.reader.pages) > job.pages_before
            return is_asked and is_out and not self.held and not self.reader.buffer

    def take(self, job: Job, data: bytes) -> None:
        """Answer the questions in ``data`` at once, and execute or hold the rest."""
        with self.lock:
            for question in QUESTION.findall(job.tail + data):
                if self._answers_questions(job):
                    self.outbox.append(self.switches.status_byte(question[0]))
                job.asked += 1
            job.tail = (job.tail + data)[-2:]
            job.got += len(data)
            self.received += len(data)
            self.held.append((job.number, data))
            self.execute()

    def execute(self) -> None:
        """Execute what is held, if it can print now."""
        with self.lock:
            while self.held and not self.switches.is_offline:
                number, data = self.held.pop(0)
                if data is None:
                    self.reader.buffer.clear()
                else:
                    self.reader.feed(data, number)
                if not self._is_silent():
                    self.outbox += self.reader.answers
                self.reader.answers.clear()

    def fetch(self) -> bytes:
        """Return the answers not yet sent."""
        with self.lock:
            answers = bytes(self.outbox)
            self.outbox.clear()
            return answers

    def tear(self) -> None:
        """Tear off the hanging paper, as a person does."""
        with self.lock:
            self.reader.end_page(is_cut=False)

    def pages(self) -> list[Page]:
        """Return what came out so far."""
        with self.lock:
            return self.reader.pages[:]

    def _answers_questions(self, job: Job) -> bool:
        switches = self.switches
        is_mute = switches.mute or not switches.status or job.fault == "mute"
        return not is_mute and job.asked < switches.answer_limit

    def _is_silent(self) -> bool:
        """Whether an answer in buffer order goes to nobody."""
        switches, job = self.switches, self.job
        is_mute = switches.mute or switches.no_ack or switches.printed_then_reset
        return is_mute or job is None or job.fault in ("mute", "printed_then_reset")
