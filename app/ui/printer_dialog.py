"""One printer of this desk: how it is reached, what it prints, what it can."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.settings import PrinterSetting
from app.ui.growing import GrowingDialog
from app.ui.printer_check import find_faults
from app.ui.printer_form import PrinterForm

WIDTH = 820


class PrinterDialog(GrowingDialog):
    """Edits one printer and closes when it can be used; else says at each field why not.

    ``others`` are the keys of the desk's other printers: one of them may take over.
    """

    def __init__(
        self,
        setting: PrinterSetting,
        parent: QWidget | None = None,
        *,
        others: Sequence[str] = (),
        is_new: bool = False,
    ) -> None:
        super().__init__(parent)
        self._others = tuple(others)
        self.setWindowTitle("Thêm máy in" if is_new else "Sửa máy in")
        self.setMinimumWidth(WIDTH)
        self.form = PrinterForm(setting, others, is_new=is_new)
        self.save = QPushButton("&Lưu")
        self._lay_out()
        self.save.clicked.connect(self._check)
        (self.form.key if is_new else self.form.kind).setFocus()

    def setting(self) -> PrinterSetting:
        """Return the printer as it is set here."""
        return self.form.setting()

    def _check(self) -> None:
        faults = find_faults(self.setting(), self._others)
        if faults:
            self.form.show_faults(faults)
        else:
            self.accept()

    def _lay_out(self) -> None:
        title = QLabel(self.windowTitle())
        title.setProperty("kind", "page_title")
        leave = QPushButton("&Bỏ qua")
        leave.clicked.connect(self.reject)
        self.save.setProperty("primary", True)
        self.save.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(title)
        column.addWidget(self.form, 1)
        column.addLayout(buttons)
