"""The printers of a seated officer: worker, status bar, questions about paper, set-up, keys."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.errors import AppError
from app.core.settings import Machine, PrinterSetting, save_machine
from app.services import print_queue, receipt_keys
from app.services.print_queue import JobRow, QueueState
from app.services.receipt_keys import KeyAlreadyRevoked, PublicKey
from app.ui.key_notice import key_notice, unsealed_notice
from app.ui.print_worker import PrinterNews, PrintWorker
from app.ui.sealing import Seated, with_seal
from app.ui.slip_words import next_step, trouble_text
from app.ui.status import PrinterLine
from app.ui.tasks import Lane, TaskRunner

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.window import MainWindow

ASK_NOTICE, KEY_NOTICE = "printing.asks", "printing.key"
ASK_PAPER = "Có giấy hẹn chưa rõ đã ra giấy đầy đủ chưa: bấm Ctrl+P để trả lời."


class PrintRoom(QObject):
    """Prints for one desk until the officer leaves or the program ends.

    ``worker`` is None while another is about to take its place, and at the end; ``unprinted``
    counts the slips a citizen may be without.
    """

    def __init__(
        self, window: "MainWindow", desk: "Desk", seated: Seated, tasks: TaskRunner
    ) -> None:
        super().__init__(window)
        self.worker: PrintWorker | None = None
        self.unprinted = 0
        self._window, self._desk, self._tasks = window, desk, tasks
        self._machine = self._aim = seated.machine
        self._ending: PrintWorker | None = None
        self._wanted: Machine | None = None
        self._is_closed = False
        self._gone: Callable[[], None] = lambda: None
        self._news: dict[str, PrinterNews] = {}
        self._asking = 0
        self._has_asked = False
        desk.changed.connect(self._on_changed)
        desk.committed = self._on_committed
        self._tell_of_key(key_notice(seated))
        self._start()

    def close(self) -> None:
        """Start nothing any more and wait for the slip that is being sent: the program ends."""
        self._is_closed = True
        for worker in (self.worker, self._ending):
            if worker is not None:
                worker.close()
        self.worker = None

    def leave(self, gone: Callable[[], None]) -> None:
        """Close and vanish, but never hold the screen up; ``gone`` hears when all has ended."""
        self._is_closed, self._gone = True, gone
        for notice in (ASK_NOTICE, KEY_NOTICE):
            self._window.notices.withdraw(notice)
        if self.worker is not None:  # else one is ending already, and that will be the end
            worker = self._let_end(self.worker)
            self._tasks.run(Lane.WORK, worker.close, self._vanish, self._window.show_error)

    def show_slips(self) -> None:
        """Show the queue with its questions."""
        from app.ui.slips_dialog import SlipsDialog

        if self.worker is None:
            return
        dialog = SlipsDialog(self._desk, self._wake, self._window)
        for asked, act in (
            (dialog.setup_asked, self.choose_printers),
            (dialog.keys_asked, self.show_keys),
        ):
            asked.connect(dialog.accept)
            asked.connect(act)
        dialog.exec()
        dialog.deleteLater()

    def choose_printers(self) -> None:
        """Let the officer say which printers this desk has."""
        from app.ui.printers_dialog import PrintersDialog

        dialog = PrintersDialog(self._machine, self._desk.work, self._window)
        dialog.saved.connect(self._use_printers)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_keys(self) -> None:
        """Show the keys that prove slips."""
        from app.ui.keys_dialog import KeysDialog

        dialog = KeysDialog(self._desk, self._machine, self._window)
        dialog.renewed.connect(self._use_key)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _start(self) -> None:
        desk = self._desk
        # A child of this room: a QObject must never come to its end on another thread.
        worker = self.worker = PrintWorker(
            desk.database, desk.office, self._machine, desk.clock, parent=self
        )
        worker.changed.connect(desk.changed)
        worker.heard.connect(self._on_heard)
        worker.settled.connect(self._on_settled)
        self._news = {}
        worker.start()
        self._show_queue()

    def _wake(self) -> None:
        worker = self.worker
        if worker is not None:
            worker.wake()

    def _on_committed(self, tables: frozenset[str]) -> None:
        """Let a slip out that was just written; on the writer's thread."""
        if "slip" in tables:
            self._wake()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if self.worker is None:
            return
        if "print_job" in tables:
            self._show_queue()
        if "receipt_key" in tables and self._machine.seal_key:
            key_id = self._machine.seal_key
            self._desk.ask(receipt_keys.find_key, key_id, done=self._key_read, key="room.key")

    def _key_read(self, key: PublicKey | None) -> None:
        """Seal nothing with a key that was revoked meanwhile, here or at another desk."""
        if self.worker is None or key is None or key.revoked_at is None:
            return
        self._desk.office = replace(self._desk.office, seal=None)
        revoked = KeyAlreadyRevoked(key_id=key.key_id, revoked_at=key.revoked_at)
        self._tell_of_key(unsealed_notice(revoked))

    def _tell_of_key(self, words: str) -> None:
        if words:
            self._window.notices.show_notice(words, "late", KEY_NOTICE)
        else:
            self._window.notices.withdraw(KEY_NOTICE)

    def _on_heard(self, news: PrinterNews) -> None:
        self._news[news.key] = news
        self._show_queue()

    def _on_settled(self) -> None:
        """Ask at the start, before anybody stands at the desk, about what a crash left open."""
        if not self._has_asked:
            self._has_asked = True
            self._desk.ask(print_queue.list_asking, done=self._ask_first, key="start.asking")

    def _ask_first(self, asking: tuple[JobRow, ...]) -> None:
        if asking:
            self.show_slips()

    def _show_queue(self) -> None:
        self._desk.ask(print_queue.queue_state, done=self._queue_read, key="status.queue")

    def _queue_read(self, state: QueueState) -> None:
        if self._is_closed:
            return
        self.unprinted = state.waiting
        printer = self._machine.printer(self._machine.slip_printer)
        news = self._news.get(printer.key if printer else "")
        trouble = state.trouble or (news.trouble if news else "")
        self._window.status.set_printer(
            PrinterLine(
                waiting=state.waiting,
                asking=state.asking,
                trouble=trouble_text(trouble),
                step=next_step(trouble),
                near_end=news is not None and news.near_end,
                practises=printer is not None and printer.kind == "virtual",
            )
        )
        if state.asking > self._asking:
            self._window.notices.show_notice(ASK_PAPER, "late", ASK_NOTICE)
        elif not state.asking:
            self._window.notices.withdraw(ASK_NOTICE)
        self._asking = state.asking

    # Other printers, another key

    def _use_printers(self, printers: tuple[PrinterSetting, ...]) -> None:
        self._use(replace(self._aim, printers=printers))

    def _use_key(self, machine: Machine) -> None:
        self._use(replace(self._aim, seal_key=machine.seal_key, seal_place=machine.seal_place))

    def _use(self, machine: Machine) -> None:
        """Go on as a machine says, once the slip that is being sent has come to its end."""
        self._wanted = self._aim = machine
        if self.worker is not None:  # else an exchange is under way, and looks here at its end
            self._exchange(self.worker)

    def _exchange(self, worker: PrintWorker) -> None:
        wanted, self._wanted = self._wanted, None
        assert wanted is not None
        self._let_end(worker)
        database, office, at = self._desk.database, self._desk.office, self._desk.clock.now()

        def exchange() -> Seated | Exception:
            try:
                worker.close()
                seated = with_seal(wanted, database, office, at=at)
                save_machine(seated.machine)
            except Exception as error:  # noqa: BLE001 - told below, when printing goes on again
                return error
            return seated

        self._tasks.run(Lane.WORK, exchange, self._exchanged, self._window.show_error)

    def _exchanged(self, outcome: Seated | Exception) -> None:
        """Print on: as was wanted, or with the old settings where that came to nothing."""
        if self._is_closed:
            self._vanish()
            return
        if self._ending is not None:
            self._ending.deleteLater()
            self._ending = None
        if isinstance(outcome, Seated):
            self._machine, sealed = outcome.machine, outcome.office
            self._desk.office = replace(self._desk.office, printer=sealed.printer, seal=sealed.seal)
            self._tell_of_key(key_notice(outcome))
        elif self._wanted is None:
            self._aim = self._machine
        self._start()
        if self._wanted is not None and self.worker is not None:
            self._exchange(self.worker)
        if isinstance(outcome, AppError):
            self._window.show_error(outcome)
        elif isinstance(outcome, Exception):
            raise outcome

    def _let_end(self, worker: PrintWorker) -> PrintWorker:
        """Take a worker out of service; its threads run until somebody has closed it."""
        self.worker, self._ending = None, worker
        return worker

    def _vanish(self, _: None = None) -> None:
        """Go with the worker, now that none of its threads can speak any more."""
        self.deleteLater()
        self._gone()
