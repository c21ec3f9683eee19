"""Signing in: a name, a password, and nothing else between the officer and the desk."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.dossiers import Actor
from app.core.errors import AppError
from app.ui.error_text import one_line
from app.ui.labels import ROLE

WIDTH = 400
SAMPLE_PASSWORD = "motcua"  # noqa: S105 - shown on purpose, for the practice ward alone


class SignInDialog(QDialog):
    """Asks who works at this desk; checking the password is the caller's work."""

    tried = Signal(str, str)
    """A login and a password to check."""

    def __init__(
        self,
        office_name: str,
        accounts: Sequence[Actor],
        *,
        is_sample: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Đăng nhập")
        self.setMinimumWidth(WIDTH)
        self.login = QComboBox()
        self.login.setEditable(False)
        for account in accounts:
            self.login.addItem(f"{account.name} · {ROLE[account.role]}", account.login)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Mật khẩu")
        self.login.setAccessibleName("Người làm việc")
        self.fault = QLabel()
        self.fault.setProperty("kind", "fault")
        self.fault.setWordWrap(True)
        self.enter = QPushButton("Vào &làm việc")
        self.enter.setProperty("primary", True)
        self.enter.setDefault(True)
        self.enter.clicked.connect(self._try)
        self._lay_out(office_name, is_sample=is_sample)
        if is_sample:
            self.password.setText(SAMPLE_PASSWORD)
        self.password.setFocus()

    def refuse(self, error: AppError) -> None:
        """Say why, and let the officer type again."""
        self.fault.setText(one_line(error))
        self.enter.setEnabled(True)
        self.password.selectAll()
        self.password.setFocus()

    def _try(self) -> None:
        self.enter.setEnabled(False)
        self.fault.clear()
        self.tried.emit(self.login.currentData(), self.password.text())

    def _lay_out(self, office_name: str, *, is_sample: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(16)
        title = QLabel("Một Cửa")
        title.setProperty("kind", "page_title")
        office = QLabel(office_name)
        office.setProperty("kind", "muted")
        office.setWordWrap(True)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setSpacing(8)
        form.addRow("&Người làm việc", self.login)
        form.addRow("&Mật khẩu", self.password)
        for part in (title, office):
            column.addWidget(part)
        column.addLayout(form)
        if is_sample:
            hint = QLabel(f"Dữ liệu mẫu: mật khẩu của mọi tài khoản là “{SAMPLE_PASSWORD}”.")
            hint.setProperty("kind", "hint")
            hint.setWordWrap(True)
            column.addWidget(hint)
        column.addWidget(self.fault)
        column.addWidget(self.enter)
