"""The reader of byte streams executes what a slip needs, and counts everything else."""

import pytest

from tests.support.bands import (
    ACK,
    ACK_ANSWER,
    BARRIER,
    CUT,
    LAST_FEED,
    START,
    STRIDE,
    band,
    dots,
)
from tests.support.fake_printer import read_stream


def test_every_known_command_is_executed() -> None:
    """Dots, feeds by dots, and the cut; the last feed and NULs are no dots."""
    stream = START + band(0xF0) + b"\x1bJ\x05" + band(0x0F) + b"\0\0" + LAST_FEED + ACK + CUT
    reader = read_stream(stream)
    (page,) = reader.pages
    assert page.bits == dots(0xF0) + bytes(5 * STRIDE) + dots(0x0F)
    assert (page.width, len(page.rows), reader.bands) == (STRIDE * 8, 25, [10, 10])
    assert (reader.unknown, reader.nuls, bytes(reader.answers)) == (0, 2, ACK_ANSWER)


@pytest.mark.parametrize(
    "data", [b"A", b"\x1bx", b"\x1c", b"\x1dv0\x01", b"\x1dVZ\x00", b"\x1dr\x02", b"\x10\x05\x01"]
)
def test_anything_else_is_unknown(data: bytes) -> None:
    """A printer would print it, or do what nobody wanted."""
    assert read_stream(data + bytes(16)).unknown >= 1


def test_commands_among_dots_are_counted() -> None:
    """Real printers obey them there."""
    assert read_stream(band(0) + band(0x10)).obeyed_inside_dots == 0
    raster = b"\x1dv0\x00\x04\x00\x01\x00" + b"\x10\x04\x01\x00"
    assert read_stream(raster).obeyed_inside_dots == 1


def test_a_stream_in_small_pieces_means_the_same() -> None:
    """A line cuts wherever it likes."""
    stream = START + band(0xAA) + LAST_FEED + ACK + BARRIER + CUT
    whole, pieces = read_stream(stream), read_stream(b"")
    for at in range(len(stream)):
        pieces.feed(stream[at : at + 1])
    assert pieces.pages[0].bits == whole.pages[0].bits
    assert pieces.answers == whole.answers
    assert pieces.unknown == 0
