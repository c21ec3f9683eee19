"""Setting up the desk's printer: faults at their field, nothing half-right is kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.core.settings import PrinterSetting
from app.ui.printer_dialog import PrinterDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> PrinterDialog:
    """The dialog over the practice printer."""
    made = PrinterDialog(PrinterSetting())
    qtbot.addWidget(made)
    made.show()
    return made


def _is_saved(dialog: PrinterDialog) -> bool:
    dialog.save.click()
    return dialog.result() == QDialog.DialogCode.Accepted


def test_what_is_set_is_what_comes_out(dialog: PrinterDialog) -> None:
    """A network printer with narrow paper; its key stays, waiting slips refer to it."""
    dialog.kind.set_value("network")
    dialog.target.setText(" 192.168.1.50:9100 ")
    dialog.width_mm.set_value("58")
    assert _is_saved(dialog)
    assert dialog.setting() == PrinterSetting(
        key="receipt", kind="network", target="192.168.1.50:9100", width_mm=58
    )


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("virtual", ""),
        ("network", ""),
        ("network", "192.168.1.50"),
        ("network", ":9100"),
        ("network", "printer:port"),
        ("network", "printer:0"),
        ("network", "printer:70000"),
        ("device", "  "),
    ],
)
def test_an_address_that_cannot_be_is_told_at_the_field(
    dialog: PrinterDialog, kind: str, target: str
) -> None:
    """The dialog stays open with what was typed."""
    dialog.kind.set_value(kind)
    dialog.target.setText(target)
    assert not _is_saved(dialog)
    assert dialog.target_box.said()


def test_an_unknown_model_is_told_at_the_field(dialog: PrinterDialog) -> None:
    """Not when the first citizen waits for a slip."""
    dialog.profile.setText("no such printer")
    assert not _is_saved(dialog)
    assert "no such printer" in dialog.profile_box.said()


def test_looking_at_another_kind_keeps_what_was_typed(dialog: PrinterDialog, qtbot: QtBot) -> None:
    """Each kind has an address of its own."""
    dialog.kind.set_value("network")
    qtbot.keyClicks(dialog.target, "printer:9100")
    dialog.kind.set_value("device")
    assert dialog.target.text() == "/dev/usb/lp0"
    dialog.kind.set_value("network")
    assert dialog.target.text() == "printer:9100"


def test_esc_keeps_the_printer_as_it_was(dialog: PrinterDialog, qtbot: QtBot) -> None:
    """Nothing is saved by leaving."""
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
