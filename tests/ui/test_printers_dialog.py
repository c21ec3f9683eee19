"""The printers of a desk as a set: nothing goes without a printer unsaid, nothing is half-kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.core.settings import (
    LETTER,
    SLIP,
    TICKET,
    Machine,
    PrinterSetting,
    load_machine,
    save_machine,
)
from app.printing.devices.discovery import Found
from app.ui import printer_work
from app.ui.find_printer import FindPrinterDialog
from app.ui.marks import Tone
from app.ui.printer_dialog import PrinterDialog
from app.ui.printer_set import fresh_key, move, problem_of, put, remove, route_words
from app.ui.printer_work import Condition, Work
from app.ui.printers_dialog import PrintersDialog
from tests.support.fake_printer import printer_process
from tests.support.workers import workers

FIRST = PrinterSetting("receipt", "virtual", "slips", fallback="Máy in 2")
SECOND = PrinterSetting("Máy in 2", "virtual", "kho", 58, papers=())
OFFICE = PrinterSetting("Văn phòng", "virtual", "thu", papers=(LETTER,), fallback="Máy in 2")
THREE = (FIRST, SECOND, OFFICE)
Open = Callable[..., PrintersDialog]


@pytest.fixture
def work() -> Iterator[Work]:
    with workers() as made:
        yield made


@pytest.fixture
def open_dialog(qtbot: QtBot, work: Work, tmp_path: Path) -> Open:
    """Open the dialog of a desk with the printers the test says."""

    def opened(*printers: PrinterSetting) -> PrintersDialog:
        machine = Machine(tmp_path, "sqlite:///desk.db", printers=printers)
        dialog = PrintersDialog(machine, work)
        dialog.emitted = []  # type: ignore[attr-defined]
        dialog.saved.connect(dialog.emitted.append)  # type: ignore[attr-defined]
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return opened


def _saved(dialog: PrintersDialog) -> tuple[PrinterSetting, ...] | None:
    dialog.save.click()
    emitted: list[tuple[PrinterSetting, ...]] = dialog.emitted  # type: ignore[attr-defined]
    assert (dialog.result() == QDialog.DialogCode.Accepted) == bool(emitted)
    return emitted[-1] if emitted else None


def _child(dialog: PrintersDialog, kind: type[QDialog]) -> QDialog:
    (found,) = (one for one in dialog.findChildren(kind) if one.isVisible())
    return found


def _routes(dialog: PrintersDialog) -> list[str]:
    return [label.text() for label in dialog.routes.values()]


def test_each_paper_is_told_with_its_printers(open_dialog: Open) -> None:
    """Which is first, and what takes over when it cannot print."""
    dialog = open_dialog(*THREE)
    assert _routes(dialog) == [
        "“receipt”, khi không in được thì “Máy in 2”",
        "“receipt”, khi không in được thì “Máy in 2”",
        "“Văn phòng”, khi không in được thì “Máy in 2”",
    ]


def test_the_order_is_the_preference(open_dialog: Open) -> None:
    """Of two printers for a paper, the upper one gets it."""
    other = PrinterSetting("Máy in 2", "virtual", "kho", papers=(SLIP,))
    dialog = open_dialog(PrinterSetting(), other)
    assert not dialog.up.isEnabled()
    dialog.table.selectRow(1)
    dialog.up.click()
    assert _routes(dialog)[0] == "“Máy in 2”, không máy thay"
    assert _routes(dialog)[1] == "“receipt”, không máy thay"
    assert dialog.table.current() == other
    assert _saved(dialog) == (other, PrinterSetting())


def test_a_printer_others_fall_back_to_does_not_vanish_in_silence(open_dialog: Open) -> None:
    """Their fallback is cleared, and that is said before anything is saved."""
    dialog = open_dialog(*THREE)
    dialog.table.selectRow(1)
    dialog.drop.click()
    assert "“receipt” và “Văn phòng” không còn máy thay" in dialog.strip.text()
    assert "chuyển sang “receipt”" in dialog.strip.text()
    saved = _saved(dialog)
    assert saved is not None
    assert [(one.key, one.fallback) for one in saved] == [("receipt", ""), ("Văn phòng", "")]


def test_a_paper_left_without_a_printer_is_told(open_dialog: Open) -> None:
    """Letters may be printed elsewhere; that they will not be here is said."""
    dialog = open_dialog(*THREE)
    dialog.table.selectRow(2)
    dialog.drop.click()
    assert "Chưa máy nào in thư và mẫu." in dialog.strip.text()
    assert _routes(dialog)[2] == "chưa có máy in nào"


def test_the_last_printer_stays(open_dialog: Open) -> None:
    """A desk without a printer could promise no slip."""
    dialog = open_dialog(PrinterSetting())
    assert not dialog.drop.isEnabled()
    assert "cuối cùng" in dialog.drop.toolTip()


def test_a_desk_must_have_a_printer_for_slips(open_dialog: Open) -> None:
    """Nothing is saved; what to do is said."""
    dialog = open_dialog(FIRST, OFFICE)
    dialog.drop.click()
    assert _saved(dialog) is None
    assert "giấy hẹn" in dialog.strip.text()


def test_a_printer_is_added_by_hand(open_dialog: Open) -> None:
    """It goes to the end, under a name of its own, and the editor knows the others."""
    dialog = open_dialog(PrinterSetting())
    dialog.add.click()
    editor = _child(dialog, PrinterDialog)
    assert isinstance(editor, PrinterDialog)
    assert editor.form.key.text() == "Máy in 2"
    editor.form.kind.set_value("virtual")
    editor.form.target.setText("kho")
    editor.form.fallback.set_value("receipt")
    editor.save.click()
    made = PrinterSetting("Máy in 2", "virtual", "kho", fallback="receipt")
    assert _saved(dialog) == (PrinterSetting(), made)


def test_a_printer_is_changed_in_its_place(open_dialog: Open, qtbot: QtBot) -> None:
    """Enter opens the one that is chosen; its waiting slips still find it."""
    dialog = open_dialog(*THREE)
    dialog.table.selectRow(1)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    editor = _child(dialog, PrinterDialog)
    assert isinstance(editor, PrinterDialog)
    editor.form.papers.boxes[TICKET].setChecked(True)
    editor.save.click()
    saved = _saved(dialog)
    assert saved is not None
    assert [one.key for one in saved] == ["receipt", "Máy in 2", "Văn phòng"]
    assert saved[1].papers == (TICKET,)


def test_a_printer_that_was_found_is_named_and_added(
    open_dialog: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Find, try, use: what was learnt on trial stands in the new printer."""
    with printer_process() as printer:
        seen = [Found("network", printer.target, "Quầy")]
        monkeypatch.setattr(printer_work, "find", lambda: seen)
        dialog = open_dialog(PrinterSetting())
        dialog.seek.click()
        finder = _child(dialog, FindPrinterDialog)
        assert isinstance(finder, FindPrinterDialog)
        qtbot.waitUntil(finder.found.pick.isEnabled)
        finder.found.pick.click()
        qtbot.waitUntil(finder.use.isEnabled)
        finder.use.click()
        editor = _child(dialog, PrinterDialog)
        assert isinstance(editor, PrinterDialog)
        editor.save.click()
        assert _saved(dialog) == (
            PrinterSetting(),
            PrinterSetting("Máy in 2", "network", printer.target, ack="gs_h"),
        )


def test_a_printer_of_the_desk_is_tried_and_corrected(open_dialog: Open, qtbot: QtBot) -> None:
    """What the test slip shows goes into the printer itself, under its own name."""
    with printer_process(acks="gs_r") as printer:
        dialog = open_dialog(PrinterSetting(kind="network", target=printer.target))
        dialog.test.click()
        finder = _child(dialog, FindPrinterDialog)
        assert isinstance(finder, FindPrinterDialog)
        qtbot.waitUntil(finder.use.isEnabled)
        finder.use.click()
        saved = _saved(dialog)
        assert saved == (PrinterSetting(kind="network", target=printer.target, ack="gs_r"),)


def test_how_each_printer_is_comes_in_words_with_the_next_step(
    open_dialog: Open, qtbot: QtBot
) -> None:
    """Asked at once where that disturbs nobody; and again when the officer says so."""
    with printer_process(paper=False) as printer:
        setting = PrinterSetting(kind="network", target=printer.target)
        dialog = open_dialog(setting)
        qtbot.waitUntil(lambda: "hết giấy" in dialog.state.text())
        assert "Thay cuộn giấy" in dialog.state.text()
        assert dialog.condition(setting).tone is Tone.LATE
        printer.set(paper=True)
        qtbot.keyClick(dialog, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: "Sẵn sàng" in dialog.state.text())


def test_a_serial_port_is_opened_only_when_asked(
    open_dialog: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening it may reset a printer in the middle of a slip."""
    asked: list[PrinterSetting] = []

    def ask(setting: PrinterSetting, _: Path) -> Condition:
        asked.append(setting)
        return Condition("Sẵn sàng.", Tone.GOOD)

    monkeypatch.setattr(printer_work, "ask_condition", ask)
    port = PrinterSetting(kind="serial", target="/dev/ttyS0")
    dialog = open_dialog(port)
    assert dialog.condition(port).words == "Chưa hỏi."
    assert asked == []
    dialog.ask.click()
    qtbot.waitUntil(lambda: dialog.condition(port).words == "Sẵn sàng.")
    assert asked == [port]


def test_changes_are_given_up_only_when_that_is_meant(open_dialog: Open, qtbot: QtBot) -> None:
    """One Esc too many must not undo ten minutes of setting up."""
    dialog = open_dialog(*THREE)
    dialog.drop.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "chưa lưu" in dialog.strip.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert dialog.emitted == []  # type: ignore[attr-defined]


def test_leaving_without_a_change_asks_nothing(open_dialog: Open, qtbot: QtBot) -> None:
    """There is nothing to lose."""
    dialog = open_dialog(*THREE)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_saved_is_read_back_the_same(open_dialog: Open, tmp_path: Path) -> None:
    """Names with diacritics, no papers, a fallback: all go through the settings file."""
    dialog = open_dialog(*THREE)
    saved = _saved(dialog)
    assert saved == THREE
    save_machine(Machine(tmp_path, "sqlite:///desk.db", printers=saved))
    assert load_machine(tmp_path).printers == THREE


def test_a_ring_of_fallbacks_is_told_once_round() -> None:
    """Two that stand in for each other are no endless sentence."""
    ring = (FIRST, PrinterSetting("Máy in 2", papers=(), fallback="receipt"))
    assert route_words(ring, SLIP) == "“receipt”, khi không in được thì “Máy in 2”"


def test_a_set_is_changed_by_name() -> None:
    """One is replaced in its place, a new one comes last, none moves off the end."""
    changed = PrinterSetting("Máy in 2", "virtual", "moi")
    assert put(THREE, changed) == (FIRST, changed, OFFICE)
    assert put((FIRST,), changed) == (FIRST, changed)
    assert move(THREE, "receipt", -1) == THREE
    assert move(THREE, "receipt", 1) == (SECOND, FIRST, OFFICE)
    assert fresh_key((FIRST, SECOND)) == "Máy in 3"
    assert fresh_key((PrinterSetting("MÁY IN 2"),)) == "Máy in 3"


def test_a_printer_nobody_needs_goes_quietly() -> None:
    """Only what follows for others is said."""
    idle = PrinterSetting("Máy in 9", papers=())
    left, words = remove((FIRST, SECOND, idle), "Máy in 9")
    assert left == (FIRST, SECOND)
    assert words == "Đã bỏ “Máy in 9”. Phiếu còn chờ ở máy ấy chuyển sang “receipt”."
    assert problem_of(left) == ""


def test_one_device_is_one_printer(open_dialog: Open) -> None:
    """Served under two names, one of them would wait for ever; both are named."""
    twin = PrinterSetting("Máy in 2", "virtual", "slips", papers=(TICKET,))
    dialog = open_dialog(PrinterSetting(), twin)
    assert _saved(dialog) is None
    assert "“receipt” và “Máy in 2” cùng là một máy" in dialog.strip.text()
