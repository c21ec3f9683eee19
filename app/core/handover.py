"""When a dossier goes from the desk to its department (chuyển hồ sơ)."""

from datetime import date, datetime

from app.core.appointment import SAME_DAY_UNTIL
from app.core.clock import VIETNAM
from app.core.workcalendar import WorkCalendar


def hand_over_day(received_at: datetime, calendar: WorkCalendar) -> date:
    """Return the day on which a dossier received at an aware moment has to go over.

    NĐ 118/2025 Đ18.2: "chuyển ngay … trong ngày làm việc hoặc chuyển vào đầu giờ ngày làm việc tiếp
    theo đối với trường hợp tiếp nhận sau 15 giờ"; 15:00:00 itself is not after.
    """
    received = received_at.astimezone(VIETNAM)
    day = received.date()
    if calendar.is_working_day(day) and received.time() <= SAME_DAY_UNTIL:
        return day
    return calendar.next_working_day(day)
