"""The print queue on screen: which slips came out, which wait and why, and what they look like."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
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

from app.core.papers import ReceiptSlip
from app.services import print_queue
from app.services.print_queue import JobRow
from app.ui.desk import Desk
from app.ui.error_reasons import REASONS
from app.ui.labels import JOB_STATE

SIZE = (880, 640)
LIST_WIDTH = 400
PAPER_WIDTH = 400


class SlipsDialog(QDialog):
    """Lists this station's newest slips; the virtual printer's paper is the picture beside."""

    setup_asked = Signal()
    """The officer wants to say which printer this desk has."""

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
        self.paper = QLabel("Chọn một giấy hẹn để xem.")
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        desk.changed.connect(self._on_changed)
        self.load()

    def load(self) -> None:
        """Read the queue again."""
        self._desk.ask(print_queue.list_jobs, done=self._fill, key="slips.jobs")

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "print_job" in tables:
            self.load()

    def _fill(self, rows: Sequence[JobRow]) -> None:
        kept = self.jobs.currentItem()
        chosen = kept.data(Qt.ItemDataRole.UserRole) if kept else None
        self.jobs.clear()
        for row in rows:
            item = QListWidgetItem(_line(row))
            item.setData(Qt.ItemDataRole.UserRole, row.slip_id)
            self.jobs.addItem(item)
            if row.slip_id == chosen:
                self.jobs.setCurrentItem(item)
        if self.jobs.currentItem() is None and rows:
            self.jobs.setCurrentRow(0)
        if not rows:
            self.paper.setText("Chưa có giấy hẹn nào. Tiếp nhận một hồ sơ để in giấy hẹn đầu tiên.")

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            slip_id = item.data(Qt.ItemDataRole.UserRole)
            self._desk.ask(print_queue.get_slip, slip_id, done=self._draw, key="slips.paper")

    def _draw(self, slip: ReceiptSlip) -> None:
        self._desk.work(_picture, slip, done=self._show_picture)

    def _show_picture(self, image: QImage) -> None:
        pixels = QPixmap.fromImage(image)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.paper.setPixmap(pixels.scaledToWidth(PAPER_WIDTH, smooth))

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
        body.addWidget(paper, 1)
        buttons = QHBoxLayout()
        set_up = QPushButton("&Cài đặt máy in…")
        set_up.clicked.connect(self.setup_asked)
        buttons.addWidget(again)
        buttons.addWidget(set_up)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(body, 1)
        column.addLayout(buttons)


def _line(row: JobRow) -> str:
    copy = f" · in lại lần {row.copy}" if row.copy else ""
    trouble = trouble_text(row.error)
    why = f" – {trouble}" if trouble else ""
    state = JOB_STATE.get(row.state, row.state)
    return f"{row.created_at:%H:%M}  {row.code}{copy}\n{row.applicant_name} · {state}{why}"


def trouble_text(error: str) -> str:
    """Return why a slip waits, in words; empty when nothing is wrong."""
    return REASONS.get("printer.unavailable", {}).get(error, error)


def _picture(slip: ReceiptSlip) -> QImage:
    from app.printing.raster import draw_receipt

    bitmap = draw_receipt(slip)
    image = QImage(bitmap.bits, bitmap.width, bitmap.rows, bitmap.stride, QImage.Format.Format_Mono)
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    return image.copy()  # its own memory: the bytes end with this function
