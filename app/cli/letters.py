"""``motcua letter``: the file of an apology letter; reading and writing files and days."""

import argparse
import os
from datetime import date
from pathlib import Path

from app.cli.answers import Answer
from app.cli.program import BadMoment, open_program
from app.core.errors import AppError
from app.services import apology, lookup


class FileUnusable(AppError):
    """A file cannot be read or written; ``where``, ``problem``."""

    code = "file.unusable"


def pdf(arguments: argparse.Namespace) -> Answer:
    """Write the letter: its file once there is one, before that the draft marked as such.

    ``for_pen`` writes what is signed by hand and stamped on paper.
    """
    with open_program(arguments.data_dir) as program, program.database.read() as session:
        row = lookup.by_code(session, program.office, arguments.code)
        letter = apology.current_letter(session, program.office, row.dossier_id)
    data = letter.file
    if data is None or arguments.for_pen:
        from app.printing.letter_pdf import letter_pdf

        for_pen = bool(arguments.for_pen)
        data = letter_pdf(letter.letter, draft=not for_pen, for_pen=for_pen).data
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


def read_file(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        FileUnusable: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnusable(where=str(path), problem=error.strerror) from error


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
