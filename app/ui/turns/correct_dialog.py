"""A typing error is put right where it was typed; what stood there before stays in the journal."""

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.core.clock import local_day
from app.services import correcting
from app.services.lookup import DossierCard
from app.ui.card_parts import line, muted, row_of, title
from app.ui.desk import Desk
from app.ui.fields import Labelled
from app.ui.pages.person_form import PersonForm
from app.ui.reason_dialog import ReasonCombo
from app.ui.turns.act_dialog import ActDialog

WIDTH = 560
REASONS = ("Gõ sai họ tên", "Gõ sai số giấy tờ", "Gõ sai địa chỉ, điện thoại")
HOW = "Bản cũ vẫn còn trong diễn biến. Giấy hẹn đã in không đổi: in lại nếu cần."
REASON_WANTED = "Chọn hoặc ghi lý do sửa."


class CorrectDialog(ActDialog):
    """The applicant's fields as they stand, and why they are changed."""

    def __init__(self, desk: Desk, card: DossierCard, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Sửa lỗi nhập", "Lưu chỗ &sửa", parent)
        self._card = card
        self.resize(WIDTH, 0)
        self.person = PersonForm("Người nộp", lambda: local_day(desk.clock.now()))
        self.person.show_person(card.applicant)
        self.note = QLineEdit(card.note)
        self.reason = ReasonCombo("Lý do sửa", REASONS)
        self.reason_box = Labelled("&Lý do sửa", self.reason)
        self._lay_out()

    @override
    def act(self) -> None:
        self.reason_box.clear()
        wrong = self.person.fault()
        if wrong is not None:
            wrong.setFocus()
            return
        if not self.reason.reason():
            self.reason_box.fault(REASON_WANTED)
            self.reason.setFocus()
            return
        self.run(
            correcting.correct,
            self._card.row.dossier_id,
            applicant=self.person.person(),
            representative=self._card.representative,
            note=self.note.text(),
            reason=self.reason.reason(),
        )

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(title(self._card.row.applicant_name))
        column.addWidget(row_of(line(self._card.row.code)))
        column.addWidget(muted(HOW))
        column.addWidget(self.person)
        column.addWidget(Labelled("&Ghi chú", self.note))
        column.addWidget(self.reason_box)
        column.addWidget(self.strip)
        column.addStretch(1)
        self.add_footer()
