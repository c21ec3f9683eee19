"""Numbers of the register of letters (số văn bản), by the year from 01 (NĐ 30/2020 Đ15)."""

import re
from typing import Final

from app.core import text
from app.core.errors import AppError

NUMBER: Final = re.compile(r"([0-9]{1,5})([a-zđ]?)")
"""A number of the register; "05b" is one that was put in between."""


class BadNumber(AppError):
    """Not a number of the register; ``number``."""

    code = "apology.bad_number"


def read_number(typed: str) -> str:
    """Return a number as it is printed: 5, 05 and 005 are one number, "05".

    Raises:
        BadNumber.
    """
    told = text.clean_line(typed).lower()
    read = NUMBER.fullmatch(told)
    if read is None or not int(read[1]):
        raise BadNumber(number=told)
    return f"{int(read[1]):02}{read[2]}"


def value_of(number: str) -> int:
    """Return where a number stands in the count: 5 for "05" and for "05b", 0 for none."""
    return int(re.sub(r"[^0-9]", "", number) or 0)


def following(number: str) -> str:
    """Return the number after one of the register: ``06`` after ``05`` and after ``05b``."""
    return f"{value_of(number) + 1:02}"
