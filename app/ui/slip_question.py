"""The one question after a doubt: did the slip come out whole? And what to do with an old one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.printjobs import JobState
from app.services.print_queue import JobRow
from app.ui.slip_words import next_step, trouble_text

ASKS = {
    JobState.UNKNOWN: "Phiếu đã ra giấy đầy đủ chưa?",
    JobState.HELD: "Phiếu này để lâu chưa in. In bây giờ chứ?",
    JobState.FAILED: "Phiếu này không in được ở máy in đã chọn.",
    JobState.SENT: "Máy in này không báo lại. Phiếu đã ra giấy đầy đủ chưa?",
}
YES, NO, NOW, VOID = "confirm", "reprint", "print_now", "void"
ANSWERS = {
    JobState.UNKNOWN: (YES, NO),
    JobState.SENT: (YES, NO),
    JobState.HELD: (NOW, VOID),
    JobState.FAILED: (NOW, VOID),
}
WORDS = {
    YES: "Đã ra đủ",
    NO: "Chưa, hoặc in dở – in lại",
    NOW: "In bây giờ",
    VOID: "Không cần nữa",
}
"""Without access keys: a letter typed for something else must never answer for paper."""


class SlipQuestion(QFrame):
    """Shows the question of one job with its answers; hidden where nothing is asked."""

    answered = Signal(str, str)
    """The job's id and the answer: ``confirm``, ``reprint``, ``print_now`` or ``void``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.job: JobRow | None = None
        self.question = QLabel()
        self.question.setProperty("kind", "strong")
        self.question.setWordWrap(True)
        self.about = QLabel()
        self.about.setProperty("kind", "muted")
        self.about.setWordWrap(True)
        self.buttons = {answer: QPushButton(words) for answer, words in WORDS.items()}
        row = QHBoxLayout()
        row.setSpacing(8)
        for answer, button in self.buttons.items():
            button.setAutoDefault(False)  # Enter elsewhere in the dialog answers nothing
            button.clicked.connect(lambda _=False, one=answer: self._answer(one))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.question)
        column.addWidget(self.about)
        column.addLayout(row)
        self.ask(None)

    def ask(self, job: JobRow | None) -> None:
        """Ask about a job; nothing is shown for None or a job that wants no answer."""
        self.job = job if job is not None and job.state in ASKS else None
        self.setVisible(self.job is not None)
        if self.job is None:
            return
        self.question.setText(ASKS[self.job.state])
        copy = f", bản in lại lần {self.job.copy}" if self.job.copy else ""
        # A step such as "put paper in" would be no answer to whether a slip came out.
        step = next_step(self.job.error) if self.job.state is JobState.FAILED else ""
        parts = (f"Giấy hẹn {self.job.code}{copy}.", trouble_text(self.job.error), step)
        self.about.setText(" ".join(part for part in parts if part))
        for answer, button in self.buttons.items():
            button.setVisible(answer in ANSWERS[self.job.state])
            button.setEnabled(True)

    def _answer(self, answer: str) -> None:
        if self.job is not None:
            for button in self.buttons.values():
                button.setEnabled(False)  # one answer, however often it is pressed
            self.answered.emit(self.job.job_id, answer)
