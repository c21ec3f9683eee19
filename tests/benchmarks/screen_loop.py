"""The screen's loop as the program runs it, watched for the turns that come late."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

TURN_MS = 1


def longest_gap(ended: Callable[[], bool], patience: float) -> float:
    """Return the longest time in ms by which a turn of the loop came late, until it has ended."""
    longest, last = 0.0, time.perf_counter()

    def turn() -> bool:
        nonlocal longest, last
        now = time.perf_counter()
        longest, last = max(longest, now - last - TURN_MS / 1000), now
        return ended()

    until(turn, patience)
    return longest * 1000


def until(holds: Callable[[], bool], patience: float) -> None:
    """Let the loop run, asleep between its events as in the program, until something holds."""
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(TURN_MS)
    timer.timeout.connect(lambda: loop.quit() if holds() else None)
    limit = QTimer(singleShot=True, interval=round(patience * 1000))
    limit.timeout.connect(lambda: loop.exit(1))
    limit.start()
    timer.start()
    if loop.exec():
        sys.exit("the window does not do what the measurement waits for")
