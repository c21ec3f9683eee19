"""Declarative base, constraint names that migrations rely on, types that both databases keep."""

import uuid
from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeEngine
from uuid6 import uuid7

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
STRICT = {"sqlite_strict": True}
"""Table option: SQLite refuses a value of the wrong type, as Postgres does."""


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


def new_id() -> str:
    """Return a new UUIDv7: rows made later sort later, and no two desks make the same."""
    return str(uuid7())


class IdType(TypeDecorator[str]):
    """A UUID as dashed text in Python; ``uuid`` on Postgres, text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(
            Uuid(as_uuid=False) if dialect.name == "postgresql" else Text()
        )

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return str(value) if isinstance(value, uuid.UUID) else value


class Moment(TypeDecorator[datetime]):
    """An aware moment; ``timestamptz`` on Postgres, UTC in ISO 8601 on SQLite. Naive is refused."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(
            DateTime(timezone=True) if dialect.name == "postgresql" else Text()
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment_text(moment)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return None if value is None else value.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A calendar day in Vietnam; ``date`` on Postgres, ISO text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Date() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002
        return date.fromisoformat(value) if isinstance(value, str) else value


def moment_text(moment: datetime) -> str:
    """Return a moment as SQLite and the journal keep it: UTC, microseconds, sortable as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


Flag = Boolean().with_variant(Integer(), "sqlite")
"""True or false; STRICT tables know no BOOLEAN."""
Long = BigInteger().with_variant(Integer(), "sqlite")

AgencyId = Annotated[str, mapped_column(Text, primary_key=True)]
RowId = Annotated[str, mapped_column(IdType, primary_key=True)]
KeyWord = Annotated[str, mapped_column(Text, primary_key=True)]
Ref = Annotated[str, mapped_column(IdType)]
OptionalRef = Annotated[str | None, mapped_column(IdType)]
Words = Annotated[str, mapped_column(Text)]
OptionalWords = Annotated[str | None, mapped_column(Text)]
Instant = Annotated[datetime, mapped_column(Moment)]
OptionalInstant = Annotated[datetime | None, mapped_column(Moment)]
LocalDay = Annotated[date, mapped_column(Day)]
OptionalLocalDay = Annotated[date | None, mapped_column(Day)]
Count = Annotated[int, mapped_column(Integer)]
Amount = Annotated[int | None, mapped_column(Long)]
Bytes = Annotated[bytes | None, mapped_column(LargeBinary)]
Truth = Annotated[bool, mapped_column(Flag)]
