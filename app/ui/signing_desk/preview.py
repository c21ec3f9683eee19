"""The letter beside the queue: the very pages, and for the leader the reason to be put right."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.errors import AppError
from app.core.papers import ApologyLetter
from app.core.wording import short_date
from app.services import apology
from app.services.apology import LetterDraft
from app.services.signing_queue import QueuedLetter
from app.ui.card_parts import EmptyState, NoticeStrip, muted
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import LABEL_GAP, Labelled
from app.ui.marks import Tone
from app.ui.pdf_view import SCREEN_DPI, PagePicture, PdfView, draw_pages
from app.ui.reason_dialog import ReasonCombo
from app.ui.signing_desk import queue
from app.ui.signing_desk.queue import Face, ShownLetter

WAIT_MS = 150
"""How long the current letter must stay current before it is drawn: arrows pass over many."""
SHORTEST_REASON = 12
REASON_WANTED = "Thư phải nêu lý do chậm (NĐ 61/2018, Điều 19 khoản 9)."
UNSAVED = "Chưa lưu. Bấm “Lưu” rồi mới ký được thư này."
AT_REASON = frozenset({"apology.reason_missing"})


class PreviewPane(QWidget):
    """Shows one letter; a reason changed here is kept by hand, and only then signed."""

    saved = Signal()
    """The reason was put right: the letter is another one now."""
    drawn = Signal(str, object)
    """What is shown now: whose letter it is, and its pages."""

    def __init__(self, desk: Desk, face: Face, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: QueuedLetter | None = None
        self._draft: LetterDraft | None = None
        self._edits: dict[str, str] = {}
        self.pages: tuple[PagePicture, ...] = ()
        self._saving: tuple[str, str] | None = None  # the letter, and what is being kept
        self.facts = muted("")
        self.strip = NoticeStrip()
        self.pdf = PdfView("Thư sẽ ký" if face is Face.SIGN else "Thư đã ký")
        self.nothing = EmptyState("letter")
        causes = [cause.text for cause in desk.office.apology.causes]
        self.reason = ReasonCombo("Lý do trong thư", causes)
        self.reason.setMinimumContentsLength(SHORTEST_REASON)
        self.reason_field = Labelled("&Lý do trong thư", self.reason)
        self.save = QPushButton("Lư&u")
        self._may_edit = face is Face.SIGN
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._ask)
        self._lay_out()
        self.reason.editTextChanged.connect(self._on_edited)
        self.save.clicked.connect(self._save)
        self.show_row(None)

    def show_row(self, row: QueuedLetter | None) -> None:
        """Show a letter of the queue, or that there is none."""
        is_same = row is not None and self._row == row and self._draft is not None
        self._row = row
        if is_same:
            return
        self._draft = None
        self.pages = ()
        self.save.setEnabled(False)
        for widget in (self.pdf, self.facts):
            widget.setVisible(row is not None)
        self.reason_field.setVisible(row is not None and self._may_edit)
        self.save.setVisible(row is not None and self._may_edit)
        self.nothing.setVisible(row is None)
        self.strip.say("", Tone.QUIET)
        if row is None:
            return
        self.facts.setText(_facts(row))
        self.reason.blockSignals(True)
        self.reason.setEditText(self._edits.get(row.key, row.owed.reason))
        self.reason.blockSignals(False)
        editor = self.reason.lineEdit()
        if editor is not None:
            editor.setCursorPosition(0)  # long reasons are read from their beginning
        self.reason_field.remark(UNSAVED if row.key in self._edits else "")
        self._show_save()
        self._wait.start()

    def unsaved(self, rows: Sequence[QueuedLetter]) -> QueuedLetter | None:
        """Return the first of some letters whose reason was changed and not kept, or None."""
        return next((row for row in rows if row.key in self._edits), None)

    # The pages

    def _ask(self) -> None:
        row = self._row
        if row is None:
            return
        edit = self._edits.get(row.key)
        if edit is not None and self._draft is not None:
            self._ask_edited(row, edit)
            return
        self._desk.ask(
            queue.letter_of,
            row.owed.dossier_id,
            key="signing.letter",
            done=self._draw,
            failed=self._refused,
        )

    def _draw(self, draft: LetterDraft) -> None:
        self._desk.work(queue.draw, draft, done=self._show, failed=self._refused)

    def _show(self, shown: ShownLetter) -> None:
        row = self._row
        if row is None or shown.draft.dossier_id != row.owed.dossier_id:
            return  # the officer has gone on to another
        self._draft = shown.draft
        self._show_pages(shown.pages)
        if row.key in self._edits:
            self._wait.start()

    def _show_pages(self, pages: tuple[PagePicture, ...]) -> None:
        self.strip.say("", Tone.QUIET)
        self.pdf.show_pages(pages)
        self.pages = pages
        self.drawn.emit(self.facts.text(), pages)

    def _refused(self, error: AppError) -> None:
        self._saving = None
        if error.code in AT_REASON:
            self.reason_field.fault(one_line(error))
        else:
            self.strip.say(one_line(error), Tone.LATE)
        self._show_save()

    # The reason

    def _on_edited(self) -> None:
        row = self._row
        if row is None:
            return
        self.reason_field.clear()
        if self.reason.reason() == row.owed.reason:
            self._edits.pop(row.key, None)
        else:
            self._edits[row.key] = self.reason.currentText()
            self.reason_field.remark(UNSAVED)
        self._show_save()
        self._wait.start()

    def _ask_edited(self, row: QueuedLetter, reason: str) -> None:
        assert self._draft is not None
        self._desk.ask(
            apology.preview,
            row.owed.dossier_id,
            reason=reason,
            new_due_on=self._draft.new_due_on,
            at=self._desk.clock.now(),
            key="signing.letter",
            done=self._draw_edited,
            failed=self._refused,
        )

    def _draw_edited(self, letter: ApologyLetter) -> None:
        self._desk.work(_draw_letter, letter, done=self._show_edited, failed=self._refused)

    def _show_edited(self, drawn: tuple[str, tuple[PagePicture, ...]]) -> None:
        code, pages = drawn
        if self._row is not None and self._row.owed.code == code:
            self._show_pages(pages)

    def _save(self) -> None:
        row, draft = self._row, self._draft
        if row is None or draft is None:
            return
        if not self.reason.reason():
            self.reason_field.fault(REASON_WANTED)
            self.reason.setFocus()
            return
        self._saving = (row.key, self.reason.currentText())
        self._show_save()
        self._desk.do(
            apology.draft,
            row.owed.dossier_id,
            reason=self.reason.reason(),
            new_due_on=draft.new_due_on,
            done=self._on_saved,
            failed=self._refused,
        )

    def _on_saved(self, _: LetterDraft) -> None:
        assert self._saving is not None
        key, kept = self._saving
        if self._edits.get(key) == kept:  # else more was typed meanwhile
            del self._edits[key]
            self.reason_field.clear()
        self._saving = None
        self.saved.emit()

    def _show_save(self) -> None:
        row = self._row
        self.save.setEnabled(row is not None and row.key in self._edits and not self._saving)

    def _lay_out(self) -> None:
        self.save.setAutoDefault(False)
        reason = QHBoxLayout()
        reason.setSpacing(8)
        reason.addWidget(self.reason_field, 1)
        beside = QVBoxLayout()
        beside.addSpacing(self.fontMetrics().height() + LABEL_GAP)  # level with the field
        beside.addWidget(self.save)
        beside.addStretch(1)
        reason.addLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.facts)
        column.addLayout(reason)
        column.addWidget(self.strip)
        column.addWidget(self.pdf, 1)
        column.addWidget(self.nothing, 1)


def _facts(row: QueuedLetter) -> str:
    owed = row.owed
    new_day = owed.new_due_on
    promise = "không hẹn ngày mới" if new_day is None else f"hẹn lại {short_date(new_day)}"
    told = [owed.applicant_name, owed.procedure_name, promise]
    if row.writer:
        told.append(f"{row.writer} soạn")
    if owed.signer:
        told.append(f"{owed.signer} ký")
    return " · ".join(told)


def _draw_letter(letter: ApologyLetter) -> tuple[str, tuple[PagePicture, ...]]:
    from app.printing.letter_pdf import letter_pdf

    return letter.dossier_code, draw_pages(letter_pdf(letter).data, SCREEN_DPI)
