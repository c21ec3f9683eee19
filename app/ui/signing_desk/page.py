"""Ký và phát hành: the leader signs, the registrar numbers and seals, others see who has to act."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.core.apologies import ApologyState
from app.core.clock import local_day
from app.core.errors import AppError
from app.core.sealed_letter import LetterFacts, is_sealed_letter, read_sealed_letter
from app.core.settings import Machine
from app.core.wording import short_date
from app.services.signing_queue import QueuedLetter
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.marks import Tone
from app.ui.page import Page
from app.ui.scan_reading import NoLetterOnScan
from app.ui.signing_desk import queue
from app.ui.signing_desk.acts import DeskActs
from app.ui.signing_desk.batch import BatchReport
from app.ui.signing_desk.paper_letter_dialog import SCANS
from app.ui.signing_desk.queue import ACTED_ON, DeskQueue, Face, face_of
from app.ui.signing_desk.runner import Runner
from app.ui.signing_desk.view import PAPER, SEALED, SigningView

TABLES = frozenset({"apology", "apology_letter", "escalation", "dossier"})
UNSEEN_MS = 300
"""An unseen page looks again a moment later: first comes the slip the citizen waits for."""
_S = ApologyState
EMPTY = {
    Face.SIGN: ("Không có thư nào chờ ký", "Thư cán bộ trình ký sẽ tự hiện ở đây."),
    Face.SEAL: ("Không có thư nào ở bước này", "Thư lãnh đạo vừa ký sẽ tự hiện ở đây."),
    Face.READ: ("Không có thư nào chờ ký hay đóng dấu", "Thư đã trình ký sẽ tự hiện ở đây."),
}
NO_PAPER = (
    "Không có thư nào chờ ký",
    "Thư cán bộ trình ký sẽ tự hiện ở đây; in ra để ký tay, đóng dấu.",
)
UNSAVED = "Thư hồ sơ {code} có lý do vừa sửa mà chưa lưu. Bấm “Lưu” rồi ký."
UNDER_WAY = (
    "Thư đang được ký hoặc đóng dấu. Rời đi thì việc dừng sau thư này; thư đã xong vẫn giữ nguyên."
)
NO_NUMBER = "Nhập số của thư đầu tiên, ví dụ 05."


class SigningPage(Page):
    """One desk for two people who never act for each other."""

    title = "Ký và phát hành"
    key = "signing"
    open_asked = Signal(str)
    """The officer wants to see this dossier; its code."""

    def __init__(
        self, desk: Desk, machine: Machine | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self.face = face_of(desk.actor.role)
        self.view = SigningView(desk, self.face)
        self.runner = Runner(desk, machine, self)
        self.acts = DeskActs(desk, self.runner, self)
        self.is_loaded = False
        self._queue = DeskQueue((), (), "")
        self._numbered = ""
        self._action = QAction(self.title, self)
        self._later = QTimer(self, singleShot=True, interval=UNSEEN_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self.view.lists.set_value(SEALED)
        self._show_key()
        self._show_state()
        self.refresh()

    @override
    def under_way(self) -> str:
        return UNDER_WAY if self.runner.is_running else ""

    @override
    def let_go(self) -> None:
        """Let go of every key at once: the person signs out, or the window closes."""
        self.runner.close()

    @override
    def on_shown(self) -> None:
        self.refresh()
        self.view.table.setFocus()

    @override
    def on_changed(self, tables: frozenset[str]) -> None:
        if not tables & TABLES or self.runner.is_running:  # a batch tells when it has ended
            return
        if self.isVisible():
            self.refresh()
        else:
            self._later.start()

    @override
    def primary(self) -> QAction | None:
        return self._action

    @override
    def take_scan(self, text: str) -> bool:
        """Make the letter of a scanned paper current; False if it is not on this desk."""
        code = read_sealed_letter(text).facts.code if is_sealed_letter(text) else text.strip()
        return not self.runner.is_running and self._select(code.upper()) is not None

    def refresh(self) -> None:
        """Read the desk again."""
        self.desk.ask(
            queue.load,
            actor=self.desk.actor,
            at=self.desk.clock.now(),
            key="signing.queue",
            done=self._show_queue,
        )

    # What lies on the desk

    def _show_queue(self, found: DeskQueue) -> None:
        if self.runner.is_running:
            return
        self._queue, self.is_loaded = found, True
        self.badge_changed.emit(self._waiting(found))
        self.view.decisions.show_rows(found.decisions, self.desk.clock.now())
        self.view.show_day(short_date(local_day(self.desk.clock.now())))
        if self.view.number.text() in {"", self._numbered}:
            self.view.number.setText(found.next_number)
        self._numbered = found.next_number
        self._show_rows()

    def _show_rows(self) -> None:
        kind = self.view.lists.value()
        self.view.show_list_of(kind)
        if not self.is_loaded:
            return  # nothing is said of a desk that was not looked at
        rows = self._queue.in_states(*self._listed(kind))
        self.view.table.set_rows(rows)
        self.view.show_list(has_rows=bool(rows))
        self.view.nothing.say(*(NO_PAPER if self._is_paper else EMPTY[self.face]))
        self.view.preview.show_row(self.view.table.current())
        self._show_state()

    def _show_other_list(self, _: str) -> None:
        self._tell("")
        self._show_rows()

    def _listed(self, kind: str) -> tuple[ApologyState, ...]:
        if self.face is Face.SIGN or (self.face is Face.SEAL and kind == PAPER):
            return (_S.SUBMITTED,)
        if self.face is Face.SEAL:
            return (_S.AWAITING_SEAL, _S.SIGNED)
        return (_S.SUBMITTED, _S.SIGNED, _S.AWAITING_SEAL)

    def _waiting(self, found: DeskQueue) -> int:
        return len(found.in_states(*ACTED_ON[self.face])) + len(found.decisions)

    def _on_current(self, row: QueuedLetter | None) -> None:
        self.view.preview.show_row(row)
        self._show_state()

    # What can be done

    def chosen(self) -> tuple[QueuedLetter, ...]:
        """Return what the primary button acts on: what is ticked, else the current letter."""
        ticked = self.view.table.ticked()
        if ticked:
            return ticked
        row = self.view.table.current()
        return (row,) if row is not None and self._may_tick(row) else ()

    def _may_tick(self, row: QueuedLetter) -> bool:
        return row.owed.state in ACTED_ON[self.face]

    @property
    def _is_paper(self) -> bool:
        return self.face is Face.SEAL and self.view.lists.value() == PAPER

    def _show_state(self) -> None:
        """Say on the buttons what a press would do."""
        view, row, count = self.view, self.view.table.current(), len(self.chosen())
        view.show_ticks()
        is_free = not self.runner.is_running
        words = {
            Face.SIGN: f"Ký {max(count, 1)} thư",
            Face.SEAL: f"Đóng dấu, phát hành {max(count, 1)} thư",
            Face.READ: "Xem hồ sơ",
        }[self.face]
        view.primary.setText("Thư giấy…" if self._is_paper else words)
        may_go = row is not None if self._is_paper or self.face is Face.READ else bool(count)
        for widget in (view.primary, self._action):
            widget.setEnabled(may_go and is_free)
        view.send_back.setEnabled(row is not None and is_free)
        waiting = self._unstamped()
        is_one = row is not None and row.owed.state is _S.SIGNED
        view.show_forward(row.owed.code if row is not None and is_one else "", len(waiting))
        view.forward.setEnabled(bool(waiting) and is_free)

    def _do_primary(self) -> None:
        row = self.view.table.current()
        if self._is_paper and row is not None:
            self.acts.enter_paper(row, self._queue.next_number)
        elif self.face is Face.SIGN:
            self._sign()
        elif self.face is Face.SEAL:
            self._seal()
        elif row is not None:
            self.open_asked.emit(row.owed.code)

    def _sign(self) -> None:
        rows = self.chosen()
        unsaved = self.view.preview.unsaved(rows)
        if unsaved is not None:
            self._tell(UNSAVED.format(code=unsaved.owed.code))
            self.view.table.select(lambda row: row.key == unsaved.key)
            return
        self._tell("")
        self.acts.sign(rows, self.view.primary.text())

    def _seal(self) -> None:
        number = self.view.number.text()
        if not number.strip():
            self._tell(NO_NUMBER)
            self.view.number.setFocus()
            return
        self._tell("")
        self.acts.seal(self.chosen(), number, self.view.primary.text())

    def _send_back(self) -> None:
        row = self.view.table.current()
        if row is not None:
            self.acts.ask_send_back(row)

    def _unstamped(self) -> tuple[QueuedLetter, ...]:
        return self._queue.in_states(_S.SIGNED)

    def _forward_one(self) -> None:
        row = self.view.table.current()
        if row is not None:
            self.acts.forward([row])

    def _forward_all(self) -> None:
        self.acts.forward(self._unstamped())

    def _refused(self, error: AppError) -> None:
        self._tell(one_line(error))

    def _tell(self, words: str) -> None:
        self.view.strip.say(words, Tone.LATE)

    def _open_scan(self) -> None:
        """Let a scanned paper find its letter, wherever it stands in the list."""
        file, _ = QFileDialog.getOpenFileName(self, "Bản quét của thư đã ký", "", SCANS)
        if file:
            self._tell("")
            self.acts.find_scan(file, lambda facts: self._enter_scanned(facts, file))

    def _enter_scanned(self, facts: LetterFacts, file: str) -> None:
        row = self._select(facts.code)
        if row is None or row.owed.state is not _S.SUBMITTED:
            self._refused(NoLetterOnScan(name=Path(file).name))
            return
        self.acts.enter_paper(row, self._queue.next_number, file)

    def _select(self, code: str) -> QueuedLetter | None:
        """Make the letter of a dossier current, in the list where it stands; None without one."""
        found = next((row for row in self._queue.letters if row.owed.code == code), None)
        if found is None:
            return None
        if self.face is Face.SEAL:
            is_paper = found.owed.state is _S.SUBMITTED
            self.view.lists.set_value(PAPER if is_paper else SEALED)
        return found if self.view.table.select(lambda row: row.key == found.key) else None

    # A batch

    def _began(self, count: int) -> None:
        self.view.set_busy(is_busy=True)
        self.view.batch.begin(count)
        self._show_state()

    def _remark(self, remarks: tuple[AppError, ...]) -> None:
        self.view.strip.say("\n".join(map(one_line, remarks)), Tone.SOON)

    def _ended(self, report: BatchReport) -> None:
        self.view.set_busy(is_busy=False)
        self.view.batch.end(report)
        self._numbered = self.view.number.text()  # what was proposed is used up
        self.refresh()
        self._show_state()

    def _pause(self) -> None:
        if self.runner.batch is not None:
            self.runner.batch.pause()

    def _go_on(self) -> None:
        if self.runner.batch is not None:
            self.runner.batch.go_on()

    def _cancel(self) -> None:
        if self.runner.batch is not None:
            self.runner.batch.cancel()

    def _show_key(self) -> None:
        key = self.runner.key
        told = "chưa chọn chứng thư" if key is None else key.label
        self.view.key_words.setText(f"Ký bằng: {told}")
        self.view.key_words.setVisible(self.face is not Face.READ)

    def _connect(self) -> None:
        view, runner, acts = self.view, self.runner, self.acts
        view.table.set_ticks(self._may_tick)
        view.table.current_changed.connect(self._on_current)
        view.table.ticks_changed.connect(self._show_state)
        view.table.chosen.connect(lambda _: view.read_large(self))
        view.all.toggled.connect(view.table.tick_all)
        view.lists.changed.connect(self._show_other_list)
        view.decisions.asked.connect(acts.decide)
        view.preview.saved.connect(self.refresh)
        view.choose_key.clicked.connect(runner.choose_key)
        view.send_back.clicked.connect(self._send_back)
        view.forward_one.triggered.connect(self._forward_one)
        view.forward_all.triggered.connect(self._forward_all)
        view.open_scan.clicked.connect(self._open_scan)
        view.primary.clicked.connect(self._action.trigger)
        self._action.triggered.connect(self._do_primary)
        view.batch.paused.connect(self._pause)
        view.batch.resumed.connect(self._go_on)
        view.batch.cancelled.connect(self._cancel)
        runner.key_changed.connect(self._show_key)
        runner.began.connect(self._began)
        runner.remarked.connect(self._remark)
        runner.advanced.connect(view.batch.show_progress)
        runner.ended.connect(self._ended)
        runner.refused.connect(self._refused)
        acts.refused.connect(self._refused)
        acts.said.connect(self.say)
        acts.numbered.connect(view.number.setText)

    def _lay_out(self) -> None:
        self.body.addWidget(self.view.decisions)
        self.body.addWidget(self.view.split, 1)
        self.body.addWidget(self.view.batch)
        self.set_footer(*self.view.others(), primary=self.view.primary)
