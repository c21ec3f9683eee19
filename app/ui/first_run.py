"""The first start: practise with an invented ward, or set up the real office."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError
from app.ui.error_text import one_line

WIDTH = 560
CHOOSE, FILL = 0, 1


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """What the officer typed about a real office; an empty form means the sample ward."""

    code: str = ""
    name: str = ""
    parent_name: str = ""
    place: str = ""
    address: str = ""
    phone: str = ""
    account_name: str = ""
    login: str = ""
    password: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the invented ward was chosen."""
        return not self.code


FIELDS = (
    ("code", "&Mã cơ quan", "ví dụ H29.26"),
    ("name", "&Tên bộ phận", "Trung tâm Phục vụ hành chính công phường …"),
    ("parent_name", "&Cơ quan chủ quản", "UBND phường …"),
    ("place", "Đị&a danh", "ghi trước ngày tháng trên giấy tờ"),
    ("address", "Đ&ịa chỉ", ""),
    ("phone", "&Điện thoại", ""),
    ("account_name", "&Họ tên người quản trị", ""),
    ("login", "Tên đăng &nhập", ""),
    ("password", "Mật &khẩu", "ít nhất 6 ký tự"),
)
NEEDED = ("code", "name", "account_name", "login", "password")


class FirstRunDialog(QDialog):
    """Offers both ways; the caller founds the office and says when it failed."""

    chosen = Signal(object)
    """An ``OfficeForm``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Bắt đầu dùng Một Cửa")
        self.setMinimumWidth(WIDTH)
        self.stack = QStackedWidget()
        self.fault = QLabel()
        self.fault.setProperty("kind", "fault")
        self.fault.setWordWrap(True)
        self.edits: dict[str, QLineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(16)
        title = QLabel("Bắt đầu dùng Một Cửa")
        title.setProperty("kind", "page_title")
        column.addWidget(title)
        column.addWidget(self.stack)
        column.addWidget(self.fault)
        self._pages = (self._choice(), self._form())
        for page in self._pages:
            self.stack.addWidget(page)
        self._turn_to(CHOOSE)

    def refuse(self, error: AppError) -> None:
        """Say why nothing was set up; what was typed stays."""
        self.fault.setText(one_line(error))
        self.setEnabled(True)

    def _choice(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        words = QLabel(
            "Máy này chưa có dữ liệu. Bạn có thể tập với một phường tưởng tượng trước, "
            "hoặc lập ngay cơ quan của mình."
        )
        words.setWordWrap(True)
        self.sample = QPushButton("&Dùng dữ liệu mẫu")
        self.sample.setProperty("primary", True)
        self.sample.setDefault(True)
        self.sample.clicked.connect(lambda: self._send(OfficeForm()))
        self.real = QPushButton("&Lập cơ quan của tôi")
        self.real.clicked.connect(self._show_form)
        column.addWidget(words)
        column.addWidget(self.sample)
        column.addWidget(self.real)
        return page

    def _form(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        for name, label, hint in FIELDS:
            edit = self.edits[name] = QLineEdit()
            edit.setPlaceholderText(hint)
            form.addRow(label, edit)
        self.edits["password"].setEchoMode(QLineEdit.EchoMode.Password)
        buttons = QHBoxLayout()
        back = QPushButton("&Quay lại")
        back.clicked.connect(lambda: self._turn_to(CHOOSE))
        self.found = QPushButton("Lậ&p cơ quan")
        self.found.setProperty("primary", True)
        self.found.clicked.connect(self._check)
        buttons.addWidget(back)
        buttons.addStretch(1)
        buttons.addWidget(self.found)
        form.addRow(buttons)
        return page

    def _turn_to(self, place: int) -> None:
        """Show a page; the dialog is as tall as that page needs."""
        for page in self._pages:
            shown = page is self._pages[place]
            policy = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(policy, policy)
        self.stack.setCurrentIndex(place)
        self.adjustSize()

    def _show_form(self) -> None:
        self._turn_to(FILL)
        self.edits["code"].setFocus()

    def _check(self) -> None:
        for name in NEEDED:
            if not self.edits[name].text().strip():
                label = next(text for key, text, _ in FIELDS if key == name).replace("&", "")
                self.fault.setText(f"Chưa nhập: {label}.")
                self.edits[name].setFocus()
                return
        self._send(OfficeForm(**{name: edit.text() for name, edit in self.edits.items()}))

    def _send(self, form: OfficeForm) -> None:
        self.fault.clear()
        self.setEnabled(False)
        self.chosen.emit(form)
