"""Vietnamese text: normal form, folding for search, dictionary order."""

import re
import unicodedata
from functools import lru_cache

FOLD_VERSION = 1
"""Kept in the database: when the rule below changes, stored folded words are made anew."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control signs that are no white space
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # unseen, direction
    "\ud800-\udfff]"  # halves of a sign: no file can hold them
)
_WORD = re.compile(r"[^\W_]+")
_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_LETTERS, start=1)}
_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Huyền, hỏi, ngã, sắc, nặng, in the order of the dictionary; no mark comes first."""
_TONE_RANK = {mark: rank for rank, mark in enumerate(_TONES, start=1)}

CollationKey = tuple[tuple[int, ...], tuple[int, ...]]


def nfc(text: str) -> str:
    """Return text in the composed form: the other form is drawn badly on paper."""
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return one line fit to keep: NFC, no control, bidi or zero-width signs, single spaces."""
    return " ".join(nfc(_UNSEEN.sub("", text)).split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return text without marks and case, ``đ`` as ``d``, single spaces: what search compares.

    >>> fold("  NGUYỄN  Văn Đạt")
    'nguyen van dat'
    """
    bare = unicodedata.normalize("NFD", text.translate(_D))
    if not bare.isascii():
        bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text: runs of letters and digits.

    >>> fold_words("H29.26-261124-0042")
    ('h29', '26', '261124', '0042')
    """
    return tuple(_WORD.findall(fold(text)))


def collation_key(text: str) -> CollationKey:
    """Return a key that sorts as a Vietnamese dictionary does.

    Letters first (a ă â b c d đ e ê …), tones only between words of the same letters, in the order
    ngang, huyền, hỏi, ngã, sắc, nặng; a space sorts before every letter.
    """
    letters: list[int] = []
    tones: list[int] = []
    for sign in nfc(text).casefold():
        base, tone = _apart(sign)
        letters.append(_rank(base))
        tones.append(tone)
    return tuple(letters), tuple(tones)


@lru_cache(maxsize=1024)
def _apart(sign: str) -> tuple[str, int]:
    """Return a letter without its tone, and the tone's rank (0 for none)."""
    tone, kept = 0, []
    for part in unicodedata.normalize("NFD", sign):
        if part in _TONE_RANK:
            tone = _TONE_RANK[part]
        else:
            kept.append(part)
    return nfc("".join(kept)), tone


def _rank(letter: str) -> int:
    rank = _LETTER_RANK.get(letter)
    if rank is not None:
        return 1000 + rank
    # Spaces, then digits and signs, before letters; other scripts after them.
    first = ord(letter[0]) if letter else 0
    return first if first < 128 else 2000 + first  # noqa: PLR2004
