"""The Ed25519 key of a desk's slips: made here, kept in the system's keyring or in a 0600 file.

Not a legal signature: an integrity tag, so that any desk of the agency can tell a slip of its own
from a forged one without a network. Which place keeps the key is never decided in silence: the
caller is told, writes it into the settings and shows it.
"""

import base64
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from app.core.errors import AppError
from app.core.sealed import Seal, key_id_of

SERVICE: Final = "motcua"
FOLDER: Final = "keys"
KEYRING_SECONDS: Final = 10.0
"""How long a keyring may take: one that waits for a question on another screen never answers."""

T = TypeVar("T")


class KeyPlace(StrEnum):
    """Where a private key is kept."""

    KEYRING = "keyring"
    FILE = "file"


class KeyMissing(AppError):
    """The private key is not where the settings say; ``key_id``, ``place``."""

    code = "seal.key_missing"


class KeyExposed(AppError):
    """Others may read the key file; ``where``."""

    code = "seal.key_exposed"


class KeyNotKept(AppError):
    """The private key could be kept nowhere; ``where``."""

    code = "seal.key_not_kept"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was made and kept: its public part, and where the private one is."""

    key_id: str
    public_key: bytes
    place: KeyPlace


def make_key(data_dir: Path, *, use_keyring: bool = True) -> NewKey:
    """Make a key and keep it in the keyring, or in a file of this user where there is none.

    Raises:
        KeyNotKept: neither place could take it.
    """
    if use_keyring:
        key_id, public_key, secret = _new_key()
        if _keep_in_keyring(data_dir, key_id, secret):
            return NewKey(key_id, public_key, KeyPlace.KEYRING)
    # Another key for the file: a slow keyring may still take the first one, which nobody lists.
    key_id, public_key, secret = _new_key()
    _keep_in_file(_key_file(data_dir, key_id), secret)
    return NewKey(key_id, public_key, KeyPlace.FILE)


def load_seal(data_dir: Path, key_id: str, place: KeyPlace) -> Seal:
    """Return the seal whose private key is kept in a place.

    Raises:
        KeyMissing: it is not there, or is another key.
        KeyExposed: others may read its file.
    """
    text = _from_keyring(data_dir, key_id) if place is KeyPlace.KEYRING else None
    if place is KeyPlace.FILE:
        text = _from_file(_key_file(data_dir, key_id))
    try:
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(text or "", validate=True))
    except ValueError:
        raise KeyMissing(key_id=key_id, place=place.value) from None
    if key_id_of(private.public_key().public_bytes_raw()) != key_id:
        raise KeyMissing(key_id=key_id, place=place.value)
    return Seal(key_id, private.sign)


def is_genuine(public_key: bytes, signed: bytes, signature: bytes) -> bool:
    """Whether a signature over ``signed`` was made with the private part of a raw public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _new_key() -> tuple[str, bytes, bytes]:
    """Return a new key's id, its public and its private part."""
    private = Ed25519PrivateKey.generate()
    public_key = private.public_key().public_bytes_raw()
    return key_id_of(public_key), public_key, private.private_bytes_raw()


def _keep_in_keyring(data_dir: Path, key_id: str, secret: bytes) -> bool:
    entry, text = _entry(data_dir, key_id), base64.b64encode(secret).decode()

    def keep() -> bool:
        import keyring

        keyring.set_password(SERVICE, entry, text)
        return keyring.get_password(SERVICE, entry) == text

    return _in_time(keep) or False


def _from_keyring(data_dir: Path, key_id: str) -> str | None:
    entry = _entry(data_dir, key_id)

    def look() -> str | None:
        import keyring

        return keyring.get_password(SERVICE, entry)

    return _in_time(look)


def _in_time(ask: Callable[[], T]) -> T | None:
    """Return what the keyring answers, None when it fails, whatever the way, or is too slow.

    A thread of its own each time: one that never comes back holds nothing up, nor the program's
    end. Finding the backend happens there too, it may already ask over D-Bus.
    """
    answers: SimpleQueue[T | None] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(ask())
        except Exception:  # noqa: BLE001 - backends are others' code and raise what they like
            answers.put(None)

    Thread(target=work, name="keyring", daemon=True).start()
    try:
        return answers.get(timeout=KEYRING_SECONDS)
    except Empty:
        return None


def _entry(data_dir: Path, key_id: str) -> str:
    """Two desks of one user, e.g. a practice ward beside the real one, keep apart."""
    return f"{key_id} {data_dir.resolve()}"


def _keep_in_file(file: Path, secret: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(base64.b64encode(secret))
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        raise KeyNotKept(where=str(file)) from None


def _from_file(file: Path) -> str | None:
    try:
        # Windows has no such mode; the user's own folder guards the file there.
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise KeyExposed(where=str(file))
        return file.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return None


def _key_file(data_dir: Path, key_id: str) -> Path:
    return data_dir / FOLDER / f"receipt-{key_id}.key"
