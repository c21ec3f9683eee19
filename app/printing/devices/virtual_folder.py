"""The practice printer: each slip is kept as a picture and as bytes in a folder."""

import re
from pathlib import Path

from app.printing.devices.file_line import reason_of
from app.printing.devices.outcome import BrokenOff, PrintOutcome
from app.printing.raster import Bitmap, bitmap_png


def keep_in_folder(data: bytes, bitmap: Bitmap, folder: Path, name: str) -> PrintOutcome:
    """Keep a slip as ``name.png`` and ``name.bin``; being kept, it counts as acknowledged.

    Raises:
        BrokenOff: the folder cannot be written, or has a name no folder can have.
    """
    safe = re.sub(r"[^A-Za-z0-9.-]", "_", name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        bitmap_png(bitmap, folder / f"{safe}.png")
        (folder / f"{safe}.bin").write_bytes(data)
    except OSError as error:
        raise BrokenOff(reason_of(error)) from None
    except ValueError:
        raise BrokenOff("bad_target") from None
    return PrintOutcome(acknowledged=True, bytes_sent=len(data))
