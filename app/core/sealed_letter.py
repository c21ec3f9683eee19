"""The sealed text of a letter's QR code: what the letter promises, and a signature over it.

A scan of a signed paper finds its record by the letter's id, and the promise can be proved at any
desk that knows the key. The letter's number is not in it: it is given after the leader has signed.
No personal data, as on slips.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from app.core.errors import AppError
from app.core.sealed_digits import (
    Format,
    Opened,
    Seal,
    pack_codes,
    pack_moment,
    unpack_codes,
    unpack_moment,
)

FORMAT: Final = 33
DOMAIN: Final = b"mot-cua/letter/v1|"
"""Stands before the facts when they are signed: no slip's signature can be a letter's."""
NEVER: Final = b"\xff" * 4  # no new appointment: the result is there already
FIXED: Final = 25  # bytes after the codes


class LetterNotSealed(AppError):
    """The text holds no letter's facts that this program can read; ``text``."""

    code = "letter.not_sealed"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter's QR code says.

    ``ordinal`` is the appointment missed, promised for ``due_at``; moments are whole minutes in
    UTC, of the years 2020 to 2100; ``new_due_at`` is None where the result is there already.
    """

    document_id: str
    office_code: str
    code: str
    ordinal: int
    due_at: datetime
    new_due_at: datetime | None


SealedLetter: TypeAlias = Opened[LetterFacts]
"""A letter's facts as read from its QR code, not yet proved."""


def seal_letter(facts: LetterFacts, seal: Seal) -> str:
    """Return the digits that carry ``facts`` and the seal's signature over them.

    Raises:
        ValueError: a fact does not fit the format.
    """
    packed = (
        pack_codes(facts.office_code, facts.code)
        + UUID(facts.document_id).bytes
        + bytes([facts.ordinal])
        + pack_moment(facts.due_at)
        + (NEVER if facts.new_due_at is None else pack_moment(facts.new_due_at))
    )
    return _LETTER.seal(packed, seal)


def is_sealed_letter(text: str) -> bool:
    """Whether a scanned text is a letter's, and not a slip's."""
    return _LETTER.open(text) is not None


def read_sealed_letter(text: str) -> SealedLetter:
    """Read a scanned or pasted text; an address may stand before the digits.

    Raises:
        LetterNotSealed: no letter's facts, or of a format this program does not know.
    """
    opened = _LETTER.open(text)
    if opened is None:
        raise LetterNotSealed(text=text[:40])
    return opened


def _unpack(told: bytes) -> LetterFacts:
    office, code, rest = unpack_codes(told)
    if len(rest) != FIXED:
        raise ValueError
    return LetterFacts(
        document_id=str(UUID(bytes=rest[:16])),
        office_code=office,
        code=code,
        ordinal=rest[16],
        due_at=unpack_moment(rest[17:21]),
        new_due_at=None if rest[21:] == NEVER else unpack_moment(rest[21:]),
    )


_LETTER: Final = Format(FORMAT, DOMAIN, _unpack)
