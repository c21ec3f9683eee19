"""While letters are drawn, signed and recorded the window answers: never kept for long."""

import sys
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.ui.application import SWITCH_SECONDS
from tests.ui.signing_desk.conftest import SigningWard

LONGEST = 0.05
SPARED = 3
"""So many gaps may be longer: this machine does other work too."""


@pytest.fixture
def _as_in_the_program() -> Iterator[None]:
    kept = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    yield
    sys.setswitchinterval(kept)


@pytest.mark.usefixtures("_as_in_the_program")
def test_the_window_stays_responsive(qtbot: QtBot, signing: SigningWard) -> None:
    """A timer that wants to be heard every millisecond is heard at least every twentieth second."""
    signing.submit(*(f"Nguyễn Thị Hoa {number}" for number in "ABCDEFGH"))
    page = signing.page("an")
    page.runner.key = signing.key_file("Đỗ Thị Ẩn")
    page.view.all.setChecked(True)
    heard: list[float] = []
    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(lambda: heard.append(time.monotonic()))
    page.runner.began.connect(lambda _: timer.start())
    page.runner.ended.connect(lambda _: timer.stop())
    signing.confirm(page)
    assert signing.finish(page) == "Đã ký 8/8 thư."
    gaps = sorted(after - before for before, after in pairwise(heard))
    assert len(gaps) > 50
    assert gaps[-1 - SPARED] <= LONGEST
