"""A warning in the log that no test expected is a fault like any other."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def no_warnings_logged() -> Iterator[None]:
    """Fail the test if anything of level WARNING or above is logged inside the block."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if records:
        lines = (f"{record.name}: {record.getMessage()}" for record in records)
        pytest.fail("unexpected in the log:\n" + "\n".join(lines), pytrace=False)
