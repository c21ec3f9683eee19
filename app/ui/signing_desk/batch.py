"""A confirmed batch at work: letter after letter on a worker, told to the screen as it goes.

What is done is recorded letter by letter, so that nothing is lost however the batch ends.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError
from app.db.errors import DatabaseProblem
from app.services.signing_queue import QueuedLetter
from app.signing.errors import CertificateExpired, CertificateNotYetValid, CertificateUsage
from app.signing.token.errors import TokenProblem
from app.ui.desk import Desk
from app.ui.tidying import Tidier

if TYPE_CHECKING:
    from app.signing.signer import LetterSigner

Touched = frozenset[str]
Step = Callable[[QueuedLetter, "LetterSigner"], Touched]
OpenKey = Callable[[], AbstractContextManager["LetterSigner"]]

STOPS = (
    TokenProblem,
    DatabaseProblem,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUsage,
)
"""What no further letter would be spared; anything else is one letter's own trouble."""
PAUSE_MINUTES = 5
"""How long a pause may keep a key open that only a password or PIN should open."""
TELL_SECONDS = 1.0
"""How often the other pages are told of letters done: each telling makes them look again."""


class PausedTooLong(AppError):
    """A pause went on so long that the key was locked again; ``minutes``."""

    code = "signing.paused_too_long"


class BatchBroken(AppError):
    """A fault of the program ended the batch; what was done before it is recorded."""

    code = "signing.batch_broken"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: ``done`` of ``total`` looked at, ``code`` the letter at work now."""

    done: int
    total: int
    code: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How a batch ended: what was done, what was not and why, what stopped it if anything did."""

    total: int
    done: tuple[QueuedLetter, ...]
    refused: tuple[tuple[QueuedLetter, AppError], ...]
    stopped_by: AppError | None
    was_cancelled: bool

    @property
    def is_whole(self) -> bool:
        """Whether every letter was done."""
        return len(self.done) == self.total


class Batch(QObject):
    """Does one step with each of some letters, with one key that is opened once."""

    advanced = Signal(object)
    """A ``Progress``, before each letter."""
    changed = Signal(object)
    """The tables that were written since the last time, a frozenset."""
    ended = Signal(object)
    """The ``BatchReport``, once, however the batch ended."""

    def __init__(
        self, desk: Desk, letters: Sequence[QueuedLetter], open_key: OpenKey, step: Step
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._letters = tuple(letters)
        self._open_key, self._step = open_key, step
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._is_cancelled = threading.Event()
        self._done: list[QueuedLetter] = []
        self._refused: list[tuple[QueuedLetter, AppError]] = []
        self._touched: set[str] = set()
        self._told_at = time.monotonic()

    def start(self) -> None:
        """Begin on a worker."""
        Tidier.spare_what_is_loaded()
        self._desk.work(self._run, done=self.ended.emit)

    def pause(self) -> None:
        """Wait after the letter that is at work."""
        self._may_go_on.clear()

    def go_on(self) -> None:
        """Go on after a pause."""
        self._may_go_on.set()

    def cancel(self) -> None:
        """End after the letter that is at work; what is done stays done."""
        self._is_cancelled.set()
        self._may_go_on.set()

    def _run(self) -> BatchReport:
        stopped_by: AppError | None = None
        if self._is_cancelled.is_set():  # who asked for it has left: no key is opened any more
            return self._report(None)
        try:
            with self._open_key() as signer:
                self._do_all(signer)
        except AppError as error:
            stopped_by = error
        except BaseException:  # told by the crash hook; the desk must still know that it ended
            self._tell()
            self.ended.emit(self._report(BatchBroken()))
            raise
        self._tell()
        return self._report(stopped_by)

    def _report(self, stopped_by: AppError | None) -> BatchReport:
        return BatchReport(
            len(self._letters),
            tuple(self._done),
            tuple(self._refused),
            stopped_by,
            self._is_cancelled.is_set() and stopped_by is None,
        )

    def _do_all(self, signer: "LetterSigner") -> None:
        for number, letter in enumerate(self._letters):
            if not self._may_go_on.wait(PAUSE_MINUTES * 60):
                raise PausedTooLong(minutes=PAUSE_MINUTES)
            if self._is_cancelled.is_set():
                return
            self.advanced.emit(Progress(number, len(self._letters), letter.owed.code))
            try:
                touched = self._step(letter, signer)
            except STOPS:
                raise
            except AppError as error:
                self._refused.append((letter, error))
            else:
                self._done.append(letter)
                self._desk.committed(touched)
                self._touched |= touched
            if time.monotonic() - self._told_at >= TELL_SECONDS:
                self._tell()

    def _tell(self) -> None:
        touched, self._touched = frozenset(self._touched), set()
        self._told_at = time.monotonic()
        if touched:
            self.changed.emit(touched)
