"""The appointment (ngày hẹn trả): counted as the Civil Code counts, and able to say why.

BLDS 2015: Đ147.2 the first day is not counted; Đ148.1 a term ends at the end of its last day;
Đ148.3 months end on the corresponding day; Đ148.5 a last day on a day off moves to the end of the
next working day; Đ147.1 terms in hours run from the moment itself.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from app.core.clock import VIETNAM
from app.core.errors import BadTerm
from app.core.wording import listed, moment_text, named_date, short_date, term_text
from app.core.workcalendar import ONE_DAY, DeskSession, WorkCalendar

SAME_DAY_UNTIL = time(15)
"""Luật Hộ tịch 60/2014 Đ5.3, NĐ 23/2015 Đ7: "sau 15 giờ"; 15:00:00 itself is not after."""
HALF = Decimal("0.5")
LONGEST = Decimal(3650)


class TermUnit(StrEnum):
    """What a processing time is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Term:
    """A processing time. Halves are allowed for working days only.

    Raises:
        BadTerm: not a time that can be counted.
    """

    value: Decimal
    unit: TermUnit

    def __post_init__(self) -> None:
        step = HALF if self.unit is TermUnit.WORKING_DAY else Decimal(1)
        low = Decimal(0) if self.unit is TermUnit.SAME_DAY else step
        if not (self.value.is_finite() and low <= self.value <= LONGEST) or self.value % step:
            raise BadTerm(value=str(self.value), unit=self.unit)


class ReturnRule(StrEnum):
    """At which moment of the last day the result is promised; the term ends with the day."""

    SAME_CLOCK_TIME = "same_clock_time"
    END_OF_DAY = "end_of_day"
    FIXED_WINDOW = "fixed_window"


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """The office's choice of the moment; ``window_opens`` goes with ``FIXED_WINDOW``."""

    rule: ReturnRule = ReturnRule.END_OF_DAY
    window_opens: time | None = None


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day off that was passed over on the way to the appointment."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """The promised moment with its explanation, line by line in Vietnamese."""

    due_at: datetime
    due_on: date
    why: tuple[str, ...]
    warnings: tuple[str, ...]
    skipped: tuple[SkippedDay, ...]


def appoint(
    received_at: datetime,
    term: Term,
    calendar: WorkCalendar,
    policy: ReturnPolicy = ReturnPolicy(),
) -> Appointment:
    """Return the appointment of a dossier received at an aware moment.

    ``due_on`` is always a working day and grows with the term; ``due_at`` never lies before the
    reception. ``skipped`` are days off not counted, or that the end of the term moved over.
    """
    received = received_at.astimezone(VIETNAM)
    count = _COUNTS[term.unit]
    last, lines = count(received, term, calendar)
    due_on = calendar.working_day_on_or_after(last)
    if term.unit is TermUnit.HOUR and due_on == last:
        due_at = received + timedelta(hours=int(term.value))
    elif term.unit is TermUnit.HOUR:
        due_at = calendar.closes_at(due_on)
    else:
        due_at = _moment_of(due_on, received, term, calendar, policy)
    days = _deciding_days(received.date(), last, due_on, term)
    skipped = tuple(_skipped(days, calendar))
    why = (
        f"Nhận lúc {moment_text(received)}.",
        f"Thời hạn: {term_text(term.value, term.unit)}.",
        *lines,
        *_skip_lines(skipped),
        *_swap_lines(days, calendar),
        *_moved_line(last, due_on, term),
        f"Hẹn trả: {moment_text(due_at)}.",
    )
    return Appointment(due_at, due_on, why, tuple(_warnings(days, calendar)), skipped)


def apology_owed_from(due_on: date, calendar: WorkCalendar, days_before: int = 1) -> date:
    """Return the day from which a dossier without a result owes an apology.

    NĐ 61/2018 Đ19.9: "chậm nhất 01 ngày trước ngày hết hạn", plain days; so that somebody is there
    to send it, the last working day on or before that day.
    """
    return calendar.working_day_on_or_before(due_on - timedelta(days=days_before))


Counted = tuple[date, tuple[str, ...]]


def _working_days(received: datetime, term: Term, calendar: WorkCalendar) -> Counted:
    whole, half = divmod(term.value, 1)
    days = int(whole) + (1 if half else 0)
    day = received.date()
    for _ in range(days):
        day = calendar.next_working_day(day)
    counted = f"Ngày làm việc thứ {days} là {named_date(day)}"
    if half:
        counted += " (nửa ngày cuối: hết buổi sáng)"
    return day, (*_first_day(received, calendar), f"{counted}.")


def _calendar_days(received: datetime, term: Term, calendar: WorkCalendar) -> Counted:
    last = received.date() + timedelta(days=int(term.value))
    counted = f"Ngày thứ {int(term.value)} là {named_date(last)}, tính cả ngày nghỉ."
    return last, (*_first_day(received, calendar), counted)


def _months(received: datetime, term: Term, calendar: WorkCalendar) -> Counted:
    start = received.date()
    years, month = divmod(start.month - 1 + int(term.value), 12)
    year = start.year + years
    length = monthrange(year, month + 1)[1]
    last = date(year, month + 1, min(start.day, length))
    rule = "ngày tương ứng" if start.day <= length else "ngày cuối của tháng"
    line = f"Hết tháng thứ {int(term.value)} vào {rule}, {named_date(last)} (Điều 148.3 BLDS 2015)."
    return last, (*_first_day(received, calendar), line)


def _hours(received: datetime, term: Term, calendar: WorkCalendar) -> Counted:  # noqa: ARG001
    end = received + timedelta(hours=int(term.value))
    line = f"Tính liên tục từ giờ nhận (Điều 147.1 BLDS 2015): hết hạn lúc {moment_text(end)}."
    return end.date(), (line,)


def _same_day(received: datetime, term: Term, calendar: WorkCalendar) -> Counted:  # noqa: ARG001
    day = received.date()
    if not calendar.is_working_day(day):
        line = "Nhận ngoài ngày làm việc: trả trong ngày làm việc tiếp theo."
        return calendar.next_working_day(day), (line,)
    if received.time() <= SAME_DAY_UNTIL:
        return day, ("Nhận trước hoặc đúng 15 giờ: trả trong ngày.",)
    line = "Nhận sau 15 giờ: trả trong ngày làm việc tiếp theo."
    return calendar.next_working_day(day), (line,)


def _first_day(received: datetime, calendar: WorkCalendar) -> Iterator[str]:
    """Yield why counting begins on the day after, whenever the desk took the dossier."""
    day, clock = received.date(), received.time()
    sessions = calendar.sessions_on(day)
    if not calendar.is_working_day(day):
        yield "Nhận vào ngày nghỉ."
    elif sessions and not any(one.opens <= clock <= one.closes for one in sessions):
        yield "Nhận ngoài giờ làm việc."
    yield "Ngày nhận không tính vào thời hạn (Điều 147.2 BLDS 2015)."


_COUNTS = {
    TermUnit.WORKING_DAY: _working_days,
    TermUnit.CALENDAR_DAY: _calendar_days,
    TermUnit.MONTH: _months,
    TermUnit.HOUR: _hours,
    TermUnit.SAME_DAY: _same_day,
}


def _moment_of(
    day: date, received: datetime, term: Term, calendar: WorkCalendar, policy: ReturnPolicy
) -> datetime:
    """Return the promised moment of the last day, inside working time, not before reception."""
    sessions = calendar.sessions_on(day)
    end = calendar.closes_at(day)
    if term.value % 1 and sessions:
        end = datetime.combine(day, sessions[0].closes, VIETNAM)
    moment = end
    if policy.rule is ReturnRule.SAME_CLOCK_TIME and day > received.date():
        moment = min(_into_session(day, received.time(), sessions, end), end)
    elif policy.rule is ReturnRule.FIXED_WINDOW and policy.window_opens is not None:
        moment = min(datetime.combine(day, policy.window_opens, VIETNAM), end)
        if moment < received:
            moment = end
    return max(moment, received)


def _into_session(
    day: date, clock: time, sessions: tuple[DeskSession, ...], end: datetime
) -> datetime:
    """Return the clock time on a day, or the next opening if the desk does not work then."""
    for session in sessions:
        if clock <= session.closes:
            return datetime.combine(day, max(clock, session.opens), VIETNAM)
    return end


def _deciding_days(start: date, last: date, due_on: date, term: Term) -> list[date]:
    """Return the days whose being off or not the appointment rests on.

    Days, months and hours of the calendar run through days off; only their end asks for them.
    """
    first = {TermUnit.WORKING_DAY: start + ONE_DAY, TermUnit.SAME_DAY: start}.get(term.unit, last)
    return [first + timedelta(days=n) for n in range((due_on - first).days + 1)]


def _skipped(days: Sequence[date], calendar: WorkCalendar) -> Iterator[SkippedDay]:
    for day in days:
        name = calendar.name_of_day_off(day)
        if name is not None:
            yield SkippedDay(day, name)


def _skip_lines(skipped: tuple[SkippedDay, ...]) -> Iterator[str]:
    """Yield one line for each run of days off that belong together."""
    weekend = ("Thứ Bảy", "Chủ nhật")
    for is_weekend, days in groupby(skipped, key=lambda one: one.name in weekend):
        for name, same in groupby(days, key=lambda one: "cuối tuần" if is_weekend else one.name):
            reason = name.removeprefix("Nghỉ ")
            yield f"{listed([one.day for one in same])} nghỉ {reason}."


def _swap_lines(days: Sequence[date], calendar: WorkCalendar) -> Iterator[str]:
    """Yield a line for each weekend day that a notice made a working day."""
    for day in days:
        special = calendar.special.get(day)
        if special is not None and not special.is_off:
            yield f"{named_date(day)} là ngày làm việc ({special.name})."


def _moved_line(last: date, due_on: date, term: Term) -> tuple[str, ...]:
    if last == due_on:
        return ()
    ends = "Hạn" if term.unit is TermUnit.HOUR else "Ngày cuối"
    moved = f"{ends} rơi vào ngày nghỉ nên chuyển sang ngày làm việc tiếp theo"
    return (f"{moved}, {named_date(due_on)} (Điều 148.5 BLDS 2015).",)


def _warnings(days: Sequence[date], calendar: WorkCalendar) -> Iterator[str]:
    for year in sorted({day.year for day in days} - calendar.years):
        yield f"Chưa có lịch nghỉ năm {year}: ngày hẹn có thể đổi khi có thông báo nghỉ lễ."
    for day in days:
        special = calendar.special.get(day)
        if special is not None and not special.is_verified:
            told = f"{short_date(day)} ({special.name}) chưa được xác nhận"
            yield f"{told}; hãy kiểm tra thông báo nghỉ lễ."
