"""How a batch is doing: a bar with "12/200", pause and stop; then what was not done and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError
from app.services.signing_queue import QueuedLetter
from app.ui.card_parts import NoticeStrip, Panel, line
from app.ui.error_text import one_line
from app.ui.marks import Tone
from app.ui.signing_desk.batch import BatchReport, Progress

LIST_HEIGHT = 92
"""Three refusals are seen at once; the queue above keeps its room."""
PAUSE, GO_ON = "Tạm &dừng", "Làm &tiếp"
STOPPING = "Đang dừng sau thư này…"


class BatchPanel(Panel):
    """Hidden until a batch begins; stays with its outcome until it is put away."""

    paused = Signal()
    resumed = Signal()
    cancelled = Signal()

    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verb = verb
        self._progress = Progress(0, 0, "")
        self._is_paused = False
        self.words = line("")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Tiến độ")
        self.bar.setTextVisible(False)
        self.strip = NoticeStrip()
        self.list = QPlainTextEdit()
        self.list.setAccessibleName("Thư chưa làm được và lý do")
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setFixedHeight(LIST_HEIGHT)
        self.pause = QPushButton(PAUSE)
        self.stop = QPushButton("Thôi, giữ những thư đã &xong")
        self.put_away = QPushButton("Đã &xem")
        self._lay_out()
        self.pause.clicked.connect(self._on_pause)
        self.stop.clicked.connect(self._on_stop)
        self.put_away.clicked.connect(self.hide)
        self.hide()

    def begin(self, total: int) -> None:
        """Show an empty bar."""
        self._is_paused = False
        self.strip.say("", Tone.QUIET)
        self._show_refused(())
        self.bar.setRange(0, total)
        self._show_running(is_running=True)
        self.show_progress(Progress(0, total, ""))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the batch is."""
        self._progress = progress
        self.bar.setValue(progress.done)
        at_work = f" · hồ sơ {progress.code}" if progress.code else ""
        doing = "Đang tạm dừng" if self._is_paused else f"Đang {self._verb}"
        self.words.setText(f"{doing} {progress.done}/{progress.total}{at_work}")

    def end(self, report: BatchReport) -> None:
        """Say how it ended; nothing stays on the screen of a batch without a hitch."""
        self._show_running(is_running=False)
        self.strip.say(*outcome(report, self._verb))
        self._show_refused(report.refused)

    def _show_refused(self, refused: Sequence[tuple[QueuedLetter, AppError]]) -> None:
        """List all that was refused, to be read and copied."""
        told = [f"{row.owed.code}: {one_line(why)}" for row, why in refused]
        self.list.setPlainText("\n".join(told))
        self.list.setVisible(bool(told))

    def _on_pause(self) -> None:
        self._is_paused = not self._is_paused
        self.pause.setText(GO_ON if self._is_paused else PAUSE)
        (self.paused if self._is_paused else self.resumed).emit()
        self.show_progress(self._progress)

    def _on_stop(self) -> None:
        for button in (self.pause, self.stop):
            button.setEnabled(False)
        self.words.setText(STOPPING)
        self.cancelled.emit()

    def _show_running(self, *, is_running: bool) -> None:
        self.pause.setText(PAUSE)
        for widget in (self.words, self.bar, self.pause, self.stop):
            widget.setVisible(is_running)
            widget.setEnabled(True)
        self.put_away.setVisible(not is_running)

    def _lay_out(self) -> None:
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        end = QHBoxLayout()
        end.setSpacing(8)
        strip = QVBoxLayout()
        strip.setSpacing(8)
        strip.addWidget(self.strip)
        strip.addWidget(self.list)
        end.addLayout(strip, 1)
        end.addWidget(self.put_away, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.column.addLayout(end)


def outcome(report: BatchReport, verb: str) -> tuple[str, Tone]:
    """Return what to say of a batch that ended, and how loudly."""
    done, left = len(report.done), report.total - len(report.done)
    told = [f"Đã {verb} {done}/{report.total} thư."]
    if report.stopped_by is not None:
        told += [one_line(report.stopped_by), f"{left} thư còn lại chưa {verb}."]
    elif report.was_cancelled:
        told.append(f"Dừng theo yêu cầu, {left} thư còn lại chưa {verb}.")
    elif report.refused:
        told.append(f"{left} thư chưa {verb} được, lý do ở dưới.")
    if report.is_whole:
        return told[0], Tone.GOOD
    return " ".join(told), Tone.LATE if report.stopped_by or report.refused else Tone.SOON
