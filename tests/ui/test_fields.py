"""Editors that officers type into all day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.core.wording import short_date
from app.ui.fields import DayField, EnterEdit, Labelled, Segments, read_day

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("01/02/1990", date(1990, 2, 1)),
        ("1/2/1990", date(1990, 2, 1)),
        ("01021990", date(1990, 2, 1)),
        ("1-2-1990", date(1990, 2, 1)),
        ("010290", date(1990, 2, 1)),
        ("010226", date(2026, 2, 1)),
        ("1.2.27", date(1927, 2, 1)),
        ("29022000", date(2000, 2, 29)),
        ("29021900", None),
        ("31/02/1990", None),
        ("1990", None),
        ("", None),
        ("hôm qua", None),
    ],
)
def test_a_day_is_read_as_officers_type_it(typed: str, meant: date | None) -> None:
    """With or without separators, two digits of a year lie in the past."""
    assert read_day(typed, TODAY) == meant


@given(st.dates(date(1900, 1, 1), TODAY))
def test_a_day_written_out_is_read_back(day: date) -> None:
    """What the field shows, it understands."""
    assert read_day(short_date(day), TODAY) == day


def test_a_day_is_shown_in_full_once_typed(qtbot: QtBot) -> None:
    """The officer sees what was understood; what is no day stays to be mended."""
    field = DayField(lambda: TODAY)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "010290")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "01/02/1990"
    field.setText("99")
    assert field.is_wrong()
    field.clear()
    assert not field.is_wrong()


def test_enter_is_a_command_only_while_something_is_typed(qtbot: QtBot) -> None:
    """An empty line lets Enter go on to the next field."""
    line = EnterEdit()
    qtbot.addWidget(line)
    entered: list[str] = []
    line.entered.connect(entered.append)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClicks(line, "  abc ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert entered == ["abc"]


def test_segments_hold_one_value(qtbot: QtBot) -> None:
    """Arrows move the choice, and each change is told once."""
    segments = Segments("Giới tính", {"": "–", "male": "Nam", "female": "Nữ"})
    qtbot.addWidget(segments)
    segments.show()
    segments.activateWindow()
    qtbot.waitUntil(segments.isActiveWindow)
    told: list[str] = []
    segments.set_value("")
    segments.changed.connect(told.append)
    segments.first().setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(segments.first(), key)
    assert segments.value() == "male"
    assert told == ["male", "female", "male"]


def test_a_fault_stands_at_the_field_and_is_heard(qtbot: QtBot) -> None:
    """The words, the edge of the field and the description for screen readers go together."""
    line = EnterEdit()
    box = Labelled("&Họ tên", line, hint="như trên thẻ")
    qtbot.addWidget(box)
    assert line.accessibleName() == "Họ tên"
    box.fault("Còn thiếu")
    assert (box.said(), line.property("faulty")) == ("Còn thiếu", True)
    assert line.accessibleDescription() == "Còn thiếu"
    box.remark("Lạ")
    assert (box.said(), line.property("faulty")) == ("Lạ", False)
    box.clear()
    assert box.said() == "như trên thẻ"
