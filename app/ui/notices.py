"""The one notice bar: short news over the page's heading, never a question, never in the way."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from app.ui import theme

ICONS = {"good": "check", "soon": "info", "late": "alert", "quiet": "info"}
STAYS = frozenset({"late"})
"""Tones that wait for the officer: a refusal must be read."""
SHORTEST_MS = 6000
PER_CHARACTER_MS = 40
MARGIN = 24
TOP = 6
PAD = 16
CLEAR_OF_TITLE = 260
ICON_SIZE = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news; another with the same id takes its place."""

    text: str
    tone: str
    notice_id: str


class NoticeBar(QFrame):
    """Lies over the top right of ``host``; shows the newest notice, then what still waits."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._notices: dict[str, Notice] = {}
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton()
        self._close.setAccessibleName("Đóng thông báo")
        self._close.setToolTip("Đóng thông báo (Esc)")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # news never takes the keyboard
        self._close.clicked.connect(self.dismiss)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        host.installEventFilter(self)
        self.hide()

    def current(self) -> Notice | None:
        """Return the notice shown now."""
        return next(reversed(self._notices.values()), None)

    def show_notice(self, text: str, tone: str, notice_id: str) -> None:
        """Show news; the same id replaces, another waits until this one is gone."""
        self._notices.pop(notice_id, None)
        self._notices[notice_id] = Notice(text, tone, notice_id)
        self._show_newest()

    def dismiss(self) -> None:
        """Take away what is shown; what waited below it comes up."""
        if self._notices:
            self._notices.popitem()
        self._show_newest()

    def withdraw(self, notice_id: str) -> None:
        """Take away a notice that no longer holds, shown or waiting."""
        if self._notices.pop(notice_id, None) is not None:
            self._show_newest()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _show_newest(self) -> None:
        self._timer.stop()
        notice = self.current()
        if notice is None:
            self.hide()
            return
        self.setProperty("notice", notice.tone)
        self.style().unpolish(self)
        self.style().polish(self)
        picture = theme.icon(ICONS[notice.tone], notice.tone).pixmap(ICON_SIZE, ICON_SIZE)
        self._icon.setPixmap(picture)
        self._close.setIcon(theme.icon("close", notice.tone))
        self._close.setIconSize(QSize(16, 16))
        self._text.setText(notice.text)
        self.setAccessibleName(notice.text)
        if notice.tone not in STAYS:
            self._timer.start(SHORTEST_MS + PER_CHARACTER_MS * len(notice.text))
        self.show()
        self._place()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _place(self) -> None:
        if self.isHidden():
            return
        room = max(self._host.width() - CLEAR_OF_TITLE - MARGIN, 320)
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 128
        width = min(wanted, room)
        height = max(self._row.heightForWidth(width), 44)
        self.setGeometry(self._host.width() - width - MARGIN, TOP, width, height)
