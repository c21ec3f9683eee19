"""A socket that swallows bytes, in its own process: the far end of a queue, which prints nothing.

Run as a process it prints its port, then answers each line on standard input with what every
connection has brought so far.
"""

import base64
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def swallow(listener: socket.socket, brought: list[bytearray], reset_after: int) -> None:
    while True:
        line, _ = listener.accept()
        got = bytearray()
        brought.append(got)
        with line:
            while data := line.recv(4096):
                got += data
                if 0 <= reset_after <= len(got):
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break


def main() -> None:
    port, reset_after = map(int, sys.argv[1:])
    brought: list[bytearray] = []
    listener = socket.create_server(("127.0.0.1", port))
    threading.Thread(target=swallow, args=(listener, brought, reset_after), daemon=True).start()
    _say(listener.getsockname()[1])
    for _ in sys.stdin:
        _say(json.dumps([base64.b64encode(got).decode() for got in brought]))


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass
class ByteSink:
    """The test's end of the process."""

    process: subprocess.Popen[str]
    port: int

    def brought(self) -> list[bytes]:
        """Return the bytes of each connection so far, whole or not."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return [base64.b64decode(one) for one in json.loads(self.process.stdout.readline())]

    def wait_for(self, size: int) -> list[bytes]:
        """Return the same after waiting a moment for ``size`` bytes in all."""
        until = time.monotonic() + 5
        while sum(map(len, self.brought())) < size and time.monotonic() < until:
            time.sleep(0.02)
        return self.brought()


@contextmanager
def sink_process(port: int = 0, reset_after: int = -1) -> Iterator[ByteSink]:
    """Run a sink until the block ends; it breaks each line after ``reset_after`` bytes, if any."""
    command = [sys.executable, str(Path(__file__).resolve()), str(port), str(reset_after)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield ByteSink(process, int(process.stdout.readline()))
        finally:
            process.kill()


if __name__ == "__main__":
    main()
