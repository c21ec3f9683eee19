"""The private CUPS leaves nothing behind, not even a child that still waits for a printer."""

import socket
import time
from pathlib import Path

import pytest

from tests.support import cups


def test_nothing_outlives_the_server() -> None:
    """A backend once printed a job of which the next server knew nothing."""
    try:
        with cups.private_cups() as server, socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            server.add_raw_queue("off", unused.getsockname()[1])
            server.run("lp", "-d", "off", "-o", "raw", __file__)
            uri = f"socket://127.0.0.1:{unused.getsockname()[1]}/"
            until = time.monotonic() + 5
            while not _naming(uri) and time.monotonic() < until:
                time.sleep(0.02)
            assert _naming(uri)
    except cups.NoCups as problem:
        pytest.skip(f"no CUPS: {problem}")
    assert _naming(uri) == []


def test_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So that the test that needs it is skipped with a reason."""
    monkeypatch.setattr(cups, "SEARCHED", str(tmp_path))
    with pytest.raises(cups.NoCups, match="not installed: cupsd"), cups.private_cups():
        pass


def _naming(uri: str) -> list[str]:
    """Return the processes that have this address among their words."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes()
        except OSError:
            continue
        if uri.encode() in words:
            found.append(file.parent.name)
    return found
