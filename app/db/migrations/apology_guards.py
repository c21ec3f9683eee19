"""The rules of the apology that the database keeps by itself, as triggers on either kind."""

from app.db.migrations.guard_parts import guard

LETTER_TEXT = ("ordinal", "wording", "reason", "new_due_at", "new_due_on", "content", "digest")
LETTER_SIGNATURE = ("signed_at", "signed_by", "signer", "certificate_serial", "on_paper")
LETTER_NUMBER = ("number", "number_year", "numbered_on", "sealed_by", "seal_serial", "issued_at")


def guards(dialect: str) -> list[str]:
    """Return the statements by which the database itself keeps the rules of the apology.

    NĐ 61/2018 Đ19.9: one re-appointment. A date beyond it needs a decision; a new date needs an
    issued letter; what was signed, issued, decided or proved is never changed or deleted.
    """
    is_sqlite = dialect == "sqlite"
    differs = "is not" if is_sqlite else "is distinct from"

    def changed(*names: str) -> str:
        return "(" + " or ".join(f"new.{name} {differs} old.{name}" for name in names) + ")"

    same = "x.agency_id = new.agency_id and x.dossier_id = new.dossier_id"
    rules = [
        (
            "appointment",
            "insert",
            "needs_letter",
            (
                "new.ordinal > 1 and not exists (select 1 from apology_letter x where "
                f"{same} and x.ordinal = new.ordinal - 1 and x.issued_at is not null)"
            ),
        ),
        (
            "appointment",
            "insert",
            "needs_decision",
            (
                f"new.ordinal > 2 and not exists (select 1 from escalation x where {same}"
                " and x.ordinal = new.ordinal - 1 and x.decided_at is not null)"
            ),
        ),
        (
            "apology_letter",
            "update",
            "signed_is_final",
            (
                "old.signed_at is not null and new.signed_at is not null"
                f" and {changed(*LETTER_TEXT)}"
            ),
        ),
        (
            "apology_letter",
            "update",
            "issued_is_final",
            "old.issued_at is not null and "
            + changed(*LETTER_TEXT, *LETTER_SIGNATURE, *LETTER_NUMBER),
        ),
        (
            "escalation",
            "update",
            "decided_is_final",
            # A later decision may come while no letter has promised the day of the earlier one.
            (
                "old.decided_at is not null and (new.decided_at is null"
                " or new.decided_at <= old.decided_at or exists (select 1 from apology_letter x where"
                f" {same} and x.ordinal = new.ordinal and x.issued_at is not null))"
            ),
        ),
        ("apology_proof", "update", "no_update", "old.data is not null"),
        ("appointment", "update", "no_update", "1 = 1"),
        *(
            (table, "delete", "no_delete", "1 = 1")
            for table in (
                "appointment",
                "apology",
                "apology_letter",
                "escalation",
                "apology_proof",
                "trust_anchor",
            )
        ),
    ]
    return [statement for rule in rules for statement in guard(dialect, *rule)]
