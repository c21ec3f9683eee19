"""The apology letter in one dialog: reason, new date, preview of the very PDF, signature, issue."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from typing_extensions import override

from app.core.clock import local_day
from app.core.errors import AppError
from app.core.papers import ApologyLetter
from app.services import apology
from app.services.apology import LetterDraft
from app.ui import letter_work
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.files import write_file
from app.ui.letter_form import ERROR_FIELDS, REASON_WANTED
from app.ui.letter_view import LetterView
from app.ui.letter_work import DrawnLetter, Situation
from app.ui.marks import Tone
from app.ui.paper_dialog import PaperDialog

if TYPE_CHECKING:
    from app.signing.pades import SignedLetter

PREVIEW_MS = 300
UNWRITTEN = "……"
"""Stands in the preview for a reason that is not written yet."""


class LetterDialog(QDialog):
    """Leads one letter from its reason to the signed file; nothing typed is lost by a refusal."""

    def __init__(self, desk: Desk, dossier_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("Thư xin lỗi")
        self.view = LetterView(desk.office.calendar, self)
        self.form = self.view.form
        self._dossier_id = dossier_id
        self._draft: LetterDraft | None = None
        self._is_busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_MS)
        self._timer.timeout.connect(self._preview)
        self._connect()
        desk.ask(letter_work.situation, dossier_id, done=self._show_situation)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_busy:
            event.ignore()  # a letter being signed is waited for
        else:
            super().closeEvent(event)

    @override
    def reject(self) -> None:
        if not self._is_busy:
            super().reject()

    def _connect(self) -> None:
        self.form.edited.connect(self._timer.start)
        self.view.keep.clicked.connect(self._keep)
        self.view.sign.clicked.connect(self._sign)
        self.view.save.clicked.connect(self._save)
        self.view.print.clicked.connect(self._print)
        self.view.close_button.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "F9"):
            QShortcut(QKeySequence(keys), self, self.view.press_primary)

    # What stands

    def _show_situation(self, found: Situation) -> None:
        self._draft = found.letter
        now = self.desk.clock.now()
        self.view.show_dossier(found.card, now)
        letter = found.card.letter
        if found.letter is not None and found.letter.file is not None:
            self._show_issued(found.letter)
        elif not found.card.row.status.is_open:
            self.view.show_closed("Hồ sơ này không còn chờ kết quả nên không cần thư xin lỗi.")
        else:
            after = max(local_day(now), found.card.row.due_on)
            if letter is None:
                self.form.start(after)
            else:
                self.form.start(after, letter.reason, letter.new_due_on)
            self.view.show_form()

    def _show_issued(self, letter: LetterDraft) -> None:
        self.view.show_issued(letter)
        assert letter.file is not None
        self.desk.work(letter_work.redraw, letter.file, done=self._show_pages)

    # The preview

    @property
    def _is_out(self) -> bool:
        return self._draft is not None and self._draft.file is not None

    def _preview(self) -> None:
        if self._is_busy or self._is_out:
            return
        self.desk.ask(
            apology.preview,
            self._dossier_id,
            reason=self.form.reason.reason() or UNWRITTEN,
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
        if not self._is_out:  # an answer that comes late never covers the signed letter
            self._show_pages(drawn)

    def _preview_refused(self, error: AppError) -> None:
        if not self._is_busy and not self._is_out:
            self._tell_refusal(error)

    def _show_pages(self, drawn: DrawnLetter) -> None:
        self.view.pdf.show_pages(drawn.pages)

    # Drafting and signing

    def _keep(self) -> None:
        if not self.form.reason.reason():
            self.form.show_error("reason", REASON_WANTED)
            return
        self._begin()
        self._write_draft(self._kept)

    def _kept(self, draft: LetterDraft) -> None:
        self._draft = draft
        self._set_busy(False)
        self.view.tell("Đã lưu bản nháp; ngày hẹn chỉ đổi khi thư được ký.", Tone.GOOD)

    def _sign(self) -> None:
        gap = self.form.first_gap()
        if gap is not None:
            self.form.show_error(*gap)
            return
        self._begin()
        self._write_draft(self._sign_draft)

    def _write_draft(self, done: Callable[[LetterDraft], None]) -> None:
        self.desk.do(
            apology.draft,
            self._dossier_id,
            reason=self.form.reason.reason(),
            new_due_on=self.form.chosen_date(),
            done=done,
            failed=self._refused,
        )

    def _sign_draft(self, draft: LetterDraft) -> None:
        self._draft = draft
        self.desk.work(
            letter_work.sign,
            draft.letter,
            self.form.chosen_file(),
            self.form.password.text(),
            self.desk.clock.now(),
            done=self._record,
            failed=self._refused,
        )

    def _record(self, signed: "SignedLetter") -> None:
        assert self._draft is not None
        self.form.password.clear()
        self.desk.do(
            apology.record_signed,
            self._dossier_id,
            letter_digest=self._draft.digest,
            file=signed.data,
            signer=signed.signer_name,
            certificate_serial=signed.serial,
            signed_at=signed.signed_at,
            done=self._recorded,
            failed=self._refused,
        )

    def _recorded(self, letter: LetterDraft) -> None:
        self._draft = letter
        self._set_busy(False)
        self.desk.ask(letter_work.situation, self._dossier_id, done=self._show_situation)

    def _begin(self) -> None:
        self.view.tell_standing()
        self._set_busy(True)

    def _refused(self, error: AppError) -> None:
        self._set_busy(False)
        self._tell_refusal(error)

    def _tell_refusal(self, error: AppError) -> None:
        told = one_line(error)
        field = ERROR_FIELDS.get(error.code)
        if field is None:
            self.view.tell(told, Tone.LATE)
        else:
            self.form.show_error(field, told)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.view.set_busy(is_busy)
        if not is_busy and self._is_out:
            self._timer.stop()
        elif not is_busy:
            self._timer.start()  # what was typed before the press has had no preview yet

    # The finished file

    def _save(self) -> None:
        if self._draft is None or self._draft.file is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lưu thư xin lỗi", self._file_name(), "Tệp PDF (*.pdf)"
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Save the signed letter, byte for byte as it was signed."""
        assert self._draft is not None
        self.desk.work(write_file, path, self._draft.file, done=self._saved, failed=self._refused)

    def _saved(self, path: Path) -> None:
        self.view.tell(f"Đã lưu {path.name}.", Tone.GOOD)

    def _print(self) -> None:
        assert self._draft is not None
        assert self._draft.file is not None
        dialog = PaperDialog(
            self.desk, "Thư xin lỗi", self._draft.file, "A4", self, file_name=self._file_name()
        )
        dialog.open()

    def _file_name(self) -> str:
        assert self._draft is not None
        return f"Thu-xin-loi-{self._draft.code}.pdf"
