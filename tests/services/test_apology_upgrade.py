"""A desk of before the ledger goes on with its letters: each opened an obligation of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, Table, insert, select

from app.core.papers import digest
from app.core.settings import Machine
from app.db import upkeep
from app.db.database import Database
from app.db.enrolment import Enrolment
from app.services import fold, history, journal, ledger
from tests.services.desk import Desk, at, sit_down
from tests.support import postgres

FILE = b"%PDF-1.7 signed in one act"


@pytest.fixture
def empty_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a second, empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    url = postgres.new_database(request.getfixturevalue("postgres_url"))
    yield url
    postgres.drop_database(url)


def test_letters_of_before_keep_what_they_were(desk: Desk, empty_url: str, tmp_path: Path) -> None:
    """A draft stays a draft, an issued letter issued; every row is what the journal says."""
    drafted, issued, in_time = _letters_of_before(desk)
    database = _upgraded(desk.database, empty_url, tmp_path)
    old = sit_down(database)
    with database.read() as session:
        assert history.check(session).faults == ()
    states = {row.dossier_id: row.state for row in old.ask(ledger.owed)}
    assert states == {drafted: "drafted", issued: "issued"}
    assert old.ask(ledger.current, in_time).state == "not_owed"
    assert old.deliver(issued, at(26, 15)).state == "delivered"
    database.close()


def _letters_of_before(desk: Desk) -> tuple[str, str, str]:
    """Write what the first releases wrote into the journal: no appointment, one act to issue."""
    drafted, issued, in_time = dossiers = [desk.receive().dossier_id for _ in range(3)]
    letter = {
        "wording": "before",
        "reason": "chờ xác minh",
        "new_due_at": at(1, 17, 0, month=12),
        "new_due_on": at(1, month=12).date(),
        "content": "{}",
        "digest": digest("{}"),
    }
    signed = {
        "signed_at": at(25),
        "signer": "Đỗ Thị Ẩn",
        "certificate_serial": "42",
        "file_digest": digest(FILE.decode()),
    }
    promise = {
        "ordinal": 2,
        "due_at": letter["new_due_at"],
        "due_on": letter["new_due_on"],
        "why": [],
        "reason": "chờ xác minh",
        "created_at": at(25),
    }
    with desk.database.write() as session:

        def note(kind: str, facts: dict[str, Any], dossier_id: str, hour: int) -> None:
            journal.append(session, desk.office, kind, facts, desk.clerk, at(25, hour), dossier_id)

        for hour, changed in ((9, {"reason": "viết lần đầu"}), (10, {})):
            for number, dossier_id in enumerate(dossiers):
                identity = {"id": f"00000000-0000-7000-8000-00000000000{number}"}
                note("apology.drafted", {"letter": letter | identity | changed}, dossier_id, hour)
        note("apology.issued", {"signed": signed, "appointment": promise}, issued, 11)
        for dossier_id in dossiers:
            fold.refold(session, desk.office.agency_id, dossier_id)
    desk.hand_over(in_time, at(26))
    return drafted, issued, in_time


def _upgraded(new: Database, url: str, folder: Path) -> Database:
    """Return a database that was filled under the old schema and then brought to the newest."""
    old = Database(Machine(folder, url).full_url, None)
    _upgrade(old, "0003")
    _copy(new, old)
    _upgrade(old, "head")
    if old.is_sqlite:
        old.enrolment = Enrolment(upkeep.enrolment_path(folder / "old.db"))
        old.enrolment.save()
    return old


def _upgrade(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "app.db:migrations")
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, revision)


def _copy(new: Database, old: Database) -> None:
    source, target = MetaData(), MetaData()
    source.reflect(new.engine)
    target.reflect(old.engine)
    with new.read() as reading, old.write() as writing:
        for table in target.sorted_tables:
            if table.name.startswith("dossier_fts") or table.name == "alembic_version":
                continue
            rows = [
                _older(table, dict(row))
                for row in reading.execute(select(source.tables[table.name])).mappings()
            ]
            if rows:
                writing.execute(insert(table), rows)


def _older(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the old schema kept it."""
    if table.name == "apology_letter":
        is_out = row["issued_at"] is not None
        row |= {"state": "issued" if is_out else "drafted", "file": FILE if is_out else None}
    if table.name == "account" and row["role"] in {"leader", "registrar"}:
        row["role"] = "supervisor"
    return {column.name: row[column.name] for column in table.columns}
