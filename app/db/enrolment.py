"""The enrolment file beside a SQLite database: epoch, number ranges, and a mark around each commit.

It is never inside the database and never in a backup. When an older file comes back (a restore, a
copy, a cloned disk) the marks show it: a new epoch begins and the live number range is burnt, so
that neither a chain nor a number is ever continued twice.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import AppError
from app.core.whole_file import write_whole

MAIN_RANGE = (1, 4999)
SLOTS = tuple((low, low + 99) for low in range(5000, 10000, 100))
MARK_SIZE = 32


class EnrolmentMissing(AppError):
    """The database has entries, its enrolment file is gone; ``where``."""

    code = "enrolment.missing"


class NumbersExhausted(AppError):
    """No number range is left for this station; ``day``."""

    code = "numbers.exhausted"


@dataclass
class Enrolment:
    """What this station may use, kept at ``path`` with mode 0600."""

    path: Path
    epoch: int = 1
    live: tuple[int, int] | None = MAIN_RANGE
    spares: list[tuple[int, int]] = field(default_factory=lambda: list(SLOTS))
    burnt: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> "Enrolment | None":
        """Return the enrolment kept at ``path``, or None where there is no file."""
        try:
            raw = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        return cls(
            path,
            epoch=raw["epoch"],
            live=tuple(raw["live"]) if raw["live"] else None,
            spares=[(low, high) for low, high in raw["spares"]],
            burnt=[(low, high) for low, high in raw["burnt"]],
        )

    def save(self) -> None:
        """Write the file whole or not at all."""
        raw = {
            "epoch": self.epoch,
            "live": self.live,
            "spares": self.spares,
            "burnt": self.burnt,
        }
        write_whole(self.path, json.dumps(raw).encode())

    def begin_epoch(self, used_lows: set[int], after_epoch: int) -> None:
        """Start a new life of the database file: burn the live range and all ranges in use."""
        if self.live is not None:
            self.burnt.append(self.live)
        used = used_lows | {low for low, _high in self.burnt}
        self.spares = [spare for spare in self.spares if spare[0] not in used]
        self.live = self.spares.pop(0) if self.spares else None
        self.epoch = max(self.epoch, after_epoch) + 1
        self.save()
        self.mark_done(0)

    def mark_intent(self, seq: int) -> None:
        """Note that a commit of journal number ``seq`` begins."""
        self._mark("I", seq)

    def mark_done(self, seq: int) -> None:
        """Note that journal number ``seq`` is committed and may be printed."""
        self._mark("D", seq)

    def highest_done(self) -> int:
        """Return the last journal number known to be committed in this epoch; 0 without a mark."""
        try:
            kind, epoch, seq = self._mark_path.read_text("ascii").split()
        except (FileNotFoundError, ValueError):
            return 0
        if int(epoch) != self.epoch:
            return 0
        # An intent of n means that n - 1 was done; whether n is, only the database knows.
        return int(seq) - (kind == "I")

    @property
    def _mark_path(self) -> Path:
        return self.path.with_name(self.path.name + ".mark")

    def _mark(self, kind: str, seq: int) -> None:
        # One small write in place and no fsync: losing it weakens detection, never alarms falsely.
        text = f"{kind} {self.epoch} {seq}".ljust(MARK_SIZE - 1) + "\n"
        descriptor = os.open(self._mark_path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, text.encode("ascii"))
        finally:
            os.close(descriptor)
