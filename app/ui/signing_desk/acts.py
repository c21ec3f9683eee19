"""What can be done with letters of the queue: sign, seal, send back, let go on, enter a paper."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.errors import AppError
from app.core.sealed_letter import LetterFacts
from app.services import apology, apology_signing
from app.services.apology import LetterDraft
from app.services.signing_queue import QueuedLetter
from app.ui.decide_dialog import DecideDialog
from app.ui.desk import Desk
from app.ui.letter_work import read_proof
from app.ui.reason_dialog import ReasonDialog
from app.ui.scan_reading import NoLetterOnScan, letter_on
from app.ui.signing_desk.batch import Step
from app.ui.signing_desk.paper_letter_dialog import PaperLetterDialog
from app.ui.signing_desk.runner import Runner
from app.ui.signing_desk.steps import SealStep, SignStep
from app.ui.signing_work import Pictures

REASONS = (
    "Lý do chưa cụ thể",
    "Ngày hẹn lại chưa hợp lý",
    "Sai thông tin người nộp",
    "Ngày hẹn lại đã tới, soạn lại",
)


class DeskActs(QObject):
    """Asks what an act needs to know, has it done, and says what was refused."""

    refused = Signal(object)
    """An ``AppError`` that belongs to the whole desk."""
    said = Signal(str)
    numbered = Signal(str)
    """The number that the batch begins with, as it will be printed."""

    def __init__(self, desk: Desk, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._runner, self._window = desk, runner, window
        self._rows: tuple[QueuedLetter, ...] = ()
        self._act = ""
        self._number = ""

    def sign(self, rows: Sequence[QueuedLetter], act: str) -> None:
        """Have letters signed; ``act`` is what is confirmed."""
        self._runner.begin(rows, act, self._sign_step)

    def seal(self, rows: Sequence[QueuedLetter], number: str, act: str) -> None:
        """Have letters numbered from ``number`` on, dated, sealed and issued."""
        self._rows, self._act = tuple(rows), act
        self._desk.ask(
            apology_signing.check_number,
            self._rows[0].owed.dossier_id,
            number=number,
            actor=self._desk.actor,
            at=self._desk.clock.now(),
            key="signing.number",
            done=self._seal_from,
            failed=self._refuse,
        )

    def ask_send_back(self, row: QueuedLetter) -> None:
        """Ask why a letter goes back, then send it back."""
        void = " Chữ ký đã có trên thư sẽ không còn giá trị." if row.owed.signer else ""
        question = f"Trả thư của hồ sơ {row.owed.code} cho người soạn?{void} Vì sao trả lại?"
        dialog = ReasonDialog("Trả lại thư", question, REASONS, "T&rả lại", self._window)
        dialog.accepted.connect(lambda: self.send_back(row, dialog.reason()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def send_back(self, row: QueuedLetter, why: str) -> None:
        """Give a letter back to its writer."""
        self._desk.do(
            apology.send_back,
            row.owed.dossier_id,
            why=why,
            done=self._sent_back,
            failed=self._refuse,
        )

    def forward(self, rows: Sequence[QueuedLetter]) -> None:
        """Let letters go to the registrar without their time stamps."""
        for row in rows:
            self._desk.do(apology_signing.forward, row.owed.dossier_id, failed=self._refuse)

    def decide(self, dossier_id: str) -> None:
        """Ask for the superior's decision."""
        DecideDialog(self._desk, dossier_id, self._window).open()

    def enter_paper(self, row: QueuedLetter, next_number: str, scan: str = "") -> None:
        """Print a letter for the pen, and enter what was signed; ``scan`` is its file."""
        PaperLetterDialog(self._desk, row, next_number, scan, self._window).open()

    def find_scan(self, file: str, done: Callable[[LetterFacts], None]) -> None:
        """Read from the scan of a signed paper which letter it is."""
        self._desk.work(_letter_of_scan, Path(file), done=done, failed=self._refuse)

    def _sign_step(self, pictures: Pictures) -> Step:
        return SignStep(self._desk, pictures.signature)

    def _seal_from(self, number: str) -> None:
        self._number = number
        self.numbered.emit(number)
        self._runner.begin(self._rows, self._act, self._seal_step)

    def _seal_step(self, pictures: Pictures) -> Step:
        return SealStep(self._desk, self._number, pictures.seal)

    def _sent_back(self, letter: LetterDraft) -> None:
        self.said.emit(f"Đã trả thư của hồ sơ {letter.code} cho người soạn.")

    def _refuse(self, error: AppError) -> None:
        self.refused.emit(error)


def _letter_of_scan(file: Path) -> LetterFacts:
    """Return what the letter's code on a scan says.

    Raises:
        ProofUnreadable, NoLetterOnScan.
    """
    name, data = read_proof(file)
    facts = letter_on(data)
    if facts is None:
        raise NoLetterOnScan(name=name)
    return facts
