"""Widgets die on the screen's thread, whatever thread makes the garbage."""

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from app.ui.tidying import Tidier


class Knot:
    """A cycle that only the collector unties; it notes the thread that did."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        self.me = self
        weakref.finalize(self, lambda: seen.append(threading.current_thread()))


def test_only_the_screens_thread_collects(qtbot: QtBot) -> None:
    """A worker that allocates a lot leaves cycles to the screen's thread."""
    seen: list[threading.Thread] = []
    gc.collect()
    tidier = Tidier()
    try:
        Knot(seen)
        kept: list[object] = []
        worker = threading.Thread(target=lambda: kept.extend([] for _ in range(5_000)))
        worker.start()
        worker.join()
        assert seen == []
        qtbot.waitUntil(lambda: bool(seen))
        assert seen == [threading.main_thread()]
    finally:
        tidier.stop()
    assert gc.isenabled()


def test_leaving_twice_counts_once() -> None:
    """A desk that is closed again takes nobody else's collector away."""
    one, other = Tidier(), Tidier()
    one.stop()
    one.stop()
    assert not gc.isenabled()
    other.stop()
    assert gc.isenabled()


def test_what_is_loaded_is_passed_by_once() -> None:
    """The long work of a batch is not held up by walking libraries again and again."""
    Tidier._is_spared = False
    gc.unfreeze()
    try:
        Tidier.spare_what_is_loaded()
        spared = gc.get_freeze_count()
        assert spared > 10_000
        kept = [[number] for number in range(1000)]
        Tidier.spare_what_is_loaded()
        assert gc.get_freeze_count() <= spared, len(kept)
    finally:
        gc.unfreeze()
