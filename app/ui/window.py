"""The main window: rail, pages, notice bar, status bar; shown before anything else is loaded.

What only a seated officer needs is imported where it is used, so that the first picture is quick.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.resources import resource
from app.ui.actions import PAGES, PRIMARY_KEYS
from app.ui.notices import NoticeBar
from app.ui.page import Page
from app.ui.rail import Rail
from app.ui.scanner import ScannerFilter
from app.ui.status import StatusBar
from app.ui.task_strip import TaskStrip

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.core.errors import AppError
    from app.services.desk_tasks import DeskTasks
    from app.ui.desk import Desk
    from app.ui.slip_scan import Scanned

SMALLEST = (1024, 700)
USUAL = (1366, 768)
NARROW = 1200
"""Below this width the rail takes less room."""
CLOCK_MS = 10_000
ERROR_NOTICE = "desk.failed"
VERDICT_NOTICE = "slip.verdict"


class MainWindow(QMainWindow):
    """Holds the pages of one signed-in officer; empty until ``seat`` is called."""

    tool_asked = Signal(str)
    """A tool of the rail or a key: ``printer``, ``files``, ``keys``, ``look``, ``leave``."""
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Một Cửa")
        self.setWindowIcon(QIcon(str(resource("icons/motcua.svg"))))
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.pages: dict[str, Page] = {}
        self._clock: Clock | None = None
        self._desk: Desk | None = None
        self._qr_prefix = ""
        self.rail = Rail()
        self.status = StatusBar()
        self.stack = QStackedWidget()
        self.waiting = QLabel("Đang mở dữ liệu…")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setProperty("kind", "muted")
        self.stack.addWidget(self.waiting)
        self.notices = NoticeBar(self.stack)
        self.sample = _sample_strip()
        self.tasks = TaskStrip()
        self.tasks.asked.connect(self.show_page)
        self._lay_out()
        self._add_tools()
        self._add_actions()
        self.scanner = ScannerFilter(self.take_scan, parent=self)
        self._timer = QTimer(self)
        self._timer.setInterval(CLOCK_MS)
        self._timer.timeout.connect(self._tick)
        self.rail.page_chosen.connect(self.show_page)
        self.status.printer_asked.connect(lambda: self.tool_asked.emit("printer"))
        self.rail.setEnabled(False)
        self._restore_geometry()

    def seat(self, desk: "Desk", pages: Mapping[str, Page], start: str = "") -> None:
        """Give the window to a signed-in officer, on the page ``start`` or the first one."""
        from app.ui.labels import ROLE

        self.pages = dict(pages)
        for page in self.pages.values():
            self.stack.addWidget(page)
            page.said.connect(self.notices.show_notice)
            page.badge_changed.connect(self.rail.buttons[page.key].set_count)
            desk.changed.connect(page.on_changed)
        desk.failed.connect(self.show_error)
        self._clock, self._desk = desk.clock, desk
        self._qr_prefix = desk.office.qr_prefix
        self.rail.office.setText(desk.office.name)
        self.status.set_clerk(desk.actor.name, ROLE[desk.actor.role])
        self.status.set_counter(desk.office.counter_name, desk.office.station_id)
        self.status.set_database("Dữ liệu: sẵn sàng")
        self.sample.setVisible(desk.office.is_sample)
        self.rail.offer(self.pages)
        self.rail.setEnabled(True)
        self._tick()
        self._timer.start()
        self.show_page(start or next(iter(self.pages)))

    def show_tasks(self, tasks: "DeskTasks") -> None:
        """Show what is owed today; an answer that comes after the officer left is dropped."""
        if self._desk is not None:
            self.tasks.show_tasks(tasks)

    def unseat(self) -> None:
        """Take all pages away: nothing of one officer is visible to the next."""
        self._timer.stop()
        for page in self.pages.values():
            page.let_go()
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages, self._desk = {}, None
        self.tasks.clear()
        self.rail.setEnabled(False)
        self.stack.setCurrentWidget(self.waiting)

    def may_leave(self) -> bool:
        """Ask before leaving breaks something off that is under way; True where nothing is."""
        told = "\n".join(filter(None, (page.under_way() for page in self.pages.values())))
        if not told:
            return True
        box = QMessageBox(QMessageBox.Icon.Question, "Việc chưa xong", told, parent=self)
        box.addButton("Ở &lại", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("&Dừng và rời đi", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        return box.clickedButton() is leave

    def page(self) -> Page | None:
        """Return the page shown now."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def show_page(self, key: str) -> None:
        """Show a page and let it take the focus."""
        page = self.pages.get(key)
        if page is not None:
            self.rail.choose(key)
            self.stack.setCurrentWidget(page)
            self.notices.raise_()
            page.on_shown()

    def show_error(self, error: "AppError") -> None:
        """Say in the notice bar why a command was refused."""
        from app.ui.error_text import one_line

        self.notices.show_notice(one_line(error), "late", ERROR_NOTICE)

    def take_scan(self, text: str) -> bool:
        """Give a scan to the page shown, else to the page it is meant for; False: it is typing."""
        from app.core.codes import looks_like_dossier_code
        from app.core.identity import looks_like_card
        from app.core.sealed import looks_sealed

        shown = self.page()
        if shown is None or not self.isActiveWindow():
            return False
        if looks_sealed(text):
            self._take_paper(text)
            return True
        text = text.removeprefix(self._qr_prefix)
        if shown.take_scan(text):
            return True
        key = "reception" if looks_like_card(text) else "returning"
        meant = self.pages.get(key)
        if meant is None or not (looks_like_card(text) or looks_like_dossier_code(text)):
            return False
        self.show_page(key)
        return meant.take_scan(text)

    def _take_paper(self, text: str) -> None:
        """Open the dossier of a scanned slip or letter, with what the paper is worth."""
        from app.ui.slip_scan import judge_scan

        if self._desk is not None:
            judge_scan(self._desk, text, self._show_verdict, self.show_error)

    def _show_verdict(self, found: "Scanned") -> None:
        self.notices.show_notice(found.said.one_line, found.said.tone, VERDICT_NOTICE)
        if not found.code:
            return
        shown = self.page()
        # Who hands results over goes on there, who issues letters too; else the card is wanted.
        stays = {"signing"} if found.is_letter else {"returning"}
        if shown is None or shown.key not in stays:
            self.show_page("lookup")
            shown = self.page()
        if shown is not None:
            shown.take_scan(found.code)

    def trigger_primary(self) -> None:
        """Do the main thing of the page shown."""
        page = self.page()
        action = None if page is None else page.primary()
        if action is not None and action.isEnabled():
            action.trigger()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self.scanner)
            handle.installEventFilter(self.scanner)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rail.set_narrow(event.size().width() < NARROW)
        super().resizeEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        settings = QSettings()
        settings.setValue("main_window/geometry", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # whatever had the focus had no use for it
            self.notices.dismiss()
        else:
            super().keyPressEvent(event)

    def _restore_geometry(self) -> None:
        kept = QSettings().value("main_window/geometry")
        if kept is not None:
            self.restoreGeometry(kept)

    def _tick(self) -> None:
        if self._clock is not None:
            self.status.set_clock(self._clock.now())

    def _lay_out(self) -> None:
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addWidget(self.sample)
        content.addWidget(self.tasks)
        content.addWidget(self.stack, 1)
        content.addWidget(self.status)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(content, 1)
        self.setCentralWidget(centre)

    def _add_tools(self) -> None:
        for key, text, icon, tip in (
            ("printer", "Máy in", "printer", "Máy in và giấy hẹn đã in (Ctrl+P)"),
            ("files", "Chữ ký số", "file", "Kiểm tra tệp đã ký; chứng thư gốc tin cậy"),
            ("look", "Giao diện", "settings", "Sáng, tối hoặc tương phản cao"),
            ("keys", "Phím tắt", "help", "Bảng phím (F1)"),
            ("leave", "Đăng xuất", "sign_out", "Đăng xuất khỏi quầy"),
        ):
            button = self.rail.add_tool(text, icon, tip)
            button.clicked.connect(lambda _=False, name=key: self.tool_asked.emit(name))
        self.rail.dress()

    def _add_actions(self) -> None:
        for entry in PAGES:
            self._on_keys([entry.shortcut], partial(self.show_page, entry.key))
        self._on_keys(PRIMARY_KEYS, self.trigger_primary)
        self._on_keys(["Ctrl+N"], lambda: self.show_page("reception"))
        self._on_keys(["F3", "Ctrl+F"], lambda: self.show_page("lookup"))
        self._on_keys(["Ctrl+L"], self._to_first_field)
        self._on_keys(["Ctrl+Tab"], self._next_page)
        self._on_keys(["Ctrl+P"], lambda: self.tool_asked.emit("printer"))
        self._on_keys(["F1"], lambda: self.tool_asked.emit("keys"))
        self._on_keys(["Ctrl+Q"], self.close)

    def _on_keys(self, keys: Iterable[str], act: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _=False: act())
        self.addAction(action)

    def _to_first_field(self) -> None:
        page = self.page()
        if page is not None:
            page.on_shown()

    def _next_page(self) -> None:
        page = self.page()
        if page is not None:
            keys = list(self.pages)
            self.show_page(keys[(keys.index(page.key) + 1) % len(keys)])


def _sample_strip() -> QFrame:
    strip = QFrame()
    strip.setObjectName("sample")
    row = QHBoxLayout(strip)
    row.setContentsMargins(16, 4, 16, 4)
    row.addWidget(QLabel("DỮ LIỆU MẪU: để làm quen, không dùng cho hồ sơ thật"))
    row.addStretch(1)
    strip.hide()
    return strip
