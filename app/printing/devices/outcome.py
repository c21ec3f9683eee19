"""How an attempt to print ended, and how long each step of it may take."""

from dataclasses import dataclass

from app.core.errors import AppError
from app.printing.devices.status import PrinterStatus


class PrinterUnavailable(AppError):
    """The printer cannot take the paper, and nothing printable has left: trying again is safe.

    ``reason`` is one of ``app.ui.error_reasons``; ``printer``, ``target``.
    """

    code = "printer.unavailable"


class PrintInDoubt(AppError):
    """The line broke after printable bytes had left: only a person can say what is on paper.

    ``reason`` is ``timeout``, ``reset``, ``no_ack``, ``interrupted`` or one of a device's;
    ``bytes_sent``, ``printer``, ``target``. Never sent again by itself, or the citizen gets two
    slips.
    """

    code = "printer.in_doubt"


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """``acknowledged`` is the printer's own word that the slip is on paper.

    ``status`` is what the printer said of itself before the slip, None where it cannot speak;
    ``job`` the spooler's number of the job, empty without one.
    """

    acknowledged: bool
    bytes_sent: int
    status: PrinterStatus | None = None
    job: str = ""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds for each step; a printer that needs longer is treated as absent."""

    connect: float = 3.0
    answer: float = 1.0  # to one status question
    write: float = 10.0  # without a byte taken
    ack: float = 15.0  # until it is on paper
    patience: float = 180.0  # with the slip in a printer that ran out of paper
    turn: float = 5.0  # until another conversation with the same printer has ended
    close: float = 0.3


class BrokenOff(Exception):
    """Sending stopped; ``reason`` and how many printable bytes had left."""

    def __init__(self, reason: str, bytes_sent: int = 0) -> None:
        super().__init__(reason, bytes_sent)
        self.reason = reason
        self.bytes_sent = bytes_sent
