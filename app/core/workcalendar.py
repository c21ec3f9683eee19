"""Which days an office works and when its desk is open: all of it data, none of it built in.

Days off and working Saturdays come from yearly notices (BLLĐ 2019 Đ111–112, NQ 28/2026/QH16 Đ2).
Opening on a Saturday does not make it a working day: only a notice does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.clock import VIETNAM
from app.core.wording import weekday_name

ONE_DAY = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day off, or a working Saturday (làm bù) where ``is_off`` is false."""

    day: date
    is_off: bool
    name: str
    source: str
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class DeskSession:
    """Hours of the desk on a weekday (Monday 0); ``counts`` false: receives, is no working time."""

    weekday: int
    opens: time
    closes: time
    counts: bool = True


DEFAULT_SESSIONS = tuple(
    DeskSession(weekday, opens, closes)
    for weekday in range(5)
    for opens, closes in ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
)
"""Monday to Friday, morning and afternoon; every office sets its own."""


@dataclass(frozen=True)
class WorkCalendar:
    """The calendar of one office. ``years`` are those whose notices are loaded."""

    special: Mapping[date, SpecialDay]
    years: frozenset[int]
    sessions: tuple[DeskSession, ...] = DEFAULT_SESSIONS

    def is_working_day(self, day: date) -> bool:
        """Whether terms in working days count this day."""
        special = self.special.get(day)
        return day.weekday() <= FRIDAY if special is None else not special.is_off

    def name_of_day_off(self, day: date) -> str | None:
        """Return why a day is off: the holiday's name, or the weekday's; None on a working day."""
        if self.is_working_day(day):
            return None
        special = self.special.get(day)
        return weekday_name(day) if special is None else special.name

    def next_working_day(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.working_day_on_or_after(day + ONE_DAY)

    def working_day_on_or_after(self, day: date) -> date:
        """Return the day itself if the office works, else the next day it does."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_day_on_or_before(self, day: date) -> date:
        """Return the day itself if the office works, else the last day before that it did."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def sessions_on(self, day: date, *, counting_only: bool = True) -> tuple[DeskSession, ...]:
        """Return the desk's sessions of a day in order; working time only, unless told otherwise.

        On a weekend a desk may receive, on a holiday it does not. A working Saturday without hours
        of its own has Friday's: it stands in for a weekday.
        """
        if not self.is_working_day(day) and (counting_only or day in self.special):
            return ()
        found = self._of_weekday(day.weekday(), counting_only=counting_only)
        if not found and self.is_working_day(day):
            found = self._of_weekday(FRIDAY, counting_only=counting_only)
        return found

    def closes_at(self, day: date) -> datetime:
        """Return the end of working time on a working day; the end of the day without sessions."""
        sessions = self.sessions_on(day)
        return datetime.combine(day, sessions[-1].closes if sessions else time(23, 59), VIETNAM)

    def covers(self, day: date) -> bool:
        """Whether the notices of the day's year are loaded."""
        return day.year in self.years

    def _of_weekday(self, weekday: int, *, counting_only: bool) -> tuple[DeskSession, ...]:
        found = (
            one
            for one in self.sessions
            if one.weekday == weekday and (one.counts or not counting_only)
        )
        return tuple(sorted(found, key=lambda one: one.opens))
