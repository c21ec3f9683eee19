"""The way of a slip to paper: draw, encode, hand to one printer of this desk.

One call, one connection: an idle connection is reset after minutes, and a printer shared by two
desks serves one of them at a time.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from app.core.papers import ReceiptSlip
from app.core.settings import PrinterSetting
from app.printing.devices.conversation import Parcel, Told, converse
from app.printing.devices.lock import alone
from app.printing.devices.outcome import (
    BrokenOff,
    Deadlines,
    PrinterUnavailable,
    PrintInDoubt,
    PrintOutcome,
)
from app.printing.devices.stopping import Watch
from app.printing.escpos_encoder import encode, end_torn
from app.printing.paper_profiles import PaperProfile, profile_of
from app.printing.raster import Bitmap, draw_blocks, draw_receipt
from app.printing.receipt_layout import TORN_BLOCKS

DEADLINES: Final = Deadlines()
TWO_WAY: Final = frozenset({"network", "usb", "serial", "device"})
SPOOLERS: Final = frozenset({"cups", "windows"})
SHEETS: Final = frozenset({"A5", "A4"})
"""Profiles of office printers: the slip is then printed as form 01 on a sheet."""
# Letters whose bytes cannot be taken for an answer to a status question.
ACK_LETTERS: Final = b"ABCDEFGH"


def _nothing(*_: object) -> None:
    """Hear of a step and do nothing about it."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to print: where files go, how long to wait, whom to tell.

    ``data_dir`` holds the locks of printers, without it nobody is kept out; and the folder of a
    practice printer. ``follows_torn`` ends half a slip that may hang on the paper before this one
    is printed. ``allow_mute`` as in ``converse``.
    """

    data_dir: Path | None = None
    deadlines: Deadlines = DEADLINES
    told: Told = field(default_factory=lambda: Told(_nothing, _nothing))
    allow_mute: bool = True
    follows_torn: bool = False


def print_receipt(
    slip: ReceiptSlip, setting: PrinterSetting, way: Way | None = None
) -> PrintOutcome:
    """Bring a slip to paper; blocks until the printer has it, never call it on the screen's thread.

    Raises:
        PrinterUnavailable: nothing printable has left; trying again is safe.
        PrintInDoubt: the line broke in the middle; a person must look.
        ProfileUnknown, GlyphMissing, QrTooBig: this slip cannot be printed on this printer.
    """
    way = way or Way()
    promise = {1: "", 2: "h-"}.get(slip.appointment, f"h{slip.appointment}-")
    name = f"{slip.code}-{promise}{slip.copy}"
    if setting.profile in SHEETS:
        return _guarded(setting, lambda: _print_sheet(slip, setting, way, name))
    profile = profile_of(setting)
    bitmap = draw_receipt(slip, profile.dots)
    return print_bitmap(bitmap, name, setting, way)


def print_bitmap(bitmap: Bitmap, name: str, setting: PrinterSetting, way: Way) -> PrintOutcome:
    """Bring a drawn strip to paper under a name; the same errors as ``print_receipt``."""
    profile = profile_of(setting)
    ack_id = bytes(secrets.choice(ACK_LETTERS) for _ in range(4))
    data = encode(bitmap, profile, ack_id)
    if way.follows_torn:
        data = end_torn(draw_blocks(TORN_BLOCKS, profile.dots), profile) + data
    return _guarded(setting, lambda: _send(data, bitmap, profile, ack_id, setting, way, name))


def _guarded(setting: PrinterSetting, send: Callable[[], PrintOutcome]) -> PrintOutcome:
    try:
        return send()
    except BrokenOff as broken:
        told = {"reason": broken.reason, "printer": setting.key, "target": setting.target}
        if broken.bytes_sent:
            raise PrintInDoubt(**told, bytes_sent=broken.bytes_sent) from None
        raise PrinterUnavailable(**told) from None


def _send(
    data: bytes,
    bitmap: Bitmap,
    profile: PaperProfile,
    ack_id: bytes,
    setting: PrinterSetting,
    way: Way,
    name: str,
) -> PrintOutcome:
    Watch(way.told.should_stop).look()
    if setting.kind in TWO_WAY:
        return _talk(Parcel(data, profile.ack, ack_id), setting, way)
    if setting.kind == "virtual":
        from app.printing.devices.virtual_folder import keep_in_folder

        way.told.begin()
        return keep_in_folder(data, bitmap, (way.data_dir or Path()) / setting.target, name)
    return _spool(data, setting, way, name)


def _talk(parcel: Parcel, setting: PrinterSetting, way: Way) -> PrintOutcome:
    """Bring a parcel over a line of its own, while nobody else talks to the printer."""
    from app.printing.devices.opening import open_line

    with alone(way.data_dir, setting, way.deadlines.turn, way.told.should_stop):
        line = open_line(setting, way.deadlines)
        try:
            return converse(line, parcel, way.deadlines, way.told, allow_mute=way.allow_mute)
        finally:
            line.close()


def _spool(data: bytes, setting: PrinterSetting, way: Way, name: str) -> PrintOutcome:
    """Hand bytes to a spooler of the system, which says nothing about paper."""
    from app.printing.devices import cups_queue, windows_spooler

    if setting.kind not in SPOOLERS:
        raise BrokenOff("bad_target")
    way.told.begin()
    if setting.kind == "cups":
        job = cups_queue.hand_over(data, setting, name, way.told.should_stop)
    else:
        job = windows_spooler.hand_over(data, setting, name)
    return PrintOutcome(acknowledged=False, bytes_sent=len(data), job=job)


def _print_sheet(slip: ReceiptSlip, setting: PrinterSetting, way: Way, name: str) -> PrintOutcome:
    """Print form 01 on a sheet through a queue that takes PDF."""
    from app.printing.devices.cups_queue import submit
    from app.printing.receipt_pdf import PaperSize, receipt_pdf

    if setting.kind != "cups":
        raise BrokenOff("bad_target")
    data = receipt_pdf(slip, cast("PaperSize", setting.profile))
    Watch(way.told.should_stop).look()
    way.told.begin()
    job = submit(
        data,
        setting.target,
        name,
        raw=False,
        media=setting.profile,
        should_stop=way.told.should_stop,
    )
    return PrintOutcome(acknowledged=False, bytes_sent=len(data), job=job)
