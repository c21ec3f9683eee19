"""When an obligation opens, what may be done about it by whom, and what a delivery must tell."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.apologies import (
    CAUSES,
    OWED,
    AddressMissing,
    ApologyAct,
    ApologyActNotAllowed,
    ApologyState,
    Delivery,
    DeliveryChannel,
    LetterOutcome,
    ReceiverMissing,
    RoleNotAllowed,
    TrackingMissing,
    after,
    allowed,
    answer_by,
    cause_of,
    check_delivery,
    earliest_new_day,
    is_missed,
    opening,
    outcome,
    require_role,
)
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Role
from app.core.workcalendar import DEFAULT_SESSIONS, WorkCalendar
from app.exchange.shipped import load_shipped_calendar

DAYS, YEARS = load_shipped_calendar()
CALENDAR = WorkCalendar(
    special={one.day: one for one in DAYS},
    years=frozenset(year for year, _, _ in YEARS),
    sessions=DEFAULT_SESSIONS,
)


def _at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def test_a_promise_for_the_evening_opens_when_the_desk_closes() -> None:
    """Twelve hours from eight in the morning end when nobody is there any more."""
    day = date(2026, 11, 18)
    evening = _at(day, 20)
    when = opening(evening, day, CALENDAR, 1)
    assert (when.day, when.moment) == (day, CALENDAR.closes_at(day))


@given(
    st.dates(date(2026, 1, 5), date(2027, 11, 30)),
    st.integers(1, 40),
    st.integers(0, 10),
)
def test_an_obligation_opens_on_a_working_day_before_expiry_or_when_it_passes(
    promised_on: date, days: int, days_before: int
) -> None:
    """Never after the appointment has passed, never before the promise was given."""
    due_on = CALENDAR.working_day_on_or_after(promised_on + timedelta(days=days))
    due_at = CALENDAR.closes_at(due_on)
    when = opening(due_at, promised_on, CALENDAR, days_before)
    assert when.day <= due_on
    assert when.is_reached(due_at + timedelta(seconds=1))
    if when.moment is None:
        assert promised_on < when.day <= due_on - timedelta(days=days_before)
        assert CALENDAR.is_working_day(when.day)
        assert not when.is_reached(_at(when.day - timedelta(days=1), 23))
        assert when.is_reached(_at(when.day, 0))
        between = when.day + timedelta(days=1)
        while between <= due_on - timedelta(days=days_before):
            assert not CALENDAR.is_working_day(between), "a later working day would have done"
            between += timedelta(days=1)
    else:
        assert not when.is_reached(due_at)


@given(st.sampled_from(ApologyState), st.sampled_from(ApologyAct), st.sampled_from(Role))
def test_only_acts_that_fit_are_offered(state: ApologyState, act: ApologyAct, role: Role) -> None:
    """What is offered can be done, what is not offered is refused with a reason."""
    if act in allowed(state, role):
        assert after(state, act) in ApologyState
        require_role(act, role)
        return
    with pytest.raises((ApologyActNotAllowed, RoleNotAllowed)):
        after(state, act)
        require_role(act, role)


def test_no_way_leads_past_the_citizen() -> None:
    """From every owed state the way to the end goes through delivery, or a result in time."""
    for state in OWED:
        ends = {
            after(start, act)
            for start in ApologyState
            for act in ApologyAct
            for role in Role
            if act in allowed(start, role) and start is state
        }
        assert ends <= {one for one in ApologyState if one is not ApologyState.CLOSED}
        assert state is ApologyState.ISSUED or ApologyState.DELIVERED not in ends


def test_signing_and_sealing_are_two_roles() -> None:
    """No role may do both."""
    for role in Role:
        signs = ApologyAct.SIGN in allowed(ApologyState.SUBMITTED, role)
        seals = ApologyAct.ISSUE in allowed(ApologyState.AWAITING_SEAL, role)
        assert not (signs and seals)


@pytest.mark.parametrize(
    ("finished", "at", "missed"),
    [
        (None, _at(date(2026, 11, 26), 23), False),
        (None, _at(date(2026, 11, 27), 0), True),
        (_at(date(2026, 11, 26), 23), _at(date(2026, 12, 30)), False),
        (_at(date(2026, 11, 27), 0), _at(date(2026, 12, 30)), True),
    ],
)
def test_an_appointment_is_missed_by_date(
    finished: datetime | None, at: datetime, missed: bool
) -> None:
    """A term ends with its last day, whatever the hour of the appointment."""
    assert is_missed(date(2026, 11, 26), finished, at) == missed


def test_the_outcome_is_against_the_appointment() -> None:
    """On the day itself is in time, the day after is late, nothing is never."""
    due_on = date(2026, 11, 26)
    assert outcome(due_on, _at(due_on, 23)) is LetterOutcome.ON_TIME
    assert outcome(due_on, _at(due_on + timedelta(days=1), 0)) is LetterOutcome.LATE
    assert outcome(due_on, None) is LetterOutcome.NEVER


@pytest.mark.parametrize(
    ("channel", "told", "refused"),
    [
        (DeliveryChannel.BY_HAND, {"receiver": "Nguyễn Thị Ẩn"}, None),
        (DeliveryChannel.BY_HAND, {"reference": "RR1"}, ReceiverMissing),
        (DeliveryChannel.POST, {"reference": "RR123456789VN"}, None),
        (DeliveryChannel.POST, {"receiver": "Nguyễn Thị Ẩn"}, TrackingMissing),
        (DeliveryChannel.EMAIL, {"reference": "an@example.vn"}, None),
        (DeliveryChannel.EMAIL, {}, AddressMissing),
        (DeliveryChannel.MESSAGE, {}, AddressMissing),
    ],
)
def test_a_delivery_tells_what_proves_it(channel, told, refused) -> None:
    """Each channel needs its own proof."""
    delivery = Delivery(channel, _at(date(2026, 11, 26)), **told)
    if refused is None:
        check_delivery(delivery)
    else:
        with pytest.raises(refused):
            check_delivery(delivery)


def test_causes_have_distinct_keys_and_are_found() -> None:
    """A key names one cause; an unknown key none."""
    assert len({one.key for one in CAUSES}) == len(CAUSES)
    assert cause_of("other_agency", CAUSES) is CAUSES[0]
    assert cause_of("nothing", CAUSES) is None


def test_a_superior_has_until_the_end_of_the_next_working_day() -> None:
    """The clock of an escalation minds days off: 24/11/2026 is one."""
    monday = _at(date(2026, 11, 23))
    assert answer_by(monday, CALENDAR) == CALENDAR.closes_at(date(2026, 11, 25))


def test_a_new_day_lies_after_today_and_the_promise() -> None:
    """The later of both, plus one day."""
    today = _at(date(2026, 11, 25))
    assert earliest_new_day(today, date(2026, 11, 26)) == date(2026, 11, 27)
    assert earliest_new_day(today, date(2026, 11, 20)) == local_day(today) + timedelta(days=1)
