"""Whom the agency trusts: the root certificates that vouch for signatures."""

from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.clock import local_day
from app.core.dossiers import Role
from app.core.errors import AppError
from app.core.wording import short_date
from app.services import trust
from app.services.trust import AnchorFacts
from app.ui import theme
from app.ui.anchor_file import read_anchor_file
from app.ui.card_parts import NoticeStrip, muted
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.growing import GrowingDialog
from app.ui.list_view import Column, RowTable
from app.ui.marks import Mark, Tone

SIZE = (960, 520)
FILES = "Chứng thư (*.crt *.cer *.pem *.der *.p7b *.p7c)"
ADMIN_ONLY = "Chỉ quản trị được nhập hoặc bỏ chứng thư gốc."
NONE_YET = "Chưa tin chứng thư gốc nào: chưa ký được, và chữ ký nào kiểm tra cũng chưa được tin."
EXPLAINED = (
    "Chứng thư người ký phải do một trong các tổ chức này cấp. Lấy tệp từ nguồn chính thức và đối "
    "chiếu dấu vân tay SHA-256 trước khi nhập."
)
DAY_WIDTH = 136
ISSUER_WIDTH = 240
PRINT_WIDTH = 200
PRINT_SHOWN = 16


class AnchorsDialog(GrowingDialog):
    """Lists the trusted certificates; an administrator imports and removes them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._works = 0
        self._is_loaded = False
        self._is_admin = desk.actor.role is Role.ADMIN
        self.setWindowTitle("Chứng thư gốc tin cậy")
        self.resize(*SIZE)
        self.table = RowTable("Chứng thư gốc", self._columns(), lambda one: one.fingerprint)
        self.strip = NoticeStrip()
        self.take_in = QPushButton("&Nhập chứng thư…")
        self.remove = QPushButton("&Thôi tin…")
        self.close_button = QPushButton("Đón&g")
        self._lay_out()
        self._connect()
        self._show_buttons()
        self._load()

    @override
    def done(self, result: int) -> None:
        super().done(result)
        self.deleteLater()

    def import_from(self, path: Path) -> None:
        """Trust the certificates of a file, all or none."""
        self._begin()
        self._desk.work(read_anchor_file, path, done=self._add, failed=self._refused)

    # What is trusted

    def _load(self) -> None:
        self._desk.ask(trust.list_anchors, done=self._show, key="trust.list")

    def _show(self, anchors: Sequence[AnchorFacts]) -> None:
        self._is_loaded = True
        self.table.set_rows(anchors)
        if not anchors and not self.strip.text():
            self.strip.say(NONE_YET, Tone.SOON)
        self._show_buttons()

    def _columns(self) -> list[Column[AnchorFacts]]:
        return [
            Column(
                "Tổ chức",
                lambda one: common_name(one.subject),
                icon=self._icon,
                tip=lambda one: one.subject,
            ),
            Column(
                "Do ai cấp",
                lambda one: common_name(one.issuer),
                ISSUER_WIDTH,
                tip=lambda one: one.issuer,
            ),
            Column(
                "Hiệu lực đến",
                lambda one: self._ends(one).words,
                DAY_WIDTH,
                colour=lambda one: theme.colour(self._ends(one).tone.value),
            ),
            Column(
                "Dấu vân tay",
                lambda one: f"{one.fingerprint[:PRINT_SHOWN]}…",
                PRINT_WIDTH,
                tip=lambda one: one.fingerprint,
            ),
        ]

    def _ends(self, one: AnchorFacts) -> Mark:
        is_over = one.valid_to < self._desk.clock.now()
        words = short_date(local_day(one.valid_to))
        return Mark(words, Tone.LATE if is_over else Tone.QUIET, "alert" if is_over else "check")

    def _icon(self, one: AnchorFacts) -> QIcon:
        mark = self._ends(one)
        return theme.icon(mark.icon, mark.tone.value)

    # Importing and removing

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Nhập chứng thư gốc", "", FILES)
        if chosen:
            self.import_from(Path(chosen))

    def _add(self, anchors: tuple[AnchorFacts, ...]) -> None:
        self._desk.do(trust.add_anchors, anchors, done=self._added, failed=self._refused)

    def _added(self, count: int) -> None:
        told = f"Đã nhập {count} chứng thư." if count else "Các chứng thư này đã được tin từ trước."
        self._end(told, Tone.GOOD)

    def _ask_remove(self) -> None:
        one = self.table.current()
        if one is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle("Thôi tin chứng thư gốc")
        box.setText(
            f"Thôi tin “{common_name(one.subject)}”? Chữ ký dựa vào chứng thư này sẽ không còn "
            "được coi là tin cậy."
        )
        box.addButton("&Bỏ qua", QMessageBox.ButtonRole.RejectRole)
        yes = box.addButton("&Thôi tin", QMessageBox.ButtonRole.AcceptRole)
        yes.clicked.connect(lambda: self.remove_one(one))
        box.finished.connect(box.deleteLater)
        box.open()

    def remove_one(self, one: AnchorFacts) -> None:
        """Trust a certificate no longer."""
        self._begin()
        self._desk.do(
            trust.remove_anchor, one.fingerprint, done=self._removed, failed=self._refused
        )

    def _removed(self, _: None) -> None:
        self._end("Đã thôi tin chứng thư.", Tone.GOOD)

    def _refused(self, error: AppError) -> None:
        self._end(one_line(error), Tone.LATE)

    def _begin(self) -> None:
        self._works += 1
        self._show_buttons()

    def _end(self, words: str, tone: Tone) -> None:
        self._works -= 1
        self.strip.say(words, tone)
        self._load()

    def _show_buttons(self) -> None:
        may = self._is_admin and self._works == 0
        self.take_in.setEnabled(may)
        self.remove.setEnabled(may and self.table.current() is not None)
        for button in (self.take_in, self.remove):
            button.setToolTip("" if self._is_admin else ADMIN_ONLY)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_buttons)
        self.take_in.clicked.connect(self._import)
        self.remove.clicked.connect(self._ask_remove)
        self.close_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        self.close_button.setProperty("primary", True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.take_in)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(muted(EXPLAINED if self._is_admin else f"{EXPLAINED} {ADMIN_ONLY}"))
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        column.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)


def common_name(name: str) -> str:
    """Return the common name in a distinguished name as text; the whole of it if it has none."""
    try:
        found = x509.Name.from_rfc4514_string(name).get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except ValueError:
        return name
    return str(found[0].value) if found else name
