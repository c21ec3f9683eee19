"""What is owed today, on the first screen after sign-in, and only to whom it falls."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.core.apologies import TaskKind
from app.core.dossiers import Role
from app.services import apology, ledger
from app.ui.desk import Desk
from app.ui.ledger_watch import LedgerWatch
from app.ui.task_strip import TaskStrip
from tests.support.desk_ward import Ward

NEW_DAY = date(2026, 12, 1)


@pytest.fixture
def strip(qtbot: QtBot) -> TaskStrip:
    """The strip alone."""
    made = TaskStrip()
    qtbot.addWidget(made)
    return made


def _texts(strip: TaskStrip) -> list[str]:
    return [one.text() for one in strip.buttons.values() if not one.isHidden()]


def _watch(desk: Desk, strip: TaskStrip, qtbot: QtBot) -> LedgerWatch:
    watch = LedgerWatch(desk)
    watch.counted.connect(strip.show_tasks)
    with qtbot.waitSignal(watch.counted):
        watch.look()
    return watch


def test_nothing_owed_shows_nothing(strip: TaskStrip, desk: Desk, qtbot: QtBot) -> None:
    """A calm morning takes no room."""
    _watch(desk, strip, qtbot)
    assert strip.isHidden()


def test_the_ledger_opens_by_itself_and_is_counted(
    strip: TaskStrip, desk: Desk, ward: Ward, qtbot: QtBot
) -> None:
    """Two dossiers became due over night: the officer reads it, nobody had to look."""
    for name in ("Nguyễn Thị Ẩn", "Trần Hữu Đỗ"):
        ward.receive(name, days_ago=5)
    _watch(desk, strip, qtbot)
    assert _texts(strip) == ["Soạn 2 thư xin lỗi"]
    assert len(ward.ask(ledger.owed)) == 2


def test_the_strip_follows_the_letter(
    strip: TaskStrip, desk: Desk, ward: Ward, qtbot: QtBot
) -> None:
    """Submitted, it is the leader's; the officer's strip is empty again."""
    received = ward.receive("Nguyễn Thị Ẩn", days_ago=5)
    watch = _watch(desk, strip, qtbot)
    told = {"reason": "chờ xác minh", "new_due_on": NEW_DAY}
    with qtbot.waitSignal(watch.counted):
        desk.do(apology.draft, received.dossier_id, **told)
    with qtbot.waitSignal(watch.counted):
        desk.do(apology.submit, received.dossier_id)
    assert strip.isHidden()
    desk.actor = replace(desk.actor, role=Role.LEADER)
    with qtbot.waitSignal(watch.counted):
        watch.look()
    assert _texts(strip) == ["Ký 1 thư xin lỗi"]


def test_a_task_leads_to_its_page(strip: TaskStrip, desk: Desk, ward: Ward, qtbot: QtBot) -> None:
    """One press and the list is there."""
    ward.receive("Nguyễn Thị Ẩn", days_ago=5)
    _watch(desk, strip, qtbot)
    with qtbot.waitSignal(strip.asked) as asked:
        strip.buttons[TaskKind.WRITE].click()
    assert asked.args == ["lateness"]


def test_time_alone_opens_what_is_due(
    strip: TaskStrip, desk: Desk, ward: Ward, qtbot: QtBot
) -> None:
    """The program stays open over night: the next look finds the new day."""
    ward.receive("Nguyễn Thị Ẩn")
    watch = _watch(desk, strip, qtbot)
    assert strip.isHidden()
    ward.clock.moment += timedelta(days=6)
    with qtbot.waitSignal(watch.counted):
        watch.look()
    assert _texts(strip) == ["Soạn 1 thư xin lỗi"]
