"""The whole road of a dossier: standstills of its clock, changes of hands, notices, money."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.turn_guards import guards
from app.models.base import Day, Flag, IdType, Long, Moment

revision = "0005"
down_revision = "0004"

FOREIGN = sa.text("foreign_code <> ''")
SUPPLEMENT = sa.text("kind = 'supplement'")
ENDED = "the result reached the desk, or it ended without one; none is awaited since"
PROMISE = (
    "update dossier set promise = (select max(a.ordinal) from appointment a"
    " where a.agency_id = dossier.agency_id and a.dossier_id = dossier.id)"
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _widen_dossiers()
    _widen_appointments(dialect)
    _create_standstills()
    _create_moves()
    _create_notices()
    _create_charges()
    _create_payments()
    for statement in guards(dialect):
        op.execute(statement)


def _widen_dossiers() -> None:
    op.add_column(
        "dossier",
        sa.Column(
            "promise",
            sa.Integer(),
            nullable=False,
            server_default="1",
            comment="ordinal of the appointment in force",
        ),
    )
    op.add_column(
        "dossier",
        sa.Column("stopped_at", Moment(), nullable=True, comment="the clock stands still since"),
    )
    op.add_column(
        "dossier",
        sa.Column(
            "holder",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="department that has it; empty: the desk",
        ),
    )
    op.add_column(
        "dossier_paper",
        sa.Column(
            "given_back",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="originals the citizen has again",
        ),
    )
    for name, told in (
        ("return_way", "desk or post; empty until returned"),
        ("tracking", "number of the postal item"),
        ("foreign_code", "code of the portal it came from"),
    ):
        column = sa.Column(name, sa.Text(), nullable=False, server_default="", comment=told)
        op.add_column("dossier", column)
    op.create_index(
        "uq_dossier_foreign_code",
        "dossier",
        ["agency_id", "foreign_code"],
        unique=True,
        sqlite_where=FOREIGN,
        postgresql_where=FOREIGN,
    )
    op.execute(PROMISE)
    op.execute("update dossier set return_way = 'desk' where status = 'returned'")


def _widen_appointments(dialect: str) -> None:
    op.add_column(
        "appointment",
        sa.Column(
            "cause",
            sa.Text(),
            nullable=False,
            server_default="first",
            comment="first, reappointment, restart or pause",
        ),
    )
    for statement in _renamed_causes(dialect):
        op.execute(statement)
    op.create_index("ix_appointment_due", "appointment", ["agency_id", "due_on"], unique=False)
    if dialect == "postgresql":
        op.execute(f"comment on column dossier.finished_at is '{ENDED}'")


def _renamed_causes(dialect: str) -> list[str]:
    """Return the statements that name the causes of what was promised before, past the guard."""
    named = "update appointment set cause = 'reappointment' where ordinal > 1"
    if dialect == "postgresql":
        return [
            "alter table appointment disable trigger user",
            named,
            "alter table appointment enable trigger user",
        ]
    return [
        "drop trigger appointment_no_update",
        named,
        (
            "create trigger appointment_no_update before update on appointment when 1 = 1"
            " begin select raise(abort, 'appointment is append only: no_update'); end"
        ),
    ]


def _create_standstills() -> None:
    op.create_table(
        "standstill",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("restarts", Flag, nullable=False, comment="the term is counted anew afterwards"),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("since_by", IdType(), nullable=True),
        sa.Column(
            "items",
            sa.Text(),
            nullable=False,
            comment="JSON list: what the citizen is to supply",
        ),
        sa.Column("reasons", sa.Text(), nullable=False, comment="JSON list"),
        sa.Column("ground", sa.Text(), nullable=False, comment="legal ground"),
        sa.Column("answer_by", Day(), nullable=True),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("until_by", IdType(), nullable=True),
        sa.CheckConstraint(
            "kind in ('supplement', 'payment', 'stop')", name=op.f("ck_standstill_kind")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_standstill_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "ordinal", name=op.f("pk_standstill")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_standstill_one_supplement",
        "standstill",
        ["agency_id", "dossier_id"],
        unique=True,
        sqlite_where=SUPPLEMENT,
        postgresql_where=SUPPLEMENT,
    )


def _create_moves() -> None:
    op.create_table(
        "dossier_move",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("list_id", IdType(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", IdType(), nullable=True),
        sa.CheckConstraint("direction in ('out', 'back')", name=op.f("ck_dossier_move_direction")),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_dossier_move_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "ordinal", name=op.f("pk_dossier_move")),
        sqlite_strict=True,
    )
    op.create_index("ix_dossier_move_list", "dossier_move", ["agency_id", "list_id"], unique=False)


def _create_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("issued_by", IdType(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_notice_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_notice")),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_dossier", "notice", ["agency_id", "dossier_id"], unique=False)


def _create_charges() -> None:
    op.create_table(
        "dossier_charge",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("amount", Long, nullable=True),
        sa.Column("waived", Long, nullable=False),
        sa.Column("ground", sa.Text(), nullable=False, comment="legal ground of the waiver"),
        sa.CheckConstraint(
            "waived >= 0 and (amount is null or waived <= amount)",
            name=op.f("ck_dossier_charge_waived"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_dossier_charge_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint(
            "agency_id", "dossier_id", "ordinal", name=op.f("pk_dossier_charge")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "charge_override",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column(
            "procedure_code",
            sa.Text(),
            nullable=False,
            comment="national base, such as 1.004873",
        ),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", Day(), nullable=False),
        sa.Column("valid_to", Day(), nullable=True),
        sa.Column("amount", Long, nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_charge_override_amount")),
        sa.PrimaryKeyConstraint(
            "agency_id",
            "procedure_code",
            "ordinal",
            "valid_from",
            name=op.f("pk_charge_override"),
        ),
        sqlite_strict=True,
    )


def _create_payments() -> None:
    op.create_table(
        "payment",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount", Long, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False, comment="of a transfer"),
        sa.Column("collected_at", Moment(), nullable=False),
        sa.Column("collected_by", IdType(), nullable=True),
        sa.Column("reversed_at", Moment(), nullable=True),
        sa.Column("reversed_by", IdType(), nullable=True),
        sa.Column("reversal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount")),
        sa.CheckConstraint("method in ('cash', 'transfer')", name=op.f("ck_payment_method")),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_payment_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "ordinal", name=op.f("pk_payment")),
        sqlite_strict=True,
    )
