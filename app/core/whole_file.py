"""Writing a small file whole or not at all: a power cut leaves the old one or the new one."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of a file, readable by this user alone; make its folder if needed.

    Raises:
        OSError: nothing was written, what stood there still stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """Let the new name survive a power cut, where the system can: Windows opens no folder."""
    with suppress(OSError):  # the file itself is written
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
