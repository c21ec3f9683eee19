"""The way of a slip to paper: draw, encode, hand to the printer of this desk.

One call, one connection: an idle connection is reset after minutes, and a printer shared by two
desks serves one of them at a time.
"""

import secrets
from pathlib import Path
from typing import Final

from app.core.papers import ReceiptSlip
from app.core.settings import PrinterSetting
from app.printing.escpos_encoder import encode
from app.printing.local_printers import keep_in_folder, send_to_device
from app.printing.network_printer import send_to_network
from app.printing.outcome import (
    BrokenOff,
    Deadlines,
    PrinterUnavailable,
    PrintInDoubt,
    PrintOutcome,
)
from app.printing.paper_profiles import profile_for
from app.printing.raster import draw_receipt

DEADLINES: Final = Deadlines()

__all__ = ["Deadlines", "PrintInDoubt", "PrintOutcome", "PrinterUnavailable", "print_receipt"]


def print_receipt(
    slip: ReceiptSlip,
    setting: PrinterSetting,
    *,
    data_dir: Path = Path(),
    deadlines: Deadlines = DEADLINES,
    allow_mute: bool = True,
) -> PrintOutcome:
    """Bring a slip to paper; blocks until the printer has it, never call it on the screen's thread.

    A virtual printer keeps ``<code>-<copy>.png`` and ``.bin`` in its folder, which may be relative
    to ``data_dir``. ``allow_mute`` prints on network printers that answer no question.

    Raises:
        PrinterUnavailable: nothing printable has left; trying again is safe.
        PrintInDoubt: the line broke in the middle; a person must look.
        ProfileUnknown, GlyphMissing, QrTooBig: this slip cannot be printed on this printer.
    """
    profile = profile_for(setting.width_mm, setting.profile)
    bitmap = draw_receipt(slip, profile.dots)
    answers = setting.kind == "network" and profile.acknowledges
    ack = secrets.token_hex(2).encode() if answers else None
    data = encode(bitmap, profile, ack)
    try:
        match setting.kind:
            case "network":
                return send_to_network(data, setting.target, ack, deadlines, allow_mute=allow_mute)
            case "device":
                return send_to_device(data, setting.target, deadlines.write)
            case "virtual":
                folder = data_dir / setting.target
                return keep_in_folder(data, bitmap, folder, f"{slip.code}-{slip.copy}")
            case _:
                raise BrokenOff("bad_target")
    except BrokenOff as broken:
        told = {"reason": broken.reason, "printer": setting.key, "target": setting.target}
        if broken.bytes_sent:
            raise PrintInDoubt(**told, bytes_sent=broken.bytes_sent) from None
        raise PrinterUnavailable(**told) from None
