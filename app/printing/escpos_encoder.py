"""Dots to ESC/POS bytes: bands of raster, blank runs as feeds, acknowledgement, then the cut.

Plain ``GS v 0`` works on nearly every printer. Bands are short because cheap printers buffer 4 KB
and print noise when one image is bigger.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.printing.devices.status import ACKNOWLEDGE, BARRIER
from app.printing.paper_profiles import Ack, Cut, PaperProfile
from app.printing.raster import Bitmap

LEAST_BLANK: Final = 8  # white rows worth a feed of their own
BAD_MULTIPLE: Final = 48  # POS-5890K prints garbage for a raster this high
MOST_FEED: Final = 255  # dots in one ESC J
INITIALISE: Final = b"\x1b@\x1ba\x00"  # reset, left-aligned
END_FEED: Final = b"\x1bd\x03"
CUTS: Final = {Cut.NONE: b"", Cut.PARTIAL: b"\x1dVB\x00", Cut.FULL: b"\x1dVA\x00"}

# Obeyed wherever they stand, also inside raster data: status query, recovery, drawer or power.
REAL_TIME: Final = re.compile(rb"\x10(?=\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])")


def encode(bitmap: Bitmap, profile: PaperProfile, ack: bytes | None = None) -> bytes:
    """Return the bytes that print ``bitmap`` and cut the paper.

    ``ack`` is four bytes that a printer with ``Ack.GS_H`` sends back when all before it is on
    paper; ``Ack.GS_R`` has no room for them. The cut comes last, so that an unfinished slip looks
    unfinished.
    """
    bits = without_real_time(bitmap.bits)
    stride = bitmap.stride
    blank = bytes(stride)
    rows = [bits[start : start + stride] for start in range(0, len(bits), stride)]
    out = [INITIALISE]
    for start, stop, is_feed in _runs([row == blank for row in rows], profile):
        out.append(_feed(stop - start) if is_feed else _raster(rows[start:stop], stride))
    out.append(END_FEED)
    if ack is not None and profile.ack is Ack.GS_H:
        out.append(ACKNOWLEDGE + ack)
    elif profile.ack is Ack.GS_R:
        out.append(BARRIER)
    out.append(CUTS[profile.cut])
    return b"".join(out)


def end_torn(bar: Bitmap, profile: PaperProfile) -> bytes:
    """Return the bytes that end a slip torn off in the middle: ``bar`` under it, then a cut.

    The printer may still owe the rest of a band: white fills it, and means nothing otherwise.
    """
    return bytes(profile.band_rows * bar.stride) + encode(bar, replace(profile, ack=Ack.NONE))


def without_real_time(bits: bytes) -> bytes:
    """Return the dots with one more of them black wherever they would spell a real-time command."""
    return REAL_TIME.sub(b"\x18", bits)


def _runs(is_blank: list[bool], profile: PaperProfile) -> Iterator[tuple[int, int, bool]]:
    """Yield ``(start, stop, is_feed)`` over all rows."""
    start, end = 0, len(is_blank)
    while start < end:
        feed = 0 if profile.blank_as_raster else _blank_run(is_blank, start, end)
        if feed >= LEAST_BLANK:
            yield start, start + feed, True
            start += feed
            continue
        stop = _band_end(is_blank, start, min(end, start + profile.band_rows), profile)
        yield start, stop, False
        start = stop


def _band_end(is_blank: list[bool], start: int, limit: int, profile: PaperProfile) -> int:
    """Return where a band of raster ends: at a long white run or at ``limit``."""
    stop = limit
    if not profile.blank_as_raster:
        white = 0
        for row in range(start, min(limit + LEAST_BLANK, len(is_blank))):
            white = white + 1 if is_blank[row] else 0
            if white == LEAST_BLANK:
                stop = min(stop, row + 1 - LEAST_BLANK)
                break
    return stop - 1 if (stop - start) % BAD_MULTIPLE == 0 else stop


def _blank_run(is_blank: list[bool], start: int, end: int) -> int:
    stop = start
    while stop < end and is_blank[stop]:
        stop += 1
    return stop - start


def _feed(dots: int) -> bytes:
    whole, rest = divmod(dots, MOST_FEED)
    return b"\x1bJ\xff" * whole + (b"\x1bJ" + bytes([rest]) if rest else b"")


def _raster(rows: list[bytes], stride: int) -> bytes:
    size = stride.to_bytes(2, "little") + len(rows).to_bytes(2, "little")
    return b"\x1dv0\x00" + size + b"".join(rows)
