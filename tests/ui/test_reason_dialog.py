"""A reason is asked for, never made up."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.ui.reason_dialog import ReasonDialog


def test_without_a_reason_there_is_no_act(qtbot: QtBot) -> None:
    """Blanks are no reason; a ready answer or one's own words are."""
    dialog = ReasonDialog("Lý do", "Vì sao?", ("Mất giấy", "Giấy rách"), "&In lại")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.accept_button.isEnabled()
    dialog.combo.setEditText("   ")
    assert not dialog.accept_button.isEnabled()
    dialog.combo.setCurrentIndex(1)
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.reason() == "Giấy rách"
