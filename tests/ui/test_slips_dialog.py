"""The queue on screen asks one question, with the slip's number and picture, takes one answer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.core.printjobs import JobState
from app.services import print_queue
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
