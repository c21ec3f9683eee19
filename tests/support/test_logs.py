"""The watch over the log."""

import logging

import pytest

from tests.support.logs import no_warnings_logged


def test_a_warning_fails_the_test(caplog) -> None:
    """What nobody expected is named in the failure."""
    expected = pytest.raises(pytest.fail.Exception, match="desk: the printer is gone")
    with expected, no_warnings_logged():
        logging.getLogger("desk").warning("the printer is %s", "gone")
    assert len(caplog.records) == 1


def test_information_passes() -> None:
    """Below WARNING a log may say what it likes."""
    with no_warnings_logged():
        logging.getLogger("desk").info("ready")
