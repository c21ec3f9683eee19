"""A desk of before the print journal goes on with its slips, its queue and its forms."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from app.core.settings import Machine
from app.db import upkeep
from app.db.database import Database
from app.db.enrolment import Enrolment

KEYS = "'H29.26', '00000000-0000-7000-8000-00000000000{}'"
WHEN = "'2026-11-20T02:30:00.000000+00:00'"


def _old(machine: Machine) -> None:
    """Make a database of the second schema with one slip and a job in each of its states."""
    database = Database(machine.full_url, None)
    config = Config()
    config.set_main_option("script_location", "app.db:migrations")
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0002")
    with database.write() as session:
        session.execute(text("pragma defer_foreign_keys = on"))
        for number, state in enumerate(("queued", "sending", "sent", "cancelled"), start=1):
            key = KEYS.format(number)
            session.execute(
                text(
                    "insert into print_job (agency_id, id, slip_id, station_id, printer, state,"
                    " attempts, error, created_at, updated_at, next_try_at)"
                    f" values ({key}, '0000000{number}-0000-7000-8000-000000000000', '01',"
                    f" 'receipt', '{state}', 0, '', {WHEN}, {WHEN}, null)"
                )
            )
            dossier = f"'0000000{number}-0000-7000-8000-0000000000d0'"
            session.execute(
                text(
                    "insert into slip (agency_id, id, dossier_id, kind, copy, content, digest,"
                    f" issued_at) values ('H29.26', '0000000{number}-0000-7000-8000-000000000000',"
                    f" {dossier}, 'receipt_slip', 0, '{{}}', '', {WHEN})"
                )
            )
        session.execute(text("pragma foreign_keys = off"))
        session.commit()
    database.close()


def test_old_jobs_keep_their_state_and_old_slips_do_not_spill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited is asked about before it is printed, for it is old; cancelled is called void."""
    monkeypatch.setattr("app.db.database.PRAGMAS", ("foreign_keys=OFF", "journal_mode=WAL"))
    machine = Machine(tmp_path, "sqlite:///desk.db")
    _old(machine)
    Enrolment(upkeep.enrolment_path(tmp_path / "desk.db")).save()
    database = upkeep.open_database(machine)
    with database.read() as session:
        rows = session.execute(
            text("select state, expires_at = created_at, bytes_sent from print_job order by id")
        ).all()
    database.close()
    assert [tuple(row) for row in rows] == [
        ("queued", 1, 0),
        ("sending", 1, 0),
        ("sent", 1, 0),
        ("void", 1, 0),
    ]
