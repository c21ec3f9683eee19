"""How the signing desk looks: decisions above, the queue at the left, the letter at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.card_parts import EmptyState, NoticeStrip, muted
from app.ui.desk import Desk
from app.ui.fields import Segments
from app.ui.signing_desk.batch_panel import BatchPanel
from app.ui.signing_desk.columns import queue_columns
from app.ui.signing_desk.decisions import DecisionList
from app.ui.signing_desk.large_letter import LargeLetter
from app.ui.signing_desk.letter_table import LetterTable
from app.ui.signing_desk.preview import PreviewPane
from app.ui.signing_desk.queue import Face

SEALED, PAPER = "sealed", "paper"
LISTS = {SEALED: "Chờ đóng dấu", PAPER: "Ký trên giấy"}
VERBS = {Face.SIGN: "ký", Face.SEAL: "phát hành", Face.READ: ""}
NUMBER_WIDTH = 96
LIST_WIDTH, LETTER_WIDTH = 656, 336
HANDLE_WIDTH = 16


class SigningView:
    """The widgets of the page; which of them are seen depends on who sits here."""

    def __init__(self, desk: Desk, face: Face) -> None:
        self.face = face
        self.decisions = DecisionList()
        self.all = QCheckBox("Chọn &tất cả")
        self.lists = Segments("Danh sách thư", LISTS)
        self.number = QLineEdit()
        self.number.setFixedWidth(NUMBER_WIDTH)
        self.number.setAccessibleName("Số của thư đầu tiên")
        self.number_label = QLabel("&Số bắt đầu")
        self.number_label.setBuddy(self.number)
        self.day = QLabel()
        self.strip = NoticeStrip()
        self.table = LetterTable(queue_columns(face, desk.clock.now))
        self.nothing = EmptyState("check")
        self.key_words = muted("")
        self.preview = PreviewPane(desk, face)
        self.batch = BatchPanel(VERBS[face])
        self.choose_key = QPushButton("C&hứng thư…")
        self.send_back = QPushButton("T&rả lại…")
        self.forward = QPushButton("&Không chờ dấu thời gian")
        menu = QMenu(self.forward)
        self.forward_one, self.forward_all = menu.addAction(""), menu.addAction("")
        self.forward.setMenu(menu)
        self.open_scan = QPushButton("Mở &bản quét…")
        self.primary = QPushButton()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedWidget()
        self._lay_out()

    def others(self) -> tuple[QPushButton, ...]:
        """Return the buttons left of the primary one that this face has."""
        if self.face is Face.SIGN:
            return (self.choose_key, self.send_back)
        if self.face is Face.SEAL:
            return (self.choose_key, self.send_back, self.forward, self.open_scan)
        return ()

    def show_list(self, *, has_rows: bool) -> None:
        """Show the list, or that it is empty."""
        self._stack.setCurrentWidget(self.table if has_rows else self.nothing)
        self.all.setEnabled(bool(self.table.may_be_ticked()))

    def show_ticks(self) -> None:
        """Let the box above the list say whether everything is ticked."""
        may = self.table.may_be_ticked()
        self.all.blockSignals(True)
        self.all.setChecked(bool(may) and len(self.table.ticked()) == len(may))
        self.all.blockSignals(False)

    def show_forward(self, code: str, waiting: int) -> None:
        """Say which letters would go on without their time stamp: one, or all that wait."""
        self.forward_one.setText(f"&Chỉ thư của hồ sơ {code}")
        self.forward_one.setVisible(bool(code))
        self.forward_all.setText(f"C&ả {waiting} thư đang chờ")

    def read_large(self, window: QWidget) -> None:
        """Show the current letter as large as the screen allows, until it is put away."""
        large = LargeLetter(window)
        self.preview.drawn.connect(large.show_letter)
        large.stepped.connect(self.table.step)
        large.finished.connect(large.deleteLater)
        if self.preview.pages:
            large.show_letter(self.preview.facts.text(), self.preview.pages)
        large.open()

    def show_day(self, day_words: str) -> None:
        """Show the date that the seal puts in."""
        self.day.setText(f"ngày {day_words}")

    def set_busy(self, is_busy: bool) -> None:
        """Hold what would change the list while a batch is at work; the letters can be read."""
        held = (self.all, self.lists, self.number, self.decisions, self.choose_key, self.open_scan)
        for widget in held:
            widget.setEnabled(not is_busy)
        self.preview.reason_field.setEnabled(not is_busy)

    def show_list_of(self, kind: str) -> None:
        """Show the fields that belong to one of the registrar's two lists."""
        is_sealed = self.face is Face.SEAL and kind == SEALED
        for widget in (self.number_label, self.number, self.day):
            widget.setVisible(is_sealed)
        self.forward.setVisible(is_sealed)
        self.choose_key.setVisible(self.face is Face.SIGN or is_sealed)
        self.open_scan.setVisible(self.face is Face.SEAL and kind == PAPER)
        self.all.setVisible(is_sealed or self.face is Face.SIGN)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.lists)
        bar.addWidget(self.all)
        bar.addStretch(1)
        with_what = QHBoxLayout()
        with_what.setSpacing(8)
        for widget in (self.number_label, self.number, self.day):
            with_what.addWidget(widget)
        with_what.addWidget(self.key_words, 1)
        self.lists.setVisible(self.face is Face.SEAL)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        column.addLayout(with_what)
        self.split.setHandleWidth(HANDLE_WIDTH)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(self.preview)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([LIST_WIDTH, LETTER_WIDTH])
