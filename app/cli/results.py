"""``motcua result receive``: the result comes from the department to the desk."""

import argparse

from app.cli.answers import Answer
from app.cli.program import open_for_acting
from app.services import finishing, lookup


def receive(arguments: argparse.Namespace) -> Answer:
    """Take a result in; a late one without a letter is sent back, and that is kept.

    Raises:
        NoLetterNoSubmission: it was sent back.
    """
    with open_for_acting(arguments) as program:
        with program.database.write() as session:
            row = lookup.by_code(session, program.office, arguments.code)
            done = finishing.finish(
                session,
                program.office,
                row.dossier_id,
                department=arguments.department,
                actor=program.actor,
                at=program.at,
            )
    if done.refusal is not None:
        raise done.refusal
    late = " (trễ hẹn)" if done.was_late else ""
    facts = {"code": done.code, "was_late": done.was_late}
    return Answer(facts, [f"{done.code}  đã nhận kết quả{late}"])
