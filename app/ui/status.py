"""The status bar: who sits here, where, what the database and the printer do, what time it is."""

from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.core.wording import named_date
from app.ui import theme

HEIGHT = 40
IDLE = "Máy in: không có giấy hẹn nào chờ"
PRACTISES = "Máy in ảo: Ctrl+P để xem giấy hẹn"
ICON = QSize(16, 16)


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

    def set_printer(self, waiting: int, trouble: str, *, practises: bool = False) -> None:
        """Show how many slips wait, and why; a practice printer says where its paper is seen."""
        if not waiting:
            words, tone, icon = PRACTISES if practises else IDLE, "muted", "printer"
        elif trouble:
            words, tone, icon = f"{waiting} giấy hẹn chờ in: {trouble}", "late", "alert"
        else:
            words, tone, icon = f"Đang in {waiting} giấy hẹn", "soon", "printer"
        self._printer.setText(words)
        self._printer.setAccessibleName(f"{words}. Mở hàng chờ in")
        self._printer.setIcon(theme.icon(icon, tone))
        self._printer.show()

    def set_clock(self, now: datetime) -> None:
        """Show the business time."""
        self._clock.setText(f"{now:%H:%M} · {named_date(now.date())}")
