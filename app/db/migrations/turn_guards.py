"""The rules of a dossier's turns that the database keeps by itself, as triggers on either kind."""

from app.db.migrations.guard_parts import guard, without_guard

CAUSES = "('first', 'reappointment', 'restart', 'pause')"
PAID = ("amount", "method", "payer", "reference", "collected_at", "collected_by")
STOPPED_FOR = ("kind", "restarts", "since", "since_by", "items", "reasons", "ground", "answer_by")


def guards(dialect: str) -> list[str]:
    """Return the statements by which the database itself keeps the rules of the turns.

    NĐ 61/2018 Đ19.9 is about re-appointments alone: a clock that goes on (Đ19.4) needs the
    standstill that has ended, no letter. What was asked for, given and issued is never changed.
    """
    differs = "is not" if dialect == "sqlite" else "is distinct from"
    changed = " or ".join(f"new.{name} {differs} old.{name}" for name in STOPPED_FOR)
    repaid = " or ".join(f"new.{name} {differs} old.{name}" for name in PAID)
    same = "x.agency_id = new.agency_id and x.dossier_id = new.dossier_id"
    anew = "new.cause = 'reappointment'"
    rules = [
        (
            "appointment",
            "insert",
            "cause_fits",
            f"new.cause not in {CAUSES} or (new.ordinal = 1) <> (new.cause = 'first')",
        ),
        (
            "appointment",
            "insert",
            "needs_letter",
            (
                f"{anew} and not exists (select 1 from apology_letter x where {same}"
                " and x.ordinal = new.ordinal - 1 and x.issued_at is not null)"
            ),
        ),
        (
            "appointment",
            "insert",
            "needs_decision",
            (
                f"{anew} and exists (select 1 from appointment x where {same}"
                " and x.cause = 'reappointment') and not exists (select 1 from escalation x"
                f" where {same} and x.ordinal = new.ordinal - 1 and x.decided_at is not null)"
            ),
        ),
        (
            "appointment",
            "insert",
            "needs_standstill",
            (
                "new.cause in ('restart', 'pause') and not exists (select 1 from standstill x"
                f" where {same} and x.until = new.created_at)"
            ),
        ),
        (
            "standstill",
            "update",
            "only_ends",
            f"old.until is not null or {changed}",
        ),
        (
            "payment",
            "update",
            "only_reversed",
            f"old.reversed_at is not null or {repaid}",
        ),
        *(
            (table, act, f"no_{act}", "1 = 1")
            for table, act in (
                ("standstill", "delete"),
                ("payment", "delete"),
                ("dossier_move", "update"),
                ("dossier_move", "delete"),
                ("notice", "update"),
                ("notice", "delete"),
            )
        ),
    ]
    replaced = [
        statement
        for name in ("needs_letter", "needs_decision")
        for statement in without_guard(dialect, "appointment", name)
    ]
    return replaced + [statement for rule in rules for statement in guard(dialect, *rule)]
