"""The one place that asks for the time; tests, the sample ward and the simulator set it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Vietnam has had one offset and no summer time since 1975."""


class Clock(Protocol):
    """Gives the business time of the desk."""

    def now(self) -> datetime:
        """Return the present moment, aware, in Vietnamese time."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in Vietnamese time."""
        return datetime.now(VIETNAM)


class FixedClock:
    """A clock that stands where it was put: ``--at`` on the command line, tests, the simulator."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.moment


def local_day(moment: datetime) -> date:
    """Return the Vietnamese calendar day of an aware moment."""
    return moment.astimezone(VIETNAM).date()


def to_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC, as it is stored."""
    return moment.astimezone(UTC)
