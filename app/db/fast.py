"""Inserting rows at the speed of the driver, from the same table definitions.

The intake must feel instant on an old computer: compiling each statement once and handing plain
values to the driver costs a third of what the ORM's unit of work does.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from app.db.database import touch

Processor = Callable[[Any], Any]


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; each maps every column of the table to a Python value."""
    if not rows:
        return
    statement, columns, named = _compiled(table, session.get_bind().dialect)
    values: list[Any]
    if named:
        values = [{name: convert(row[name]) for name, convert in columns} for row in rows]
    else:
        values = [tuple(convert(row[name]) for name, convert in columns) for row in rows]
    cursor = _cursor(session)
    if len(values) == 1:
        cursor.execute(statement, values[0])
    else:
        cursor.executemany(statement, values)
    touch(session, table.name)


def run(session: Session, statement: str, values: Sequence[Any] = ()) -> None:
    """Run driver SQL written with ``?`` places on either database."""
    _cursor(session).execute(_placed(session, statement), tuple(values))


def fetch_one(
    session: Session, statement: str, values: Sequence[Any] = ()
) -> tuple[Any, ...] | None:
    """Run driver SQL written with ``?`` places and return its first row, or None."""
    cursor = _cursor(session)
    cursor.execute(_placed(session, statement), tuple(values))
    row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _placed(session: Session, statement: str) -> str:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return statement if is_sqlite else statement.replace("?", "%s")


def _cursor(session: Session) -> Any:
    """Return the one driver cursor of a unit; it lives and ends with the unit's connection."""
    cursor = session.info.get("cursor")
    if cursor is None:
        cursor = session.info["cursor"] = session.connection().connection.cursor()
    return cursor


@lru_cache(maxsize=64)
def _compiled(
    table: Table, dialect: Dialect
) -> tuple[str, tuple[tuple[str, Processor], ...], bool]:
    compiled = insert(table).compile(dialect=dialect)
    names = [column.name for column in table.columns]
    order = list(compiled.positiontup or names)
    processors = tuple((name, _processor(table, name, dialect)) for name in order)
    return str(compiled), processors, compiled.positiontup is None


def _processor(table: Table, name: str, dialect: Dialect) -> Processor:
    processor = table.columns[name].type.dialect_impl(dialect).bind_processor(dialect)
    return processor or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
