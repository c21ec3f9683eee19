"""One plain thread per printer: a dead one delays nobody else, and never the screen."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.clock import Clock
from app.core.errors import AppError
from app.core.settings import Machine, PrinterSetting
from app.db.database import Database
from app.services.office import Office

if TYPE_CHECKING:
    from app.ui.printing_out import PrinterLane

LOG = logging.getLogger(__name__)
BUSY = "busy"  # a test slip is being printed on it
IDLE_SECONDS = 2.0
LOOK_SECONDS = 15.0
"""How often an idle printer that can speak is asked how it is."""


@dataclass(frozen=True, slots=True)
class PrinterNews:
    """What is known of a printer: ``trouble`` is a reason, empty when it can print."""

    key: str
    trouble: str
    near_end: bool = False


class PrintWorker(QObject):
    """Sends waiting slips of this station; ``wake`` after an intake, ``close`` at the end."""

    changed = Signal(object)
    """The tables a worker wrote, a frozenset: pages refresh as after any unit."""
    heard = Signal(object)
    """``PrinterNews`` when what a printer says of itself has changed."""

    settled = Signal()
    """A printer was taken up: what a crash had left in the middle of it is known now."""

    def __init__(
        self,
        database: Database,
        office: Office,
        machine: Machine,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._database, self._office, self._machine = database, office, machine
        self._clock = clock
        self._stop = threading.Event()
        self._woken = [threading.Event() for _ in machine.printers]
        self._threads = [
            threading.Thread(target=self._serve, args=(setting, woken), name=f"print-{setting.key}")
            for setting, woken in zip(machine.printers, self._woken, strict=True)
        ]
        self._news: dict[str, PrinterNews] = {}

    def start(self) -> None:
        """Begin; each thread settles first what a crash left in the middle of its printer."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at once: a slip was just issued, or paper was put in."""
        for woken in self._woken:
            woken.set()

    def close(self) -> None:
        """Stop within seconds: a slip that is coming out ends, one that cannot is left in doubt."""
        self._stop.set()
        self.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _serve(self, setting: PrinterSetting, woken: threading.Event) -> None:
        """Serve one printer until the end, whatever happens to it."""
        from app.ui.printing_out import FAULT, PrinterTaken

        lane = None
        while not self._stop.is_set():
            try:
                lane = lane or self._lane(setting)
                with lane:
                    self.settled.emit()
                    self._work(lane, setting, woken)
            except PrinterTaken:
                self._hear(PrinterNews(setting.key, "taken"))
            except AppError as error:  # the database is busy or away: the next round tries again
                LOG.info("printing waits: %s", error.code)
            except Exception:  # a fault of ours: logged, told, and the printer tried again
                LOG.exception("printing on %s was interrupted", setting.key)
                self._hear(PrinterNews(setting.key, FAULT))
            woken.wait(IDLE_SECONDS)

    def _lane(self, setting: PrinterSetting) -> "PrinterLane":
        from app.ui.printing_out import PrinterLane

        return PrinterLane(
            self._database,
            self._office,
            self._machine,
            setting,
            self._clock,
            changed=self._tell,
            should_stop=self._stop.is_set,
        )

    def _work(self, lane: "PrinterLane", setting: PrinterSetting, woken: threading.Event) -> None:
        from app.printing.ask_printer import can_be_asked, look

        looked = time.monotonic()
        speaks = can_be_asked(setting)
        while not self._stop.is_set():
            woken.clear()
            while not self._stop.is_set() and lane.step():
                looked = time.monotonic()
                status = lane.outcome.status if lane.outcome else None
                speaks = can_be_asked(setting) if status is not None else speaks
                self._hear(
                    PrinterNews(setting.key, lane.trouble, status is not None and status.near_end)
                )
            if speaks and time.monotonic() - looked > LOOK_SECONDS:
                looked = time.monotonic()
                status = look(setting, data_dir=self._machine.data_dir)
                # Asked again only when it has spoken: what it does not know it may print.
                speaks = status is not None
                if status is not None and status.trouble != BUSY:
                    self._hear(PrinterNews(setting.key, status.trouble, status.near_end))
            woken.wait(IDLE_SECONDS)

    def _tell(self) -> None:
        self.changed.emit(frozenset({"print_job"}))

    def _hear(self, news: PrinterNews) -> None:
        if self._news.get(news.key) != news:
            self._news[news.key] = news
            self.heard.emit(news)
