"""No dialog opens larger than the screen."""

from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.ui.screen_room import FRAME, open_at


def test_a_small_screen_gives_what_it_has(qtbot: QtBot) -> None:
    """The wish where there is room, the screen less the frame where there is none."""
    room = QApplication.primaryScreen().availableSize()
    dialog = QDialog()
    qtbot.addWidget(dialog)
    open_at(dialog, 300, room.height() * 2)
    assert (dialog.width(), dialog.height()) == (300, room.height() - FRAME)
