"""The office and its dated data: accounts, settings, calendar, desk hours, forms, code patterns."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.dossiers import Role
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
    RowId,
    Truth,
    Words,
)

ROLES = ", ".join(f"'{role}'" for role in Role)


class Fact(Base):
    """One fact about this database as a whole: search rule version, sample or real, creation."""

    __tablename__ = "fact"
    __table_args__ = (STRICT,)

    name: Mapped[KeyWord]
    value: Mapped[Words]


class Agency(Base):
    """The agency (cơ quan) whose desk this is; ``id`` never changes, the code may."""

    __tablename__ = "agency"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    code: Mapped[Words]
    name: Mapped[Words]
    parent_name: Mapped[Words]
    place: Mapped[Words]
    address: Mapped[Words]
    phone: Mapped[Words]


class Account(Base):
    """One person who signs in (tài khoản)."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("agency_id", "login"),
        CheckConstraint(f"role in ({ROLES})", name="role"),
        STRICT,
    )
    __pii_columns__ = ("name",)

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    login: Mapped[Words]
    name: Mapped[Words]
    role: Mapped[Words]
    password_hash: Mapped[Words]
    is_active: Mapped[Truth]
    failures: Mapped[Count]
    locked_until: Mapped[OptionalInstant]


class Setting(Base):
    """One choice of the office (thiết lập), as JSON, from a day on."""

    __tablename__ = "setting"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    name: Mapped[KeyWord]
    valid_from: Mapped[LocalDay] = mapped_column(primary_key=True)
    value: Mapped[Words]


class CalendarYear(Base):
    """A year whose days off are loaded; beyond the last one every appointment carries a warning."""

    __tablename__ = "calendar_year"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[Words]
    is_verified: Mapped[Truth]


class Holiday(Base):
    """A day off, or a working Saturday (ngày làm bù) where ``is_off`` is false."""

    __tablename__ = "holiday"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    day: Mapped[LocalDay] = mapped_column(primary_key=True)
    is_off: Mapped[Truth]
    name: Mapped[Words]
    source: Mapped[Words]
    is_verified: Mapped[Truth]


class DeskHours(Base):
    """One session of the desk on a weekday (Monday 0); times are HH:MM local."""

    __tablename__ = "desk_hours"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[KeyWord]
    closes: Mapped[Words]
    counts: Mapped[Truth]


class FormVersionRow(Base):
    """A form of the circulars with its number, title, wording and validity (mẫu biểu)."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "valid_from"), STRICT)

    agency_id: Mapped[AgencyId]
    id: Mapped[RowId]
    kind: Mapped[Words]
    number: Mapped[Words]
    title: Mapped[Words]
    legal_basis: Mapped[Words]
    paper: Mapped[Words]
    valid_from: Mapped[LocalDay]
    valid_to: Mapped[OptionalLocalDay]
    symbol: Mapped[Words]
    wording: Mapped[Words] = mapped_column(comment="JSON: wording name -> paragraphs, closing")
    source: Mapped[Words]
    is_verified: Mapped[Truth]


class CodePattern(Base):
    """How dossier codes are made from a day on."""

    __tablename__ = "code_pattern"
    __table_args__ = (STRICT,)

    agency_id: Mapped[AgencyId]
    valid_from: Mapped[LocalDay] = mapped_column(primary_key=True)
    pattern: Mapped[Words]
    legal_basis: Mapped[OptionalWords]
    created_at: Mapped[Instant]
