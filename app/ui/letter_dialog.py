"""The apology letter in one dialog: written and submitted here, then followed to its delivery."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from typing_extensions import override

from app.core.apologies import ApologyActNotAllowed
from app.core.clock import local_day
from app.core.errors import AppError
from app.core.papers import ApologyLetter
from app.services import apology
from app.services.apology import DecisionNeeded, LetterDraft, LetterSigned
from app.ui import letter_work
from app.ui.actions import PRIMARY_KEYS
from app.ui.deliver_dialog import DeliverDialog
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.files import write_file
from app.ui.letter_form import ERROR_FIELDS, REASON_WANTED
from app.ui.letter_view import LetterView
from app.ui.letter_work import DrawnLetter, Situation, Stage, Words, file_kind
from app.ui.marks import Tone
from app.ui.paper_dialog import PaperDialog

PREVIEW_MS = 300
UNWRITTEN = "……"
"""Stands in the preview for a reason that is not written yet."""
TABLES = frozenset({"apology", "apology_letter", "escalation"})


class LetterDialog(QDialog):
    """Leads one letter from its reason to the citizen; nothing typed is lost by a refusal."""

    def __init__(self, desk: Desk, dossier_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("Thư xin lỗi")
        self.view = LetterView(desk.office.calendar, desk.office.apology, self)
        self.form = self.view.form
        self._dossier_id = dossier_id
        self._found: Situation | None = None
        self._is_busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_MS)
        self._timer.timeout.connect(self._preview)
        self._connect()
        self._look()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_busy:
            event.ignore()  # a letter being written is waited for
        else:
            super().closeEvent(event)

    @override
    def reject(self) -> None:
        if not self._is_busy:
            super().reject()

    def _connect(self) -> None:
        self.form.edited.connect(self._timer.start)
        self.view.keep.clicked.connect(self._keep)
        self.view.submit.clicked.connect(self._submit)
        self.view.save.clicked.connect(self._save)
        self.view.print.clicked.connect(self._print)
        self.view.deliver.clicked.connect(self._deliver)
        self.view.close_button.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self.desk.changed.connect(self._on_changed)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self.view.press_primary)

    # What stands

    def _look(self) -> None:
        self.desk.ask(
            letter_work.situation,
            self._dossier_id,
            at=self.desk.clock.now(),
            key=f"letter.{id(self)}",
            done=self._show_situation,
        )

    def _on_changed(self, tables: frozenset[str]) -> None:
        """Follow what others do; words being written here are never replaced under the hand."""
        is_writing = self._found is not None and self._found.stage is Stage.WRITE
        if tables & TABLES and not self._is_busy and not is_writing:
            self._look()

    def _show_situation(self, found: Situation) -> None:
        self._found = found
        self.view.show_situation(found, self.desk.clock.now())
        if found.stage is Stage.WRITE:
            self._start_form(found)
            return
        self._timer.stop()
        self._show_letter(found.letter)

    def _start_form(self, found: Situation) -> None:
        card, owed = found.card, found.owed
        after = max(local_day(self.desk.clock.now()), card.row.due_on)
        words = None
        if owed is not None:
            words = Words(
                reason=owed.reason if found.is_rewritten else "",
                new_due_on=owed.new_due_on,
                cause=owed.cause,
                cause_note=owed.cause_note,
                department=owed.department,
            )
        if card.finished_at is not None:
            self.form.without_date()
        self.form.start(after, words, decided_on=found.decided_on)
        self.form.cause.setFocus()

    def _show_letter(self, letter: LetterDraft | None) -> None:
        if letter is None:
            return
        if letter.file is not None:
            self.desk.work(letter_work.redraw, letter.file, done=self._show_pages)
            return
        day = letter.numbered_on or letter.letter.dated_on
        content = replace(letter.letter, number=letter.number, dated_on=day)
        is_draft = not letter.is_out
        self.desk.work(
            lambda: letter_work.draw(content, draft=is_draft),
            done=self._show_pages,
            failed=self._tell_refusal,
        )

    # The preview

    @property
    def _is_written_here(self) -> bool:
        return self._found is not None and self._found.stage is Stage.WRITE

    def _preview(self) -> None:
        if self._is_busy or not self._is_written_here:
            return
        self.desk.ask(
            apology.preview,
            self._dossier_id,
            reason=self.form.written_reason() or UNWRITTEN,
            new_due_on=self.form.chosen_date(),
            at=self.desk.clock.now(),
            key="letter.preview",
            done=self._draw,
            failed=self._preview_refused,
        )

    def _draw(self, letter: ApologyLetter) -> None:
        self.desk.work(
            lambda: letter_work.draw(letter, draft=True),
            done=self._show_preview,
            failed=self._preview_refused,
        )

    def _show_preview(self, drawn: DrawnLetter) -> None:
        if self._is_written_here:  # an answer that comes late never covers the submitted letter
            self._show_pages(drawn)

    def _preview_refused(self, error: AppError) -> None:
        if not self._is_busy and self._is_written_here:
            self._tell_refusal(error, goes_there=False)

    def _show_pages(self, drawn: DrawnLetter) -> None:
        self.view.pdf.show_pages(drawn.pages)

    # Writing and submitting

    def _keep(self) -> None:
        if not self.form.written_reason():
            self.form.show_error("reason", REASON_WANTED)
            return
        self._write(submit=False)

    def _submit(self) -> None:
        gap = self.form.first_gap()
        if gap is not None:
            self.form.show_error(*gap)
            return
        self._write(submit=True)

    def _write(self, *, submit: bool) -> None:
        self.view.tell_standing()
        self._set_busy(True)
        self.desk.do(
            letter_work.keep,
            self._dossier_id,
            self.form.words(),
            submit=submit,
            done=self._submitted if submit else self._kept,
            failed=self._refused,
        )

    def _kept(self, _draft: LetterDraft) -> None:
        self._set_busy(False)
        self.view.tell("Đã lưu bản nháp; ngày hẹn chỉ đổi khi thư được phát hành.", Tone.GOOD)

    def _submitted(self, _draft: LetterDraft) -> None:
        self._set_busy(False)
        self._look()

    def _refused(self, error: AppError) -> None:
        self._set_busy(False)
        if isinstance(error, ApologyActNotAllowed | DecisionNeeded | LetterSigned):
            self._look()  # it stands otherwise by now than when the dialog was opened
        else:
            self._tell_refusal(error)

    def _tell_refusal(self, error: AppError, *, goes_there: bool = True) -> None:
        told = one_line(error)
        field = ERROR_FIELDS.get(error.code)
        if field is None:
            self.view.tell(told, Tone.LATE)
        else:
            self.form.show_error(field, told, goes_there=goes_there)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.view.set_busy(is_busy)
        if not is_busy:
            self._timer.start()  # what was typed before the press has had no preview yet

    # The finished file

    @property
    def _file(self) -> bytes:
        assert self._found is not None
        assert self._found.letter is not None
        assert self._found.letter.file is not None
        return self._found.letter.file

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu thư xin lỗi", self._file_name())
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Save the letter, byte for byte as it was signed or scanned."""
        self.desk.work(write_file, path, self._file, done=self._saved, failed=self._tell_refusal)

    def _saved(self, path: Path) -> None:
        self.view.tell(f"Đã lưu {path.name}.", Tone.GOOD)

    def _print(self) -> None:
        dialog = PaperDialog(
            self.desk, "Thư xin lỗi", self._file, "A4", self, file_name=self._file_name()
        )
        dialog.open()

    def _deliver(self) -> None:
        DeliverDialog(self.desk, self._dossier_id, self).open()

    def _file_name(self) -> str:
        assert self._found is not None
        return f"Thu-xin-loi-{self._found.card.row.code}.{file_kind(self._file)}"
