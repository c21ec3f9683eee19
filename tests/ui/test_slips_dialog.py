"""The queue on screen asks one question, with the slip's number and picture, takes one answer."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.core.papers import ReceiptSlip
from app.core.printjobs import JobState
from app.printing import raster
from app.printing.fonts import GlyphMissing
from app.services import print_queue
from app.ui import slips_dialog
from app.ui.desk import Desk
from app.ui.slips_dialog import SlipsDialog
from tests.support.desk_ward import Ward


def doubt(ward: Ward, job_id: str) -> None:
    with ward.database.write() as session:
        now = ward.clock.now()
        print_queue.begin_sending(session, ward.office, job_id, at=now)
        print_queue.mark_unknown(session, ward.office, job_id, error="reset", bytes_sent=9, at=now)


@pytest.fixture
def retried() -> list[str]:
    return []


@pytest.fixture
def dialog(ward: Ward, desk: Desk, qtbot: QtBot, retried: list[str]) -> SlipsDialog:
    received = ward.receive("Nguyễn Thị Ẩn")
    ward.receive("Trần Văn Ổn")
    doubt(ward, received.print_job_id)
    made = SlipsDialog(desk, lambda: retried.append("wake"))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.jobs.count() == 2)
    return made


def state(ward: Ward, copy: int = 0) -> JobState:
    rows = [row for row in ward.ask(print_queue.list_jobs) if row.copy == copy]
    return next(row.state for row in rows if "Ẩn" in row.applicant_name)


def test_the_slip_in_doubt_comes_first_with_its_question(dialog: SlipsDialog, qtbot: QtBot) -> None:
    """Its number, its picture, and two answers."""
    assert dialog.question.isVisible()
    assert dialog.question.question.text() == "Phiếu đã ra giấy đầy đủ chưa?"
    assert dialog.current().code in dialog.question.about.text()
    qtbot.waitUntil(lambda: not dialog.paper.pixmap().isNull())
    shown = [answer for answer, one in dialog.question.buttons.items() if one.isVisible()]
    assert shown == ["confirm", "reprint"]


def test_yes_ends_the_doubt(
    dialog: SlipsDialog, ward: Ward, qtbot: QtBot, retried: list[str]
) -> None:
    """One press, however often it is pressed."""
    button = dialog.question.buttons["confirm"]
    button.click()
    button.click()
    qtbot.waitUntil(lambda: state(ward) is JobState.CONFIRMED)
    qtbot.waitUntil(lambda: retried == ["wake"])
    qtbot.waitUntil(lambda: not dialog.question.isVisible())


def test_no_brings_a_marked_copy(dialog: SlipsDialog, ward: Ward, qtbot: QtBot) -> None:
    """The doubtful one is replaced, never repeated in silence."""
    dialog.question.buttons["reprint"].click()
    qtbot.waitUntil(lambda: dialog.jobs.count() == 3)
    assert state(ward) is JobState.REPRINTED
    assert state(ward, copy=1) is JobState.QUEUED


def test_enter_answers_nothing(dialog: SlipsDialog, ward: Ward, qtbot: QtBot) -> None:
    """A scanner's Enter, or a habit, must never speak for paper."""
    qtbot.keyClick(dialog.jobs, Qt.Key.Key_Return)
    assert state(ward) is JobState.UNKNOWN


def test_an_answer_given_elsewhere_is_told(
    dialog: SlipsDialog, ward: Ward, desk: Desk, qtbot: QtBot
) -> None:
    """The list is read again; nothing is answered twice."""
    from app.services import print_desk

    told: list[object] = []
    desk.failed.disconnect()  # this refusal is expected
    desk.failed.connect(told.append)
    ward.do(print_desk.confirm, dialog.current().job_id)
    dialog.question.buttons["reprint"].click()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "print_job.moved_on"
    assert state(ward) is JobState.CONFIRMED


def test_a_slip_of_yesterday_is_asked_about(
    ward: Ward, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    """Print it now, or never mind."""
    received = ward.receive("Nguyễn Thị Ẩn")
    with ward.database.write() as session:
        later = received.due_at
        print_queue.hold_expired(session, ward.office, at=later)
    made = SlipsDialog(desk, lambda: None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.question.isVisible)
    made.question.buttons["void"].click()
    qtbot.waitUntil(lambda: state(ward) is JobState.VOID)


def test_the_picture_is_never_that_of_another_slip(
    dialog: SlipsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the question stands its own slip or none, however late another one is drawn."""
    qtbot.waitUntil(lambda: not dialog.paper.pixmap().isNull())
    gates: dict[str, Event] = {}
    drawn: list[str] = []

    def picture(slip_id: str, _: ReceiptSlip) -> tuple[str, QImage]:
        assert gates.setdefault(slip_id, Event()).wait(10)
        drawn.append(slip_id)
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red if slip_id == first else Qt.GlobalColor.blue)
        return slip_id, image

    monkeypatch.setattr(slips_dialog, "_picture", picture)
    first, second = (
        dialog.jobs.item(row).data(Qt.ItemDataRole.UserRole).slip_id for row in range(2)
    )
    dialog.jobs.setCurrentRow(1)
    assert dialog.paper.pixmap().isNull()  # the picture of the other slip is gone at once
    qtbot.waitUntil(lambda: second in gates)
    dialog.jobs.setCurrentRow(0)
    qtbot.waitUntil(lambda: first in gates)
    gates[first].set()
    qtbot.waitUntil(lambda: not dialog.paper.pixmap().isNull())
    gates[second].set()
    qtbot.waitUntil(lambda: drawn == [first, second])
    qtbot.wait(50)
    assert dialog.paper.pixmap().toImage().pixelColor(0, 0) == Qt.GlobalColor.red
    assert "Ẩn" in dialog.current().applicant_name


def test_a_slip_that_cannot_be_drawn_says_why_in_its_place(
    dialog: SlipsDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its question stays; what keeps it from being printed keeps it from being drawn too."""

    def draw(_: ReceiptSlip) -> None:
        raise GlyphMissing(characters="☃", font="Sans")

    monkeypatch.setattr(raster, "draw_receipt", draw)
    dialog.jobs.setCurrentRow(1)
    qtbot.waitUntil(lambda: "☃" in dialog.paper.text())


def test_reading_the_queue_again_draws_nothing_again(
    dialog: SlipsDialog, qtbot: QtBot, ward: Ward
) -> None:
    """The picture stays while other slips come in: no flicker under the officer's eyes."""
    qtbot.waitUntil(lambda: not dialog.paper.pixmap().isNull())
    before = dialog.paper.pixmap().cacheKey()
    ward.receive("Lê Văn Mơ")
    dialog.load()
    qtbot.waitUntil(lambda: dialog.jobs.count() == 3)
    assert dialog.paper.pixmap().cacheKey() == before


def test_a_failed_slip_says_why_and_what_to_do(ward: Ward, desk: Desk, qtbot: QtBot) -> None:
    """In words, with the next step; never a code."""
    received = ward.receive("Nguyễn Thị Ẩn")
    with ward.database.write() as session:
        print_queue.mark_failed(
            session,
            ward.office,
            received.print_job_id,
            error="printer.profile_unknown",
            at=ward.clock.now(),
        )
    made = SlipsDialog(desk, lambda: None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.question.isVisible)
    assert "Không có kiểu máy in này. Chọn kiểu khác." in made.question.about.text()
    assert "printer." not in made.question.about.text() + made.jobs.item(0).text()
