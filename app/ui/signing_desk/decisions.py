"""Second latenesses that wait for the word of whoever sits here, each with its clock."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.wording import day_month
from app.services.escalation import EscalationRow
from app.ui.card_parts import Chip, muted, plain
from app.ui.marks import Mark, Tone

MOST = 3


class DecisionList(QWidget):
    """The most urgent few, each with its button; hidden while nothing waits."""

    asked = Signal(str)
    """Which dossier is to be decided about; its id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._lines: list[QWidget] = []
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_rows(self, rows: Sequence[EscalationRow], now: datetime) -> None:
        """Show what waits, the oldest first."""
        for one in self._lines:
            self._column.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.buttons = []
        self._lines = [self._line(row, now) for row in rows[:MOST]]
        if len(rows) > MOST:
            self._lines.append(muted(f"và {len(rows) - MOST} hồ sơ nữa chờ quyết định"))
        for one in self._lines:
            self._column.addWidget(one)
        self.setVisible(bool(rows))

    def _line(self, row: EscalationRow, now: datetime) -> QWidget:
        button = QPushButton("Quyết định…")
        button.setAccessibleName(f"Quyết định về hồ sơ {row.code}")
        button.clicked.connect(lambda _=False, one=row.dossier_id: self.asked.emit(one))
        self.buttons.append(button)
        is_late = row.is_late(now)
        until = f"{row.answer_by:%H:%M} {day_month(row.answer_by.date())}"
        clock = f"Quá hạn {until}" if is_late else f"Trả lời trước {until}"
        tone = Tone.LATE if is_late else Tone.SOON
        shown = QWidget()
        across = QHBoxLayout(shown)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(Chip(Mark("Trễ lần hai", Tone.LATE, "alert")))
        told = plain(f"{row.code} · {row.applicant_name} · hẹn {day_month(row.due_on)}")
        across.addWidget(told, 1)
        across.addWidget(Chip(Mark(clock, tone, "clock")))
        across.addWidget(button)
        return shown
