"""Setting up one printer: faults at their field, nothing half-right is kept, nothing typed lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.core.settings import AUTO, LETTER, SLIP, TICKET, PrinterSetting
from app.ui.printer_dialog import PrinterDialog
from app.ui.printer_words import KINDS, concerns, offered_kinds, slow_words, tidy

TECHNICAL = {"profile", "dpi", "ack", "cut", "band_rows", "baud"}


def _open(qtbot: QtBot, setting: PrinterSetting, **kw: object) -> PrinterDialog:
    made = PrinterDialog(setting, **kw)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(qtbot: QtBot) -> PrinterDialog:
    """The dialog over the practice printer."""
    return _open(qtbot, PrinterSetting())


def _is_saved(dialog: PrinterDialog) -> bool:
    dialog.save.click()
    return dialog.result() == QDialog.DialogCode.Accepted


def _seen(dialog: PrinterDialog) -> set[str]:
    return {name for name in TECHNICAL if dialog.form.boxes[name].isVisible()}


def test_what_is_set_is_what_comes_out(dialog: PrinterDialog) -> None:
    """A network printer with narrow paper; its key stays, waiting slips refer to it."""
    form = dialog.form
    form.kind.set_value("network")
    form.target.setText(" 192.168.1.50:9100 ")
    form.roll.set_value("58")
    form.dpi.set_value("180")
    form.ack.set_value("gs_r")
    form.cut.set_value("none")
    form.band_rows.set_value("50")
    assert form.key.isReadOnly()
    assert _is_saved(dialog)
    assert dialog.setting() == PrinterSetting(
        kind="network",
        target="192.168.1.50:9100",
        width_mm=58,
        dpi=180,
        ack="gs_r",
        cut="none",
        band_rows=50,
    )


@pytest.mark.parametrize(
    "setting",
    [
        PrinterSetting(
            "a", "network", "p:9100", 58, "TM-T20II", (SLIP,), "b", 0, "gs_h", "full", 24
        ),
        PrinterSetting("a", "usb", "04b8:0e15", 80, "default", (), "", 180, "none", "none", 100),
        PrinterSetting("a", "serial", "/dev/ttyS0", papers=(TICKET,), ack="gs_r", baud=38_400),
        PrinterSetting("a", "serial", "/dev/ttyS0", baud=14_400, band_rows=33),
        PrinterSetting("a", "device", "/dev/usb/lp0", cut="partial"),
        PrinterSetting("a", "cups", "giay", 58),
        PrinterSetting("a", "cups", "giay", profile="A5", papers=(SLIP, LETTER)),
        PrinterSetting("a", "windows", "EPSON", dpi=203),
        PrinterSetting("a", "virtual", "kho", 58),
    ],
)
def test_a_printer_that_is_only_looked_at_stays_what_it_is(
    setting: PrinterSetting, qtbot: QtBot
) -> None:
    """Of every kind, also with values the dialog does not offer."""
    dialog = _open(qtbot, setting, others=["b"])
    assert dialog.setting() == setting
    assert _is_saved(dialog)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("virtual", ""),
        ("network", ""),
        ("network", ":9100"),
        ("network", "printer:port"),
        ("network", "printer:0"),
        ("network", "printer:70000"),
        ("usb", "EPSON"),
        ("usb", "04b8"),
        ("serial", ""),
        ("cups", ""),
        ("device", "  "),
    ],
)
def test_an_address_that_cannot_be_is_told_at_the_field(
    dialog: PrinterDialog, kind: str, target: str
) -> None:
    """The dialog stays open with what was typed."""
    dialog.form.kind.set_value(kind)
    dialog.form.target.setText(target)
    assert not _is_saved(dialog)
    assert dialog.form.target.property("faulty")
    assert dialog.form.target.text() == target


def test_an_address_without_a_port_gets_the_usual_one(dialog: PrinterDialog) -> None:
    """Nobody should have to know 9100."""
    dialog.form.kind.set_value("network")
    dialog.form.target.setText("192.168.1.50")
    assert _is_saved(dialog)
    assert dialog.setting().target == "192.168.1.50:9100"


def test_an_unknown_model_is_told_at_the_field(dialog: PrinterDialog) -> None:
    """Not when the first citizen waits for a slip."""
    dialog.form.kind.set_value("network")
    dialog.form.target.setText("printer:9100")
    dialog.form.profile.setText("no such printer")
    assert not _is_saved(dialog)
    assert "no such printer" in dialog.form.boxes["profile"].said()
    assert dialog.form.profile.hasFocus() or not dialog.isActiveWindow()


@pytest.mark.parametrize("key", ["", "  ", "Receipt", "m" * 31])
def test_a_new_printer_needs_a_name_of_its_own(key: str, qtbot: QtBot) -> None:
    """Names are compared without regard to case: people tell them to each other."""
    dialog = _open(qtbot, PrinterSetting(), others=["receipt"], is_new=True)
    dialog.form.key.setText(key)
    assert not _is_saved(dialog)
    assert dialog.form.key.property("faulty")


def test_looking_at_another_kind_keeps_what_was_typed(dialog: PrinterDialog, qtbot: QtBot) -> None:
    """Each kind has an address of its own; the other fields wait unseen."""
    form = dialog.form
    form.kind.set_value("network")
    qtbot.keyClicks(form.target, "printer:9100")
    form.ack.set_value("gs_h")
    form.kind.set_value("device")
    assert form.target.text() == "/dev/usb/lp0"
    form.kind.set_value("virtual")
    assert dialog.setting().ack == AUTO
    form.kind.set_value("network")
    assert form.target.text() == "printer:9100"
    assert dialog.setting().ack == "gs_h"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_only_what_concerns_a_kind_is_seen(kind: str, qtbot: QtBot) -> None:
    """An officer with a network printer never meets the word baud."""
    dialog = _open(qtbot, PrinterSetting(kind=kind, target="04b8:0e15"))
    assert _seen(dialog) == {name for name in TECHNICAL if concerns(name, kind, sheet=False)}
    assert ("baud" in _seen(dialog)) == (kind == "serial")
    assert dialog.form.boxes["paper"].isVisible() == (kind == "cups")
    assert dialog.form.boxes["roll"].isVisible() == (kind != "cups")


def test_sheets_need_no_setting_of_a_roll(qtbot: QtBot) -> None:
    """An office printer takes PDF: neither cutter nor dots concern it."""
    dialog = _open(qtbot, PrinterSetting(kind="cups", target="phong"))
    dialog.form.paper.set_value("A5")
    assert _seen(dialog) == set()
    assert dialog.setting().profile == "A5"
    dialog.form.paper.set_value("58")
    assert _seen(dialog) == {"profile", "dpi", "cut", "band_rows"}
    assert (dialog.setting().profile, dialog.setting().width_mm) == ("default", 58)


def test_letters_do_not_go_to_a_roll(qtbot: QtBot) -> None:
    """Said at the field, with what to choose instead."""
    dialog = _open(qtbot, PrinterSetting(kind="cups", target="phong", papers=(LETTER,)))
    assert not _is_saved(dialog)
    assert "A5" in dialog.form.boxes["papers"].said()
    dialog.form.paper.set_value("A4")
    assert _is_saved(dialog)


def test_a_roll_printer_on_a_wire_is_not_offered_letters(dialog: PrinterDialog) -> None:
    """Only a queue of the system prints sheets."""
    box = dialog.form.papers.boxes[LETTER]
    box.setChecked(True)
    assert not box.isVisible()
    assert LETTER not in dialog.setting().papers
    dialog.form.kind.set_value("cups")
    assert box.isVisible()


@pytest.mark.parametrize(
    ("baud", "width", "long"),
    [
        (9600, 80, "khoảng một phút"),
        (9600, 58, "khoảng 40 giây"),
        (19_200, 80, "khoảng 32 giây"),
        (38_400, 80, "khoảng 16 giây"),
    ],
)
def test_a_slow_port_is_warned_against_in_time(baud: int, width: int, long: str) -> None:
    """As long as a slip takes at that speed: a queue of citizens waits for it."""
    assert long in slow_words(baud, width)
    assert "115200" in slow_words(baud, width)


def test_the_warning_stands_at_the_speed_and_goes_with_it(qtbot: QtBot) -> None:
    """It keeps nothing from being saved: some old printers cannot do more."""
    dialog = _open(qtbot, PrinterSetting(kind="serial", target="/dev/ttyS0", baud=9600))
    assert "một phút" in dialog.form.boxes["baud"].said()
    dialog.form.roll.set_value("58")
    assert "40 giây" in dialog.form.boxes["baud"].said()
    dialog.form.baud.set_value("115200")
    assert dialog.form.boxes["baud"].said() == ""
    dialog.form.baud.set_value("9600")
    assert _is_saved(dialog)


def test_the_wheel_over_a_list_scrolls_and_chooses_nothing(dialog: PrinterDialog) -> None:
    """The hand that scrolls must not change the kind of a printer in passing."""
    middle = QPointF(dialog.form.kind.rect().center())
    turned = QWheelEvent(
        middle,
        middle,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(dialog.form.kind, turned)
    assert dialog.form.kind.value() == "virtual"


@pytest.mark.parametrize(
    ("platform", "absent"), [("linux", {"windows"}), ("win32", {"cups", "device"})]
)
def test_only_kinds_the_system_has_are_offered(platform: str, absent: set[str]) -> None:
    """But a printer of another system's kind still shows what it is."""
    assert set(KINDS) - set(offered_kinds(platform, "virtual")) == absent
    own = absent.pop()
    assert own in offered_kinds(platform, own)


def test_what_means_nothing_for_a_kind_is_not_kept() -> None:
    """An acknowledgement asked through a spooler would never be heard."""
    setting = PrinterSetting(kind="cups", target="q", ack="gs_h", baud=9600, cut="full")
    assert tidy(setting) == replace(setting, ack=AUTO, baud=115_200)


def test_who_takes_over_is_chosen_among_the_others(qtbot: QtBot) -> None:
    """Never the printer itself."""
    dialog = _open(qtbot, PrinterSetting(), others=["Máy in 2"])
    offered = [dialog.form.fallback.itemData(n) for n in range(dialog.form.fallback.count())]
    assert offered == ["", "Máy in 2"]
    dialog.form.fallback.set_value("Máy in 2")
    assert dialog.setting().fallback == "Máy in 2"


def test_esc_keeps_the_printer_as_it_was(dialog: PrinterDialog, qtbot: QtBot) -> None:
    """Nothing is saved by leaving."""
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
