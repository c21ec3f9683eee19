"""Fees and charges of a dossier (phí, lệ phí) in whole đồng: owed, waived, collected."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import AppError

MOST = 10**12
"""No fee of a ward comes near a thousand billion đồng: what is more was mistyped."""


class PaymentMethod(StrEnum):
    """How the citizen paid (NĐ 61/2018 Đ22)."""

    CASH = "cash"
    TRANSFER = "transfer"


class AmountOpen(AppError):
    """The amount of a charge is not set yet; ``name``."""

    code = "charge.amount_open"


class BadAmount(AppError):
    """An amount of money that cannot be; ``amount``, ``most``."""

    code = "charge.bad_amount"


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee of a dossier; ``amount`` is None until somebody sets it, ``waived`` is let off it."""

    ordinal: int
    name: str
    note: str
    amount: int | None
    waived: int = 0
    ground: str = ""

    @property
    def owed(self) -> int:
        """What is to be paid of it.

        Raises:
            AmountOpen: the catalogue leaves the amount open and nobody has set it.
        """
        if self.amount is None:
            raise AmountOpen(name=self.name)
        return self.amount - self.waived


def total_owed(charges: Iterable[Charge]) -> int:
    """Return what is to be paid in all.

    Raises:
        AmountOpen: one of them has no amount yet.
    """
    return sum(charge.owed for charge in charges)
