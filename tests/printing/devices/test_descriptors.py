"""Reading and writing go on until something moved or the time is up, whatever "ready" meant."""

import os
import time
from collections.abc import Iterator

import pytest

from app.printing.devices.descriptors import read_some, seconds_left, write_some


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    yield reading, writing
    os.close(reading)
    os.close(writing)


def soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


@pytest.mark.parametrize("first", [BlockingIOError(), None], ids=["would block", "nothing"])
def test_ready_for_nothing_is_tried_again(
    first: Exception | None, pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device says it is ready and then takes nothing, or has nothing."""
    reading, writing = pipe
    for name, nothing in (("write", 0), ("read", b"")):
        monkeypatch.setattr(os, name, once(first, nothing, getattr(os, name)))
    assert write_some(writing, b"slip", soon()) == 4
    assert read_some(reading, soon()) == b"slip"


def test_a_moment_that_has_passed_is_out_of_time() -> None:
    """Nothing is tried then."""
    assert 0 < seconds_left(soon(1)) <= 1
    with pytest.raises(TimeoutError):
        seconds_left(time.monotonic())


def once(error: Exception | None, nothing: object, real: object) -> object:
    """Return a function that does nothing, or fails, the first time it is called."""
    called = []

    def act(*arguments: object) -> object:
        called.append(arguments)
        if len(called) > 1:
            return real(*arguments)
        if error:
            raise error
        return nothing

    return act
