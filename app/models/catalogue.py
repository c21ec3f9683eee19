"""The catalogue of procedures (thủ tục hành chính): versions are never changed once used."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import (
    STRICT,
    AgencyId,
    Amount,
    Base,
    Count,
    LocalDay,
    OptionalLocalDay,
    Ref,
    RowId,
    Truth,
    Words,
)


class Procedure(Base):
    """One procedure, known by its national code."""

    __tablename__ = "procedure"
    __table_args__ = (UniqueConstraint("agency_id", "code"), STRICT)

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    code: Mapped[Words]


class ProcedureVersion(Base):
    """A procedure as it stands from a day on; a dossier keeps the version of its intake."""

    __tablename__ = "procedure_version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "procedure_id"], ["procedure.agency_id", "procedure.id"]
        ),
        UniqueConstraint("agency_id", "procedure_id", "ordinal"),
        Index("ix_procedure_version_words", "agency_id", "words"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    procedure_id: Mapped[Ref]
    ordinal: Mapped[Count]
    valid_from: Mapped[LocalDay]
    valid_to: Mapped[OptionalLocalDay]
    name: Mapped[Words]
    short_name: Mapped[Words]
    field_of_work: Mapped[Words]
    level: Mapped[Words]
    decision: Mapped[Words]
    result_name: Mapped[Words]
    is_police: Mapped[Truth]
    is_verified: Mapped[Truth]
    words: Mapped[Words] = mapped_column(comment="folded name, short name, code, field for search")
    digest: Mapped[Words] = mapped_column(comment="SHA-256 of the content, to see a change")


class ProcedureCase(Base):
    """One case (trường hợp) of a procedure with its processing time."""

    __tablename__ = "procedure_case"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "version_id"], ["procedure_version.agency_id", "procedure_version.id"]
        ),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    version_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[Words]
    term_value: Mapped[Words] = mapped_column(comment="decimal, halves allowed for working days")
    term_unit: Mapped[Words]
    term_text: Mapped[Words]
    source: Mapped[Words]
    is_verified: Mapped[Truth]


class Requirement(Base):
    """One paper a procedure asks for (thành phần hồ sơ)."""

    __tablename__ = "requirement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "version_id"], ["procedure_version.agency_id", "procedure_version.id"]
        ),
        CheckConstraint("kind in ('submit', 'present')", name="kind"),
        CheckConstraint("originals >= 0 and certified >= 0 and copies >= 0", name="counts"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    version_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[Words]
    kind: Mapped[Words]
    is_required: Mapped[Truth]
    originals: Mapped[Count]
    certified: Mapped[Count]
    copies: Mapped[Count]


class ChargeRule(Base):
    """A fee or charge (phí, lệ phí) in đồng, with its own validity."""

    __tablename__ = "charge_rule"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "version_id"], ["procedure_version.agency_id", "procedure_version.id"]
        ),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    version_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[Words]
    amount: Mapped[Amount]
    set_by_province: Mapped[Truth]
    note: Mapped[Words]
    valid_from: Mapped[LocalDay]
    valid_to: Mapped[OptionalLocalDay]
