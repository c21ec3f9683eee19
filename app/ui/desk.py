"""The desk: runs use cases as units on workers, and says what changed and what was refused."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.core.clock import Clock, local_day
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.db.database import Database
from app.services import office as offices
from app.services.office import Office
from app.ui.tasks import Lane, TaskRunner, tell

T = TypeVar("T")
Failed = Callable[[AppError], None]


class Desk(QObject):
    """One signed-in officer at one station, over one open database."""

    changed = Signal(object)
    """The names of the tables a unit touched, a frozenset."""
    failed = Signal(object)
    """An AppError that nobody else handled."""

    def __init__(
        self,
        database: Database,
        office: Office,
        actor: Actor,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.database = database
        self.office = office
        self.actor = actor
        self.clock = clock
        self.committed: Callable[[frozenset[str]], None] = lambda _: None
        """Told on the writer's own thread, at once after each commit, which tables it touched.

        For what cannot wait for the screen: the printer starts while the page is being emptied.
        """
        self._tasks = TaskRunner(self)
        self._asked: dict[str, int] = {}
        self.changed.connect(self._reload_office)

    def do(
        self,
        use_case: Callable[..., T],
        *args: Any,
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        **kw: Any,
    ) -> None:
        """Run a use case as one unit, after the ones asked for before it.

        The use case is called as ``use_case(session, office, *args, actor=…, at=…, **kw)``; ``at``
        is the moment of this call, when the officer pressed the key. After the commit ``changed``
        is emitted, then ``done`` gets the result. Without ``failed`` an error goes to the signal.
        """
        at, office, actor = self.clock.now(), self.office, self.actor

        def unit() -> tuple[T, frozenset[str]]:
            with self.database.write() as session:
                result = use_case(session, office, *args, actor=actor, at=at, **kw)
            touched = frozenset(session.info["touched"])
            self.committed(touched)
            return result, touched

        def finished(outcome: tuple[T, frozenset[str]]) -> None:
            result, touched = outcome
            if touched:
                self.changed.emit(touched)
            if done is not None:
                tell(done, result)

        self._tasks.run(Lane.WRITE, unit, finished, failed or self.failed.emit)

    def ask(
        self,
        query: Callable[..., T],
        *args: Any,
        done: Callable[[T], None],
        key: str = "",
        failed: Failed | None = None,
        **kw: Any,
    ) -> None:
        """Run a query as ``query(session, office, *args, **kw)`` and give ``done`` its answer.

        With a ``key``, an answer is dropped when something newer was asked under the same key.
        """
        office = self.office
        number = self._asked[key] = self._asked.get(key, 0) + 1

        def look() -> T:
            with self.database.read() as session:
                return query(session, office, *args, **kw)

        def wanted() -> bool:
            return not key or self._asked[key] == number

        def answered(answer: T) -> None:
            if wanted():
                tell(done, answer)

        def refused(error: AppError) -> None:
            if wanted():
                tell(failed or self.failed.emit, error)

        self._tasks.run(Lane.READ, look, answered, refused)

    def work(
        self,
        function: Callable[..., T],
        *args: Any,
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Run other slow work, such as drawing or signing, off the screen's thread."""
        self._tasks.run(Lane.WORK, lambda: function(*args), done, failed or self.failed.emit)

    def close(self) -> None:
        """Wait for the units that are queued, then stop."""
        self._tasks.close()

    def _reload_office(self, tables: frozenset[str]) -> None:
        """Read the office again when its own tables changed; a new day is ``load_office`` too."""
        if tables & offices.TABLES:
            self.reload_office()

    def reload_office(self) -> None:
        """Read the office with the settings in force today."""
        self.ask(_load_again, local_day(self.clock.now()), key="desk.office", done=self._use)

    def _use(self, office: Office) -> None:
        # Printer and seal are the machine's and may have been exchanged while this was read.
        self.office = replace(office, printer=self.office.printer, seal=self.office.seal)


def _load_again(session: Any, office: Office, on: Any) -> Office:
    return offices.load_office(
        session,
        on=on,
        station_id=office.station_id,
        counter_name=office.counter_name,
    )
