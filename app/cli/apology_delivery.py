"""``motcua apology deliver`` and ``proof``: the letter in the citizen's hand, and its proofs."""

import argparse

from app.cli.answers import Answer
from app.cli.apology_words import obligation_facts, obligation_line, proof_facts, proof_line
from app.cli.letters import read_file, write_file
from app.cli.program import open_for_acting, read_moment
from app.core.apologies import Delivery, DeliveryChannel
from app.services import apology_delivery, lookup

Words = argparse.Namespace


def deliver(arguments: Words) -> Answer:
    """Record how and when the letter reached the citizen, with its proof: both or nothing."""
    proof = None if arguments.proof is None else read_file(arguments.proof)
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        delivery = Delivery(
            channel=DeliveryChannel(arguments.channel),
            delivered_at=read_moment(arguments.when) if arguments.when else program.at,
            receiver=arguments.receiver,
            reference=arguments.reference,
            note=arguments.note,
        )
        done = apology_delivery.deliver(
            session, program.office, row.dossier_id, delivery, actor=program.actor, at=program.at
        )
        if proof is not None:
            apology_delivery.add_proof(
                session,
                program.office,
                row.dossier_id,
                name=arguments.proof.name,
                data=proof,
                ordinal=done.ordinal,
                actor=program.actor,
                at=program.at,
            )
    return Answer(obligation_facts(done), [obligation_line(done)])


def add_proof(arguments: Words) -> Answer:
    """Attach a file that proves a delivery."""
    data = read_file(arguments.file)
    with open_for_acting(arguments) as program, program.database.write() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        proof = apology_delivery.add_proof(
            session,
            program.office,
            row.dossier_id,
            name=arguments.file.name,
            data=data,
            actor=program.actor,
            at=program.at,
        )
    return Answer(proof_facts(proof), [f"{row.code}  đã đính kèm {proof_line(proof)}"])


def list_proofs(arguments: Words) -> Answer:
    """List the proofs of a dossier."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        found = apology_delivery.proofs(session, program.office, row.dossier_id)
    lines = [proof_line(one) for one in found] or ["Chưa có minh chứng nào."]
    return Answer({"proofs": [proof_facts(one) for one in found]}, lines)


def save_proof(arguments: Words) -> Answer:
    """Write a proof to a file."""
    with open_for_acting(arguments) as program, program.database.read() as session:
        data = apology_delivery.proof_data(session, program.office, arguments.proof_id)
    write_file(arguments.out, data)
    return Answer({"file": str(arguments.out), "size": len(data)}, [f"Đã ghi {arguments.out}"])
