"""``motcua self-test``: does the program work on this machine, in a folder of its own."""

import argparse
import tempfile
from pathlib import Path

from app.cli.answers import FAILED, Answer
from app.cli.dossiers import usual_papers, write_receipt
from app.cli.program import open_program
from app.core.clock import local_day
from app.core.dossiers import Intake, Person
from app.core.settings import DATABASE, Machine
from app.models.base import new_id
from app.services import catalogue, history, reception, slips
from app.ui.founding import found


def run(arguments: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Make a database, take one dossier in, print it in every form, and check the journal."""
    from app.exchange import shipped

    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        found(Machine(data_dir, f"sqlite:///{DATABASE}"), shipped.sample_office())
        with open_program(data_dir) as program:
            today = local_day(program.at)
            with program.database.write() as session:
                row = catalogue.search_procedures(session, program.office, on=today)[0]
                detail = catalogue.get_procedure(session, program.office, row.version_id)
                intake = Intake(
                    request_id=new_id(),
                    procedure_version_id=detail.version_id,
                    applicant=Person("Người Thử Nghiệm"),
                    papers=usual_papers(detail),
                )
                done = reception.receive(
                    session, program.office, intake, actor=program.actor, at=program.at
                )
            with program.database.read() as session:
                slip = slips.get_slip(session, program.office, done.slip_id)
                report = history.check(session)
        sizes = {}
        for form in ("png", "escpos", "pdf"):
            out = data_dir / f"slip.{form}"
            write_receipt(slip, 80, form, out)
            sizes[form] = out.stat().st_size
    is_well = not report.faults and all(sizes.values())
    facts = {"ok": is_well, "code": done.code, "bytes": sizes}
    line = "Chương trình chạy tốt trên máy này." if is_well else "Có lỗi khi tự kiểm tra."
    return Answer(facts, [line], 0 if is_well else FAILED)
