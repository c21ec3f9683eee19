"""The one way to open a unit of work: one use case, one short session, milliseconds."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from app.db import errors
from app.db.enrolment import Enrolment
from app.db.situations import file_situation, situation

LOG = logging.getLogger(__name__)

PRAGMAS = ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=5000", "synchronous=FULL")


class Database:
    """Hands out short sessions; one session is one unit of work.

    ``enrolment`` is the small file beside a SQLite database that a restored copy cannot bring back.
    """

    def __init__(self, url: str, enrolment: Enrolment | None = None) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)
        self.enrolment = enrolment
        self._read = sessionmaker(self.engine, expire_on_commit=False)
        self._write = sessionmaker(
            self.engine.execution_options(begin="IMMEDIATE"), expire_on_commit=False
        )
        event.listen(self._write, "after_flush", _note_touched)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that only looks.

        Raises:
            DatabaseProblem: what the database refused, as a situation.
        """
        with self._translated(), self._read() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session that commits at the end, or rolls all of it back.

        ``session.info["touched"]`` then holds the names of the tables the unit wrote.

        Raises:
            DatabaseProblem: what the database refused, as a situation; nothing was written.
        """
        with self._translated(), self._write() as session:
            session.info["touched"] = set()
            session.info["enrolment"] = self.enrolment
            yield session
            session.flush()  # all rows must stand before the mark says that a commit begins
            self._commit(session)

    def _commit(self, session: Session) -> None:
        seq = session.info.get("journal_seq")
        if self.enrolment is None or seq is None:
            session.commit()
            return
        try:
            self.enrolment.mark_intent(seq)
        except OSError as error:
            raise file_situation(error) from error
        session.commit()
        try:
            self.enrolment.mark_done(seq)
        except OSError:  # the unit stands: told as refused, the officer would do it twice
            LOG.exception("the mark after a commit is not written")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what the driver says, wrapped by SQLAlchemy or bare, into a situation."""
        driver = self.engine.dialect.loaded_dbapi.Error
        try:
            yield
        except StaleDataError as error:
            raise errors.RowChangedMeanwhile from error
        except (DBAPIError, driver) as error:
            problem = situation(error)
            if problem is None:
                raise
            raise problem from error

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def touch(session: Session, *tables: str) -> None:
    """Note tables written by driver SQL, which no flush sees."""
    session.info.setdefault("touched", set()).update(tables)


def _note_touched(session: Session, _context: object) -> None:
    rows = (*session.new, *session.dirty, *session.deleted)
    touch(session, *(row.__tablename__ for row in rows))


def _sqlite_engine(url: str) -> Engine:
    from sqlcipher3 import dbapi2

    engine = create_engine(url, module=dbapi2)

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None  # we emit BEGIN ourselves, below
        for pragma in PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _postgres_engine(url: str) -> Engine:
    # A dropped network must become an error within seconds, never a frozen desk.
    return create_engine(
        url,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "tcp_user_timeout": 5000,
            "options": "-c statement_timeout=30000 -c lock_timeout=5000",
        },
    )
