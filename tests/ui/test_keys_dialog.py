"""The keys of slips on screen: where the private one is, renewing, revoking, the list as a file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.core.dossiers import Role
from app.core.errors import AppError
from app.core.settings import Machine, load_machine
from app.exchange.key_list import key_list_bytes, read_key_list
from app.services import receipt_keys
from app.services.receipt_keys import KeyAlreadyRevoked, PublicKey
from app.signing.receipt_keys import KeyNotKept, make_key
from app.ui import keys_dialog
from app.ui.desk import Desk
from app.ui.keys_dialog import KeysDialog
from app.ui.reason_dialog import ReasonDialog
from app.ui.sealing import renew_key, seal_of
from tests.support.desk_ward import Ward


@pytest.fixture
def machine(ward: Ward, tmp_path: Path) -> Machine:
    """The desk's machine with a key in a file: no keyring in tests."""
    plain = Machine(tmp_path, f"sqlite:///{tmp_path / 'desk.db'}")
    made, _ = renew_key(plain, ward.database, ward.office, actor=None, at=ward.clock.now())
    return made


@pytest.fixture
def boss(ward: Ward, machine: Machine) -> Iterator[Desk]:
    """The desk of the ward's supervisor, with its key at work."""
    office = replace(ward.office, seal=seal_of(machine))
    actor = replace(ward.actor, role=Role.SUPERVISOR)
    made = Desk(ward.database, office, actor, ward.clock)
    yield made
    made.close()


def _open(qtbot: QtBot, desk: Desk, machine: Machine) -> KeysDialog:
    dialog = KeysDialog(desk, machine)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, boss: Desk, machine: Machine) -> KeysDialog:
    """The dialog with the desk's one key in its list."""
    made = _open(qtbot, boss, machine)
    qtbot.waitUntil(lambda: len(made.table.rows) == 1)
    return made


def _words(dialog: KeysDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def _keys(ward: Ward) -> tuple[PublicKey, ...]:
    found: tuple[PublicKey, ...] = ward.ask(receipt_keys.list_keys)
    return found


def test_where_the_private_key_is_kept_is_told(dialog: KeysDialog, machine: Machine) -> None:
    """In words, at the top: a file of this user, since tests have no keyring."""
    assert machine.seal_key in dialog.place.text()
    assert "tệp chỉ người dùng này đọc được" in dialog.place.text()
    assert _words(dialog) == [[machine.seal_key, "01 (quầy này)", "08:30 18/11/2026", "Đang dùng"]]


def test_the_systems_keyring_is_told_too(qtbot: QtBot, boss: Desk, machine: Machine) -> None:
    """Never silently one or the other."""
    dialog = _open(qtbot, boss, replace(machine, seal_place="keyring"))
    assert "kho khoá của hệ thống" in dialog.place.text()


def test_a_key_that_cannot_be_used_is_told(qtbot: QtBot, desk: Desk, machine: Machine) -> None:
    """Slips then carry the code alone; the way out is named."""
    dialog = _open(qtbot, desk, machine)
    assert "Không dùng được" in dialog.strip.text()
    none = _open(qtbot, desk, replace(machine, seal_key="", seal_place=""))
    assert "chưa có khoá" in none.place.text()


def test_a_new_key_ends_the_old_one_and_is_handed_on(
    dialog: KeysDialog, qtbot: QtBot, ward: Ward, machine: Machine, tmp_path: Path
) -> None:
    """The program seals with it from now on; the old public key stays; both places are told."""
    with qtbot.waitSignal(dialog.renewed) as heard:
        dialog.renew.click()
        assert not dialog.renew.isEnabled()
    changed = heard.args[0]
    assert changed.seal_key != machine.seal_key
    assert load_machine(tmp_path).seal_key == changed.seal_key
    assert seal_of(changed).key_id == changed.seal_key
    assert changed.seal_key in dialog.place.text()
    assert "tệp chỉ người dùng này" in dialog.strip.text()
    qtbot.waitUntil(lambda: len(dialog.table.rows) == 2)
    states = {row[0]: row[3] for row in _words(dialog)}
    assert states[changed.seal_key] == "Đang dùng"
    assert states[machine.seal_key] == "Thôi dùng 18/11/2026, giấy cũ vẫn đúng"
    assert dialog.renew.isEnabled()


def test_a_key_is_revoked_with_a_reason(
    dialog: KeysDialog, qtbot: QtBot, ward: Ward, machine: Machine
) -> None:
    """Asked for in the small dialog; revoking one's own key calls for a new one."""
    dialog.revoke.click()
    (asked,) = dialog.findChildren(ReasonDialog)
    assert machine.seal_key in asked.findChild(type(dialog.place)).text()
    asked.combo.setEditText("Máy bị mất trộm")
    asked.accept_button.click()
    qtbot.waitUntil(lambda: "đã bị thu hồi" in dialog.strip.text())
    assert [key.reason for key in _keys(ward)] == ["Máy bị mất trộm"]
    assert _words(dialog)[0][3] == "Thu hồi 18/11/2026: Máy bị mất trộm"
    assert not dialog.revoke.isEnabled()


def test_a_clerk_neither_revokes_nor_brings_a_list(
    qtbot: QtBot, desk: Desk, machine: Machine
) -> None:
    """Both change whom the agency trusts; who may is told. A list may go out."""
    dialog = _open(qtbot, desk, machine)
    qtbot.waitUntil(lambda: len(dialog.table.rows) == 1)
    for button in (dialog.revoke, dialog.take_in):
        assert not button.isEnabled()
        assert "lãnh đạo" in button.toolTip()
    assert dialog.export.isEnabled()
    assert dialog.renew.isEnabled()


def test_a_leader_brings_a_list(dialog: KeysDialog) -> None:
    """Nothing stands in the way then."""
    assert dialog.take_in.isEnabled()
    assert dialog.take_in.toolTip() == ""


def test_the_list_goes_out_as_a_file(
    dialog: KeysDialog, qtbot: QtBot, ward: Ward, tmp_path: Path
) -> None:
    """Public parts only, as the agency's other desks read it."""
    dialog.export_to(tmp_path / "khoa.json")
    qtbot.waitUntil(lambda: "khoa.json" in dialog.strip.text())
    read = read_key_list(tmp_path / "khoa.json", ward.office.code)
    assert [key.key_id for key in read] == [key.key_id for key in _keys(ward)]


def test_a_file_that_cannot_be_written_is_told(
    dialog: KeysDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    """With the name and the folder."""
    dialog.export_to(tmp_path / "khong-co" / "khoa.json")
    qtbot.waitUntil(lambda: "Không ghi được khoa.json" in dialog.strip.text())


def test_another_desks_list_comes_in(
    dialog: KeysDialog, qtbot: QtBot, ward: Ward, tmp_path: Path
) -> None:
    """Its slips are then known here without a network."""
    made = make_key(tmp_path / "quay-2")
    key = replace(_keys(ward)[0], key_id=made.key_id, public_key=made.public_key, station_id="02")
    path = tmp_path / "quay-2.json"
    path.write_bytes(key_list_bytes(ward.office.code, [key, *_keys(ward)]))
    dialog.import_from(path)
    qtbot.waitUntil(lambda: "Thêm 1, cập nhật 0, giữ nguyên 1" in dialog.strip.text())
    qtbot.waitUntil(lambda: len(dialog.table.rows) == 2)
    assert {row[1] for row in _words(dialog)} == {"01 (quầy này)", "02"}


def test_another_desk_with_the_same_number_is_not_this_one(
    dialog: KeysDialog, qtbot: QtBot, ward: Ward, tmp_path: Path
) -> None:
    """Desks set up one by one are all "01" until somebody numbers them."""
    made = make_key(tmp_path / "quay-khac")
    key = replace(_keys(ward)[0], key_id=made.key_id, public_key=made.public_key)
    path = tmp_path / "quay-khac.json"
    path.write_bytes(key_list_bytes(ward.office.code, [key]))
    dialog.import_from(path)
    qtbot.waitUntil(lambda: len(dialog.table.rows) == 2)
    assert {row[0]: row[1] for row in _words(dialog)}[made.key_id] == "01"


def test_another_agencys_list_is_refused(
    dialog: KeysDialog, qtbot: QtBot, ward: Ward, tmp_path: Path
) -> None:
    """Whole; nothing of it comes in."""
    path = tmp_path / "la.json"
    path.write_bytes(key_list_bytes("H99.99", _keys(ward)))
    dialog.import_from(path)
    qtbot.waitUntil(lambda: "không dùng được" in dialog.strip.text())
    assert len(_keys(ward)) == 1


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A key that is not made before this is set, as with a keyring that asks elsewhere."""
    may_go_on = Event()

    def renew(*args: object, **kw: object) -> object:
        assert may_go_on.wait(10)
        return renew_key(*args, **kw)

    monkeypatch.setattr(keys_dialog, "renew_key", renew)
    yield may_go_on
    may_go_on.set()


@pytest.mark.parametrize("way", ["esc", "button", "window"])
def test_the_window_goes_at_once_and_the_new_key_is_still_handed_on(
    dialog: KeysDialog, qtbot: QtBot, slow: Event, machine: Machine, way: str
) -> None:
    """The program must seal with it: the old key has ended."""
    dialog.renew.click()
    {
        "esc": lambda: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
        "button": dialog.close_button.click,
        "window": dialog.close,
    }[way]()
    assert not dialog.isVisible()
    with qtbot.waitSignal(dialog.finished), qtbot.waitSignal(dialog.renewed) as heard:
        slow.set()
    changed = heard.args[0]
    assert changed.seal_key != machine.seal_key
    assert dialog.result() == (QDialog.DialogCode.Accepted if way == "button" else 0)


def test_a_window_that_stays_open_may_be_left_after_the_key_too(
    dialog: KeysDialog, qtbot: QtBot
) -> None:
    """With the usual end."""
    with qtbot.waitSignal(dialog.renewed):
        dialog.renew.click()
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_what_fails_behind_a_closed_window_is_told_by_the_desk(
    dialog: KeysDialog, qtbot: QtBot, boss: Desk, slow: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No refusal is lost with the window that would have said it."""

    def refuse(*_: object, **__: object) -> None:
        slow.wait(10)
        raise KeyNotKept(where="keys")

    monkeypatch.setattr(keys_dialog, "renew_key", refuse)
    dialog.renew.click()
    dialog.reject()
    with qtbot.waitSignal(dialog.finished), qtbot.waitSignal(boss.failed) as heard:
        slow.set()
    assert isinstance(heard.args[0], KeyNotKept)


def test_a_revocation_refused_behind_a_closed_window_is_told(
    dialog: KeysDialog, qtbot: QtBot, boss: Desk, ward: Ward, machine: Machine
) -> None:
    """Whoever revoked it first did it a moment ago on another desk."""
    ward.actor = boss.actor
    ward.do(receipt_keys.revoke_key, machine.seal_key, reason="mất máy")
    dialog.revoke.click()
    (asked,) = dialog.findChildren(ReasonDialog)
    asked.combo.setEditText("Máy bị mất trộm")
    heard: list[AppError] = []
    boss.failed.connect(heard.append)
    asked.accept_button.click()
    dialog.reject()
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], KeyAlreadyRevoked)


def test_a_window_destroyed_meanwhile_takes_nothing_with_it(
    qtbot: QtBot, boss: Desk, machine: Machine, slow: Event, tmp_path: Path
) -> None:
    """As when the main window goes; the key is made and stands in the settings."""
    parent = QWidget()
    dialog = KeysDialog(boss, machine, parent)
    dialog.show()
    dialog.renew.click()
    shiboken6.delete(parent)
    assert not shiboken6.isValid(dialog)
    slow.set()
    qtbot.waitUntil(lambda: load_machine(tmp_path).seal_key != machine.seal_key)
    boss.close()
