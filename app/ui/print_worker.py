"""One plain thread per printer: a dead one delays nobody else, and never the screen."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.clock import Clock
from app.core.errors import AppError
from app.core.settings import PrinterSetting
from app.db.database import Database
from app.services import print_queue
from app.services.office import Office

LOG = logging.getLogger(__name__)
IDLE_SECONDS = 2.0


class PrintWorker(QObject):
    """Sends waiting slips of this station; ``wake`` after an intake, ``close`` at the end."""

    changed = Signal(object)
    """The tables a worker wrote, a frozenset: pages refresh as after any unit."""

    def __init__(
        self,
        database: Database,
        office: Office,
        printers: tuple[PrinterSetting, ...],
        clock: Clock,
        data_dir: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._database, self._office, self._clock = database, office, clock
        self._data_dir = data_dir
        self._stop = threading.Event()
        self._woken = [threading.Event() for _ in printers]
        self._threads = [
            threading.Thread(target=self._serve, args=(setting, woken), name=f"print-{setting.key}")
            for setting, woken in zip(printers, self._woken, strict=True)
        ]

    def start(self) -> None:
        """Settle what a crash left in the middle, then begin."""
        with self._database.write() as session:
            print_queue.settle_interrupted(session, self._office, at=self._clock.now())
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once: a slip was just issued, or paper was put in."""
        for woken in self._woken:
            woken.set()

    def close(self) -> None:
        """Stop after the slip that is being sent."""
        self._stop.set()
        self.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _serve(self, setting: PrinterSetting, woken: threading.Event) -> None:
        from app.ui.printing_out import print_next

        while not self._stop.is_set():
            woken.clear()
            while not self._stop.is_set() and self._tried(
                lambda: print_next(
                    self._database, self._office, setting, self._clock, self._data_dir
                )
            ):
                self.changed.emit(frozenset({"print_job"}))
            woken.wait(IDLE_SECONDS)

    def _tried(self, attempt: Callable[[], bool]) -> bool:
        try:
            return attempt()
        except AppError as error:  # the database is busy or away: the next round tries again
            LOG.info("printing waits: %s", error.code)
            return False
