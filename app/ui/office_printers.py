"""The office's own printers (A4, A5): which there are, and the very PDF of the preview sent to one.

Everything here waits for the system's print service: for worker threads only. Where CUPS knows the
printer it gets the bytes of the PDF and gives a number to follow; elsewhere (Windows) the same PDF
is drawn page by page. Neither says what is on paper: the most anyone knows is "sent".
"""

from dataclasses import dataclass
from typing import Final

from app.printing.devices.outcome import BrokenOff
from app.ui import qt_printers
from app.ui.qt_printers import (
    LANDSCAPE,
    OfficePrinter,
    PaperInDoubt,
    PaperNotSent,
)

NOT_OF_CUPS: Final = frozenset({"no_library", "no_queue"})


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper that the system took; ``job`` is the name it gave, empty where it gives none."""

    printer: str
    job: str = ""


def office_printers() -> tuple[OfficePrinter, ...]:
    """Return the printers of this system.

    Raises:
        PrintersSilent: the print service does not answer.
    """
    return qt_printers.list_elsewhere()


def print_pdf(pdf: bytes, name: str, paper: str, *, title: str, copies: int = 1) -> SentPaper:
    """Send a PDF to the printer ``name`` on sheets such as ``A5`` or ``A4-landscape``.

    The title is seen by whoever sees the queue: no personal data.

    Raises:
        PrinterGone: there is no such printer; none other is taken instead.
        PaperNotSent: nothing was sent, trying again is safe.
        PaperInDoubt: something may come out.
    """
    sent = _hand_to_cups(pdf, name, paper, title, copies)
    if sent is None:
        qt_printers.print_elsewhere(pdf, name, paper, title=title, copies=copies)
        sent = SentPaper(name)
    return sent


def _hand_to_cups(pdf: bytes, name: str, paper: str, title: str, copies: int) -> SentPaper | None:
    """Give the queue one job; None if CUPS is not here or has no such queue."""
    from app.printing.devices.cups_queue import submit

    media = paper.removesuffix(LANDSCAPE)
    try:
        job = submit(pdf, name, title, raw=False, media=media, copies=copies)
    except BrokenOff as broken:
        if broken.bytes_sent:
            raise PaperInDoubt(printer=name, reason=broken.reason) from None
        if broken.reason in NOT_OF_CUPS:
            return None
        raise PaperNotSent(printer=name, reason=broken.reason) from None
    return SentPaper(name, job)
