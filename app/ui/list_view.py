"""Lists of frozen rows: one table model, one view worked from the keyboard, one empty state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

R = TypeVar("R")
AnyIndex = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 40
LEAST_WIDTH = 120
"""What a column that takes the room that is left must have at least."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: what a row says there; icon and colour only ever repeat the words."""

    title: str
    text: Callable[[R], str]
    width: int = 0  # pixels at 100 %; 0 takes the room that is left
    icon: Callable[[R], QIcon] | None = None
    colour: Callable[[R], QColor | None] | None = None
    tip: Callable[[R], str] | None = None
    spare: int = 0  # where room is short the highest goes first; 0 always stays


class RowModel(QAbstractTableModel, Generic[R]):
    """A short list (hundreds of rows) of frozen rows, replaced as a whole."""

    def __init__(self, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[R, ...] = ()

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows shown now."""
        return self._rows

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.DecorationRole:
                return column.icon(row) if column.icon else None
            case Qt.ItemDataRole.ForegroundRole:
                return column.colour(row) if column.colour else None
            case Qt.ItemDataRole.ToolTipRole:
                return (column.tip or column.text)(row)
        return None


class RowTable(QTableView, Generic[R]):
    """A table over a ``RowModel``: arrows move, Enter or a double click chooses.

    The row that is current stays current when the rows change, by ``key``.
    """

    current_changed = Signal(object)  # the row, or None
    chosen = Signal(object)
    model_kind: type[RowModel[Any]] = RowModel

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._key = key
        self._columns = tuple(columns)
        self._model: RowModel[R] = self.model_kind(columns, self)
        self.setModel(self._model)
        self._look()
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(lambda _: self._choose())

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows shown now."""
        return self._model.rows

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show rows; the current one stays current if it is among them, else the first is."""
        before = self.current()
        keys = [self._key(row) for row in rows]
        kept = self._key(before) if before is not None else None
        self._model.set_rows(rows)
        if rows:
            self.selectRow(keys.index(kept) if kept in keys else 0)
        else:
            self.current_changed.emit(None)

    def current(self) -> R | None:
        """Return the current row."""
        place = self.currentIndex().row()
        return self._model.rows[place] if 0 <= place < len(self._model.rows) else None

    def step(self, rows: int) -> None:
        """Move the current row by a number of rows, staying inside; for a search box above."""
        if self._model.rows:
            place = self.currentIndex().row() + rows
            self.selectRow(min(max(place, 0), len(self._model.rows) - 1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        shown = fitting(self._columns, event.size().width())
        for number, column in enumerate(self._columns):
            self.setColumnHidden(number, column not in shown)
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._choose()
            return
        super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 6 * ROW_HEIGHT)

    def _choose(self) -> None:
        row = self.current()
        if row is not None:
            self.chosen.emit(row)

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self.current())

    def _look(self) -> None:
        self.verticalHeader().hide()  # with it, resets of long lists take seconds
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(self._columns):
            if column.width:
                self.setColumnWidth(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)


def fitting(columns: Sequence[Column[R]], room: int) -> list[Column[R]]:
    """Return the columns that are shown in some pixels: the spare ones go until the others fit."""
    shown = list(columns)
    while sum(column.width or LEAST_WIDTH for column in shown) > room:
        spare = max(shown, key=lambda column: column.spare)
        if not spare.spare:
            break
        shown.remove(spare)
    return shown
