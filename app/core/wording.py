"""Days, moments and terms in the words of Vietnamese offices."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from app.core.clock import VIETNAM

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
UNITS = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "hour": "giờ",
    "month": "tháng",
}


def weekday_name(day: date) -> str:
    """Return the Vietnamese name of the weekday."""
    return WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """Return ``26/11/2026``."""
    return f"{day:%d/%m/%Y}"


def day_month(day: date) -> str:
    """Return ``24/11``."""
    return f"{day:%d/%m}"


def named_date(day: date) -> str:
    """Return ``Thứ Năm 26/11/2026``."""
    return f"{weekday_name(day)} {short_date(day)}"


def long_date(day: date) -> str:
    """Return ``ngày 05 tháng 01 năm 2027`` as NĐ 30/2020 writes it: only months 1 and 2 padded."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)  # noqa: PLR2004
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def moment_text(moment: datetime) -> str:
    """Return ``14:30, Thứ Năm 26/11/2026`` in Vietnamese time."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H:%M}, {named_date(local.date())}"


def term_text(value: Decimal, unit: str) -> str:
    """Return a processing time as slips show it: ``03 ngày làm việc``, ``7,5 ngày làm việc``."""
    if unit == "same_day":
        return "Trong ngày; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo"
    whole = int(value)
    number = f"{whole:02}" if value == whole else f"{value.normalize()}".replace(".", ",")
    return f"{number} {UNITS[unit]}"


def listed(days: Sequence[date]) -> str:
    """Return days of one list, a run of three or more as ``14/02–20/02``."""
    if len(days) > 2 and (days[-1] - days[0]).days == len(days) - 1:  # noqa: PLR2004
        return f"{day_month(days[0])}–{day_month(days[-1])}"
    return ", ".join(day_month(day) for day in days)
