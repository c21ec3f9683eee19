"""Asks what a turn needs to know; a refusal stands at its field, and nothing typed is lost."""

from typing import Any

from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from typing_extensions import override

from app.core.lifecycle import Act
from app.services.lookup import DossierCard
from app.ui.card_parts import chip, line, muted, plain, row_of, title
from app.ui.desk import Desk
from app.ui.fields import Labelled
from app.ui.marks import Tone, due_mark, status_mark
from app.ui.turns.act_dialog import ActDialog
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


class TurnDialog(ActDialog):
    """One turn of one dossier, with the fields that it asks for."""

    at_field = AT_FIELD

    def __init__(
        self, desk: Desk, card: DossierCard, turn: Turn, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, turn.title, turn.accept, parent, skip="Bỏ &qua")
        self._card, self._turn = card, turn
        self.resize(WIDTH, 0)
        self.fields = {
            name: Labelled(LABELS[name][0], self._editor(name), hint=LABELS[name][1])
            for name in turn.fields
        }
        self._lay_out()
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

    @override
    def act(self) -> None:
        for box in self.fields.values():
            box.clear()
        typed = self._typed()
        missing = next((name for name in typed if name != GROUND and not typed[name]), None)
        if missing is not None:
            self.fields[missing].fault(WANTED if missing in {ITEMS, REASONS} else "Chưa ghi.")
            self.fields[missing].editor.setFocus()
            return
        self.run(self._turn.use_case, self._card.row.dossier_id, **typed, **self._turn.fixed)

    def _lay_out(self) -> None:
        row = self._card.row
        column = self.column
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
        self.add_footer()


def _text_of(editor: QWidget) -> str | list[str]:
    if isinstance(editor, LinesEdit):
        return editor.lines()
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""
