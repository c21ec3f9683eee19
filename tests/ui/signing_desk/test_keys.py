"""Choosing a key, and the confirmation before a batch: what is known first, one secret."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.core.settings import Machine, SigningSetting
from app.ui.signing_desk.confirm_dialog import ConfirmDialog
from app.ui.signing_desk.key_dialog import FILE, TOKEN, KeyDialog
from app.ui.signing_desk.keys import FileKey, Key, KeyRing, Secret, TokenKey, Trust
from app.ui.signing_desk.page import SigningPage
from tests.support.desk_ward import NOW
from tests.support.pki import Pki
from tests.support.softhsm import LABEL, PIN, SoftToken
from tests.ui.signing_desk.conftest import PASSWORD, SigningWard, p12

Confirm = Callable[..., ConfirmDialog]


@pytest.fixture
def trusted(people: Pki) -> Trust:
    return Trust(tuple(one.der for one in (people.root, people.authority)), NOW)


@pytest.fixture
def keys(machine: Machine, signing: SigningWard) -> Iterator[dict[str, TokenKey]]:
    """The keys on the token by their holders."""
    ring = KeyRing(machine.signing.libraries, machine.data_dir)
    yield {key.chosen.holder: key for key in ring.found(ring.libraries[0])}
    ring.close()


@pytest.fixture
def confirm(qtbot: QtBot, signing: SigningWard) -> Confirm:
    def make(key: Key, trusted: Trust, codes: tuple[str, ...] = ("H29.26-1",)) -> ConfirmDialog:
        dialog = ConfirmDialog(signing.desk_of("an"), key, codes, f"Ký {len(codes)} thư", trusted)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def _key_dialog(
    qtbot: QtBot, signing: SigningWard, machine: Machine, current: Key | None = None
) -> KeyDialog:
    ring = KeyRing(machine.signing.libraries, machine.data_dir)
    dialog = KeyDialog(signing.desk_of("an"), ring, current)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_certificates_of_a_token_are_listed(
    qtbot: QtBot, signing: SigningWard, machine: Machine
) -> None:
    """Without any PIN; the one chosen becomes the key."""
    dialog = _key_dialog(qtbot, signing, machine)
    qtbot.waitUntil(lambda: len(dialog.table.rows) == 2, timeout=20_000)
    assert {key.chosen.holder for key in dialog.table.rows} == {"Đỗ Thị Ẩn", "Lê Hết Hạn"}
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.use.click()
    assert isinstance(chosen.args[0], TokenKey)
    dialog._ring.close()


def test_no_token_and_no_driver_are_told(
    qtbot: QtBot, signing: SigningWard, machine: Machine, token: SoftToken
) -> None:
    """What to do next stands there: plug it in, or have the driver named."""
    token.unplug()
    dialog = _key_dialog(qtbot, signing, machine)
    qtbot.waitUntil(lambda: "Cắm thiết bị" in dialog.strip.text(), timeout=20_000)
    assert not dialog.use.isEnabled()
    dialog._ring.close()
    none = dataclasses.replace(machine, signing=SigningSetting())
    dialog = _key_dialog(qtbot, signing, none)
    dialog.kind.set_value(TOKEN)
    assert "quản trị" in dialog.strip.text()
    missing = dataclasses.replace(machine, signing=SigningSetting(libraries=("nowhere.so",)))
    dialog = _key_dialog(qtbot, signing, missing)
    qtbot.waitUntil(lambda: "nowhere.so" in dialog.strip.text(), timeout=20_000)


def test_a_file_must_be_named(qtbot: QtBot, signing: SigningWard, machine: Machine) -> None:
    """An empty line is told at its field."""
    dialog = _key_dialog(qtbot, signing, machine, FileKey(Path("cu.p12")))
    assert (dialog.kind.value(), dialog.file.text()) == (FILE, "cu.p12")
    dialog.file.clear()
    dialog.use.click()
    assert "Chọn tệp" in dialog.file_field.said()
    dialog.file.setText("moi.p12")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.use.click()
    assert chosen.args == [FileKey(Path("moi.p12"))]


def test_the_path_is_remembered_for_the_account_alone(qtbot: QtBot, signing: SigningWard) -> None:
    """Nothing but the path of the file, and nobody else's."""
    key = signing.key_file("Đỗ Thị Ẩn")
    page = signing.page("an")
    page.runner._take_key(key)
    assert signing.page("an").runner.key == key
    assert signing.page("thu").runner.key is None
    kept = [QSettings().value(name) for name in QSettings().allKeys()]
    assert kept == [str(key.path)]
    assert PASSWORD not in str(kept)


def test_the_certificate_is_shown_before_the_pin(
    qtbot: QtBot, confirm: Confirm, keys: dict[str, TokenKey], trusted: Trust
) -> None:
    """How many letters, whose key, on which token; what is unknown is a remark."""
    dialog = confirm(keys["Đỗ Thị Ẩn"], trusted, ("H29.26-1", "H29.26-2"))
    qtbot.waitUntil(dialog.secret_field.isEnabled, timeout=20_000)
    assert dialog.go.text() == "Ký 2 thư"
    assert LABEL in dialog._key.label
    assert dialog.strip.text() == ""
    assert "thu hồi" in dialog.remark_strip.text()
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        dialog.go.click()
    secret: Secret = confirmed.args[0]
    assert secret.pin is not None
    assert bytes(secret.pin.view()) == PIN.encode()
    assert PIN not in repr(secret)
    secret.pin.wipe()


@pytest.mark.parametrize("case", ["over", "unknown issuer"])
def test_an_unfit_certificate_is_never_asked_for_its_pin(
    qtbot: QtBot, confirm: Confirm, keys: dict[str, TokenKey], trusted: Trust, case: str
) -> None:
    """Expired, or nobody trusted vouches for it: said before, and the field stays shut."""
    if case == "over":
        dialog, said = confirm(keys["Lê Hết Hạn"], trusted), "hết hạn"
    else:
        dialog, said = confirm(keys["Đỗ Thị Ẩn"], dataclasses.replace(trusted, anchors=())), "tin"
    qtbot.waitUntil(lambda: said in dialog.strip.text(), timeout=20_000)
    assert not dialog.secret_field.isEnabled()
    assert not dialog.go.isEnabled()


def test_in_a_sample_ward_an_unknown_issuer_is_a_remark(
    qtbot: QtBot, confirm: Confirm, keys: dict[str, TokenKey], trusted: Trust
) -> None:
    """Practice with throwaway certificates must be possible."""
    sample = dataclasses.replace(trusted, anchors=(), is_sample=True)
    dialog = confirm(keys["Đỗ Thị Ẩn"], sample)
    qtbot.waitUntil(dialog.secret_field.isEnabled, timeout=20_000)
    assert dialog.remark_strip.text()


def test_the_last_try_wants_a_word_of_its_own(
    qtbot: QtBot, confirm: Confirm, keys: dict[str, TokenKey], trusted: Trust
) -> None:
    """Typing the PIN is not enough: the box says what a wrong one does."""
    key = keys["Đỗ Thị Ẩn"]
    for _ in range(2):
        key.tries.count(key.token.serial)
    dialog = confirm(key, trusted)
    qtbot.waitUntil(dialog.last_try.isVisible, timeout=20_000)
    qtbot.keyClicks(dialog.pin, PIN)
    assert not dialog.go.isEnabled()
    dialog.last_try.setChecked(True)
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        dialog.go.click()
    assert confirmed.args[0].last_try_confirmed
    confirmed.args[0].pin.wipe()


def test_a_token_that_is_gone_is_told(
    qtbot: QtBot, confirm: Confirm, keys: dict[str, TokenKey], trusted: Trust, token: SoftToken
) -> None:
    """Before the PIN is asked."""
    token.unplug()
    dialog = confirm(keys["Đỗ Thị Ẩn"], trusted)
    qtbot.waitUntil(lambda: bool(dialog.strip.text()), timeout=20_000)
    assert not dialog.secret_field.isEnabled()


def test_leaving_leaves_nothing_typed(
    qtbot: QtBot, confirm: Confirm, keys: dict[str, TokenKey], trusted: Trust
) -> None:
    """Neither PIN nor password stays in a closed dialog."""
    dialog = confirm(keys["Đỗ Thị Ẩn"], trusted)
    qtbot.waitUntil(dialog.secret_field.isEnabled, timeout=20_000)
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.reject()
    assert dialog.pin.count == 0
    dialog = confirm(FileKey(Path("x.p12")), trusted)
    dialog.password.setText(PASSWORD)
    dialog.reject()
    assert dialog.password.text() == ""


@pytest.mark.parametrize(
    ("content", "said"), [(None, "Không đọc được"), (b"no key", "Không dùng được")]
)
def test_a_file_that_is_no_key_is_told(
    qtbot: QtBot,
    confirm: Confirm,
    trusted: Trust,
    tmp_path: Path,
    content: bytes | None,
    said: str,
) -> None:
    """Missing or something else altogether; the dialog stays."""
    path = tmp_path / "khac.p12"
    if content is not None:
        path.write_bytes(content)
    dialog = confirm(FileKey(path), trusted)
    qtbot.waitUntil(dialog.secret_field.isEnabled)
    dialog.password.setText(PASSWORD)
    dialog.go.click()
    qtbot.waitUntil(lambda: said in dialog.strip.text())
    assert dialog.isVisible()


def test_a_file_nobody_vouches_for_is_refused_outside_a_sample_ward(
    qtbot: QtBot, confirm: Confirm, trusted: Trust, tmp_path: Path
) -> None:
    """What lies behind the password is examined before anything is signed."""
    path = tmp_path / "k.p12"
    path.write_bytes(p12("Đỗ Thị Ẩn"))
    dialog = confirm(FileKey(path), trusted)
    qtbot.waitUntil(dialog.secret_field.isEnabled)
    dialog.password.setText(PASSWORD)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.strip.text()), timeout=10_000)
    assert dialog.isVisible()


def test_signing_out_ends_every_driver(
    qtbot: QtBot, signing: SigningWard, machine: Machine
) -> None:
    """Nothing of one person's token is open for the next."""
    page: SigningPage = signing.page("an", machine)
    (library,) = page.runner.ring.libraries
    process = page.runner.ring.found(library)[0].process
    assert process.pid is not None
    page.let_go()
    assert process.pid is None
