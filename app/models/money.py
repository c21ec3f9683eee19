"""Money of a dossier: what is owed, what was collected and reversed; what a province decides."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import (
    STRICT,
    AgencyId,
    Amount,
    Base,
    Instant,
    KeyWord,
    LocalDay,
    Long,
    OptionalInstant,
    OptionalLocalDay,
    OptionalRef,
    RowId,
    Words,
)


class DossierCharge(Base):
    """One fee of a dossier (khoản thu), once somebody has dealt with its money."""

    __tablename__ = "dossier_charge"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        CheckConstraint("waived >= 0 and (amount is null or waived <= amount)", name="waived"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[Words]
    note: Mapped[Words]
    amount: Mapped[Amount]
    waived: Mapped[int] = mapped_column(Long)
    ground: Mapped[Words] = mapped_column(comment="legal ground of the waiver")


class Payment(Base):
    """Money taken for a dossier (lần thu); a wrong one is reversed with a reason, never changed."""

    __tablename__ = "payment"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("method in ('cash', 'transfer')", name="method"),
        STRICT,
    )
    __pii_columns__ = ("payer",)

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount: Mapped[int] = mapped_column(Long)
    method: Mapped[Words]
    payer: Mapped[Words]
    reference: Mapped[Words] = mapped_column(comment="of a transfer")
    collected_at: Mapped[Instant]
    collected_by: Mapped[OptionalRef]
    reversed_at: Mapped[OptionalInstant]
    reversed_by: Mapped[OptionalRef]
    reversal_reason: Mapped[Words]


class ChargeOverride(Base):
    """The amount that a province sets for a fee of a procedure, from a day on, by a decision."""

    __tablename__ = "charge_override"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"), STRICT)

    agency_id: Mapped[AgencyId]
    procedure_code: Mapped[KeyWord] = mapped_column(comment="national base, such as 1.004873")
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    valid_from: Mapped[LocalDay] = mapped_column(primary_key=True)
    valid_to: Mapped[OptionalLocalDay]
    amount: Mapped[int] = mapped_column(Long)
    decision: Mapped[Words]
