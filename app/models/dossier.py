"""The dossier (hồ sơ) with its people, papers and appointments; numbers come from counter rows."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.lifecycle import OPEN, DossierStatus
from app.models.base import (
    STRICT,
    AgencyId,
    Base,
    Count,
    Instant,
    KeyWord,
    LocalDay,
    OptionalInstant,
    OptionalLocalDay,
    OptionalWords,
    Ref,
    RowId,
    Words,
)

STATUSES = ", ".join(f"'{status}'" for status in DossierStatus)
OPEN_STATUSES = ", ".join(f"'{status}'" for status in sorted(OPEN))
IS_OPEN = text(f"dossier.status in ({OPEN_STATUSES})")
"""Whether a result is still owed, in the words of the partial index, or it would not be used."""


_IS_FOREIGN = text("foreign_code <> ''")


class Dossier(Base):
    """One application file (hồ sơ) from intake to the result in the citizen's hand.

    ``due_at`` is the appointment in force; the first one stays in ``appointment`` for ever.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("agency_id", "code"),
        ForeignKeyConstraint(
            ["agency_id", "version_id"], ["procedure_version.agency_id", "procedure_version.id"]
        ),
        CheckConstraint(f"status in ({STATUSES})", name="status"),
        CheckConstraint("channel in ('direct', 'post', 'online')", name="channel"),
        Index("ix_dossier_received", "agency_id", "received_at", "id"),
        Index("ix_dossier_identity", "agency_id", "identity_number", "received_at"),
        Index(
            "uq_dossier_foreign_code",
            "agency_id",
            "foreign_code",
            unique=True,
            sqlite_where=_IS_FOREIGN,
            postgresql_where=_IS_FOREIGN,
        ),
        Index(
            "ix_dossier_open_due",
            "agency_id",
            "due_on",
            "id",
            sqlite_where=text(f"status in ({OPEN_STATUSES})"),
            postgresql_where=text(f"status in ({OPEN_STATUSES})"),
        ),
        STRICT,
    )
    __pii_columns__ = ("applicant_name", "identity_number", "phone", "words", "collector")

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    code: Mapped[Words]
    code_day: Mapped[LocalDay]
    number: Mapped[Count]
    version_id: Mapped[Ref]
    case_ordinal: Mapped[Count]
    channel: Mapped[Words]
    status: Mapped[Words]
    applicant_name: Mapped[Words]
    identity_number: Mapped[Words]
    phone: Mapped[Words]
    words: Mapped[Words] = mapped_column(comment="folded words to find it by")
    set_count: Mapped[Count]
    note: Mapped[Words]
    foreign_code: Mapped[Words] = mapped_column(comment="code of the portal it came from")
    received_at: Mapped[Instant]
    accepted_at: Mapped[Instant] = mapped_column(
        comment="by the competent agency; the clock starts here (NĐ 118/2025 Đ17.3)"
    )
    due_at: Mapped[Instant]
    due_on: Mapped[LocalDay]
    promise: Mapped[Count] = mapped_column(comment="ordinal of the appointment in force")
    stopped_at: Mapped[OptionalInstant] = mapped_column(comment="the clock stands still since")
    holder: Mapped[Words] = mapped_column(comment="department that has it; empty: the desk")
    station_id: Mapped[Words]
    clerk_id: Mapped[Ref]
    finished_at: Mapped[OptionalInstant] = mapped_column(
        comment="the result reached the desk, or it ended without one; none is awaited since"
    )
    returned_at: Mapped[OptionalInstant]
    collector: Mapped[OptionalWords]
    return_way: Mapped[Words] = mapped_column(comment="desk or post; empty until returned")
    tracking: Mapped[Words] = mapped_column(comment="number of the postal item")
    row_version: Mapped[Count]


class DossierPerson(Base):
    """The applicant (người nộp, chủ hồ sơ) or the representative (người được uỷ quyền)."""

    __tablename__ = "dossier_person"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        CheckConstraint("role in ('applicant', 'representative')", name="role"),
        STRICT,
    )
    __pii_columns__ = ("full_name", "identity_number", "address", "phone", "email", "born_on")

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    role: Mapped[KeyWord]
    full_name: Mapped[Words]
    identity_kind: Mapped[Words]
    identity_number: Mapped[Words]
    born_on: Mapped[OptionalLocalDay]
    gender: Mapped[OptionalWords]
    address: Mapped[Words]
    phone: Mapped[Words]
    email: Mapped[Words]


class DossierPaper(Base):
    """One paper that was really taken in, with its counts."""

    __tablename__ = "dossier_paper"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[Words]
    originals: Mapped[Count]
    certified: Mapped[Count]
    copies: Mapped[Count]
    given_back: Mapped[Count] = mapped_column(comment="originals the citizen has again")


class Appointment(Base):
    """One promised moment; the first is for ever, and ``cause`` says why any other was given.

    NĐ 61/2018 Đ19.9: "Việc hẹn lại ngày trả kết quả được thực hiện không quá một lần." A further
    re-appointment needs the recorded decision of a named superior, which the database itself asks
    for. After a standstill the clock goes on, which is no re-appointment (Đ19.4).
    """

    __tablename__ = "appointment"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        CheckConstraint("ordinal >= 1", name="counted"),
        Index("ix_appointment_due", "agency_id", "due_on"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_at: Mapped[Instant]
    due_on: Mapped[LocalDay]
    cause: Mapped[Words] = mapped_column(comment="first, reappointment, restart or pause")
    why: Mapped[Words] = mapped_column(comment="JSON list of lines")
    reason: Mapped[Words]
    asked_by: Mapped[Words] = mapped_column(comment="the department that could not keep the day")
    decided_by: Mapped[Words] = mapped_column(comment="the superior who allowed it, from 3 on")
    created_at: Mapped[Instant]


class NumberCounter(Base):
    """The last number given on a day out of one range; keyed by day, so no clock jump reissues."""

    __tablename__ = "number_counter"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    day: Mapped[LocalDay] = mapped_column(primary_key=True)
    range_low: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[Count]
