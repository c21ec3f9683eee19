"""The fields of an apology letter: why it is late, the reason as printed, whose fault, the day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.apologies import CAUSES, Cause, cause_of
from app.core.text import clean_line
from app.core.workcalendar import WorkCalendar
from app.services.apology_choices import ApologyChoices
from app.ui.fields import Labelled
from app.ui.letter_work import Words
from app.ui.reason_dialog import ReasonCombo

DEFAULT_DAYS = 3
"""Working days that a new date proposes by itself: soon enough to be a serious promise."""
REASON_LINES = 3
OPEN_CAUSE = CAUSES[-1].key
"""The cause that says nothing by itself: the reason is the officer's to write."""

REASON_WANTED = "Thư phải nêu lý do chậm (NĐ 61/2018, Điều 19 khoản 9)."
CAUSE_WANTED = "Chọn nguyên nhân để đưa vào báo cáo."
DECIDED = "Ngày do cấp trên quyết định, không sửa ở đây."

ERROR_FIELDS = {
    "apology.reason_missing": "reason",
    "apology.cause_unknown": "cause",
    "apology.new_date_in_past": "new_date",
    "apology.new_date_not_working": "new_date",
    "apology.new_date_decided": "new_date",
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

    def day(self) -> date:
        """Return the day shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Show a day."""
        self.setDate(QDate(day.year, day.month, day.day))


class LetterForm(QWidget):
    """Cause, reason, department and new date, each with room below it for what is wrong."""

    edited = Signal()
    """The letter's own words changed: the preview is out of date."""

    def __init__(
        self, calendar: WorkCalendar, choices: ApologyChoices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._calendar = calendar
        self._causes: Sequence[Cause] = choices.causes
        self._has_date = True
        self.cause = QComboBox()
        self.cause.setPlaceholderText("Chọn trong danh mục của cơ quan")
        for cause in choices.causes:
            self.cause.addItem(cause.text, cause.key)
        self.cause.setCurrentIndex(-1)
        self.reason = _reason_box()
        self.department = ReasonCombo("Bộ phận để chậm", choices.departments)
        self.new_date = WorkdayEdit("Hẹn lại ngày")
        self.fields = {
            "cause": Labelled("Nguyên nhân &chậm", self.cause),
            "reason": Labelled("&Lý do ghi trong thư", self.reason),
            "department": Labelled("&Bộ phận để chậm", self.department),
            "new_date": Labelled("&Hẹn lại ngày", self.new_date),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for field in self.fields.values():
            column.addWidget(field)
        self.cause.currentIndexChanged.connect(self._on_cause)
        self.reason.textChanged.connect(self._on_edited)
        self.new_date.dateChanged.connect(self._on_edited)

    def start(self, after: date, words: Words | None, *, decided_on: date | None = None) -> None:
        """Fill in what is known: an earlier draft, the decided day, or one some days after a day.

        ``after`` is the last day that cannot be promised any more.
        """
        day = decided_on or (None if words is None else words.new_due_on)
        if day is None or (day <= after and decided_on is None):
            day = after
            for _ in range(DEFAULT_DAYS):
                day = self._calendar.next_working_day(day)
        self.new_date.set_day(day)
        self.new_date.setEnabled(decided_on is None)
        if decided_on is not None:
            self.fields["new_date"].remark(DECIDED)
        if words is not None:
            self._fill(words)
        self._on_edited()

    def without_date(self) -> None:
        """Ask for no new date: the result is there already."""
        self._has_date = False
        self.fields["new_date"].hide()

    def written_reason(self) -> str:
        """Return the reason as it will be printed; may be empty."""
        return clean_line(self.reason.toPlainText())

    def chosen_date(self) -> date | None:
        """Return the new date; None where the letter promises none."""
        return self.new_date.day() if self._has_date else None

    def words(self) -> Words:
        """Return all that is filled in."""
        reason, cause = self.written_reason(), self._cause()
        is_listed = cause is not None and reason == cause.text
        return Words(
            reason=reason,
            new_due_on=self.chosen_date(),
            cause="" if cause is None else cause.key,
            cause_note="" if is_listed else reason,
            department=self.department.reason(),
        )

    def first_gap(self) -> tuple[str, str] | None:
        """Return the first field that submitting needs and that is empty, with what to say."""
        if self._cause() is None:
            return "cause", CAUSE_WANTED
        if not self.written_reason():
            return "reason", REASON_WANTED
        return None

    def show_error(self, field: str, words: str, *, goes_there: bool = True) -> None:
        """Say at a field what is wrong with it, and go there unless the officer is typing."""
        self.fields[field].fault(words)
        if goes_there:
            self.fields[field].editor.setFocus()

    def _fill(self, words: Words) -> None:
        self.cause.setCurrentIndex(self.cause.findData(words.cause) if words.cause else -1)
        self.reason.setPlainText(words.reason)
        self.department.setEditText(words.department)

    def _cause(self) -> Cause | None:
        return cause_of(self.cause.currentData() or "", self._causes)

    def _on_cause(self) -> None:
        """Offer the cause's own words as the reason, unless the officer wrote others."""
        cause = self._cause()
        self.fields["cause"].clear()
        ready = {"", *(one.text for one in self._causes)}
        if cause is not None and self.written_reason() in ready:
            self.reason.setPlainText("" if cause.key == OPEN_CAUSE else cause.text)

    def _on_edited(self, _value: object = None) -> None:
        self.fields["reason"].clear()
        if self.new_date.isEnabled():
            self.fields["new_date"].clear()
        self.edited.emit()


def _reason_box() -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setPlaceholderText("Viết cụ thể, người dân đọc được ngay vì sao chậm")
    box.setFixedHeight(box.fontMetrics().lineSpacing() * REASON_LINES + 24)
    return box
