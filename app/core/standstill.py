"""When the clock of a dossier stands still, and from where it goes on.

NĐ 61/2018 Đ19.4: after a supplement the term is counted anew from its beginning ("được tính lại từ
đầu sau khi nhận đủ hồ sơ"). A financial duty or a decided stop only holds it: what was left of the
term is still left. Which of the two is the office's dated choice, by kind and by procedure. What
was missed before the clock stood still stays missed: neither way heals it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Protocol, TypeVar

from app.core.appointment import Appointment, ReturnPolicy, Term, TermUnit, appoint
from app.core.clock import VIETNAM, local_day
from app.core.codes import parse_procedure_code
from app.core.errors import AppError
from app.core.wording import moment_text, named_date
from app.core.workcalendar import ONE_DAY, WorkCalendar

REQUEST_WITHIN = 3
"""Working days from the reception in which a supplement may be asked for (NĐ 61/2018 Đ19.4)."""


class StandstillKind(StrEnum):
    """Why a clock stands still; one of the display states each."""

    SUPPLEMENT = "supplement"  # yêu cầu bổ sung, hoàn thiện hồ sơ
    PAYMENT = "payment"  # thực hiện nghĩa vụ tài chính
    STOP = "stop"  # dừng giải quyết


class ClockRule(StrEnum):
    """How a clock goes on."""

    RESTART = "restart"
    PAUSE = "pause"


class AppointmentCause(StrEnum):
    """Why a promised moment was given."""

    FIRST = "first"
    REAPPOINTMENT = "reappointment"  # hẹn lại (NĐ 61/2018 Đ19.9)
    RESTART = "restart"  # tính lại từ đầu (Đ19.4)
    PAUSE = "pause"  # tính tiếp phần còn lại


class Promised(Protocol):
    """What a promise must say for lateness to be measured against it."""

    @property
    def cause(self) -> str:
        """An ``AppointmentCause``."""
        ...


P = TypeVar("P", bound=Promised)


def measured(promises: Iterable[P]) -> P:
    """Return which promise lateness is measured against, of all in their order.

    The last one before the first re-appointment: a term counted anew or on takes the place of the
    promise before it (NĐ 61/2018 Đ19.4), but nothing heals a day that could not be kept.
    """
    kept = takewhile(lambda one: one.cause != AppointmentCause.REAPPOINTMENT, promises)
    return list(kept)[-1]


class SupplementLate(AppError):
    """Too late to ask for papers without the ground of a special law; ``code``, ``last_day``."""

    code = "supplement.too_late"


@dataclass(frozen=True, slots=True)
class ClockChoices:
    """The office's choice of the rule for each kind; procedures that differ, by national code."""

    kinds: dict[StandstillKind, ClockRule] = field(
        default_factory=lambda: {
            StandstillKind.SUPPLEMENT: ClockRule.RESTART,
            StandstillKind.PAYMENT: ClockRule.PAUSE,
            StandstillKind.STOP: ClockRule.PAUSE,
        }
    )
    supplements: Mapping[str, ClockRule] = field(default_factory=dict)

    def rule(self, kind: StandstillKind, procedure_code: str) -> ClockRule:
        """Return how a clock goes on that stands still for a reason, in a procedure."""
        if kind is StandstillKind.SUPPLEMENT:
            base = parse_procedure_code(procedure_code).base
            return self.supplements.get(base, self.kinds[kind])
        return self.kinds[kind]


def last_day_to_ask(received_on: date, calendar: WorkCalendar) -> date:
    """Return the last day on which a supplement may be asked for (NĐ 61/2018 Đ19.4)."""
    day = received_on
    for _ in range(REQUEST_WITHIN):
        day = calendar.next_working_day(day)
    return day


def goes_on(
    due_at: datetime,
    stopped_at: datetime,
    resumed_at: datetime,
    term: Term,
    rule: ClockRule,
    calendar: WorkCalendar,
    policy: ReturnPolicy,
) -> Appointment | None:
    """Return the appointment of a dossier whose clock goes on; None where it was missed before.

    After a pause the days that were left are counted from the day it ends, as the days of the term
    are counted: a pause that ends on the day it began changes nothing, each day of the term that
    it lasted longer moves the appointment by one.
    """
    if local_day(stopped_at) > local_day(due_at):
        return None
    if rule is ClockRule.RESTART:
        return _anew(resumed_at, term, calendar, policy)
    return _resumed(due_at, stopped_at, resumed_at, term, calendar)


def _anew(at: datetime, term: Term, calendar: WorkCalendar, policy: ReturnPolicy) -> Appointment:
    counted = appoint(at, term, calendar, policy)
    told = (
        f"Nhận đủ hồ sơ lúc {moment_text(at)}: thời hạn tính lại từ đầu"
        " (NĐ 61/2018, Điều 19 khoản 4)."
    )
    return Appointment(
        counted.due_at, counted.due_on, (told, *counted.why[1:]), counted.warnings, counted.skipped
    )


def _resumed(
    due_at: datetime, stopped_at: datetime, resumed_at: datetime, term: Term, calendar: WorkCalendar
) -> Appointment:
    since, until = local_day(stopped_at), local_day(resumed_at)
    if term.unit is TermUnit.HOUR:
        moment = resumed_at.astimezone(VIETNAM) + (due_at - stopped_at)
        day, left = moment.date(), ""
    else:
        day, left = _counted_on(local_day(due_at), since, until, term, calendar)
        clock = due_at.astimezone(VIETNAM).timetz().replace(tzinfo=None)
        moment = datetime.combine(day, clock, VIETNAM)
    due_on = calendar.working_day_on_or_after(day)
    if due_on != day:
        moment = calendar.closes_at(due_on)
    moment = max(min(moment, max(calendar.closes_at(due_on), resumed_at)), resumed_at)
    why = (
        f"Tạm dừng tính thời hạn từ {named_date(since)} đến {named_date(until)}.",
        *((left,) if left else ("Phần giờ còn lại được tính tiếp.",)),
        f"Hẹn trả: {moment_text(moment)}.",
    )
    return Appointment(
        moment.astimezone(VIETNAM), due_on, why, _warnings(until, due_on, calendar), ()
    )


def _counted_on(
    due_on: date, since: date, until: date, term: Term, calendar: WorkCalendar
) -> tuple[date, str]:
    """Return the day on which what was left when the clock stopped is over, and its line."""
    if term.unit in {TermUnit.CALENDAR_DAY, TermUnit.MONTH}:
        left = (due_on - since).days
        return until + timedelta(days=left), f"Còn {left} ngày, tính cả ngày nghỉ."
    left = sum(
        calendar.is_working_day(since + n * ONE_DAY) for n in range(1, (due_on - since).days + 1)
    )
    day = until
    for _ in range(left):
        day = calendar.next_working_day(day)
    return day, f"Còn {left} ngày làm việc."


def _warnings(first: date, last: date, calendar: WorkCalendar) -> tuple[str, ...]:
    years = sorted({first.year, last.year} - calendar.years)
    return tuple(
        f"Chưa có lịch nghỉ năm {year}: ngày hẹn có thể đổi khi có thông báo nghỉ lễ."
        for year in years
    )
