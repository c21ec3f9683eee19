"""Lets the ledger open what has become due, and tells what is owed; nobody has to look."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import AppError
from app.services import desk_tasks, ledger
from app.services.office import Office

if TYPE_CHECKING:
    from app.core.dossiers import Actor
    from app.ui.desk import Desk

EVERY_MS = 5 * 60_000
"""Obligations open by the day, same-day promises by the hour: minutes are soon enough."""
TABLES = frozenset({"apology", "apology_letter", "escalation", "dossier"})


class LedgerWatch(QObject):
    """Looks at once, every few minutes, and after whatever touches the ledger."""

    counted = Signal(object)
    """What waits, as ``DeskTasks``."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        desk.changed.connect(self._on_changed)

    def look(self) -> None:
        """Open what is due and count; a database that is busy is asked again next time."""
        self._desk.do(_open_due, done=self._count, failed=self._not_now)

    def _on_changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self._count()

    def _count(self, _: object = None) -> None:
        desk = self._desk
        desk.ask(
            desk_tasks.tasks,
            actor=desk.actor,
            at=desk.clock.now(),
            key="desk.tasks",
            done=self.counted.emit,
            failed=self._not_now,
        )

    def _not_now(self, _: AppError) -> None:
        """Say nothing: whoever works with this database is told by their own act."""


def _open_due(session: Any, office: Office, *, actor: "Actor", at: datetime) -> int:  # noqa: ARG001
    """Nobody's act: the journal names no account."""
    return ledger.open_due(session, office, at=at)
