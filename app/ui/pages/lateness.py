"""Trễ hẹn: what is late, due today or tomorrow, and who is owed an apology, before they come."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from app.services import apology, lateness
from app.services.apology import LetterDraft
from app.services.lateness import LateGroup, LateRow
from app.ui.card_parts import EmptyState, muted
from app.ui.count_card import CountCard
from app.ui.deliver_dialog import DeliverDialog
from app.ui.desk import Desk
from app.ui.dossier_dialog import DossierDialog
from app.ui.late_columns import is_to_be_handed_over, late_columns, next_step, rule_words
from app.ui.letter_dialog import LetterDialog
from app.ui.letter_work import PDF_HEAD
from app.ui.list_view import RowTable
from app.ui.marks import Tone
from app.ui.page import Page
from app.ui.paper_dialog import PaperDialog
from app.ui.report_dialog import ReportDialog

TABLES = frozenset({"dossier", "appointment", "apology", "apology_letter", "escalation"})
UNSEEN_MS = 300
"""An unseen page looks again a moment later: first comes the slip the citizen waits for."""
ALL = "all"
OWED = "owed"
FILTERS = {
    OWED: ("Nợ thư xin lỗi", Tone.LATE, "letter"),
    LateGroup.LATE: ("Đã trễ hẹn", Tone.LATE, "alert"),
    LateGroup.TODAY: ("Hẹn hôm nay", Tone.SOON, "clock"),
    LateGroup.TOMORROW: ("Ngày làm việc tới", Tone.QUIET, "calendar"),
    LateGroup.DONE: ("Xong, còn nợ thư", Tone.SOON, "handover"),
}


SETTLED = frozenset({LateGroup.DONE, LateGroup.ENDED})
"""Nothing is awaited of these but their letter."""


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
        self.rule = muted(rule_words(desk.office.apology.days_before))
        self.nothing = EmptyState("check")
        self.go_return = QPushButton("Trả &kết quả")
        self.print = QPushButton("&In thư…")
        self.figures = QPushButton("&Tỷ lệ xin lỗi…")
        self.apologise = QPushButton(next_step(None))
        self._action = QAction("Thư xin lỗi", self)
        self._see_letter = QAction("Xem thư xin lỗi…", self)
        self._see_dossier = QAction("Xem hồ sơ…", self)
        self._print_letter = QAction("In thư xin lỗi…", self)
        self._hand_over = QAction("Trả kết quả", self)
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
        row.setSpacing(12)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        for card in self.cards.values():
            self._group.addButton(card)
            row.addWidget(card, 1)
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(self.nothing)
        self.body.addLayout(row)
        self.body.addWidget(self.rule)
        self.body.addWidget(self._list, 1)
        self.set_footer(self.figures, self.go_return, self.print, primary=self.apologise)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.table.addActions(
            [
                self._action,
                self._see_letter,
                self._print_letter,
                self._hand_over,
                self._see_dossier,
            ]
        )

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_card)
        self.table.current_changed.connect(self._on_current)
        self.table.chosen.connect(lambda _: self._action.trigger())
        for button, action in (
            (self.go_return, self._hand_over),
            (self.print, self._print_letter),
            (self.apologise, self._action),
        ):
            button.clicked.connect(action.trigger)
        self.figures.clicked.connect(self._show_figures)
        self._action.triggered.connect(self._take_next_step)
        self._see_letter.triggered.connect(self._open_letter)
        self._see_dossier.triggered.connect(self._open_dossier)
        self._print_letter.triggered.connect(self._print)
        self._hand_over.triggered.connect(self._go_return)

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
        self.apologise.setText(next_step(row))
        self._action.setText(next_step(row).replace("&", ""))
        for widget in (self.apologise, self._action, self._see_letter, self._see_dossier):
            widget.setEnabled(row is not None)
        may_return = row is not None and row.group not in SETTLED
        may_print = row is not None and is_to_be_handed_over(row)
        for widget, may in (
            (self.go_return, may_return),
            (self._hand_over, may_return),
            (self.print, may_print),
            (self._print_letter, may_print),
        ):
            widget.setEnabled(may)

    def _take_next_step(self) -> None:
        row = self.table.current()
        if row is not None and is_to_be_handed_over(row):
            DeliverDialog(self.desk, row.dossier_id, self).open()
        else:
            self._open_letter()

    def _open_letter(self) -> None:
        row = self.table.current()
        if row is not None:
            LetterDialog(self.desk, row.dossier_id, self).open()

    def _open_dossier(self) -> None:
        row = self.table.current()
        if row is not None:
            DossierDialog(self.desk, row.dossier_id, self).open()

    def _go_return(self) -> None:
        row = self.table.current()
        if row is not None:
            self.return_asked.emit(row.code)

    def _print(self) -> None:
        row = self.table.current()
        if row is not None:
            self.desk.ask(apology.letter_to_hand_over, row.dossier_id, done=self._print_file)

    def _print_file(self, letter: LetterDraft) -> None:
        if letter.file is None or not letter.file.startswith(PDF_HEAD):
            self.say(
                f"Thư của hồ sơ {letter.code} là bản giấy, chương trình không giữ tệp để in.",
                "soon",
            )
            return
        name = f"Thu-xin-loi-{letter.code}.pdf"
        PaperDialog(self.desk, "Thư xin lỗi", letter.file, "A4", self, file_name=name).open()

    def _show_figures(self) -> None:
        ReportDialog(self.desk, self).open()


def belongs(row: LateRow, key: str) -> bool:
    """Whether a dossier is counted on a card; one may owe an apology and be late at once."""
    if key == OWED:
        return row.owes_apology
    if key == LateGroup.DONE:
        return row.group in SETTLED
    return key in {ALL, row.group}
