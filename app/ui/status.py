"""The status bar: who sits here, where, what the database and the printer do, what time it is."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.core.wording import named_date
from app.ui import theme

HEIGHT = 40
NEAR_END = "Máy in sắp hết giấy: chuẩn bị cuộn mới"
IDLE = "Máy in: không có giấy hẹn nào chờ"
PRACTISES = "Máy in ảo: Ctrl+P để xem giấy hẹn"
ICON = QSize(16, 16)


@dataclass(frozen=True, slots=True)
class PrinterLine:
    """The printer in figures: slips not out yet, of them asking; its trouble and the next step."""

    waiting: int = 0
    asking: int = 0
    trouble: str = ""
    step: str = ""
    near_end: bool = False
    practises: bool = False


def _printer_words(printer: PrinterLine) -> tuple[str, str, str]:
    """Return the words, their tone and icon; what needs the officer most comes first."""
    why = " ".join(part for part in (printer.trouble, printer.step) if part)
    if printer.asking:
        return f"{printer.asking} giấy hẹn cần bạn xem: đã ra giấy chưa?", "late", "alert"
    if printer.waiting and why:
        return f"{printer.waiting} giấy hẹn chờ in: {why}", "late", "alert"
    if printer.waiting:
        return f"Đang in {printer.waiting} giấy hẹn", "soon", "printer"
    if why:
        return f"Máy in: {why}", "late", "alert"
    if printer.near_end:
        return NEAR_END, "soon", "alert"
    return PRACTISES if printer.practises else IDLE, "muted", "printer"


class StatusBar(QFrame):
    """Lasting facts in words; nothing fleeting is shown here."""

    printer_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(HEIGHT)
        self._clerk, self._counter, self._database = QLabel(), QLabel(), QLabel()
        self._clock = QLabel()
        self._printer = QPushButton()
        self._printer.setProperty("link", True)
        self._printer.setIconSize(ICON)
        self._printer.setToolTip("Mở hàng chờ in (Ctrl+P)")
        self._printer.clicked.connect(self.printer_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(20)
        for widget in (self._clerk, self._counter, self._database, self._printer):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._clock)
        self.set_database("Đang mở dữ liệu…")
        self._printer.hide()

    def set_clerk(self, name: str, role: str) -> None:
        """Show who is signed in."""
        self._clerk.setText(name)
        self._clerk.setToolTip(role)

    def set_counter(self, name: str, station: str) -> None:
        """Show which desk this is."""
        self._counter.setText(f"{name} · máy {station}")

    def set_database(self, words: str) -> None:
        """Show how the database is doing."""
        self._database.setText(words)

    def set_printer(self, printer: PrinterLine) -> None:
        """Show what waits and why, or what the printer says of itself, with the next step."""
        words, tone, icon = _printer_words(printer)
        self._printer.setText(words)
        self._printer.setAccessibleName(f"{words}. Mở hàng chờ in")
        self._printer.setIcon(theme.icon(icon, tone))
        self._printer.show()

    def set_clock(self, now: datetime) -> None:
        """Show the business time."""
        self._clock.setText(f"{now:%H:%M} · {named_date(now.date())}")
