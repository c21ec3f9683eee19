"""How the figures of apologies look: the time, the share big, the groups, the two lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.wording import short_date
from app.services.apology_report import Figures, Grouping, Missed
from app.ui import labels
from app.ui.card_parts import NoticeStrip, Panel, muted, section
from app.ui.dossier_columns import CODE_WIDTH, mark_colour, mark_icon
from app.ui.fields import Labelled, Segments
from app.ui.letter_form import WorkdayEdit
from app.ui.list_view import Column, RowTable
from app.ui.marks import Mark, Tone
from app.ui.report_words import (
    FIGURE_TITLES,
    GROUPINGS,
    PERIODS,
    fraction,
    group_name,
    numbers,
    percent,
    rest_words,
)
from app.ui.screen_room import open_at

WIDTH, HEIGHT = 1240, 780
NUMBER_WIDTH = 116
DAY_WIDTH = 112
OUTCOME_WIDTH = 152
_OUTCOMES = {
    "on_time": (Tone.GOOD, "check"),
    "late": (Tone.SOON, "clock"),
    "never": (Tone.LATE, "letter"),
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One line of the figures; without a grouping it is all of them together."""

    grouping: Grouping | None
    figures: Figures

    @property
    def name(self) -> str:
        """What the line is called."""
        if self.grouping is None:
            return "Tất cả"
        return group_name(self.grouping, self.figures.name)


class ReportView:
    """Widgets of the dialog."""

    def __init__(self, dialog: QDialog) -> None:
        self.period = Segments("Thời gian", PERIODS)
        self.first, self.last = WorkdayEdit("Từ ngày"), WorkdayEdit("Đến ngày")
        self.own = QWidget()
        self.share = QLabel()
        self.share.setProperty("kind", "due")
        self.fraction, self.rest = section(""), muted("")
        self.grouping = Segments("Xem theo", GROUPINGS)
        self.groups: RowTable[GroupRow] = RowTable(
            "Số liệu theo nhóm", _figure_columns(), lambda row: f"{row.grouping}/{row.figures.name}"
        )
        self.covered: RowTable[Missed] = RowTable("Giao thư đúng hẹn", _columns()[:-1], _row_key)
        self.others: RowTable[Missed] = RowTable("Không đúng hẹn", _columns(), _row_key)
        self.covered_title, self.others_title = section(""), section("")
        self.strip = NoticeStrip()
        self.close_button = QPushButton("Đón&g")
        self.export_figures = QPushButton("Xuất &số liệu…")
        self.export_rows = QPushButton("Xuất &danh sách…")
        self._lay_out(dialog)

    def show_total(self, total: Figures) -> None:
        """Show the share of the whole time."""
        self.share.setText(percent(total))
        self.share.setAccessibleName(f"Tỷ lệ xin lỗi đúng hẹn {percent(total)}")
        self.fraction.setText(fraction(total))
        self.rest.setText(rest_words(total) if total.missed else "")

    def show_groups(self, grouping: Grouping, figures: Sequence[Figures], total: Figures) -> None:
        """Show the groups of one grouping, all of them together first."""
        rows = [GroupRow(grouping, one) for one in figures]
        self.groups.set_rows((GroupRow(None, total), *rows))

    def show_rows(self, covered: Sequence[Missed], others: Sequence[Missed]) -> None:
        """Show the two lists behind one number."""
        self.covered_title.setText(f"Giao thư đúng hẹn: {len(covered)}")
        self.others_title.setText(f"Không đúng hẹn: {len(others)}")
        self.covered.set_rows(covered)
        self.others.set_rows(others)

    def _lay_out(self, dialog: QDialog) -> None:
        open_at(dialog, WIDTH, HEIGHT)
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(12)
        days = QHBoxLayout(self.own)
        days.setContentsMargins(0, 0, 0, 0)
        days.addWidget(Labelled("&Từ ngày", self.first))
        days.addWidget(Labelled("Đế&n ngày", self.last))
        days.addStretch(1)
        self.own.hide()
        whole.addWidget(self.period)
        whole.addWidget(self.own)
        whole.addWidget(self._head())
        whole.addWidget(self.strip)
        whole.addWidget(self.grouping)
        whole.addWidget(self.groups, 2)
        whole.addLayout(self._lists(), 3)
        footer = QHBoxLayout()
        footer.setSpacing(8)
        self.close_button.setProperty("primary", True)
        for button in (self.export_figures, self.export_rows, self.close_button):
            button.setAutoDefault(False)
        footer.addWidget(self.export_figures)
        footer.addWidget(self.export_rows)
        footer.addStretch(1)
        footer.addWidget(self.close_button)
        whole.addLayout(footer)

    def _head(self) -> QWidget:
        panel = Panel()
        panel.column.setContentsMargins(16, 12, 16, 12)
        panel.column.setSpacing(0)
        beside = QHBoxLayout()
        beside.setSpacing(24)
        beside.addWidget(self.share)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.fraction)
        words.addWidget(self.rest)
        beside.addLayout(words, 1)
        panel.column.addLayout(beside)
        return panel

    def _lists(self) -> QHBoxLayout:
        lists = QHBoxLayout()
        lists.setSpacing(16)
        for title, table, share in (
            (self.covered_title, self.covered, 4),
            (self.others_title, self.others, 5),
        ):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(title)
            column.addWidget(table, 1)
            lists.addLayout(column, share)
        return lists


def outcome_mark(row: Missed) -> Mark:
    """Return the mark of what became of a letter."""
    return Mark(labels.OUTCOME[row.outcome], *_OUTCOMES[row.outcome])


def _row_key(row: Missed) -> str:
    return f"{row.dossier_id}/{row.ordinal}"


def _figure_columns() -> tuple[Column[GroupRow], ...]:
    return (
        Column("Nhóm", lambda row: row.name),
        *(
            Column(title, partial(_number, place), NUMBER_WIDTH)
            for place, title in enumerate(FIGURE_TITLES)
        ),
    )


def _number(place: int, row: GroupRow) -> str:
    return numbers(row.figures)[place]


def _columns() -> tuple[Column[Missed], ...]:
    return (
        Column("Mã hồ sơ", lambda row: row.code, CODE_WIDTH),
        Column("Người nộp", lambda row: row.applicant_name, tip=lambda row: row.procedure_name),
        Column("Hẹn", lambda row: short_date(row.due_on), DAY_WIDTH),
        Column(
            "Thư xin lỗi",
            lambda row: outcome_mark(row).words,
            OUTCOME_WIDTH,
            icon=lambda row: mark_icon(outcome_mark(row)),
            colour=lambda row: mark_colour(outcome_mark(row)),
        ),
    )
