"""The fields of one printer; only those that mean something for its kind are seen."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.settings import LETTER, PrinterSetting
from app.core.text import clean_line
from app.printing.paper_profiles import DEFAULT
from app.ui.fields import Labelled, Segments
from app.ui.pick import Pick
from app.ui.printer_words import (
    ACKS,
    BANDS,
    CUTS,
    PAPERS,
    RESOLUTIONS,
    ROLLS,
    SHEETS,
    SPEEDS,
    concerns,
    offered_kinds,
    slow_words,
    tidy,
)

COLUMN_GAP, ROW_GAP = 32, 14
PORT = ":9100"
SERIAL_PORT = "COM3" if sys.platform == "win32" else "/dev/ttyUSB0"
KEY_FIXED = "Phiếu đang chờ được ghi theo tên này nên không đổi."
NO_FALLBACK = "Không có; phiếu chờ máy này"
TARGETS = {
    "virtual": ("Thư mục &giữ giấy hẹn", "slips", "Mỗi giấy hẹn được giữ thành một ảnh."),
    "network": ("Địa chỉ và cổn&g", "", "Ví dụ 192.168.1.50:9100"),
    "usb": ("Mã hãn&g và mã máy", "", "Ví dụ 04b8:0e15; “Tìm máy in” ghi giúp."),
    "serial": ("Cổn&g", SERIAL_PORT, f"Ví dụ {SERIAL_PORT}"),
    "device": ("Đườn&g dẫn thiết bị", "/dev/usb/lp0", "Ví dụ /dev/usb/lp0"),
    "cups": ("Tên hàn&g in", "", "Tên trong cài đặt in của hệ thống."),
    "windows": ("Tên máy in tron&g Windows", "", "Đúng như trong cài đặt của Windows."),
}
"""Of each kind: what its address is called, the usual one, and an example."""


class PapersEdit(QWidget):
    """The kinds of paper a printer is for."""

    changed = Signal()

    def __init__(self, chosen: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("Dùng để in")
        self.boxes = {paper: QCheckBox(words) for paper, words in PAPERS.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for paper, box in self.boxes.items():
            box.setChecked(paper in chosen)
            box.toggled.connect(self.changed)
            column.addWidget(box)

    def papers(self) -> tuple[str, ...]:
        """Return what is ticked and seen."""
        return tuple(
            paper for paper, box in self.boxes.items() if box.isChecked() and box.isVisibleTo(self)
        )


class PrinterForm(QWidget):
    """Edits one printer; what is typed for one kind is kept while another is looked at."""

    def __init__(self, setting: PrinterSetting, others: Sequence[str], *, is_new: bool) -> None:
        super().__init__()
        self._before = setting
        self._targets = {kind: target for kind, (_, target, _) in TARGETS.items()}
        self._targets[setting.kind] = setting.target
        self._make_editors(setting, others)
        self._make_boxes(is_new=is_new)
        self._lay_out()
        self._connect()
        self.kind.set_value(setting.kind)
        self._show_kind(setting.kind)

    def setting(self) -> PrinterSetting:
        """Return the printer as it is set here, without what means nothing for its kind."""
        kind, size = self.kind.value(), self._size().value()
        profile = clean_line(self.profile.text()) or DEFAULT
        return tidy(
            replace(
                self._before,
                key=clean_line(self.key.text()),
                kind=kind,
                target=_whole_target(kind, clean_line(self.target.text())),
                width_mm=self._before.width_mm if size in SHEETS else int(size),
                profile=size if size in SHEETS else profile,
                papers=self.papers.papers(),
                fallback=self.fallback.value(),
                dpi=int(self.dpi.value()),
                ack=self.ack.value(),
                cut=self.cut.value(),
                band_rows=int(self.band_rows.value()),
                baud=int(self.baud.value()),
            )
        )

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, and go to the first."""
        for name, box in self.boxes.items():
            if name in faults:
                box.fault(faults[name])
        first = next((box for name, box in self.boxes.items() if name in faults), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_editors(self, setting: PrinterSetting, others: Sequence[str]) -> None:
        roll, sheet = str(setting.width_mm), setting.profile in SHEETS
        self.key = QLineEdit(setting.key)
        self.kind = Pick(offered_kinds(sys.platform, setting.kind))
        self.target = QLineEdit()
        self.papers = PapersEdit(setting.papers)
        self.roll = Segments("Khổ giấy", ROLLS)
        self.paper = Segments("Khổ giấy", {**ROLLS, **SHEETS})
        self.roll.set_value(roll)
        self.paper.set_value(setting.profile if sheet else roll)
        self.fallback = Pick({"": NO_FALLBACK} | {one: one for one in others})
        self.fallback.set_value(setting.fallback)
        self.profile = QLineEdit(DEFAULT if sheet else setting.profile)
        self.dpi, self.ack, self.cut = Pick(RESOLUTIONS), Pick(ACKS), Pick(CUTS)
        self.dpi.set_value(str(setting.dpi))
        self.ack.set_value(setting.ack)
        self.cut.set_value(setting.cut)
        self.baud = Pick({str(speed): f"{speed} baud" for speed in SPEEDS})
        self.baud.set_value(str(setting.baud))
        self.band_rows = Pick(BANDS)
        self.band_rows.set_value(str(setting.band_rows))

    def _make_boxes(self, *, is_new: bool) -> None:
        self.key.setReadOnly(not is_new)
        self.boxes: dict[str, Labelled] = {
            "key": Labelled("&Tên máy in", self.key, hint="" if is_new else KEY_FIXED),
            "kind": Labelled("&Nối với máy tính bằng", self.kind),
            "target": Labelled("Cổn&g", self.target),
            "baud": Labelled("Tốc độ cổng nối tiế&p", self.baud),
            "papers": Labelled("Dùng để in", self.papers),
            "fallback": Labelled("Khi không in được, chu&yển sang", self.fallback),
            "roll": Labelled("Khổ giấy", self.roll),
            "paper": Labelled("Khổ giấy", self.paper),
            "profile": Labelled(
                "&Kiểu máy",
                self.profile,
                hint="Để “default” nếu không biết; nếu biết, ghi như TM-T20II.",
            ),
            "dpi": Labelled("&Độ phân giải", self.dpi),
            "ack": Labelled("Báo đã &in xong", self.ack),
            "cut": Labelled("&Cắt giấy", self.cut),
            "band_rows": Labelled(
                "&Mỗi lần gửi nhiều nhất",
                self.band_rows,
                hint="Giảm khi máy in ra ký tự lạ giữa phiếu.",
            ),
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(COLUMN_GAP)
        left = ("key", "kind", "target", "baud", "papers", "fallback")
        right = ("roll", "paper", "profile", "dpi", "ack", "cut", "band_rows")
        for place, names in enumerate((left, right)):
            column = QVBoxLayout()
            column.setSpacing(ROW_GAP)
            for name in names:
                column.addWidget(self.boxes[name])
            column.addStretch(1)
            grid.addLayout(column, 0, place)
            grid.setColumnStretch(place, 1)

    def _connect(self) -> None:
        self.kind.changed.connect(self._show_kind)
        self.target.textEdited.connect(self._keep_target)
        self.key.textEdited.connect(lambda _: self.boxes["key"].clear())
        self.profile.textEdited.connect(lambda _: self.boxes["profile"].clear())
        self.papers.changed.connect(self.boxes["papers"].clear)
        self.roll.changed.connect(self._size_chosen)
        self.paper.changed.connect(self._size_chosen)
        self.baud.changed.connect(lambda _: self._warn_of_speed())

    def _show_kind(self, kind: str) -> None:
        words, _, hint = TARGETS.get(kind, ("Đị&a chỉ", "", ""))
        self.boxes["target"].rename(words, hint)
        self.target.setText(self._targets.get(kind, ""))
        self.papers.boxes[LETTER].setVisible(kind in {"cups", "windows"})
        self._show_what_concerns()

    def _size(self) -> Segments:
        return self.paper if self.kind.value() == "cups" else self.roll

    def _size_chosen(self, size: str) -> None:
        if size in ROLLS:
            self.roll.set_value(size)
            self.paper.set_value(size)
        for name in ("papers", "profile"):
            self.boxes[name].clear()
        self._show_what_concerns()

    def _show_what_concerns(self) -> None:
        kind, sheet = self.kind.value(), self._size().value() in SHEETS
        self.boxes["roll"].setVisible(self._size() is self.roll)
        self.boxes["paper"].setVisible(self._size() is self.paper)
        for name in ("profile", "dpi", "ack", "cut", "band_rows", "baud"):
            self.boxes[name].setVisible(concerns(name, kind, sheet=sheet))
        self._warn_of_speed()

    def _warn_of_speed(self) -> None:
        self.boxes["baud"].remark(slow_words(int(self.baud.value()), int(self.roll.value())))

    def _keep_target(self, text: str) -> None:
        self._targets[self.kind.value()] = text
        self.boxes["target"].clear()


def _whole_target(kind: str, target: str) -> str:
    """Add the usual port to a network address that names none."""
    is_host_alone = kind == "network" and target != "" and ":" not in target
    return f"{target}{PORT}" if is_host_alone else target
