"""Work off the screen's thread: plain functions on worker threads, answers on the screen's thread.

No QThread and no QObject is made on a worker: a QObject that dies on another thread than its own
is a known crash. Only closures travel, through one queued signal.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from functools import partial
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from app.core.errors import AppError
from app.ui.tidying import Tidier

T = TypeVar("T")
Closure = Callable[[], None]


class Lane(Enum):
    """Where work queues; the value is the number of its workers."""

    WRITE = (1, "write")  # one: writes keep the officer's order
    READ = (2, "read")
    WORK = (2, "work")


class TaskRunner(QObject):
    """Runs functions on worker threads and brings their outcome back to the screen's thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            lane: ThreadPoolExecutor(lane.value[0], thread_name_prefix=lane.value[1])
            for lane in Lane
        }
        self._tidier = Tidier(self)
        self._is_closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        job: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None],
    ) -> None:
        """Run ``job``; then ``done`` with its result, or ``failed`` with its ``AppError``.

        Any other exception is a bug of ours: it is raised again on the screen's thread, where the
        crash hook sees it. An outcome whose receiver is a destroyed widget is dropped, and so is
        what a last timer asks for after ``close``.
        """
        if self._is_closed:
            return
        self._lanes[lane].submit(self._work, job, done, failed)

    def close(self) -> None:
        """Wait for the writes that are queued, drop what has not begun elsewhere, stop."""
        self._is_closed = True
        self._lanes[Lane.READ].shutdown(wait=False, cancel_futures=True)
        self._lanes[Lane.WORK].shutdown(wait=False, cancel_futures=True)
        for pool in self._lanes.values():
            pool.shutdown(wait=True)
        self._tidier.stop()

    def _work(
        self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[AppError], None]
    ) -> None:
        outcome: Closure
        try:
            result = job()
        except AppError as error:
            outcome = partial(tell, failed, error)
        except BaseException as error:  # noqa: BLE001 - raised again below, on the screen's thread
            outcome = _raise(error)
        else:
            outcome = partial(tell, done, result)
        self._arrived.emit(outcome)

    def _deliver(self, outcome: Closure) -> None:
        outcome()


def tell(receiver: Callable[[T], None], value: T) -> None:
    """Call a receiver, unless it is a method of a widget destroyed meanwhile."""
    owner = getattr(receiver, "__self__", None)
    if not isinstance(owner, QObject) or shiboken6.isValid(owner):
        receiver(value)


def _raise(error: BaseException) -> Closure:
    def outcome() -> None:
        raise error

    return outcome
