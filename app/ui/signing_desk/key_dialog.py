"""Choosing what to sign with: a certificate file, or a certificate on a plugged-in token."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.clock import local_day
from app.core.errors import AppError
from app.core.wording import short_date
from app.ui import theme
from app.ui.card_parts import NoticeStrip, muted
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled, Segments
from app.ui.growing import GrowingDialog
from app.ui.list_view import Column, RowTable
from app.ui.marks import Mark, Tone
from app.ui.signing_desk.keys import FileKey, Key, KeyRing, TokenKey

SIZE = (720, 420)
FILE, TOKEN = "file", "token"
KINDS = {FILE: "Tệp chứng thư", TOKEN: "Thiết bị ký số"}
FILES = "Chứng thư (*.p12 *.pfx)"
NO_FILE = "Chọn tệp chứng thư của ông/bà."
NO_LIBRARY = (
    "Máy này chưa khai báo thư viện của thiết bị ký số. Nhờ quản trị ghi đường dẫn vào mục "
    "[signing] libraries trong tệp cài đặt."
)
SEARCHING = "Đang tìm thiết bị…"
NOTHING_FOUND = "Chưa thấy thiết bị nào. Cắm thiết bị ký số rồi bấm “Tìm lại”."
DAY_WIDTH = 140
AGENCY_WIDTH = 220


class KeyDialog(GrowingDialog):
    """Lets the signed-in person name a key; nothing secret is asked here."""

    chosen = Signal(object)
    """The ``Key``."""

    def __init__(
        self, desk: Desk, ring: KeyRing, current: Key | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._ring = desk, ring
        self._searching = 0
        self._found: list[TokenKey] = []
        self.setWindowTitle("Chọn chứng thư để ký")
        self.resize(*SIZE)
        self.kind = Segments("Loại chứng thư", KINDS)
        self.file = QLineEdit()
        self.file.setPlaceholderText("Tệp .p12 hoặc .pfx")
        self.choose = QPushButton("&Chọn tệp…")
        self.file_field = Labelled("&Tệp chứng thư", self.file)
        self.table: RowTable[TokenKey] = RowTable(
            "Chứng thư trên thiết bị", self._columns(), lambda key: key.chosen.serial
        )
        self.strip = NoticeStrip()
        self.again = QPushButton("Tìm &lại")
        self.leave = QPushButton("&Bỏ qua")
        self.use = QPushButton("&Dùng chứng thư này")
        self._lay_out()
        self._connect()
        if isinstance(current, FileKey):
            self.file.setText(str(current.path))
        self.kind.set_value(TOKEN if isinstance(current, TokenKey) else FILE)
        if current is None and ring.libraries:
            self.kind.set_value(TOKEN)

    def _use(self) -> None:
        if self.kind.value() == TOKEN:
            key: Key | None = self.table.current()
        else:
            typed = self.file.text().strip()
            key = FileKey(Path(typed).expanduser()) if typed else None
            if key is None:
                self.file_field.fault(NO_FILE)
                self.file.setFocus()
        if key is not None:
            self.chosen.emit(key)
            self.accept()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Tệp chứng thư của người ký", "", FILES)
        if chosen:
            self.file.setText(chosen)
            self.use.setFocus()

    # Tokens

    def _on_kind(self, kind: str) -> None:
        is_token = kind == TOKEN
        self._pages.setCurrentIndex(int(is_token))
        self.strip.say("", Tone.QUIET)
        self.again.setVisible(is_token)
        if is_token:
            self._search()
        self._show_state()

    def _search(self) -> None:
        libraries = self._ring.libraries
        if not libraries:
            self.strip.say(NO_LIBRARY, Tone.SOON)
            return
        if self._searching:
            return
        self._found = []
        self._searching = len(libraries)
        self.strip.say(SEARCHING, Tone.QUIET)
        self._show_state()
        for library in libraries:
            self._desk.work(self._ring.found, library, done=self._add, failed=self._missed)

    def _add(self, found: Sequence[TokenKey]) -> None:
        self._found += found
        self.table.set_rows(self._found)
        self._searched("" if self._found else NOTHING_FOUND, Tone.QUIET)

    def _missed(self, error: AppError) -> None:
        self._searched(one_line(error), Tone.SOON)

    def _searched(self, words: str, tone: Tone) -> None:
        self._searching -= 1
        if self._searching == 0 or words:
            self.strip.say("" if self._found else words, tone)
        self._show_state()

    def _columns(self) -> list[Column[TokenKey]]:
        return [
            Column("Người ký", lambda key: key.chosen.holder, icon=self._icon),
            Column("Thiết bị", lambda key: key.token.label or key.token.serial, AGENCY_WIDTH),
            Column(
                "Hiệu lực đến",
                lambda key: self._ends(key).words,
                DAY_WIDTH,
                colour=lambda key: theme.colour(self._ends(key).tone.value),
            ),
        ]

    def _ends(self, key: TokenKey) -> Mark:
        ends = key.chosen.certificate.not_valid_after_utc
        is_over = ends < self._desk.clock.now()
        told = short_date(local_day(ends))
        return Mark(told, Tone.LATE if is_over else Tone.QUIET, "alert" if is_over else "check")

    def _icon(self, key: TokenKey) -> QIcon:
        mark = self._ends(key)
        return theme.icon(mark.icon, mark.tone.value)

    def _show_state(self) -> None:
        is_token = self.kind.value() == TOKEN
        self.again.setEnabled(self._searching == 0 and bool(self._ring.libraries))
        self.use.setEnabled(not is_token or self.table.current() is not None)

    def _connect(self) -> None:
        self.kind.changed.connect(self._on_kind)
        self.choose.clicked.connect(self._choose)
        self.file.textChanged.connect(self.file_field.clear)
        self.file.returnPressed.connect(self._use)
        self.table.current_changed.connect(self._show_state)
        self.table.chosen.connect(lambda _: self._use())
        self.again.clicked.connect(self._search)
        self.use.clicked.connect(self._use)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _lay_out(self) -> None:
        self.use.setProperty("primary", True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._file_page())
        self._pages.addWidget(self.table)
        buttons = QHBoxLayout()
        for button in (self.leave, self.again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.kind)
        column.addWidget(self._pages, 1)
        column.addWidget(self.strip)
        column.addWidget(
            muted(
                "Chứng thư gắn với tài khoản đang đăng nhập; đăng xuất là thôi dùng. Máy chỉ nhớ "
                "đường dẫn của tệp, không nhớ mật khẩu hay mã PIN."
            )
        )
        column.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _file_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.choose)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.file_field)
        column.addLayout(row)
        column.addStretch(1)
        return page
