"""The paper on the screen is the paper that is printed, and the officer is told where it went."""

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from app.core.errors import AppError
from app.ui import paper_dialog
from app.ui.desk import Desk
from app.ui.letter_dialog import LetterDialog
from app.ui.office_printers import SentPaper
from app.ui.paper_dialog import PaperDialog, Source
from app.ui.qt_printers import (
    OfficePrinter,
    PaperInDoubt,
    PaperNotSent,
    PrinterGone,
    PrintersSilent,
)
from tests.support import apology_acts as acts
from tests.support.desk_ward import Ward

TITLE = "Giấy tiếp nhận hồ sơ"
FIRST = OfficePrinter("tang-1", "Máy in tầng 1", is_default=False)
DEFAULT = OfficePrinter("tang-2", "Máy in tầng 2", is_default=True)


class Office:
    """Printers that are there, and what was sent to them."""

    def __init__(self) -> None:
        self.printers: tuple[OfficePrinter, ...] = (FIRST, DEFAULT)
        self.refusal: AppError | None = None
        self.sent: list[tuple[object, ...]] = []
        self.job = "tang-2-12"
        self.open = threading.Event()
        self.open.set()

    def list(self) -> tuple[OfficePrinter, ...]:
        return self.printers

    def print(self, pdf: bytes, name: str, paper: str, *, title: str, copies: int) -> SentPaper:
        self.open.wait(10)
        if self.refusal is not None:
            raise self.refusal
        self.sent.append((pdf, name, paper, title, copies))
        return SentPaper(name, self.job)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office()
    monkeypatch.setattr(paper_dialog, "office_printers", made.list)
    monkeypatch.setattr(paper_dialog, "print_pdf", made.print)
    return made


@pytest.fixture
def pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A5)
    for _ in range(3):
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def show(qtbot: QtBot, desk: Desk, office: Office) -> Callable[..., PaperDialog]:
    page = QWidget()  # as in the program: the page owns its dialogs
    qtbot.addWidget(page)

    def shown(source: Source, paper: str = "A5") -> PaperDialog:
        dialog = PaperDialog(desk, TITLE, source, paper, page)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog.view.choice.again.isEnabled() and _is_drawn(dialog))
        return dialog

    return shown


def _is_drawn(dialog: PaperDialog) -> bool:
    return bool(dialog.view.pdf.page_count() or dialog.view.told())


def _choose(dialog: PaperDialog, name: str) -> None:
    printers = dialog.view.choice.printers
    printers.setCurrentIndex(printers.findData(name))
    printers.activated.emit(printers.currentIndex())


def test_what_is_shown_is_what_is_printed(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """The same bytes, the chosen printer and copies; afterwards "sent", never "printed"."""
    dialog = show(pdf)
    assert dialog.view.pdf.page_count() == 3
    _choose(dialog, "tang-1")
    qtbot.keyClick(dialog.view.copies, "2")
    qtbot.keyClick(dialog, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(dialog.view.told()))
    assert office.sent == [(pdf, "tang-1", "A5", TITLE, 2)]
    assert dialog.view.told() == "Đã gửi đến máy in tang-1 (lệnh in số 12)."
    assert dialog.isVisible()
    assert dialog.view.print.isEnabled()
    assert QApplication.focusWidget() is dialog.view.leave


def test_a_system_without_numbers_tells_none(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """Windows says nothing to follow a paper by."""
    office.job = ""
    dialog = show(pdf)
    dialog.view.print.click()
    qtbot.waitUntil(lambda: dialog.view.told() == "Đã gửi đến máy in tang-2.")


def test_the_paper_may_be_made_on_a_worker(show: Callable[..., PaperDialog], pdf: bytes) -> None:
    """Drawing it never holds up the window."""
    threads: list[threading.Thread] = []

    def make() -> bytes:
        threads.append(threading.current_thread())
        return pdf

    assert show(make, "A4-landscape").view.pdf.page_count() == 3
    assert threads != [threading.main_thread()]


def test_a_paper_that_cannot_be_made_is_told_of(show: Callable[..., PaperDialog]) -> None:
    """There is nothing to print or save."""

    def make() -> bytes:
        from app.printing.fonts import GlyphMissing

        raise GlyphMissing(characters="☃")

    dialog = show(make)
    assert "☃" in dialog.view.told()
    assert not dialog.view.print.isEnabled()
    assert not dialog.view.save.isEnabled()


# Which printer


def test_the_printer_is_remembered_for_each_size_of_paper(
    qtbot: QtBot, show: Callable[..., PaperDialog], pdf: bytes
) -> None:
    """Who never chose gets the system's default; a choice is kept once it was used."""
    dialog = show(pdf, "A5-landscape")
    assert dialog.view.choice.chosen() == "tang-2"
    _choose(dialog, "tang-1")
    dialog.view.print.click()
    qtbot.waitUntil(lambda: bool(dialog.view.told()))
    assert show(pdf, "A5").view.choice.chosen() == "tang-1"
    assert show(pdf, "A4").view.choice.chosen() == "tang-2"


def test_a_remembered_printer_that_is_gone_is_not_replaced(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """It is named, nothing is chosen, F9 prints nothing; found again it is chosen again."""
    QSettings().setValue("office_printer/A5", "phong-cu")
    dialog = show(pdf)
    choice = dialog.view.choice
    assert choice.chosen() == ""
    assert "phong-cu" in choice.said()
    dialog.view.press_primary()
    assert choice.said() == "Chọn máy in."
    assert office.sent == []
    office.printers += (OfficePrinter("phong-cu", "Máy cũ", is_default=False),)
    choice.again.click()
    assert not choice.again.isEnabled()
    qtbot.waitUntil(choice.again.isEnabled)
    assert QApplication.focusWidget() is choice.printers
    assert choice.chosen() == "phong-cu"
    assert choice.said() == ""


def test_looking_again_keeps_the_choice(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """And says so when the chosen printer went away meanwhile."""
    dialog = show(pdf)
    choice = dialog.view.choice
    _choose(dialog, "tang-1")
    choice.again.click()
    qtbot.waitUntil(choice.again.isEnabled)
    assert choice.chosen() == "tang-1"
    office.printers = (DEFAULT,)
    choice.again.click()
    qtbot.waitUntil(choice.again.isEnabled)
    assert choice.chosen() == ""
    assert "tang-1" in choice.said()
    _choose(dialog, "tang-2")
    assert choice.said() == ""


def test_without_a_printer_the_paper_is_saved(
    show: Callable[..., PaperDialog],
    office: Office,
    pdf: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """It is said, there is no button that cannot work, and F9 offers the file."""
    office.printers = ()
    dialog = show(pdf)
    assert "chưa có máy in nào" in dialog.view.choice.said()
    assert not dialog.view.print.isVisible()
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "giay.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: dialog.view.told() == "Đã lưu giay.pdf.")
    assert asked == [f"{TITLE}.pdf"]
    assert (tmp_path / "giay.pdf").read_bytes() == pdf


def test_a_service_that_does_not_answer_leaves_the_file(
    qtbot: QtBot,
    desk: Desk,
    pdf: bytes,
    monkeypatch: pytest.MonkeyPatch,
    show: Callable[..., PaperDialog],
) -> None:
    """Said at the list of printers; looking again is possible."""

    def silent() -> tuple[OfficePrinter, ...]:
        raise PrintersSilent

    monkeypatch.setattr(paper_dialog, "office_printers", silent)
    dialog = show(pdf)
    assert "không trả lời" in dialog.view.choice.said()
    assert not dialog.view.print.isVisible()
    assert dialog.view.save.isEnabled()


# What went wrong


def test_a_refusal_is_told_at_the_printer(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """A printer that is gone is not chosen any more, and no other in its place."""
    dialog = show(pdf)
    office.refusal = PaperNotSent(printer="tang-2", reason="queue_stopped")
    dialog.view.print.click()
    qtbot.waitUntil(lambda: "tạm dừng" in dialog.view.choice.said())
    assert dialog.view.choice.chosen() == "tang-2"
    office.refusal = PrinterGone(printer="tang-2")
    dialog.view.print.click()
    qtbot.waitUntil(lambda: "Không thấy máy in tang-2" in dialog.view.choice.said())
    assert dialog.view.choice.chosen() == ""
    assert QSettings().value("office_printer/A5") is None


def test_a_doubt_is_told_about_the_whole_paper(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """The officer looks at the printer before printing again."""
    dialog = show(pdf)
    office.refusal = PaperInDoubt(printer="tang-2", reason="timeout")
    dialog.view.print.click()
    qtbot.waitUntil(lambda: "Xem giấy đã ra" in dialog.view.told())


def test_a_file_that_cannot_be_written_is_told_of(
    qtbot: QtBot, show: Callable[..., PaperDialog], pdf: bytes, tmp_path: Path
) -> None:
    """Another place can be chosen."""
    dialog = show(pdf)
    dialog.save_to(tmp_path / "missing" / "giay.pdf")
    qtbot.waitUntil(lambda: "giay.pdf" in dialog.view.told())


# While it is sent


def test_one_press_sends_one_paper(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """While it is on its way nothing more can be sent."""
    office.open.clear()
    dialog = show(pdf)
    for _ in range(3):
        qtbot.keyClick(dialog, Qt.Key.Key_F9)
    assert dialog.view.print.text() == "Đang gửi…"
    office.open.set()
    qtbot.waitUntil(lambda: bool(dialog.view.told()))
    assert len(office.sent) == 1


def test_the_officer_may_leave_while_it_is_sent(
    qtbot: QtBot,
    desk: Desk,
    show: Callable[..., PaperDialog],
    office: Office,
    pdf: bytes,
) -> None:
    """The next citizen waits: a refusal that comes later goes to the notice bar."""
    told: list[AppError] = []
    desk.failed.disconnect()
    desk.failed.connect(told.append)
    office.open.clear()
    office.refusal = PrinterGone(printer="tang-2")
    dialog = show(pdf)
    dialog.view.print.click()
    dialog.reject()
    assert not dialog.isVisible()
    office.open.set()
    qtbot.waitUntil(lambda: [error.code for error in told] == ["printer.gone"])


# Hands and keys


def test_enter_and_tab_do_what_hands_expect(
    qtbot: QtBot, show: Callable[..., PaperDialog], office: Office, pdf: bytes
) -> None:
    """Enter in a field prints nothing; Tab goes from the printer down to the buttons."""
    dialog = show(pdf)
    view = dialog.view
    view.choice.printers.setFocus()
    qtbot.keyClick(view.choice.printers, Qt.Key.Key_Return)
    qtbot.keyClick(view.copies, Qt.Key.Key_Return)
    assert office.sent == []
    assert dialog.isVisible()
    order: list[Any] = [view.choice.printers, view.choice.again, view.copies, view.leave]
    for widget in (*order, view.save, view.print, view.pdf, view.choice.printers):
        assert QApplication.focusWidget() is widget
        dialog.focusNextChild()
    assert not any(button.autoDefault() for button in dialog.findChildren(QPushButton))


def test_it_opens_with_the_printer_at_hand_and_fits_a_small_screen(
    show: Callable[..., PaperDialog], pdf: bytes
) -> None:
    """1366 by 768, less the bars of the desktop."""
    dialog = show(pdf)
    assert QApplication.focusWidget() is dialog.view.choice.printers
    assert dialog.width() <= 1366
    assert dialog.height() <= 690


def test_a_signed_letter_is_printed_here_too(
    qtbot: QtBot, ward: Ward, desk: Desk, office: Office
) -> None:
    """No other dialog, in which another printer could be taken silently."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    issued = acts.issue(ward, received.dossier_id, ward.clock.now().date().replace(day=25))
    page = QWidget()
    qtbot.addWidget(page)
    letter = LetterDialog(desk, received.dossier_id, page)
    letter.show()
    qtbot.waitUntil(lambda: bool(letter.view.pdf.page_count()))
    letter.view.print.click()
    (dialog,) = letter.findChildren(PaperDialog)
    qtbot.waitUntil(lambda: bool(dialog.view.choice.chosen()) and _is_drawn(dialog))
    dialog.view.print.click()
    qtbot.waitUntil(lambda: bool(office.sent))
    assert office.sent[0][:3] == (issued.file, "tang-2", "A4")
