"""The result arrives from a department: taken in, or given back for its letter of apology."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.errors import AppError
from app.services import finishing
from app.services.finishing import FinishOutcome
from app.services.lookup import DossierCard
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import NoticeStrip, chip, line, muted, plain, row_of, title
from app.ui.desk import Desk
from app.ui.error_text import error_text, one_line
from app.ui.fields import Labelled
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone, due_mark
from app.ui.reason_dialog import ReasonCombo

WIDTH = 520


class FinishDialog(GrowingDialog):
    """Asks which department brought the result; a refusal says what to do next."""

    finished_result = Signal(str)
    """The desk has the result; what to tell the officer."""
    letter_wanted = Signal()
    """The officer wants to write the letter without which the result is not taken."""

    def __init__(self, desk: Desk, card: DossierCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._card = card
        self.setWindowTitle("Nhận kết quả từ bộ phận")
        self.setMinimumWidth(WIDTH)
        self.department = ReasonCombo("Bộ phận giao kết quả", desk.office.apology.departments)
        self.department.setEditText(card.apologies[-1].department if card.apologies else "")
        self.notice = NoticeStrip()
        self.cancel = QPushButton("&Bỏ qua")
        self.write_letter = QPushButton("&Soạn thư xin lỗi…")
        self.take = QPushButton("&Nhận kết quả")
        self._lay_out()
        self._connect()

    def told(self) -> str:
        """Return what is said about the result now."""
        return self.notice.text()

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.write_letter.clicked.connect(self._go_write)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self._press)

    def _press(self) -> None:
        button = self.take if self.take.isVisible() else self.write_letter
        button.click()

    def _take(self) -> None:
        self.take.setEnabled(False)
        self.desk.do(
            finishing.finish,
            self._card.row.dossier_id,
            department=self.department.reason(),
            done=self._show_outcome,
            failed=self._refused,
        )

    def _show_outcome(self, outcome: FinishOutcome) -> None:
        if outcome.refusal is None:
            late = ", trễ hẹn" if outcome.was_late else ""
            self.finished_result.emit(f"Đã nhận kết quả hồ sơ {outcome.code}{late}.")
            self.accept()
            return
        said = error_text(outcome.refusal)
        self.notice.say(
            f"{said.title}. {said.text} Việc này đã ghi vào diễn biến. {said.next_step}",
            Tone.LATE,
        )
        self.take.hide()
        self.department.setEnabled(False)
        self.write_letter.show()
        self.write_letter.setFocus()

    def _refused(self, error: AppError) -> None:
        self.take.setEnabled(True)
        self.notice.say(one_line(error), Tone.LATE)

    def _go_write(self) -> None:
        self.accept()
        self.letter_wanted.emit()

    def _lay_out(self) -> None:
        row = self._card.row
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(title(row.applicant_name))
        due = chip(due_mark(row.due_on, row.status, self.desk.clock.now()))
        column.addWidget(row_of(line(row.code), due))
        column.addWidget(plain(row.procedure_name))
        column.addWidget(muted("Ghi nhận kết quả đã về quầy, sẵn sàng trả cho người dân."))
        column.addWidget(Labelled("Bộ phận &giao kết quả", self.department))
        column.addWidget(self.notice)
        column.addStretch(1)
        footer = QHBoxLayout()
        footer.setSpacing(8)
        for button in (self.write_letter, self.take):
            button.setProperty("primary", True)
        footer.addWidget(self.cancel)
        footer.addStretch(1)
        for button in (self.write_letter, self.take):
            footer.addWidget(button)
        for button in (self.cancel, self.write_letter, self.take):
            button.setAutoDefault(False)
        self.write_letter.hide()
        column.addLayout(footer)
