"""Pictures of every page with real data, for the demonstration and for whoever reviews the look."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.core.clock import FixedClock
from app.core.dossiers import Actor
from app.db.database import Database
from app.services.office import Office
from app.ui import theme
from app.ui.application import seat
from app.ui.desk import Desk
from app.ui.window import MainWindow

SIZE = (1280, 800)
SETTLE_MS = 500
TYPING_MS = 60
LOOKS = {"sang": theme.Choice.LIGHT, "toi": theme.Choice.DARK}


def picture_pages(
    database: Database,
    office: Office,
    actor: Actor,
    at: datetime,
    folder: Path,
    scans: Mapping[str, tuple[str, str]],
) -> Iterator[Path]:
    """Write one PNG per page and look into ``folder`` and yield each path.

    ``scans`` says for a page what is scanned and then typed there, as an officer would.
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
        for key, page in window.pages.items():
            window.show_page(key)
            settle(SETTLE_MS)
            scanned, typed = scans.get(key, ("", ""))
            page.take_scan(scanned)
            type_keys(typed)
            settle(SETTLE_MS)
            path = folder / f"{key}-{name}.png"
            window.grab().save(str(path))
            yield path
        window.hide()  # not closed: a picture leaves no geometry behind
        desk.close()
        window.deleteLater()
        settle(0)


def type_keys(text: str) -> None:
    """Type into the field that has the focus; a line break is the Enter key."""
    for sign in text:
        target = QApplication.focusWidget()
        if target is None:
            return
        is_enter = sign == "\n"
        key = Qt.Key.Key_Return if is_enter else Qt.Key(ord(sign.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "" if is_enter else sign)
            QCoreApplication.sendEvent(target, event)
        settle(TYPING_MS)


def settle(milliseconds: int) -> None:
    """Let workers answer and the screen catch up."""
    timer = QElapsedTimer()
    timer.start()
    while True:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if timer.elapsed() >= milliseconds:
            return
