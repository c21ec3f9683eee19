"""What is handed in: procedure, case, papers, channel, number of sets, note; and the promise."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.papers import PaperCount
from app.core.text import clean_line
from app.services.catalogue import CaseRow, ProcedureDetail
from app.ui.desk import Desk
from app.ui.fields import EnterEdit, Labelled, set_look
from app.ui.pages.checklist import Checklist
from app.ui.pages.procedure_picker import ProcedurePicker

MOST_SETS = 20


class DossierForm(QFrame):
    """The right half of the intake page."""

    case_chosen = Signal()
    """A procedure or another case of it was chosen."""

    def __init__(
        self, desk: Desk, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.picker = ProcedurePicker(desk, today)
        self.procedure = Labelled("&Thủ tục", self.picker)
        self.about = _quiet()
        self.case = QComboBox()
        self.case.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.case_box = Labelled("T&rường hợp", self.case)
        self.checklist = Checklist()
        self.papers_said = _quiet()
        self.other_paper = EnterEdit()
        self.other_paper.setPlaceholderText("Nhập tên rồi Enter để thêm")
        self.sets = QLineEdit()
        self.sets.setValidator(QIntValidator(1, MOST_SETS, self))
        self.sets.setFixedWidth(72)
        self.note = QLineEdit()
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def detail(self) -> ProcedureDetail | None:
        """The procedure chosen."""
        return self.picker.detail

    def fields(self) -> tuple[QWidget, ...]:
        """Return the editors in the order in which Enter walks them."""
        return (
            self.picker,
            self.case,
            self.checklist,
            self.other_paper,
            self.sets,
            self.note,
        )

    def case_row(self) -> CaseRow | None:
        """Return the case chosen."""
        row: CaseRow | None = self.case.currentData()
        return row

    def papers(self) -> tuple[PaperCount, ...]:
        """Return the papers handed in."""
        return self.checklist.papers()

    def set_count(self) -> int:
        """Return how many sets (bộ) were handed in; an empty field means one."""
        return int(self.sets.text() or 1)

    def clear(self) -> None:
        """Make the form ready for the next dossier."""
        self.picker.reset()
        self.procedure.clear()
        self.about.hide()
        self._show_cases(())
        self.checklist.set_requirements(())
        self.papers_said.hide()
        self.other_paper.clear()
        self.sets.setText("1")
        self.note.clear()

    def fault(self) -> QWidget | None:
        """Say at the field what is missing; return the first such editor."""
        if self.detail is not None:
            return None
        self.say_unchosen()
        return self.picker

    def say_unchosen(self) -> None:
        """Say that no procedure is chosen, and how to choose one."""
        if clean_line(self.picker.text()):
            self.procedure.fault(
                "Chưa có thủ tục nào được chọn: dùng phím xuống rồi Enter trong danh sách."
            )
        else:
            self.procedure.fault("Chọn thủ tục: nhập tên không dấu hoặc số cuối của mã.")

    def _take(self, detail: ProcedureDetail) -> None:
        self.procedure.clear()
        term = detail.cases[0].term_text if len(detail.cases) == 1 else ""
        parts = (detail.field_of_work, term, detail.charge_text)
        self.about.setText("  ·  ".join(part for part in parts if part))
        self.about.setVisible(True)
        self._show_cases(detail.cases)
        self.checklist.set_requirements(detail.requirements)
        self._say_papers()
        self.case_chosen.emit()
        (self.case if len(detail.cases) > 1 else self.checklist).setFocus()

    def _show_cases(self, cases: tuple[CaseRow, ...]) -> None:
        self.case.blockSignals(True)
        self.case.clear()
        for case in cases:
            self.case.addItem(f"{case.name}  ·  {case.term_text}", case)
        self.case.setEnabled(len(cases) > 1)
        self.case_box.setVisible(len(cases) > 1)
        self.case.blockSignals(False)

    def _say_papers(self) -> None:
        """Say what the citizen only shows, and what is still missing; neither is a wall."""
        detail = self.detail
        shown = [one.label for one in detail.requirements if one.kind != "submit"] if detail else []
        missing = self.checklist.missing()
        lines = []
        if missing:
            lines.append(f"Chưa nhận giấy tờ bắt buộc: {'; '.join(missing)}.")
        if shown:
            lines.append(f"Xem rồi trả lại ngay: {'; '.join(shown)}.")
        self.papers_said.setText("\n".join(lines))
        self.papers_said.setVisible(bool(lines))
        set_look(self.papers_said, "kind", "remark" if missing else "hint")

    def _add_paper(self, label: str) -> None:
        self.checklist.add(label)
        self.other_paper.clear()

    def _connect(self) -> None:
        self.picker.chosen.connect(self._take)
        self.picker.refused.connect(self.say_unchosen)
        self.picker.textEdited.connect(lambda _: self.procedure.clear())
        self.case.currentIndexChanged.connect(lambda _: self.case_chosen.emit())
        self.checklist.edited.connect(self._say_papers)
        self.other_paper.entered.connect(self._add_paper)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.procedure)
        column.addWidget(self.about)
        column.addWidget(self.case_box)
        column.addWidget(self.checklist, 1)
        column.addWidget(self.papers_said)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Labelled("Giấy tờ &khác", self.other_paper), 1)
        row.addWidget(Labelled("Số &bộ", self.sets))
        row.addWidget(Labelled("&Ghi chú", self.note), 1)
        column.addLayout(row)


def _quiet() -> QLabel:
    label = QLabel()
    label.setProperty("kind", "hint")
    label.setWordWrap(True)
    return label
