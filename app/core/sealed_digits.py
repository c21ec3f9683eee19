"""Signed facts as digits: how the QR codes of slips and letters are packed, alike for both.

Digits pass a keyboard-wedge scanner whatever input method is on (Telex makes Â of "AA"), are safe
in an address, and cost next to nothing over raw bytes in a QR code's numeric mode.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, TypeVar

from app.core import text as texts

KEY_ID_BYTES: Final = 4
SIGNATURE_BYTES: Final = 64
LEAST_DIGITS: Final = 120
MOST_DIGITS: Final = 1429
"""Of the longest codes that the format can count; a longer run has other digits before it."""
EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2101, 1, 1, tzinfo=UTC)
ALPHABET: Final = " -./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # 40 letters: three in two bytes
BASE: Final = len(ALPHABET)
GUARD: Final = b"\x01"  # keeps leading zeros when bytes become a number

_DIGITS = re.compile(rf"[0-9]{{{LEAST_DIGITS},}}")

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Seal:
    """A desk's key at work: its id and how it signs; the private part stays where it is kept."""

    key_id: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Opened(Generic[Facts]):
    """What digits carry, not yet proved: ``signed`` is what the signature is over."""

    key_id: str
    facts: Facts
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Format(Generic[Facts]):
    """One kind of document: its number, what stands before the facts when they are signed."""

    number: int
    domain: bytes
    """No other document's signature can be one here."""
    unpack: Callable[[bytes], Facts]
    """Reads the packed facts; a ValueError, IndexError or OverflowError where they are none."""

    def seal(self, packed: bytes, seal: Seal) -> str:
        """Return the digits that carry packed facts and the seal's signature over them."""
        told = bytes([self.number]) + bytes.fromhex(seal.key_id) + packed
        return str(int.from_bytes(GUARD + told + seal.sign(self.domain + told)))

    def open(self, text: str) -> Opened[Facts] | None:
        """Read a scanned or pasted text; None where it holds nothing of this format.

        An address may stand before the digits and may itself end in digits (``…/h2``): where the
        facts begin is found by trying.
        """
        run = digit_run(text)
        for start in range(max(0, len(run) - MOST_DIGITS), len(run) - LEAST_DIGITS + 1):
            number = int(run[start:])
            with suppress(ValueError, IndexError, OverflowError):
                return self._opened(number.to_bytes((number.bit_length() + 7) // 8))
        return None

    def _opened(self, blob: bytes) -> Opened[Facts]:
        head = len(GUARD) + 1 + KEY_ID_BYTES
        told, signature = blob[len(GUARD) : -SIGNATURE_BYTES], blob[-SIGNATURE_BYTES:]
        if blob[:1] != GUARD or len(blob) <= head + SIGNATURE_BYTES or told[0] != self.number:
            raise ValueError
        key_id = told[1 : 1 + KEY_ID_BYTES].hex()
        facts = self.unpack(told[1 + KEY_ID_BYTES :])
        return Opened(key_id, facts, self.domain + told, signature)


def digit_run(text: str) -> str:
    """Return the digits of a sealed text, perhaps with an address's last ones before them.

    White space goes: what is pasted from a letter or a terminal is broken into lines. Empty where
    there are too few in a row.
    """
    found = _DIGITS.search("".join(texts.clean_line(text).split()))
    return found[0] if found else ""


def pack_codes(office_code: str, code: str) -> bytes:
    """Return an office's code and a dossier's, after one byte that counts them.

    Raises:
        ValueError: a letter that the alphabet lacks, or a code too long.
    """
    if " " in office_code:  # the space ends it when it is read
        raise ValueError(office_code)
    # The office stands once: what follows it in most codes ("-261124-0001") begins with a hyphen.
    rest = code
    if rest.startswith(f"{office_code}-"):
        rest = rest.removeprefix(office_code)
    letters = _pack_letters(f"{office_code} {rest}")
    return bytes([len(letters) // 2]) + letters


def unpack_codes(told: bytes) -> tuple[str, str, bytes]:
    """Return the office's code, the dossier's, and what follows them.

    Raises:
        ValueError, IndexError: there are none.
    """
    end = 1 + 2 * told[0]
    office, _, rest = _unpack_letters(told[1:end]).partition(" ")
    if len(told) < end or not office or not rest:
        raise ValueError
    return office, office + rest if rest.startswith("-") else rest, told[end:]


def pack_moment(moment: datetime) -> bytes:
    """Return a moment's whole minutes in four bytes.

    Raises:
        ValueError: not of the years 2020 to 2100.
    """
    return ((_in_range(moment) - EPOCH) // timedelta(minutes=1)).to_bytes(4)


def unpack_moment(packed: bytes) -> datetime:
    """Return the moment, in UTC.

    Raises:
        ValueError: not of the years 2020 to 2100.
    """
    return _in_range(EPOCH + timedelta(minutes=int.from_bytes(packed)))


def _in_range(moment: datetime) -> datetime:
    """Nearer to the calendar's ends a moment cannot be told in Vietnamese time."""
    if not EPOCH <= moment < LATEST:
        raise ValueError(moment)
    return moment


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
