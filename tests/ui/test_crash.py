"""A bug is told plainly, once, and keeps its report."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.ui.crash import LOG_NAME, CrashDialog, CrashHook, report


@pytest.fixture
def hook(tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> Iterator[CrashHook]:
    """Hooks with a log in a folder of their own, taken back at the end."""
    level = logging.getLogger().level
    made = CrashHook(tmp_path)
    made.install()
    yield made
    made.uninstall()
    logging.getLogger().setLevel(level)


def _told(hook: CrashHook, qtbot: QtBot) -> str:
    """Wait for the dialog, close it, and return what it said."""
    qtbot.waitUntil(lambda: hook.dialog is not None)
    told = hook.dialog.text.toPlainText()
    hook.dialog.accept()
    assert hook.dialog is None
    return told


def _raised() -> BaseException:
    try:
        raise ZeroDivisionError("number 003190000123")
    except ZeroDivisionError as error:
        return error


def test_a_report_masks_long_numbers() -> None:
    """An identity number may stand in any message."""
    error = _raised()
    told = report(error, error.__traceback__)
    assert "ZeroDivisionError" in told
    assert "003190000123" not in told


def test_what_nobody_caught_is_logged_and_shown_once(
    hook: CrashHook, tmp_path: Path, qtbot: QtBot
) -> None:
    """A second fault while the dialog is open goes to the log only."""
    error = _raised()
    hook.catch(type(error), error, error.__traceback__)
    hook.catch(type(error), error, error.__traceback__)
    assert "ZeroDivisionError" in _told(hook, qtbot)
    assert (tmp_path / LOG_NAME).read_text("utf-8").count("Traceback") == 2


def test_a_fault_on_a_worker_is_caught_too(hook: CrashHook, qtbot: QtBot) -> None:
    """The print thread has no screen of its own."""

    def broken() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in _told(hook, qtbot)


def test_the_hooks_are_given_back(tmp_path: Path, qtbot: QtBot) -> None:
    """Nothing of the program stays behind in Python."""
    made = CrashHook(tmp_path)
    made.install()
    made.uninstall()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    """Offices may be offline: the text goes by whatever way there is."""
    dialog = CrashDialog("what happened")
    qtbot.addWidget(dialog)
    copy = next(one for one in dialog.findChildren(QPushButton) if "chép" in one.text())
    copy.click()
    assert QGuiApplication.clipboard().text() == "what happened"
