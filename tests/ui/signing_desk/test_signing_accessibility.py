"""The dialogs of the signing desk: every control has a name, every access key is its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.core.errors import AppError
from app.services import signing_queue
from app.ui.anchors_dialog import AnchorsDialog
from app.ui.decide_dialog import DecideDialog
from app.ui.signing_desk.confirm_dialog import ConfirmDialog
from app.ui.signing_desk.key_dialog import TOKEN, KeyDialog
from app.ui.signing_desk.keys import FileKey, KeyRing, KeyView, Trust
from app.ui.signing_desk.page import SigningPage
from app.ui.signing_desk.paper_letter_dialog import PaperLetterDialog
from tests.support.desk_ward import NOW
from tests.ui.signing_desk.conftest import SigningWard
from tests.ui.test_accessibility import _access_keys, _unnamed

DIALOGS = ["key_file", "key_token", "password", "pin", "decide", "paper", "anchors"]


class PinKey(FileKey):
    """Looks like a token whose PIN was wrong twice."""

    @property
    def wants_pin(self) -> bool:
        return True

    def look(self, trust: Trust) -> KeyView:
        return KeyView("Đỗ Thị Ẩn", last_try=True, remarks=(AppError(),))


@pytest.mark.parametrize("name", DIALOGS)
def test_dialogs_can_be_read_out_and_worked_by_keys(
    qtbot: QtBot, signing: SigningWard, tmp_path: Path, name: str
) -> None:
    """As everywhere in the program."""
    (dossier,) = signing.submit("Nguyễn Thị Hoa")
    desk = signing.desk_of("an")
    (row,) = signing.ward.ask(signing_queue.queued)
    trust = Trust((), NOW, is_sample=True)
    ring = KeyRing((), tmp_path)
    made_of: dict[str, Callable[[], QDialog]] = {
        "key_file": lambda: KeyDialog(desk, ring, None),
        "key_token": lambda: KeyDialog(desk, ring, None),
        "password": lambda: ConfirmDialog(desk, FileKey(Path("k.p12")), ["1"], "Ký 1 thư", trust),
        "pin": lambda: ConfirmDialog(desk, PinKey(Path("k")), ["1"], "Ký 1 thư", trust),
        "decide": lambda: DecideDialog(desk, dossier),
        "paper": lambda: PaperLetterDialog(desk, row, "01"),
        "anchors": lambda: AnchorsDialog(desk),
    }
    dialog = made_of[name]()
    qtbot.addWidget(dialog)
    if isinstance(dialog, KeyDialog) and name == "key_token":
        dialog.kind.set_value(TOKEN)
    dialog.show()
    qtbot.wait(100)
    keys = _access_keys(dialog)
    assert _unnamed(dialog) == []
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("login", ["an", "thu", "lan"])
def test_each_face_of_the_page(qtbot: QtBot, signing: SigningWard, login: str) -> None:
    """Leader, registrar and onlooker; with a batch at work and after it."""
    signing.submit("Nguyễn Thị Hoa")
    page: SigningPage = signing.page(login)
    page.view.batch.begin(2)
    assert _unnamed(page) == []
    keys = _access_keys(page)
    assert sorted(set(keys)) == sorted(keys)
    (primary,) = (one for one in (page.view.primary,) if one.isVisible())
    assert primary.height() >= 44
