"""The papers of a dossier with their counts: toggled by Space, adjusted by +, − and digits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from app.core.papers import PaperCount
from app.services.catalogue import RequirementRow
from app.ui import theme

HEADERS = ("Giấy tờ nhận vào", "Bản chính", "Chứng thực", "Bản sao")
NOTHING_YET = "Chọn thủ tục để hiện các giấy tờ cần nhận"
LABEL = 0
COUNT_WIDTH = 68
HEADER_HEIGHT = 52
ROW_HEIGHT = 38
MOST = 99
TEN = 10

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper on the list: whether it was handed in, and how many of each kind."""

    label: str
    is_required: bool
    is_taken: bool
    counts: tuple[int, int, int]
    """Originals, certified copies, plain copies."""

    @property
    def usual(self) -> tuple[int, int, int]:
        """The counts a paper gets when it is taken: its own, or one original."""
        return self.counts if any(self.counts) else (1, 0, 0)


def line_of(requirement: RequirementRow) -> PaperLine:
    """Return a requirement as it stands before the officer touches it: required means taken."""
    counts = (requirement.originals, requirement.certified, requirement.copies)
    line = PaperLine(requirement.label, requirement.is_required, requirement.is_required, counts)
    return replace(line, counts=line.usual) if line.is_taken else line


class ChecklistModel(QAbstractTableModel):
    """The lines of one form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PaperLine, ...] = ()

    @property
    def lines(self) -> tuple[PaperLine, ...]:
        """The lines as they stand."""
        return self._lines

    def set_lines(self, lines: tuple[PaperLine, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def put(self, place: int, line: PaperLine) -> None:
        """Replace one line."""
        lines = list(self._lines)
        lines[place] = line
        self._lines = tuple(lines)
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(HEADERS) - 1))

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == LABEL else flags

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section) | Qt.TextFlag.TextWordWrap
        return None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        said: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                said = line.label if column == LABEL else _count_text(line, column)
            case Qt.ItemDataRole.CheckStateRole if column == LABEL:
                said = Qt.CheckState.Checked if line.is_taken else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.TextAlignmentRole:
                said = _alignment(column)
            case Qt.ItemDataRole.ForegroundRole:
                said = theme.colour("text" if line.is_taken else "muted")
            case Qt.ItemDataRole.ToolTipRole if column == LABEL:
                said = line.label
            case Qt.ItemDataRole.AccessibleTextRole:
                said = _spoken(line, column)
        return said

    @override
    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != LABEL:
            return False
        line = self._lines[index.row()]
        taken = Qt.CheckState(value) is Qt.CheckState.Checked
        counts = line.usual if taken else line.counts
        self.put(index.row(), replace(line, is_taken=taken, counts=counts))
        return True


class Checklist(QTableView):
    """The table of papers; every key of it works without the mouse."""

    edited = Signal()
    left = Signal()
    """Enter was pressed: the officer goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Giấy tờ nhận vào")
        self.setToolTip("Dấu cách: nhận hoặc bỏ; +, −, chữ số: sửa số bản của cột đang chọn")
        self._growing = False  # whether the next digit continues a number
        self._model = ChecklistModel(self)
        self.setModel(self._model)
        self._model.dataChanged.connect(lambda *_: self.edited.emit())
        self._look()

    def set_requirements(self, requirements: tuple[RequirementRow, ...]) -> None:
        """Show what a procedure asks for, its usual papers already taken."""
        submitted = (one for one in requirements if one.kind == "submit")
        self._show(tuple(line_of(one) for one in submitted))

    def add(self, label: str) -> None:
        """Add a paper that the catalogue does not name, taken once."""
        line = PaperLine(label, is_required=False, is_taken=True, counts=(1, 0, 0))
        self._show((*self._model.lines, line))
        self.edited.emit()

    def papers(self) -> tuple[PaperCount, ...]:
        """Return the papers handed in."""
        return tuple(
            PaperCount(line.label, *line.counts) for line in self._model.lines if line.is_taken
        )

    def missing(self) -> tuple[str, ...]:
        """Return the required papers that are not taken."""
        lines = self._model.lines
        return tuple(line.label for line in lines if line.is_required and not line.is_taken)

    def keep(self) -> Callable[[], None]:
        """Return what brings the present counts back; for the scanner."""
        lines = self._model.lines
        return lambda: self._model.set_lines(lines)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.left.emit()
        elif not index.isValid():
            super().keyPressEvent(event)
        elif key is Qt.Key.Key_Space:
            self._toggle(index.row())
        elif event.text() in {"+", "="}:
            self._adjust(index, lambda count: count + 1)
        elif event.text() in {"-", "_"}:
            self._adjust(index, lambda count: count - 1)
        elif event.text().isdecimal():
            digit = int(event.text())
            self._adjust(index, lambda count: count * TEN + digit if self._growing else digit)
            self._growing = True
            return
        else:
            super().keyPressEvent(event)
        self._growing = False

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.lines:
            self.setCurrentIndex(self._model.index(0, LABEL))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._model.lines:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            area = self.viewport().rect()
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, NOTHING_YET)
            painter.end()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 5 * ROW_HEIGHT)

    @override
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self._growing = False

    def _show(self, lines: tuple[PaperLine, ...]) -> None:
        self._model.set_lines(lines)
        self.resizeRowsToContents()

    def _fit_rows(self) -> None:
        self.resizeRowsToContents()

    def _toggle(self, place: int) -> None:
        line = self._model.lines[place]
        counts = line.counts if line.is_taken else line.usual
        self._model.put(place, replace(line, is_taken=not line.is_taken, counts=counts))

    def _adjust(self, index: QModelIndex, change: Callable[[int], int]) -> None:
        """Change the count of the current column; on the label, that of the originals."""
        line = self._model.lines[index.row()]
        kind = max(index.column() - 1, 0)
        counts = list(line.counts if line.is_taken else (0, 0, 0))
        counts[kind] = min(max(change(counts[kind]), 0), MOST)
        made = (counts[0], counts[1], counts[2])
        self._model.put(index.row(), replace(line, counts=made, is_taken=any(made)))

    def _look(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(HEADER_HEIGHT)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        # A long name takes a second line, whenever its column becomes narrower.
        queued = Qt.ConnectionType.QueuedConnection
        header.sectionResized.connect(self._fit_rows, queued)
        for column in range(1, len(HEADERS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, COUNT_WIDTH)


def _count_text(line: PaperLine, column: int) -> str:
    count = line.counts[column - 1]
    return str(count) if line.is_taken and count else "–"


def _spoken(line: PaperLine, column: int) -> str:
    if column != LABEL:
        return f"{HEADERS[column]}: {line.counts[column - 1] if line.is_taken else 0}"
    return f"{line.label}, {'đã nhận' if line.is_taken else 'chưa nhận'}"


def _alignment(column: int) -> Qt.AlignmentFlag:
    if column == LABEL:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return Qt.AlignmentFlag.AlignCenter
