"""The sealed text of a slip's QR code: the slip's facts and a signature over them, in digits only.

No personal data: nothing here names a person, not even hashed. How facts become digits is in
``sealed_digits``; the signature itself is ``app.signing``'s work.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from app.core.errors import AppError
from app.core.sealed_digits import (
    EPOCH,
    GUARD,
    KEY_ID_BYTES,
    MOST_DIGITS,
    SIGNATURE_BYTES,
    Format,
    Opened,
    Seal,
    digit_run,
    pack_codes,
    pack_moment,
    unpack_codes,
    unpack_moment,
)

__all__ = [
    "DOMAIN",
    "EPOCH",
    "GUARD",
    "MOST_DIGITS",
    "SIGNATURE_BYTES",
    "NotSealed",
    "Seal",
    "SealedSlip",
    "SlipFacts",
    "key_id_of",
    "looks_sealed",
    "read_sealed",
    "seal_text",
]

FORMAT: Final = 1
DOMAIN: Final = b"mot-cua/receipt/v1|"
"""Stands before the facts when they are signed: no other document's signature can be one here."""
LAST_PROCEDURE: Final = 9_999_999

_PROCEDURE = re.compile(r"([0-9])\.([0-9]{6})(?![0-9])", re.ASCII)


class NotSealed(AppError):
    """The text holds no sealed facts that this program can read; ``text``."""

    code = "slip.not_sealed"


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What a slip's QR code says.

    ``procedure_code`` is its national base (``1.004873``); moments are whole minutes in UTC, of the
    years 2020 to 2100; ``appointment`` is 1 for the first promise, 2 for the re-appointment;
    ``copy`` is 0 for the original and n for the n-th reprint.
    """

    office_code: str
    code: str
    procedure_code: str
    received_at: datetime
    due_at: datetime
    appointment: int
    copy: int


SealedSlip: TypeAlias = Opened[SlipFacts]
"""A slip's facts as read from its QR code, not yet proved."""


def key_id_of(public_key: bytes) -> str:
    """Return the id of a raw Ed25519 public key: the first four bytes of its SHA-256, in hex."""
    return hashlib.sha256(public_key).hexdigest()[: 2 * KEY_ID_BYTES]


def seal_text(facts: SlipFacts, seal: Seal) -> str:
    """Return the digits that carry ``facts`` and the seal's signature over them.

    Raises:
        ValueError: a fact does not fit the format.
    """
    return _SLIP.seal(_pack(facts), seal)


def looks_sealed(text: str) -> bool:
    """Whether a scanned text has as many digits in a row as a sealed slip or letter."""
    return bool(digit_run(text))


def read_sealed(text: str) -> SealedSlip:
    """Read a scanned or pasted text; an address may stand before the digits.

    Raises:
        NotSealed: no sealed facts, or of a format this program does not know.
    """
    opened = _SLIP.open(text)
    if opened is None:
        raise NotSealed(text=text[:40])
    return opened


def _pack(facts: SlipFacts) -> bytes:
    return (
        pack_codes(facts.office_code, facts.code)
        + _procedure_number(facts.procedure_code).to_bytes(3)
        + pack_moment(facts.received_at)
        + pack_moment(facts.due_at)
        + bytes([facts.appointment, facts.copy])
    )


def _unpack(told: bytes) -> SlipFacts:
    office, code, rest = unpack_codes(told)
    if len(rest) != 13:  # noqa: PLR2004 - the fields below
        raise ValueError
    return SlipFacts(
        office_code=office,
        code=code,
        procedure_code=_procedure_code(rest[:3]),
        received_at=unpack_moment(rest[3:7]),
        due_at=unpack_moment(rest[7:11]),
        appointment=rest[11],
        copy=rest[12],
    )


_SLIP: Final = Format(FORMAT, DOMAIN, _unpack)


def _procedure_number(code: str) -> int:
    found = _PROCEDURE.match(code)
    if found is None:
        raise ValueError(code)
    return int(found[1] + found[2])


def _procedure_code(packed: bytes) -> str:
    number = int.from_bytes(packed)
    if number > LAST_PROCEDURE:
        raise ValueError(number)
    digits = f"{number:07}"
    return f"{digits[0]}.{digits[1:]}"
