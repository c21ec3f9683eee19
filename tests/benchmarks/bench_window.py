"""The first window against a bare PySide6 window, each in a fresh process."""

import os
import statistics
import subprocess
import sys
import time
from typing import Any

ROUNDS = 7
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

BARE = """
import time
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
print(time.time())
"""

OURS = """
import time
from PySide6.QtWidgets import QApplication
from app.ui import theme
from app.ui.window import MainWindow
application = QApplication([])
theme.load_fonts()
theme.apply(application, theme.Choice.LIGHT)
window = MainWindow()
window.show()
application.processEvents()
print(time.time())
"""


def measure() -> list[dict[str, Any]]:
    """Alternate both, so that a busy machine is busy for both."""
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(_milliseconds(BARE))
        ours.append(_milliseconds(OURS))
    value, floor = statistics.median(ours), statistics.median(bare)
    return [
        {
            "name": "first window / bare PySide6 window",
            "value": value,
            "floor": floor,
            "ratio": value / floor,
            "goal": 1.4,
        }
    ]


def _milliseconds(script: str) -> float:
    """Return the time from starting the process to its first painted window."""
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return (float(done.stdout) - begun) * 1000
