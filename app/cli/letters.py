"""Commands about apology letters: draft, sign, pdf."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from app.cli.answers import Answer
from app.cli.program import BadMoment, Program, open_program
from app.core.errors import AppError
from app.core.wording import short_date
from app.services import apology, lookup
from app.ui import letter_work


class FileUnusable(AppError):
    """A file cannot be read or written; ``where``, ``problem``."""

    code = "file.unusable"


def draft(arguments: argparse.Namespace) -> Answer:
    """Draft the letter with its reason and the one new date."""
    with open_program(arguments.data_dir, at=arguments.at, login=arguments.login) as program:
        with program.database.write() as session:
            row = lookup.by_code(session, program.office, arguments.code)
            drafted = apology.draft(
                session,
                program.office,
                row.dossier_id,
                reason=arguments.reason,
                new_due_on=read_day(arguments.new_date),
                actor=program.actor,
                at=program.at,
            )
    facts = {"code": drafted.code, "state": drafted.state, "new_due_on": drafted.new_due_on}
    return Answer(facts, [f"{drafted.code}  đã soạn, hẹn lại {short_date(drafted.new_due_on)}"])


def sign(arguments: argparse.Namespace) -> Answer:
    """Sign the draft with a PKCS#12 file, verify it, and issue the letter."""
    password = sys.stdin.readline().rstrip("\n")
    with open_program(arguments.data_dir, at=arguments.at, login=arguments.login) as program:
        with program.database.read() as session:
            row = lookup.by_code(session, program.office, arguments.code)
        issued = sign_and_issue(program, row.dossier_id, arguments.p12, password)
    facts = {"code": issued.code, "state": issued.state, "new_due_on": issued.new_due_on}
    return Answer(facts, [f"{issued.code}  đã ký và ban hành thư xin lỗi"])


def sign_and_issue(
    program: Program, dossier_id: str, p12: Path, password: str
) -> apology.LetterDraft:
    """Sign the drafted letter, see that the signature holds, and record it as issued.

    Raises:
        AppError: about the certificate, the password or the letter; nothing is recorded then.
    """
    with program.database.read() as session:
        drafted = apology.current_letter(session, program.office, dossier_id)
    signed = letter_work.sign(drafted.letter, p12, password, program.at)
    with program.database.write() as session:
        return apology.record_signed(
            session,
            program.office,
            dossier_id,
            letter_digest=drafted.digest,
            file=signed.data,
            signer=signed.signer_name,
            certificate_serial=signed.serial,
            signed_at=signed.signed_at,
            actor=program.actor,
            at=program.at,
        )


def pdf(arguments: argparse.Namespace) -> Answer:
    """Write the letter: the signed file once issued, before that the draft marked as such."""
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        letter = apology.current_letter(session, program.office, row.dossier_id)
    data = letter.file
    if data is None:
        from app.printing.letter_pdf import letter_pdf

        data = letter_pdf(letter.letter, draft=True).data
    write_file(arguments.out, data)
    return Answer({"file": str(arguments.out), "state": letter.state}, [f"Đã ghi {arguments.out}"])


def read_day(text: str) -> date:
    """Read an ISO day.

    Raises:
        BadMoment: it cannot be read.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadMoment(text=text) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        FileUnusable: it cannot be written.
    """
    temporary = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FileUnusable(where=str(path), problem=error.strerror) from error
