"""Giving up when the program ends: nobody waits minutes for a printer that is out of paper.

What has not begun stops at once. A slip of which bytes have left gets a short grace, so that one
that is simply coming out still ends as printed.
"""

import time
from collections.abc import Callable
from typing import Final

from app.printing.devices.outcome import BrokenOff

INTERRUPTED: Final = "interrupted"
LOOK: Final = 0.5  # seconds between two looks at whether to stop
GRACE: Final = 2.0  # seconds for what is on its way

ShouldStop = Callable[[], bool]
"""Whether the caller wants to end; asked often, from the thread that prints."""


def never() -> bool:
    """Go on to the end."""
    return False


class Watch:
    """Looks at whether to stop, during one stage of a print."""

    def __init__(self, should_stop: ShouldStop = never) -> None:
        self._should_stop = should_stop
        self._stopping_since: float | None = None

    def look(self, bytes_sent: int = 0) -> None:
        """Let the stage go on, or end it.

        Raises:
            BrokenOff: ``interrupted``: the caller wants to end, and nothing has left or the grace
                is over.
        """
        if not self._should_stop():
            return
        now = time.monotonic()
        if self._stopping_since is None:
            self._stopping_since = now
        if not bytes_sent or now - self._stopping_since >= GRACE:
            raise BrokenOff(INTERRUPTED, bytes_sent)


def next_look(until: float) -> float:
    """Return until when to wait before looking again, never past ``until``."""
    return min(until, time.monotonic() + LOOK)
