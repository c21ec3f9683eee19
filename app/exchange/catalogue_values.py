"""How single values of a catalogue are read: what a file or an officer writes, and what it means.

The same readers serve JSON and workbooks, so ``"working_day"``, ``"ngày làm việc"`` and ``"Ngày
Làm Việc"`` are one unit in both. Each raises a ``PydanticCustomError`` named by its ``Problem``.
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.core import text
from app.core.appointment import TermUnit
from app.core.codes import parse_procedure_code
from app.core.errors import BadProcedureCode
from app.exchange.faults import Problem

LONGEST_LINE = 600
GREATEST_COUNT = 999
GREATEST_AMOUNT = 10_000_000_000
UNITS = {
    "ngay lam viec": TermUnit.WORKING_DAY,
    "ngay": TermUnit.CALENDAR_DAY,
    "ngay lich": TermUnit.CALENDAR_DAY,
    "gio": TermUnit.HOUR,
    "thang": TermUnit.MONTH,
    "trong ngay": TermUnit.SAME_DAY,
} | {str(unit): unit for unit in TermUnit}
KINDS = {
    "submit": "submit",
    "present": "present",
    "nop": "submit",
    "xuat trinh": "present",
}
LEVELS = {
    "commune": "commune",
    "province": "province",
    "ministry": "ministry",
    "xa": "commune",
    "tinh": "province",
    "bo": "ministry",
}
ANSWERS = {"co": True, "x": True, "khong": False}
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+", re.ASCII)
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)


def _wrong(problem: Problem) -> PydanticCustomError:
    return PydanticCustomError(problem.value, "see the problem's sentence")


def _line(value: Any) -> str:
    if value is None:
        return ""
    # A cell of digits is a number to Excel.
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise _wrong(Problem.WRONG_TYPE)
    line = text.clean_line(value)
    if len(line) > LONGEST_LINE:
        raise _wrong(Problem.TOO_LONG)
    return line


def _name(value: Any) -> str:
    line = _line(value)
    if not line:
        raise _wrong(Problem.EMPTY)
    return line


def read_code(value: Any) -> str:
    """Return a procedure code as the program writes it."""
    if isinstance(value, float):
        value = f"{value:.6f}"  # Excel takes 1.001190 for a number and drops the last zero
    line = _name(value)
    try:
        return str(parse_procedure_code(line))
    except BadProcedureCode:
        raise _wrong(Problem.BAD_CODE) from None


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise _wrong(Problem.BAD_NUMBER)
    written = text.clean_line(str(value)).replace(",", ".")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise _wrong(Problem.BAD_NUMBER) from None
    if not number.is_finite():
        raise _wrong(Problem.BAD_NUMBER)
    if number < 0:
        raise _wrong(Problem.NEGATIVE)
    return number


def _whole(value: Any, greatest: int) -> int:
    number = _number(value)
    if number > greatest:
        raise _wrong(Problem.TOO_GREAT)
    if number != int(number):
        raise _wrong(Problem.NOT_WHOLE)
    return int(number)


def _count(value: Any) -> int:
    return 0 if value in (None, "") else _whole(value, GREATEST_COUNT)


def _term_value(value: Any) -> Decimal:
    return Decimal(0) if value in (None, "") else _number(value)


def _amount(value: Any) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, str):
        value = value.strip().removesuffix("đ").strip()
        if _GROUPED.fullmatch(value):
            value = value.replace(".", "")
    return _whole(value, GREATEST_AMOUNT)


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, str):
        raise _wrong(Problem.BAD_DATE)
    written = value.strip()
    try:
        if found := _DAY.fullmatch(written):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(written)
    except ValueError:
        raise _wrong(Problem.BAD_DATE) from None


def _choice(value: Any, choices: dict[str, Any], problem: Problem) -> Any:
    if isinstance(value, str) and (folded := text.fold(value)) in choices:
        return choices[folded]
    raise _wrong(problem)


def _answer(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    answer: bool = _choice(value, ANSWERS, Problem.NOT_YES_NO)
    return answer


Line = Annotated[str, BeforeValidator(_line)]
Name = Annotated[str, BeforeValidator(_name)]
Code = Annotated[str, BeforeValidator(read_code)]
Count = Annotated[int, BeforeValidator(_count)]
TermValue = Annotated[Decimal, BeforeValidator(_term_value)]
Amount = Annotated[int | None, BeforeValidator(_amount)]
Day = Annotated[date | None, BeforeValidator(_day)]
Answer = Annotated[bool, BeforeValidator(_answer)]
Unit = Annotated[
    TermUnit, BeforeValidator(lambda value: _choice(value, UNITS, Problem.UNKNOWN_UNIT))
]
Kind = Annotated[str, BeforeValidator(lambda value: _choice(value, KINDS, Problem.UNKNOWN_KIND))]
Level = Annotated[str, BeforeValidator(lambda value: _choice(value, LEVELS, Problem.UNKNOWN_LEVEL))]
