"""The office with its dated data, and the catalogue of procedures."""

import sqlalchemy as sa
from alembic import op

from app.models.base import Day, Flag, IdType, Long, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_active", Flag, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", Moment(), nullable=True),
        sa.CheckConstraint(
            "role in ('clerk', 'supervisor', 'admin')", name=op.f("ck_account_role")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("agency_id", "login", name=op.f("uq_account_agency_id_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "agency",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_agency")),
        sqlite_strict=True,
    )
    op.create_table(
        "calendar_year",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_verified", Flag, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "year", name=op.f("pk_calendar_year")),
        sqlite_strict=True,
    )
    op.create_table(
        "code_pattern",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("valid_from", Day(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "valid_from", name=op.f("pk_code_pattern")),
        sqlite_strict=True,
    )
    op.create_table(
        "desk_hours",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=False),
        sa.Column("counts", Flag, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "weekday", "opens", name=op.f("pk_desk_hours")),
        sqlite_strict=True,
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
        sqlite_strict=True,
    )
    op.create_table(
        "form_version",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("valid_from", Day(), nullable=False),
        sa.Column("valid_to", Day(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column(
            "wording",
            sa.Text(),
            nullable=False,
            comment="JSON: wording name -> paragraphs, closing",
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_verified", Flag, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_form_version")),
        sa.UniqueConstraint(
            "agency_id",
            "kind",
            "valid_from",
            name=op.f("uq_form_version_agency_id_kind_valid_from"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "holiday",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("is_off", Flag, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_verified", Flag, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "day", name=op.f("pk_holiday")),
        sqlite_strict=True,
    )
    op.create_table(
        "procedure",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_procedure")),
        sa.UniqueConstraint("agency_id", "code", name=op.f("uq_procedure_agency_id_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", Day(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "name", "valid_from", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "procedure_version",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("procedure_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("valid_from", Day(), nullable=False),
        sa.Column("valid_to", Day(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("field_of_work", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("result_name", sa.Text(), nullable=False),
        sa.Column("is_police", Flag, nullable=False),
        sa.Column("is_verified", Flag, nullable=False),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="folded name, short name, code, field for search",
        ),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="SHA-256 of the content, to see a change"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "procedure_id"],
            ["procedure.agency_id", "procedure.id"],
            name=op.f("fk_procedure_version_agency_id_procedure_id_procedure"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_procedure_version")),
        sa.UniqueConstraint(
            "agency_id",
            "procedure_id",
            "ordinal",
            name=op.f("uq_procedure_version_agency_id_procedure_id_ordinal"),
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_procedure_version_words", "procedure_version", ["agency_id", "words"], unique=False
    )
    op.create_table(
        "charge_rule",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("version_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount", Long, nullable=True),
        sa.Column("set_by_province", Flag, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("valid_from", Day(), nullable=False),
        sa.Column("valid_to", Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["procedure_version.agency_id", "procedure_version.id"],
            name=op.f("fk_charge_rule_agency_id_version_id_procedure_version"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "version_id", "ordinal", name=op.f("pk_charge_rule")),
        sqlite_strict=True,
    )
    op.create_table(
        "procedure_case",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("version_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "term_value",
            sa.Text(),
            nullable=False,
            comment="decimal, halves allowed for working days",
        ),
        sa.Column("term_unit", sa.Text(), nullable=False),
        sa.Column("term_text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_verified", Flag, nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["procedure_version.agency_id", "procedure_version.id"],
            name=op.f("fk_procedure_case_agency_id_version_id_procedure_version"),
        ),
        sa.PrimaryKeyConstraint(
            "agency_id", "version_id", "ordinal", name=op.f("pk_procedure_case")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "requirement",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("version_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_required", Flag, nullable=False),
        sa.Column("originals", sa.Integer(), nullable=False),
        sa.Column("certified", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('submit', 'present')", name=op.f("ck_requirement_kind")),
        sa.CheckConstraint(
            "originals >= 0 and certified >= 0 and copies >= 0", name=op.f("ck_requirement_counts")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["procedure_version.agency_id", "procedure_version.id"],
            name=op.f("fk_requirement_agency_id_version_id_procedure_version"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "version_id", "ordinal", name=op.f("pk_requirement")),
        sqlite_strict=True,
    )
