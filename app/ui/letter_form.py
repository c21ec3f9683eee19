"""The fields of an apology letter: the reason, the one new date, the file to sign with."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.workcalendar import WorkCalendar
from app.ui.card_parts import section
from app.ui.fields import Labelled
from app.ui.reason_dialog import ReasonCombo

REASONS = (
    "Chờ kết quả xác minh của cơ quan phối hợp",
    "Hồ sơ cần kiểm tra thực tế",
    "Chưa nhận được kết quả của cơ quan cấp trên",
    "Sự cố hệ thống thông tin",
    "Số lượng hồ sơ tăng đột biến",
)
DEFAULT_DAYS = 3
"""Working days that a new date proposes by itself: soon enough to be a serious promise."""

REASON_WANTED = "Thư phải nêu lý do chậm (NĐ 61/2018, Điều 19 khoản 9)."

ERROR_FIELDS = {
    "apology.reason_missing": "reason",
    "apology.new_date_in_past": "new_date",
    "apology.new_date_not_working": "new_date",
    "signing.wrong_password": "password",
    "signing.bad_file": "key_file",
    "signing.file_unreadable": "key_file",
    "signing.certificate_expired": "key_file",
    "signing.certificate_not_yet_valid": "key_file",
    "signing.certificate_usage": "key_file",
}
"""At which field a refusal belongs; what is not here belongs to the whole letter."""


class WorkdayEdit(QDateEdit):
    """A day with its weekday; arrows move inside it, Tab leaves it at once."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.setLocale(QLocale(QLocale.Language.Vietnamese))
        self.setDisplayFormat("dddd, dd/MM/yyyy")
        self.setCurrentSection(QDateEdit.Section.DaySection)
        self.setCalendarPopup(True)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)


class LetterForm(QWidget):
    """Reason, new date and signing key, each with room below it for what is wrong with it."""

    edited = Signal()
    """The letter's own words changed: the preview is out of date."""

    def __init__(self, calendar: WorkCalendar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar = calendar
        self.reason = ReasonCombo("Lý do chậm", REASONS)
        self.new_date = WorkdayEdit("Hẹn lại ngày")
        self.key_file = QLineEdit()
        self.key_file.setPlaceholderText("Tệp .p12 hoặc .pfx của người ký")
        self.choose = QPushButton("&Chọn tệp…")
        self.choose.setAutoDefault(False)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields = {
            "reason": Labelled("&Lý do chậm", self.reason),
            "new_date": Labelled("&Hẹn lại ngày", self.new_date),
            "key_file": Labelled("&Tệp chứng thư", self.key_file),
            "password": Labelled(
                "&Mật khẩu của tệp",
                self.password,
                hint="Mật khẩu chỉ dùng cho lần ký này, không được lưu lại.",
            ),
        }
        self._lay_out()
        self.reason.editTextChanged.connect(self._on_edited)
        self.new_date.dateChanged.connect(self._on_edited)
        self.key_file.textChanged.connect(self.fields["key_file"].clear)
        self.password.textChanged.connect(self.fields["password"].clear)
        self.choose.clicked.connect(self._choose)

    def start(self, after: date, reason: str = "", new_date: date | None = None) -> None:
        """Fill in what is known: an earlier draft, or a date some working days after a day."""
        day = new_date
        if day is None or day <= after:
            day = after
            for _ in range(DEFAULT_DAYS):
                day = self._calendar.next_working_day(day)
        self.new_date.setDate(QDate(day.year, day.month, day.day))
        self.reason.setEditText(reason)
        self._on_edited()

    def chosen_date(self) -> date:
        """Return the new date."""
        day = self.new_date.date()
        return date(day.year(), day.month(), day.day())

    def chosen_file(self) -> Path:
        """Return the certificate file."""
        return Path(self.key_file.text().strip()).expanduser()

    def show_error(self, field: str, words: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        self.fields[field].fault(words)
        editor = self.fields[field].editor
        editor.setFocus()
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def first_gap(self) -> tuple[str, str] | None:
        """Return the first field that signing needs and that is empty, with what to say there."""
        if not self.reason.reason():
            return "reason", REASON_WANTED
        if not self.key_file.text().strip():
            return "key_file", "Chọn tệp chứng thư của người ký."
        if not self.password.text():
            return "password", "Nhập mật khẩu của tệp chứng thư."
        return None

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.fields["reason"])
        column.addWidget(self.fields["new_date"])
        heading = QHBoxLayout()
        heading.addWidget(section("Ký số"), 1)
        heading.addWidget(self.choose)
        column.addSpacing(8)
        column.addLayout(heading)
        column.addWidget(self.fields["key_file"])
        column.addWidget(self.fields["password"])

    def _on_edited(self, _value: object = None) -> None:
        self.fields["reason"].clear()
        self.fields["new_date"].clear()
        self.edited.emit()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Tệp chứng thư của người ký", "", "Chứng thư (*.p12 *.pfx)"
        )
        if chosen:
            self.key_file.setText(chosen)
            self.password.setFocus()
