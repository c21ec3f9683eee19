"""Work off the screen's thread comes back on it."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.errors import AppError
from app.ui.tasks import Lane, TaskRunner, tell


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    """A runner, closed at the end."""
    made = TaskRunner()
    yield made
    made.close()


def test_work_runs_elsewhere_and_its_answer_arrives_here(runner: TaskRunner, qtbot: QtBot) -> None:
    """The job sees another thread than the receiver."""
    seen: list[int] = []

    def done(thread: int) -> None:
        seen.extend((thread, threading.get_ident()))

    runner.run(Lane.READ, threading.get_ident, done, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen
    assert worker != receiver == threading.get_ident()


def test_a_situation_goes_to_the_one_who_handles_failures(runner: TaskRunner, qtbot: QtBot) -> None:
    """An AppError is an answer, not a crash."""
    told: list[AppError] = []

    def refuse() -> None:
        raise AppError(what="x")

    runner.run(Lane.WORK, refuse, pytest.fail, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].params == {"what": "x"}


def test_a_bug_is_raised_again_on_the_screens_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    """The crash hook sees it there."""

    def broken() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        runner.run(Lane.WORK, broken, pytest.fail, pytest.fail)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_writes_keep_their_order(runner: TaskRunner, qtbot: QtBot) -> None:
    """One worker writes, so the officer's order is the order of the journal."""
    order: list[int] = []
    for number in range(50):
        runner.run(Lane.WRITE, lambda one=number: one, order.append, pytest.fail)
    qtbot.waitUntil(lambda: len(order) == 50)
    assert order == list(range(50))


def test_closing_waits_for_the_writes_that_are_queued(qtbot: QtBot) -> None:
    """A window closed right after F9 loses nothing."""
    runner = TaskRunner()
    written: list[int] = []
    for number in range(20):
        runner.run(Lane.WRITE, lambda one=number: written.append(one), lambda _: None, pytest.fail)
    runner.close()
    assert written == list(range(20))


def test_an_answer_for_a_destroyed_widget_is_dropped(qtbot: QtBot) -> None:
    """A dialog may be gone before its answer comes."""
    label = QLabel()
    receive = label.setText
    tell(receive, "shown")
    assert label.text() == "shown"
    label.deleteLater()
    qtbot.waitUntil(lambda: not _lives(label))
    tell(receive, "nobody is there")


def _lives(label: QLabel) -> bool:
    import shiboken6

    return shiboken6.isValid(label)
