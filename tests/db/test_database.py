"""What a database can refuse becomes a situation, and nothing is half written."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from app.core.settings import Machine
from app.db import errors
from app.db.database import Database
from app.db.upkeep import create_database
from app.services import history
from tests.services.desk import Desk


def _every_connection(database: Database, statement: str) -> None:
    @event.listens_for(database.engine, "checkout")
    def _prepare(connection, _record, _proxy) -> None:
        connection.cursor().execute(statement)


@pytest.fixture
def empty(database_url: str, tmp_path) -> Iterator[Database]:
    """A database with the schema and nothing else, on each kind."""
    database = create_database(Machine(tmp_path, database_url))
    yield database
    database.close()


def _add(database: Database, name: str) -> None:
    with database.write() as session:
        session.execute(text("insert into fact (name, value) values (:name, '')"), {"name": name})


def _names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(text("select name from fact order by name")))


def test_a_unit_is_kept_whole_or_not_at_all(empty: Database) -> None:
    """A unit that fails takes back what it wrote."""
    _add(empty, "a")
    with pytest.raises(RuntimeError), empty.write() as session:
        session.execute(text("insert into fact (name, value) values ('b', '')"))
        raise RuntimeError
    assert _names(empty) == ["a"]


def test_a_database_that_another_holds_is_told(empty: Database) -> None:
    """After waiting in vain the desk says who is in the way: another program."""
    other = Database(empty.url.render_as_string(hide_password=False))
    wait = "pragma busy_timeout=50" if empty.is_sqlite else "set lock_timeout=50"
    _every_connection(empty, wait)
    begun = time.monotonic()
    with other.write() as session:
        hold = "update fact set value = ''" if empty.is_sqlite else "lock table fact"
        session.execute(text(hold))
        with pytest.raises(errors.DatabaseLocked):
            _add(empty, "a")
    other.close()
    assert time.monotonic() - begun < 3
    _add(empty, "a")


def test_a_database_that_only_reads_is_told(empty: Database) -> None:
    """A unit that may not write is refused with its reason."""
    only_read = (
        "pragma query_only=on" if empty.is_sqlite else "set default_transaction_read_only=on"
    )
    _every_connection(empty, only_read)
    if not empty.is_sqlite:
        _every_connection(empty, "set transaction read only")
    with pytest.raises(errors.DatabaseReadOnly):
        _add(empty, "a")
    assert _names(empty) == []


def test_a_full_disk_leaves_nothing_half_written(desk: Desk) -> None:
    """The intake that found no room is gone whole; with room again its number is the next."""
    database, done = desk.database, 0

    def no_room(connection, _record, _proxy) -> None:
        connection.execute("pragma max_page_count=1")  # clipped to what the file has now

    event.listen(database.engine, "checkout", no_room)
    with pytest.raises(errors.DiskFull):
        while done < 300:
            desk.receive()
            done += 1
    event.remove(database.engine, "checkout", no_room)
    _every_connection(database, "pragma max_page_count=1000000")
    assert desk.scalar("select count(*) from dossier") == done
    assert desk.receive().code.endswith(f"{done + 1:04}")
    with database.read() as session:
        assert history.check(session).faults == ()


def test_a_unit_tells_which_tables_it_wrote(desk: Desk) -> None:
    """Screens read again what changed, and only that."""
    desk.receive()
    with desk.database.write() as session:
        assert session.info["touched"] == set()
    with desk.database.write() as session:
        from app.services import reception
        from tests.services.desk import NOW

        reception.receive(session, desk.office, desk.intake(), actor=desk.clerk, at=NOW)
        assert {"dossier", "slip", "print_job", "journal"} <= session.info["touched"]


def test_a_statement_that_takes_too_long_is_told(empty: Database) -> None:
    """A slow server is a situation, and the desk goes on."""
    if empty.is_sqlite:
        pytest.skip("SQLite has no limit on a statement")
    _every_connection(empty, "set statement_timeout=50")
    with pytest.raises(errors.DatabaseLocked), empty.read() as session:
        session.execute(text("select pg_sleep(5)"))
    _add(empty, "a")


def test_a_mark_that_cannot_be_written_stops_the_unit(desk: Desk) -> None:
    """Without the note that a commit begins nothing is committed, and the officer is told."""
    mark = desk.database.enrolment.path.with_name(desk.database.enrolment.path.name + ".mark")
    mark.unlink(missing_ok=True)
    mark.mkdir()
    with pytest.raises(errors.DatabaseReadOnly):
        desk.receive()
    assert desk.scalar("select count(*) from dossier") == 0


def test_a_mark_lost_after_the_commit_refuses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is written is never told as refused: the officer would take it in twice."""

    def no_room(_seq: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.database.enrolment, "mark_done", no_room)
    desk.receive()
    assert desk.scalar("select count(*) from dossier") == 1
    assert "mark" in caplog.text
