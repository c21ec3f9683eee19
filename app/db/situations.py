"""What a driver says, turned into the situation an officer can act on.

Postgres is read by its SQLSTATE, which no language setting of the server changes (PostgreSQL
manual, appendix A). SQLite, and a connection that never came to be, have only their words.
"""

import errno
from typing import Any

from app.core.errors import AppError
from app.db import errors

STATES: tuple[tuple[str, type[AppError]], ...] = (
    ("55P03", errors.DatabaseLocked),  # lock timeout
    ("57014", errors.DatabaseLocked),  # statement timeout
    ("40001", errors.DatabaseLocked),  # serialization failure
    ("40P01", errors.DatabaseLocked),  # deadlock
    ("25006", errors.DatabaseReadOnly),
    ("42501", errors.DatabaseReadOnly),  # insufficient privilege
    ("53100", errors.DiskFull),
    ("XX001", errors.DatabaseDamaged),
    ("XX002", errors.DatabaseDamaged),
    ("58030", errors.DatabaseDamaged),  # input or output failed on the server
    ("3D000", errors.DatabaseMissing),
    ("08", errors.DatabaseUnreachable),
    ("28", errors.DatabaseUnreachable),  # the account is not let in
    ("53", errors.DatabaseUnreachable),  # too many connections, out of memory
    ("57P", errors.DatabaseUnreachable),  # shutting down, not up yet
)
"""The beginning of a SQLSTATE and its situation; the first that fits."""

WORDS: tuple[tuple[tuple[str, ...], type[AppError]], ...] = (
    (("database is locked", "database table is locked", "lock timeout"), errors.DatabaseLocked),
    (("readonly database", "read-only"), errors.DatabaseReadOnly),
    (("disk is full", "No space left"), errors.DiskFull),
    (("disk I/O error", "malformed", "not a database"), errors.DatabaseDamaged),
    (("unable to open database",), errors.DatabaseMissing),
    (
        ("connection", "server closed", "timeout expired", "could not connect", "terminating"),
        errors.DatabaseUnreachable,
    ),
)


def situation(error: Exception) -> AppError | None:
    """Return the situation behind a driver's error, or None when it is a bug of ours."""
    found: Any = getattr(error, "orig", error)
    said = str(found).strip()
    kind = _by_state(getattr(found, "sqlstate", None)) or _by_words(said)
    if kind is None and _is_postgres_trouble(found):
        kind = errors.DatabaseUnreachable
    return kind(detail=_first_line(said)) if kind else None


def file_situation(error: OSError) -> AppError:
    """Return the situation behind a file beside the database that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return errors.DiskFull(detail=str(error))
    return errors.DatabaseReadOnly(detail=str(error))


def _by_state(state: str | None) -> type[AppError] | None:
    return next((kind for begins, kind in STATES if (state or "").startswith(begins)), None)


def _by_words(said: str) -> type[AppError] | None:
    return next((kind for signs, kind in WORDS if any(sign in said for sign in signs)), None)


def _is_postgres_trouble(error: object) -> bool:
    """Whether it broke on the way: libpq's words differ with its TLS library and language."""
    kinds = {f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__}
    return "psycopg.OperationalError" in kinds


def _first_line(said: str) -> str:
    return said.splitlines()[0] if said else ""
