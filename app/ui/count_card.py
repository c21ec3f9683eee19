"""A count as a card: the number big, what it counts, pressed to filter the list below."""

from PySide6.QtCore import QEvent, QSize, Qt
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
        self.count = -1
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show a count."""
        if count == self.count:
            return
        self.count = count
        self._number.setText(str(count))
        self._number.setProperty("tone", self._shown_tone.value)
        self._number.style().polish(self._number)
        self._draw_icon()
        self.setAccessibleName(f"{self._name}: {count}")

    @property
    def _shown_tone(self) -> Tone:
        return self._tone if self.count else Tone.QUIET

    def _draw_icon(self) -> None:
        icon = theme.icon(self._icon, self._shown_tone.value)
        self._picture.setPixmap(icon.pixmap(ICON_SIZE, ICON_SIZE))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # another look
            self._draw_icon()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)
