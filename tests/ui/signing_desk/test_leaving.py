"""Who signs out takes everything along: keys, PINs, and what the strip said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.services.desk_tasks import DeskTasks
from app.signing.token.client import TokenProcess
from app.signing.token.errors import LoggedOut
from app.ui.application import seat
from app.ui.signing_desk.batch import Batch
from app.ui.signing_desk.keys import KeyRing
from app.ui.signing_desk.pin_field import PinField
from app.ui.window import MainWindow
from tests.support.softhsm import SoftToken
from tests.ui.signing_desk.conftest import SigningWard


def test_a_token_that_was_left_begins_no_new_worker(token: SoftToken) -> None:
    """A batch that was about to begin finds the door shut."""
    process = TokenProcess(token.library)
    assert process.tokens()
    process.end()
    with pytest.raises(LoggedOut):
        process.tokens()
    assert process.pid is None


def test_a_closed_ring_opens_no_driver(token: SoftToken, tmp_path) -> None:
    """Nor does a list of keys that was asked for before the sign-out."""
    ring = KeyRing((str(token.library),), tmp_path)
    ring.close()
    with pytest.raises(LoggedOut):
        ring.found(token.library)


def test_a_batch_cancelled_before_it_began_opens_no_key(signing: SigningWard, qtbot: QtBot) -> None:
    """The officer left between the press and the worker's start."""
    opened: list[object] = []
    batch = Batch(signing.desk_of("an"), (), lambda: opened.append("key"), lambda *_: frozenset())
    batch.cancel()
    with qtbot.waitSignal(batch.ended) as ended:
        batch.start()
    assert opened == []
    assert ended.args[0].was_cancelled


@pytest.mark.parametrize(("answer", "stays"), [("Ở &lại", True), ("&Dừng và rời đi", False)])
def test_leaving_in_the_midst_of_a_batch_is_asked_about(
    qtbot: QtBot, signing: SigningWard, monkeypatch: pytest.MonkeyPatch, answer: str, stays: bool
) -> None:
    """Closing the window would break it off; with nothing under way nothing is asked."""
    asked: list[str] = []

    def press(box: QMessageBox) -> int:
        asked.append(box.text())
        next(one for one in box.buttons() if one.text() == answer).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    window = MainWindow()
    qtbot.addWidget(window)
    seat(window, signing.desk_of("an"))
    window.show()
    page = window.pages["signing"]
    page.runner.batch = Batch(signing.desk_of("an"), (), lambda: None, lambda *_: frozenset())
    assert window.close() is not stays
    assert window.isVisible() is stays
    assert len(asked) == 1
    assert "thư đã xong vẫn giữ nguyên" in asked[0]
    page.runner.batch = None
    assert window.close()
    assert len(asked) == 1
    window.unseat()


def test_the_strip_stays_empty_after_the_officer_left(qtbot: QtBot) -> None:
    """A late answer is nobody's any more."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_tasks(DeskTasks({}, (), ()))
    assert window.tasks.isHidden()


def test_an_input_method_costs_no_try(qtbot: QtBot) -> None:
    """What no PIN holds empties the field and says so; chords type nothing."""
    field = PinField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "12")
    qtbot.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    assert field.count == 2
    with qtbot.waitSignal(field.misread):
        field._add("ư")
    assert field.count == 0
