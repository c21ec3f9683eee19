"""The money of a dossier: what is owed, taking it, letting it off, giving it back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.core.charges import Charge, PaymentMethod
from app.core.errors import AppError
from app.core.money import format_money
from app.core.wording import moment_text
from app.services import charging
from app.services.charging import Account, Collected, PaymentRow
from app.services.lookup import DossierCard
from app.ui.actions import PRIMARY_KEYS
from app.ui.card_parts import NoticeStrip, line, plain, row_of, section, title
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.fields import Labelled, Segments
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone
from app.ui.money_history import METHODS
from app.ui.reason_dialog import ReasonDialog

WIDTH = 560
WAYS = {"cash": "Tiền mặt", "transfer": "Chuyển khoản"}
GROUNDS = ("Hộ nghèo, cận nghèo", "Người có công với cách mạng", "Người khuyết tật", "Trẻ em")
REASONS = ("Thu nhầm hồ sơ", "Thu sai số tiền", "Hồ sơ bị từ chối hoặc rút")
AT_FIELD = {"charge.bad_amount": "amount", "payment.reference_missing": "reference"}
NO_FEE = "Thủ tục này không thu phí, lệ phí."


class MoneyDialog(GrowingDialog):
    """Stays open: what was done is seen at once in what is left."""

    collected = Signal(object)
    """The ``Collected``: its note can be printed."""

    def __init__(self, desk: Desk, card: DossierCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._card = desk, card
        self.account: Account | None = None
        self._proposed = ""
        self.setWindowTitle("Phí, lệ phí")
        self.resize(WIDTH, 0)
        self.amount, self.reference, self.payer = QLineEdit(), QLineEdit(), QLineEdit()
        self.method = Segments("Cách nộp", WAYS)
        self.method.set_value("cash")
        self.payer.setText((card.representative or card.applicant).full_name)
        self.fields = {
            "amount": Labelled("&Số tiền", self.amount),
            "method": Labelled("Cách nộp", self.method),
            "reference": Labelled("Số giao &dịch", self.reference),
            "payer": Labelled("&Người nộp", self.payer),
        }
        self.strip = NoticeStrip()
        self.leave = QPushButton("Đ&óng")
        self.waive = QPushButton("M&iễn, giảm…")
        self.reverse = QPushButton("&Hoàn tiền…")
        self.take = QPushButton("&Thu tiền")
        self._facts = QWidget()
        self._lay_out()
        self._connect()
        self._ask()

    def shown(self) -> str:
        """Return all lines about the money, as they stand."""
        return "\n".join(one.text() for one in self._facts.findChildren(QLabel))

    def _ask(self) -> None:
        self._desk.ask(
            charging.account, self._card.row.dossier_id, done=self._show, failed=self._refused
        )

    def _show(self, found: Account) -> None:
        self.account = found
        self._show_facts(found)
        is_open = found.owed is None
        left = found.left or 0
        self.fields["amount"].rename("&Mức thu" if is_open else "&Số tiền", "")
        if self.amount.text() == self._proposed:  # what somebody typed meanwhile stays
            self._proposed = "" if is_open or left <= 0 else str(left)
            self.amount.setText(self._proposed)
        self.take.setText("&Ghi mức thu" if is_open else "&Thu tiền")
        self.take.setEnabled(is_open or left > 0)
        self.waive.setEnabled(not is_open and bool(found.owed))
        self.reverse.setEnabled(_last(found) is not None)
        for name in ("method", "reference", "payer"):
            self.fields[name].setVisible(not is_open)
        self._show_reference()

    def _show_facts(self, found: Account) -> None:
        self._facts.deleteLater()
        self._facts = QWidget()
        column = QVBoxLayout(self._facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for charge in found.charges:
            column.addWidget(plain(charge_words(charge)))
        if not found.charges:
            column.addWidget(plain(NO_FEE))
        if found.payments:
            column.addWidget(section("Đã thu"))
        for payment in found.payments:
            column.addWidget(plain(payment_words(payment)))
        if found.left is not None and found.charges:
            column.addWidget(plain(left_words(found.left), strong=True))
        self._column.insertWidget(2, self._facts)

    def _show_reference(self) -> None:
        is_transfer = self.method.value() == PaymentMethod.TRANSFER
        self.fields["reference"].setVisible(self.method.isVisible() and is_transfer)

    def _take(self) -> None:
        for box in self.fields.values():
            box.clear()
        amount = read_money(self.amount.text())
        if self.account is None or not self.take.isEnabled():
            return
        if amount is None:
            self.fields["amount"].fault("Ghi số tiền bằng chữ số, ví dụ 15000.")
            self.amount.setFocus()
            return
        if self.account.owed is None:
            first = next(one for one in self.account.charges if one.amount is None)
            self._proposed = self.amount.text()
            self._do(charging.assess, {first.ordinal: amount}, done=self._show)
            return
        self._proposed = self.amount.text()
        self._do(
            charging.collect,
            amount=amount,
            method=PaymentMethod(self.method.value()),
            payer=self.payer.text(),
            reference=self.reference.text(),
            done=self._collected,
        )

    def _collected(self, outcome: Collected) -> None:
        self.reference.clear()
        self._show(outcome.account)
        self.strip.say(f"Đã thu {format_money(outcome.payment.amount)}.", Tone.GOOD)
        self.collected.emit(outcome)

    def _ask_waiver(self) -> None:
        question = "Miễn toàn bộ khoản thu này theo căn cứ nào?"
        dialog = ReasonDialog("Miễn, giảm", question, GROUNDS, "Miễn khoản thu", self)
        dialog.accepted.connect(lambda: self.waive_because(dialog.reason()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def waive_because(self, ground: str) -> None:
        """Let the first charge that is owed off, wholly."""
        assert self.account is not None
        charge = next(one for one in self.account.charges if one.owed)
        self._do(charging.waive, charge.ordinal, ground=ground, done=self._show)

    def _ask_reversal(self) -> None:
        question = "Hoàn lần thu cuối cùng vì sao? Lần thu vẫn còn trong diễn biến."
        dialog = ReasonDialog("Hoàn tiền", question, REASONS, "Hoàn tiền", self)
        dialog.accepted.connect(lambda: self.reverse_because(dialog.reason()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def reverse_because(self, reason: str) -> None:
        """Give the last payment back."""
        assert self.account is not None
        last = _last(self.account)
        assert last is not None
        self._do(charging.reverse, last.ordinal, reason=reason, done=self._show)

    def _do(
        self, use_case: Callable[..., Any], *args: object, done: Callable[[Any], None], **told: Any
    ) -> None:
        self.take.setEnabled(False)
        self.strip.say("", Tone.QUIET)
        self._desk.do(
            use_case,
            self._card.row.dossier_id,
            *args,
            done=done,
            failed=self._refused,
            **told,
        )

    def _refused(self, error: AppError) -> None:
        self.take.setEnabled(True)
        box = self.fields.get(AT_FIELD.get(error.code, ""))
        if box is None:
            self.strip.say(one_line(error), Tone.LATE)
            return
        box.fault(one_line(error))
        box.editor.setFocus()

    def _connect(self) -> None:
        self.method.changed.connect(lambda _: self._show_reference())
        self.leave.clicked.connect(self.reject)
        self.waive.clicked.connect(self._ask_waiver)
        self.reverse.clicked.connect(self._ask_reversal)
        self.take.clicked.connect(self._take)
        self.finished.connect(self.deleteLater)
        for keys in PRIMARY_KEYS:
            QShortcut(QKeySequence(keys), self, self._take)

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(title(self._card.row.applicant_name))
        column.addWidget(row_of(line(self._card.row.code)))
        column.addWidget(self._facts)
        for box in self.fields.values():
            column.addWidget(box)
        column.addWidget(self.strip)
        column.addStretch(1)
        self.take.setProperty("primary", True)
        footer = QHBoxLayout()
        footer.setSpacing(8)
        footer.addWidget(self.leave)
        footer.addWidget(self.waive)
        footer.addWidget(self.reverse)
        footer.addStretch(1)
        footer.addWidget(self.take)
        for button in (self.leave, self.waive, self.reverse, self.take):
            button.setAutoDefault(False)
        column.addLayout(footer)


def read_money(typed: str) -> int | None:
    """Return what ``15000``, ``15.000`` or ``15 000 đ`` means; None if it is no amount."""
    digits = typed.replace(".", "").replace(" ", "").replace("đ", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def charge_words(charge: Charge) -> str:
    """Return a charge in one line."""
    name = charge.name or "Phí, lệ phí"
    if charge.amount is None:
        return f"{name}: chưa có mức thu, do tỉnh quyết định"
    let_off = (
        f", miễn giảm {format_money(charge.waived)} ({charge.ground})" if charge.waived else ""
    )
    return f"{name}: {format_money(charge.amount)}{let_off}"


def payment_words(payment: PaymentRow) -> str:
    """Return a payment in one line."""
    shown = f" số {payment.reference}" if payment.reference else ""
    told = f"{format_money(payment.amount)}, {METHODS[payment.method]}{shown}"
    told = f"{told}, {moment_text(payment.collected_at)}"
    return told if payment.reversed_at is None else f"{told}; đã hoàn: {payment.reversal_reason}"


def left_words(left: int) -> str:
    """Return what is still to be done about the money."""
    if left > 0:
        return f"Còn phải thu {format_money(left)}"
    return "Đã thu đủ" if left == 0 else f"Thu thừa {format_money(-left)}: hoàn lại cho người dân"


def _last(found: Account) -> PaymentRow | None:
    kept = [one for one in found.payments if one.reversed_at is None]
    return kept[-1] if kept else None
