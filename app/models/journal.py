"""The journal (nhật ký): what was done, by whom, in an unbroken chain; and each chain's head."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import (
    STRICT,
    AgencyId,
    Base,
    Instant,
    KeyWord,
    Long,
    OptionalInstant,
    OptionalRef,
    Words,
)


class JournalEntry(Base):
    """One business act. Never changed, never deleted: history, audit log and outbox in one."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_dossier", "agency_id", "dossier_id", "logical"),
        STRICT,
    )

    agency_id: Mapped[AgencyId]
    station_id: Mapped[KeyWord]
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Long, primary_key=True, autoincrement=False)
    dossier_id: Mapped[OptionalRef]
    kind: Mapped[Words]
    payload: Mapped[Words] = mapped_column(comment="canonical JSON, enough to redo the act")
    actor_id: Mapped[OptionalRef]
    at: Mapped[Instant]
    logical: Mapped[int] = mapped_column(Long, comment="hybrid clock: orders, is never shown")
    recorded_at: Mapped[OptionalInstant]
    prev_hash: Mapped[Words]
    hash: Mapped[Words]


class StationChain(Base):
    """The head of one station's chain in one epoch; locked last in every unit that writes."""

    __tablename__ = "station_chain"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    station_id: Mapped[KeyWord]
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Long)
    head: Mapped[Words]
    logical: Mapped[int] = mapped_column(Long)
    last_at: Mapped[OptionalInstant]
