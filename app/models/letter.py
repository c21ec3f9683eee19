"""The apology letter (văn bản xin lỗi) of a dossier: drafted, signed, issued."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.models.base import (
    STRICT,
    AgencyId,
    Base,
    Bytes,
    Instant,
    LocalDay,
    OptionalInstant,
    OptionalWords,
    Ref,
    RowId,
    Words,
)


class ApologyLetterRow(Base):
    """One letter. The drafted PDF is kept as signed over; a new draft replaces only a draft."""

    __tablename__ = "apology_letter"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        UniqueConstraint("agency_id", "dossier_id"),
        CheckConstraint("state in ('drafted', 'issued')", name="state"),
        Index("ix_apology_letter_state", "agency_id", "state"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    dossier_id: Mapped[Ref]
    state: Mapped[Words]
    wording: Mapped[Words]
    reason: Mapped[Words]
    new_due_at: Mapped[Instant]
    new_due_on: Mapped[LocalDay]
    content: Mapped[Words]
    digest: Mapped[Words]
    drafted_at: Mapped[Instant]
    signed_at: Mapped[OptionalInstant]
    signer: Mapped[OptionalWords]
    certificate_serial: Mapped[OptionalWords]
    file_digest: Mapped[OptionalWords]
    file: Mapped[Bytes]
