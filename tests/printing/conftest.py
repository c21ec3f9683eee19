"""What the tests of paper share: processes, for what one interpreter would do one after another."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

PROCESSES = 4  # the fault matrix mostly waits; pictures take whatever cores there are


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """New processes that share nothing with this one, for the tests of one file."""
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        yield pool
