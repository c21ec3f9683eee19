"""A count as a card: the number big, what it counts, pressed to filter the list below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui import theme
from app.ui.marks import Tone

ICON_SIZE = 20
HEIGHT = 88


class CountCard(QPushButton):
    """Shows one number; checked, it filters. Zero is quiet whatever it counts."""

    def __init__(self, name: str, icon: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._icon, self._tone = name, icon, tone
        self.setCheckable(True)
        self.setMinimumHeight(HEIGHT)
        self.setProperty("tile", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(0)
        self._number = QLabel()
        self._number.setProperty("kind", "count")
        line = QHBoxLayout()
        line.setSpacing(8)
        self._picture = QLabel()
        label = QLabel(name)
        label.setProperty("kind", "muted")
        line.addWidget(self._picture)
        line.addWidget(label, 1)
        column.addWidget(self._number)
        column.addLayout(line)
        for child in (self._number, self._picture, label):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show a count."""
        self.count = count
        tone = self._tone if count else Tone.QUIET
        self._number.setText(str(count))
        self._number.setProperty("tone", tone.value)
        self._number.style().polish(self._number)
        self._picture.setPixmap(theme.icon(self._icon, tone.value).pixmap(ICON_SIZE, ICON_SIZE))
        self.setAccessibleName(f"{self._name}: {count}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)
