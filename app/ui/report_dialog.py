"""Tỷ lệ xin lỗi: how many of the missed appointments had their letter in time, and which."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.core.clock import local_day
from app.core.errors import AppError
from app.services import apology_report
from app.services.apology_report import ApologyReport, Grouping, Missed
from app.ui.desk import Desk
from app.ui.dossier_dialog import DossierDialog
from app.ui.error_text import one_line
from app.ui.files import write_file
from app.ui.marks import Tone
from app.ui.report_view import GroupRow, ReportView
from app.ui.report_words import Period, figures_csv, period_days, rows_csv


class ReportDialog(QDialog):
    """The figures of a time; every number leads to the dossiers behind it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("Tỷ lệ xin lỗi")
        self.view = ReportView(self)
        self._report: ApologyReport | None = None
        self._connect()
        self.view.grouping.set_value(Grouping.OFFICER)
        self.view.period.set_value(Period.MONTH)

    @property
    def report(self) -> ApologyReport | None:
        """The figures shown now."""
        return self._report

    def save_figures(self, path: Path) -> None:
        """Save the figures as they are grouped now."""
        assert self._report is not None
        self._save(path, figures_csv(self._report, self._grouping))

    def save_rows(self, path: Path) -> None:
        """Save the appointments behind the chosen line, both lists."""
        covered, others = self._behind()
        self._save(path, rows_csv((*covered, *others)))

    @property
    def _grouping(self) -> Grouping:
        return Grouping(self.view.grouping.value())

    def _connect(self) -> None:
        view = self.view
        view.period.changed.connect(self._on_period)
        for edit in (view.first, view.last):
            edit.dateChanged.connect(lambda _: self._ask())
        view.grouping.changed.connect(lambda _: self._show_groups())
        view.groups.current_changed.connect(lambda _: self._show_rows())
        for table in (view.covered, view.others):
            table.chosen.connect(self._open_dossier)
        view.close_button.clicked.connect(self.reject)
        view.export_figures.clicked.connect(self._export_figures)
        view.export_rows.clicked.connect(self._export_rows)
        self.finished.connect(self.deleteLater)

    def _on_period(self, value: str) -> None:
        period = Period(value)
        self.view.own.setVisible(period is Period.OWN)
        if period is Period.OWN:
            self._ask()
            return
        self._set_days(*period_days(period, local_day(self.desk.clock.now())))

    def _set_days(self, first: date, last: date) -> None:
        for edit, day in ((self.view.first, first), (self.view.last, last)):
            edit.blockSignals(True)  # one question for the two days
            edit.set_day(day)
            edit.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        self.desk.ask(
            apology_report.report,
            first=self.view.first.day(),
            last=self.view.last.day(),
            at=self.desk.clock.now(),
            key="apology.report",
            done=self._show_report,
            failed=self._refused,
        )

    def _show_report(self, report: ApologyReport) -> None:
        self._report = report
        self.view.strip.say("", Tone.QUIET)
        self.view.show_total(report.total)
        for button in (self.view.export_figures, self.view.export_rows):
            button.setEnabled(bool(report.total.missed))
        self._show_groups()

    def _show_groups(self) -> None:
        if self._report is not None:
            grouping = self._grouping
            self.view.show_groups(grouping, self._report.groups[grouping], self._report.total)
            self._show_rows()

    def _show_rows(self) -> None:
        self.view.show_rows(*self._behind())

    def _behind(self) -> tuple[tuple[Missed, ...], tuple[Missed, ...]]:
        row: GroupRow | None = self.view.groups.current()
        if row is None or self._report is None:
            return (), ()
        return self._report.behind(row.grouping, row.figures.name)

    def _open_dossier(self, row: Missed) -> None:
        DossierDialog(self.desk, row.dossier_id, self).open()

    def _refused(self, error: AppError) -> None:
        self.view.strip.say(one_line(error), Tone.LATE)

    # The files

    def _export_figures(self) -> None:
        path = self._ask_where("Ty-le-xin-loi")
        if path is not None:
            self.save_figures(path)

    def _export_rows(self) -> None:
        path = self._ask_where("Ho-so-tre-hen")
        if path is not None:
            self.save_rows(path)

    def _ask_where(self, name: str) -> Path | None:
        days = f"{self.view.first.day():%Y%m%d}-{self.view.last.day():%Y%m%d}"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Xuất bảng", f"{name}-{days}.csv", "Bảng tính (*.csv)"
        )
        return Path(chosen) if chosen else None

    def _save(self, path: Path, data: bytes) -> None:
        self.desk.work(write_file, path, data, done=self._saved, failed=self._refused)

    def _saved(self, path: Path) -> None:
        self.view.strip.say(f"Đã lưu {path.name}.", Tone.GOOD)
