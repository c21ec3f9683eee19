"""What every page of the window is made of: title, body, and a footer with one primary button."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from app.ui.desk import Desk

MARGIN = 24
GAP = 16
PRIMARY_WIDTH = 208


class Page(QWidget):
    """One task of the counter: a title, ``body`` to fill, and the same footer everywhere."""

    title = ""
    key = ""

    said = Signal(str, str, str)
    """Something for the notice bar: text, tone (``good``, ``soon``, ``late``, ``quiet``), id."""
    badge_changed = Signal(int)
    """How many things wait on this page; shown beside its name in the rail."""

    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(f"page_{self.key}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._column.setSpacing(GAP)
        self.heading = QLabel(self.title)
        self.heading.setProperty("kind", "page_title")
        self._column.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self._column.addLayout(self.body, 1)

    def set_footer(self, *others: QWidget, primary: QPushButton) -> None:
        """Put the page's one primary button at the bottom right, other widgets left of it."""
        footer = QHBoxLayout()
        footer.setSpacing(GAP // 2)
        for widget in others:
            footer.addWidget(widget)
        footer.addStretch(1)
        primary.setProperty("primary", True)
        primary.setMinimumWidth(PRIMARY_WIDTH)
        footer.addWidget(primary)
        self._column.addLayout(footer)

    def say(self, text: str, tone: str = "good", notice_id: str = "") -> None:
        """Say something in the notice bar; the same id replaces what stood there under it."""
        self.said.emit(text, tone, notice_id or self.key)

    def on_shown(self) -> None:
        """Take the focus to where work on this page begins; the page has become visible."""

    def on_changed(self, tables: frozenset[str]) -> None:
        """React to tables that a unit touched, here or at the printer."""

    def under_way(self) -> str:
        """Return what leaving now would break off, in words to ask about; empty: nothing."""
        return ""

    def let_go(self) -> None:
        """Give up at once what belongs to this officer alone: they leave."""

    def take_scan(self, text: str) -> bool:  # noqa: ARG002
        """Use a scanned text; False leaves it to the field it was typed into."""
        return False

    def primary(self) -> QAction | None:
        """Return what Ctrl+Enter and F9 do on this page."""
        return None
