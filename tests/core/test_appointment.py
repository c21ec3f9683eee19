"""The appointment: golden cases of the law, and rules that hold for every date and term."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.appointment import (
    Appointment,
    ReturnPolicy,
    ReturnRule,
    Term,
    TermUnit,
    apology_owed_from,
    appoint,
)
from app.core.clock import VIETNAM
from app.core.errors import BadTerm
from app.core.workcalendar import DEFAULT_SESSIONS, DeskSession, WorkCalendar
from app.exchange.shipped import load_shipped_calendar

EVENING = (
    DeskSession(1, time(18), time(19, 30), False),
    DeskSession(3, time(18), time(19, 30), False),
)
DAYS, YEARS = load_shipped_calendar()
CALENDAR = WorkCalendar(
    {one.day: one for one in DAYS},
    frozenset(year for year, _source, _verified in YEARS),
    (*DEFAULT_SESSIONS, *EVENING),
)
UNITS = {
    "wd": TermUnit.WORKING_DAY,
    "cd": TermUnit.CALENDAR_DAY,
    "h": TermUnit.HOUR,
    "m": TermUnit.MONTH,
    "sd": TermUnit.SAME_DAY,
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def due(received: str, value: str, unit: str, policy: ReturnPolicy | None = None) -> Appointment:
    term = Term(Decimal(value), UNITS[unit])
    return appoint(at(received), term, CALENDAR, policy or ReturnPolicy())


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        # the golden cases: Civil Code, 15:00 rule, calendar of 2026 and 2027
        ("2026-11-20T09:30", "3", "wd", "2026-11-26"),
        ("2026-08-21T09:30", "1", "wd", "2026-08-22"),
        ("2026-08-28T09:30", "1", "wd", "2026-09-03"),
        ("2027-02-03T09:30", "2", "wd", "2027-02-12"),
        ("2026-11-12T09:30", "10", "cd", "2026-11-23"),
        ("2026-11-23T14:59", "0", "sd", "2026-11-23"),
        ("2026-11-23T15:01", "0", "sd", "2026-11-25"),
        # the second itself decides: "sau 15 giờ"
        ("2026-11-23T15:00:00", "0", "sd", "2026-11-23"),
        ("2026-11-23T15:00:01", "0", "sd", "2026-11-25"),
        # received outside working time: the day of reception is not counted all the same
        ("2026-11-17T18:30", "1", "wd", "2026-11-18"),
        ("2026-11-21T09:00", "1", "wd", "2026-11-23"),
        ("2026-11-21T09:00", "0", "sd", "2026-11-23"),
        # months: the corresponding day, or the last one there is
        ("2026-01-30T09:00", "1", "m", "2026-03-02"),
        ("2027-01-31T09:00", "1", "m", "2027-03-01"),
        ("2025-12-15T09:00", "1", "m", "2026-01-15"),
        ("2024-01-31T09:00", "1", "m", "2024-02-29"),
        ("2027-03-31T09:00", "1", "m", "2027-05-04"),
        ("2026-07-06T09:00", "2", "m", "2026-09-07"),
        # hours run from the moment; a last day off moves to the next working day
        ("2026-11-18T08:00", "12", "h", "2026-11-18"),
        ("2026-11-20T16:00", "24", "h", "2026-11-23"),
        # halves
        ("2026-11-16T09:00", "7.5", "wd", "2026-11-27"),
        ("2026-11-16T09:00", "0.5", "wd", "2026-11-17"),
        ("2026-11-18T09:00", "3.5", "wd", "2026-11-25"),
    ],
)
def test_the_due_day_is_the_law_s(received: str, value: str, unit: str, expected: str) -> None:
    """Each case is an article of law or a line of the calendar."""
    assert due(received, value, unit).due_on.isoformat() == expected


def test_half_a_day_ends_with_the_morning() -> None:
    """Seven and a half working days end at noon of the eighth."""
    assert due("2026-11-16T09:00", "7.5", "wd").due_at.time() == time(11, 30)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (ReturnPolicy(), "17:00"),
        (ReturnPolicy(ReturnRule.SAME_CLOCK_TIME), "09:30"),
        (ReturnPolicy(ReturnRule.FIXED_WINDOW, time(14)), "14:00"),
    ],
)
def test_the_moment_follows_the_office_s_rule(policy: ReturnPolicy, expected: str) -> None:
    """The day is the law's, the hour the office's choice."""
    moment = due("2026-11-20T09:30", "3", "wd", policy).due_at
    assert f"{moment:%H:%M}" == expected


def test_same_clock_time_is_clipped_into_working_hours() -> None:
    """Received over lunch or in the evening: the next opening, or the end of the day."""
    policy = ReturnPolicy(ReturnRule.SAME_CLOCK_TIME)
    assert due("2026-11-17T12:10", "1", "wd", policy).due_at.time() == time(13, 30)
    assert due("2026-11-17T18:40", "1", "wd", policy).due_at.time() == time(17)


def test_the_explanation_names_the_holiday() -> None:
    """The officer can read out why: the first day, the holiday, the counted day."""
    lines = "\n".join(due("2026-11-20T09:30", "3", "wd").why)
    assert "Điều 147.2" in lines
    assert "24/11 nghỉ Ngày Văn hóa Việt Nam." in lines
    assert "21/11, 22/11 nghỉ cuối tuần." in lines
    assert "Ngày làm việc thứ 3 là Thứ Năm 26/11/2026." in lines


def test_beyond_the_loaded_years_there_is_a_warning() -> None:
    """A date nobody has the notice for says so."""
    assert due("2026-11-20T09:30", "3", "wd").warnings == ()
    warnings = due("2027-12-20T09:00", "30", "wd").warnings
    assert any("2028" in line for line in warnings)


def test_an_unconfirmed_day_is_told() -> None:
    """22/08/2026 as a working Saturday was never confirmed."""
    assert any("22/08/2026" in line for line in due("2026-08-21T09:30", "1", "wd").warnings)


def test_an_unconfirmed_day_matters_only_where_the_date_rests_on_it() -> None:
    """Calendar days run through it; on the day itself it decides what "same day" is."""
    assert due("2026-08-10T09:30", "20", "cd").warnings == ()
    assert due("2026-08-24T09:30", "5", "wd").warnings == ()
    assert any("22/08/2026" in line for line in due("2026-08-22T09:30", "0", "sd").warnings)


def test_a_working_saturday_is_explained() -> None:
    """A citizen asked to come on a Saturday wants to know why."""
    lines = "\n".join(due("2026-08-21T09:30", "1", "wd").why)
    assert "Thứ Bảy 22/08/2026 là ngày làm việc (Làm bù cho thứ Hai 31/8)." in lines


@pytest.mark.parametrize(
    ("received", "told"),
    [
        ("2026-11-17T18:30", "Nhận ngoài giờ làm việc."),
        ("2026-11-21T09:00", "Nhận vào ngày nghỉ."),
        ("2026-11-24T09:00", "Nhận vào ngày nghỉ."),
    ],
)
def test_reception_outside_working_time_is_told(received: str, told: str) -> None:
    """The evening session and the Saturday receive, but no hour of theirs is counted."""
    assert told in due(received, "1", "wd").why
    assert told not in due("2026-11-17T11:30", "1", "wd").why


def test_a_run_of_days_off_is_one_readable_line() -> None:
    """Tết is named once, without saying "nghỉ" twice."""
    lines = due("2026-02-12T09:00", "2", "wd").why
    assert "14/02, 15/02 nghỉ cuối tuần." in lines
    assert "16/02–20/02 nghỉ Tết Nguyên đán." in lines
    assert "21/02, 22/02 nghỉ cuối tuần." in lines


def test_a_last_day_off_names_the_article() -> None:
    """Ten days end on Sunday 22/11 and move to Monday (Điều 148.5)."""
    result = due("2026-11-12T09:30", "10", "cd")
    assert "Ngày thứ 10 là Chủ nhật 22/11/2026, tính cả ngày nghỉ." in result.why
    assert any("Điều 148.5" in line and "Thứ Hai 23/11/2026" in line for line in result.why)
    assert [one.day for one in result.skipped] == [date(2026, 11, 22)]


def test_hours_moved_over_a_day_off_end_with_the_next_working_day() -> None:
    """Otherwise they end at the very minute."""
    assert due("2026-11-18T08:15", "8", "h").due_at == at("2026-11-18T16:15")
    assert due("2026-11-20T16:00", "24", "h").due_at == at("2026-11-23T17:00")


@pytest.mark.parametrize(
    ("received", "expected"),
    [("2026-11-23T08:00", "14:00"), ("2026-11-23T14:30", "17:00")],
)
def test_a_same_day_window_never_lies_before_reception(received: str, expected: str) -> None:
    """Who comes after the window opened is promised the end of the day."""
    policy = ReturnPolicy(ReturnRule.FIXED_WINDOW, time(14))
    moment = due(received, "0", "sd", policy).due_at
    assert f"{moment:%H:%M}" == expected


def test_a_moment_of_another_zone_is_read_in_vietnam() -> None:
    """18:30 UTC is already the next morning here."""
    received = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
    result = appoint(received, Term(Decimal(3), TermUnit.WORKING_DAY), CALENDAR)
    assert result.due_on == date(2026, 11, 26)
    assert result.due_at.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("value", "unit"), [("-1", "wd"), ("0", "wd"), ("0.3", "wd"), ("1.5", "cd"), ("NaN", "h")]
)
def test_a_term_that_cannot_be_counted_is_refused(value: str, unit: str) -> None:
    """Halves exist for working days only."""
    with pytest.raises(BadTerm):
        Term(Decimal(value), UNITS[unit])


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 9, 1)).map(
    lambda moment: moment.replace(tzinfo=VIETNAM)
)
HALVES = st.integers(1, 60).map(lambda n: Decimal(n) / 2)
TERMS = st.one_of(
    HALVES.map(lambda value: Term(value, TermUnit.WORKING_DAY)),
    *(
        st.integers(1, most).map(lambda n, unit=unit: Term(Decimal(n), unit))
        for unit, most in ((TermUnit.CALENDAR_DAY, 60), (TermUnit.HOUR, 200), (TermUnit.MONTH, 3))
    ),
    st.just(Term(Decimal(0), TermUnit.SAME_DAY)),
)
POLICIES = st.sampled_from(
    [
        ReturnPolicy(),
        ReturnPolicy(ReturnRule.SAME_CLOCK_TIME),
        ReturnPolicy(ReturnRule.FIXED_WINDOW, time(14)),
    ]
)


@given(MOMENTS, TERMS, POLICIES)
def test_never_on_a_day_off_and_never_before_reception(
    received: datetime, term: Term, policy: ReturnPolicy
) -> None:
    """Whatever comes in whenever, the appointment is on a working day and lies ahead."""
    result = appoint(received, term, CALENDAR, policy)
    assert CALENDAR.is_working_day(result.due_on)
    assert result.due_at >= received
    assert result.due_at.date() == max(result.due_on, received.date())


@given(MOMENTS, st.integers(1, 100), st.sampled_from(list(UNITS.values())[:4]), POLICIES)
def test_a_longer_term_is_never_due_earlier(
    received: datetime, value: int, unit: TermUnit, policy: ReturnPolicy
) -> None:
    """The due day grows with the term."""
    shorter = appoint(received, Term(Decimal(value), unit), CALENDAR, policy)
    longer = appoint(received, Term(Decimal(value + 1), unit), CALENDAR, policy)
    assert shorter.due_on <= longer.due_on


@given(MOMENTS, st.integers(0, 20_000), TERMS)
def test_a_later_reception_is_never_due_earlier(
    received: datetime, minutes: int, term: Term
) -> None:
    """Coming later never gives an earlier day."""
    later = received + timedelta(minutes=minutes)
    assert appoint(received, term, CALENDAR).due_on <= appoint(later, term, CALENDAR).due_on


@given(MOMENTS, st.integers(1, 40))
def test_the_explanation_accounts_for_every_day(received: datetime, value: int) -> None:
    """Counted days plus skipped days are all the days up to the appointment."""
    term = Term(Decimal(value), TermUnit.WORKING_DAY)
    result = appoint(received, term, CALENDAR)
    span = (result.due_on - received.date()).days
    assert len(result.skipped) == span - value
    assert len({one.day for one in result.skipped}) == len(result.skipped)
    lines = "\n".join(result.why)
    for one in result.skipped:
        assert one.name.removeprefix("Nghỉ ") in lines or "nghỉ cuối tuần" in lines


@given(st.dates(date(2024, 2, 1), date(2027, 12, 31)), st.integers(0, 5))
def test_the_apology_is_owed_in_time_and_on_a_working_day(due_on: date, days: int) -> None:
    """The last working day on or before so many days ahead (NĐ 61/2018 Đ19.9)."""
    owed = apology_owed_from(due_on, CALENDAR, days)
    latest = due_on - timedelta(days=days)
    assert owed <= latest
    assert CALENDAR.is_working_day(owed)
    between = (owed + timedelta(days=n) for n in range(1, (latest - owed).days + 1))
    assert not any(CALENDAR.is_working_day(day) for day in between)
