"""Tỷ lệ xin lỗi: the figures of a time, and the dossiers behind every number."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.apologies import LetterOutcome
from app.services.apology_report import Figures, Missed
from app.ui.desk import Desk
from app.ui.dossier_dialog import DossierDialog
from app.ui.report_dialog import ReportDialog
from app.ui.report_words import Period, fraction, percent, period_days, rows_csv
from tests.support import apology_acts as acts
from tests.support.desk_ward import NOW, Ward

IN_TIME, TOO_LATE, NEVER = "Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Thị Tú"


@pytest.fixture
def late_ward(ward: Ward) -> Ward:
    """Three appointments missed: one letter in time, one after the day, one never."""
    ward.clock.moment = NOW - timedelta(days=7)
    first = ward.receive(IN_TIME, 6)  # due on 10/11
    second = ward.receive(TOO_LATE, 6)
    ward.receive(NEVER, 6)
    ward.clock.moment = NOW - timedelta(days=9)
    acts.issue(ward, first.dossier_id, date(2026, 11, 23), "01")
    acts.deliver(ward, first.dossier_id)
    ward.clock.moment = NOW
    acts.issue(ward, second.dossier_id, date(2026, 11, 25), "02")
    acts.deliver(ward, second.dossier_id)
    return ward


@pytest.fixture
def dialog(qtbot: QtBot, late_ward: Ward, desk: Desk) -> Iterator[ReportDialog]:
    page = QWidget()
    qtbot.addWidget(page)
    made = ReportDialog(desk, page)
    made.show()
    qtbot.waitUntil(lambda: made.report is not None)
    yield made


def _names(rows: tuple[Missed, ...]) -> list[str]:
    return [row.applicant_name for row in rows]


def _read(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def test_the_share_is_shown_big_with_its_fraction(dialog: ReportDialog) -> None:
    """One of three; the others are told apart."""
    assert dialog.view.share.text() == "33,3 %"
    assert dialog.view.fraction.text() == "1 thư giao đúng hẹn trên 3 lần trễ hẹn"
    assert dialog.view.rest.text() == "Giao muộn 1 · Chưa giao 1 · Soạn khi đã quá hẹn 1"


def test_two_lists_stand_behind_the_number(dialog: ReportDialog) -> None:
    """In time, and not; all together first."""
    assert dialog.view.groups.current().name == "Tất cả"
    assert _names(dialog.view.covered.rows) == [IN_TIME]
    assert sorted(_names(dialog.view.others.rows)) == sorted([TOO_LATE, NEVER])
    assert "2" in dialog.view.others_title.text()


def test_groups_lead_to_their_own_dossiers(qtbot: QtBot, dialog: ReportDialog) -> None:
    """A month as people write it, a department that nobody named as such."""
    dialog.view.grouping.set_value("month")
    assert [row.name for row in dialog.view.groups.rows] == ["Tất cả", "11/2026"]
    dialog.view.groups.selectRow(1)
    assert len(dialog.view.covered.rows) == 1
    dialog.view.grouping.set_value("department")
    assert [row.name for row in dialog.view.groups.rows] == ["Tất cả", "Chưa ghi"]


def test_a_time_without_lateness_says_so(qtbot: QtBot, dialog: ReportDialog) -> None:
    """No share is reckoned of nothing, and there is nothing to export."""
    dialog.view.period.set_value(Period.LAST_MONTH)
    qtbot.waitUntil(lambda: dialog.view.share.text() == "–")
    assert "Không có hẹn nào bị trễ" in dialog.view.fraction.text()
    assert not dialog.view.export_rows.isEnabled()


def test_own_days_and_a_bad_time(qtbot: QtBot, dialog: ReportDialog) -> None:
    """An end before the beginning is said in place; mended, the figures come back."""
    dialog.view.period.set_value(Period.OWN)
    assert dialog.view.first.isVisible()
    dialog.view.last.set_day(date(2026, 10, 1))
    qtbot.waitUntil(lambda: "Chọn lại hai ngày" in dialog.view.strip.text())
    dialog.view.last.set_day(date(2026, 11, 30))
    qtbot.waitUntil(lambda: not dialog.view.strip.text())
    assert dialog.view.share.text() == "33,3 %"


def test_a_dossier_is_read_from_the_list(qtbot: QtBot, dialog: ReportDialog) -> None:
    """Double click or Enter opens its card."""
    dialog.view.covered.chosen.emit(dialog.view.covered.rows[0])
    (card,) = dialog.findChildren(DossierDialog)
    qtbot.waitUntil(lambda: card.card_view.card is not None)
    words = "\n".join(label.text() for label in card.card_view.widget().findChildren(QLabel))
    assert "Thư số 01" in words
    card.reject()


def test_both_tables_are_exported(qtbot: QtBot, dialog: ReportDialog, tmp_path: Path) -> None:
    """Readable by spreadsheets: marks of Vietnamese kept, semicolons between cells."""
    dialog.save_figures(tmp_path / "so-lieu.csv")
    qtbot.waitUntil(lambda: "so-lieu.csv" in dialog.view.strip.text())
    dialog.save_rows(tmp_path / "danh-sach.csv")
    qtbot.waitUntil(lambda: "danh-sach.csv" in dialog.view.strip.text())
    figures, rows = _read(tmp_path / "so-lieu.csv"), _read(tmp_path / "danh-sach.csv")
    assert figures[-1] == ["Tất cả", "3", "1", "33,3 %", "1", "1", "1"]
    assert sorted(row[1] for row in rows[1:]) == sorted([IN_TIME, TOO_LATE, NEVER])
    assert rows[1][-1] == "Giao thư đúng hẹn"


def test_no_cell_is_a_formula() -> None:
    """A name may begin with anything; a spreadsheet must not reckon with it."""
    row = Missed(
        dossier_id="1",
        ordinal=1,
        code="H29",
        applicant_name="=1+1",
        procedure_name="",
        officer="",
        department="",
        field="",
        due_on=date(2026, 11, 10),
        finished_on=None,
        drafted_on=None,
        delivered_on=None,
        outcome=LetterOutcome.NEVER,
        cause="",
    )
    assert ";'=1+1;" in rows_csv([row]).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.MONTH, date(2026, 11, 1), date(2026, 11, 18)),
        (Period.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (Period.QUARTER, date(2026, 10, 1), date(2026, 11, 18)),
        (Period.YEAR, date(2026, 1, 1), date(2026, 11, 18)),
    ],
)
def test_the_times(period: Period, first: date, last: date) -> None:
    """What still runs ends today."""
    assert period_days(period, date(2026, 11, 18)) == (first, last)


@pytest.mark.parametrize(
    ("covered", "missed", "said"),
    [(0, 0, "–"), (2, 2, "100 %"), (2999, 3000, "99,9 %"), (1, 2, "50 %")],
)
def test_a_hundred_means_all(covered: int, missed: int, said: str) -> None:
    """Rounded down: one letter that is missing always shows."""
    figures = Figures("", missed, covered, 0, missed - covered, 0)
    assert percent(figures) == said
    assert str(covered) in fraction(figures) or not missed
