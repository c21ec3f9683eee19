"""One conversation with a printer at a time: bytes of two would tear each other's slips.

Held for the length of one slip, one test slip or one round of questions, by whichever program on
this machine. It is not the lock of who serves a printer's queue, which lasts as long as the serving
does: so a test slip can be printed between two slips of a printer that is being served.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from app.core.settings import PrinterSetting
from app.printing.devices.file_line import reason_of
from app.printing.devices.network_line import normal_target
from app.printing.devices.outcome import BrokenOff
from app.printing.devices.stopping import ShouldStop, Watch, never

FOLDER: Final = "locks"
TALKING: Final = "talking"
PAUSE: Final = 0.05  # seconds between two tries


@contextmanager
def alone(
    data_dir: Path | None, setting: PrinterSetting, seconds: float, should_stop: ShouldStop = never
) -> Iterator[None]:
    """Have a printer to oneself; wait at most ``seconds`` until others have done with it.

    Without a ``data_dir``, where the locks are, nobody is kept out.

    Raises:
        BrokenOff: ``busy``: they have not; ``interrupted``; or the lock cannot be written.
    """
    if data_dir is None:
        yield
        return
    lock = _taken(data_dir, setting, time.monotonic() + seconds, Watch(should_stop))
    try:
        yield
    finally:
        lock.release()


def lock_path(data_dir: Path, setting: PrinterSetting, use: str) -> Path:
    """Return the lock file of a device for one use; two names of one device share it.

    Raises:
        OSError: the folder of locks cannot be made.
    """
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    device = hashlib.sha256(_device(setting).encode(errors="replace")).hexdigest()[:16]
    return folder / f"{use}-{device}.lock"


def _taken(data_dir: Path, setting: PrinterSetting, until: float, watch: Watch) -> FileLock:
    try:
        lock = FileLock(lock_path(data_dir, setting, TALKING), timeout=0)
        while True:
            watch.look()
            try:
                lock.acquire()
            except Timeout:
                if time.monotonic() >= until:
                    raise BrokenOff("busy") from None
            else:
                return lock
            time.sleep(PAUSE)
    except OSError as error:
        raise BrokenOff(reason_of(error)) from None


def _device(setting: PrinterSetting) -> str:
    """Return one name for all names of a device."""
    target = setting.target.strip()
    match setting.kind:
        case "network":
            target = normal_target(target)
        case "usb":
            target = target.lower()
        case "serial" | "device":
            target = os.path.realpath(target.replace("\0", ""))
    return f"{setting.kind} {target}"
