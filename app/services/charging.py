"""The money of a dossier (thu phí, lệ phí): set, let off, collected, reversed; the journal has all.

What is owed comes from the dated table of the catalogue with the province's amounts over it, as it
stood on the day of the reception (NĐ 61/2018 Đ22).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.charges import MOST, BadAmount, Charge, PaymentMethod, total_owed
from app.core.clock import VIETNAM
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.models import Dossier, DossierCharge, Payment
from app.services import desk_papers, fold, journal, notices
from app.services.charge_table import charges_of
from app.services.desk_papers import ReasonMissing
from app.services.lookup import DossierUnknown, hold_known
from app.services.office import Office


class ChargeUnknown(AppError):
    """The dossier has no such charge; ``code``, ``ordinal``."""

    code = "charge.unknown"


class PaymentUnknown(AppError):
    """No payment of the dossier has this number, or it was reversed; ``code``, ``ordinal``."""

    code = "payment.unknown"


class ReferenceMissing(AppError):
    """A transfer is found again by its reference; ``code``."""

    code = "payment.reference_missing"


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money that was taken once."""

    ordinal: int
    amount: int
    method: PaymentMethod
    payer: str
    reference: str
    collected_at: datetime
    reversed_at: datetime | None
    reversal_reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """The money of one dossier; ``owed`` is None while an amount is open."""

    dossier_id: str
    code: str
    charges: tuple[Charge, ...]
    payments: tuple[PaymentRow, ...]

    @property
    def owed(self) -> int | None:
        """What is to be paid in all."""
        if any(charge.amount is None for charge in self.charges):
            return None
        return total_owed(self.charges)

    @property
    def collected(self) -> int:
        """What was taken and not given back."""
        return sum(one.amount for one in self.payments if one.reversed_at is None)

    @property
    def left(self) -> int | None:
        """What is still to be paid; below nothing where too much was taken before a waiver."""
        return None if self.owed is None else self.owed - self.collected


@dataclass(frozen=True, slots=True)
class Collected:
    """A payment, the account after it, and the citizen's note."""

    account: Account
    payment: PaymentRow
    notice_id: str


def account(session: Session, office: Office, dossier_id: str) -> Account:
    """Return the money of a dossier.

    Raises:
        DossierUnknown.
    """
    dossier = session.get(Dossier, (office.agency_id, dossier_id))
    if dossier is None:
        raise DossierUnknown(code=dossier_id)
    return _account(session, office, dossier)


def assess(
    session: Session,
    office: Office,
    dossier_id: str,
    amounts: Mapping[int, int],
    *,
    actor: Actor,
    at: datetime,
) -> Account:
    """Set the amounts that the catalogue leaves open, or that depend on copies; by ordinal.

    Raises:
        DossierUnknown, ChargeUnknown.
        BadAmount: below nothing, below what was waived, or beyond any fee.
    """
    dossier, known = _held(session, office, dossier_id)
    for ordinal, amount in amounts.items():
        least = _charge(known, ordinal).waived
        if not least <= amount <= MOST:
            raise BadAmount(amount=amount, most=MOST)
    facts = {"amounts": {str(ordinal): amount for ordinal, amount in amounts.items()}}
    return _write(session, office, dossier, known, "charge.assessed", facts, actor, at)


def waive(
    session: Session,
    office: Office,
    dossier_id: str,
    ordinal: int,
    *,
    amount: int | None = None,
    ground: str,
    actor: Actor,
    at: datetime,
) -> Account:
    """Let a charge off, wholly or by an amount, on a legal ground (miễn, giảm).

    Raises:
        DossierUnknown, ChargeUnknown, AmountOpen.
        BadAmount: more than the charge, or below nothing.
        ReasonMissing: no ground.
    """
    dossier, known = _held(session, office, dossier_id)
    charge = _charge(known, ordinal)
    whole = charge.owed + charge.waived
    waived = whole if amount is None else amount
    if not 0 <= waived <= whole:
        raise BadAmount(amount=waived, most=whole)
    why = text.clean_line(ground)
    if not why:
        raise ReasonMissing(code=dossier.code, kind="waiver")
    facts = {"ordinal": ordinal, "waived": waived, "ground": why}
    return _write(session, office, dossier, known, "charge.waived", facts, actor, at)


def collect(
    session: Session,
    office: Office,
    dossier_id: str,
    *,
    amount: int | None = None,
    method: PaymentMethod = PaymentMethod.CASH,
    payer: str = "",
    reference: str = "",
    actor: Actor,
    at: datetime,
) -> Collected:
    """Take money, all that is left if no amount is told; the citizen gets a note.

    Raises:
        DossierUnknown, AmountOpen.
        BadAmount: nothing, or more than is left.
        ReferenceMissing: a transfer without its reference.
    """
    dossier, known = _held(session, office, dossier_id)
    left = total_owed(known.charges) - known.collected
    taken = left if amount is None else amount
    if not 0 < taken <= left:
        raise BadAmount(amount=taken, most=max(left, 0))
    reference = text.clean_line(reference)
    if method is PaymentMethod.TRANSFER and not reference:
        raise ReferenceMissing(code=dossier.code)
    is_whole = not known.collected and taken == left
    note = desk_papers.payment_note(
        session, office, dossier_id, known.charges if is_whole else (), taken, payer, actor, at
    )
    issued = notices.issue(office, dossier_id, note, actor=actor, at=at)
    payment = {
        "amount": taken,
        "method": method.value,
        "payer": note.payer_name,
        "reference": reference,
    }
    facts = {"payment": payment, "notice": issued.said}
    after = _write(session, office, dossier, known, "charge.collected", facts, actor, at)
    issued.insert(session)
    return Collected(after, after.payments[-1], issued.notice_id)


def reverse(
    session: Session,
    office: Office,
    dossier_id: str,
    ordinal: int,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Account:
    """Give a payment back, with the reason; the payment itself stays on record.

    Raises:
        DossierUnknown, PaymentUnknown.
        ReasonMissing: no reason was given.
    """
    dossier, known = _held(session, office, dossier_id)
    found = next((one for one in known.payments if one.ordinal == ordinal), None)
    if found is None or found.reversed_at is not None:
        raise PaymentUnknown(code=dossier.code, ordinal=ordinal)
    why = text.clean_line(reason)
    if not why:
        raise ReasonMissing(code=dossier.code, kind="reversal")
    facts = {"ordinal": ordinal, "reason": why}
    return _write(session, office, dossier, None, "charge.reversed", facts, actor, at)


def _held(session: Session, office: Office, dossier_id: str) -> tuple[Dossier, Account]:
    dossier = hold_known(session, office, dossier_id)
    return dossier, _account(session, office, dossier)


def _charge(known: Account, ordinal: int) -> Charge:
    found = next((one for one in known.charges if one.ordinal == ordinal), None)
    if found is None:
        raise ChargeUnknown(code=known.code, ordinal=ordinal)
    return found


def _write(
    session: Session,
    office: Office,
    dossier: Dossier,
    known: Account | None,
    kind: str,
    facts: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> Account:
    """Append an act about money, with the charges it found if it is the first; return the rest."""
    dossier_id = dossier.id
    if known is not None and not _kept(session, office, dossier_id):
        facts["charges"] = [
            {"ordinal": one.ordinal, "name": one.name, "note": one.note, "amount": one.amount}
            for one in known.charges
        ]
    journal.append(session, office, kind, facts, actor, at, dossier_id)
    fold.refold(session, office.agency_id, dossier_id)
    session.expire_all()
    return account(session, office, dossier_id)


def _account(session: Session, office: Office, dossier: Dossier) -> Account:
    kept = _kept(session, office, dossier.id)
    charges = tuple(
        Charge(one.ordinal, one.name, one.note, one.amount, one.waived, one.ground) for one in kept
    )
    payments = session.scalars(
        select(Payment)
        .where(Payment.agency_id == office.agency_id, Payment.dossier_id == dossier.id)
        .order_by(Payment.ordinal)
    )
    return Account(
        dossier.id,
        dossier.code,
        charges or charges_of(session, office, dossier),
        tuple(
            PaymentRow(
                one.ordinal,
                one.amount,
                PaymentMethod(one.method),
                one.payer,
                one.reference,
                one.collected_at.astimezone(VIETNAM),
                one.reversed_at and one.reversed_at.astimezone(VIETNAM),
                one.reversal_reason,
            )
            for one in payments
        ),
    )


def _kept(session: Session, office: Office, dossier_id: str) -> Sequence[DossierCharge]:
    query = (
        select(DossierCharge)
        .where(DossierCharge.agency_id == office.agency_id, DossierCharge.dossier_id == dossier_id)
        .order_by(DossierCharge.ordinal)
    )
    return session.scalars(query).all()
