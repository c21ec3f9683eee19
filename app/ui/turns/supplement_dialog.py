"""The citizen brings what was asked for: each paper is counted in, and the clock goes on."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.errors import AppError
from app.core.standstill import StandstillKind
from app.services import standing
from app.services.lookup import DossierCard
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import NoticeStrip, line, muted, plain, row_of, title
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import EnterEdit, Labelled
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone
from app.ui.pages.checklist import Checklist

WIDTH, LIST_HEIGHT = 640, 240
HOW = "Dấu cách: nhận hoặc bỏ; +, − và chữ số sửa số bản. Nhận đủ thì thời hạn chạy tiếp."
NOTHING_TAKEN = "Chưa nhận giấy tờ nào. Đánh dấu những gì người dân vừa nộp."


class SupplementDialog(GrowingDialog):
    """What was asked for is on the list; what else came can be added."""

    taken = Signal(object)
    """The ``WentOn``."""

    def __init__(self, desk: Desk, card: DossierCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._card = desk, card
        self.setWindowTitle("Nhận giấy tờ bổ sung")
        self.resize(WIDTH, 0)
        self.list = Checklist()
        self.list.setMinimumHeight(LIST_HEIGHT)
        for label in asked_for(card):
            self.list.add(label)
        self.other = EnterEdit()
        self.strip = NoticeStrip()
        self.leave = QPushButton("&Bỏ qua")
        self.take = QPushButton("Nhận đủ, &giải quyết tiếp")
        self._lay_out()
        self.other.entered.connect(self._add)
        self.list.left.connect(self.take.setFocus)
        self.leave.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self.take.click)
        self.list.setFocus()

    def _add(self, label: str) -> None:
        self.list.add(label)
        self.other.clear()

    def _take(self) -> None:
        if self.other.text().strip():  # typed, and Enter forgotten
            self._add(self.other.text().strip())
        papers = self.list.papers()
        if not papers:
            self.strip.say(NOTHING_TAKEN, Tone.LATE)
            return
        self.take.setEnabled(False)
        self._desk.do(
            standing.go_on,
            self._card.row.dossier_id,
            StandstillKind.SUPPLEMENT,
            papers=papers,
            done=self._done,
            failed=self._refused,
        )

    def _done(self, outcome: object) -> None:
        self.taken.emit(outcome)
        self.accept()

    def _refused(self, error: AppError) -> None:
        self.take.setEnabled(True)
        self.strip.say(one_line(error), Tone.LATE)

    def _lay_out(self) -> None:
        row = self._card.row
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(title(row.applicant_name))
        column.addWidget(row_of(line(row.code)))
        column.addWidget(plain(row.procedure_name))
        column.addWidget(muted(HOW))
        column.addWidget(self.list, 1)
        column.addWidget(Labelled("Giấy tờ &khác", self.other, hint="Nhập tên rồi Enter."))
        column.addWidget(self.strip)
        self.take.setProperty("primary", True)
        footer = QHBoxLayout()
        footer.addWidget(self.leave)
        footer.addStretch(1)
        footer.addWidget(self.take)
        for button in (self.leave, self.take):
            button.setAutoDefault(False)
        column.addLayout(footer)


def asked_for(card: DossierCard) -> tuple[str, ...]:
    """Return what the citizen was asked to supply, as form 02 listed it."""
    for entry in reversed(card.history):
        if entry.kind == "dossier.stood_still":
            return tuple(entry.facts["standstill"]["items"])
    return ()
