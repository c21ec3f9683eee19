"""A desk's key: made once, kept where it is said to be, useless to anybody else."""

import threading
import time
from collections.abc import Callable, Iterator
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


class Hanging(Memory):
    """A keyring that waits for an answer on a screen nobody sees, until ``answered``."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()
        self.finished = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.answered.wait()
        super().set_password(service, username, password)
        self.finished.set()


class Raising(Memory):
    """A keyring whose own code fails, as a backend with a broken D-Bus library does."""

    def get_password(self, service: str, username: str) -> str | None:
        raise TypeError(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise TypeError(username)


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def memory(use: Callable[[KeyringBackend], None]) -> Memory:
    backend = Memory()
    use(backend)
    return backend


@pytest.fixture
def hanging(
    use: Callable[[KeyringBackend], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hanging]:
    monkeypatch.setattr(receipt_keys, "KEYRING_SECONDS", 0.05)
    backend = Hanging()
    use(backend)
    yield backend
    backend.answered.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join()


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


def test_a_keyring_that_never_answers_holds_nothing_up(hanging: Hanging, tmp_path: Path) -> None:
    """The key goes to a file; what the keyring takes too late is a key that nobody lists."""
    began = time.monotonic()
    made = make_key(tmp_path)
    with pytest.raises(KeyMissing):
        load_seal(tmp_path, made.key_id, KeyPlace.KEYRING)
    assert time.monotonic() - began < 5
    assert made.place is KeyPlace.FILE
    hanging.answered.set()
    assert hanging.finished.wait(5)
    assert [made.key_id in entry for _, entry in hanging.kept] == [False]


def test_the_keyring_is_asked_on_threads_that_do_not_hold_the_programs_end(
    hanging: Hanging, tmp_path: Path
) -> None:
    """An officer who closes the program is not kept by a question on another screen."""
    make_key(tmp_path)
    assert [one.daemon for one in threading.enumerate() if one.name == "keyring"] == [True]


def test_a_keyring_that_fails_in_its_own_way_is_none(
    use: Callable[[KeyringBackend], None], tmp_path: Path
) -> None:
    """Whatever it raises: the key lies in a file, or is missing."""
    use(Raising())
    made = make_key(tmp_path)
    assert made.place is KeyPlace.FILE
    with pytest.raises(KeyMissing):
        load_seal(tmp_path, made.key_id, KeyPlace.KEYRING)


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
