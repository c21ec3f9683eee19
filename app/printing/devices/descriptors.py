"""Reading and writing against the clock: a dead printer must never hold a thread for ever."""

import os
import select
import time
from typing import Final

READ: Final = 256
PAUSE: Final = 0.005  # seconds, where a descriptor says "ready" and takes or gives nothing


def seconds_left(until: float) -> float:
    """Return the seconds to a moment of ``time.monotonic()``.

    Raises:
        TimeoutError: it has passed.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def write_some(descriptor: int, data: bytes, until: float) -> int:
    """Write what a non-blocking descriptor takes, at least one byte.

    Raises:
        TimeoutError: it took nothing in time; so not a byte has left.
        OSError: it is broken.
    """
    while True:
        if not select.select([], [descriptor], [], seconds_left(until))[1]:
            raise TimeoutError
        try:
            if taken := os.write(descriptor, data):
                return taken
        except BlockingIOError:
            pass
        time.sleep(PAUSE)


def read_some(descriptor: int, until: float) -> bytes:
    """Read what a non-blocking descriptor has.

    That it gives nothing is no end: a USB printer's file does so between two answers.

    Raises:
        TimeoutError: it gave nothing in time.
        OSError: it is broken.
    """
    while True:
        if not select.select([descriptor], [], [], seconds_left(until))[0]:
            raise TimeoutError
        try:
            if got := os.read(descriptor, READ):
                return got
        except BlockingIOError:
            pass
        time.sleep(PAUSE)
