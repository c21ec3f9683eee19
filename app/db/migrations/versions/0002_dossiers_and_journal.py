"""Dossiers, the journal, slips and letters; history guarded by triggers."""

import sqlalchemy as sa
from alembic import op

from app.models.base import Day, IdType, Long, Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "journal",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("dossier_id", IdType(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "payload", sa.Text(), nullable=False, comment="canonical JSON, enough to redo the act"
        ),
        sa.Column("actor_id", IdType(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("logical", Long, nullable=False, comment="hybrid clock: orders, is never shown"),
        sa.Column("recorded_at", Moment(), nullable=True),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "station_id", "epoch", "seq", name=op.f("pk_journal")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_journal_dossier", "journal", ["agency_id", "dossier_id", "logical"], unique=False
    )
    op.create_table(
        "number_counter",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("range_low", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "day", "range_low", name=op.f("pk_number_counter")),
        sqlite_strict=True,
    )
    op.create_table(
        "station_chain",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", Long, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("logical", Long, nullable=False),
        sa.Column("last_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "station_id", "epoch", name=op.f("pk_station_chain")),
        sqlite_strict=True,
    )
    op.create_table(
        "dossier",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_day", Day(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", IdType(), nullable=False),
        sa.Column("case_ordinal", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="folded words to find it by"),
        sa.Column("set_count", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column(
            "accepted_at",
            Moment(),
            nullable=False,
            comment="by the competent agency; the clock starts here (NĐ 118/2025 Đ17.3)",
        ),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("due_on", Day(), nullable=False),
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("clerk_id", IdType(), nullable=False),
        sa.Column("returned_at", Moment(), nullable=True),
        sa.Column("collector", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel in ('direct', 'post', 'online')", name=op.f("ck_dossier_channel")
        ),
        sa.CheckConstraint(
            "status in ('registered', 'received', 'refused', 'processing', 'awaiting_supplement', 'awaiting_payment', 'withdrawn', 'stopped', 'finished', 'returned')",
            name=op.f("ck_dossier_status"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["procedure_version.agency_id", "procedure_version.id"],
            name=op.f("fk_dossier_agency_id_version_id_procedure_version"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("agency_id", "code", name=op.f("uq_dossier_agency_id_code")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_dossier_identity",
        "dossier",
        ["agency_id", "identity_number", "received_at"],
        unique=False,
    )
    op.create_index(
        "ix_dossier_open_due",
        "dossier",
        ["agency_id", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text(
            "status in ('awaiting_payment', 'awaiting_supplement', 'finished', 'processing', 'received')"
        ),
        postgresql_where=sa.text(
            "status in ('awaiting_payment', 'awaiting_supplement', 'finished', 'processing', 'received')"
        ),
    )
    op.create_index(
        "ix_dossier_received", "dossier", ["agency_id", "received_at", "id"], unique=False
    )
    op.create_table(
        "apology_letter",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("new_due_at", Moment(), nullable=False),
        sa.Column("new_due_on", Day(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("signed_at", Moment(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("certificate_serial", sa.Text(), nullable=True),
        sa.Column("file_digest", sa.Text(), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("state in ('drafted', 'issued')", name=op.f("ck_apology_letter_state")),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_apology_letter_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_apology_letter")),
        sa.UniqueConstraint(
            "agency_id", "dossier_id", name=op.f("uq_apology_letter_agency_id_dossier_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_apology_letter_state", "apology_letter", ["agency_id", "state"], unique=False
    )
    op.create_table(
        "appointment",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("due_on", Day(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False, comment="JSON list of lines"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint("ordinal in (1, 2)", name=op.f("ck_appointment_once_only")),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_appointment_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "ordinal", name=op.f("pk_appointment")),
        sqlite_strict=True,
    )
    op.create_table(
        "dossier_paper",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("originals", sa.Integer(), nullable=False),
        sa.Column("certified", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_dossier_paper_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint(
            "agency_id", "dossier_id", "ordinal", name=op.f("pk_dossier_paper")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "dossier_person",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("identity_kind", sa.Text(), nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=False),
        sa.Column("born_on", Day(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role in ('applicant', 'representative')", name=op.f("ck_dossier_person_role")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_dossier_person_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "role", name=op.f("pk_dossier_person")),
        sqlite_strict=True,
    )
    op.create_table(
        "slip",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_slip_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_slip")),
        sa.UniqueConstraint(
            "agency_id",
            "dossier_id",
            "kind",
            "copy",
            name=op.f("uq_slip_agency_id_dossier_id_kind_copy"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "print_job",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("slip_id", IdType(), nullable=False),
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("next_try_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'printed', 'unknown', 'cancelled')",
            name=op.f("ck_print_job_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "slip_id"],
            ["slip.agency_id", "slip.id"],
            name=op.f("fk_print_job_agency_id_slip_id_slip"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_print_job")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_print_job_state", "print_job", ["agency_id", "state", "created_at"], unique=False
    )
    for statement in guards():
        op.execute(statement)


IMMUTABLE = ("journal", "appointment", "slip")
"""What was done, promised and issued is never changed and never deleted."""


def guards() -> list[str]:
    """Return the statements that make the database itself refuse a change of history."""
    if op.get_bind().dialect.name == "sqlite":
        words = (
            "create virtual table dossier_fts using fts5(words, dossier_id unindexed, prefix='2 3')"
        )
        return [
            words,
            *(
                f"create trigger {table}_no_{act} before {act} on {table} "
                f"begin select raise(abort, '{table} is append only'); end"
                for table in IMMUTABLE
                for act in ("update", "delete")
            ),
        ]
    function = (
        "create function append_only() returns trigger language plpgsql as "
        "$$ begin raise exception '% is append only', tg_table_name; end $$"
    )
    return [
        "create index ix_dossier_words on dossier using gin (to_tsvector('simple', words))",
        function,
        *(
            f"create trigger {table}_append_only before update or delete on {table} "
            "for each row execute function append_only()"
            for table in IMMUTABLE
        ),
    ]
