"""Printers on this machine: a device file, and the virtual one that keeps slips in a folder."""

import errno
import os
import re
import select
import time
from pathlib import Path

from app.printing.outcome import BrokenOff, PrintOutcome
from app.printing.raster import Bitmap, bitmap_png

REASONS = {
    errno.ENOENT: "no_device",
    errno.ENXIO: "no_device",
    errno.ENODEV: "no_device",
    errno.ENOTDIR: "no_device",
    errno.EISDIR: "no_device",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.EBUSY: "busy",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EPIPE: "reset",
}


def send_to_device(data: bytes, target: str, seconds: float) -> PrintOutcome:
    """Write ``data`` to a device file such as ``/dev/usb/lp0``, in ``seconds`` at most.

    Raises:
        BrokenOff: with the number of bytes the device had taken.
    """
    # Never created: a mistyped name must not become a file that swallows slips.
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        device = os.open(target, flags)
    except OSError as error:
        raise BrokenOff(_reason(error)) from None
    try:
        _write(device, data, time.monotonic() + seconds)
    finally:
        os.close(device)
    return PrintOutcome(acknowledged=False, bytes_sent=len(data))


def keep_in_folder(data: bytes, bitmap: Bitmap, folder: Path, name: str) -> PrintOutcome:
    """Keep a slip as ``name.png`` and ``name.bin``; being kept, it counts as acknowledged.

    Raises:
        BrokenOff: the folder cannot be written.
    """
    safe = re.sub(r"[^A-Za-z0-9.-]", "_", name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        bitmap_png(bitmap, folder / f"{safe}.png")
        (folder / f"{safe}.bin").write_bytes(data)
    except OSError as error:
        raise BrokenOff(_reason(error)) from None
    return PrintOutcome(acknowledged=True, bytes_sent=len(data))


def _write(device: int, data: bytes, until: float) -> None:
    sent = 0
    while sent < len(data):
        try:
            sent += os.write(device, data[sent:])
        except BlockingIOError:
            left = until - time.monotonic()
            if left <= 0 or not select.select([], [device], [], left)[1]:
                raise BrokenOff("timeout", sent) from None
        except OSError as error:
            raise BrokenOff(_reason(error), sent) from None


def _reason(error: OSError) -> str:
    return REASONS.get(error.errno or 0, "io")
