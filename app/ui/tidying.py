"""Python's garbage is collected on the screen's thread only.

The collector runs on whichever thread happens to allocate. On a worker it may find a cycle with a
widget in it and destroy the widget on the wrong thread, which ends the program.
"""

import gc

from PySide6.QtCore import QObject, QTimerEvent
from typing_extensions import override

EVERY_MS = 1000


class Tidier(QObject):
    """Takes the collector over while there are workers; the last ``stop`` gives it back."""

    _at_work = 0
    _is_spared = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        Tidier._at_work += 1
        gc.disable()
        self._timer = self.startTimer(EVERY_MS)

    def stop(self) -> None:
        """Say that the workers of this one are gone; saying it again changes nothing."""
        if not self._timer:
            return
        self.killTimer(self._timer)
        self._timer = 0
        Tidier._at_work -= 1
        if Tidier._at_work == 0:
            gc.enable()

    @classmethod
    def spare_what_is_loaded(cls) -> None:
        """Let the collector pass by all that is there now; once, before the longest work.

        Libraries stay for good, and walking all of them holds the screen up for 60 ms. Whatever of
        the windows lives now is spared too, so this is never done again.
        """
        if not cls._is_spared:
            cls._is_spared = True
            gc.freeze()

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        ripe = [generation for generation, (count, limit) in enumerate(due) if count > limit]
        if ripe:
            gc.collect(ripe[-1])
