"""Issued slips and the print jobs that bring them to paper."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.models.base import (
    STRICT,
    AgencyId,
    Base,
    Count,
    Instant,
    OptionalInstant,
    Ref,
    RowId,
    Words,
)


class Slip(Base):
    """One issued paper: immutable content and its SHA-256; a reprint is a new row, copy + 1."""

    __tablename__ = "slip"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        UniqueConstraint("agency_id", "dossier_id", "kind", "copy"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    dossier_id: Mapped[Ref]
    kind: Mapped[Words]
    copy: Mapped[Count]
    content: Mapped[Words]
    digest: Mapped[Words]
    issued_at: Mapped[Instant]


class PrintJob(Base):
    """One slip on its way to one printer; the state is this desk's own and is not journalled."""

    __tablename__ = "print_job"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "slip_id"], ["slip.agency_id", "slip.id"]),
        CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'printed', 'unknown', 'cancelled')",
            name="state",
        ),
        Index("ix_print_job_state", "agency_id", "state", "created_at"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    slip_id: Mapped[Ref]
    station_id: Mapped[Words]
    printer: Mapped[Words]
    state: Mapped[Words]
    attempts: Mapped[Count]
    error: Mapped[Words]
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    next_try_at: Mapped[OptionalInstant]
