"""The print journal: more states, expiry, every step of a job; public keys of sealed slips."""

import sqlalchemy as sa
from alembic import op

from app.models.base import IdType, Moment

revision = "0003"
down_revision = "0002"

JOBS = "print_job"
STATES = (
    "'queued', 'waiting', 'held', 'sending', 'printed', 'sent', 'unknown', 'confirmed', "
    "'reprinted', 'failed', 'void'"
)
COPIED = (
    "agency_id, id, slip_id, station_id, printer, state, attempts, bytes_sent, error, created_at, "
    "updated_at, next_try_at, expires_at"
)
FROM_BEFORE = (
    "agency_id, id, slip_id, station_id, printer, "
    "case state when 'cancelled' then 'void' else state end, attempts, 0, error, created_at, "
    "updated_at, next_try_at, created_at"
)
COPY = f"insert into {JOBS} ({COPIED}) select {FROM_BEFORE} from print_job_before"


def upgrade() -> None:
    op.drop_index("ix_print_job_state", table_name=JOBS)
    if op.get_bind().dialect.name == "postgresql":
        for kind, name in (("pk", "pk_print_job"), ("fk", "fk_print_job_agency_id_slip_id_slip")):
            op.drop_constraint(name, JOBS, type_={"pk": "primary", "fk": "foreignkey"}[kind])
    op.rename_table(JOBS, "print_job_before")
    _create_jobs()
    op.execute(COPY)
    op.drop_table("print_job_before")
    op.create_index("ix_print_job_state", JOBS, ["agency_id", "state", "created_at"])
    _create_events()
    _create_keys()
    for statement in guards():
        op.execute(statement)


def _create_jobs() -> None:
    op.create_table(
        JOBS,
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("slip_id", IdType(), nullable=False),
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("bytes_sent", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("next_try_at", Moment(), nullable=True),
        sa.Column(
            "expires_at",
            Moment(),
            nullable=False,
            comment="a slip that has not left by then is printed only when asked for again",
        ),
        sa.CheckConstraint(f"state in ({STATES})", name=op.f("ck_print_job_state")),
        sa.ForeignKeyConstraint(
            ["agency_id", "slip_id"],
            ["slip.agency_id", "slip.id"],
            name=op.f("fk_print_job_agency_id_slip_id_slip"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_print_job")),
        sa.UniqueConstraint("agency_id", "slip_id", name=op.f("uq_print_job_agency_id_slip_id")),
        sqlite_strict=True,
    )


def _create_events() -> None:
    op.create_table(
        "print_event",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("job_id", IdType(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("bytes_sent", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False, comment="acknowledgement or spooler job"),
        sa.Column("actor_id", IdType(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "job_id"],
            ["print_job.agency_id", "print_job.id"],
            name=op.f("fk_print_event_agency_id_job_id_print_job"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_print_event")),
        sqlite_strict=True,
    )
    op.create_index("ix_print_event_job", "print_event", ["agency_id", "job_id", "id"])
    op.create_index("ix_print_event_printer", "print_event", ["agency_id", "printer", "id"])


def _create_keys() -> None:
    op.create_table(
        "receipt_key",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False, comment="raw Ed25519 key in Base64"),
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("valid_to", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("origin in ('own', 'imported')", name=op.f("ck_receipt_key_origin")),
        sa.PrimaryKeyConstraint("agency_id", "key_id", name=op.f("pk_receipt_key")),
        sqlite_strict=True,
    )


def guards() -> list[str]:
    """Return the statements that keep what happened at a printer, and every public key, for good."""
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"create trigger {table}_no_{act} before {act} on {table} "
            f"begin select raise(abort, '{table} is append only'); end"
            for table, act in (
                ("print_event", "update"),
                ("print_event", "delete"),
                ("receipt_key", "delete"),
            )
        ]
    return [
        f"create trigger {table}_append_only before {acts} on {table} "
        "for each row execute function append_only()"
        for table, acts in (("print_event", "update or delete"), ("receipt_key", "delete"))
    ]
