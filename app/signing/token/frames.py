"""How the two processes speak: a note in JSON and raw bytes beside it, which may hold a PIN.

A PIN goes into no JSON text: it would leave copies that nobody can overwrite.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any, Final, Protocol

_SIZES: Final = struct.Struct("!II")
LARGEST: Final = 1 << 24  # bytes; beyond it the other side is not ours
ENDED_IDLE: Final = 75
"""Exit status of a worker that nobody asked anything for a while."""


class Pipe(Protocol):
    """An unbuffered binary file: what passes through it is kept nowhere on the way."""

    def write(self, data: Any, /) -> int | None: ...

    def readinto(self, buffer: Any, /) -> int | None: ...


def write_frame(
    pipe: Pipe, note: Mapping[str, object], body: bytes | bytearray | memoryview = b""
) -> None:
    """Send a note and its bytes.

    Raises:
        OSError: the other side is gone.
    """
    head = json.dumps(note).encode()
    _write_all(pipe, _SIZES.pack(len(head), len(body)) + head)
    _write_all(pipe, body)


def read_frame(pipe: Pipe) -> tuple[dict[str, Any], bytearray] | None:
    """Return the next note and its bytes; None when the other side is gone or speaks otherwise."""
    sizes = _read_all(pipe, _SIZES.size)
    if sizes is None:
        return None
    head_size, body_size = _SIZES.unpack(sizes)
    if max(head_size, body_size) > LARGEST:
        return None
    head, body = _read_all(pipe, head_size), _read_all(pipe, body_size)
    if head is None or body is None:
        return None
    return json.loads(head), body


def _write_all(pipe: Pipe, data: bytes | bytearray | memoryview) -> None:
    with memoryview(data) as rest:
        sent = 0
        while sent < len(rest):
            sent += pipe.write(rest[sent:]) or 0


def _read_all(pipe: Pipe, size: int) -> bytearray | None:
    data = bytearray(size)
    got = 0
    while got < size:
        with memoryview(data) as whole:
            more = pipe.readinto(whole[got:])
        if not more:
            return None
        got += more
    return data
