"""The turns of a dossier's road: times its clock stood still, its changes of hands, its notices."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.standstill import StandstillKind
from app.models.base import (
    STRICT,
    AgencyId,
    Base,
    Instant,
    OptionalInstant,
    OptionalLocalDay,
    OptionalRef,
    Ref,
    RowId,
    Truth,
    Words,
)

KINDS = ", ".join(f"'{kind}'" for kind in StandstillKind)
_SUPPLEMENT = text("kind = 'supplement'")


class Standstill(Base):
    """A time in which the clock of a dossier stood still (dừng tính thời hạn), and why.

    NĐ 61/2018 Đ11.2.c: "chỉ được yêu cầu sửa đổi, bổ sung một lần"; the database keeps that itself.
    """

    __tablename__ = "standstill"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        CheckConstraint(f"kind in ({KINDS})", name="kind"),
        Index(
            "uq_standstill_one_supplement",
            "agency_id",
            "dossier_id",
            unique=True,
            sqlite_where=_SUPPLEMENT,
            postgresql_where=_SUPPLEMENT,
        ),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Words]
    restarts: Mapped[Truth] = mapped_column(comment="the term is counted anew afterwards")
    since: Mapped[Instant]
    since_by: Mapped[OptionalRef]
    items: Mapped[Words] = mapped_column(comment="JSON list: what the citizen is to supply")
    reasons: Mapped[Words] = mapped_column(comment="JSON list")
    ground: Mapped[Words] = mapped_column(comment="legal ground")
    answer_by: Mapped[OptionalLocalDay]
    until: Mapped[OptionalInstant]
    until_by: Mapped[OptionalRef]


class DossierMove(Base):
    """One change of hands between the desk and a department (bàn giao), both signing the list."""

    __tablename__ = "dossier_move"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        CheckConstraint("direction in ('out', 'back')", name="direction"),
        Index("ix_dossier_move_list", "agency_id", "list_id"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    dossier_id: Mapped[RowId]
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    list_id: Mapped[Ref]
    direction: Mapped[Words]
    department: Mapped[Words]
    giver: Mapped[Words]
    receiver: Mapped[Words]
    note: Mapped[Words]
    at: Mapped[Instant]
    by: Mapped[OptionalRef]


class Notice(Base):
    """A paper that the desk issued to the citizen about a dossier: forms 02, 03, 05; unchanging."""

    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "dossier_id"], ["dossier.agency_id", "dossier.id"]),
        Index("ix_notice_dossier", "agency_id", "dossier_id"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    dossier_id: Mapped[Ref]
    kind: Mapped[Words]
    content: Mapped[Words]
    digest: Mapped[Words]
    issued_at: Mapped[Instant]
    issued_by: Mapped[OptionalRef]
