"""A strict reader of ESC/POS, written from the manuals; shares no line with the encoder.

It knows what a slip needs and nothing more: any other byte is counted as unknown, as a printer
would print it in the middle of the slip.
"""

import re
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from tests.support.printer.switches import Switches

REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])")
RASTER_HEAD = 8  # bytes before the dots
PAPER_SENSOR = (1, 49)  # of GS r
CUT_NOW, FEED_AND_CUT = (0, 1, 48, 49), (65, 66)


@dataclass
class Page:
    """What stands on one piece of paper.

    ``jobs`` are the connections that drew or cut it; ``is_cut``: a command ended it; ``at``: when.
    """

    rows: list[bytes] = field(default_factory=list)
    jobs: set[int] = field(default_factory=set)
    is_cut: bool = False
    at: float = 0.0

    @property
    def width(self) -> int:
        """Dots across."""
        return 8 * max(map(len, self.rows), default=0)

    @property
    def bits(self) -> bytes:
        """Rows of equal length, leftmost dot first, black = 1."""
        stride = self.width // 8
        return b"".join(row.ljust(stride, b"\0") for row in self.rows)

    @property
    def is_whole(self) -> bool:
        """Whether one connection alone drew it, and ended it."""
        return self.is_cut and len(self.jobs) == 1


@dataclass
class Reader:
    """Executes a stream in order; ``answers`` is what the printer sends back for it.

    ``page`` is the paper that still hangs in the printer, ``pages`` what came out; ``bands`` the
    heights of the raster commands; ``obeyed_inside_dots`` real-time commands found among dots.
    """

    switches: Switches = field(default_factory=Switches)
    buffer: bytearray = field(default_factory=bytearray)
    page: Page = field(default_factory=Page)
    pages: list[Page] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    answers: bytearray = field(default_factory=bytearray)
    unknown: int = 0
    nuls: int = 0
    obeyed_inside_dots: int = 0
    jobs: set[int] = field(default_factory=set)  # whose bytes the command at hand is made of

    def feed(self, data: bytes, job: int = 0) -> None:
        """Execute all whole commands of what came so far; ``job`` is the connection it came by."""
        self.jobs = {*self.jobs, job} if self.buffer else {job}
        self.buffer += data
        while used := self._step():
            del self.buffer[:used]
            self.jobs = {job}

    @property
    def owed(self) -> int:
        """Bytes that the raster command under way still waits for."""
        if len(self.buffer) < RASTER_HEAD or self.buffer[:4] != b"\x1dv0\0":
            return 0
        return self._raster_end() - len(self.buffer)

    def end_page(self, *, is_cut: bool) -> None:
        """Let the hanging paper out, where anything stands on it."""
        if self.page.rows:
            self.page.jobs |= self.jobs if is_cut else set()
            self.page.is_cut, self.page.at = is_cut, time.time()
            self.pages.append(self.page)
            self.page = Page()

    def _step(self) -> int:
        """Execute one whole command and return its length; 0 if more bytes must come."""
        if self.buffer[:1] == b"\0":
            return self._skip_nuls()
        if self.buffer and self.buffer[0] not in b"\x1b\x1d\x10":
            return self._unknown()
        if len(self.buffer) < 2:
            return 0
        known = self.COMMANDS.get(bytes(self.buffer[:2]))
        if known is None:
            return self._unknown()
        length, act = known
        return act(self) if len(self.buffer) >= length else 0

    def _skip_nuls(self) -> int:
        """Ignored between commands; they fill up a band that was broken off."""
        count = len(self.buffer) - len(self.buffer.lstrip(b"\0"))
        self.nuls += count
        return count

    def _unknown(self, length: int = 1) -> int:
        self.unknown += 1
        return length

    def _initialise(self) -> int:
        return 2  # takes settings back, and no dot off the paper

    def _align(self) -> int:
        return 3  # means nothing to a raster as wide as the paper

    def _asked_before(self) -> int:
        """A status question was answered on arrival; here it only takes up room."""
        return 3 if self.buffer[2] in b"\x01\x02\x03\x04" else self._unknown()

    def _feed_dots(self) -> int:
        stride = len(self.page.rows[-1]) if self.page.rows else 0
        self._draw([bytes(stride)] * self.buffer[2])
        return 3

    def _feed_lines(self) -> int:
        """Feed past the tear bar; how far depends on the line spacing, so no rows are counted."""
        if not self.switches.cutter:
            self.end_page(is_cut=True)
        return 3

    def _raster_end(self) -> int:
        stride, height = struct.unpack_from("<HH", self.buffer, 4)
        return RASTER_HEAD + stride * height

    def _raster(self) -> int:
        if self.buffer[2:4] != b"0\0":
            return self._unknown()
        stride, height = struct.unpack_from("<HH", self.buffer, 4)
        end = self._raster_end()
        if not stride or not height:
            return self._unknown(end)
        if len(self.buffer) < end:
            return 0
        dots = bytes(self.buffer[RASTER_HEAD:end])
        self.obeyed_inside_dots += len(REAL_TIME.findall(dots))
        self._draw([dots[at : at + stride] for at in range(0, len(dots), stride)])
        self.bands.append(height)
        return end

    def _draw(self, rows: list[bytes]) -> None:
        self.page.rows += rows
        self.page.jobs |= self.jobs

    def _cut(self) -> int:
        kind = self.buffer[2]
        length = 3 if kind in CUT_NOW else 4
        if len(self.buffer) < length:
            return 0
        if kind not in (*CUT_NOW, *FEED_AND_CUT):
            return self._unknown()
        if not self.switches.cutter:
            return self._unknown(length)
        self.end_page(is_cut=True)
        return length

    def _acknowledge(self) -> int:
        """GS ( H function 48: the process id comes back when all before it is on paper."""
        if self.buffer[2:7] != b"H\x06\x0000":
            return self._unknown()
        if self.switches.acks != "gs_h":
            return self._unknown(11)
        self.answers += b"\x37\x22" + self.buffer[7:11] + b"\0"
        return 11

    def _sensor(self) -> int:
        if self.buffer[2] not in PAPER_SENSOR:
            return self._unknown()
        if self.switches.acks != "none":
            self.answers.append(self.switches.sensor_byte())
        return 3

    # How many bytes must be there to know what is meant, and what is done then.
    COMMANDS: ClassVar[dict[bytes, tuple[int, Callable[["Reader"], int]]]] = {
        b"\x1b@": (2, _initialise),
        b"\x1ba": (3, _align),
        b"\x1bJ": (3, _feed_dots),
        b"\x1bd": (3, _feed_lines),
        b"\x10\x04": (3, _asked_before),
        b"\x1dv": (RASTER_HEAD, _raster),
        b"\x1dV": (3, _cut),
        b"\x1d(": (11, _acknowledge),
        b"\x1dr": (3, _sensor),
    }


def read_stream(stream: bytes) -> Reader:
    """Return the reader after a whole stream; a printer without a cutter leaves it on ``page``."""
    reader = Reader()
    reader.feed(stream)
    return reader
