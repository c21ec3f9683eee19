"""A typing error is put right where it was typed; what stood there before stays in the journal."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.clock import local_day
from app.core.errors import AppError
from app.services import correcting
from app.services.correcting import Corrected
from app.services.lookup import DossierCard
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import NoticeStrip, line, muted, row_of, title
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone
from app.ui.pages.person_form import PersonForm
from app.ui.reason_dialog import ReasonCombo

WIDTH = 560
REASONS = ("Gõ sai họ tên", "Gõ sai số giấy tờ", "Gõ sai địa chỉ, điện thoại")
HOW = "Bản cũ vẫn còn trong diễn biến. Giấy hẹn đã in không đổi: in lại nếu cần."
REASON_WANTED = "Chọn hoặc ghi lý do sửa."


class CorrectDialog(GrowingDialog):
    """The applicant's fields as they stand, and why they are changed."""

    taken = Signal(object)
    """The ``Corrected``."""

    def __init__(self, desk: Desk, card: DossierCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._card = desk, card
        self.setWindowTitle("Sửa lỗi nhập")
        self.resize(WIDTH, 0)
        self.person = PersonForm("Người nộp", lambda: local_day(desk.clock.now()))
        self.person.show_person(card.applicant)
        self.note = QLineEdit(card.note)
        self.reason = ReasonCombo("Lý do sửa", REASONS)
        self.reason_box = Labelled("&Lý do sửa", self.reason)
        self.strip = NoticeStrip()
        self.leave = QPushButton("&Bỏ qua")
        self.save = QPushButton("Lưu chỗ &sửa")
        self._lay_out()
        self.leave.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self.save.click)

    def _save(self) -> None:
        self.reason_box.clear()
        wrong = self.person.fault()
        if wrong is not None:
            wrong.setFocus()
            return
        if not self.reason.reason():
            self.reason_box.fault(REASON_WANTED)
            self.reason.setFocus()
            return
        self.save.setEnabled(False)
        self._desk.do(
            correcting.correct,
            self._card.row.dossier_id,
            applicant=self.person.person(),
            representative=self._card.representative,
            note=self.note.text(),
            reason=self.reason.reason(),
            done=self._done,
            failed=self._refused,
        )

    def _done(self, outcome: Corrected) -> None:
        self.taken.emit(outcome)
        self.accept()

    def _refused(self, error: AppError) -> None:
        self.save.setEnabled(True)
        self.strip.say(one_line(error), Tone.LATE)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(title(self._card.row.applicant_name))
        column.addWidget(row_of(line(self._card.row.code)))
        column.addWidget(muted(HOW))
        column.addWidget(self.person)
        column.addWidget(Labelled("&Ghi chú", self.note))
        column.addWidget(self.reason_box)
        column.addWidget(self.strip)
        column.addStretch(1)
        self.save.setProperty("primary", True)
        footer = QHBoxLayout()
        footer.addWidget(self.leave)
        footer.addStretch(1)
        footer.addWidget(self.save)
        for button in (self.leave, self.save):
            button.setAutoDefault(False)
        column.addLayout(footer)
