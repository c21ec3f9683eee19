"""The apology as an obligation: ledger, decisions, proofs, trusted keys; two more roles."""

import sqlalchemy as sa
from alembic import op

from app.db.migrations.apology_guards import guards
from app.models.base import Day, Flag, IdType, Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "dossier",
        sa.Column(
            "finished_at",
            Moment(),
            nullable=True,
            comment="the result reached the desk; a result handed over at once was finished then",
        ),
    )
    op.execute("update dossier set finished_at = returned_at where status = 'returned'")
    for table in ("account", "appointment", "apology_letter"):
        op.execute(f"create table {table}_before as select * from {table}")
        op.drop_table(table)
    _create_accounts()
    _create_appointments()
    _create_apologies()
    _create_letters()
    _create_escalations()
    _create_proofs()
    _create_anchors()
    for statement in (*_carried_over(), *guards(op.get_bind().dialect.name)):
        op.execute(statement)
    for table in ("account", "appointment", "apology_letter"):
        op.drop_table(f"{table}_before")


def _create_accounts() -> None:
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
            "role in ('clerk', 'supervisor', 'leader', 'registrar', 'admin')",
            name=op.f("ck_account_role"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("agency_id", "login", name=op.f("uq_account_agency_id_login")),
        sqlite_strict=True,
    )


def _create_appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("due_on", Day(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False, comment="JSON list of lines"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "asked_by",
            sa.Text(),
            nullable=False,
            comment="the department that could not keep the day",
        ),
        sa.Column(
            "decided_by",
            sa.Text(),
            nullable=False,
            comment="the superior who allowed it, from 3 on",
        ),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_appointment_counted")),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_appointment_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "ordinal", name=op.f("pk_appointment")),
        sqlite_strict=True,
    )


def _create_apologies() -> None:
    op.create_table(
        "apology",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("due_on", Day(), nullable=False),
        sa.Column("opens_on", Day(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("cause_note", sa.Text(), nullable=False),
        sa.Column("awaits_agency", Flag, nullable=False),
        sa.Column("first_drafted_at", Moment(), nullable=True),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("submitted_by", IdType(), nullable=True),
        sa.Column("sent_back_why", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("delivered_by", IdType(), nullable=True),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column(
            "reference",
            sa.Text(),
            nullable=False,
            comment="tracking number, e-mail or phone number",
        ),
        sa.Column("delivery_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state in ('delivered', 'closed')) = (delivered_at is not null)",
            name=op.f("ck_apology_delivered"),
        ),
        sa.CheckConstraint(
            "channel is null or channel in ('by_hand', 'post', 'email', 'message')",
            name=op.f("ck_apology_channel"),
        ),
        sa.CheckConstraint(
            "state in ('due', 'drafted', 'submitted', 'signed', 'awaiting_seal', 'issued', 'delivered', 'closed', 'not_owed')",
            name=op.f("ck_apology_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id"],
            ["dossier.agency_id", "dossier.id"],
            name=op.f("fk_apology_agency_id_dossier_id_dossier"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "ordinal", name=op.f("pk_apology")),
        sqlite_strict=True,
    )
    op.create_index("ix_apology_state", "apology", ["agency_id", "state", "due_on"], unique=False)
    op.create_index("ix_apology_due", "apology", ["agency_id", "due_on"], unique=False)


def _create_letters() -> None:
    op.create_table(
        "apology_letter",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("new_due_at", Moment(), nullable=True),
        sa.Column("new_due_on", Day(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("drafted_by", IdType(), nullable=True),
        sa.Column("signed_at", Moment(), nullable=True),
        sa.Column("signed_by", IdType(), nullable=True, comment="account; None for ink on paper"),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("certificate_serial", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True, comment="B-B or B-T; None on paper"),
        sa.Column("on_paper", Flag, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column("numbered_on", Day(), nullable=True),
        sa.Column("sealed_by", IdType(), nullable=True),
        sa.Column("sealer", sa.Text(), nullable=True),
        sa.Column("seal_serial", sa.Text(), nullable=True),
        sa.Column("issued_at", Moment(), nullable=True),
        sa.Column("issued_by", IdType(), nullable=True),
        sa.Column("file_digest", sa.Text(), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id", "ordinal"],
            ["apology.agency_id", "apology.dossier_id", "apology.ordinal"],
            name=op.f("fk_apology_letter_agency_id_dossier_id_ordinal_apology"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_apology_letter")),
        sa.UniqueConstraint(
            "agency_id",
            "dossier_id",
            "ordinal",
            name=op.f("uq_apology_letter_agency_id_dossier_id_ordinal"),
        ),
        sa.UniqueConstraint(
            "agency_id",
            "number_year",
            "number",
            name=op.f("uq_apology_letter_agency_id_number_year_number"),
        ),
        sqlite_strict=True,
    )


def _create_escalations() -> None:
    op.create_table(
        "escalation",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("superior_id", IdType(), nullable=True),
        sa.Column("superior_name", sa.Text(), nullable=False),
        sa.Column("superior_position", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("answer_by", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", IdType(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_on", Day(), nullable=True),
        sa.Column("new_due_at", Moment(), nullable=True),
        sa.Column("new_due_on", Day(), nullable=True),
        sa.CheckConstraint(
            "decided_at is null or (reason <> '' and document_number <> '' and new_due_at is not null and decided_by is not null)",
            name=op.f("ck_escalation_decided_whole"),
        ),
        sa.CheckConstraint("ordinal >= 2", name=op.f("ck_escalation_again")),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id", "ordinal"],
            ["apology.agency_id", "apology.dossier_id", "apology.ordinal"],
            name=op.f("fk_escalation_agency_id_dossier_id_ordinal_apology"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "dossier_id", "ordinal", name=op.f("pk_escalation")),
        sqlite_strict=True,
    )


def _create_proofs() -> None:
    op.create_table(
        "apology_proof",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("dossier_id", IdType(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="media type"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by", IdType(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "dossier_id", "ordinal"],
            ["apology.agency_id", "apology.dossier_id", "apology.ordinal"],
            name=op.f("fk_apology_proof_agency_id_dossier_id_ordinal_apology"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_apology_proof")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_apology_proof_dossier",
        "apology_proof",
        ["agency_id", "dossier_id", "ordinal"],
        unique=False,
    )


def _create_anchors() -> None:
    op.create_table(
        "trust_anchor",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="SHA-256 of the DER, in hex"),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("valid_to", Moment(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by", IdType(), nullable=True),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("agency_id", "fingerprint", name=op.f("pk_trust_anchor")),
        sqlite_strict=True,
    )


ACCOUNT = "agency_id, id, login, name, role, password_hash, is_active, failures, locked_until"
PROMISED = "agency_id, dossier_id, ordinal, due_at, due_on, why, reason"
WRITTEN = "agency_id, id, dossier_id, wording, reason, new_due_at, new_due_on, content, digest"
SIGNED = "signed_at, signer, certificate_serial, file_digest, file"


def _carried_over() -> list[str]:
    """Return the statements that bring along what was there; a letter opened its own obligation."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    local = "date({}, '+7 hours')" if is_sqlite else "({} at time zone 'Asia/Ho_Chi_Minh')::date"
    day = local.format("e.at")
    settled = f"{local.format('d.finished_at')} <= a.due_on"
    no = "0" if is_sqlite else "false"
    first = (
        "(select {} from journal e where e.agency_id = b.agency_id and e.dossier_id = b.dossier_id"
        " and e.kind = '{}' order by e.logical limit 1)"
    )
    drafted = first.format("e.at", "apology.drafted")
    done = first.format("e.actor_id", "apology.issued")
    author = (
        "(select e.actor_id from journal e where e.agency_id = b.agency_id"
        " and e.dossier_id = b.dossier_id and e.kind = 'apology.drafted'"
        " order by e.logical desc limit 1)"
    )
    return [
        f"insert into account ({ACCOUNT}) select {ACCOUNT} from account_before",
        (
            f"insert into appointment ({PROMISED}, asked_by, decided_by, created_at)"
            f" select {PROMISED}, '', '', created_at from appointment_before"
        ),
        (
            "insert into apology (agency_id, dossier_id, ordinal, due_at, due_on, opens_on, opened_at,"
            " state, department, cause, cause_note, awaits_agency, first_drafted_at, sent_back_why,"
            " receiver, reference, delivery_note) select b.agency_id, b.dossier_id, 1, a.due_at,"
            f" a.due_on, {first.format(day, 'apology.drafted')}, {drafted}, case when {settled} then 'not_owed' else b.state end, '', '', '', {no},"
            f" {drafted}, '', '', '', '' from apology_letter_before b join appointment_before a"
            " on a.agency_id = b.agency_id and a.dossier_id = b.dossier_id and a.ordinal = 1"
            " join dossier d on d.agency_id = b.agency_id and d.id = b.dossier_id"
        ),
        (
            f"insert into apology_letter ({WRITTEN}, ordinal, drafted_at, drafted_by, {SIGNED},"
            " signed_by, level, on_paper, issued_at, issued_by)"
            f" select {WRITTEN}, 1, drafted_at, {author}, {SIGNED},"
            f" {done}, case when signed_at is null then null else 'B-B' end, {no},"
            f" {first.format('e.at', 'apology.issued')}, {done} from apology_letter_before b"
        ),
    ]
