"""Opening, creating, upgrading, backing up and restoring the database.

A database is upgraded only after a backup, in one transaction; a newer one is refused. A restored
file begins a new epoch: see ``app.db.enrolment``.
"""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.core.settings import Machine
from app.db import errors
from app.db.database import Database
from app.db.enrolment import Enrolment, EnrolmentMissing

NEWEST = "0005"
"""The schema this program writes; a test compares it with the scripts."""
REVISIONS = ("0001", "0002", "0003", "0004", "0005")


def create_database(machine: Machine) -> Database:
    """Make the schema in an empty database and enrol this station; return it open.

    Raises:
        DatabaseProblem: the place cannot be written, or the server cannot be reached.
    """
    file = machine.database_file
    enrolment = None
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(file.parent, os.W_OK):
            raise errors.DatabaseReadOnly(detail=str(file.parent))
        enrolment = Enrolment(enrolment_path(file))
    database = Database(machine.full_url, enrolment)
    with database.write() as session:
        _upgrade(session.connection())
    if file is not None and enrolment is not None:
        file.chmod(0o600)
        enrolment.save()
    return database


def open_database(machine: Machine) -> Database:
    """Open the database of this machine, upgraded if it is older.

    Raises:
        DatabaseMissing: there is no file where the settings say, or nothing of ours in it.
        DatabaseTooNew: a newer program wrote it.
        EnrolmentMissing: its enrolment file is gone.
        DatabaseProblem: anything else the database refused.
    """
    file = machine.database_file
    if file is not None and not file.exists():
        raise errors.DatabaseMissing(where=str(file))
    enrolment = None if file is None else Enrolment.load(enrolment_path(file))
    database = Database(machine.full_url, enrolment)
    try:
        found = _revision(database)
        if found is None:
            raise errors.DatabaseMissing(where=str(database.url))  # without its password
        if found not in REVISIONS:
            raise errors.DatabaseTooNew(revision=found)
        if found != NEWEST:
            _back_up_first(database, machine)
            with database.write() as session:
                _upgrade(session.connection())
        if file is not None:
            _reconcile(database, file)
    except BaseException:
        database.close()
        raise
    return database


def enrolment_path(file: Path) -> Path:
    """Return where the enrolment file of a database file lies."""
    return file.with_name(file.name + ".enrol")


def back_up(database: Database, target: Path) -> None:
    """Write one whole, verified copy of the database to ``target`` (mode 0600).

    Raises:
        BackupFailed: it cannot be written or does not read back.
        ToolMissing: Postgres without ``pg_dump``.
    """
    if not database.is_sqlite:
        _dump_postgres(database, target)
        return
    temporary = target.with_name(target.name + ".part")
    try:
        temporary.unlink(missing_ok=True)
        temporary.touch(mode=0o600)
        _copy_sqlite(database, temporary)
        check_backup(temporary)
        temporary.replace(target)
    except (OSError, errors.NotABackup) as error:
        temporary.unlink(missing_ok=True)
        raise errors.BackupFailed(where=str(target), detail=str(error)) from error


def restore(machine: Machine, source: Path) -> Path | None:
    """Put a backup in the place of the database; the present one is kept aside and named.

    The restored file begins a new epoch with a fresh number range, so nothing printed after the
    backup was made can be numbered again.

    Raises:
        NotABackup: the file is not a whole backup of this program.
        DatabaseTooNew: a newer program made it.
        ToolMissing: the desk works on Postgres, whose own tools restore it.
    """
    file = machine.database_file
    if file is None:
        raise errors.ToolMissing(tool="pg_restore")
    check_backup(source)
    aside = _set_aside(file) if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(file.name + ".restored")
    shutil.copyfile(source, temporary)
    temporary.chmod(0o600)
    temporary.replace(file)
    enrolment = Enrolment.load(enrolment_path(file)) or Enrolment(enrolment_path(file))
    database = Database(machine.full_url, enrolment)
    try:
        _begin_epoch(database, enrolment)
    finally:
        database.close()
    return aside


def check_backup(source: Path) -> None:
    """Open a backup and see that it is whole.

    Raises:
        NotABackup: missing, torn, or not ours.
        DatabaseTooNew: a newer program made it.
    """
    if not source.is_file():
        raise errors.NotABackup(where=str(source))
    database = Database(f"sqlite:///{source}")
    try:
        found = _revision(database)
        with database.read() as session:
            whole = session.scalar(text("pragma quick_check"))
    except errors.DatabaseProblem as error:
        raise errors.NotABackup(where=str(source)) from error
    finally:
        database.close()
        for tail in ("-wal", "-shm"):
            source.with_name(source.name + tail).unlink(missing_ok=True)
    if found is None or whole != "ok":
        raise errors.NotABackup(where=str(source))
    if found not in REVISIONS:
        raise errors.DatabaseTooNew(revision=found)


def _revision(database: Database) -> str | None:
    with database.read() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        revision: str | None = session.scalar(text("select version_num from alembic_version"))
        return revision


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "app.db:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _back_up_first(database: Database, machine: Machine) -> None:
    machine.backups.mkdir(parents=True, exist_ok=True)
    name = f"before-upgrade-{datetime.now(UTC):%Y%m%d-%H%M%S}.db"
    back_up(database, machine.backups / name)


def _reconcile(database: Database, file: Path) -> None:
    """See whether the file is the one this station last wrote; if older, begin a new epoch."""
    enrolment = database.enrolment
    # The mark is read before the file: another program may commit in between, never un-commit.
    done = 0 if enrolment is None else enrolment.highest_done()
    epoch, last = _last_entry(database)
    if enrolment is None:
        if last:
            raise EnrolmentMissing(where=str(enrolment_path(file)))
        database.enrolment = Enrolment(enrolment_path(file))
        database.enrolment.save()
        return
    seq = last if epoch == enrolment.epoch else 0
    if epoch > enrolment.epoch or seq < done:
        _begin_epoch(database, enrolment)
    else:
        enrolment.mark_done(seq)  # what is in the file may be printed from now on


def _last_entry(database: Database) -> tuple[int, int]:
    """Return the newest epoch in the file and its last journal number; zeros when empty."""
    query = "select epoch, seq from station_chain order by epoch desc, seq desc limit 1"
    with database.read() as session:
        row = session.execute(text(query)).first()
    return (0, 0) if row is None else (row.epoch, row.seq)


def _begin_epoch(database: Database, enrolment: Enrolment) -> None:
    with database.read() as session:
        lows = session.scalars(text("select distinct range_low from number_counter")).all()
    epoch, _seq = _last_entry(database)
    enrolment.begin_epoch(set(lows), epoch)


def _set_aside(file: Path) -> Path:
    """Move the present database out of the way, with what its journal file still holds."""
    aside = file.with_name(f"{file.stem}-before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}.db")
    for tail in ("", "-wal", "-shm"):
        part = file.with_name(file.name + tail)
        if part.exists():
            part.replace(aside.with_name(aside.name + tail))
    return aside


def _copy_sqlite(database: Database, target: Path) -> None:
    from sqlcipher3 import dbapi2

    with database.engine.connect() as connection:
        copy = dbapi2.connect(str(target))
        try:
            # All pages in one step: a stepped copy starts again whenever another process writes.
            connection.connection.driver_connection.backup(copy, pages=-1)  # type: ignore[union-attr]
        finally:
            copy.close()


def _dump_postgres(database: Database, target: Path) -> None:
    tool = shutil.which("pg_dump")
    if tool is None:
        raise errors.ToolMissing(tool="pg_dump")
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603
        [tool, "--format=custom", f"--file={target}", url],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise errors.BackupFailed(where=str(target), detail=done.stderr.strip())
    target.chmod(0o600)
