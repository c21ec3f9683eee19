"""Lists of frozen rows: a sound model, a current row that stays, the keyboard."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QIcon
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.ui.list_view import Column, RowModel, RowTable


@dataclass(frozen=True)
class Row:
    key: str
    name: str


COLUMNS = (
    Column[Row]("Mã", lambda row: row.key, 80),
    Column[Row](
        "Tên", lambda row: row.name, icon=lambda _: QIcon(), colour=lambda _: QColor("red")
    ),
)
ROWS = tuple(Row(letter, f"Người {letter}") for letter in "abc")


@pytest.fixture
def table(qtbot: QtBot) -> RowTable[Row]:
    made: RowTable[Row] = RowTable("Danh sách", COLUMNS, lambda row: row.key)
    qtbot.addWidget(made)
    made.show()
    made.set_rows(ROWS)
    return made


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    """Qt's own rules for models hold, filled and empty."""
    model: RowModel[Row] = RowModel(COLUMNS)
    model.set_rows(ROWS)
    qtmodeltester.check(model)
    model.set_rows(())
    qtmodeltester.check(model)


def test_words_icons_and_colours_come_from_the_row(table: RowTable[Row]) -> None:
    """A reader hears the same words that are shown."""
    index = table.model().index(1, 1)
    assert index.data() == "Người b"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Người b"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Người b"
    assert index.data(Qt.ItemDataRole.ForegroundRole) == QColor("red")
    assert table.model().data(QModelIndex()) is None
    assert table.model().headerData(1, Qt.Orientation.Horizontal) == "Tên"


def test_the_current_row_stays_current(table: RowTable[Row]) -> None:
    """By its key, wherever it stands in the new rows; else the first is current."""
    table.step(1)
    table.set_rows((*reversed(ROWS), Row("d", "Người d")))
    assert table.current() == ROWS[1]
    table.set_rows((ROWS[2], ROWS[0]))
    assert table.current() == ROWS[2]


def test_an_empty_list_has_no_current_row(qtbot: QtBot, table: RowTable[Row]) -> None:
    """Whoever shows the current row is told that there is none."""
    with qtbot.waitSignal(table.current_changed) as changed:
        table.set_rows(())
    assert changed.args == [None]
    assert table.current() is None


def test_the_keyboard_moves_and_chooses(qtbot: QtBot, table: RowTable[Row]) -> None:
    """Arrows stay inside the list, Enter chooses."""
    table.step(99)
    assert table.current() == ROWS[-1]
    qtbot.keyClick(table, Qt.Key.Key_Up)
    with qtbot.waitSignal(table.chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [ROWS[1]]
