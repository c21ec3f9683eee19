"""The keys that prove slips: this desk's own, and the public ones of the agency's other desks."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.errors import AppError
from app.core.settings import Machine
from app.core.wording import short_date
from app.exchange.key_list import key_list_bytes, read_key_list
from app.services import receipt_keys
from app.services.receipt_keys import LEADERS, OWN, ImportedKeys, PublicKey
from app.ui import theme
from app.ui.card_parts import NOTICE_ICONS, NoticeStrip, muted, plain
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.files import write_file
from app.ui.growing import GrowingDialog
from app.ui.labels import KEY_PLACE
from app.ui.list_view import Column, RowTable
from app.ui.marks import Tone
from app.ui.reason_dialog import ReasonDialog
from app.ui.sealing import renew_key

SIZE = (900, 560)
NO_KEY = "Quầy này chưa có khoá: giấy hẹn chỉ mang mã hồ sơ. Bấm “Lập khoá mới”."
UNUSABLE = "Không dùng được khoá riêng của quầy này; giấy hẹn chỉ mang mã hồ sơ. Lập khoá mới."
REVOKED_OWN = "Khoá quầy này đang dùng đã bị thu hồi: giấy hẹn in ra sẽ bị nghi ngờ. Lập khoá mới."
LEADERS_ONLY = "Chỉ lãnh đạo hoặc quản trị được thu hồi khoá và nhập danh sách."
REASONS = ("Máy hoặc ổ đĩa bị mất", "Khoá có thể đã lộ", "Quầy ngừng hoạt động")
FILE_NAME = "Khoa-xac-thuc-{}.json"
FILES = "Danh sách khoá (*.json)"


class KeysDialog(GrowingDialog):
    """Shows, renews, revokes, exports and imports keys; private parts are never shown."""

    renewed = Signal(object)
    """A ``Machine``: this desk has another key, already saved; seal slips with it from now on."""

    def __init__(self, desk: Desk, machine: Machine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._machine = desk, machine
        self._is_usable = desk.office.seal is not None
        self._works = 0
        self._leaves_with: int | None = None
        self._may_lead = desk.actor.role in LEADERS
        self.setWindowTitle("Khoá xác thực giấy hẹn")
        self.resize(*SIZE)
        self.table = RowTable("Khoá công khai của cơ quan", self._columns(), lambda key: key.key_id)
        self.place = plain("", strong=True)
        self.strip = NoticeStrip()
        self.renew = QPushButton("Lập &khoá mới")
        self.revoke = QPushButton("&Thu hồi…")
        self.export = QPushButton("&Xuất danh sách…")
        self.take_in = QPushButton("&Nhập danh sách…")
        self.close_button = QPushButton("Đón&g")
        self._lay_out()
        self._connect()
        desk.changed.connect(self._on_changed)
        self._show_place()
        self._show_buttons()
        self._load()

    @override
    def done(self, result: int) -> None:
        """Leave the screen at once; what is at work still comes to its end, and is told."""
        if self._works:
            self._leaves_with = result
            self.hide()
        else:
            super().done(result)

    # What stands

    def _load(self) -> None:
        self._desk.ask(receipt_keys.list_keys, done=self._show, key="keys.list")

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "receipt_key" in tables:
            self._load()

    def _show(self, keys: Sequence[PublicKey]) -> None:
        self.table.set_rows(keys)
        self._show_buttons()
        if any(key.key_id == self._machine.seal_key and key.revoked_at for key in keys):
            self.strip.say(REVOKED_OWN, Tone.LATE)
            self.renew.setFocus()

    def _show_place(self) -> None:
        """Say where the private key is kept; that is never decided in silence."""
        machine = self._machine
        if not machine.seal_key:
            self.place.setText(NO_KEY)
            return
        where = KEY_PLACE.get(machine.seal_place, machine.seal_place)
        self.place.setText(f"Khoá riêng của quầy này ({machine.seal_key}) được cất trong {where}.")
        if not self._is_usable:
            self.strip.say(UNUSABLE, Tone.LATE)

    def _columns(self) -> list[Column[PublicKey]]:
        return [
            Column("Khoá", lambda key: key.key_id, 110),
            Column("Của quầy", self._owner, 160),
            Column("Dùng từ", lambda key: f"{key.valid_from:%H:%M %d/%m/%Y}", 170),
            Column(
                "Tình trạng",
                lambda key: self._state(key)[0],
                icon=self._icon,
                colour=lambda key: theme.colour(self._state(key)[1].value),
            ),
        ]

    def _owner(self, key: PublicKey) -> str:
        # Another desk's list may name a station as this one is named: most are "01".
        is_here = key.origin == OWN and key.station_id == self._desk.office.station_id
        return f"{key.station_id} (quầy này)" if is_here else key.station_id

    def _state(self, key: PublicKey) -> tuple[str, Tone]:
        if key.revoked_at is not None:
            reason = f": {key.reason}" if key.reason else ""
            return f"Thu hồi {short_date(key.revoked_at.date())}{reason}", Tone.LATE
        if key.valid_to is not None:
            return f"Thôi dùng {short_date(key.valid_to.date())}, giấy cũ vẫn đúng", Tone.QUIET
        return "Đang dùng", Tone.GOOD

    def _icon(self, key: PublicKey) -> QIcon:
        tone = self._state(key)[1]
        return theme.icon(NOTICE_ICONS[tone], tone.value)

    # A new key

    def _renew(self) -> None:
        self._begin()
        desk = self._desk
        make = partial(renew_key, actor=desk.actor, at=desk.clock.now())
        self._desk.work(
            lambda: make(self._machine, desk.database, desk.office)[0],
            done=self._renewed,
            failed=self._refused,
        )

    def _renewed(self, machine: Machine) -> None:
        self._machine, self._is_usable = machine, True
        self._show_place()
        where = KEY_PLACE.get(machine.seal_place, machine.seal_place)
        self.renewed.emit(machine)
        self._desk.changed.emit(frozenset({"receipt_key"}))
        self._end(
            f"Đã lập khoá {machine.seal_key}, cất trong {where}. "
            "Xuất danh sách và nhập ở các quầy khác để họ xác thực được."
        )

    # Revoking

    def _ask_why(self) -> None:
        key = self.table.current()
        if key is None:
            return
        question = (
            f"Thu hồi khoá {key.key_id} của quầy {key.station_id}? Không hoàn lại được. "
            "Giấy hẹn mang khoá này sẽ chỉ đúng khi khớp dữ liệu của cơ quan. Vì sao thu hồi?"
        )
        dialog = ReasonDialog("Thu hồi khoá", question, REASONS, "&Thu hồi", self)
        dialog.accepted.connect(lambda: self._revoke(key, dialog.reason()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _revoke(self, key: PublicKey, reason: str) -> None:
        self._begin()
        self._desk.do(
            receipt_keys.revoke_key,
            key.key_id,
            reason=reason,
            done=self._revoked,
            failed=self._refused,
        )

    def _revoked(self, _: None) -> None:
        self._end("Đã thu hồi khoá.")

    # The list as a file

    def _export(self) -> None:
        name = FILE_NAME.format(self._desk.office.code)
        chosen, _ = QFileDialog.getSaveFileName(self, "Xuất danh sách khoá", name, FILES)
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the public keys shown to a file for the agency's other desks."""
        self._begin()
        data = key_list_bytes(self._desk.office.code, self.table.rows)
        self._desk.work(write_file, path, data, done=self._exported, failed=self._refused)

    def _exported(self, path: Path) -> None:
        self._end(f"Đã ghi {len(self.table.rows)} khoá vào {path.name}.")

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Nhập danh sách khoá", "", FILES)
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, path: Path) -> None:
        """Take in the list of another desk of the agency, whole or not at all."""
        self._begin()
        code = self._desk.office.code
        self._desk.work(read_key_list, path, code, done=self._take_in, failed=self._refused)

    def _take_in(self, keys: tuple[PublicKey, ...]) -> None:
        self._desk.do(receipt_keys.import_keys, keys, done=self._taken_in, failed=self._refused)

    def _taken_in(self, done: ImportedKeys) -> None:
        self._end(f"Thêm {done.added}, cập nhật {done.changed}, giữ nguyên {done.unchanged} khoá.")

    # How it goes

    def _refused(self, error: AppError) -> None:
        if self._leaves_with is not None:
            self._desk.failed.emit(error)
        self._end(one_line(error), Tone.LATE)

    def _begin(self) -> None:
        self._works += 1
        self._show_buttons()

    def _end(self, words: str, tone: Tone = Tone.GOOD) -> None:
        self._works -= 1
        self._show_buttons()
        self.strip.say(words, tone)
        if self._leaves_with is not None:
            self.done(self._leaves_with)

    def _show_buttons(self) -> None:
        """Say what may be pressed now; leaving always may."""
        is_free, key = self._works == 0, self.table.current()
        self.renew.setEnabled(is_free)
        self.export.setEnabled(is_free and bool(self.table.rows))
        self.revoke.setEnabled(
            is_free and self._may_lead and key is not None and key.revoked_at is None
        )
        self.take_in.setEnabled(is_free and self._may_lead)
        for button in (self.revoke, self.take_in):
            button.setToolTip("" if self._may_lead else LEADERS_ONLY)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_buttons)
        self.renew.clicked.connect(self._renew)
        self.revoke.clicked.connect(self._ask_why)
        self.export.clicked.connect(self._export)
        self.take_in.clicked.connect(self._import)
        self.close_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        self.close_button.setProperty("primary", True)
        buttons = QHBoxLayout()
        for button in (self.renew, self.revoke, self.export, self.take_in):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.place)
        column.addWidget(
            muted(
                "Mã QR trên giấy hẹn được ký bằng khoá này để mọi quầy của cơ quan nhận ra giấy "
                "thật khi không có mạng. Đây không phải chữ ký số của văn bản."
            )
        )
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        column.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
