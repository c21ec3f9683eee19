"""Trả kết quả: one scan, one look at who and what, one key; lateness never stands in the way."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.apologies import Delivery, DeliveryChannel
from app.core.codes import looks_like_dossier_code
from app.core.dossiers import ReturnWay
from app.core.errors import AppError
from app.core.lifecycle import Act, allowed
from app.core.money import format_money
from app.services import apology_delivery, charging, lookup, returning
from app.services.charging import Account
from app.services.lookup import DossierCard, DossierRow
from app.services.returning import Returned
from app.ui.card_parts import EmptyState, Panel
from app.ui.collector_box import CollectorBox
from app.ui.desk import Desk
from app.ui.dossier_columns import dossier_columns
from app.ui.error_text import one_line
from app.ui.hand_over import hand_over_parts, letter_offer, undelivered
from app.ui.list_view import RowTable
from app.ui.originals_box import OriginalsBox
from app.ui.page import Page
from app.ui.search_box import SearchBox
from app.ui.turns.menu import open_money

LIMIT = 20
TABLES = frozenset(
    {"dossier", "appointment", "apology", "apology_letter", "payment", "dossier_charge"}
)


class ReturningPage(Page):
    """A code box, then the dossier large with who collects, then the next citizen."""

    title = "Trả kết quả"
    key = "returning"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.box = SearchBox("Mã hồ sơ", "Quét mã trên giấy hẹn, hoặc gõ mã, họ tên, bốn số cuối")
        self.box.setProperty("big", True)
        self.table: RowTable[DossierRow] = RowTable(
            "Hồ sơ tìm thấy", dossier_columns(desk.clock.now), lambda row: row.dossier_id
        )
        self.nothing = EmptyState("handover")
        self.view = QWidget()
        self.collector = CollectorBox()
        self.money = QPushButton()
        self.money.setProperty("link", True)
        self.originals = OriginalsBox()
        self.with_letter = QCheckBox()
        self.other_dossier = QPushButton("Hồ sơ khá&c")
        self.hand_over = QPushButton("&Trả kết quả")
        self._action = QAction("Trả kết quả", self)
        self._card: DossierCard | None = None
        self._is_busy = False
        self._letter_fault: AppError | None = None
        self._lay_out()
        self._connect()
        self._clear()

    @property
    def card(self) -> DossierCard | None:
        """The dossier on the desk now."""
        return self._card

    @override
    def on_shown(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    @override
    def on_changed(self, tables: frozenset[str]) -> None:
        if self._card is not None and not self._is_busy and tables & TABLES:
            self._open(self._card.row.dossier_id)

    @override
    def take_scan(self, text: str) -> bool:
        if not looks_like_dossier_code(text):
            return False
        self.open_code(text)
        return True

    @override
    def primary(self) -> QAction | None:
        return self._action

    def open_code(self, code: str) -> None:
        """Take up the dossier with a code, as scanned or handed over by another page."""
        self.box.put(code)

    def _lay_out(self) -> None:
        self._dossier = Panel()
        self._stack = QStackedWidget()
        self._scroll = QScrollArea()  # a dossier of many papers is taller than a small screen
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._dossier)
        for page in (self.nothing, self.table, self._scroll):
            self._stack.addWidget(page)
        self._view_column = QVBoxLayout(self.view)
        self._view_column.setContentsMargins(0, 0, 0, 0)
        self._view_column.setSpacing(8)
        self._dossier.column.addWidget(self.view)
        self._dossier.column.addWidget(self.collector)
        self._dossier.column.addWidget(self.money)
        self._dossier.column.addWidget(self.originals)
        self._dossier.column.addWidget(self.with_letter)
        self._dossier.column.addStretch(1)
        label = QLabel("&Mã hồ sơ")
        label.setBuddy(self.box)
        self.body.addWidget(label)
        self.body.addWidget(self.box)
        self.body.addWidget(self._stack, 1)
        self.set_footer(self.other_dossier, primary=self.hand_over)

    def _connect(self) -> None:
        self.box.asked.connect(self._ask)
        self.box.stepped.connect(self.table.step)
        self.box.entered.connect(self._on_entered)
        self.table.chosen.connect(lambda row: self._open(row.dossier_id))
        self.collector.changed.connect(self._allow)
        self.money.clicked.connect(self._collect)
        self.other_dossier.clicked.connect(self._next_citizen)
        self.hand_over.clicked.connect(self._action.trigger)
        self._action.triggered.connect(self._return)

    def _ask(self, question: str) -> None:
        self._card = None
        self._allow()
        if question:
            self.desk.ask(
                lookup.find, question, limit=LIMIT, key="returning.find", done=self._show_found
            )
        else:
            self._clear()

    def _show_found(self, rows: tuple[DossierRow, ...]) -> None:
        question = self.box.question()
        self.table.set_rows(rows)
        if len(rows) == 1:
            self._open(rows[0].dossier_id)
        elif rows:
            self._stack.setCurrentWidget(self.table)
        else:
            self._stack.setCurrentWidget(self.nothing)
            self.nothing.say(
                f"Không có hồ sơ nào khớp với “{question}”",
                "Xem lại mã trên giấy hẹn, hoặc gõ họ tên hay số giấy tờ của người nộp.",
            )

    def _on_entered(self) -> None:
        if self._stack.currentWidget() is self.table:
            self.table.setFocus()
        elif self._card is not None:
            self.collector.setFocus()

    def _open(self, dossier_id: str) -> None:
        self.desk.ask(lookup.card, dossier_id, key="returning.card", done=self._show_card)

    def _show_card(self, card: DossierCard) -> None:
        is_same = self._card is not None and self._card.row.dossier_id == card.row.dossier_id
        if not is_same:
            self.originals.clear()
            self.money.hide()
        self.desk.ask(
            charging.account, card.row.dossier_id, key="returning.money", done=self._show_money
        )
        self._card = card
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in hand_over_parts(card, self.desk.clock.now()):
            column.addWidget(part)
        self._dossier.column.replaceWidget(self.view, fresh)
        self.view.deleteLater()
        self.view = fresh
        can_return = Act.RETURN_RESULT in allowed(card.row.status)
        self.collector.setVisible(can_return)
        if can_return:
            self.collector.offer(card.applicant, card.representative)
        self.originals.offer(card.originals if can_return else ())
        offer = letter_offer(card) if can_return else ""
        self.with_letter.setText(offer)
        self.with_letter.setVisible(bool(offer))
        self.with_letter.setChecked(bool(offer))
        self._stack.setCurrentWidget(self._scroll)
        self._allow()

    def _show_money(self, account: Account) -> None:
        """Remind of what is still to be paid; it never keeps the result from the citizen."""
        left = account.left or 0
        is_here = self._card is not None and self._card.row.dossier_id == account.dossier_id
        self.money.setText(f"Còn phải thu {format_money(left)}: thu ng&ay…")
        self.money.setVisible(is_here and left > 0)

    def _collect(self) -> None:
        if self._card is not None:
            open_money(self.desk, self._card, self, self.say)

    def _allow(self) -> None:
        card = self._card
        can_return = (
            card is not None
            and not self._is_busy
            and Act.RETURN_RESULT in allowed(card.row.status)
            and bool(self.collector.collector())
        )
        self._action.setEnabled(can_return)
        self.hand_over.setEnabled(can_return)
        self.other_dossier.setEnabled(card is not None)

    def _return(self) -> None:
        card = self._card
        if card is None or self._is_busy:
            return
        self._is_busy = True
        self._letter_fault = None
        self._allow()
        if self.with_letter.isChecked():
            self._deliver_letters(card)
        self.desk.do(
            returning.return_result,
            card.row.dossier_id,
            collector=self.collector.collector(),
            collector_identity=self.collector.identity(),
            way=self.collector.way(),
            tracking=self.collector.tracking.text(),
            originals=self.originals.chosen(),
            done=self._show_returned,
            failed=self._on_refused,
        )

    def _deliver_letters(self, card: DossierCard) -> None:
        """Record that the waiting letters went along; units of their own, queued before the return.

        A letter that cannot be recorded never keeps the result from the citizen.
        """
        now, by_post = self.desk.clock.now(), self.collector.way() is ReturnWay.POST
        delivery = (
            Delivery(DeliveryChannel.POST, now, reference=self.collector.tracking.text())
            if by_post
            else Delivery(DeliveryChannel.BY_HAND, now, receiver=self.collector.collector())
        )
        for _ in undelivered(card):
            self.desk.do(
                apology_delivery.deliver,
                card.row.dossier_id,
                delivery,
                failed=self._keep_letter_fault,
            )

    def _keep_letter_fault(self, error: AppError) -> None:
        self._letter_fault = error

    def _show_returned(self, returned: Returned) -> None:
        with_letter = self.with_letter.isChecked()
        self._is_busy = False
        self._card = None
        self._next_citizen()
        self.nothing.say(
            f"Đã trả kết quả {returned.code} cho {returned.applicant_name}",
            "Mời người tiếp theo: quét mã trên giấy hẹn.",
        )
        told = f"Đã trả kết quả hồ sơ {returned.code}"
        if self._letter_fault is not None:
            fault = one_line(self._letter_fault)
            self.say(f"{told}, nhưng chưa ghi được việc giao thư xin lỗi. {fault}", "late")
        else:
            self.say(f"{told} kèm thư xin lỗi." if with_letter else f"{told}.")

    def _on_refused(self, error: AppError) -> None:
        self._is_busy = False
        if self._card is not None and self.with_letter.isChecked() and self._letter_fault is None:
            told = "Đã ghi việc giao thư xin lỗi, nhưng chưa trả được kết quả"
            self.say(f"{told}. {one_line(error)}", "late")
            self._open(self._card.row.dossier_id)
        else:
            self.desk.failed.emit(error)
        self._allow()

    def _next_citizen(self) -> None:
        self.box.clear()
        self.box.ask_now()
        self.box.setFocus()

    def _clear(self) -> None:
        self._stack.setCurrentWidget(self.nothing)
        self.nothing.say(
            "Mời quét mã trên giấy hẹn",
            "Không có giấy hẹn: gõ họ tên, số giấy tờ, hoặc bốn số cuối của mã hồ sơ.",
        )
        self._allow()
