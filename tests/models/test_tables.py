"""Rules that every table follows."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from app.models import Base
from app.models.base import Day, Moment, moment_text, new_id

TABLES = list(Base.metadata.tables.values())
DIALECTS = [sqlite.dialect(), postgresql.dialect()]
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_begins_with_the_agency(table: Table) -> None:
    """Rows of many wards merge without translation; only facts of the file itself stand alone."""
    first = next(iter(table.primary_key.columns)).name
    assert first == ("name" if table.name == "fact" else "agency_id")
    for key in table.foreign_key_constraints:
        assert key.column_keys[0] == "agency_id"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_strict(table: Table) -> None:
    """SQLite refuses a value of the wrong type, as Postgres does."""
    assert table.dialect_options["sqlite"]["strict"] is True


def test_columns_with_personal_data_exist() -> None:
    """What is named as personal data is a column of that table."""
    named = 0
    for mapper in Base.registry.mappers:
        columns = getattr(mapper.class_, "__pii_columns__", ())
        assert set(columns) <= set(mapper.columns.keys())
        named += len(columns)
    assert named > 0


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_moment_without_a_zone_is_refused(dialect) -> None:
    """A naive moment is a mistake and never reaches the database."""
    with pytest.raises(ValueError):
        Moment().process_bind_param(datetime(2026, 11, 20), dialect)


@given(MOMENTS)
def test_a_moment_comes_back_as_it_went(moment: datetime) -> None:
    """To the microsecond, in UTC, on both databases."""
    for dialect in DIALECTS:
        kept = Moment().process_bind_param(moment, dialect)
        assert Moment().process_result_value(kept, dialect) == moment


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_text(one: datetime, other: datetime) -> None:
    """SQLite compares the text: it must sort as time does."""
    assert (moment_text(one) < moment_text(other)) == (one < other)


@given(st.dates())
def test_a_day_comes_back_as_it_went(day: date) -> None:
    """A calendar day has no zone and no hour."""
    for dialect in DIALECTS:
        assert Day().process_result_value(Day().process_bind_param(day, dialect), dialect) == day


def test_ids_are_never_the_same_and_sort_by_time() -> None:
    """Made at the desk without asking anybody, later ones sort later."""
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(set(ids))
