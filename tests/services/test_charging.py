"""The money of a dossier balances: owed, let off, collected, reversed, all in the journal."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from app.core.charges import AmountOpen, BadAmount, PaymentMethod
from app.services import charge_table, charging, history, notices
from app.services.changing_choices import ChoiceNotAllowed
from app.services.charge_table import BadDays
from app.services.charging import (
    Account,
    ChargeUnknown,
    PaymentUnknown,
    ReferenceMissing,
)
from app.services.desk_papers import ReasonMissing
from tests.services.desk import Desk, at


def money(desk: Desk, dossier_id: str) -> Account:
    found: Account = desk.ask(charging.account, dossier_id)
    return found


def collect(desk: Desk, dossier_id: str, **told: Any) -> charging.Collected:
    return desk.do(charging.collect, dossier_id, **told)


def faults(desk: Desk) -> tuple[history.Fault, ...]:
    with desk.database.read() as session:
        return history.check(session).faults


def test_the_whole_charge_is_collected_with_a_note(desk: Desk) -> None:
    """By the dated table; the note names the fee, the sum in words, and who paid."""
    dossier_id = desk.receive().dossier_id
    assert (money(desk, dossier_id).owed, money(desk, dossier_id).left) == (15000, 15000)
    done = collect(desk, dossier_id)
    assert (done.account.collected, done.account.left) == (15000, 0)
    note = desk.ask(notices.get, done.notice_id)
    assert (note.total, note.payer_name) == (15000, "Nguyễn Thị Ẩn")
    assert [(one.name, one.amount) for one in note.lines] == [("Lệ phí", 15000)]
    with pytest.raises(BadAmount):
        collect(desk, dossier_id)
    assert faults(desk) == ()


def test_part_of_it_by_transfer(desk: Desk) -> None:
    """A transfer needs its reference; never more than is left, never nothing."""
    dossier_id = desk.receive().dossier_id
    with pytest.raises(ReferenceMissing):
        collect(desk, dossier_id, amount=5000, method=PaymentMethod.TRANSFER)
    for wrong in (0, -1, 15001):
        with pytest.raises(BadAmount):
            collect(desk, dossier_id, amount=wrong)
    told = {"amount": 5000, "method": PaymentMethod.TRANSFER, "reference": "FT261120"}
    done = collect(desk, dossier_id, **told)
    note = desk.ask(notices.get, done.notice_id)
    assert (note.total, len(note.lines), note.lines[0].amount) == (5000, 1, 5000)
    assert collect(desk, dossier_id).payment.amount == 10000
    assert money(desk, dossier_id).left == 0
    assert faults(desk) == ()


def test_a_wrong_payment_is_reversed_with_its_reason(desk: Desk) -> None:
    """It stays on record; once only; the database lets nobody change or delete it."""
    dossier_id = desk.receive().dossier_id
    collect(desk, dossier_id)
    with pytest.raises(ReasonMissing):
        desk.do(charging.reverse, dossier_id, 1, reason=" ")
    after = desk.do(charging.reverse, dossier_id, 1, reason="thu nhầm hồ sơ")
    assert (after.collected, after.left, len(after.payments)) == (0, 15000, 1)
    assert after.payments[0].reversal_reason == "thu nhầm hồ sơ"
    for number in (1, 2):
        with pytest.raises(PaymentUnknown):
            desk.do(charging.reverse, dossier_id, number, reason="x")
    assert collect(desk, dossier_id).account.left == 0
    for statement in ("update payment set amount = 1", "delete from payment"):
        with pytest.raises(DBAPIError):
            desk.tamper(statement)
    assert faults(desk) == ()


def test_a_charge_is_let_off_on_a_ground(desk: Desk) -> None:
    """Wholly or in part; what was taken before shows as too much."""
    dossier_id = desk.receive().dossier_id
    with pytest.raises(ReasonMissing):
        desk.do(charging.waive, dossier_id, 1, ground="")
    for wrong in (-1, 15001):
        with pytest.raises(BadAmount):
            desk.do(charging.waive, dossier_id, 1, amount=wrong, ground="hộ nghèo")
    with pytest.raises(ChargeUnknown):
        desk.do(charging.waive, dossier_id, 2, ground="hộ nghèo")
    part = desk.do(charging.waive, dossier_id, 1, amount=5000, ground="giảm")
    assert part.left == 10000
    collect(desk, dossier_id)
    whole = desk.do(charging.waive, dossier_id, 1, ground="hộ nghèo, có giấy xác nhận")
    assert (whole.owed, whole.left) == (0, -10000)
    assert faults(desk) == ()


def test_an_open_amount_is_set_before_it_is_taken(desk: Desk) -> None:
    """The catalogue leaves it to the province; nobody guesses."""
    dossier_id = desk.receive().dossier_id
    desk.tamper("update charge_rule set amount = null")
    assert money(desk, dossier_id).left is None
    for act in (collect, _waived):
        with pytest.raises(AmountOpen):
            act(desk, dossier_id)
    for wrong in (-1, 10**20):
        with pytest.raises(BadAmount):
            desk.do(charging.assess, dossier_id, {1: wrong})
    assert desk.do(charging.assess, dossier_id, {1: 8000}).left == 8000
    assert collect(desk, dossier_id).payment.amount == 8000
    assert faults(desk) == ()


def test_the_province_decides_for_its_days(desk: Desk) -> None:
    """By the day of the reception; the newest decision wins; a day's own can be put right."""
    with pytest.raises(ChoiceNotAllowed):
        _province(desk, 10000, date(2026, 1, 1), actor=desk.clerk)
    with pytest.raises(ReasonMissing):
        _province(desk, 10000, date(2026, 1, 1), decision=" ")
    for wrong in (-1, 10**20):
        with pytest.raises(BadAmount):
            _province(desk, wrong, date(2026, 1, 1))
    with pytest.raises(BadDays):
        _province(desk, 1, date(2026, 1, 1), valid_to=date(2025, 1, 1))
    _province(desk, 10000, date(2026, 1, 1))
    _province(desk, 12000, date(2026, 11, 23))
    _province(desk, 11000, date(2026, 11, 23))
    early, late = desk.receive(), desk.receive(at=at(23))
    assert money(desk, early.dossier_id).owed == 10000
    assert money(desk, late.dossier_id).owed == 11000


def test_a_charge_once_dealt_with_stays_what_it_was(desk: Desk) -> None:
    """A later change of the table is not for money that was taken."""
    dossier_id = desk.receive().dossier_id
    collect(desk, dossier_id)
    desk.tamper("update charge_rule set amount = 99000")
    assert (money(desk, dossier_id).owed, money(desk, dossier_id).left) == (15000, 0)
    assert faults(desk) == ()


def _waived(desk: Desk, dossier_id: str) -> Account:
    return desk.do(charging.waive, dossier_id, 1, ground="hộ nghèo")


def _province(desk: Desk, amount: int, first: date, **told: Any) -> None:
    told = {"decision": "NQ 12/2025/NQ-HĐND", "actor": desk.leader, "valid_from": first} | told
    desk.do(charge_table.set_by_province, "1.004873.000.00.00.H55", 1, amount=amount, **told)
