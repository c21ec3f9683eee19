"""The paper path: print the letter for the pen, then enter what the stamped paper says."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.clock import local_day
from app.core.errors import AppError
from app.core.papers import ApologyLetter
from app.services import apology_signing
from app.services.apology import LetterDraft
from app.services.apology_delivery import kind_of
from app.services.signing_queue import QueuedLetter
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import NoticeStrip, line, muted, title
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled
from app.ui.growing import GrowingDialog
from app.ui.letter_form import WorkdayEdit
from app.ui.letter_work import read_proof
from app.ui.marks import Tone
from app.ui.paper_dialog import PaperDialog
from app.ui.scan_reading import check_scan
from app.ui.signing_desk import queue

WIDTH = 600
SCANS = "Bản quét (*.pdf *.png *.jpg *.jpeg)"
STEP_PRINT = "1. In thư, trình lãnh đạo ký tay, lấy số và đóng dấu."
STEP_RECORD = (
    "2. Ghi lại đúng như trên giấy. Quét mã QR trên giấy bằng máy quét để tìm lại thư này."
)
AT_FIELD = {
    "apology.bad_number": "number",
    "apology.number_taken": "number",
    "apology.paper_day_wrong": "day",
    "apology.signer_missing": "signer",
    "apology.proof_kind": "scan",
    "apology.proof_too_large": "scan",
    "apology.proof_unreadable": "scan",
    "apology.scan_of_other": "scan",
}


class PaperLetterDialog(GrowingDialog):
    """Prints one submitted letter and records its issue on paper."""

    def __init__(
        self,
        desk: Desk,
        row: QueuedLetter,
        next_number: str,
        scan: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._row = desk, row
        self._draft: LetterDraft | None = None
        self._is_ready = False
        self.setWindowTitle("Thư ký trên giấy")
        self.resize(WIDTH, 0)
        self.print = QPushButton("&In thư để ký tay…")
        self.number = QLineEdit(next_number)
        self.day = WorkdayEdit("Ngày ghi trên giấy")
        self.signer = QLineEdit()
        self.scan = QLineEdit(scan)
        self.scan.setPlaceholderText("Không bắt buộc: tệp PDF, PNG hoặc JPEG")
        self.choose = QPushButton("&Chọn tệp…")
        self.fields = {
            "number": Labelled("&Số trên giấy", self.number),
            "day": Labelled("&Ngày trên giấy", self.day),
            "signer": Labelled("Người &ký", self.signer),
            "scan": Labelled("Bản &quét của thư đã ký", self.scan),
        }
        self.strip = NoticeStrip()
        self.leave = QPushButton("&Bỏ qua")
        self.record = QPushButton("Ghi nhận &phát hành")
        self._lay_out()
        self._connect()
        today = local_day(desk.clock.now())
        self.day.set_day(today)
        self._set_ready(ready=False)
        desk.ask(queue.letter_of, row.owed.dossier_id, done=self._show, failed=self._refused)

    def _show(self, draft: LetterDraft) -> None:
        self._draft = draft
        self.signer.setText(draft.letter.signer_name)
        self._set_ready(ready=True)
        (self.number if self.scan.text() else self.print).setFocus()

    def _print(self) -> None:
        assert self._draft is not None
        letter = self._draft.letter
        dialog = PaperDialog(
            self._desk,
            "Thư xin lỗi để ký tay",
            partial(_for_pen, letter),
            letter.paper,
            self,
            file_name=f"Thu-xin-loi-ky-tay-{self._draft.code}.pdf",
        )
        dialog.open()

    # Recording

    def _record(self) -> None:
        if not self._is_ready:
            return
        self._set_ready(ready=False)
        chosen = self.scan.text().strip()
        if chosen:
            assert self._draft is not None
            read = partial(_read_scan, Path(chosen).expanduser(), self._draft.letter_id)
            self._desk.work(read, done=self._write, failed=self._refused)
        else:
            self._write(None)

    def _write(self, scan: bytes | None) -> None:
        self._desk.do(
            apology_signing.issue_on_paper,
            self._row.owed.dossier_id,
            letter_digest=self._row.owed.letter_digest,
            number=self.number.text(),
            day=self.day.day(),
            signer=self.signer.text(),
            scan=scan,
            done=self._recorded,
            failed=self._refused,
        )

    def _recorded(self, _: LetterDraft) -> None:
        self.accept()

    def _refused(self, error: AppError) -> None:
        self._set_ready(ready=self._draft is not None)
        field = AT_FIELD.get(error.code)
        if field is None:
            self.strip.say(one_line(error), Tone.LATE)
        else:
            self.fields[field].fault(one_line(error))
            self.fields[field].editor.setFocus()

    def _set_ready(self, *, ready: bool) -> None:
        self._is_ready = ready
        for widget in (self.print, self.record, self.choose, *self.fields.values()):
            widget.setEnabled(ready)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Bản quét của thư đã ký", "", SCANS)
        if chosen:
            self.scan.setText(chosen)

    def _connect(self) -> None:
        for name in ("number", "signer", "scan"):
            field = self.fields[name]
            assert isinstance(field.editor, QLineEdit)
            field.editor.textChanged.connect(field.clear)
        self.day.dateChanged.connect(self.fields["day"].clear)
        self.print.clicked.connect(self._print)
        self.choose.clicked.connect(self._choose)
        self.record.clicked.connect(self._record)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self._record)

    def _lay_out(self) -> None:
        owed = self._row.owed
        self.record.setProperty("primary", True)
        printing = QHBoxLayout()
        printing.addWidget(self.print)
        printing.addStretch(1)
        register = QHBoxLayout()
        register.setSpacing(16)
        register.addWidget(self.fields["number"], 1)
        register.addWidget(self.fields["day"], 2)
        choosing = QHBoxLayout()
        choosing.addStretch(1)
        choosing.addWidget(self.choose)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.record)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(title(owed.applicant_name))
        column.addWidget(line(owed.code))
        column.addWidget(muted(STEP_PRINT))
        column.addLayout(printing)
        column.addWidget(muted(STEP_RECORD))
        column.addLayout(register)
        column.addWidget(self.fields["signer"])
        column.addWidget(self.fields["scan"])
        column.addLayout(choosing)
        column.addWidget(self.strip)
        column.addStretch(1)
        column.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)


def _for_pen(letter: ApologyLetter) -> bytes:
    from app.printing.letter_pdf import letter_pdf

    return letter_pdf(letter, for_pen=True).data


def _read_scan(path: Path, letter_id: str) -> bytes:
    """Return the bytes of the scan of a letter.

    Raises:
        ProofUnreadable, ProofKind, ProofTooLarge, ScanOfOther.
    """
    name, data = read_proof(path)
    kind_of(data, name=name)
    check_scan(data, letter_id)
    return data
