"""The printer's own word about itself: answers to ``DLE EOT n``, and what they mean.

Bits as in the manuals of Epson TM-U220, Bixolon SRP-350, Citizen iDP-3221 and HPRT TP809.
"""

import re
from dataclasses import dataclass
from typing import Final

QUESTIONS: Final = (1, 2, 3, 4)
ANSWER_MASK, ANSWER_SHAPE = 0x93, 0x12  # every valid answer to DLE EOT is 0xx1xx10
# Question, bits that forbid printing, what they mean; the plainest reason first. Question 1 comes
# last since its bit says only "offline". Bit 2 there is the cash drawer on many models: no fault.
BLOCKING: Final = (
    (4, 0x60, "paper_out"),
    (2, 0x20, "paper_out"),
    (2, 0x04, "cover_open"),
    (3, 0x08, "cutter"),
    (2, 0x40, "error"),
    (3, 0x60, "error"),
    (1, 0x08, "offline"),
)
NEAR_END: Final = 0x0C  # of question 4
ACKNOWLEDGE: Final = b"\x1d(H\x06\x0000"  # answered with the four bytes after it, once on paper
BARRIER: Final = b"\x1dr\x01"  # the paper sensor's state, answered once all before it is executed
BARRIER_MASK: Final = 0x90  # an answer to BARRIER has bits 4 and 7 clear; one to DLE EOT has bit 4
# "Automatic status back", which some printers send unasked when a cover is opened or paper ends: a
# byte 0xx1xx00, then three that look like answers to BARRIER.
UNASKED: Final = re.compile(
    rb"[\x10\x14\x18\x1c\x30\x34\x38\x3c\x50\x54\x58\x5c\x70\x74\x78\x7c]"
    rb"[\x00-\x0f\x20-\x2f\x40-\x4f\x60-\x6f]{0,3}"
)


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """``trouble`` is why it cannot print now, or empty; ``near_end`` that little paper is left."""

    trouble: str = ""
    near_end: bool = False


def is_answer(byte: int) -> bool:
    """Whether a byte has the shape of an answer; anything else on the line is noise."""
    return byte & ANSWER_MASK == ANSWER_SHAPE


def is_acknowledged(ack_id: bytes, heard: bytes | bytearray) -> bool:
    """Whether ``ACKNOWLEDGE`` with these four bytes was answered."""
    return b"\x37\x22" + ack_id + b"\x00" in heard


def is_past_barrier(heard: bytes | bytearray) -> bool:
    """Whether ``BARRIER`` was answered; what a printer says unasked is no answer."""
    return any(byte & BARRIER_MASK == 0 for byte in UNASKED.sub(b"", heard))


def question(number: int) -> bytes:
    """Return the real-time question ``number``, obeyed even by a printer that is offline."""
    return bytes((0x10, 0x04, number))


def read_status(answers: dict[int, int]) -> PrinterStatus:
    """Return what four answers mean."""
    near_end = bool(answers.get(4, 0) & NEAR_END)
    for asked, bits, trouble in BLOCKING:
        if answers.get(asked, 0) & bits:
            return PrinterStatus(trouble, near_end)
    return PrinterStatus("", near_end)
