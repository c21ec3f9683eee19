"""A receipt printer for tests: its own reader of ESC/POS, its own process, its own bad moods.

It shares no line with the encoder. Run as a process it listens on 127.0.0.1 alone, prints its port
and then answers each JSON line on standard input with one: ``{"set": {"cover": true}}`` changes a
switch, every answer is the report of what has come out so far.
"""

import base64
import json
import re
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

QUESTION = re.compile(rb"\x10\x04([\x01-\x04])")
REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x08]|\x05[\x00-\x03]|\x14[\x01-\x08])")


@dataclass
class Page:
    """What stands on one piece of paper."""

    rows: list[bytes] = field(default_factory=list)

    @property
    def bits(self) -> bytes:
        width = max(map(len, self.rows), default=0)
        return b"".join(row.ljust(width, b"\0") for row in self.rows)


@dataclass
class Reader:
    """Executes a stream in order; ``answers`` is what the printer would send back."""

    buffer: bytearray = field(default_factory=bytearray)
    page: Page = field(default_factory=Page)
    pages: list[Page] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    answers: bytearray = field(default_factory=bytearray)
    unknown: int = 0
    obeyed_inside_dots: int = 0

    def feed(self, data: bytes) -> None:
        self.buffer += data
        while used := self._step():
            del self.buffer[:used]

    def _step(self) -> int:
        """Execute one whole command and return its length; 0 if more bytes must come."""
        if len(self.buffer) < 2:
            return 0
        command = {
            b"\x1b@": lambda: 2,
            b"\x1bJ": lambda: self._with_byte(self._feed_dots),
            b"\x1ba": lambda: self._with_byte(lambda _: None),
            b"\x1bd": lambda: self._with_byte(lambda _: None),
            b"\x10\x04": lambda: self._with_byte(lambda _: None),
            b"\x1dv": self._raster,
            b"\x1dV": self._cut,
            b"\x1d(": self._extended,
        }.get(bytes(self.buffer[:2]), self._unknown)
        return command()

    def _unknown(self) -> int:
        self.unknown += 1
        return 1

    def _with_byte(self, act: Any) -> int:
        if len(self.buffer) < 3:
            return 0
        act(self.buffer[2])
        return 3

    def _feed_dots(self, dots: int) -> None:
        width = len(self.page.rows[-1]) if self.page.rows else 0
        self.page.rows += [bytes(width)] * dots

    def _raster(self) -> int:
        if len(self.buffer) < 8:
            return 0
        width, height = struct.unpack_from("<HH", self.buffer, 4)
        end = 8 + width * height
        if len(self.buffer) < end:
            return 0
        dots = bytes(self.buffer[8:end])
        self.obeyed_inside_dots += len(REAL_TIME.findall(dots))
        self.page.rows += [dots[at : at + width] for at in range(0, len(dots), width)]
        self.bands.append(height)
        return end

    def _cut(self) -> int:
        length = 3 if len(self.buffer) > 2 and self.buffer[2] in b"\x00\x0101" else 4
        if len(self.buffer) < length:
            return 0
        self.pages.append(self.page)
        self.page = Page()
        return length

    def _extended(self) -> int:
        if len(self.buffer) < 5:
            return 0
        (length,) = struct.unpack_from("<H", self.buffer, 3)
        if len(self.buffer) < 5 + length:
            return 0
        if self.buffer[2:3] == b"H" and self.buffer[5:7] == b"00":
            self.answers += b"\x37\x22" + self.buffer[7:11] + b"\0"
        return 5 + length


def read_stream(stream: bytes) -> Reader:
    """Return the reader after a whole stream; a printer without a cutter leaves it on ``page``."""
    reader = Reader()
    reader.feed(stream)
    return reader


@dataclass
class Device:
    """The switches of the printer and what it holds while it cannot print."""

    paper: bool = True
    cover: bool = False
    error: bool = False
    mute: bool = False
    no_ack: bool = False
    stale: bool = False  # an old status byte waits in the line
    answer_limit: int = 99  # questions answered on a line before it falls silent
    stall_after: int = -1  # bytes read before it reads no more
    reset_after: int = -1  # bytes read before it breaks the line
    pending: bytearray = field(default_factory=bytearray)
    reader: Reader = field(default_factory=Reader)
    received: int = 0

    def status(self, question: int) -> int:
        offline = self.cover or self.error or not self.paper
        bits = {
            1: 0x08 * offline,
            2: 0x04 * self.cover | 0x20 * (not self.paper) | 0x40 * self.error,
            3: 0x08 * self.error,
            4: 0x60 * (not self.paper),
        }
        return 0x12 | bits[question]

    def execute(self) -> bytes:
        """Execute what is held, if it can print now, and return its answers."""
        if self.cover or self.error or not self.paper:
            return b""
        self.reader.feed(bytes(self.pending))
        self.pending.clear()
        answers = bytes(self.reader.answers)
        self.reader.answers.clear()
        return b"" if self.mute or self.no_ack else answers

    def report(self) -> dict[str, Any]:
        pages = [base64.b64encode(page.bits).decode() for page in self.reader.pages]
        return {"pages": pages, "unknown": self.reader.unknown, "received": self.received}


def serve(device: Device, listener: socket.socket) -> None:
    while True:
        line, _ = listener.accept()
        with line, suppress(ConnectionError):
            converse(device, line)


def converse(device: Device, line: socket.socket) -> None:
    """Serve one connection: questions at once, the rest in order."""
    got, tail, answered = 0, b"", 0
    line.settimeout(0.02)
    if device.stale:
        line.sendall(b"\x12")
    while True:
        if 0 <= device.stall_after <= got:
            time.sleep(0.02)
            continue
        try:
            data = line.recv(2048)
        except TimeoutError:
            data = None
        if data == b"":
            return
        for question in QUESTION.findall(tail + (data or b"")):
            if not device.mute and answered < device.answer_limit:
                line.sendall(bytes([device.status(question[0])]))
            answered += 1
        got += len(data or b"")
        device.received += len(data or b"")
        if 0 <= device.reset_after <= got:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        device.pending += data or b""
        tail = (tail + (data or b""))[-2:]
        line.sendall(device.execute())


def main() -> None:
    device = Device()
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(device, listener), daemon=True).start()
    _say(listener.getsockname()[1])
    for order in map(json.loads, sys.stdin):
        for name, value in order.get("set", {}).items():
            setattr(device, name, value)
        _say(json.dumps(device.report()))


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass
class FakePrinter:
    """The test's end of a printer process."""

    process: subprocess.Popen[str]
    port: int

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    def set(self, **switches: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"set": switches}) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))

    def report(self) -> dict[str, Any]:
        return self.set()

    def pages(self, count: int) -> list[bytes]:
        """Return the dots of each page, after waiting a moment for ``count`` of them."""
        until = time.monotonic() + 5
        while len(self.report()["pages"]) < count and time.monotonic() < until:
            time.sleep(0.02)
        return [base64.b64decode(page) for page in self.report()["pages"]]


@contextmanager
def printer_process() -> Iterator[FakePrinter]:
    """Run a printer in a process of its own, until the block ends."""
    command = [sys.executable, str(Path(__file__).resolve())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield FakePrinter(process, int(process.stdout.readline()))
        finally:
            process.kill()


if __name__ == "__main__":
    main()
