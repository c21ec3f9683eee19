"""Choosing a procedure by words without marks or by the digits of its code, without the mouse."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.core.text import clean_line
from app.services import catalogue
from app.services.catalogue import ProcedureDetail, ProcedureRow
from app.ui.desk import Desk
from app.ui.pages.procedure_list import ROW, HangingList

DEBOUNCE_MS = 120
ANSWER_KEY = "reception.procedures"


class ProcedurePicker(QLineEdit):
    """A search field whose list hangs below it; the chosen procedure stays until another is."""

    chosen = Signal(object)
    """The ProcedureDetail chosen."""
    refused = Signal()
    """Enter was pressed and nothing fits what is typed."""

    def __init__(
        self, desk: Desk, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._today = today
        self._detail: ProcedureDetail | None = None
        self._answered: str | None = None
        self._choose_first = False
        self._loading = False
        self._then: Callable[[], None] | None = None
        self.setPlaceholderText("Tên không dấu, hoặc số cuối của mã, ví dụ 4873")
        self.list = HangingList(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)
        self.list.clicked.connect(lambda index: self._choose(index.data(ROW)))

    @property
    def detail(self) -> ProcedureDetail | None:
        """The procedure chosen, if what is typed still names it."""
        return self._detail

    def is_busy(self) -> bool:
        """Whether a choice was made that the database has not answered yet."""
        return self._choose_first or self._loading

    def when_settled(self, then: Callable[[], None]) -> None:
        """Do something as soon as the choice under way is answered."""
        self._then = then

    def reset(self) -> None:
        """Forget what was typed and chosen."""
        self._detail = None
        self._answered = None
        self._choose_first = self._loading = False
        self._then = None
        self._timer.stop()
        self.clear()
        self.list.hide()

    def open_list(self) -> None:
        """Show what fits; with nothing typed, the procedures used most."""
        self._ask()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 5,
            Qt.Key.Key_PageUp: -5,
        }
        if key is Qt.Key.Key_F4:
            self.open_list()
        elif key in steps:
            self._step(steps[key])
        elif key is Qt.Key.Key_Escape and self.list.isVisible():
            self.list.hide()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._wants_enter():
            self._enter()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._detail is None:
            self.open_list()
        else:
            self.selectAll()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.list.hide()
            self._show_chosen()

    def _wants_enter(self) -> bool:
        return self._detail is None and (bool(self._typed()) or self.list.current() is not None)

    def _typed(self) -> str:
        return clean_line(self.text())

    def _on_edited(self) -> None:
        self._detail = None
        self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        words = "" if self._detail is not None else self._typed()
        self._desk.ask(
            catalogue.search_procedures,
            words,
            on=self._today(),
            key=ANSWER_KEY,
            done=lambda rows: self._answer(words, rows),
        )

    def _answer(self, words: str, rows: tuple[ProcedureRow, ...]) -> None:
        self._answered = words
        self.list.show_rows(rows, mark_first=bool(words))
        if self._choose_first:
            self._choose_first = False
            self._choose_current()
        elif rows and self.hasFocus():
            self.list.hang_under(self)
        else:
            self.list.hide()

    def _enter(self) -> None:
        if self._answered == self._typed() and not self._timer.isActive():
            self._choose_current()
        else:
            self._choose_first = True
            self._ask()

    def _choose_current(self) -> None:
        row = self.list.current()
        if row is None:
            self._then = None
            self.refused.emit()
        else:
            self._choose(row)

    def _choose(self, row: ProcedureRow) -> None:
        self._loading = True
        self.list.hide()
        self._desk.ask(
            catalogue.get_procedure, row.version_id, key="reception.detail", done=self._take
        )

    def _take(self, detail: ProcedureDetail) -> None:
        self._loading = False
        self._detail = detail
        self._show_chosen()
        self.chosen.emit(detail)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show_chosen(self) -> None:
        if self._detail is not None:
            self.setText(f"{self._detail.code}  {self._detail.name}")
            self.setCursorPosition(0)

    def _step(self, rows: int) -> None:
        if not self.list.isVisible():
            self.open_list()
        self.list.step(rows)
