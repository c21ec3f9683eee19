"""``motcua apology escalations`` and ``decide``: a second lateness before its named superior."""

import argparse

from app.cli.answers import Answer
from app.cli.apology_words import escalation_facts, escalation_line
from app.cli.letters import read_day
from app.cli.program import open_for_acting
from app.core.clock import local_day
from app.services import escalation, lookup

Words = argparse.Namespace


def undecided(arguments: Words) -> Answer:
    """List what awaits a superior's decision, the oldest first."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        rows = escalation.undecided(session, program.office, at=program.at)
    facts = [escalation_facts(row) | {"late": row.is_late(program.at)} for row in rows]
    lines = [escalation_line(row) for row in rows] or ["Không có việc nào chờ cấp trên quyết định."]
    return Answer({"escalations": facts}, lines)


def decide(arguments: Words) -> Answer:
    """Record the superior's decision: why, by which document, and the new day."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        day = arguments.document_day
        done = escalation.decide(
            session,
            program.office,
            row.dossier_id,
            reason=arguments.reason,
            document_number=arguments.document_number,
            document_on=read_day(day) if day else local_day(program.at),
            new_due_on=read_day(arguments.new_date),
            actor=program.actor,
            at=program.at,
        )
    return Answer(escalation_facts(done), [escalation_line(done)])
