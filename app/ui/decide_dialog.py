"""The superior's decision about a second lateness: why, by which document, and the new day."""

from datetime import date

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.apologies import cause_of, earliest_new_day
from app.core.clock import local_day
from app.core.errors import AppError
from app.core.wording import moment_text, named_date
from app.services import escalation
from app.services.escalation import EscalationRow
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import Facts, NoticeStrip, muted, title
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled
from app.ui.growing import GrowingDialog
from app.ui.letter_form import WorkdayEdit
from app.ui.marks import Tone

WIDTH = 600
USUAL_DAYS = 3
"""Working days that a new date proposes by itself: soon enough to be a serious promise."""
RULE = (
    "Theo quy định chỉ hẹn lại một lần (NĐ 61/2018, Điều 19 khoản 9). Hẹn tiếp là quyết định của "
    "ông/bà; thư xin lỗi sẽ ghi tên, lý do và số văn bản này."
)
GONE = "Việc này không còn chờ quyết định."
WANTED = {
    "reason": "Ghi lý do của quyết định.",
    "document_number": "Ghi số và ký hiệu văn bản, ví dụ 15/QĐ-UBND.",
}
AT_FIELD = {"escalation.day_wrong": "new_due_on"}


class DecideDialog(GrowingDialog):
    """Records one decision; bad input is told at its field and nothing typed is lost."""

    def __init__(self, desk: Desk, dossier_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._dossier_id = desk, dossier_id
        self._is_ready = False
        self.setWindowTitle("Quyết định về hồ sơ trễ hẹn lần hai")
        self.resize(WIDTH, 0)
        self.name = title("")
        self.facts = Facts()
        self.strip = NoticeStrip()
        self.reason = QLineEdit()
        self.document_number = QLineEdit()
        self.document_number.setPlaceholderText("15/QĐ-UBND")
        self.document_on = WorkdayEdit("Ngày văn bản")
        self.new_due_on = WorkdayEdit("Hẹn trả kết quả ngày")
        self.fields = {
            "reason": Labelled("&Lý do cho hẹn tiếp", self.reason),
            "document_number": Labelled("&Số văn bản", self.document_number),
            "document_on": Labelled("&Ngày văn bản", self.document_on),
            "new_due_on": Labelled("&Hẹn trả kết quả ngày", self.new_due_on),
        }
        self.leave = QPushButton("&Bỏ qua")
        self.decide = QPushButton("Ghi &quyết định")
        self._lay_out()
        self._connect()
        self._set_ready(ready=False)
        desk.ask(escalation.find, dossier_id, done=self._show)

    def _show(self, row: EscalationRow | None) -> None:
        now = self._desk.clock.now()
        if row is None or not row.is_open(now):
            self.strip.say(GONE, Tone.QUIET)
            return
        self.name.setText(row.applicant_name)
        self._tell(row)
        if row.is_late(now):
            self.strip.say(f"Đã quá hạn trả lời ({moment_text(row.answer_by)}).", Tone.LATE)
        self.document_on.set_day(local_day(now))
        self.document_on.setMaximumDate(self.document_on.date())
        self.new_due_on.set_day(self._usual_day(earliest_new_day(now, row.due_on)))
        self._set_ready(ready=True)
        self.reason.setFocus()

    def _tell(self, row: EscalationRow) -> None:
        cause = cause_of(row.cause, self._desk.office.apology.causes)
        why = [row.department, "" if cause is None else cause.text, row.cause_note]
        self.facts.add("Mã hồ sơ", row.code)
        self.facts.add("Đã hẹn đến", named_date(row.due_on))
        self.facts.add("Nguyên nhân", ", ".join(part for part in why if part))
        self.facts.add("Hạn trả lời", moment_text(row.answer_by))

    def _usual_day(self, earliest: date) -> date:
        calendar = self._desk.office.calendar
        day = calendar.working_day_on_or_after(earliest)
        for _ in range(USUAL_DAYS - 1):
            day = calendar.next_working_day(day)
        return day

    def _decide(self) -> None:
        if not self._is_ready or self._tells_gap():
            return
        self._set_ready(ready=False)
        self._desk.do(
            escalation.decide,
            self._dossier_id,
            reason=self.reason.text(),
            document_number=self.document_number.text(),
            document_on=self.document_on.day(),
            new_due_on=self.new_due_on.day(),
            done=self._decided,
            failed=self._refused,
        )

    def _tells_gap(self) -> bool:
        for name, words in WANTED.items():
            editor = self.fields[name].editor
            if isinstance(editor, QLineEdit) and not editor.text().strip():
                self.fields[name].fault(words)
                editor.setFocus()
                return True
        return False

    def _decided(self, _: EscalationRow) -> None:
        self.accept()

    def _refused(self, error: AppError) -> None:
        self._set_ready(ready=True)
        field = AT_FIELD.get(error.code)
        if field is None:
            self.strip.say(one_line(error), Tone.LATE)
        else:
            self.fields[field].fault(one_line(error))
            self.fields[field].editor.setFocus()

    def _set_ready(self, *, ready: bool) -> None:
        self._is_ready = ready
        self.decide.setEnabled(ready)
        for field in self.fields.values():
            field.setEnabled(ready)

    def _connect(self) -> None:
        for name in ("reason", "document_number"):
            field = self.fields[name]
            assert isinstance(field.editor, QLineEdit)
            field.editor.textChanged.connect(field.clear)
        self.new_due_on.dateChanged.connect(self.fields["new_due_on"].clear)
        self.decide.clicked.connect(self._decide)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self._decide)

    def _lay_out(self) -> None:
        self.decide.setProperty("primary", True)
        for button in (self.decide, self.leave):
            button.setAutoDefault(False)
        document = QHBoxLayout()
        document.setSpacing(16)
        document.addWidget(self.fields["document_number"], 1)
        document.addWidget(self.fields["document_on"], 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.decide)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.name)
        column.addWidget(self.facts)
        column.addWidget(muted(RULE))
        column.addWidget(self.strip)
        column.addWidget(self.fields["reason"])
        column.addLayout(document)
        column.addWidget(self.fields["new_due_on"])
        column.addStretch(1)
        column.addLayout(buttons)
