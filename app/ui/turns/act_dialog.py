"""What the dialogs of all turns do alike: ask once, say a refusal at its place, close when done."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.errors import AppError
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import NoticeStrip
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone

SKIP = "&Bỏ qua"


class ActDialog(GrowingDialog):
    """One act with one button; while it runs the button is held, and nothing typed is lost.

    A subclass names the fields, lays out ``column`` and says in ``act`` what the button does.
    """

    taken = Signal(object)
    """What the use case gave back; the dialog closes after it."""
    at_field: ClassVar[Mapping[str, str]] = {}
    """The field at which a refusal is said, by its code; any other is said in the strip."""

    def __init__(
        self, desk: Desk, title: str, accept: str, parent: QWidget | None, *, skip: str = SKIP
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(title)
        self.fields: dict[str, Labelled] = {}
        self.strip = NoticeStrip()
        self.leave = QPushButton(skip)
        self.take = QPushButton(accept)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(12)
        self.leave.clicked.connect(self.reject)
        self.take.clicked.connect(self.act)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self.take.click)

    def act(self) -> None:
        """Do what the button says, with what was typed."""
        raise NotImplementedError

    def run(self, use_case: Callable[..., Any], *args: object, **told: Any) -> None:
        """Hold the button and run a use case."""
        self.take.setEnabled(False)
        self._desk.do(use_case, *args, **told, done=self._done, failed=self.refused)

    def refused(self, error: AppError) -> None:
        """Say a refusal, and let the officer mend what it is about."""
        self.take.setEnabled(True)
        field = self.fields.get(self.at_field.get(error.code, ""))
        if field is None:
            self.strip.say(one_line(error), Tone.LATE)
            return
        field.fault(one_line(error))
        field.editor.setFocus()

    def add_footer(self) -> None:
        """End the dialog with its two buttons."""
        self.take.setProperty("primary", True)
        footer = QHBoxLayout()
        footer.addWidget(self.leave)
        footer.addStretch(1)
        footer.addWidget(self.take)
        for button in (self.leave, self.take):
            button.setAutoDefault(False)
        self.column.addLayout(footer)

    def _done(self, outcome: object) -> None:
        self.taken.emit(outcome)
        self.accept()
