"""A typed PIN on its way to the token, and how often a wrong one was tried.

The PIN is kept as bytes that can be overwritten, never as one ``str``: Python cannot wipe those.
"""

import json
import os
from pathlib import Path
from typing import Final, NoReturn

from filelock import FileLock

from app.core.whole_file import write_whole
from app.signing.token.errors import (
    FewTriesLeft,
    LastTry,
    PinLength,
    PinLocked,
    PinState,
    TokenProblem,
    TriesNotKept,
)

LONGEST_PIN: Final = 255  # bytes
TRIES: Final = 3
"""Wrong entries in a row after which the public-service tokens lock themselves."""
TRIES_FILE: Final = "token_tries.json"


class Pin:
    """A PIN as it is being typed; ``wipe`` overwrites it."""

    def __init__(self, typed: str | bytes | bytearray = "") -> None:
        """Take what was typed so far.

        Raises:
            PinLength: longer than any token takes.
        """
        self._bytes = bytearray(LONGEST_PIN)  # of one size for good: growing would leave copies
        self._length = 0
        if isinstance(typed, str):
            for character in typed:  # one at a time: encoding the whole makes another copy
                self.add(character)
        else:
            self._take(typed)

    def add(self, character: str) -> None:
        """Take one more character.

        Raises:
            PinLength: longer than any token takes.
        """
        self._take(character.encode())

    def drop_last(self) -> None:
        """Forget the last character, if there is one."""
        continues = 0b10  # the two upper bits of a byte that continues a character of UTF-8
        while self._length:
            self._length -= 1
            byte, self._bytes[self._length] = self._bytes[self._length], 0
            if byte >> 6 != continues:
                return

    def wipe(self) -> None:
        """Overwrite the PIN; it is empty afterwards."""
        self._bytes[:] = bytes(LONGEST_PIN)
        self._length = 0

    def view(self) -> memoryview:
        """Return the bytes themselves, not a copy, to be written at once."""
        return memoryview(self._bytes)[: self._length]

    def __len__(self) -> int:
        """Return the number of bytes."""
        return self._length

    def __repr__(self) -> str:
        return "Pin(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a PIN is neither copied nor stored")

    def _take(self, more: bytes | bytearray) -> None:
        end = self._length + len(more)
        if end > LONGEST_PIN:
            self.wipe()
            raise PinLength
        self._bytes[self._length : end] = more
        self._length = end


def read_pin(descriptor: int = 0) -> Pin:
    """Return the PIN on the next line of a file descriptor, leaving no copy in a reader's buffer.

    Raises:
        PinLength: the line is longer than any PIN.
    """
    pin = Pin()
    while (byte := os.read(descriptor, 1)) not in {b"", b"\n"}:  # single bytes are shared objects
        if byte != b"\r":
            pin._take(byte)  # noqa: SLF001 - made here
    return pin


class PinTries:
    """Our own count of wrong PINs in a row, per token: not every driver keeps or tells one."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / TRIES_FILE
        self._lock = FileLock(data_dir / f"{TRIES_FILE}.lock")

    def wrong(self, serial: str) -> int:
        """Return the wrong tries in a row on the token with this serial number."""
        return self._read().get(serial, 0)

    def state(self, serial: str, told: PinState) -> PinState:
        """Return the worse of what the token told and what we counted."""
        wrong = self.wrong(serial)
        ours = PinState.OK if not wrong else PinState.LOW
        if wrong >= TRIES - 1:
            ours = PinState.FINAL
        return max(told, ours, key=list(PinState).index)

    def remark(self, serial: str, label: str, told: PinState) -> TokenProblem | None:
        """Return what the owner must know before typing the PIN; None if all is well."""
        found: dict[PinState, type[TokenProblem]] = {
            PinState.LOW: FewTriesLeft,
            PinState.FINAL: LastTry,
            PinState.LOCKED: PinLocked,
        }
        kind = found.get(self.state(serial, told))
        return kind(label=label) if kind else None

    def count(self, serial: str) -> int:
        """Count a try before it is made: a crash in between must not make it unseen.

        Raises:
            TriesNotKept: it cannot be saved, so the PIN must not be sent.
        """
        return self._write(serial, 1)

    def forget(self, serial: str) -> None:
        """Begin anew: the PIN was right.

        Raises:
            TriesNotKept: it cannot be saved.
        """
        self._write(serial, None)

    def _write(self, serial: str, more: int | None) -> int:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                tries = self._read()
                tries[serial] = 0 if more is None else tries.get(serial, 0) + more
                kept = {one: wrong for one, wrong in tries.items() if wrong}
                write_whole(self._file, json.dumps(kept).encode())
        except OSError as error:
            raise TriesNotKept(where=str(self._file)) from error
        return tries[serial]

    def _read(self) -> dict[str, int]:
        """Return the counts; none if the file is damaged, for the token's own flags remain."""
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: wrong for key, wrong in found.items() if isinstance(wrong, int)}
