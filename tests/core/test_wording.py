"""Days, moments and terms as offices write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.core.wording import listed, long_date, moment_text, named_date, short_date, term_text


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2027, 1, 5), "ngày 05 tháng 01 năm 2027"),
        (date(2027, 2, 15), "ngày 15 tháng 02 năm 2027"),
        (date(2026, 6, 29), "ngày 29 tháng 6 năm 2026"),
        (date(2026, 11, 9), "ngày 09 tháng 11 năm 2026"),
    ],
)
def test_long_dates_pad_days_and_the_first_two_months(day: date, written: str) -> None:
    """NĐ 30/2020, annex I: days below 10, months 1 and 2."""
    assert long_date(day) == written


def test_a_day_carries_its_name() -> None:
    """A citizen remembers the weekday."""
    week = [named_date(date(2026, 11, 23) + timedelta(days=n)) for n in range(7)]
    assert week[0] == "Thứ Hai 23/11/2026"
    assert week[5:] == ["Thứ Bảy 28/11/2026", "Chủ nhật 29/11/2026"]
    assert short_date(date(2027, 1, 5)) == "05/01/2027"


def test_moments_are_said_in_vietnamese_time() -> None:
    """Stored in UTC, read at the desk."""
    moment = datetime(2026, 11, 25, 18, 5, tzinfo=UTC)
    assert moment_text(moment) == "01:05, Thứ Năm 26/11/2026"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("3", "working_day", "03 ngày làm việc"),
        ("7.5", "working_day", "7,5 ngày làm việc"),
        ("17.50", "working_day", "17,5 ngày làm việc"),
        ("30", "calendar_day", "30 ngày"),
        ("8.0", "hour", "08 giờ"),
        ("1", "month", "01 tháng"),
    ],
)
def test_terms_are_written_with_two_figures(value: str, unit: str, written: str) -> None:
    """As slips and decisions have it; a half with a comma."""
    assert term_text(Decimal(value), unit) == written


def test_the_same_day_names_its_hour() -> None:
    """The citizen reads the 15:00 rule on the slip."""
    assert "15 giờ" in term_text(Decimal(0), "same_day")


def test_a_run_of_days_is_written_by_its_ends() -> None:
    """Two days are two days; five in a row are a span."""
    days = [date(2026, 2, 16) + timedelta(days=n) for n in range(5)]
    assert listed(days) == "16/02–20/02"
    assert listed(days[:2]) == "16/02, 17/02"
    assert listed([days[0], days[2], days[4]]) == "16/02, 18/02, 20/02"
