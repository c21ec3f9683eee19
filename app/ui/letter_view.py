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

from app.core.wording import moment_text
from app.core.workcalendar import WorkCalendar
from app.services.apology_choices import ApologyChoices
from app.services.lookup import DossierCard
from app.ui import labels
from app.ui.card_parts import NoticeStrip, chip, line, muted, plain, row_of, title
from app.ui.letter_form import LetterForm
from app.ui.letter_words import sent_back_words, standing
from app.ui.letter_work import PDF_HEAD, Situation, Stage
from app.ui.marks import Tone, due_mark
from app.ui.pdf_view import PdfView
from app.ui.screen_room import open_at

FORM_WIDTH = 432
WIDTH, HEIGHT = 1080, 760
PRIMARY_WIDTH = 208
SUBMIT = "&Trình ký"


class LetterView:
    """Widgets of the dialog, and which of them each stage of a letter needs."""

    def __init__(self, calendar: WorkCalendar, choices: ApologyChoices, dialog: QDialog) -> None:
        self.form = LetterForm(calendar, choices)
        self.pdf = PdfView("Bản xem trước của thư")
        self.close_button = QPushButton("Đón&g")
        self.keep = QPushButton("Lưu &nháp")
        self.save = QPushButton("Lưu &tệp…")
        self.print = QPushButton("&In…")
        self.deliver = QPushButton("Giao th&ư…")
        self.submit = QPushButton(SUBMIT)
        self._strip = NoticeStrip()
        self._sent_back = NoticeStrip()
        self._facts = QWidget()
        self._standing = ("", Tone.QUIET)
        self._lay_out(dialog)
        self._show_buttons(set())

    def show_situation(self, found: Situation, now: datetime) -> None:
        """Show whose letter it is, how it stands, who acts next, and the buttons that fit."""
        self._show_facts(found.card, now)
        self._sent_back.say(sent_back_words(found), Tone.SOON)
        self._standing = standing(found, now)
        self.tell_standing()
        self.form.setVisible(found.stage is Stage.WRITE)
        self.pdf.setVisible(found.stage is Stage.WRITE or found.letter is not None)
        leads = found.stage in {Stage.WRITE, Stage.OUT}
        self._show_buttons(self._fitting(found), leads=leads)

    def tell(self, words: str, tone: Tone = Tone.QUIET) -> None:
        """Say something about the whole letter; no words take the strip away."""
        self._strip.say(words, tone)

    def told(self) -> str:
        """Return what is said about the whole letter now."""
        return self._strip.text()

    def told_back(self) -> str:
        """Return what the leader said when giving the letter back."""
        return self._sent_back.text()

    def tell_standing(self) -> None:
        """Say again how the letter stands, in place of what was said since."""
        self.tell(*self._standing)

    def set_busy(self, is_busy: bool) -> None:
        """Hold the fields and buttons while the letter is being written."""
        for widget in (self.form, self.keep, self.submit, self.close_button):
            widget.setEnabled(not is_busy)
        self.submit.setText("Đang trình…" if is_busy else SUBMIT)

    def press_primary(self) -> None:
        """Do what Ctrl+Enter does: submit, hand over, or save what is out."""
        for button in (self.submit, self.deliver, self.save):
            if button.isVisible() and button.isEnabled():
                button.click()
                return

    def _fitting(self, found: Situation) -> set[QPushButton]:
        fitting: set[QPushButton] = set()
        letter = found.letter
        if found.stage is Stage.WRITE:
            fitting |= {self.keep, self.submit}
        elif letter is not None and letter.file is not None:
            fitting.add(self.save)
            if letter.file.startswith(PDF_HEAD):
                fitting.add(self.print)
        if found.lies_undelivered:
            fitting.add(self.deliver)
        return fitting

    def _show_buttons(self, fitting: set[QPushButton], *, leads: bool = True) -> None:
        """Show buttons; the first that leads on is the large one, if the next step is here."""
        for button in (self.keep, self.save, self.print, self.deliver, self.submit):
            button.setVisible(button in fitting)
        leading = (one for one in (self.submit, self.deliver, self.save) if one in fitting)
        primary = next(leading, None) if leads else None
        for button in (self.submit, self.deliver, self.save):
            button.setProperty("primary", button is primary)
            button.setMinimumWidth(PRIMARY_WIDTH if button is primary else 0)
            button.style().unpolish(button)
            button.style().polish(button)

    def _show_facts(self, card: DossierCard, now: datetime) -> None:
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
        facts.addWidget(muted(f"Hẹn lần đầu {moment_text(card.appointments[0].due_at)}"))
        for again in card.appointments[1:]:
            name = labels.CLOCK_CAUSE.get(again.cause, "Hẹn lại")
            facts.addWidget(muted(f"{name} {moment_text(again.due_at)}"))

    def _lay_out(self, dialog: QDialog) -> None:
        open_at(dialog, WIDTH, HEIGHT)
        left = QWidget()
        left.setProperty("plain", True)
        column = self._column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 16, 0)
        column.setSpacing(16)
        for widget in (self._facts, self._sent_back, self._strip, self.form):
            column.addWidget(widget)
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
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(16)
        whole.addLayout(sides, 1)
        whole.addLayout(self._footer())

    def _footer(self) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setSpacing(8)
        for button in (self.close_button, self.keep):
            footer.addWidget(button)
        footer.addStretch(1)
        for button in (self.print, self.save, self.deliver, self.submit):
            footer.addWidget(button)
        for button in (
            self.close_button,
            self.keep,
            self.print,
            self.save,
            self.deliver,
            self.submit,
        ):
            button.setAutoDefault(False)  # Enter belongs to the fields
        return footer
