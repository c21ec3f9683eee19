"""Working days and desk hours come from notices and settings, never from the weekday alone."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.workcalendar import DEFAULT_SESSIONS, DeskSession, SpecialDay, WorkCalendar

CULTURE_DAY = date(2026, 11, 24)
WORKING_SATURDAY = date(2026, 1, 10)
SATURDAY = date(2026, 11, 21)
SPECIAL = {
    one.day: one
    for one in (
        SpecialDay(CULTURE_DAY, True, "Ngày Văn hóa Việt Nam", "NQ 28/2026/QH16"),
        SpecialDay(WORKING_SATURDAY, False, "Làm bù", "thông báo"),
    )
}
SESSIONS = (
    DeskSession(5, time(8), time(10), False),
    DeskSession(1, time(18), time(19, 30), False),
    *DEFAULT_SESSIONS,
)
CALENDAR = WorkCalendar(SPECIAL, frozenset({2026}), SESSIONS)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (CULTURE_DAY, "Ngày Văn hóa Việt Nam"),
        (SATURDAY, "Thứ Bảy"),
        (date(2026, 11, 22), "Chủ nhật"),
        (date(2026, 11, 23), None),
        (WORKING_SATURDAY, None),
    ],
)
def test_a_day_off_has_a_name(day: date, name: str | None) -> None:
    """The holiday's own, or the weekday's; a working day has none."""
    assert CALENDAR.name_of_day_off(day) == name
    assert CALENDAR.is_working_day(day) is (name is None)


def test_only_loaded_years_are_covered() -> None:
    """Outside them holidays are unknown."""
    assert CALENDAR.covers(CULTURE_DAY)
    assert not CALENDAR.covers(date(2027, 1, 1))


def test_receiving_hours_are_not_working_time() -> None:
    """The evening and the Saturday morning receive; only a notice makes a working day."""
    tuesday = date(2026, 11, 17)
    assert [one.opens.hour for one in CALENDAR.sessions_on(tuesday)] == [7, 13]
    every = CALENDAR.sessions_on(tuesday, counting_only=False)
    assert [one.opens.hour for one in every] == [7, 13, 18]
    assert CALENDAR.sessions_on(SATURDAY) == ()
    assert len(CALENDAR.sessions_on(SATURDAY, counting_only=False)) == 1


def test_a_holiday_has_no_sessions_at_all() -> None:
    """Nobody receives on a Tuesday that is a public holiday."""
    assert CALENDAR.sessions_on(CULTURE_DAY, counting_only=False) == ()


def test_a_working_saturday_has_a_weekday_s_hours() -> None:
    """It stands in for a weekday."""
    sessions = CALENDAR.sessions_on(WORKING_SATURDAY)
    assert [(one.opens, one.closes) for one in sessions] == [
        (time(7, 30), time(11, 30)),
        (time(13, 30), time(17)),
    ]
    assert CALENDAR.closes_at(WORKING_SATURDAY).time() == time(17)


def test_an_office_without_hours_ends_its_day_with_the_day() -> None:
    """Settings may be missing, an appointment may not."""
    bare = WorkCalendar({}, frozenset(), ())
    assert bare.closes_at(date(2026, 11, 23)).time() == time(23, 59)


@given(st.dates(date(2025, 12, 1), date(2027, 1, 31)))
def test_the_nearest_working_days_are_nearest(day: date) -> None:
    """No working day is jumped over, forward or back."""
    ahead, behind = CALENDAR.working_day_on_or_after(day), CALENDAR.working_day_on_or_before(day)
    assert behind <= day <= ahead < CALENDAR.next_working_day(ahead)
    assert CALENDAR.is_working_day(ahead)
    assert CALENDAR.is_working_day(behind)
    between = (behind + timedelta(days=n) for n in range(1, (ahead - behind).days))
    assert not any(CALENDAR.is_working_day(one) for one in between)
