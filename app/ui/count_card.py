"""A count as a card: the number big, what it counts, pressed to filter the list below."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget
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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("tile", True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(0)
        self._number = QLabel()
        self._number.setProperty("kind", "count")
        self._picture = QLabel()
        label = QLabel(name)
        label.setProperty("kind", "muted")
        top = QHBoxLayout()
        top.addWidget(self._number, 1)
        top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(label)
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

    @override
    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()  # a button by itself thinks of its own text only
