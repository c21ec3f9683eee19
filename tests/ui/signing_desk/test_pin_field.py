"""The PIN goes key by key into bytes that can be wiped; the field itself shows dots."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.signing_desk.pin_field import PinField


def _field(qtbot: QtBot) -> PinField:
    field = PinField()
    qtbot.addWidget(field)
    field.show()
    return field


def test_what_is_typed_is_taken_once(qtbot: QtBot) -> None:
    """The field holds dots; who takes the PIN leaves the field empty."""
    field = _field(qtbot)
    qtbot.keyClicks(field, "Mk7-x")
    assert field.text() == "•••••"
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    pin = field.take()
    assert bytes(pin.view()) == b"Mk7-"
    assert (field.text(), field.count) == ("", 0)
    assert not len(field.take())


def test_an_input_method_may_commit(qtbot: QtBot) -> None:
    """Keyboards of some systems commit whole characters; letters of no PIN empty the field."""
    field = _field(qtbot)
    event = QInputMethodEvent()
    event.setCommitString("d9")
    QApplication.sendEvent(field, event)
    assert field.count == 2
    event.setCommitString("đ9")
    QApplication.sendEvent(field, event)
    assert bytes(field.take().view()) == b""


def test_nothing_comes_from_or_goes_to_the_clipboard(qtbot: QtBot) -> None:
    """A PIN on the clipboard would lie there for every program."""
    field = _field(qtbot)
    QApplication.clipboard().setText("12345678")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.count == 0
    qtbot.keyClicks(field, "ab")
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "ab" not in QApplication.clipboard().text()
    QApplication.clipboard().clear()


def test_wiping_and_deleting_begin_anew(qtbot: QtBot) -> None:
    """Half a PIN cannot be edited in the middle; it is typed again."""
    field = _field(qtbot)
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert field.count == 0
    qtbot.keyClicks(field, "x" * 300)
    assert field.count < 300
