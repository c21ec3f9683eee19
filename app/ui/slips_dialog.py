"""The print queue on screen: which slips came out, which wait and why, and what they look like."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError
from app.core.papers import ReceiptSlip
from app.services import print_desk, print_queue, slips
from app.services.office import Office
from app.services.print_queue import JobRow
from app.ui import theme
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.slip_question import NO, NOW, VOID, YES, SlipQuestion
from app.ui.slip_words import job_line

SIZE = (880, 640)
LIST_WIDTH = 400
PAPER_WIDTH = 400
NOT_CHOSEN = "Chọn một giấy hẹn để xem."
NO_SLIPS = "Chưa có giấy hẹn nào. Tiếp nhận một hồ sơ để in giấy hẹn đầu tiên."
DRAWING = "Đang vẽ giấy hẹn…"


class SlipsDialog(QDialog):
    """Lists this station's newest slips; the virtual printer's paper is the picture beside."""

    setup_asked = Signal()
    """The officer wants to say which printers this desk has."""
    keys_asked = Signal()
    """The officer wants to see the keys that prove slips."""

    def __init__(
        self, desk: Desk, retry: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._retry = retry
        self.setWindowTitle("Máy in và giấy hẹn")
        self.resize(*SIZE)
        self.jobs = QListWidget()
        self.jobs.setAccessibleName("Giấy hẹn mới nhất")
        self.jobs.setFixedWidth(LIST_WIDTH)
        self.jobs.setWordWrap(True)
        self.jobs.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.jobs.currentItemChanged.connect(self._show)
        self.question = SlipQuestion()
        self.paper = QLabel(NOT_CHOSEN)
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper.setWordWrap(True)
        self._pictured = ""
        self._lay_out()
        desk.changed.connect(self._on_changed)
        self.load()

    def load(self) -> None:
        """Read the queue again."""
        self._desk.ask(print_queue.list_jobs, done=self._fill, key="slips.jobs")

    def current(self) -> JobRow | None:
        """Return the job chosen in the list."""
        item = self.jobs.currentItem()
        return None if item is None else cast("JobRow", item.data(Qt.ItemDataRole.UserRole))

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "print_job" in tables:
            self.load()

    def _fill(self, rows: Sequence[JobRow]) -> None:
        kept = self.current()
        blocker = QSignalBlocker(self.jobs)  # half a list chooses nothing
        self.jobs.clear()
        for row in rows:
            item = QListWidgetItem(job_line(row))
            item.setData(Qt.ItemDataRole.UserRole, row)
            if row.is_asking:
                item.setIcon(theme.icon("alert", "late"))
            self.jobs.addItem(item)
            if kept is not None and row.job_id == kept.job_id:
                self.jobs.setCurrentItem(item)
        if self.jobs.currentItem() is None:
            self.jobs.setCurrentRow(0)
        blocker.unblock()
        self._show()

    def _show(self) -> None:
        """Ask about the chosen job; the picture beside the question is always of the same slip."""
        job = self.current()
        self.question.ask(job)
        wanted = "" if job is None else job.slip_id
        if job is not None and wanted == self._pictured:
            return
        self._pictured = wanted
        if job is None:
            self.paper.setText(NOT_CHOSEN if self.jobs.count() else NO_SLIPS)
            return
        self.paper.setText(DRAWING)  # in the place of the picture of another slip
        self._desk.ask(_slip, wanted, done=self._draw, failed=self._not_drawn, key="slips.paper")

    def _draw(self, found: tuple[str, ReceiptSlip]) -> None:
        slip_id, slip = found
        if slip_id == self._pictured:
            self._desk.work(_picture, slip_id, slip, done=self._show_picture)

    def _show_picture(self, drawn: tuple[str, QImage | AppError]) -> None:
        slip_id, picture = drawn
        if slip_id != self._pictured:
            return
        if isinstance(picture, AppError):
            self._not_drawn(picture)
            return
        pixels = QPixmap.fromImage(picture)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.paper.setPixmap(pixels.scaledToWidth(PAPER_WIDTH, smooth))

    def _not_drawn(self, error: AppError) -> None:
        self.paper.setText(one_line(error))

    def _answer(self, job_id: str, answer: str) -> None:
        acts: dict[str, Callable[..., object]] = {
            YES: print_desk.confirm,
            NO: partial(print_desk.reprint, reason="in hỏng hoặc chưa ra giấy"),
            NOW: print_desk.print_now,
            VOID: partial(print_desk.void, reason="không cần nữa"),
        }
        self._desk.do(acts[answer], job_id, done=lambda _: self._retry(), failed=self._refused)

    def _refused(self, error: AppError) -> None:
        """Somebody else answered meanwhile, or the database is away: say so and look again."""
        self._desk.failed.emit(error)
        self.load()

    def _try_again(self) -> None:
        self._desk.do(print_queue.retry_now, done=lambda _: self._retry())

    def _lay_out(self) -> None:
        paper = QScrollArea()
        paper.setWidget(self.paper)
        paper.setWidgetResizable(True)
        paper.setAccessibleName("Giấy hẹn như trên giấy")
        again = QPushButton("&In ngay các phiếu đang chờ")
        again.clicked.connect(self._try_again)
        close = QPushButton("Đón&g")
        close.setProperty("primary", True)
        close.clicked.connect(self.accept)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.jobs)
        side = QVBoxLayout()
        side.setSpacing(12)
        self.question.answered.connect(self._answer)
        side.addWidget(self.question)
        side.addWidget(paper, 1)
        body.addLayout(side, 1)
        buttons = QHBoxLayout()
        set_up = QPushButton("&Cài đặt máy in…")
        set_up.clicked.connect(self.setup_asked)
        buttons.addWidget(again)
        buttons.addWidget(set_up)
        keys = QPushButton("&Khoá xác thực…")
        keys.clicked.connect(self.keys_asked)
        buttons.addWidget(keys)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(body, 1)
        column.addLayout(buttons)


def _slip(session: Any, office: Office, slip_id: str) -> tuple[str, ReceiptSlip]:
    return slip_id, slips.get_slip(session, office, slip_id)


def _picture(slip_id: str, slip: ReceiptSlip) -> tuple[str, QImage | AppError]:
    from app.printing.raster import draw_receipt

    try:
        bitmap = draw_receipt(slip)
    except AppError as error:  # told in the place of the picture
        return slip_id, error
    image = QImage(bitmap.bits, bitmap.width, bitmap.rows, bitmap.stride, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    return slip_id, image.copy()  # its own memory: the bytes end with this function
