"""What works beside the pages for an officer's letters: ledger, time stamps, checking of files.

As the room of the printers it comes with whoever is seated, and ends with them.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.services import trust
from app.ui.ledger_watch import LedgerWatch
from app.ui.time_stamp_queue import TimeStampQueue

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.window import MainWindow


class LetterRoom(QObject):
    """The ledger's watch and the queue of time stamps of one seated officer."""

    def __init__(self, window: "MainWindow", desk: "Desk") -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.watch = LedgerWatch(desk)
        self.watch.counted.connect(window.show_tasks)
        self.stamps = TimeStampQueue(desk.database, lambda: desk.office, desk.clock, self)
        self.stamps.changed.connect(desk.changed)
        desk.changed.connect(self._on_changed)

    def start(self) -> None:
        """Look at the ledger and begin to stamp what waits."""
        self.watch.look()
        self.stamps.start()

    def close(self) -> None:
        """Stop stamping; what waits is stamped when somebody is seated again."""
        self.stamps.close()
        self.deleteLater()

    def show_menu(self) -> None:
        """Offer what can be done with signed files beside the letters of this desk."""
        menu = QMenu(self._window)
        menu.addAction("Kiểm tra chữ ký của một tệp…").triggered.connect(self.show_check)
        menu.addAction("Chứng thư gốc tin cậy…").triggered.connect(self.show_anchors)
        menu.exec(self._window.rail.mapToGlobal(self._window.rail.rect().center()))
        menu.deleteLater()

    def show_check(self) -> None:
        """Check a signed file: who signed, when, what came after."""
        from app.ui.verify_dialog import VerifyDialog

        dialog = VerifyDialog(self._desk, self._anchors, self._window)
        dialog.exec()
        dialog.deleteLater()

    def show_anchors(self) -> None:
        """Show whom the agency trusts; an administrator changes it."""
        from app.ui.anchors_dialog import AnchorsDialog

        dialog = AnchorsDialog(self._desk, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _anchors(self) -> list[bytes]:
        with self._desk.database.read() as session:
            return [one.certificate for one in trust.list_anchors(session, self._desk.office)]

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "apology_letter" in tables:
            self.stamps.wake()
