"""What is owed today by the one who sits here, with counts: on the first screen after sign-in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.core.apologies import TaskKind
from app.ui import theme

if TYPE_CHECKING:
    from app.services.desk_tasks import DeskTasks

ICON = QSize(18, 18)
PAGE_OF = {
    TaskKind.WRITE: "lateness",
    TaskKind.HAND_OVER: "lateness",
    TaskKind.SIGN: "signing",
    TaskKind.SEAL: "signing",
    TaskKind.DECIDE: "signing",
}
WORDS: dict[TaskKind, Callable[[int], str]] = {
    TaskKind.WRITE: lambda count: f"Soạn {count} thư xin lỗi",
    TaskKind.SIGN: lambda count: f"Ký {count} thư xin lỗi",
    TaskKind.SEAL: lambda count: f"Lấy số, đóng dấu {count} thư",
    TaskKind.HAND_OVER: lambda count: f"Giao {count} thư xin lỗi",
    TaskKind.DECIDE: lambda count: f"Quyết định {count} hồ sơ trễ hẹn lần hai",
}


class TaskStrip(QFrame):
    """A thin strip over the pages; hidden while nothing is owed by this account."""

    asked = Signal(str)
    """The page on which the chosen task is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tasks")
        self.buttons: dict[TaskKind, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        self.title = QLabel("Việc hôm nay:")
        row.addWidget(self.title)
        for kind in TaskKind:
            button = self.buttons[kind] = QPushButton()
            button.setIconSize(ICON)
            button.clicked.connect(lambda _=False, page=PAGE_OF[kind]: self.asked.emit(page))
            row.addWidget(button)
        row.addStretch(1)
        self.clear()

    def show_tasks(self, tasks: "DeskTasks") -> None:
        """Show what falls to this account; a kind with nothing open is not shown."""
        for kind, button in self.buttons.items():
            count = tasks.count(kind)
            button.setText(WORDS[kind](count))
            button.setIcon(theme.icon("letter", "accent"))
            button.setVisible(kind in tasks.mine and count > 0)
        self.setVisible(any(not button.isHidden() for button in self.buttons.values()))

    def clear(self) -> None:
        """Show nothing: nobody sits here."""
        for button in self.buttons.values():
            button.hide()
        self.hide()
