"""Tra cứu: find a dossier as you type, read it in full, reprint its slip, go on from there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.lifecycle import Act, allowed
from app.services import lookup, slips
from app.services.lookup import DossierCard, DossierRow
from app.ui.card_parts import EmptyState, muted
from app.ui.desk import Desk
from app.ui.desk_paper_menu import fill_menu
from app.ui.dossier_card import DossierCardView
from app.ui.dossier_columns import dossier_columns
from app.ui.finish_dialog import FinishDialog
from app.ui.letter_dialog import LetterDialog
from app.ui.list_view import RowTable
from app.ui.page import Page
from app.ui.proof_dialog import ProofDialog
from app.ui.reason_dialog import ReasonDialog
from app.ui.search_box import SearchBox
from app.ui.turns.menu import fill_turns

LIMIT = 50
TABLES = frozenset(
    {"dossier", "appointment", "apology", "apology_letter", "escalation", "slip", "print_job"}
)
REPRINT_REASONS = (
    "Người dân làm mất giấy hẹn",
    "Giấy hẹn in mờ hoặc rách",
    "Máy in kẹt giấy, giấy không ra",
)


SIDE_WIDTH = 380
"""The narrowest card that shows its facts whole."""


class LookupPage(Page):
    """One search box, the list it finds, and the card of the current dossier."""

    title = "Tra cứu"
    key = "lookup"
    return_asked = Signal(str)
    """The officer wants to hand over this dossier; its code."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.box = SearchBox("Tìm hồ sơ", "Mã hồ sơ, họ tên, số giấy tờ hoặc số điện thoại")
        self.caption = muted("")
        self.table: RowTable[DossierRow] = RowTable(
            "Hồ sơ tìm thấy",
            dossier_columns(desk.clock.now, with_procedure=False),
            lambda row: row.dossier_id,
        )
        self.nothing = EmptyState("search")
        self.card_view = DossierCardView()
        self.no_card = EmptyState("file")
        self.no_card.say("Chưa chọn hồ sơ", "Chọn một dòng ở danh sách bên trái để xem chi tiết.")
        self.reprint = QAction("&In lại giấy hẹn…", self)
        self.papers = QPushButton("&Giấy tờ")
        self.papers.setMenu(QMenu(self.papers))
        self.turns = QPushButton("&Việc khác")
        self.turns.setMenu(QMenu(self.turns))
        self.finish = QPushButton("&Nhận kết quả…")
        self.finish.setToolTip("Nhận kết quả từ bộ phận chuyên môn")
        self.apologise = QPushButton("Thư &xin lỗi…")
        self.go_return = QPushButton("Trả &kết quả")
        self._return_action = QAction("Trả kết quả", self)
        self._lay_out()
        self._connect()
        self._show_card(None)

    @override
    def on_shown(self) -> None:
        self.box.setFocus()
        self.box.selectAll()
        self.box.ask_now()

    @override
    def on_changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & TABLES:
            self.box.ask_now()

    @override
    def take_scan(self, text: str) -> bool:
        self.box.put(text)
        return True

    @override
    def primary(self) -> QAction | None:
        return self._return_action

    def _lay_out(self) -> None:
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(self.nothing)
        self._side = QStackedWidget()
        self._side.addWidget(self.card_view)
        self._side.addWidget(self.no_card)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.box)
        column.addWidget(self.caption)
        column.addWidget(self._list, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("lookup_splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(left)
        self._side.setMinimumWidth(SIDE_WIDTH)
        splitter.addWidget(self._side)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        self.body.addWidget(splitter, 1)
        self.set_footer(
            self.papers,
            self.turns,
            self.finish,
            self.apologise,
            primary=self.go_return,
        )

    def _connect(self) -> None:
        self.box.asked.connect(self._ask)
        self.box.stepped.connect(self.table.step)
        self.box.entered.connect(self.table.setFocus)
        self.table.current_changed.connect(self._on_current)
        self.table.chosen.connect(lambda _: self.card_view.setFocus())
        self.card_view.proof_asked.connect(self._open_proof)
        self.reprint.triggered.connect(lambda _=False: self._reprint())
        self.turns.menu().aboutToShow.connect(self._offer_turns)
        self.papers.menu().aboutToShow.connect(self._offer_papers)
        self.finish.clicked.connect(self._finish)
        self.apologise.clicked.connect(self._apologise)
        self.go_return.clicked.connect(self._return_action.trigger)
        self._return_action.triggered.connect(self._go_return)

    def _ask(self, question: str) -> None:
        if question:
            self.desk.ask(
                lookup.find, question, limit=LIMIT, key="lookup.find", done=self._show_rows
            )
        else:
            self.desk.ask(
                lookup.recent,
                clerk_id=self.desk.actor.account_id,
                key="lookup.find",
                done=self._show_rows,
            )

    def _show_rows(self, rows: tuple[DossierRow, ...]) -> None:
        question = self.box.question()
        self.table.set_rows(rows)
        self.caption.setText(_caption(question, len(rows)))
        if rows:
            self._list.setCurrentWidget(self.table)
            return
        self._list.setCurrentWidget(self.nothing)
        if question:
            self.nothing.say(
                f"Không có hồ sơ nào khớp với “{question}”",
                "Thử mã đầy đủ trên giấy hẹn, họ tên không dấu, hoặc bốn số cuối của giấy tờ.",
            )
        else:
            self.nothing.say(
                "Bạn chưa nhận hồ sơ nào",
                "Gõ vào ô tìm kiếm để xem mọi hồ sơ của cơ quan, hoặc quét mã trên giấy hẹn.",
            )

    def _on_current(self, row: DossierRow | None) -> None:
        if row is None:
            self._show_card(None)
            return
        self.desk.ask(lookup.card, row.dossier_id, key="lookup.card", done=self._show_card)

    def _show_card(self, card: DossierCard | None) -> None:
        current = self.table.current()
        if card is not None and (current is None or current.dossier_id != card.row.dossier_id):
            return  # the officer has moved on meanwhile
        if card is None:
            self.card_view.clear()
            self._side.setCurrentWidget(self.no_card)
        else:
            self.card_view.show_card(card, self.desk.clock.now())
            self._side.setCurrentWidget(self.card_view)
        is_open = card is not None and card.row.status.is_open
        has_slip = card is not None and bool(card.slips)
        self.reprint.setEnabled(has_slip)
        self.apologise.setEnabled(card is not None and (is_open or bool(card.apologies)))
        self.finish.setEnabled(card is not None and Act.FINISH in allowed(card.row.status))
        self.go_return.setEnabled(is_open)
        self._return_action.setEnabled(is_open)

    def _go_return(self) -> None:
        if self.card_view.card is not None:
            self.return_asked.emit(self.card_view.card.row.code)

    def _reprint(self) -> None:
        card = self.card_view.card
        if card is None:
            return
        dialog = ReasonDialog(
            "Lý do in lại",
            f"Bản in lại của {card.row.code} được đánh số và ghi vào diễn biến. Vì sao in lại?",
            REPRINT_REASONS,
            "&In lại",
            self,
        )
        if dialog.exec():
            self.reprint_because(dialog.reason())

    def reprint_because(self, reason: str) -> None:
        """Issue a reprint of the current dossier's slip for a reason."""
        card = self.card_view.card
        if card is None:
            return
        self.reprint.setEnabled(False)
        self.desk.do(
            slips.request_reprint,
            card.row.dossier_id,
            reason=reason,
            done=lambda _: self.say(f"Bản in lại của {card.row.code} đang chờ ở máy in."),
        )

    def _open_proof(self, proof_id: str, name: str) -> None:
        ProofDialog(self.desk, proof_id, name, self).open()

    def _offer_papers(self) -> None:
        menu = self.papers.menu()
        menu.clear()
        menu.addAction(self.reprint)
        fill_menu(menu, self.desk, self.card_view.card, self)

    def _offer_turns(self) -> None:
        menu = self.turns.menu()
        menu.clear()
        fill_turns(menu, self.desk, self.card_view.card, self, self.say)

    def _finish(self) -> None:
        if self.card_view.card is None:
            return
        dialog = FinishDialog(self.desk, self.card_view.card, self)
        dialog.finished_result.connect(self.say)
        dialog.letter_wanted.connect(self._apologise)
        dialog.open()

    def _apologise(self) -> None:
        if self.card_view.card is not None:
            LetterDialog(self.desk, self.card_view.card.row.dossier_id, self).open()


def _caption(question: str, count: int) -> str:
    if not count:
        return ""
    if not question:
        return f"{count} hồ sơ bạn nhận gần đây"
    if count == LIMIT:
        return f"{LIMIT} hồ sơ mới nhất; gõ thêm để thu hẹp"
    return f"{count} hồ sơ"
