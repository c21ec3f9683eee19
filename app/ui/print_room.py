"""The printers of a seated officer: worker, status bar, questions about paper, set-up, keys."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.errors import AppError
from app.core.settings import Machine, PrinterSetting, save_machine
from app.services import print_queue
from app.services.office import Office
from app.services.print_queue import JobRow, QueueState
from app.ui.print_worker import PrinterNews, PrintWorker
from app.ui.slip_words import next_step, trouble_text
from app.ui.status import PrinterLine
from app.ui.tasks import Lane, TaskRunner

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.window import MainWindow

ASK_NOTICE = "printing.asks"
ASK_PAPER = "Có giấy hẹn chưa rõ đã ra giấy đầy đủ chưa: bấm Ctrl+P để trả lời."


class PrintRoom(QObject):
    """Prints for one desk until ``close``; ``changed_machine`` hears of new settings."""

    def __init__(
        self,
        window: "MainWindow",
        desk: "Desk",
        machine: Machine,
        tasks: TaskRunner,
        changed_machine: Callable[[Machine], None],
    ) -> None:
        super().__init__(window)
        self.worker: PrintWorker | None = None
        self._window, self._desk, self._machine = window, desk, machine
        self._tasks, self._changed_machine = tasks, changed_machine
        self._news: dict[str, PrinterNews] = {}
        self._asking = 0
        self._has_asked = False
        desk.changed.connect(self._on_changed)
        desk.committed = self._on_committed
        self._start()

    def close(self) -> None:
        """Let the slip that is being sent come to its end, then stop."""
        worker, self.worker = self.worker, None
        if worker is not None:
            worker.close()

    def show_slips(self) -> None:
        """Show the queue with its questions."""
        from app.ui.slips_dialog import SlipsDialog

        if self.worker is None:
            return
        dialog = SlipsDialog(self._desk, self.worker.wake, self._window)
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
        dialog.renewed.connect(lambda machine: self._change(machine, lambda: None))
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

    def _on_committed(self, tables: frozenset[str]) -> None:
        """Let a slip out that was just written; on the writer's thread."""
        worker = self.worker
        if "slip" in tables and worker is not None:
            worker.wake()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "print_job" in tables and self.worker is not None:
            self._show_queue()

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

    def _use_printers(self, printers: tuple[PrinterSetting, ...]) -> None:
        """Keep other printers in the settings and print on them from now on."""
        changed = replace(self._machine, printers=printers)
        self._change(changed, lambda: save_machine(changed))

    def _change(self, changed: Machine, keep: Callable[[], None]) -> None:
        """Let the printers go, keep the settings, go on with printers and key as they are set."""
        worker = self.worker
        if worker is None:
            return
        self.worker = None
        before = self._desk.office

        def exchange() -> Office:
            from app.ui.sealing import reseated

            keep()
            worker.close()
            return reseated(changed, before)

        def exchanged(office: Office) -> None:
            worker.deleteLater()
            self._machine, self._desk.office = changed, office
            self._changed_machine(changed)
            self._start()

        def refused(error: AppError) -> None:
            self.worker = worker
            self._window.show_error(error)

        self._tasks.run(Lane.WORK, exchange, exchanged, refused)
