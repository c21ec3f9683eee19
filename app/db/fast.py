"""Inserting and reading rows at the speed of the driver, from the same table definitions.

The intake must feel instant on an old computer: compiling each statement once and handing plain
values to the driver costs a third of what the ORM's unit of work does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam, insert, select
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


def fetch_row(
    session: Session, table: Table, names: tuple[str, ...], row: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return some columns of the row that has the same key as ``row``, or None."""
    question = _question(table, names, session.get_bind().dialect)
    key = {name: convert(row[name]) for name, convert in question.keys}
    cursor = _cursor(session)
    cursor.execute(question.statement, key if question.is_named else tuple(key.values()))
    found = cursor.fetchone()
    if found is None:
        return None
    return {name: read(value) for (name, read), value in zip(question.readers, found, strict=True)}


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


@dataclass(frozen=True, slots=True)
class _Question:
    """The compiled question for a row by its key, and how values go in and come out."""

    statement: str
    keys: tuple[tuple[str, Processor], ...]
    readers: tuple[tuple[str, Processor], ...]
    is_named: bool


@lru_cache(maxsize=128)
def _question(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Question:
    keys = [column.name for column in table.primary_key.columns]
    asked = select(*(table.columns[name] for name in names)).where(
        *(table.columns[key] == bindparam(key) for key in keys)
    )
    compiled = asked.compile(dialect=dialect)
    order = list(compiled.positiontup or keys)
    return _Question(
        str(compiled),
        tuple((name, _processor(table, name, dialect)) for name in order),
        tuple((name, _reader(table, name, dialect)) for name in names),
        is_named=compiled.positiontup is None,
    )


def _reader(table: Table, name: str, dialect: Dialect) -> Processor:
    kind = table.columns[name].type.dialect_impl(dialect)
    return kind.result_processor(dialect, None) or _as_it_is


def _processor(table: Table, name: str, dialect: Dialect) -> Processor:
    processor = table.columns[name].type.dialect_impl(dialect).bind_processor(dialect)
    return processor or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
