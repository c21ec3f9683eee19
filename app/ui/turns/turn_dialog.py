"""Asks what a turn needs to know; a refusal stands at its field, and nothing typed is lost."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError
from app.core.lifecycle import Act
from app.services.lookup import DossierCard
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import NoticeStrip, chip, line, muted, plain, row_of, title
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone, due_mark, status_mark
from app.ui.turns.turn_words import GROUND, ITEMS, REASON, REASONS, REQUESTER, Turn

WIDTH = 560
LINES_HEIGHT = 92
ENDS = frozenset({Act.REFUSE, Act.WITHDRAW})
LABELS = {
    ITEMS: ("Cần &bổ sung", "Mỗi dòng một giấy tờ hoặc một việc."),
    REASONS: ("&Lý do", "Mỗi dòng một lý do."),
    GROUND: ("&Căn cứ pháp lý", ""),
    REQUESTER: ("&Người yêu cầu", ""),
    REASON: ("&Lý do", ""),
}
AT_FIELD = {"supplement.too_late": GROUND}
WANTED = "Ghi ít nhất một dòng."


class LinesEdit(QPlainTextEdit):
    """A few lines, one thing each; Tab goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(LINES_HEIGHT)

    def lines(self) -> list[str]:
        """Return what was typed, without empty lines."""
        return [one.strip() for one in self.toPlainText().splitlines() if one.strip()]


class TurnDialog(GrowingDialog):
    """One turn of one dossier; ``done`` gets the outcome once it is recorded."""

    taken = Signal(object)
    """What the use case gave back."""

    def __init__(
        self, desk: Desk, card: DossierCard, turn: Turn, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._card, self._turn = desk, card, turn
        self.setWindowTitle(turn.title)
        self.resize(WIDTH, 0)
        self.fields = {
            name: Labelled(LABELS[name][0], self._editor(name), hint=LABELS[name][1])
            for name in turn.fields
        }
        self.strip = NoticeStrip()
        self.leave = QPushButton("Bỏ &qua")
        self.take = QPushButton(turn.accept)
        self._lay_out()
        self.leave.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self.take.click)
        first = next(iter(self.fields.values()), None)
        (self.take if first is None else first.editor).setFocus()

    def _editor(self, name: str) -> QWidget:
        if name in {ITEMS, REASONS}:
            return LinesEdit()
        edit = QLineEdit()
        if name == REQUESTER:
            edit.setText((self._card.representative or self._card.applicant).full_name)
        return edit

    def _typed(self) -> dict[str, Any]:
        """Return what was typed, by the name the use case knows it by."""
        return {name: _text_of(box.editor) for name, box in self.fields.items()}

    def _take(self) -> None:
        for box in self.fields.values():
            box.clear()
        typed = self._typed()
        missing = next((name for name in typed if name != GROUND and not typed[name]), None)
        if missing is not None:
            self.fields[missing].fault(WANTED if missing in {ITEMS, REASONS} else "Chưa ghi.")
            self.fields[missing].editor.setFocus()
            return
        self.take.setEnabled(False)
        self._desk.do(
            self._turn.use_case,
            self._card.row.dossier_id,
            **typed,
            **self._turn.fixed,
            done=self._done,
            failed=self._refused,
        )

    def _done(self, outcome: object) -> None:
        self.taken.emit(outcome)
        self.accept()

    def _refused(self, error: AppError) -> None:
        self.take.setEnabled(True)
        field = self.fields.get(AT_FIELD.get(error.code, ""))
        if field is None:
            self.strip.say(one_line(error), Tone.LATE)
            return
        field.fault(one_line(error))
        field.editor.setFocus()

    def _lay_out(self) -> None:
        row = self._card.row
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(title(row.applicant_name))
        due = chip(due_mark(row.due_on, row.status, self._desk.clock.now()))
        column.addWidget(row_of(line(row.code), chip(status_mark(row.status)), due))
        column.addWidget(plain(row.procedure_name))
        if self._turn.act in ENDS:
            self.strip.say(self._turn.explains, Tone.SOON)
        else:
            column.addWidget(muted(self._turn.explains))
        column.addWidget(self.strip)
        for box in self.fields.values():
            column.addWidget(box)
        column.addStretch(1)
        self.take.setProperty("primary", True)
        footer = QHBoxLayout()
        footer.addWidget(self.leave)
        footer.addStretch(1)
        footer.addWidget(self.take)
        for button in (self.leave, self.take):
            button.setAutoDefault(False)
        column.addLayout(footer)


def _text_of(editor: QWidget) -> str | list[str]:
    if isinstance(editor, LinesEdit):
        return editor.lines()
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""
