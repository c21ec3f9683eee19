"""Qt's own few words are Vietnamese."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.qt_texts import TEXTS, QtTexts


@pytest.fixture(autouse=True)
def _installed(qapp: QApplication) -> Iterator[None]:
    texts = QtTexts(qapp)
    qapp.installTranslator(texts)
    yield
    qapp.removeTranslator(texts)


def test_standard_buttons_speak_vietnamese(qtbot: QtBot) -> None:
    """Whatever dialog of Qt opens."""
    kind = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kind.Ok | kind.Cancel | kind.Save | kind.Close | kind.Retry)
    qtbot.addWidget(box)
    assert {button.text().replace("&", "") for button in box.buttons()} <= {
        text.replace("&", "") for text in TEXTS.values()
    }


def test_the_menu_of_a_field_speaks_vietnamese(qtbot: QtBot) -> None:
    """The right mouse button on any line."""
    line = QLineEdit("text")
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert set(words) <= set(TEXTS.values())
    assert "&Sao chép" in words


def test_what_is_not_in_the_table_stays_as_it_is(qapp: QApplication) -> None:
    """An empty text would erase the word."""
    assert qapp.translate("x", "something else") == "something else"
