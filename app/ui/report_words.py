"""The figures of apologies in words, and the files they are exported to."""

import csv
import io
import math
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from app.core.wording import short_date
from app.services.apology_report import ApologyReport, Figures, Grouping, Missed
from app.ui import labels

NO_NAME = "Chưa ghi"
FORMULA = ("=", "+", "-", "@", "\t")
"""A cell that begins so would be reckoned by a spreadsheet instead of being shown."""


class Period(StrEnum):
    """The times that figures are usually asked for."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"


PERIODS: dict[str, str] = {
    Period.MONTH: "Tháng này",
    Period.LAST_MONTH: "Tháng trước",
    Period.QUARTER: "Quý này",
    Period.YEAR: "Năm nay",
    Period.OWN: "Tự chọn",
}
GROUPINGS: dict[str, str] = {
    Grouping.OFFICER: "Cán bộ",
    Grouping.DEPARTMENT: "Bộ phận",
    Grouping.FIELD: "Lĩnh vực",
    Grouping.MONTH: "Tháng",
}
FIGURE_TITLES = ("Trễ hẹn", "Giao đúng hẹn", "Tỷ lệ", "Giao muộn", "Chưa giao", "Soạn muộn")
ROW_TITLES = (
    *("Mã hồ sơ", "Người nộp", "Thủ tục", "Lĩnh vực", "Cán bộ tiếp nhận", "Bộ phận để chậm"),
    *("Lần hẹn", "Ngày hẹn", "Ngày có kết quả", "Ngày soạn thư", "Ngày giao thư", "Thư xin lỗi"),
)


def period_days(period: Period, today: date) -> tuple[date, date]:
    """Return the first and the last day of a time; what runs still ends today."""
    match period:
        case Period.LAST_MONTH:
            last = today.replace(day=1) - timedelta(days=1)
            return last.replace(day=1), last
        case Period.QUARTER:
            return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today
        case Period.YEAR:
            return today.replace(month=1, day=1), today
        case _:
            return today.replace(day=1), today


def percent(figures: Figures) -> str:
    """Return the share covered, rounded down so that 100 % means all; a dash without any."""
    if figures.coverage is None:
        return "–"
    tenths = math.floor(figures.covered * 1000 / figures.missed)
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} %" if rest else f"{whole} %"


def fraction(figures: Figures) -> str:
    """Return the share as the two numbers it is made of."""
    if not figures.missed:
        return "Không có hẹn nào bị trễ trong thời gian này."
    return f"{figures.covered} thư giao đúng hẹn trên {figures.missed} lần trễ hẹn"


def rest_words(figures: Figures) -> str:
    """Return what became of the letters that were not in time."""
    return (
        f"Giao muộn {figures.delivered_late} · Chưa giao {figures.never} · "
        f"Soạn khi đã quá hẹn {figures.drafted_late}"
    )


def group_name(grouping: Grouping, name: str) -> str:
    """Return what a group is called on the screen: months as ``11/2026``."""
    if grouping is Grouping.MONTH and name:
        year, month = name.split("-")
        return f"{month}/{year}"
    return name or NO_NAME


def figures_csv(report: ApologyReport, grouping: Grouping) -> bytes:
    """Return the figures of one grouping as a file, the total last."""
    rows = [(group_name(grouping, one.name), *numbers(one)) for one in report.groups[grouping]]
    rows.append(("Tất cả", *numbers(report.total)))
    return _csv((GROUPINGS[grouping], *FIGURE_TITLES), rows)


def rows_csv(rows: Iterable[Missed]) -> bytes:
    """Return the appointments behind a number as a file."""
    return _csv(ROW_TITLES, (_cells(row) for row in rows))


def numbers(figures: Figures) -> tuple[str, ...]:
    """Return the numbers of a group in the order of ``FIGURE_TITLES``."""
    return (
        str(figures.missed),
        str(figures.covered),
        percent(figures),
        str(figures.delivered_late),
        str(figures.never),
        str(figures.drafted_late),
    )


def _cells(row: Missed) -> tuple[str, ...]:
    return (
        row.code,
        row.applicant_name,
        row.procedure_name,
        row.field,
        row.officer,
        row.department,
        str(row.ordinal),
        *(day_or_none(day) for day in (row.due_on, row.finished_on)),
        *(day_or_none(day) for day in (row.drafted_on, row.delivered_on)),
        labels.OUTCOME[row.outcome],
    )


def day_or_none(day: date | None) -> str:
    """Return a day as people write it; empty for none."""
    return "" if day is None else short_date(day)


def _csv(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    file = io.StringIO(newline="")
    # Where the comma is the decimal sign, as in Vietnamese, spreadsheets split at semicolons.
    writer = csv.writer(file, delimiter=";")
    writer.writerow(titles)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
