"""The apology (nghĩa vụ xin lỗi), its letter, the superior's decision, proofs and trusted keys."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.apologies import ApologyState, DeliveryChannel
from app.models.base import (
    STRICT,
    AgencyId,
    Base,
    Bytes,
    Count,
    Instant,
    KeyWord,
    LocalDay,
    OptionalInstant,
    OptionalLocalDay,
    OptionalRef,
    OptionalWords,
    Ref,
    RowId,
    Truth,
    Words,
)

APOLOGY_STATES = ", ".join(f"'{state}'" for state in ApologyState)
CHANNELS = ", ".join(f"'{channel}'" for channel in DeliveryChannel)


class Apology(Base):
    """One obligation: the appointment ``ordinal`` of a dossier will be, or was, missed.

    ``opens_on`` is the day of the rule; ``opened_at`` when the program opened it.
    """

    __tablename__ = "apology"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        CheckConstraint(f"state in ({APOLOGY_STATES})", name="state"),
        CheckConstraint(f"channel is null or channel in ({CHANNELS})", name="channel"),
        CheckConstraint(
            "(state in ('delivered', 'closed')) = (delivered_at is not null)", name="delivered"
        ),
        Index("ix_apology_state", "agency_id", "state", "due_on"),
        Index("ix_apology_due", "agency_id", "due_on"),
        STRICT,
    )
    __pii_columns__ = ("receiver", "reference")

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_at: Mapped[Instant]
    due_on: Mapped[LocalDay]
    opens_on: Mapped[LocalDay]
    opened_at: Mapped[Instant]
    state: Mapped[Words]
    department: Mapped[Words]
    cause: Mapped[Words]
    cause_note: Mapped[Words]
    awaits_agency: Mapped[Truth]
    first_drafted_at: Mapped[OptionalInstant]
    submitted_at: Mapped[OptionalInstant]
    submitted_by: Mapped[OptionalRef]
    sent_back_why: Mapped[Words]
    channel: Mapped[OptionalWords]
    delivered_at: Mapped[OptionalInstant]
    delivered_by: Mapped[OptionalRef]
    receiver: Mapped[Words]
    reference: Mapped[Words] = mapped_column(comment="tracking number, e-mail or phone number")
    delivery_note: Mapped[Words]


class ApologyLetterRow(Base):
    """The letter of one obligation. A new draft replaces only a letter nobody has signed."""

    __tablename__ = "apology_letter"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "dossier_id", "ordinal"],
            ["apology.agency_id", "apology.dossier_id", "apology.ordinal"],
        ),
        UniqueConstraint("agency_id", "dossier_id", "ordinal"),
        UniqueConstraint("agency_id", "number_year", "number"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    dossier_id: Mapped[Ref]
    ordinal: Mapped[Count]
    wording: Mapped[Words]
    reason: Mapped[Words]
    new_due_at: Mapped[OptionalInstant]
    new_due_on: Mapped[OptionalLocalDay]
    content: Mapped[Words]
    digest: Mapped[Words]
    drafted_at: Mapped[Instant]
    drafted_by: Mapped[OptionalRef]
    signed_at: Mapped[OptionalInstant]
    signed_by: Mapped[OptionalRef] = mapped_column(comment="account; None for ink on paper")
    signer: Mapped[OptionalWords]
    certificate_serial: Mapped[OptionalWords]
    level: Mapped[OptionalWords] = mapped_column(comment="B-B or B-T; None on paper")
    on_paper: Mapped[Truth]
    number: Mapped[OptionalWords]
    number_year: Mapped[int | None]
    numbered_on: Mapped[OptionalLocalDay]
    sealed_by: Mapped[OptionalRef]
    sealer: Mapped[OptionalWords]
    seal_serial: Mapped[OptionalWords]
    issued_at: Mapped[OptionalInstant]
    issued_by: Mapped[OptionalRef]
    file_digest: Mapped[OptionalWords]
    file: Mapped[Bytes]


class Escalation(Base):
    """A second lateness before a named superior (báo cáo cấp trên), and what that person decided.

    ``ordinal`` is the appointment missed again, 2 or more.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "dossier_id", "ordinal"],
            ["apology.agency_id", "apology.dossier_id", "apology.ordinal"],
        ),
        CheckConstraint("ordinal >= 2", name="again"),
        CheckConstraint(
            "decided_at is null or (reason <> '' and document_number <> ''"
            " and new_due_at is not null and decided_by is not null)",
            name="decided_whole",
        ),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    superior_id: Mapped[OptionalRef]
    superior_name: Mapped[Words]
    superior_position: Mapped[Words]
    opened_at: Mapped[Instant]
    answer_by: Mapped[Instant]
    decided_at: Mapped[OptionalInstant]
    decided_by: Mapped[OptionalRef]
    reason: Mapped[Words]
    document_number: Mapped[Words]
    document_on: Mapped[OptionalLocalDay]
    new_due_at: Mapped[OptionalInstant]
    new_due_on: Mapped[OptionalLocalDay]


class ApologyProof(Base):
    """A proof (minh chứng): scan of the signed copy, postal receipt, picture of a message."""

    __tablename__ = "apology_proof"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "dossier_id", "ordinal"],
            ["apology.agency_id", "apology.dossier_id", "apology.ordinal"],
        ),
        Index("ix_apology_proof_dossier", "agency_id", "dossier_id", "ordinal"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    dossier_id: Mapped[Ref]
    ordinal: Mapped[Count]
    kind: Mapped[Words] = mapped_column(comment="media type")
    name: Mapped[Words]
    digest: Mapped[Words]
    data: Mapped[Bytes]
    added_at: Mapped[Instant]
    added_by: Mapped[OptionalRef]


class TrustAnchor(Base):
    """A certificate signatures are trusted by (chứng thư số gốc), as an administrator chose."""

    __tablename__ = "trust_anchor"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    fingerprint: Mapped[KeyWord] = mapped_column(comment="SHA-256 of the DER, in hex")
    subject: Mapped[Words]
    issuer: Mapped[Words]
    valid_from: Mapped[Instant]
    valid_to: Mapped[Instant]
    certificate: Mapped[bytes]
    added_at: Mapped[Instant]
    added_by: Mapped[OptionalRef]
    removed_at: Mapped[OptionalInstant]
