"""Trễ hẹn: what is late, due today or tomorrow, and who is owed an apology, before they come."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from app.core.wording import short_date
from app.services import lateness
from app.services.lateness import LateGroup, LateRow
from app.ui.card_parts import EmptyState
from app.ui.count_card import CountCard
from app.ui.desk import Desk
from app.ui.dossier_columns import CODE_WIDTH, mark_colour, mark_icon
from app.ui.letter_dialog import LetterDialog
from app.ui.list_view import Column, RowTable
from app.ui.marks import Mark, Tone
from app.ui.page import Page

TABLES = frozenset({"dossier", "appointment", "apology_letter"})
PHONE_WIDTH = 136
DAY_WIDTH = 112
MARK_WIDTH = 192
LETTER_WIDTH = 168
UNSEEN_MS = 300
"""An unseen page looks again a moment later: first comes the slip the citizen waits for."""
ALL = "all"
OWED = "owed"
FILTERS = {
    OWED: ("Nợ thư xin lỗi", Tone.LATE, "letter"),
    LateGroup.LATE: ("Đã trễ hẹn", Tone.LATE, "alert"),
    LateGroup.TODAY: ("Hẹn hôm nay", Tone.SOON, "clock"),
    LateGroup.TOMORROW: ("Hẹn ngày làm việc tới", Tone.QUIET, "calendar"),
}


class LatenessPage(Page):
    """Counts as cards that filter, the list below, and the letter as the next step."""

    title = "Trễ hẹn"
    key = "lateness"
    return_asked = Signal(str)
    """The officer wants to hand over this dossier; its code."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.cards = {
            key: CountCard(name, icon, tone) for key, (name, tone, icon) in FILTERS.items()
        }
        self.table: RowTable[LateRow] = RowTable(
            "Hồ sơ đến hạn và trễ hẹn", late_columns(), lambda row: row.dossier_id
        )
        self.nothing = EmptyState("check")
        self.go_return = QPushButton("Trả &kết quả")
        self.apologise = QPushButton("Thư &xin lỗi…")
        self._action = QAction("Thư xin lỗi", self)
        self._rows: tuple[LateRow, ...] = ()
        self._later = QTimer(self, singleShot=True, interval=UNSEEN_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self._on_current(None)
        self.refresh()

    @override
    def on_shown(self) -> None:
        self.refresh()
        self.table.setFocus()

    @override
    def on_changed(self, tables: frozenset[str]) -> None:
        if not tables & TABLES:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._later.start()

    @override
    def primary(self) -> QAction | None:
        return self._action

    def refresh(self) -> None:
        """Look again: dossiers become late by the mere passing of time."""
        self.desk.ask(
            lateness.list_late, at=self.desk.clock.now(), key="lateness", done=self._show_rows
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        for card in self.cards.values():
            self._group.addButton(card)
            row.addWidget(card, 1)
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(self.nothing)
        self.body.addLayout(row)
        self.body.addWidget(self._list, 1)
        self.set_footer(self.go_return, primary=self.apologise)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_card)
        self.table.current_changed.connect(self._on_current)
        self.table.chosen.connect(lambda _: self._action.trigger())
        self.go_return.clicked.connect(self._go_return)
        self.apologise.clicked.connect(self._action.trigger)
        self._action.triggered.connect(self._apologise)

    def _show_rows(self, rows: tuple[LateRow, ...]) -> None:
        self._rows = rows
        for key, card in self.cards.items():
            card.set_count(sum(belongs(row, key) for row in rows))
        self.badge_changed.emit(self.cards[OWED].count)
        self._filter()

    def _on_card(self, pressed: CountCard) -> None:
        for card in self.cards.values():
            card.setChecked(card is pressed and pressed.isChecked())
        self._filter()

    def _filter(self) -> None:
        key = next((key for key, card in self.cards.items() if card.isChecked()), ALL)
        shown = tuple(row for row in self._rows if belongs(row, key))
        self.table.set_rows(shown)
        self._list.setCurrentWidget(self.table if shown else self.nothing)
        if not shown and key == ALL:
            self.nothing.say(
                "Không có hồ sơ nào trễ hẹn hay sắp đến hạn",
                "Hồ sơ hẹn trả hôm nay và ngày làm việc tới sẽ tự hiện ở đây.",
            )
        elif not shown:
            self.nothing.say(
                "Không có hồ sơ nào trong nhóm này", "Bấm lại vào thẻ để xem tất cả các nhóm."
            )

    def _on_current(self, row: LateRow | None) -> None:
        for widget in (self.go_return, self.apologise, self._action):
            widget.setEnabled(row is not None)

    def _go_return(self) -> None:
        row = self.table.current()
        if row is not None:
            self.return_asked.emit(row.code)

    def _apologise(self) -> None:
        row = self.table.current()
        if row is not None:
            LetterDialog(self.desk, row.dossier_id, self).open()


def belongs(row: LateRow, key: str) -> bool:
    """Whether a dossier is counted on a card; one may owe an apology and be late at once."""
    if key == OWED:
        return row.owes_apology
    return key in {ALL, row.group}


def late_columns() -> tuple[Column[LateRow], ...]:
    """Return code, name, phone to call, promised day, how late, and how the apology stands."""
    return (
        Column("Mã hồ sơ", lambda row: row.code, CODE_WIDTH),
        Column("Người nộp", lambda row: row.applicant_name, tip=lambda row: row.procedure_name),
        Column("Điện thoại", lambda row: row.phone, PHONE_WIDTH),
        Column("Hẹn trả", lambda row: short_date(row.due_on), DAY_WIDTH),
        Column(
            "Thời hạn",
            lambda row: group_mark(row).words,
            MARK_WIDTH,
            icon=lambda row: mark_icon(group_mark(row)),
            colour=lambda row: mark_colour(group_mark(row)),
        ),
        Column(
            "Thư xin lỗi",
            lambda row: letter_mark(row).words,
            LETTER_WIDTH,
            icon=lambda row: mark_icon(letter_mark(row)),
            colour=lambda row: mark_colour(letter_mark(row)),
        ),
    )


def group_mark(row: LateRow) -> Mark:
    """Return how urgent a dossier is, lateness in working days."""
    if row.group is LateGroup.LATE:
        days = row.working_days_late
        told = f"Trễ {days} ngày làm việc" if days else "Trễ, qua ngày nghỉ"
        return Mark(told, Tone.LATE, "alert")
    if row.group is LateGroup.TODAY:
        return Mark("Hôm nay", Tone.SOON, "clock")
    if row.group is LateGroup.TOMORROW:
        return Mark("Ngày làm việc tới", Tone.QUIET, "calendar")
    return Mark("Sau kỳ nghỉ", Tone.QUIET, "calendar")


def letter_mark(row: LateRow) -> Mark:
    """Return how the apology stands: owed, drafted, issued, or not needed."""
    if row.letter_state == "issued":
        told = "Đã gửi, lại trễ" if row.owes_apology else "Đã phát hành"
        return Mark(told, Tone.LATE if row.owes_apology else Tone.GOOD, "check")
    if row.letter_state == "drafted":
        return Mark("Đã soạn, chưa ký", Tone.SOON, "pen")
    if row.owes_apology:
        return Mark("Chưa có thư", Tone.LATE, "letter")
    return Mark("Chưa cần", Tone.QUIET, "minus")
