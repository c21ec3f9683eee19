"""The list of procedures that hangs below the picker: two lines each, worked by the picker."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.services.catalogue import ProcedureRow
from app.ui import theme

ROW_HEIGHT = 56
MOST_SHOWN = 6
PAD = 12
ROW = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class ProcedureLines(QStyledItemDelegate):
    """Two lines for each procedure: its name, then code, field of work and cases."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ProcedureRow = index.data(ROW)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(area, theme.colour("accent_soft"))
            painter.fillRect(
                QRect(area.left(), area.top(), 3, area.height()), theme.colour("accent")
            )
        inner = area.adjusted(PAD, 6, -PAD, -6)
        half = inner.height() // 2
        font = painter.font()
        font.setWeight(font.Weight.DemiBold if chosen else font.Weight.Medium)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        _line(painter, QRect(inner.left(), inner.top(), inner.width(), half), row.name)
        font.setWeight(font.Weight.Normal)
        font.setPointSizeF(theme.BASE_SIZE - 1)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        _line(painter, below, _second_line(row))
        painter.restore()


class HangingList(QListView):
    """The list below the field: a child of the window, so that the field keeps every key."""

    def __init__(self, owner: QLineEdit) -> None:
        super().__init__(owner)
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(ProcedureLines(self))
        self.setAccessibleName("Thủ tục tìm thấy")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.hide()

    def show_rows(self, rows: tuple[ProcedureRow, ...], *, mark_first: bool) -> None:
        """Fill the list; the first row is current when something was asked for."""
        self._rows.clear()
        for row in rows:
            item = QStandardItem(f"{row.code} {row.name}")
            item.setData(row, ROW)
            self._rows.appendRow(item)
        if rows and mark_first:
            self.setCurrentIndex(self._rows.index(0, 0))

    def current(self) -> ProcedureRow | None:
        """Return the marked row."""
        index = self.currentIndex()
        row: ProcedureRow | None = index.data(ROW) if index.isValid() else None
        return row

    def step(self, rows: int) -> None:
        """Move the mark, staying inside."""
        count = self._rows.rowCount()
        if count:
            place = self.currentIndex().row() + rows
            self.setCurrentIndex(self._rows.index(min(max(place, 0), count - 1), 0))

    def hang_under(self, field: QWidget) -> None:
        """Show the list below a field, over whatever lies there."""
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)
        corner = field.mapTo(window, field.rect().bottomLeft())
        room = window.height() - corner.y() - 2 * PAD
        height = min(self._rows.rowCount(), MOST_SHOWN) * ROW_HEIGHT + 4
        self.setGeometry(corner.x(), corner.y() + 4, field.width(), min(height, room))
        self.show()
        self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() is QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)


def _line(painter: QPainter, area: QRect, text: str) -> None:
    fitted = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitted)


def _second_line(row: ProcedureRow) -> str:
    cases = f"{row.case_count} trường hợp" if row.case_count > 1 else ""
    return "  ·  ".join(part for part in (row.code, row.field_of_work, cases) if part)
