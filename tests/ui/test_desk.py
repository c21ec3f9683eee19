"""The desk runs use cases as units and says what changed."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from app.core.errors import AppError
from app.services import accounts, lookup, print_queue, slips
from app.ui.desk import Desk
from tests.support.desk_ward import Ward


def test_a_unit_commits_then_tells_what_it_touched(desk: Desk, ward: Ward, qtbot: QtBot) -> None:
    """Pages learn of the tables before the caller gets its result."""
    received = ward.receive("Đỗ Thị Mơ")
    order: list[object] = []
    desk.changed.connect(order.append)
    desk.do(
        slips.request_reprint,
        received.dossier_id,
        reason="mất giấy",
        done=lambda _: order.append("done"),
    )
    qtbot.waitUntil(lambda: "done" in order)
    touched, done = order
    assert {"slip", "print_job", "journal"} <= touched
    assert done == "done"
    assert len(ward.ask(print_queue.list_jobs)) == 2


def test_a_refused_unit_changes_nothing(desk: Desk, ward: Ward, qtbot: QtBot) -> None:
    """What raised is rolled back, and the caller's handler has the error."""
    told: list[AppError] = []
    changed: list[object] = []
    desk.changed.connect(changed.append)
    desk.do(slips.request_reprint, "no such dossier", reason="", failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], slips.SlipMissing)
    assert changed == []


def test_what_nobody_handles_goes_to_the_signal(ward: Ward, qtbot: QtBot) -> None:
    """The window shows it in the notice bar."""
    desk = Desk(ward.database, ward.office, ward.actor, ward.clock)
    told: list[AppError] = []
    desk.failed.connect(told.append)
    desk.ask(lookup.card, "no such dossier", done=pytest.fail)
    qtbot.waitUntil(lambda: bool(told))
    desk.close()
    assert isinstance(told[0], lookup.DossierUnknown)


def test_only_the_newest_answer_under_a_key_arrives(desk: Desk, qtbot: QtBot) -> None:
    """A slow first answer never overwrites a fast second one."""
    slow = threading.Event()
    answers: list[str] = []

    def first(*_: object) -> str:
        slow.wait()
        return "old"

    desk.ask(first, done=answers.append, key="search")
    desk.ask(lambda *_: "new", done=answers.append, key="search")
    qtbot.waitUntil(lambda: answers == ["new"])
    slow.set()
    desk.ask(lambda *_: "other", done=answers.append)
    qtbot.waitUntil(lambda: "other" in answers)
    assert answers == ["new", "other"]


def test_the_unit_bears_the_moment_of_the_key_press(desk: Desk, ward: Ward, qtbot: QtBot) -> None:
    """Not the moment at which the queue came to it."""
    pressed = ward.clock.moment
    moments: list[object] = []
    desk.do(lambda *_, actor, at: moments.append((actor, at)))
    qtbot.waitUntil(lambda: bool(moments))
    assert moments == [(ward.actor, pressed)]


def test_the_office_is_read_again_when_its_tables_change(
    desk: Desk, ward: Ward, qtbot: QtBot
) -> None:
    """A changed setting holds from the next act on."""
    before = desk.office
    desk.changed.emit(frozenset({"holiday"}))
    qtbot.waitUntil(lambda: desk.office is not before)
    assert desk.office.station_id == before.station_id
    assert len(ward.ask(accounts.list_accounts)) == 6


def test_other_work_answers_here_too(desk: Desk, qtbot: QtBot) -> None:
    """Drawing and signing do not hold up the screen."""
    answers: list[int] = []
    desk.work(sum, (1, 2, 3), done=answers.append)
    qtbot.waitUntil(lambda: answers == [6])
