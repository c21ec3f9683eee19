"""The printers of this desk: which prints what, which takes over, and how each of them is."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.settings import Machine, PrinterSetting
from app.ui import printer_work, theme
from app.ui.card_parts import NOTICE_ICONS, NoticeStrip, muted, plain, section
from app.ui.find_printer import FindPrinterDialog
from app.ui.growing import GrowingDialog
from app.ui.list_view import Column, RowTable
from app.ui.marks import Tone
from app.ui.printer_dialog import PrinterDialog
from app.ui.printer_set import fresh_key, move, problem_of, put, remove, route_words
from app.ui.printer_words import PAPERS, paper_words, where
from app.ui.printer_work import Condition

SIZE = (1040, 600)
TABLE_HEIGHT = 220
ASKED_BY_ITSELF = frozenset({"network", "device", "cups", "windows", "virtual"})
"""Opening a serial port or USB may disturb a printer: only when the officer asks."""
NOT_ASKED = Condition("Chưa hỏi.", Tone.QUIET, "Bấm “Hỏi tình trạng”.")
ASKING = Condition("Đang hỏi…", Tone.QUIET)
UNSAVED = "Có thay đổi chưa lưu. Bấm “Lưu”, hoặc “Bỏ qua” lần nữa để bỏ các thay đổi."
LAST_STAYS = "Máy in cuối cùng không bỏ được; sửa nó thành máy khác."


class PrintersDialog(GrowingDialog):
    """Lists, adds, edits and removes printers; nothing is kept before it is saved."""

    saved = Signal(object)
    """The printers as they are to be from now on, a tuple of ``PrinterSetting``."""

    def __init__(
        self, machine: Machine, work: printer_work.Work, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._machine, self._work = machine, work
        self.printers = machine.printers
        self._conditions: dict[PrinterSetting, Condition] = {}
        self._asking: set[PrinterSetting] = set()
        self._may_leave = False
        self.setWindowTitle("Máy in của quầy")
        self.resize(*SIZE)
        self.table = RowTable("Máy in của quầy, máy trên được dùng trước", self._columns(), _key)
        self.strip = NoticeStrip()
        self.routes = {paper: plain("") for paper in PAPERS}
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._show()
        self._ask_those_that_may()

    @override
    def reject(self) -> None:
        """Leave; changes that were not saved are given up only when asked twice."""
        if self.printers == self._machine.printers or self._may_leave:
            super().reject()
        else:
            self._may_leave = True
            self.strip.say(UNSAVED, Tone.SOON)

    # What stands

    def condition(self, setting: PrinterSetting) -> Condition:
        """Return how a printer is, as far as is known."""
        if setting in self._asking:
            return ASKING
        return self._conditions.get(setting, NOT_ASKED)

    def _columns(self) -> list[Column[PrinterSetting]]:
        return [
            Column("Máy in", lambda one: one.key, 120),
            Column("Nối qua", where, 220),
            Column("Dùng để in", paper_words),
            Column(
                "Tình trạng",
                lambda one: self.condition(one).words,
                196,
                icon=self._icon,
                colour=self._colour,
                tip=lambda one: self.condition(one).whole,
            ),
        ]

    def _icon(self, setting: PrinterSetting) -> QIcon:
        tone = self.condition(setting).tone
        return theme.icon(NOTICE_ICONS[tone], tone.value)

    def _colour(self, setting: PrinterSetting) -> QColor:
        return theme.colour(self.condition(setting).tone.value)

    def _show(self) -> None:
        self.table.set_rows(self.printers)
        for paper, label in self.routes.items():
            label.setText(route_words(self.printers, paper))
        self._show_current(self.table.current())

    def _show_current(self, setting: PrinterSetting | None) -> None:
        place = -1 if setting is None else self.printers.index(setting)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < len(self.printers) - 1)
        self.drop.setEnabled(len(self.printers) > 1)
        self.drop.setToolTip("" if len(self.printers) > 1 else LAST_STAYS)
        self.state.setText("" if setting is None else self._state_words(setting))

    def _state_words(self, setting: PrinterSetting) -> str:
        return f"“{setting.key}”: {self.condition(setting).whole}"

    # How they are

    def _ask_those_that_may(self) -> None:
        for one in self.printers:
            if one.kind in ASKED_BY_ITSELF and one not in self._conditions:
                self._ask(one)

    def _ask_all(self) -> None:
        for one in self.printers:
            self._ask(one)

    def _ask(self, setting: PrinterSetting) -> None:
        if setting not in self._asking:
            self._asking.add(setting)
            self._work(_asked, setting, self._machine.data_dir, done=self._heard)
            self._show()

    def _heard(self, news: tuple[PrinterSetting, Condition]) -> None:
        setting, condition = news
        self._asking.discard(setting)
        self._conditions[setting] = condition
        self._show()

    # Changes

    def _change(self, printers: tuple[PrinterSetting, ...], words: str = "") -> None:
        self.printers = printers
        self._may_leave = False
        self.strip.say(words, Tone.SOON)
        self._show()
        self._ask_those_that_may()

    def _keep(self, setting: PrinterSetting) -> None:
        self._change(put(self.printers, setting))
        self.table.selectRow(self.printers.index(setting))
        self.table.setFocus()

    def _add(self, setting: PrinterSetting | None = None) -> None:
        key = fresh_key(self.printers)
        found = PrinterSetting(kind="network", target="") if setting is None else setting
        self._edit_in(
            PrinterDialog(replace(found, key=key), self, others=self._keys(), is_new=True)
        )

    def _edit(self) -> None:
        setting = self.table.current()
        if setting is not None:
            others = [key for key in self._keys() if key != setting.key]
            self._edit_in(PrinterDialog(setting, self, others=others))

    def _edit_in(self, dialog: PrinterDialog) -> None:
        dialog.accepted.connect(lambda: self._keep(dialog.setting()))
        self._open(dialog)

    def _find(self) -> None:
        dialog = FindPrinterDialog(self._machine.data_dir, self._work, self)
        dialog.accepted.connect(lambda: self._add(dialog.setting()))
        self._open(dialog)

    def _try(self) -> None:
        setting = self.table.current()
        if setting is not None:
            dialog = FindPrinterDialog(self._machine.data_dir, self._work, self, setting=setting)
            dialog.accepted.connect(lambda: self._keep(dialog.setting()))
            self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self) -> None:
        setting = self.table.current()
        if setting is not None and len(self.printers) > 1:
            self._change(*remove(self.printers, setting.key))

    def _move(self, steps: int) -> None:
        setting = self.table.current()
        if setting is not None:
            self._change(move(self.printers, setting.key, steps))

    def _save(self) -> None:
        problem = problem_of(self.printers)
        if problem:
            self.strip.say(problem, Tone.LATE)
            return
        self.saved.emit(self.printers)
        self.accept()

    def _keys(self) -> list[str]:
        return [one.key for one in self.printers]

    # Building

    def _make_buttons(self) -> None:
        self.state = muted("")
        self.add, self.seek = QPushButton("&Thêm…"), QPushButton("Tì&m máy in…")
        self.edit, self.test = QPushButton("&Sửa…"), QPushButton("&In thử…")
        self.drop = QPushButton("&Xoá khỏi quầy")
        self.up, self.down = QPushButton("Lê&n"), QPushButton("X&uống")
        self.ask = QPushButton("&Hỏi tình trạng")
        self.leave, self.save = QPushButton("&Bỏ qua"), QPushButton("&Lưu")

    def _connect(self) -> None:
        acts: dict[QPushButton, Callable[[], None]] = {
            self.add: self._add,
            self.seek: self._find,
            self.edit: self._edit,
            self.test: self._try,
            self.drop: self._remove,
            self.up: partial(self._move, -1),
            self.down: partial(self._move, 1),
            self.ask: self._ask_all,
            self.leave: self.reject,
            self.save: self._save,
        }
        for button, act in acts.items():
            button.setAutoDefault(False)  # Enter opens the printer that is chosen in the table
            button.clicked.connect(lambda _=False, act=act: act())
        self.table.current_changed.connect(self._show_current)
        self.table.chosen.connect(lambda _: self._edit())
        for keys in ("Ctrl+Return", "Ctrl+Enter", "F9"):
            QShortcut(QKeySequence(keys), self, self._save)
        QShortcut(QKeySequence("F5"), self, self._ask_all)

    def _lay_out(self) -> None:
        self.table.setMinimumHeight(TABLE_HEIGHT)
        self.save.setProperty("primary", True)
        side = QVBoxLayout()
        side.setSpacing(8)
        for button in (self.add, self.seek, self.edit, self.test, self.drop):
            side.addWidget(button)
        order = QHBoxLayout()
        order.setSpacing(8)
        order.addWidget(self.up)
        order.addWidget(self.down)
        side.addLayout(order)
        side.addWidget(self.ask)
        side.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.table, 1)
        body.addLayout(side)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addLayout(body, 1)
        column.addWidget(self.state)
        column.addWidget(section("Giấy nào ra máy nào"))
        column.addLayout(self._route_grid())
        column.addWidget(self.strip)
        column.addLayout(buttons)

    def _route_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (paper, words) in enumerate(PAPERS.items()):
            name = QLabel(words)
            name.setProperty("kind", "muted")
            grid.addWidget(name, row, 0)
            grid.addWidget(self.routes[paper], row, 1)
        return grid


def _key(setting: PrinterSetting) -> str:
    return setting.key


def _asked(setting: PrinterSetting, data_dir: Path) -> tuple[PrinterSetting, Condition]:
    return setting, printer_work.ask_condition(setting, data_dir)
