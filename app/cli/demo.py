"""A morning at a sample ward on the real code, without a screen; everything lands in one folder."""

import argparse
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from app.cli.answers import Answer
from app.cli.apology_signing import seal_one, sign_one
from app.cli.dossiers import usual_papers, write_receipt
from app.cli.letters import write_file
from app.cli.program import Program, open_program
from app.cli.simulated_ward import SEAL_HOLDER, people_of, throwaway_key
from app.core.apologies import Delivery, DeliveryChannel
from app.core.clock import VIETNAM, local_day
from app.core.dossiers import Channel, Intake, Person
from app.core.identity import parse_card
from app.core.settings import DATABASE, Machine
from app.core.wording import moment_text
from app.models.base import new_id
from app.services import (
    apology,
    apology_delivery,
    catalogue,
    history,
    ledger,
    lookup,
    reception,
    returning,
    slips,
)
from app.services.apology_signing import next_number
from app.ui.founding import found

MORNING = clock_time(7, 40)
BEFORE = timedelta(days=14)
PROCEDURES = ("1.004873", "1.001193", "2.000815", "1.001612", "1.000894", "1.013225")
LATE_PROCEDURE = "1.004873"
REASON = "cần xác minh thêm tại nơi thường trú trước đây của người yêu cầu"


@dataclass
class Told:
    """What the morning has to tell."""

    lines: list[str]
    files: list[str]

    def kept(self, out: Path, path: Path) -> None:
        """Note a file that was written."""
        self.files.append(str(path.relative_to(out)))


def run(arguments: argparse.Namespace) -> Answer:
    """Play the morning and leave slips, letter and screenshots in the folder."""
    out: Path = arguments.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    told = Told([], [])
    _start_qt()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        from app.exchange import shipped

        found(Machine(data_dir, f"sqlite:///{DATABASE}"), shipped.sample_office())
        with open_program(data_dir) as program:
            play(_at_morning(program), out, told)
    seconds = time.perf_counter() - begun
    told.lines.append(f"{len(told.files)} tệp trong {out}, {seconds:.1f} giây.")
    return Answer({"files": told.files, "told": told.lines}, told.lines)


def _start_qt() -> None:
    """Start Qt for windows before a slip starts it for drawing alone."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    _applications.append(QApplication.instance() or QApplication([]))


_applications: list[object] = []
"""Qt ends when its application object is collected."""


def play(program: Program, out: Path, told: Told) -> None:
    """Play the morning in an empty sample ward."""
    late = _two_weeks_ago(program, told)
    codes = _take_in(program, out, told)
    _apologise(program, late, out, told)
    _hand_back(program, codes[0], told)
    _picture_pages(program, codes, out, told)
    with program.database.read() as session:
        report = history.check(session)
    state = "nguyên vẹn" if not report.faults else f"{len(report.faults)} chỗ sai"
    told.lines.append(f"Nhật ký {report.entries} dòng: {state}.")


def _at_morning(program: Program) -> Program:
    yesterday = local_day(program.at) - timedelta(days=1)
    day = program.office.calendar.working_day_on_or_before(yesterday)
    return replace(program, at=datetime.combine(day, MORNING, VIETNAM))


def _two_weeks_ago(program: Program, told: Told) -> reception.Received:
    """Take in the dossier that will be late today."""
    day = program.office.calendar.working_day_on_or_before(local_day(program.at - BEFORE))
    at = datetime.combine(day, clock_time(9, 15), VIETNAM)
    received = _receive(program, 0, LATE_PROCEDURE, at)
    told.lines.append(f"Hai tuần trước: {received.code}, hẹn {moment_text(received.due_at)}.")
    return received


def _take_in(program: Program, out: Path, told: Told) -> list[reception.Received]:
    taken = []
    for ordinal, code in enumerate(PROCEDURES, start=1):
        at = program.at + timedelta(minutes=6 * ordinal)
        received = _receive(program, ordinal, code, at)
        taken.append(received)
        told.lines.append(
            f"{at:%H:%M} tiếp nhận {received.code}, hẹn {moment_text(received.due_at)}."
        )
    with program.database.read() as session:
        slip = slips.get_slip(session, program.office, taken[0].slip_id)
    for width, form, name in (
        (80, "png", "phieu-80mm.png"),
        (80, "escpos", "phieu-80mm.bin"),
        (58, "png", "phieu-58mm.png"),
        (58, "escpos", "phieu-58mm.bin"),
        (80, "pdf", "phieu-A5.pdf"),
    ):
        write_receipt(slip, width, form, out / name)
        told.kept(out, out / name)
    return taken


def _receive(program: Program, ordinal: int, procedure: str, at: datetime) -> reception.Received:
    """Take one dossier in from what the scanner types for an invented citizen's card."""
    from app.exchange.people import card_text
    from app.exchange.shipped import load_sample_ward

    citizen = load_sample_ward().citizens[ordinal]
    card = parse_card(card_text(citizen.card, parts=7 if ordinal % 2 else 11), local_day(at))
    with program.database.write() as session:
        detail = catalogue.find_by_code(session, program.office, procedure, on=local_day(at))
        intake = Intake(
            request_id=new_id(),
            procedure_version_id=detail.version_id,
            channel=Channel.DIRECT,
            applicant=Person(
                full_name=card.full_name,
                identity_number=card.number,
                born_on=card.born_on,
                gender=card.gender,
                address=card.address,
                phone=citizen.phone,
            ),
            papers=usual_papers(detail),
        )
        return reception.receive(session, program.office, intake, actor=program.actor, at=at)


def _apologise(program: Program, late: reception.Received, out: Path, told: Told) -> None:
    """Lead the late dossier's letter through three people to the citizen's hand."""
    _write_letter(replace(program, at=program.at + timedelta(hours=1)), late, told)
    program = replace(program, at=program.at + timedelta(hours=1, minutes=20))
    issued = _sign_and_issue(program, late.dossier_id)
    write_file(out / "thu-xin-loi.pdf", issued.file or b"")
    told.kept(out, out / "thu-xin-loi.pdf")
    told.lines.append(
        f"{program.at:%H:%M} lãnh đạo ký, văn thư lấy số {issued.number}, đóng dấu và phát hành."
    )
    _deliver(replace(program, at=program.at + timedelta(minutes=30)), late.dossier_id, told)


def _write_letter(program: Program, late: reception.Received, told: Told) -> None:
    office, at = program.office, program.at
    with program.database.write() as session:
        ledger.open_due(session, office, at=at)
        owing = ledger.owed(session, office)
        told.lines.append(f"{at:%H:%M} cần thư xin lỗi: {', '.join(row.code for row in owing)}.")
        apology.draft(
            session,
            office,
            late.dossier_id,
            reason=REASON,
            new_due_on=office.calendar.next_working_day(local_day(at) + timedelta(days=1)),
            actor=program.actor,
            at=at,
        )
        ledger.blame(
            session,
            office,
            late.dossier_id,
            cause="verification",
            department=office.apology.departments[0],
            actor=program.actor,
            at=at,
        )
        apology.submit(session, office, late.dossier_id, actor=program.actor, at=at)
    told.lines.append(f"{at:%H:%M} cán bộ một cửa soạn và trình thư xin lỗi cho {late.code}.")


def _sign_and_issue(program: Program, dossier_id: str) -> apology.LetterDraft:
    """Sign as the leader, number and seal as the registrar, each with a key of their own."""
    key_of = throwaway_key(program.office)
    with program.database.read() as session:
        people = people_of(session, program.office)
        submitted = apology.current_letter(session, program.office, dossier_id)
        number = next_number(session, program.office, local_day(program.at).year)
    signing = replace(program, actor=people.leader)
    signed = sign_one(signing, submitted, key_of(program.office.signer.name, program.at))
    sealing = replace(program, actor=people.registrar)
    return seal_one(sealing, signed, number, key_of(SEAL_HOLDER, program.at))


def _deliver(program: Program, dossier_id: str, told: Told) -> None:
    with program.database.write() as session:
        collector = lookup.get_row(session, program.office, dossier_id).applicant_name
        done = apology_delivery.deliver(
            session,
            program.office,
            dossier_id,
            Delivery(DeliveryChannel.BY_HAND, program.at, receiver=collector),
            actor=program.actor,
            at=program.at,
        )
    told.lines.append(f"{program.at:%H:%M} đã giao thư tận tay {collector}: {done.code}.")


def _hand_back(program: Program, received: reception.Received, told: Told) -> None:
    at = program.at + timedelta(hours=3)
    with program.database.write() as session:
        done = returning.return_result(
            session,
            program.office,
            received.dossier_id,
            collector="chính người nộp",
            actor=program.actor,
            at=at,
        )
    told.lines.append(f"{at:%H:%M} đã trả kết quả {done.code} cho {done.applicant_name}.")


def _picture_pages(
    program: Program, codes: list[reception.Received], out: Path, told: Told
) -> None:
    """Leave a picture of every page in light and dark, with something on it."""
    from app.exchange.people import card_text
    from app.exchange.shipped import load_sample_ward
    from app.ui.pictures import picture_pages

    pages = out / "man-hinh"
    pages.mkdir()
    at = program.at + timedelta(hours=3, minutes=5)
    next_citizen = load_sample_ward().citizens[len(PROCEDURES) + 1]
    scans = {
        "reception": (card_text(next_citizen.card), "4873\n"),
        "returning": (codes[-1].code, ""),
    }
    desk = (program.database, program.office, program.actor)
    for path in picture_pages(*desk, at, pages, scans):
        told.kept(out, path)
