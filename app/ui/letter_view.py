"""How the letter dialog looks: the form at the left, the letter at the right, the buttons below."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.clock import local_day
from app.core.wording import moment_text, short_date
from app.core.workcalendar import WorkCalendar
from app.services.apology import LetterDraft
from app.services.lookup import DossierCard
from app.ui.card_parts import NoticeStrip, chip, line, muted, plain, row_of, title
from app.ui.letter_form import LetterForm
from app.ui.marks import Tone, due_mark
from app.ui.pdf_view import PdfView

FORM_WIDTH = 432
WIDTH, HEIGHT = 1080, 760
PRIMARY_WIDTH = 208
ONCE_ONLY = (
    "Hồ sơ đã được hẹn lại một lần, pháp luật không cho hẹn lại lần thứ hai "
    "(NĐ 61/2018, Điều 19 khoản 9). Mời báo người phụ trách giải quyết ngay; có kết quả thì trả "
    "cho người dân như thường."
)


class LetterView:
    """Widgets of the dialog, and the three faces it has: form, issued, nothing to do."""

    def __init__(self, calendar: WorkCalendar, dialog: QDialog) -> None:
        self.form = LetterForm(calendar)
        self.pdf = PdfView("Bản xem trước của thư")
        self.close_button = QPushButton("Đón&g")
        self.keep = QPushButton("Lưu &nháp")
        self.save = QPushButton("Lưu &PDF…")
        self.print = QPushButton("&In…")
        self.sign = QPushButton("&Ký và phát hành")
        self._strip = NoticeStrip()
        self._facts = QWidget()
        self._standing = ""
        self._lay_out(dialog)
        self._face(has_form=False, has_file=False)

    def show_dossier(self, card: DossierCard, now: datetime) -> None:
        """Show whose letter it is, and which of the two wordings it will have."""
        self._facts.deleteLater()
        self._facts = QWidget()
        self._column.insertWidget(0, self._facts)
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(8)
        row = card.row
        facts.addWidget(title(row.applicant_name))
        facts.addWidget(row_of(line(row.code), chip(due_mark(row.due_on, row.status, now))))
        facts.addWidget(plain(row.procedure_name))
        facts.addWidget(muted(f"Hẹn trả {moment_text(row.due_at)}"))
        if len(card.appointments) == 1 and row.status.is_open:
            is_past = local_day(now) > row.due_on
            told = (
                "Đã quá ngày hẹn: thư nhận lỗi vì chưa trả kết quả."
                if is_past
                else "Chưa quá ngày hẹn: thư báo trước việc chậm trả kết quả."
            )
            self._standing = told
            self.tell(told, Tone.QUIET)
        elif row.status.is_open and local_day(now) > row.due_on:
            self.tell(ONCE_ONLY, Tone.LATE)

    def show_form(self) -> None:
        """Let the letter be written and signed."""
        self._face(has_form=True, has_file=False)
        self.form.reason.setFocus()

    def show_issued(self, letter: LetterDraft) -> None:
        """Show a letter that is out: nothing to change, a file to keep or print."""
        self._face(has_form=False, has_file=True)
        if self.told() != ONCE_ONLY:
            told = f"Thư đã ký số và phát hành; hẹn lại ngày {short_date(letter.new_due_on)}."
            self.tell(told, Tone.GOOD)
        self.save.setFocus()

    def show_closed(self, told: str) -> None:
        """Say why there is no letter to write."""
        self._face(has_form=False, has_file=False)
        self.pdf.hide()
        self.tell(told, Tone.QUIET)

    def tell(self, words: str, tone: Tone = Tone.QUIET) -> None:
        """Say something about the whole letter; no words take the strip away."""
        self._strip.say(words, tone)

    def told(self) -> str:
        """Return what is said about the whole letter now."""
        return self._strip.text()

    def tell_standing(self) -> None:
        """Say again which wording the letter has, in place of what was said since."""
        self.tell(self._standing, Tone.QUIET)

    def set_busy(self, is_busy: bool) -> None:
        """Hold the fields and buttons while the letter is being written or signed."""
        for widget in (self.form, self.keep, self.sign, self.close_button):
            widget.setEnabled(not is_busy)
        self.sign.setText("Đang ký…" if is_busy else "&Ký và phát hành")

    def press_primary(self) -> None:
        """Do what Ctrl+Enter does: sign, or save what is signed."""
        for button in (self.sign, self.save):
            if button.isVisible() and button.isEnabled():
                button.click()
                return

    def _face(self, *, has_form: bool, has_file: bool) -> None:
        for widget in (self.form, self.keep, self.sign):
            widget.setVisible(has_form)
        for widget in (self.save, self.print):
            widget.setVisible(has_file)

    def _lay_out(self, dialog: QDialog) -> None:
        dialog.resize(WIDTH, HEIGHT)
        left = QWidget()
        left.setProperty("plain", True)
        column = self._column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 16, 0)
        column.setSpacing(16)
        column.addWidget(self._facts)
        column.addWidget(self._strip)
        column.addWidget(self.form)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFixedWidth(FORM_WIDTH)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(left)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        sides.addWidget(scroll)
        sides.addWidget(self.pdf, 1)
        footer = QHBoxLayout()
        footer.setSpacing(8)
        for button in (self.close_button, self.keep):
            footer.addWidget(button)
        footer.addStretch(1)
        for primary in (self.sign, self.save):
            primary.setProperty("primary", True)
            primary.setMinimumWidth(PRIMARY_WIDTH)
        for button in (self.print, self.save, self.sign):
            footer.addWidget(button)
        for button in (self.close_button, self.keep, self.print, self.save, self.sign):
            button.setAutoDefault(False)  # Enter belongs to the fields
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(16)
        whole.addLayout(sides, 1)
        whole.addLayout(footer)
