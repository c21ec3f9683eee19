"""Opening, upgrading, backing up and restoring: nothing is lost, no number is given twice."""

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from app.core.settings import Machine
from app.db import errors, upkeep
from app.db.database import Database
from app.db.enrolment import Enrolment, EnrolmentMissing
from app.services import history
from tests.services.desk import Desk, sit_down

NOISE = random.Random(3).randbytes(20_000)


def _faults(desk: Desk) -> tuple[history.Fault, ...]:
    with desk.database.read() as session:
        return history.check(session).faults


def _back_up(desk: Desk, target: Path) -> Path:
    upkeep.back_up(desk.database, target)
    return target


def _open(machine: Machine) -> Desk:
    return sit_down(upkeep.open_database(machine))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """No empty database is made where one was expected."""
    with pytest.raises(errors.DatabaseMissing):
        upkeep.open_database(Machine(tmp_path, "sqlite:///desk.db"))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_told(database_url: str, tmp_path: Path) -> None:
    """A database without our schema is none of ours; it is not called newer."""
    if database_url.startswith("sqlite"):
        (tmp_path / "desk.db").touch()
    with pytest.raises(errors.DatabaseMissing):
        upkeep.open_database(Machine(tmp_path, database_url))


def test_a_newer_database_is_refused(machine: Machine, desk: Desk) -> None:
    """An older program must not write what it does not understand."""
    desk.tamper("update alembic_version set version_num = '9999'")
    with pytest.raises(errors.DatabaseTooNew) as refused:
        upkeep.open_database(machine)
    assert refused.value.params["revision"] == "9999"


def test_a_file_of_noise_is_told(machine: Machine) -> None:
    """A file that is no database is a situation, not a crash."""
    (machine.data_dir / "desk.db").write_bytes(NOISE)
    with pytest.raises(errors.DatabaseDamaged):
        upkeep.open_database(machine)


def test_only_its_user_reads_the_database(machine: Machine) -> None:
    """Database and enrolment hold personal data and are closed to other accounts."""
    file = machine.data_dir / "desk.db"
    assert [one.stat().st_mode & 0o777 for one in (file, upkeep.enrolment_path(file))] == [
        0o600
    ] * 2


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    """The place is named before anything is made."""
    tmp_path.chmod(0o500)
    with pytest.raises(errors.DatabaseReadOnly):
        upkeep.create_database(Machine(tmp_path, "sqlite:///desk.db"))


def test_an_unreachable_server_is_told_quickly() -> None:
    """No desk waits a minute for a server that is not there."""
    begun = time.monotonic()
    with pytest.raises(errors.DatabaseUnreachable):
        upkeep.open_database(Machine(Path(), "postgresql+psycopg://nobody@127.0.0.1:1/none"))
    assert time.monotonic() - begun < 8


def test_an_older_schema_is_upgraded_after_a_backup(tmp_path: Path) -> None:
    """Before the schema changes a whole copy is laid aside."""
    machine = Machine(tmp_path, "sqlite:///desk.db")
    database = Database(machine.full_url)
    config = Config()
    config.set_main_option("script_location", "app.db:migrations")
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0001")
    database.close()
    opened = upkeep.open_database(machine)
    with opened.read() as session:
        assert session.scalar(text("select version_num from alembic_version")) == upkeep.NEWEST
    opened.close()
    copies = list(machine.backups.iterdir())
    assert len(copies) == 1
    before = Database(f"sqlite:///{copies[0]}")
    with before.read() as session:
        assert session.scalar(text("select version_num from alembic_version")) == "0001"
    before.close()


def test_a_backup_is_whole_and_closed_to_others(desk: Desk, tmp_path: Path) -> None:
    """A copy of a desk at work reads back with all its rows."""
    desk.receive()
    copy = _back_up(desk, tmp_path / "copy.db")
    upkeep.check_backup(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert {one.name for one in tmp_path.iterdir()} == {"copy.db", "data"}
    opened = Database(f"sqlite:///{copy}")
    with opened.read() as session:
        assert session.scalar(text("select count(*) from dossier")) == 1
        assert history.check(session).faults == ()
    opened.close()


def test_a_backup_that_cannot_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    """A folder that is not there: the place is named, nothing is left behind."""
    with pytest.raises(errors.BackupFailed) as refused:
        _back_up(desk, tmp_path / "nowhere" / "copy.db")
    assert str(tmp_path / "nowhere") in str(refused.value.params["where"])


def test_only_a_whole_backup_is_restored(machine: Machine, desk: Desk, tmp_path: Path) -> None:
    """Noise, half a file, nothing and a missing file are refused; the desk stays as it is."""
    desk.receive()
    whole = _back_up(desk, tmp_path / "whole.db").read_bytes()
    middle = len(whole) // 2
    bad = {
        "noise": NOISE,
        "empty": b"",
        "half": whole[:middle],
        "hole": whole[: middle - 16384] + bytes(32768) + whole[middle + 16384 :],
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    for name in (*bad, "missing"):
        with pytest.raises(errors.NotABackup):
            upkeep.restore(machine, tmp_path / name)
    assert _faults(desk) == ()
    assert desk.receive().code.endswith("0002")


def test_a_backup_of_a_newer_program_is_refused(
    machine: Machine, desk: Desk, tmp_path: Path
) -> None:
    """As a newer database is."""
    desk.tamper("update alembic_version set version_num = '9999'")
    with pytest.raises(errors.DatabaseTooNew):
        upkeep.restore(machine, _back_up(desk, tmp_path / "copy.db"))


def test_a_restored_desk_gives_no_number_again(
    machine: Machine, desk: Desk, tmp_path: Path
) -> None:
    """What was printed after the backup keeps its number: the desk goes on in a fresh range."""
    kept = desk.receive().code
    copy = _back_up(desk, tmp_path / "copy.db")
    lost = {desk.receive().code for _ in range(3)}
    desk.database.close()
    aside = upkeep.restore(machine, copy)
    assert aside is not None
    assert aside.exists()
    restored = _open(machine)
    enrolment = restored.database.enrolment
    assert enrolment is not None
    assert (enrolment.epoch, enrolment.live, enrolment.burnt) == (2, (5000, 5099), [(1, 4999)])
    code = restored.receive().code
    assert code == "H29.26-261120-5000"
    assert code not in {kept, *lost}
    assert _faults(restored) == ()
    restored.database.close()


def test_restoring_twice_burns_another_range(machine: Machine, desk: Desk, tmp_path: Path) -> None:
    """Each life of the file has numbers of its own."""
    copy = _back_up(desk, tmp_path / "copy.db")
    desk.database.close()
    codes = []
    for _ in range(2):
        upkeep.restore(machine, copy)
        restored = _open(machine)
        codes.append(restored.receive().code[-4:])
        restored.database.close()
    assert codes == ["5000", "5100"]


def test_an_older_file_put_back_is_noticed(machine: Machine, desk: Desk) -> None:
    """A copy put in place behind the program's back begins a new epoch as a restore does."""
    file = machine.data_dir / "desk.db"
    desk.receive()
    desk.database.close()
    shutil.copyfile(file, file.with_name("older"))
    again = _open(machine)
    again.receive()
    again.database.close()
    for tail in ("-wal", "-shm"):
        file.with_name(file.name + tail).unlink(missing_ok=True)
    file.with_name("older").replace(file)
    noticed = _open(machine)
    assert noticed.database.enrolment is not None
    assert noticed.database.enrolment.epoch == 2
    assert noticed.receive().code.endswith("5000")
    assert _faults(noticed) == ()
    noticed.database.close()


def test_the_same_file_stays_in_its_epoch(machine: Machine, desk: Desk) -> None:
    """Closing at night and opening in the morning changes nothing."""
    desk.receive()
    desk.database.close()
    morning = _open(machine)
    assert morning.database.enrolment is not None
    assert morning.database.enrolment.epoch == 1
    assert morning.receive().code.endswith("0002")
    morning.database.close()


def test_a_lost_mark_raises_no_alarm(machine: Machine, desk: Desk) -> None:
    """Without the mark an older file goes unnoticed, but a sound desk is never stopped."""
    desk.receive()
    desk.database.close()
    file = upkeep.enrolment_path(machine.data_dir / "desk.db")
    file.with_name(file.name + ".mark").unlink()
    again = _open(machine)
    assert again.receive().code.endswith("0002")
    again.database.close()


def test_a_desk_without_its_enrolment_is_refused(machine: Machine) -> None:
    """A database that has entries and no enrolment is a copy: it must not give numbers."""
    file = upkeep.enrolment_path(machine.data_dir / "desk.db")
    kept = Enrolment.load(file)
    file.unlink()
    with pytest.raises(EnrolmentMissing) as refused:
        upkeep.open_database(machine)
    assert refused.value.params["where"] == str(file)
    assert kept is not None
    assert not file.exists()
