"""The rail at the left: who we are, the pages with their counts, and the small tools below."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.resources import resource
from app.ui import icons, theme
from app.ui.actions import PAGES, PageEntry

WIDTH, NARROW = 224, 172
ICON = QSize(20, 20)
BRAND = 32


class NavButton(QPushButton):
    """One page in the rail, with its key and a count of what waits there."""

    def __init__(self, entry: PageEntry) -> None:
        super().__init__(entry.text)
        self._entry = entry
        self.setProperty("nav", True)
        self.setCheckable(True)
        self.setIconSize(ICON)
        self.setToolTip(f"{entry.text} ({entry.shortcut})")
        self.badge = QLabel()
        self.badge.setObjectName("badge")
        self.badge.hide()
        self._is_narrow = False
        self._keys = QLabel(entry.shortcut)
        self._keys.setProperty("kind", "key")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.addStretch(1)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignVCenter)
        for label in (self.badge, self._keys):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many things wait on the page; nothing for none."""
        self.badge.setText(str(count))
        self.badge.setVisible(count > 0)
        self._show_keys()
        waiting = f", {count} việc đang chờ" if count else ""
        self.setAccessibleName(f"{self._entry.text}{waiting}")

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave the key to the tool tip, or show it."""
        self._is_narrow = is_narrow
        self._show_keys()

    def dress(self) -> None:
        """Draw the icon in the colours in use."""
        self.setIcon(theme.icon(self._entry.icon, "accent" if self.isChecked() else "muted"))

    def _show_keys(self) -> None:
        self._keys.setVisible(self.badge.isHidden() and not self._is_narrow)


class Rail(QFrame):
    """Says which page was chosen, and which tool."""

    page_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, NavButton] = {}
        self._tools: list[tuple[QPushButton, str]] = []
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 24, 12, 16)
        self._column.setSpacing(4)
        self._column.addLayout(self._brand())
        self.office = QLabel()
        self.office.setProperty("kind", "hint")
        self.office.setWordWrap(True)
        self.office.setContentsMargins(4, 8, 4, 16)
        self._column.addWidget(self.office)
        self._group = QButtonGroup(self)
        for entry in PAGES:
            button = NavButton(entry)
            self.buttons[entry.key] = button
            self._group.addButton(button)
            self._column.addWidget(button)
            button.clicked.connect(lambda _=False, key=entry.key: self.page_chosen.emit(key))
        self._column.addStretch(1)
        self._group.buttonToggled.connect(self.dress)

    def add_tool(self, text: str, icon: str, tip: str) -> QPushButton:
        """Add a small tool at the bottom and return its button."""
        button = QPushButton(text)
        button.setProperty("nav", True)
        button.setIconSize(ICON)
        button.setToolTip(tip)
        self._tools.append((button, icon))
        self._column.addWidget(button)
        return button

    def offer(self, keys: Collection[str]) -> None:
        """Show the pages this account works with."""
        for key, button in self.buttons.items():
            button.setVisible(key in keys)

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave more room to the page, on a small screen."""
        self.setFixedWidth(NARROW if is_narrow else WIDTH)
        for button in self.buttons.values():
            button.set_narrow(is_narrow)

    def choose(self, key: str) -> None:
        """Mark a page as the one shown."""
        self.buttons[key].setChecked(True)

    def dress(self) -> None:
        """Draw all icons in the colours in use."""
        for button in self.buttons.values():
            button.dress()
        for tool, name in self._tools:
            tool.setIcon(theme.icon(name, "muted"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.dress()

    def _brand(self) -> QHBoxLayout:
        mark = QLabel()
        drawing = icons.picture(resource("icons/motcua.svg"), BRAND, self.devicePixelRatioF())
        mark.setPixmap(drawing)
        name = QLabel("Một Cửa")
        name.setObjectName("brand")
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(mark)
        row.addWidget(name, 1)
        return row
