"""A printer that the system shows as a file, such as ``/dev/usb/lp0`` on Linux."""

import errno
import os
import select
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.printing.devices.descriptors import READ, read_some, seconds_left, write_some
from app.printing.devices.outcome import BrokenOff

DRAINED_AT_MOST: Final = 64
LAST_BYTES: Final = 5.0  # seconds for what the driver still holds, 8 KB in Linux' usblp

REASONS: Final = {
    errno.ENOENT: "no_device",
    errno.ENXIO: "no_device",
    errno.ENODEV: "no_device",
    errno.ENOTDIR: "no_device",
    errno.EISDIR: "no_device",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.EBUSY: "busy",
    errno.EWOULDBLOCK: "busy",  # another program holds the lock of a serial port
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EPIPE: "reset",
}


class FileLine:
    """A ``Line`` over a device file; one that cannot be read answers nothing."""

    def __init__(self, descriptor: int, *, is_readable: bool) -> None:
        self._descriptor = descriptor
        self._is_readable = is_readable

    def send(self, data: bytes, until: float) -> int:
        """Hand bytes to the driver."""
        return write_some(self._descriptor, data, until)

    def receive(self, until: float) -> bytes:
        """Return the next bytes."""
        if not self._is_readable:
            time.sleep(seconds_left(until))
            raise TimeoutError
        return read_some(self._descriptor, until)

    def drain(self) -> None:
        """Throw away what lies ready."""
        if not self._is_readable:
            return
        with suppress(BlockingIOError):
            for _ in range(DRAINED_AT_MOST):
                ready, _, _ = select.select([self._descriptor], [], [], 0)
                if not ready or not os.read(self._descriptor, READ):
                    return

    def finish(self, seconds: float) -> None:
        """Wait until the driver would take more: closing drops what it has not passed on."""
        patience = max(seconds, LAST_BYTES)
        if not select.select([], [self._descriptor], [], patience)[1]:
            raise TimeoutError

    def close(self) -> None:
        """Let the device go."""
        with suppress(OSError):
            os.close(self._descriptor)


def open_device(target: str) -> FileLine:
    """Open a device file for reading and writing, or for writing where it cannot be read.

    Raises:
        BrokenOff: ``no_device``, ``no_permission``, ``busy`` or ``io``; ``bad_target`` for a file
            or a disk; on Windows, which has no such files, always ``no_device``.
    """
    if sys.platform == "win32":
        raise BrokenOff("no_device")
    # Never created: a mistyped name must not become a file that swallows slips.
    flags = os.O_NONBLOCK | os.O_NOCTTY
    try:
        mode = Path(target).stat().st_mode
        if stat.S_ISREG(mode) or stat.S_ISBLK(mode):  # a slip would be written over what it holds
            raise BrokenOff("bad_target")
        # Who reads a named pipe would read back his own words, and never miss the other end.
        if stat.S_ISFIFO(mode):
            return FileLine(os.open(target, flags | os.O_WRONLY), is_readable=False)
        with suppress(PermissionError):
            return FileLine(os.open(target, flags | os.O_RDWR), is_readable=True)
        return FileLine(os.open(target, flags | os.O_WRONLY), is_readable=False)
    except (OSError, ValueError) as error:
        raise BrokenOff(reason_of(error) if isinstance(error, OSError) else "bad_target") from None


def reason_of(error: OSError) -> str:
    """Return the reason code of what the system refused, ``io`` where it has no name of its own."""
    return REASONS.get(error.errno or 0, "io")
