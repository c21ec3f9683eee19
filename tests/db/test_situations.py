"""Every word and every code of a driver has its situation; a bug of ours has none."""

import pytest
from psycopg import OperationalError
from psycopg import errors as states

from app.db import errors
from app.db.situations import file_situation, situation


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("55P03", errors.DatabaseLocked),
        ("57014", errors.DatabaseLocked),
        ("40P01", errors.DatabaseLocked),
        ("25006", errors.DatabaseReadOnly),
        ("42501", errors.DatabaseReadOnly),
        ("53100", errors.DiskFull),
        ("53300", errors.DatabaseUnreachable),
        ("57P01", errors.DatabaseUnreachable),
        ("57P03", errors.DatabaseUnreachable),
        ("08006", errors.DatabaseUnreachable),
        ("28P01", errors.DatabaseUnreachable),
        ("3D000", errors.DatabaseMissing),
        ("XX001", errors.DatabaseDamaged),
    ],
)
def test_every_state_of_postgres_has_its_situation(state: str, kind: type) -> None:
    """The code decides, so that a server that speaks Vietnamese is understood too."""
    found = situation(states.lookup(state)("việc không làm được"))
    assert type(found) is kind


@pytest.mark.parametrize(
    "said", ["SSL SYSCALL error: EOF detected", "could not receive data: lỗi", ""]
)
def test_a_line_that_broke_is_a_server_out_of_reach(said: str) -> None:
    """The library's words differ with its TLS and language; what broke is the way there."""
    assert type(situation(OperationalError(said))) is errors.DatabaseUnreachable


def test_a_file_beside_the_database_has_its_situation() -> None:
    """No room and no right are told apart."""
    assert type(file_situation(OSError(28, "No space left"))) is errors.DiskFull
    assert type(file_situation(PermissionError(13, "denied"))) is errors.DatabaseReadOnly


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database is locked", errors.DatabaseLocked),
        ("canceling statement due to lock timeout", errors.DatabaseLocked),
        ("attempt to write a readonly database", errors.DatabaseReadOnly),
        ("cannot execute INSERT in a read-only transaction", errors.DatabaseReadOnly),
        ("database or disk is full", errors.DiskFull),
        ("could not extend file: No space left on device", errors.DiskFull),
        ("database disk image is malformed", errors.DatabaseDamaged),
        ("file is not a database", errors.DatabaseDamaged),
        ("disk I/O error", errors.DatabaseDamaged),
        ("unable to open database file", errors.DatabaseMissing),
        ("connection timeout expired", errors.DatabaseUnreachable),
        ("server closed the connection unexpectedly\nmore", errors.DatabaseUnreachable),
        ("terminating connection due to administrator command", errors.DatabaseUnreachable),
    ],
)
def test_every_word_of_a_driver_has_its_situation(said: str, kind: type) -> None:
    """SQLite and Postgres say the same thing in different words; one line of it is kept."""
    found = situation(Exception(said))
    assert type(found) is kind
    assert found.params["detail"] == said.splitlines()[0]


def test_a_bug_of_ours_stays_a_bug() -> None:
    """A wrong statement is no situation and is not hidden behind one."""
    assert situation(Exception("no such column: nmae")) is None
    assert situation(states.lookup("42703")("no such column")) is None
    assert situation(states.lookup("23505")("twice")) is None
