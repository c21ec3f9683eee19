"""A receipt printer for tests, in a process of its own with its own bad moods.

What it printed is the oracle of every test of printing: dots stay on the paper until something cuts
it, also those of a slip that was broken off. The process is ``tests.support.printer``.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.printer.interpreter import REAL_TIME, Reader, read_stream

__all__ = ["REAL_TIME", "FakePrinter", "Reader", "Sheet", "printer_process", "read_stream"]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 5.0  # seconds to wait for paper
LOOK = 0.02  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Sheet:
    """One piece of paper that came out: ``rows`` of ``width`` dots, black = 1.

    ``is_whole``: one connection alone drew it, and ended it with a cut; ``jobs`` are the numbers of
    the connections that drew on it; ``at`` is a time of ``time.time()``.
    """

    width: int
    rows: int
    bits: bytes
    is_whole: bool
    jobs: tuple[int, ...]
    at: float

    @property
    def digest(self) -> str:
        """SHA-256 of the dots, as ``report()["pages"]`` lists it."""
        return hashlib.sha256(self.bits).hexdigest()


@dataclass
class FakePrinter:
    """The test's end of a printer process; may be used from several threads."""

    process: subprocess.Popen[str]
    port: int
    pty: str = ""
    _sheets: list[Sheet] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def target(self) -> str:
        """Where it listens, as a setting names it."""
        return f"127.0.0.1:{self.port}"

    def set(self, **switches: Any) -> dict[str, Any]:
        """Change switches of ``tests.support.printer.switches`` and return the report."""
        return self._order(set=switches)

    def at_byte(self, n: int, **switches: Any) -> None:
        """Change switches once, when ``n`` bytes of a connection have come, questions included."""
        self._order(at_byte={"n": n, "set": switches})

    def after_ms(self, ms: int, **switches: Any) -> None:
        """Change switches in ``ms`` milliseconds."""
        self._order(after_ms={"ms": ms, "set": switches})

    def report(self) -> dict[str, Any]:
        """Return the counts, and under ``pages`` the SHA-256 of each piece of paper."""
        return self._order()

    def tear(self) -> None:
        """Tear off the paper that hangs in the printer."""
        self._order(tear=True)

    def renew(self) -> None:
        """Make it a printer that was never used: no paper, no switch, no connection counted."""
        self.settle()
        with self._lock:
            self._sheets.clear()
            self._ask({"new": True})

    def sheets(self, count: int = 0) -> list[Sheet]:
        """Return all paper that came out, after waiting a moment for ``count`` pieces."""
        until = time.monotonic() + PATIENCE
        while len(self.report()["pages"]) < count and time.monotonic() < until:
            time.sleep(LOOK)
        with self._lock:
            new = self._ask({"sheets": len(self._sheets)})["sheets"]
            self._sheets += map(_sheet, new)
            return self._sheets[:]

    def pages(self, count: int = 0) -> list[bytes]:
        """Return the dots of all paper, after waiting a moment for ``count`` pieces."""
        return [sheet.bits for sheet in self.sheets(count)]

    def settle(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """Wait until nobody is being served any more, and return the report.

        Raises:
            TimeoutError: a connection is still open.
        """
        until = time.monotonic() + seconds
        quiet, report = 0, self.report()
        while quiet < 3:  # a connection that waits its turn is taken up between two looks
            if time.monotonic() > until:
                raise TimeoutError(report)
            time.sleep(LOOK)
            report = self.report()
            quiet = 0 if report["busy"] else quiet + 1
        return report

    def _order(self, **order: Any) -> dict[str, Any]:
        with self._lock:
            return self._ask(order)

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = dict(json.loads(self.process.stdout.readline()))
        if "error" in answer:
            raise AttributeError(answer["error"])
        return answer


def _sheet(raw: dict[str, Any]) -> Sheet:
    bits = zlib.decompress(base64.b64decode(raw["bits"]))
    return Sheet(raw["width"], raw["rows"], bits, raw["is_whole"], tuple(raw["jobs"]), raw["at"])


@contextmanager
def printer_process(
    *, faults: int | None = None, fault_span: int | None = None, pty: bool = False, **switches: Any
) -> Iterator[FakePrinter]:
    """Run a printer in a process of its own, until the block ends.

    ``faults`` is a seed: 6 % of the connections break within ``fault_span`` bytes, 4 % are mute,
    4 % break when all is printed. ``switches`` as in ``FakePrinter.set``. ``pty`` opens a terminal
    too, where two connections cannot be told apart without a ``settle`` between them.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-printer-") as folder:
        command = [sys.executable, "-m", "tests.support.printer"]
        command += ["--faults", str(faults)] if faults is not None else []
        command += ["--fault-span", str(fault_span)] if fault_span is not None else []
        command += ["--pty", str(Path(folder) / "tty")] if pty else []
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                where = json.loads(process.stdout.readline())
                printer = FakePrinter(process, where["port"], where["pty"])
                printer.set(**switches)
                yield printer
            finally:
                process.kill()
