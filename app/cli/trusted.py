"""``motcua trust``: whose signatures the agency trusts, chosen by administrators."""

import argparse
from typing import Any

from app.cli.answers import Answer
from app.cli.letters import read_file
from app.cli.program import open_for_acting, open_program
from app.core.wording import short_date
from app.services import trust
from app.services.trust import AnchorFacts
from app.ui.anchor_file import facts_of

Words = argparse.Namespace


def show(arguments: Words) -> Answer:
    """List the trusted certificates."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        found = trust.list_anchors(session, program.office)
    lines = [_line(one) for one in found] or ["Cơ quan chưa tin cậy chứng thư gốc nào."]
    return Answer({"anchors": [_facts(one) for one in found]}, lines)


def take_in(arguments: Words) -> Answer:
    """Trust the certificates in some files, all or none."""
    from app.signing.trust import read_anchors

    read = [one for file in arguments.files for one in read_anchors(read_file(file))]
    anchors = [facts_of(one) for one in read]
    with open_for_acting(arguments) as program, program.database.write() as session:
        added = trust.add_anchors(
            session, program.office, anchors, actor=program.actor, at=program.at
        )
    facts = {"added": added, "anchors": [_facts(one) for one in anchors]}
    lines = [f"Thêm {added} chứng thư gốc.", *(_line(one) for one in anchors)]
    return Answer(facts, lines)


def remove(arguments: Words) -> Answer:
    """Trust a certificate no longer."""
    with open_for_acting(arguments) as program, program.database.write() as session:
        trust.remove_anchor(
            session, program.office, arguments.fingerprint, actor=program.actor, at=program.at
        )
    facts = {"removed": arguments.fingerprint}
    return Answer(facts, [f"Đã thôi tin cậy {arguments.fingerprint}"])


def _facts(one: AnchorFacts) -> dict[str, Any]:
    return {
        "fingerprint": one.fingerprint,
        "subject": one.subject,
        "issuer": one.issuer,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _line(one: AnchorFacts) -> str:
    return f"{one.fingerprint}  {one.subject}  đến {short_date(one.valid_to.date())}"
