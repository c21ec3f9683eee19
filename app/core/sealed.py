"""The sealed text of a slip's QR code: the slip's facts and a signature over them, in digits only.

Digits pass a keyboard-wedge scanner whatever input method is on (Telex makes Â of "AA"), are safe
in an address, and cost next to nothing over raw bytes in a QR code's numeric mode. No personal
data: nothing here names a person, not even hashed. The signature itself is ``app.signing``'s work.
"""

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from app.core import text as texts
from app.core.errors import AppError

FORMAT: Final = 1
DOMAIN: Final = b"mot-cua/receipt/v1|"
"""Stands before the facts when they are signed: no other document's signature can be one here."""
KEY_ID_BYTES: Final = 4
SIGNATURE_BYTES: Final = 64
LEAST_DIGITS: Final = 120
MOST_DIGITS: Final = 1429
"""Of the longest codes that the format can count; a longer run has other digits before it."""
EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2101, 1, 1, tzinfo=UTC)
LAST_PROCEDURE: Final = 9_999_999
ALPHABET: Final = " -./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # 40 letters: three in two bytes
BASE: Final = len(ALPHABET)
GUARD: Final = b"\x01"  # keeps leading zeros when bytes become a number

_DIGITS = re.compile(rf"[0-9]{{{LEAST_DIGITS},}}")
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


@dataclass(frozen=True, slots=True)
class SealedSlip:
    """Facts as read from a QR code, not yet proved: ``signed`` is what the signature is over."""

    key_id: str
    facts: SlipFacts
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """A desk's key at work: its id and how it signs; the private part stays where it is kept."""

    key_id: str
    sign: Callable[[bytes], bytes]


def key_id_of(public_key: bytes) -> str:
    """Return the id of a raw Ed25519 public key: the first four bytes of its SHA-256, in hex."""
    return hashlib.sha256(public_key).hexdigest()[: 2 * KEY_ID_BYTES]


def seal_text(facts: SlipFacts, seal: Seal) -> str:
    """Return the digits that carry ``facts`` and the seal's signature over them.

    Raises:
        ValueError: a fact does not fit the format.
    """
    told = bytes([FORMAT]) + bytes.fromhex(seal.key_id) + _pack(facts)
    return str(int.from_bytes(GUARD + told + seal.sign(DOMAIN + told)))


def looks_sealed(text: str) -> bool:
    """Whether a scanned text has as many digits in a row as a sealed slip."""
    return bool(_digits(text))


def read_sealed(text: str) -> SealedSlip:
    """Read a scanned or pasted text; an address may stand before the digits.

    The address may itself end in digits (``…/h2``): where the facts begin is found by trying.

    Raises:
        NotSealed: no sealed facts, or of a format this program does not know.
    """
    run = _digits(text)
    for start in range(max(0, len(run) - MOST_DIGITS), len(run) - LEAST_DIGITS + 1):
        number = int(run[start:])
        with suppress(ValueError, IndexError, OverflowError):
            return _unpack_blob(number.to_bytes((number.bit_length() + 7) // 8))
    raise NotSealed(text=text[:40])


def _digits(text: str) -> str:
    """Return the digits of a sealed slip, perhaps with an address's last ones before them.

    White space goes: what is pasted from a letter or a terminal is broken into lines.
    """
    found = _DIGITS.search("".join(texts.clean_line(text).split()))
    return found[0] if found else ""


def _unpack_blob(blob: bytes) -> SealedSlip:
    head = len(GUARD) + 1 + KEY_ID_BYTES
    told, signature = blob[len(GUARD) : -SIGNATURE_BYTES], blob[-SIGNATURE_BYTES:]
    if blob[:1] != GUARD or len(blob) <= head + SIGNATURE_BYTES or told[0] != FORMAT:
        raise ValueError
    key_id = told[1 : 1 + KEY_ID_BYTES].hex()
    facts = _unpack(told[1 + KEY_ID_BYTES :])
    return SealedSlip(key_id, facts, DOMAIN + told, signature)


def _pack(facts: SlipFacts) -> bytes:
    if " " in facts.office_code:  # the space ends it when it is read
        raise ValueError(facts.office_code)
    # The office stands once: what follows it in most codes ("-261124-0001") begins with a hyphen.
    rest = facts.code
    if rest.startswith(f"{facts.office_code}-"):
        rest = rest.removeprefix(facts.office_code)
    letters = _pack_letters(f"{facts.office_code} {rest}")
    return (
        bytes([len(letters) // 2])
        + letters
        + _procedure_number(facts.procedure_code).to_bytes(3)
        + _minutes(facts.received_at).to_bytes(4)
        + _minutes(facts.due_at).to_bytes(4)
        + bytes([facts.appointment, facts.copy])
    )


def _unpack(told: bytes) -> SlipFacts:
    end = 1 + 2 * told[0]
    office, _, rest = _unpack_letters(told[1:end]).partition(" ")
    if len(told) != end + 13 or not office or not rest:
        raise ValueError
    return SlipFacts(
        office_code=office,
        code=office + rest if rest.startswith("-") else rest,
        procedure_code=_procedure_code(told[end : end + 3]),
        received_at=_moment(told[end + 3 : end + 7]),
        due_at=_moment(told[end + 7 : end + 11]),
        appointment=told[end + 11],
        copy=told[end + 12],
    )


def _pack_letters(text: str) -> bytes:
    packed = bytearray()
    text = text.ljust(-(-len(text) // 3) * 3)
    for start in range(0, len(text), 3):
        number = 0
        for letter in text[start : start + 3]:
            number = number * BASE + ALPHABET.index(letter)
        packed += number.to_bytes(2)
    return bytes(packed)


def _unpack_letters(packed: bytes) -> str:
    letters = []
    for start in range(0, len(packed), 2):
        number = int.from_bytes(packed[start : start + 2])
        letters += [
            ALPHABET[number // BASE**2],
            ALPHABET[number // BASE % BASE],
            ALPHABET[number % BASE],
        ]
    return "".join(letters).rstrip()


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


def _minutes(moment: datetime) -> int:
    return (_in_range(moment) - EPOCH) // timedelta(minutes=1)


def _moment(packed: bytes) -> datetime:
    return _in_range(EPOCH + timedelta(minutes=int.from_bytes(packed)))


def _in_range(moment: datetime) -> datetime:
    """Nearer to the calendar's ends a moment cannot be told in Vietnamese time."""
    if not EPOCH <= moment < LATEST:
        raise ValueError(moment)
    return moment
