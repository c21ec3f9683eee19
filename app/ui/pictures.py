"""Pictures of every page with real data, for the demonstration and for whoever reviews the look."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from app.core.clock import FixedClock
from app.core.dossiers import Actor
from app.db.database import Database
from app.services.office import Office
from app.ui import theme
from app.ui.actions import PAGES
from app.ui.application import seat
from app.ui.desk import Desk
from app.ui.window import MainWindow

SIZE = (1280, 800)
SETTLE_MS = 700
LOOKS = {"sang": theme.Choice.LIGHT, "toi": theme.Choice.DARK}


def picture_pages(
    database: Database,
    office: Office,
    actor: Actor,
    at: datetime,
    folder: Path,
    fill: Callable[[MainWindow], None] | None = None,
) -> Iterator[Path]:
    """Write one PNG per page and look into ``folder`` and yield each path.

    ``fill`` may type something into the pages first.
    """
    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):  # a slip was drawn before: only a bare one is up
        raise TypeError(application)
    theme.load_fonts()
    for name, choice in LOOKS.items():
        theme.apply(application, choice)
        desk = Desk(database, office, actor, FixedClock(at))
        window = MainWindow()
        seat(window, desk)
        window.resize(*SIZE)
        window.show()
        if fill is not None:
            fill(window)
        for entry in PAGES:
            window.show_page(entry.key)
            settle(SETTLE_MS)
            path = folder / f"{entry.key}-{name}.png"
            window.grab().save(str(path))
            yield path
        window.hide()  # not closed: a picture leaves no geometry behind
        desk.close()
        window.deleteLater()
        settle(0)


def settle(milliseconds: int) -> None:
    """Let workers answer and the screen catch up."""
    timer = QElapsedTimer()
    timer.start()
    while True:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if timer.elapsed() >= milliseconds:
            return
