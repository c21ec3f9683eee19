"""Qt's own printers, in a process of their own: asked and drawn on there, never beside the window.

PySide keeps the interpreter's lock while Qt asks the system for printers or draws on one. A print
service that does not answer would freeze the window even from a worker thread, and a faulty driver
would take it down. Here the one is ended after a while, and the other ends nothing else.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

import app
from app.core.errors import AppError
from app.ui.pdf_view import PRINT_DPI, draw_pages, print_pages

LIST: Final = "list"
PRINT: Final = "print"
LIST_SECONDS: Final = 10.0
PRINT_SECONDS: Final = 120.0
LANDSCAPE: Final = "-landscape"
PAGE_SIZES: Final = {"A5": QPageSize.PageSizeId.A5, "A4": QPageSize.PageSizeId.A4}


class PrinterGone(AppError):
    """The system has no printer of this name, and no other one is taken for it; ``printer``."""

    code = "printer.gone"


class PaperNotSent(AppError):
    """The system did not take a paper, nothing of it comes out; ``printer``, ``reason``.

    ``reason`` is one of ``app.ui.error_reasons``.
    """

    code = "paper.not_sent"


class PaperInDoubt(AppError):
    """Something of a paper may come out of ``printer``, or nothing; ``reason``."""

    code = "paper.in_doubt"


class PrintersSilent(AppError):
    """The print service of the system does not answer."""

    code = "printers.silent"


@dataclass(frozen=True, slots=True)
class OfficePrinter:
    """A printer of the system: the name it is used by, and the words people know it by."""

    name: str
    words: str
    is_default: bool


def open_printer(name: str, paper: str, copies: int = 1) -> QPrinter:
    """Open a printer for sheets such as ``A5`` or ``A4-landscape``, drawn from edge to edge.

    Raises:
        PrinterGone: there is none of this name; Qt would silently take the default one.
    """
    if QPrinterInfo.printerInfo(name).isNull():
        raise PrinterGone(printer=name)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    if printer.printerName() != name:
        raise PrinterGone(printer=name)
    is_landscape = paper.endswith(LANDSCAPE)
    printer.setPageSize(QPageSize(PAGE_SIZES[paper.removesuffix(LANDSCAPE)]))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if is_landscape else QPageLayout.Orientation.Portrait
    )
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    return printer


def list_elsewhere() -> tuple[OfficePrinter, ...]:
    """Return the system's printers, asked in a process of its own.

    Raises:
        PrintersSilent: the print service does not answer.
    """
    try:
        answer = _run([LIST], LIST_SECONDS)
    except (subprocess.TimeoutExpired, OSError):
        raise PrintersSilent from None
    if answer is None:
        raise PrintersSilent
    return tuple(OfficePrinter(**one) for one in answer["printers"])


def print_elsewhere(pdf: bytes, name: str, paper: str, *, title: str, copies: int) -> None:
    """Draw a PDF on a printer in a process of its own and return when the system took it.

    Raises:
        PrinterGone, PaperNotSent, PaperInDoubt: as their names say.
    """
    try:
        answer = _run([PRINT, name, paper, str(copies), title], PRINT_SECONDS, pdf)
    except subprocess.TimeoutExpired:
        raise PaperInDoubt(printer=name, reason="timeout") from None
    except OSError:
        raise PaperNotSent(printer=name, reason="io") from None
    if answer is None:
        raise PaperInDoubt(printer=name, reason="crashed")
    for kind in (PrinterGone, PaperNotSent, PaperInDoubt):
        if answer["error"] == kind.code:
            raise kind(**answer["params"])


def _run(arguments: list[str], seconds: float, data: bytes = b"") -> dict[str, Any] | None:
    """Return what the other process answered; None if it ended without an answer."""
    environment = dict(os.environ)
    if os.name == "posix":
        environment["QT_QPA_PLATFORM"] = "offscreen"  # CUPS needs no screen
    done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
        [sys.executable, "-m", __name__, *arguments],
        input=data,
        capture_output=True,
        timeout=seconds,
        check=False,
        env=environment,
        cwd=Path(app.__file__).parents[1],
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    if done.returncode:
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _list() -> dict[str, Any]:
    default = QPrinterInfo.defaultPrinterName()
    found = [
        OfficePrinter(one.printerName(), _words(one), one.printerName() == default)
        for one in QPrinterInfo.availablePrinters()
    ]
    return {"printers": [asdict(one) for one in found]}


def _words(info: QPrinterInfo) -> str:
    name, description = info.printerName(), info.description().strip()
    return name if description in {"", name} else f"{description} ({name})"


def _print(name: str, paper: str, copies: str, title: str) -> dict[str, Any]:
    try:
        printer = open_printer(name, paper, int(copies))
        printer.setDocName(title)
        pages = draw_pages(sys.stdin.buffer.read(), PRINT_DPI)
        taken = print_pages(pages, printer)
        if not taken:
            raise PaperNotSent(printer=name, reason="io")
        if taken < len(pages):
            raise PaperInDoubt(printer=name, reason="io")
    except AppError as error:
        return {"error": error.code, "params": error.params}
    return {"error": ""}


def main(arguments: list[str]) -> None:
    """Do what the window's process asks for and answer on standard output."""
    _application = QGuiApplication([])
    verb, *rest = arguments
    answer = _list() if verb == LIST else _print(*rest)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
