"""Identity numbers and the QR of the citizen card.

Rule of the house: calling a valid number wrong is much worse than letting a wrong one pass. A
number is therefore never refused; what is unusual about it is a remark. Card layouts: TT
06/2021/TT-BCA (7 parts) and TT 16/2024/TT-BCA (the same 7, then 4 more that are ignored).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core import text
from app.core.errors import CardUnreadable, FutureBirthDate

LONGEST_SCAN = 512
CARD_PARTS = 7
CITIZEN_DIGITS = 12
OLD_CITIZEN_DIGITS = 9
SHOWN = 4


class IdentityKind(StrEnum):
    """What kind of number a person shows."""

    CITIZEN = "citizen"  # số định danh, 12 digits
    OLD_CITIZEN = "old_citizen"  # số CMND, 9 digits
    PASSPORT = "passport"
    TAX = "tax"  # mã số thuế, for organisations
    OTHER = "other"


class Gender(StrEnum):
    """As the card says it."""

    MALE = "male"
    FEMALE = "female"


class Remark(StrEnum):
    """Something unusual about a number; never a reason to refuse it."""

    LETTERS_IN_NUMBER = "letters_in_number"
    UNUSUAL_LENGTH = "unusual_length"
    GENDER_DIFFERS = "gender_differs"
    BIRTH_YEAR_DIFFERS = "birth_year_differs"
    UNUSUAL_PREFIX = "unusual_prefix"
    TAX_CHECKSUM = "tax_checksum"
    OLD_NUMBER = "old_number"


@dataclass(frozen=True, slots=True)
class Card:
    """What a citizen card says; the scanned string itself is never kept."""

    number: str
    old_number: str
    full_name: str
    born_on: date | None
    gender: Gender | None
    address: str
    issued_on: date | None


_GENDERS = {"nam": Gender.MALE, "nu": Gender.FEMALE}
_DAY = re.compile(r"[0-9]{8}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{9,12}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NO_NAME = re.compile(r"[\d_]|[^\w '’‘ʼ`´.,()/-]")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def looks_like_card(scanned: str) -> bool:
    """Whether a scan is, or was meant to be, a citizen card: digits, then parts split by ``|``."""
    return re.match(r"\s*[0-9]{6,}\s*\|", scanned) is not None


def parse_card(scanned: str, today: date) -> Card:
    """Read the string that a scanner types for a citizen card.

    Raises:
        CardUnreadable: ``foreign`` for another kind of code, ``torn`` when parts are missing or a
            date is none, ``garbled`` when an input method or a code page changed the letters.
        FutureBirthDate: the date of birth lies after ``today``.
    """
    if len(scanned) > LONGEST_SCAN or not looks_like_card(scanned):
        raise CardUnreadable(reason="foreign")
    parts = [text.clean_line(part) for part in scanned.split("|")]
    if len(parts) < CARD_PARTS:
        raise CardUnreadable(reason="torn")
    number, old_number, name, born, gender, address, issued = parts[:CARD_PARTS]
    if "\ufffd" in scanned or _is_garbled(scanned.split("|")[2]):
        raise CardUnreadable(reason="garbled")
    if not _NUMBER.fullmatch(number) or not name:
        raise CardUnreadable(reason="torn")
    born_on = _day(born)
    if born_on is not None and born_on > today:
        raise FutureBirthDate(born_on=born_on)
    return Card(
        number=number,
        old_number=old_number,
        full_name=name,
        born_on=born_on,
        gender=_GENDERS.get(text.fold(gender)),
        address=address,
        issued_on=_day(issued),
    )


def compact(number: str) -> str:
    """Return a number without spaces, dots and hyphens, letters in capitals."""
    return re.sub(r"[\s.\-]", "", text.clean_line(number)).upper()


def recognise(number: str) -> IdentityKind:
    """Return the kind that a number's shape suggests; ``OTHER`` if none fits."""
    bare = compact(number)
    if re.fullmatch(r"[0-9]{12}", bare):
        return IdentityKind.CITIZEN
    if re.fullmatch(r"[0-9]{9}", bare):
        return IdentityKind.OLD_CITIZEN
    if re.fullmatch(r"[A-Z][0-9]{7,8}", bare):
        return IdentityKind.PASSPORT
    if re.fullmatch(r"[0-9]{10}|[0-9]{13}", bare):
        return IdentityKind.TAX
    return IdentityKind.OTHER


def remarks(
    number: str,
    kind: IdentityKind,
    born_on: date | None = None,
    gender: Gender | None = None,
) -> tuple[Remark, ...]:
    """Return what is unusual about a number; the officer decides, the program does not.

    The law guarantees only that a citizen number has 12 digits; gender and year digits may differ
    after a correction (TT 59/2021/TT-BCA expired on 01/7/2024).
    """
    bare = compact(number)
    if not bare:
        return ()
    if kind is IdentityKind.CITIZEN:
        return _citizen_remarks(bare, born_on, gender)
    if kind is IdentityKind.OLD_CITIZEN:
        return (*_digit_remarks(bare, (OLD_CITIZEN_DIGITS,)), Remark.OLD_NUMBER)
    if kind is IdentityKind.TAX:
        # Since 01/7/2025 a person's tax code is the 12-digit number (Luật Quản lý thuế 2019 Đ35.7).
        found = _digit_remarks(bare, (10, CITIZEN_DIGITS, 13))
        checked = len(bare) == CITIZEN_DIGITS or found or _tax_checks(bare)
        return found if checked else (Remark.TAX_CHECKSUM,)
    if kind is IdentityKind.PASSPORT and not re.fullmatch(r"[A-Z0-9]{6,12}", bare):
        return (Remark.UNUSUAL_LENGTH,)
    return ()


def mask(number: str) -> str:
    """Return a number as thermal paper and lists show it: the last four signs, the rest dots."""
    bare = compact(number)
    shown = min(SHOWN, len(bare) // 2)
    return "•" * (len(bare) - shown) + bare[len(bare) - shown :]


def _citizen_remarks(bare: str, born_on: date | None, gender: Gender | None) -> tuple[Remark, ...]:
    found = _digit_remarks(bare, (CITIZEN_DIGITS,))
    if found:
        return found
    # NĐ 137/2015 Đ13: 3 digits of the place, 1 of century and gender, 2 of the year, 6 at random.
    century_and_gender = int(bare[3])
    said = []
    # The place is a province (001-096) or, for those born abroad, a country (above 100).
    if int(bare[:3]) == 0 or 96 < int(bare[:3]) <= 100:  # noqa: PLR2004
        said.append(Remark.UNUSUAL_PREFIX)
    if gender is not None and (century_and_gender % 2 == 1) != (gender is Gender.FEMALE):
        said.append(Remark.GENDER_DIFFERS)
    year = 1900 + 100 * (century_and_gender // 2) + int(bare[4:6])
    if born_on is not None and year != born_on.year:
        said.append(Remark.BIRTH_YEAR_DIFFERS)
    return tuple(said)


def _digit_remarks(bare: str, lengths: tuple[int, ...]) -> tuple[Remark, ...]:
    if not re.fullmatch(r"[0-9]+", bare):
        return (Remark.LETTERS_IN_NUMBER,)
    return () if len(bare) in lengths else (Remark.UNUSUAL_LENGTH,)


def _tax_checks(bare: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, bare, strict=False))
    return (10 - total % 11) == int(bare[9])


def _is_garbled(name: str) -> bool:
    """Whether a part holds what no name holds: digits, control signs, a code page's leavings."""
    bare = name.strip()
    return bool(_CONTROL.search(bare) or _NO_NAME.search(text.clean_line(bare)))


def _day(said: str) -> date | None:
    """Read ddmmyyyy; an empty part is an unknown day."""
    if not said:
        return None
    if not _DAY.fullmatch(said):
        raise CardUnreadable(reason="torn")
    try:
        return date(int(said[4:]), int(said[2:4]), int(said[:2]))
    except ValueError:
        raise CardUnreadable(reason="torn") from None
