"""Issued slips, the print jobs that bring them to paper, the public keys that prove them."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.printjobs import JobState
from app.models.base import (
    STRICT,
    AgencyId,
    Base,
    Count,
    Instant,
    KeyWord,
    OptionalInstant,
    OptionalRef,
    Ref,
    RowId,
    Words,
)

STATES = ", ".join(f"'{state}'" for state in JobState)


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
    """One slip on its way to one printer; the state is this desk's own and is not journalled.

    ``error`` is why it waits or what went wrong, as a reason of ``app.ui.error_reasons``.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "slip_id"], ["slip.agency_id", "slip.id"]),
        UniqueConstraint("agency_id", "slip_id"),
        CheckConstraint(f"state in ({STATES})", name="state"),
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
    bytes_sent: Mapped[Count]
    error: Mapped[Words]
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    next_try_at: Mapped[OptionalInstant]
    expires_at: Mapped[Instant] = mapped_column(
        comment="a slip that has not left by then is printed only when asked for again"
    )


class PrintEvent(Base):
    """One step of a print job (diễn biến in): what happened at the printer, who answered for it."""

    __tablename__ = "print_event"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "job_id"], ["print_job.agency_id", "print_job.id"]),
        Index("ix_print_event_job", "agency_id", "job_id", "id"),
        Index("ix_print_event_printer", "agency_id", "printer", "id"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    job_id: Mapped[Ref]
    printer: Mapped[Words]
    state: Mapped[Words]
    error: Mapped[Words]
    bytes_sent: Mapped[Count]
    detail: Mapped[Words] = mapped_column(comment="acknowledgement or spooler job")
    actor_id: Mapped[OptionalRef]
    at: Mapped[Instant]


class ReceiptKey(Base):
    """A public key that slips are sealed with (khoá xác thực giấy hẹn); never deleted.

    The private part is in one desk's keyring or key file and never here.
    """

    __tablename__ = "receipt_key"
    __table_args__ = (
        CheckConstraint("origin in ('own', 'imported')", name="origin"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    key_id: Mapped[KeyWord]
    public_key: Mapped[Words] = mapped_column(comment="raw Ed25519 key in Base64")
    station_id: Mapped[Words]
    origin: Mapped[Words]
    valid_from: Mapped[Instant]
    valid_to: Mapped[OptionalInstant]
    revoked_at: Mapped[OptionalInstant]
    reason: Mapped[Words]
