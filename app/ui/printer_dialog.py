"""Which printer this desk has: the practice one, one in the network, or one on a cable."""

from dataclasses import replace

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError
from app.core.settings import PrinterSetting
from app.core.text import clean_line
from app.ui.error_text import one_line
from app.ui.fields import Labelled, Segments

WIDTH = 520
MOST_PORT = 65_535
KINDS = {"virtual": "Máy in ảo", "network": "Máy in mạng", "device": "Máy in cắm dây"}
TARGETS = {
    "virtual": ("Thư mục giữ giấy hẹn", "slips", "Mỗi giấy hẹn được giữ thành một ảnh."),
    "network": ("Địa chỉ và cổng", "", "Ví dụ 192.168.1.50:9100"),
    "device": ("Đường dẫn thiết bị", "/dev/usb/lp0", "Ví dụ /dev/usb/lp0"),
}
WIDTHS = {"80": "80 mm", "58": "58 mm"}


class PrinterDialog(QDialog):
    """Edits one printer; what is typed for one kind is kept while another is looked at."""

    def __init__(self, setting: PrinterSetting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = setting
        self._targets = {kind: target for kind, (_, target, _) in TARGETS.items()}
        self._targets[setting.kind] = setting.target
        self.setWindowTitle("Cài đặt máy in giấy hẹn")
        self.setMinimumWidth(WIDTH)
        self.kind = Segments("Loại máy in", KINDS)
        self.target = QLineEdit()
        self.target_box = Labelled("Đị&a chỉ", self.target)
        self.width_mm = Segments("Khổ giấy", WIDTHS)
        self.profile = QLineEdit(setting.profile)
        self.profile_box = Labelled(
            "&Kiểu máy",
            self.profile,
            hint="Để “default” nếu không biết; nếu biết, ghi như TM-T20II.",
        )
        self.save = QPushButton("&Lưu")
        self._lay_out()
        self.kind.changed.connect(self._show_kind)
        self.kind.set_value(setting.kind)
        self.width_mm.set_value(str(setting.width_mm))
        self.save.clicked.connect(self._check)

    def setting(self) -> PrinterSetting:
        """Return the printer as it is set here."""
        return replace(
            self._before,
            kind=self.kind.value(),
            target=clean_line(self.target.text()),
            width_mm=int(self.width_mm.value()),
            profile=clean_line(self.profile.text()) or "default",
        )

    def _show_kind(self, kind: str) -> None:
        words, _, hint = TARGETS[kind]
        self.target_box.rename(words, hint)
        self.target.setText(self._targets[kind])

    def _keep_target(self, text: str) -> None:
        self._targets[self.kind.value()] = text
        self.target_box.clear()

    def _check(self) -> None:
        """Close when the printer can be used; else say at the field why not."""
        chosen = self.setting()
        if not chosen.target:
            self.target_box.fault("Chưa nhập.")
        elif chosen.kind == "network" and not _has_port(chosen.target):
            self.target_box.fault("Cần địa chỉ và cổng, ví dụ 192.168.1.50:9100.")
        else:
            self._check_profile(chosen)

    def _check_profile(self, chosen: PrinterSetting) -> None:
        from app.printing.paper_profiles import profile_for

        try:
            profile_for(chosen.width_mm, chosen.profile)
        except AppError as error:
            self.profile_box.fault(one_line(error))
        else:
            self.accept()

    def _lay_out(self) -> None:
        title = QLabel("Máy in giấy hẹn của quầy này")
        title.setProperty("kind", "page_title")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(title)
        column.addWidget(Labelled("Loại máy in", self.kind))
        column.addWidget(self.target_box)
        column.addWidget(Labelled("Khổ giấy", self.width_mm))
        column.addWidget(self.profile_box)
        leave = QPushButton("&Bỏ qua")
        leave.clicked.connect(self.reject)
        self.save.setProperty("primary", True)
        self.save.setDefault(True)
        self.target.textEdited.connect(self._keep_target)
        self.profile.textEdited.connect(lambda _: self.profile_box.clear())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.save)
        column.addLayout(buttons)


def _has_port(target: str) -> bool:
    host, _, port = target.rpartition(":")
    return bool(host) and port.isdecimal() and 0 < int(port) <= MOST_PORT
