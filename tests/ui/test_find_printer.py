"""Finding a printer: one thing at a time, off the screen's thread, and what follows from paper."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.core.settings import LETTER, PrinterSetting
from app.printing.devices.discovery import Found
from app.printing.devices.outcome import Deadlines
from app.printing.test_slip import draw_test_slip
from app.ui import printer_work
from app.ui.find_printer import STOPPED, STOPPED_LATE, FindPrinterDialog
from app.ui.printer_advice import READY, Seen
from app.ui.printer_work import Work
from tests.support.fake_printer import FakePrinter, printer_process
from tests.support.workers import workers

USB = Found("usb", "04b8:0e15", "EPSON TM-T20II")
QUEUE = Found("cups", "phong", "phong", "queue_stopped")
UNSEARCHED = Found("serial", "", "", "no_library")
SOON = 15_000  # milliseconds; deadlines are seconds
Open = Callable[..., FindPrinterDialog]


@pytest.fixture
def work() -> Iterator[Work]:
    with workers() as made:
        yield made


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    with printer_process() as made:
        yield made


@pytest.fixture
def open_dialog(qtbot: QtBot, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the dialog over a machine that sees what the test says."""

    def opened(
        *seen: Found, setting: PrinterSetting | None = None, run: Work = work
    ) -> FindPrinterDialog:
        monkeypatch.setattr(printer_work, "find", lambda: list(seen))
        dialog = FindPrinterDialog(tmp_path, run, setting=setting)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not _is_busy(dialog), timeout=SOON)
        return dialog

    return opened


def _is_busy(dialog: FindPrinterDialog) -> bool:
    return dialog.stop.isVisible()


def _wait(qtbot: QtBot, dialog: FindPrinterDialog) -> None:
    qtbot.waitUntil(lambda: not _is_busy(dialog), timeout=SOON)


def _try(printer: FakePrinter, **changes: object) -> PrinterSetting:
    setting = PrinterSetting(key="Máy in 2", kind="network", target=printer.target)
    return replace(setting, **changes)  # type: ignore[arg-type]


def _answer(dialog: FindPrinterDialog, letters: str, ruler: str, code: str) -> None:
    dialog.answers.letters.set_value(letters)
    dialog.answers.ruler.set_value(ruler)
    dialog.answers.code.set_value(code)


def test_what_this_machine_sees_is_listed_in_words(open_dialog: Open) -> None:
    """Names, how they are reached, what keeps them from printing, what could not be searched."""
    dialog = open_dialog(QUEUE, USB, UNSEARCHED)
    lines = [dialog.found.list.item(n).text() for n in range(dialog.found.list.count())]
    assert lines == [
        "phong\nHàng in của hệ thống · phong\nMáy in đang tạm dừng trong hệ thống.",
        "EPSON TM-T20II\nUSB · 04b8:0e15",
    ]
    assert dialog.found.unsearched.text().startswith("Cổng nối tiếp (COM): Máy tính thiếu")
    assert not dialog.use.isEnabled()


def test_seeing_nothing_says_what_to_do(open_dialog: Open) -> None:
    """An empty list explains nothing."""
    dialog = open_dialog()
    assert "Cắm dây" in dialog.found.unsearched.text()
    assert not dialog.found.pick.isEnabled()


def test_from_an_address_to_a_printer_that_is_set_up(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """Ask one address, learn what it can, print, say that all is right, use it: by the keyboard."""
    dialog = open_dialog()
    dialog.found.host.setFocus()
    qtbot.keyClicks(dialog.found.host, printer.target)
    qtbot.keyClick(dialog.found.host, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.trial.print.isEnabled, timeout=SOON)
    _wait(qtbot, dialog)
    assert dialog.setting().ack == "gs_h"
    assert "hết giấy" in dialog.trial.strip.text()
    dialog.trial.print.click()
    assert _is_busy(dialog)
    _wait(qtbot, dialog)
    assert "báo phiếu đã ra giấy" in dialog.trial.strip.text()
    assert printer.pages(1) == [draw_test_slip(576, 203).bits]
    assert dialog.answers.isEnabled()
    _answer(dialog, "clear", "right", "B")
    assert dialog.answers.strip.text() == READY
    assert not dialog.answers.again.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_F9)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.setting() == PrinterSetting(kind="network", target=printer.target, ack="gs_h")


def test_a_wrong_ruler_proposes_another_size_and_prints_again(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """The right edge is missing: fewer dots, on paper and in the setting; answers start anew."""
    dialog = open_dialog(setting=_try(printer))
    dialog.trial.print.click()
    _wait(qtbot, dialog)
    dialog.answers.letters.set_value("clear")
    dialog.answers.ruler.set_value("cut_off")
    assert "180" in dialog.answers.strip.text()
    dialog.answers.again.click()
    _wait(qtbot, dialog)
    assert printer.pages(2)[1] == draw_test_slip(512, 180).bits
    assert (dialog.setting().width_mm, dialog.setting().dpi) == (80, 180)
    assert dialog.trial.dpi.value() == "180"
    assert dialog.answers.seen() == Seen()


def test_the_officer_may_choose_another_size(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """Whoever knows the paper need not wait to be told; a named model gives way to what is seen."""
    printer.set(cutter=False)
    dialog = open_dialog(setting=_try(printer, profile="TM-T88V"))
    dialog.trial.roll.set_value("58")
    dialog.trial.print.click()
    _wait(qtbot, dialog)
    assert printer.sheets(1)[0].width == 336  # at the 180 dpi of that model
    setting = dialog.setting()
    assert (setting.width_mm, setting.dpi, setting.profile) == (58, 180, "default")


@pytest.mark.parametrize("acks", ["gs_h", "gs_r", "none"])
def test_what_a_printer_can_acknowledge_is_found_out(
    acks: str, open_dialog: Open, printer: FakePrinter
) -> None:
    """And it is driven so from then on."""
    printer.set(acks=acks)
    dialog = open_dialog(setting=_try(printer))
    assert dialog.setting().ack == acks


def test_a_printer_without_acknowledgement_is_only_said_to_be_sent_to(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """Nobody knows but who looks at the paper."""
    printer.set(acks="none")
    dialog = open_dialog(setting=_try(printer))
    dialog.trial.print.click()
    _wait(qtbot, dialog)
    assert "không xác nhận" in dialog.trial.strip.text()
    assert dialog.answers.isEnabled()


@pytest.mark.parametrize(
    ("switches", "words"),
    [({"paper": False}, "Thay cuộn giấy rồi thử lại."), ({"cover": True}, "Đóng nắp máy in")],
)
def test_a_printer_that_is_not_ready_is_not_judged(
    switches: dict[str, bool], words: str, open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """One that is offline answers no barrier: that is no lack of ability. Asked again, it is."""
    printer.set(**switches)
    dialog = open_dialog(setting=_try(printer))
    assert words in dialog.trial.strip.text()
    assert dialog.setting().ack == "auto"
    printer.set(**{name: not on for name, on in switches.items()})
    dialog.trial.probe.click()
    _wait(qtbot, dialog)
    assert dialog.setting().ack == "gs_h"


def test_paper_that_runs_out_before_the_test_slip_is_told(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """Nothing was printed: there is nothing to answer."""
    dialog = open_dialog(setting=_try(printer))
    printer.set(paper=False)
    dialog.trial.print.click()
    _wait(qtbot, dialog)
    assert "hết giấy" in dialog.trial.strip.text()
    assert not dialog.answers.isEnabled()


def test_an_acknowledgement_that_never_comes_is_not_waited_for_again(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paper may be out all the same: the officer is asked, and less is expected."""
    monkeypatch.setattr(printer_work, "DEADLINES", Deadlines(answer=0.3, ack=0.3, patience=0.5))
    dialog = open_dialog(setting=_try(printer))
    printer.set(no_ack=True, answer_limit=4)
    dialog.trial.print.click()
    _wait(qtbot, dialog)
    assert "không xác nhận" in dialog.trial.strip.text()
    assert dialog.setting().ack == "gs_r"
    assert dialog.answers.isEnabled()


def test_an_address_where_nothing_listens_is_told_at_the_field(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """What was typed stays, and the printer on trial is not blamed."""
    dialog = open_dialog(setting=None)
    printer.process.kill()
    printer.process.wait()
    dialog.found.host.setText(printer.target)
    dialog.found.ask.click()
    _wait(qtbot, dialog)
    assert "từ chối" in dialog.found.host_box.said()
    assert dialog.found.host.text() == printer.target
    dialog.found.host.clear()
    dialog.found.ask.click()
    assert dialog.found.host_box.said() == "Chưa nhập."


def test_an_office_printer_gets_no_test_slip(open_dialog: Open, qtbot: QtBot) -> None:
    """Commands for a roll come out of it as sheets full of signs: the paper is asked for first."""
    dialog = open_dialog(QUEUE)
    dialog.found.list.setFocus()
    qtbot.keyClick(dialog.found.list, Qt.Key.Key_Return)
    assert "Chọn khổ giấy" in dialog.trial.strip.text()
    assert not dialog.trial.print.isEnabled()
    assert not dialog.use.isEnabled()
    dialog.trial.paper.set_value("A5")
    assert not dialog.trial.print.isEnabled()
    assert dialog.use.isEnabled()
    assert (dialog.setting().profile, dialog.setting().papers) == ("A5", (LETTER,))
    dialog.trial.paper.set_value("80")
    assert dialog.trial.print.isEnabled()
    assert (dialog.setting().profile, LETTER in dialog.setting().papers) == ("default", False)


def test_the_practice_printer_keeps_its_test_slip(
    open_dialog: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    """It says where."""
    dialog = open_dialog(setting=PrinterSetting())
    dialog.trial.print.click()
    _wait(qtbot, dialog)
    assert "slips" in dialog.trial.strip.text()
    assert list((tmp_path / "slips").glob("phieu-thu*.png"))


def _held(monkeypatch: pytest.MonkeyPatch, name: str) -> threading.Event:
    """Hold a job of the workers until the event is set."""
    go = threading.Event()
    real = getattr(printer_work, name)

    def held(*args: object) -> object:
        assert threading.current_thread() is not threading.main_thread()
        go.wait(SOON / 1000)
        return real(*args)

    monkeypatch.setattr(printer_work, name, held)
    return go


def test_nothing_else_begins_while_something_is_done(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line to one printer at a time; the window goes on drawing meanwhile."""
    dialog = open_dialog(USB, setting=None)
    go = _held(monkeypatch, "ask_host")
    dialog.found.host.setText(printer.target)
    dialog.found.ask.click()
    asked = (dialog.found.scan, dialog.found.ask, dialog.found.pick, dialog.trial.print, dialog.use)
    assert [button.isEnabled() for button in asked] == [False] * 5
    dialog.found.host.entered.emit(printer.target)
    assert dialog.doing.text() == "Đang hỏi máy in…"
    go.set()
    qtbot.waitUntil(dialog.trial.print.isEnabled, timeout=SOON)
    assert dialog.found.list.count() == 2
    assert printer.settle()["connections"] == 2  # the address, then its abilities


def test_a_test_slip_is_stopped_before_it_begins(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a dot is burnt, and that is said."""
    dialog = open_dialog(setting=_try(printer))
    go = _held(monkeypatch, "print_test")
    dialog.trial.print.click()
    dialog.stop.click()
    assert not dialog.stop.isEnabled()
    go.set()
    _wait(qtbot, dialog)
    assert dialog.trial.strip.text() == STOPPED
    assert printer.pages() == []
    assert not dialog.answers.isEnabled()


def test_a_test_slip_that_has_begun_is_let_end(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot
) -> None:
    """Half a slip would hang on the next citizen's; where it is, is said."""
    dialog = open_dialog(setting=_try(printer))
    printer.set(rate=60_000)
    dialog.trial.print.click()
    qtbot.waitUntil(lambda: printer.report()["busy"] > 0)
    time.sleep(0.2)
    dialog.stop.click()
    _wait(qtbot, dialog)
    assert dialog.trial.strip.text() == STOPPED_LATE
    assert printer.pages(1) == [draw_test_slip(576, 203).bits]


def test_leaving_does_not_wait_for_a_printer(
    qtbot: QtBot, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What answers after that, answers nobody."""
    monkeypatch.setattr(printer_work, "find", lambda: [USB])
    go = _held(monkeypatch, "find")
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = FindPrinterDialog(tmp_path, work, owner)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
    QCoreApplication.sendPostedEvents()
    go.set()
    qtbot.wait(50)


def test_the_screen_never_opens_a_device(
    open_dialog: Open, printer: FakePrinter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dead printer would hold the window for seconds."""
    from app.printing.devices import network_line

    real = network_line.socket.create_connection
    threads = []

    def connect(*args: object, **kw: object) -> object:
        threads.append(threading.current_thread())
        return real(*args, **kw)  # type: ignore[arg-type]

    monkeypatch.setattr(network_line.socket, "create_connection", connect)
    dialog = open_dialog(setting=_try(printer))
    dialog.trial.print.click()
    _wait(qtbot, dialog)
    assert len(threads) == 2
    assert threading.main_thread() not in threads
