"""A desk's key: made once, kept where it is said to be, useless to anybody else."""

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from app.signing import receipt_keys
from app.signing.receipt_keys import (
    KeyExposed,
    KeyMissing,
    KeyNotKept,
    KeyPlace,
    is_genuine,
    load_seal,
    make_key,
)


class Memory(KeyringBackend):
    """A keyring that a desktop would have."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def memory() -> Memory:
    before, backend = keyring.get_keyring(), Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_without_a_keyring_the_key_lies_in_a_file_of_this_user(tmp_path: Path) -> None:
    """And the caller is told so."""
    made = make_key(tmp_path)
    assert made.place is KeyPlace.FILE
    (file,) = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_desktops_keyring_keeps_the_key(memory: Memory, tmp_path: Path) -> None:
    """Nothing lies in the folder then; another folder of the same user has its own entry."""
    made = make_key(tmp_path)
    assert made.place is KeyPlace.KEYRING
    assert list(tmp_path.iterdir()) == []
    seal = load_seal(tmp_path, made.key_id, KeyPlace.KEYRING)
    assert is_genuine(made.public_key, b"facts", seal.sign(b"facts"))
    with pytest.raises(KeyMissing):
        load_seal(tmp_path / "other", made.key_id, KeyPlace.KEYRING)


@pytest.mark.parametrize("message", [b"facts", b""])
def test_what_the_seal_signs_is_genuine_and_nothing_else(tmp_path: Path, message: bytes) -> None:
    """Another message, another signature, another key: not genuine, and no crash."""
    made, other = make_key(tmp_path), make_key(tmp_path)
    signature = load_seal(tmp_path, made.key_id, made.place).sign(message)
    assert is_genuine(made.public_key, message, signature)
    assert not is_genuine(made.public_key, message + b"!", signature)
    assert not is_genuine(made.public_key, message, bytes(64))
    assert not is_genuine(other.public_key, message, signature)
    assert not is_genuine(b"short", message, signature)


def test_a_lost_or_exchanged_key_is_told(tmp_path: Path) -> None:
    """Its slips would read as forged."""
    made, other = make_key(tmp_path), make_key(tmp_path)
    files = {key: tmp_path / "keys" / f"receipt-{key.key_id}.key" for key in (made, other)}
    files[made].write_bytes(files[other].read_bytes())
    with pytest.raises(KeyMissing):
        load_seal(tmp_path, made.key_id, KeyPlace.FILE)
    files[made].unlink()
    with pytest.raises(KeyMissing):
        load_seal(tmp_path, made.key_id, KeyPlace.FILE)
    with pytest.raises(KeyMissing):
        load_seal(tmp_path, other.key_id, KeyPlace.KEYRING)


def test_a_key_others_may_read_is_refused(tmp_path: Path) -> None:
    """Whoever copied the folder with open hands must hear of it."""
    made = make_key(tmp_path)
    (file,) = (tmp_path / "keys").iterdir()
    file.chmod(0o644)
    with pytest.raises(KeyExposed):
        load_seal(tmp_path, made.key_id, KeyPlace.FILE)


def test_a_key_is_never_written_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is made new or not at all; a folder that is a file takes none."""
    made = make_key(tmp_path)
    monkeypatch.setattr(receipt_keys, "_key_file", lambda *_: next((tmp_path / "keys").iterdir()))
    with pytest.raises(KeyNotKept):
        make_key(tmp_path)
    monkeypatch.undo()
    assert load_seal(tmp_path, made.key_id, KeyPlace.FILE).key_id == made.key_id
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "keys").write_text("a file")
    with pytest.raises(KeyNotKept):
        make_key(tmp_path / "blocked")
    assert [one.name for one in (tmp_path / "blocked").iterdir()] == ["keys"]
