"""Serving one printer: lock it, settle what a crash left, then bring slip after slip to paper.

Without windows: the screen's worker and ``motcua spool run`` serve printers with the same lane.
"""

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from app.core.clock import Clock
from app.core.errors import AppError
from app.core.settings import SLIP, Machine, PrinterSetting
from app.db.database import Database
from app.printing.devices.conversation import Told
from app.printing.devices.lock import lock_path
from app.printing.devices.outcome import (
    Deadlines,
    PrinterUnavailable,
    PrintInDoubt,
    PrintOutcome,
)
from app.printing.devices.stopping import ShouldStop, never
from app.printing.printers import DEADLINES, Way, print_receipt
from app.services import print_queue
from app.services.office import Office
from app.services.print_queue import JobMovedOn, NextJob

LOG = logging.getLogger(__name__)
SERVING = "serving"
FAULT = "program"
"""The reason of a slip that a fault of the program itself kept from coming out."""

Record = Callable[[Any], None]
"""Writes down how a print went, given an open unit."""


class PrinterTaken(AppError):
    """Another program on this machine serves this printer; ``printer``."""

    code = "printer.taken"


class PrinterLane:
    """One printer, served by one program at a time; use it as a context.

    ``outcome`` is the last print that succeeded, ``trouble`` why the last one did not. When
    ``should_stop`` says so, the slip that is being sent ends within seconds.
    """

    def __init__(
        self,
        database: Database,
        office: Office,
        machine: Machine,
        setting: PrinterSetting,
        clock: Clock,
        *,
        changed: Callable[[], None] = lambda: None,
        deadlines: Deadlines = DEADLINES,
        should_stop: ShouldStop = never,
    ) -> None:
        self.setting = setting
        self.outcome: PrintOutcome | None = None
        self.trouble = ""
        self._database, self._office, self._machine = database, office, machine
        self._clock, self._changed, self._deadlines = clock, changed, deadlines
        self._should_stop = should_stop
        self._lock = FileLock(lock_path(machine.data_dir, setting, SERVING), timeout=0)
        self._owed: Record | None = None
        self._refusals = 0
        self._has_begun = False
        self._may_be_torn = True

    def __enter__(self) -> Self:
        """Take the printer and settle what a crash left in the middle.

        Raises:
            PrinterTaken: another program serves it.
            DatabaseProblem: the database cannot be asked now.
        """
        try:
            self._lock.acquire()
        except Timeout:
            raise PrinterTaken(printer=self.setting.key) from None
        self._may_be_torn = True  # another program may have printed on it since
        try:
            self._pay_what_is_owed()  # first: what we know of a slip is no doubt to be settled
            self._settle()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the printer back."""
        self._lock.release()

    def step(self) -> bool:
        """Try the oldest slip of this printer; whether there was one.

        Raises:
            DatabaseProblem: the database cannot be asked now; nothing was sent.
        """
        self._pay_what_is_owed()
        job = self._next()
        if job is None:
            return False
        try:
            self._owed = self._bring(job)
        except JobMovedOn:
            return True
        self._pay_what_is_owed()
        return True

    def _bring(self, job: NextJob) -> Record:
        """Print one slip and return what to record of it."""

        def begin() -> None:
            with self._database.write() as session:
                print_queue.begin_sending(session, self._office, job.job_id, at=self._clock.now())
            self._has_begun = True
            self._changed()

        def trouble(reason: str) -> None:
            try:
                with self._database.write() as session:
                    print_queue.note_trouble(
                        session, self._office, job.job_id, error=reason, at=self._clock.now()
                    )
            except AppError as error:  # half a slip is on its way: only told, never stopped
                LOG.info("trouble %s not noted: %s", reason, error.code)
            self._changed()

        way = Way(
            data_dir=self._machine.data_dir,
            deadlines=self._deadlines,
            told=Told(begin, trouble, self._should_stop),
            follows_torn=self._may_be_torn,
        )
        return self._outcome(job, way)

    def _outcome(self, job: NextJob, way: Way) -> Record:
        office, job_id, now = self._office, job.job_id, self._clock.now
        self.outcome, self.trouble, self._has_begun = None, "", False
        try:
            outcome = self.outcome = print_receipt(job.slip, self.setting, way)
        except PrintInDoubt as error:
            self.trouble = reason = str(error.params["reason"])
            sent = int(str(error.params["bytes_sent"]))
            self._may_be_torn = True
            return lambda session: print_queue.mark_unknown(
                session, office, job_id, error=reason, bytes_sent=sent, at=now()
            )
        except PrinterUnavailable as error:
            self.trouble = reason = str(error.params["reason"])
            other = self._machine.printer(self.setting.fallback)
            fallback = "" if other is None else other.key
            self._refusals = refusals = self._refusals + 1
            return lambda session: print_queue.mark_waiting(
                session,
                office,
                job_id,
                error=reason,
                fallback=fallback,
                refusals=refusals,
                at=now(),
            )
        except AppError as error:
            if _is_about_the_queue(error):
                raise
            return self._failed(job_id, error.code)  # not this slip on this printer
        except Exception:  # a fault of ours must not stop the printer for everybody else
            LOG.exception("a slip could not be printed")
            return self._failed(job_id, FAULT)
        self._refusals, self._may_be_torn = 0, False
        return lambda session: print_queue.mark_done(
            session,
            office,
            job_id,
            acknowledged=outcome.acknowledged,
            bytes_sent=outcome.bytes_sent,
            detail=outcome.job,
            at=now(),
        )

    def _failed(self, job_id: str, code: str) -> Record:
        """Give a slip up for this printer; once it was begun, only a person can tell."""
        office, at = self._office, self._clock.now()
        self.trouble = code
        if self._has_begun:
            self._may_be_torn = True
            return lambda session: print_queue.mark_unknown(
                session, office, job_id, error=code, bytes_sent=0, at=at
            )
        return lambda session: print_queue.mark_failed(session, office, job_id, error=code, at=at)

    def _pay_what_is_owed(self) -> None:
        """Record how the last slip went; the database may have been away when it came out."""
        if self._owed is None:
            return
        try:
            with self._database.write() as session:
                self._owed(session)
        except JobMovedOn as error:  # answered by somebody meanwhile: their word stands
            LOG.info("a print was answered meanwhile: %s", error)
        self._owed = None
        self._changed()

    def _next(self) -> NextJob | None:
        now = self._clock.now()
        with self._database.read() as session:
            job = print_queue.next_job(session, self._office, self.setting.key, at=now)
            if job is not None and self._may_be_torn:  # the officer may have seen it whole since
                key = self.setting.key
                self._may_be_torn = print_queue.is_torn(session, self._office, key)
            # What is too old is no job to be sent; it is looked for when nothing else is to do.
            has_expired = job is None and print_queue.has_expired(session, self._office, at=now)
        if has_expired:
            with self._database.write() as session:
                print_queue.hold_expired(session, self._office, at=now)
            self._changed()
        return job

    def _settle(self) -> None:
        now = self._clock.now()
        keys = [one.key for one in self._machine.printers]
        primary = self._machine.printer_for(SLIP)
        with self._database.write() as session:
            print_queue.settle_interrupted(session, self._office, self.setting.key, at=now)
            if primary is not None and primary.key == self.setting.key:
                print_queue.adopt_orphans(session, self._office, keys, to=primary.key, at=now)


def _is_about_the_queue(error: AppError) -> bool:
    return isinstance(error, JobMovedOn) or error.code.startswith("database.")
