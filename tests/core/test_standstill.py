"""A clock that stood still goes on as the law counts: from the beginning, or with what was left."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.appointment import ReturnPolicy, Term, TermUnit, appoint
from app.core.clock import VIETNAM, local_day
from app.core.standstill import (
    ClockChoices,
    ClockRule,
    StandstillKind,
    goes_on,
    last_day_to_ask,
)
from app.core.workcalendar import WorkCalendar
from app.exchange.shipped import load_shipped_calendar

DAYS, YEARS = load_shipped_calendar()
CALENDAR = WorkCalendar({one.day: one for one in DAYS}, frozenset(year for year, *_ in YEARS))
WORKING = Term(Decimal(5), TermUnit.WORKING_DAY)
CALENDAR_DAYS = Term(Decimal(10), TermUnit.CALENDAR_DAY)
HOURS = Term(Decimal(8), TermUnit.HOUR)
POLICY = ReturnPolicy()
START = datetime(2026, 1, 2, 8, tzinfo=VIETNAM)

moments = st.integers(0, 500 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
waits = st.integers(0, 90 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
terms = st.one_of(
    st.integers(1, 40).map(lambda n: Term(Decimal(n), TermUnit.WORKING_DAY)),
    st.integers(1, 60).map(lambda n: Term(Decimal(n), TermUnit.CALENDAR_DAY)),
    st.integers(1, 4).map(lambda n: Term(Decimal(n), TermUnit.MONTH)),
    st.integers(1, 72).map(lambda n: Term(Decimal(n), TermUnit.HOUR)),
    st.just(Term(Decimal(0), TermUnit.SAME_DAY)),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("term", "stopped", "resumed", "expected"),
    [
        # received Fri 20/11/2026 09:30; 24/11 is off: five working days end on Mon 30/11
        (WORKING, "2026-11-23T10:00", "2026-11-23T16:00", "2026-11-30T17:00"),
        (WORKING, "2026-11-23T10:00", "2026-11-25T09:00", "2026-12-01T17:00"),
        (WORKING, "2026-11-23T10:00", "2026-11-24T09:00", "2026-11-30T17:00"),  # a day off waited
        (
            WORKING,
            "2026-11-30T10:00",
            "2026-12-05T09:00",
            "2026-12-07T17:00",
        ),  # none left, Saturday
        (WORKING, "2026-11-30T16:00", "2026-12-02T09:00", "2026-12-02T17:00"),
        # ten days of the calendar end on Mon 30/11
        (CALENDAR_DAYS, "2026-11-23T10:00", "2026-11-26T09:00", "2026-12-03T17:00"),
        (CALENDAR_DAYS, "2026-11-23T10:00", "2026-11-28T09:00", "2026-12-07T17:00"),  # Sat 5/12
        # eight hours end at 17:30; three were over
        (HOURS, "2026-11-20T12:30", "2026-11-25T08:00", "2026-11-25T13:00"),
    ],
)
def test_golden_cases_of_a_pause(term: Term, stopped: str, resumed: str, expected: str) -> None:
    """What was left is counted from the day the pause ends."""
    due = appoint(at("2026-11-20T09:30"), term, CALENDAR)
    found = goes_on(due.due_at, at(stopped), at(resumed), term, ClockRule.PAUSE, CALENDAR, POLICY)
    assert found is not None
    assert f"{found.due_at:%Y-%m-%dT%H:%M}" == expected
    assert found.due_on == found.due_at.date()


@given(moments, terms, waits, waits)
def test_a_pause_neither_gains_nor_loses_days(
    received: datetime, term: Term, running: timedelta, waiting: timedelta
) -> None:
    """It moves the appointment by the days of the term it lasted; within a day by none."""
    due = appoint(received, term, CALENDAR)
    stopped = received + running
    found = goes_on(due.due_at, stopped, stopped + waiting, term, ClockRule.PAUSE, CALENDAR, POLICY)
    if local_day(stopped) > due.due_on:
        assert found is None
        return
    assert found is not None
    resumed = stopped + waiting
    assert found.due_at >= resumed
    assert CALENDAR.is_working_day(found.due_on)
    assert found.due_on >= due.due_on
    if local_day(stopped) == local_day(resumed) and term.unit is not TermUnit.HOUR:
        assert found.due_on == due.due_on
    if term.unit is TermUnit.WORKING_DAY and CALENDAR.is_working_day(local_day(resumed)):
        assert _working_days(due.due_on, found.due_on) == _working_days(
            local_day(stopped), local_day(resumed)
        )


@given(moments, terms, waits, waits, waits)
def test_who_comes_later_is_never_served_earlier(
    received: datetime, term: Term, running: timedelta, first: timedelta, more: timedelta
) -> None:
    """By either rule: a longer wait never makes an earlier appointment."""
    due = appoint(received, term, CALENDAR)
    stopped = received + running
    for rule in ClockRule:
        early = goes_on(due.due_at, stopped, stopped + first, term, rule, CALENDAR, POLICY)
        late = goes_on(due.due_at, stopped, stopped + first + more, term, rule, CALENDAR, POLICY)
        if early is not None and late is not None:
            assert early.due_on <= late.due_on


@given(moments, terms, waits, waits)
def test_a_restart_is_the_term_from_its_beginning(
    received: datetime, term: Term, running: timedelta, waiting: timedelta
) -> None:
    """As if the dossier had come complete that day, unless it was late already."""
    due = appoint(received, term, CALENDAR)
    stopped, resumed = received + running, received + running + waiting
    found = goes_on(due.due_at, stopped, resumed, term, ClockRule.RESTART, CALENDAR, POLICY)
    fresh = appoint(resumed, term, CALENDAR)
    if local_day(stopped) > due.due_on:
        assert found is None
    else:
        assert found is not None
        assert (found.due_at, found.due_on) == (fresh.due_at, fresh.due_on)
        assert "tính lại từ đầu" in found.why[0]


def test_a_missed_day_stays_missed() -> None:
    """A supplement asked for when the day had passed gives no new one."""
    due = appoint(at("2026-11-20T09:30"), WORKING, CALENDAR).due_at
    for rule in ClockRule:
        assert (
            goes_on(
                due, at("2026-12-01T08:00"), at("2026-12-04T08:00"), WORKING, rule, CALENDAR, POLICY
            )
            is None
        )


def test_papers_are_asked_for_within_three_working_days() -> None:
    """The day of the reception is not counted; days off are not either."""
    assert last_day_to_ask(date(2026, 11, 20), CALENDAR) == date(2026, 11, 26)
    assert last_day_to_ask(date(2026, 11, 21), CALENDAR) == date(2026, 11, 26)


def test_a_procedure_may_have_its_own_rule() -> None:
    """The office's choice for supplements holds unless the procedure has one; other kinds pause."""
    choices = ClockChoices(supplements={"1.004873": ClockRule.PAUSE})
    assert choices.rule(StandstillKind.SUPPLEMENT, "2.000815") is ClockRule.RESTART
    assert choices.rule(StandstillKind.SUPPLEMENT, "1.004873") is ClockRule.PAUSE
    assert choices.rule(StandstillKind.PAYMENT, "2.000815") is ClockRule.PAUSE


def _working_days(first: date, last: date) -> int:
    """Count the working days after one day up to another."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(CALENDAR.is_working_day(day) for day in days)
