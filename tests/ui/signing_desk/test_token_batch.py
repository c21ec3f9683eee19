"""Signing at the desk with a real driver, SoftHSM in its child process, and its mishaps."""

import os
import signal

import pytest
from pytestqt.qtbot import QtBot

from app.core.settings import Machine
from app.signing.findings import Verdict
from app.signing.verify import examine_file
from app.ui.signing_desk.confirm_dialog import ConfirmDialog
from app.ui.signing_desk.keys import TokenKey
from app.ui.signing_desk.page import SigningPage
from tests.support.softhsm import PIN
from tests.ui.signing_desk.conftest import SigningWard

NAMES = ("Nguyễn Thị Hoa", "Lê Thị Tú", "Bùi Gia Hân")


@pytest.fixture
def page(signing: SigningWard, machine: Machine) -> SigningPage:
    """The leader's desk with a fit certificate of the token chosen, and all letters ticked."""
    signing.submit(*NAMES)
    made = signing.page("an", machine)
    keys = made.runner.ring.found(made.runner.ring.libraries[0])
    made.runner.key = next(key for key in keys if key.chosen.holder == "Đỗ Thị Ẩn")
    made.view.all.setChecked(True)
    return made


def _confirm(qtbot: QtBot, page: SigningPage, pin: str) -> None:
    page.view.primary.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(ConfirmDialog)))
    dialog = page.findChildren(ConfirmDialog)[-1]
    qtbot.waitUntil(dialog.secret_field.isEnabled, timeout=20_000)
    qtbot.keyClicks(dialog.pin, pin)
    dialog.go.click()


def _process_id(page: SigningPage) -> int | None:
    key = page.runner.key
    assert isinstance(key, TokenKey)
    return key.process.pid


def test_a_batch_is_signed_with_one_pin(
    qtbot: QtBot, signing: SigningWard, page: SigningPage
) -> None:
    """Three letters, one PIN, and afterwards the driver is gone."""
    dossiers = [row.owed.dossier_id for row in page.view.table.rows]
    _confirm(qtbot, page, PIN)
    assert signing.finish(page) == "Đã ký 3/3 thư."
    for dossier in dossiers:
        file = signing.letter(dossier).file or b""
        assert examine_file(file, (), at=signing.ward.clock.now()).verdict is Verdict.UNTRUSTED
    assert _process_id(page) is None


def test_a_wrong_pin_stops_the_batch(qtbot: QtBot, signing: SigningWard, page: SigningPage) -> None:
    """It is never sent again by the program; nothing is signed, and the next time is warned of."""
    _confirm(qtbot, page, "Sai-Hoan-Toan9")
    said = signing.finish(page)
    assert said.startswith("Đã ký 0/3 thư.")
    assert "Mã PIN" in said
    assert all(letter.owed.state == "submitted" for letter in page.view.table.rows)
    key = page.runner.key
    assert isinstance(key, TokenKey)
    assert key.tries.wrong(key.token.serial) == 1


def test_a_driver_killed_in_mid_batch_keeps_what_was_signed(
    qtbot: QtBot, signing: SigningWard, page: SigningPage
) -> None:
    """The first letter is recorded, the message says how many are done."""
    first = page.view.table.rows[0].owed.dossier_id

    def kill_at_the_second(progress: object) -> None:
        pid = _process_id(page)
        if getattr(progress, "done", 0) == 1 and pid is not None:
            os.kill(pid, signal.SIGKILL)

    page.runner.began.connect(lambda _: _at_once(page, kill_at_the_second))
    _confirm(qtbot, page, PIN)
    said = signing.finish(page)
    assert "2 thư còn lại chưa ký" in said
    assert signing.letter(first).state == "awaiting_seal"


def _at_once(page: SigningPage, act: object) -> None:
    """Have something done on the batch's own thread, before its next letter."""
    from PySide6.QtCore import Qt

    assert page.runner.batch is not None
    page.runner.batch.advanced.connect(act, Qt.ConnectionType.DirectConnection)


def test_signing_out_in_mid_batch_ends_it(
    qtbot: QtBot, signing: SigningWard, page: SigningPage
) -> None:
    """The person leaves: the key goes at once, and what was signed stays signed."""
    page.runner.advanced.connect(lambda progress: progress.done == 1 and page.let_go())
    _confirm(qtbot, page, PIN)
    signing.finish(page)
    assert _process_id(page) is None
    states = [signing.letter(row.owed.dossier_id).state for row in page._queue.letters]
    assert "submitted" in states
