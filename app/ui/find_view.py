"""The three parts of finding a printer: what was seen, one of them on trial, what came out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton

from app.core.settings import PrinterSetting
from app.core.text import clean_line
from app.ui.card_parts import NoticeStrip, Panel, muted, plain, section
from app.ui.fields import EnterEdit, Labelled, Segments
from app.ui.marks import Tone
from app.ui.pick import Pick
from app.ui.printer_advice import CODES, LETTERS, RULER, Seen, dpi_of
from app.ui.printer_words import (
    KINDS,
    QUICK,
    ROLLS,
    SHEETS,
    SPEEDS,
    TWO_WAY,
    is_sheet,
    slow_words,
    where,
)
from app.ui.slip_words import trouble_text

if TYPE_CHECKING:
    from app.printing.devices.discovery import Found

PADDING, GAP = 16, 12
LIST_HEIGHT = 150
DPIS = {"203": "203 điểm/inch", "180": "180 điểm/inch"}
NOTHING_SEEN = "Không thấy máy in nào cắm vào máy này. Cắm dây, bật máy in rồi quét lại."
CHOOSE_FIRST = "Chọn một máy in ở bên trái."


class FoundPanel(Panel):
    """What this machine sees, and the one address in the network that may be asked."""

    scan_asked = Signal()
    host_asked = Signal(str)
    picked = Signal(object)
    """A ``Found``."""

    def __init__(self) -> None:
        super().__init__()
        self.scan = QPushButton("&Quét máy này")
        self.list = QListWidget()
        self.list.setAccessibleName("Máy in thấy được")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)  # wrap anew beside a scroll bar
        self.list.setMinimumHeight(LIST_HEIGHT)
        self.pick = QPushButton("&Chọn máy in này")
        self.unsearched = muted("")
        self.host = EnterEdit()
        self.host_box = Labelled(
            "Đị&a chỉ máy in trong mạng", self.host, hint="Ví dụ 192.168.1.50; chỉ hỏi máy ấy."
        )
        self.ask = QPushButton("&Hỏi địa chỉ này")
        self._lay_out()
        self.scan.clicked.connect(self.scan_asked)
        self.pick.clicked.connect(self._pick)
        self.list.itemActivated.connect(lambda _: self._pick())
        self.host.textEdited.connect(lambda _: self.host_box.clear())
        self.host.entered.connect(self.host_asked)
        self.ask.clicked.connect(self._ask)

    def show_found(self, found: "Sequence[Found]") -> None:
        """List what was seen, and say what could not be searched and why."""
        self.list.clear()
        for one in found:
            if one.target:
                self._add(one)
        self.unsearched.setText(
            "\n".join(
                f"{KINDS.get(one.kind, one.kind)}: {trouble_text(one.note)}"
                for one in found
                if not one.target
            )
            if self.list.count()
            else NOTHING_SEEN
        )
        self.unsearched.setVisible(bool(self.unsearched.text()))
        self.pick.setEnabled(self.list.count() > 0)
        self.list.setCurrentRow(0)

    def add_found(self, found: "Found") -> None:
        """Put a printer of the network before the others."""
        self._add(found, 0)
        self.pick.setEnabled(True)
        self.list.setCurrentRow(0)

    def _add(self, found: "Found", place: int = -1) -> None:
        note = f"\n{trouble_text(found.note)}" if found.note else ""
        setting = PrinterSetting(kind=found.kind, target=found.target)
        item = QListWidgetItem(f"{found.name}\n{where(setting)}{note}")
        item.setData(Qt.ItemDataRole.UserRole, found)
        self.list.insertItem(self.list.count() if place < 0 else place, item)

    def _pick(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _ask(self) -> None:
        typed = clean_line(self.host.text())
        if typed:
            self.host_asked.emit(typed)
        else:
            self.host_box.fault("Chưa nhập.")

    def _lay_out(self) -> None:
        self.column.addWidget(section("Máy in ở đâu?"))
        self.column.addWidget(self.scan)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.pick)
        self.column.addWidget(self.unsearched)
        self.column.addWidget(self.host_box)
        self.column.addWidget(self.ask)
        self.unsearched.hide()
        self.pick.setEnabled(False)
        _tighten(self)


class TrialPanel(Panel):
    """The printer on trial: its paper, its speed, and what it said."""

    changed = Signal()
    print_asked = Signal()
    probe_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = plain(CHOOSE_FIRST, strong=True)
        self.roll = Segments("Khổ giấy", ROLLS)
        self.paper = Segments("Khổ giấy", {**ROLLS, **SHEETS})
        self.dpi = Segments("Độ phân giải", DPIS)
        self.baud = Pick({str(speed): f"{speed} baud" for speed in SPEEDS})
        self.boxes = {
            "roll": Labelled("Khổ giấy", self.roll),
            "paper": Labelled("Khổ giấy", self.paper),
            "dpi": Labelled("Độ phân giải", self.dpi),
            "baud": Labelled("Tốc độ cổn&g nối tiếp", self.baud),
        }
        self.strip = NoticeStrip()
        self.probe = QPushButton("Hỏi &lại máy in")
        self.print = QPushButton("In phiếu &thử")
        self._kind = ""
        self._lay_out()
        for one in (self.roll, self.paper, self.dpi, self.baud):
            one.changed.connect(self._on_changed)
        self.print.clicked.connect(self.print_asked)
        self.probe.clicked.connect(self.probe_asked)
        self.show_setting(None)

    def show_setting(self, setting: PrinterSetting | None, *, has_size: bool = True) -> None:
        """Show a printer; ``has_size`` is False while nobody has said what paper is in it."""
        self._kind = "" if setting is None else setting.kind
        if setting is not None:
            size = setting.profile if is_sheet(setting) else str(setting.width_mm)
            self.blockSignals(True)
            self.name.setText(where(setting))
            self.baud.set_value(str(setting.baud))
            self.roll.set_value(size if has_size else "")
            self.paper.set_value(size if has_size else "")
            self.dpi.set_value(str(dpi_of(setting)))
            self.blockSignals(False)
        self._show_what_concerns()

    def paper_size(self) -> str:
        """Return ``80``, ``58``, ``A5``, ``A4``, or an empty text while none is chosen."""
        return (self.paper if self._kind == "cups" else self.roll).value()

    def say(self, words: str, tone: Tone) -> None:
        """Say how the printer is, or how the test went."""
        self.strip.say(words, tone)

    def set_busy(self, is_busy: bool) -> None:
        """Let nothing be changed while the printer is being asked or prints."""
        for one in (*self.boxes.values(), self.probe):
            one.setEnabled(not is_busy)
        self.print.setEnabled(not is_busy and self.paper_size() in ROLLS and bool(self._kind))

    def _on_changed(self, _: str) -> None:
        self._show_what_concerns()
        self.changed.emit()

    def _show_what_concerns(self) -> None:
        kind = self._kind
        self.boxes["roll"].setVisible(kind not in {"", "cups"})
        self.boxes["paper"].setVisible(kind == "cups")
        self.boxes["dpi"].setVisible(
            kind not in {"", "virtual"} and self.paper_size() not in SHEETS
        )
        self.boxes["baud"].setVisible(kind == "serial")
        self.boxes["baud"].remark(slow_words(int(self.baud.value() or QUICK), 80))
        self.probe.setVisible(kind in TWO_WAY)
        self.print.setEnabled(bool(kind) and self.paper_size() in ROLLS)

    def _lay_out(self) -> None:
        self.column.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(24)
        for name in ("roll", "paper", "dpi"):
            row.addWidget(self.boxes[name])
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.boxes["baud"])
        self.column.addWidget(self.strip)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print)
        buttons.addWidget(self.probe)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        _tighten(self)


class AnswersPanel(Panel):
    """What the officer sees on the test slip, and what follows from it."""

    answered = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.letters = Segments("Chữ ra thế nào?", LETTERS)
        self.ruler = Segments("Thước in ra thế nào?", RULER)
        self.code = Segments("Mã nhỏ nhất điện thoại đọc được", CODES)
        self.strip = NoticeStrip()
        self.again = QPushButton("Đổi và &in lại")
        self.column.addWidget(section("Phiếu thử ra thế nào?"))
        self._editors = (self.letters, self.ruler, self.code)
        for one in self._editors:
            one.changed.connect(lambda _: self.answered.emit())
            self.column.addWidget(Labelled(one.accessibleName(), one))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.strip, 1)
        row.addWidget(self.again)
        self.column.addLayout(row)
        self.again.clicked.connect(self.again_asked)
        _tighten(self)
        self.clear()

    def seen(self) -> Seen:
        """Return the answers so far."""
        return Seen(self.letters.value(), self.ruler.value(), self.code.value())

    def clear(self) -> None:
        """Forget the answers: they were about another piece of paper."""
        for one in self._editors:
            one.set_value("")
        self.advise("", Tone.QUIET, offers_change=False)

    def advise(self, words: str, tone: Tone, *, offers_change: bool) -> None:
        """Say what follows from the answers."""
        self.strip.say(words, tone)
        self.again.setVisible(offers_change)


def _tighten(panel: Panel) -> None:
    panel.column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
    panel.column.setSpacing(GAP)
    for button in panel.findChildren(QPushButton):
        button.setAutoDefault(False)  # Enter belongs to the list and to the address
