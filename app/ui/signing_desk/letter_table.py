"""The queue as a list with a box before each letter: what is ticked is signed or sealed at once."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.services.signing_queue import QueuedLetter
from app.ui.list_view import AnyIndex, Column, RowModel, RowTable


class TickModel(RowModel[QueuedLetter]):
    """Rows with a box in the first column; a ticked letter stays ticked while it is listed."""

    ticked = Signal()

    def __init__(
        self, columns: Sequence[Column[QueuedLetter]], parent: QWidget | None = None
    ) -> None:
        super().__init__(columns, parent)
        self.keys: set[str] = set()
        self.may_tick: Callable[[QueuedLetter], bool] = lambda _: True

    @override
    def set_rows(self, rows: Sequence[QueuedLetter]) -> None:
        self.keys &= {row.key for row in rows if self.may_tick(row)}
        super().set_rows(rows)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == 0 and self.may_tick(self.rows[index.row()]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            row = self.rows[index.row()]
            if not self.may_tick(row):
                return None
            is_ticked = row.key in self.keys
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    @override
    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.tick([self.rows[index.row()]], on=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def tick(self, rows: Sequence[QueuedLetter], *, on: bool) -> None:
        """Tick rows or take their ticks away; what may not be ticked is passed over."""
        keys = {row.key for row in rows if self.may_tick(row)}
        self.keys = self.keys | keys if on else self.keys - keys
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        self.ticked.emit()


class LetterTable(RowTable[QueuedLetter]):
    """Arrows move through the letters, the space bar ticks the current one."""

    ticks_changed = Signal()
    model_kind = TickModel

    def __init__(self, columns: Sequence[Column[QueuedLetter]]) -> None:
        super().__init__("Thư chờ xử lý", columns, lambda row: row.key)
        self._ticks.ticked.connect(self.ticks_changed)

    def set_ticks(self, may_tick: Callable[[QueuedLetter], bool]) -> None:
        """Say which letters have a box."""
        self._ticks.may_tick = may_tick

    def ticked(self) -> tuple[QueuedLetter, ...]:
        """Return the ticked letters, in the order of the list."""
        return tuple(row for row in self.rows if row.key in self._ticks.keys)

    def may_be_ticked(self) -> tuple[QueuedLetter, ...]:
        """Return all letters that have a box."""
        return tuple(row for row in self.rows if self._ticks.may_tick(row))

    def tick_all(self, on: bool) -> None:
        """Tick every letter, or none."""
        self._ticks.tick(self.rows, on=on)

    def select(self, matches: Callable[[QueuedLetter], bool]) -> bool:
        """Make the first letter that matches current; False if none does."""
        for number, row in enumerate(self.rows):
            if matches(row):
                self.selectRow(number)
                self.scrollTo(self.model().index(number, 0))
                return True
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self._ticks.tick([row], on=row.key not in self._ticks.keys)
            return
        super().keyPressEvent(event)

    @property
    def _ticks(self) -> TickModel:
        assert isinstance(self._model, TickModel)
        return self._model
