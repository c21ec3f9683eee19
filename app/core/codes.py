"""Codes of dossiers and procedures: patterns that make them, lenient readers that accept them.

Dossier codes: TT 01/2018/TT-VPCP Đ19 (unit code, receiving day, number of the day); the present
rule's text was not read, so the pattern is data. Procedure codes: the national portal's.
"""

import re
import string
from dataclasses import dataclass
from datetime import date

from app.core import text
from app.core.errors import BadCodePattern, BadDossierCode, BadProcedureCode

_DOSSIER = re.compile(r"([A-Z0-9]{1,4}(?:\.[A-Z0-9]{1,4}){0,5})-([0-9]{6})-([0-9]{3,6})", re.ASCII)
_PROCEDURE = re.compile(
    r"([0-9]\.[0-9]{6})(\.[0-9]{2})?((?:\.000\.00\.00)?(?:\.[A-Z][0-9]{1,3})?)", re.ASCII
)
_FIELDS = frozenset({"agency", "yymmdd", "number"})


@dataclass(frozen=True, slots=True)
class DossierCodePattern:
    """How codes are made, e.g. ``{agency}-{yymmdd}-{number:04}``.

    Raises:
        BadCodePattern: it does not hold agency, day and number, or makes unreadable codes.
    """

    pattern: str

    def __post_init__(self) -> None:
        try:
            made = tuple(self._read_back(number) for number in (1, 9999))
        except (ValueError, KeyError, IndexError, BadDossierCode):
            raise BadCodePattern(pattern=self.pattern) from None
        if made != (1, 9999):
            raise BadCodePattern(pattern=self.pattern)

    def format(self, agency_code: str, day: date, number: int) -> str:
        """Return the code of the day's n-th dossier."""
        return self.pattern.format(agency=agency_code, yymmdd=f"{day:%y%m%d}", number=number)

    def _read_back(self, number: int) -> int:
        """Return the number that a reader of the made code finds; the day must be found too."""
        fields = {name for _, name, _, _ in string.Formatter().parse(self.pattern) if name}
        if fields != _FIELDS:
            raise ValueError
        day = date(2026, 1, 2)
        code = parse_dossier_code(self.format("H00", day, number))
        if code.day != day:
            raise ValueError
        return code.number


@dataclass(frozen=True, slots=True)
class DossierCode:
    """What a dossier code says."""

    agency_code: str
    day: date
    number: int


def parse_dossier_code(code: str) -> DossierCode:
    """Read a code as typed or scanned; letters may be small.

    Raises:
        BadDossierCode: the shape does not fit or its six digits are no day.
    """
    found = _DOSSIER.fullmatch(text.clean_line(code).upper())
    if found is None:
        raise BadDossierCode(text=code)
    try:
        day = date.fromisoformat(f"20{found[2]}")
    except ValueError:
        raise BadDossierCode(text=code) from None
    return DossierCode(found[1], day, int(found[3]))


def looks_like_dossier_code(code: str) -> bool:
    """Whether a text is a whole dossier code."""
    try:
        parse_dossier_code(code)
    except BadDossierCode:
        return False
    return True


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """A procedure code: national base, case suffix (``02``), local form (``.000.00.00.H55``)."""

    base: str
    case_suffix: str
    local_suffix: str

    def __str__(self) -> str:
        case = f".{self.case_suffix}" if self.case_suffix else ""
        return f"{self.base}{case}{self.local_suffix}"


def parse_procedure_code(code: str) -> ProcedureCode:
    """Read a procedure code with its case suffix and local form.

    Raises:
        BadProcedureCode: the shape does not fit.
    """
    found = _PROCEDURE.fullmatch(text.clean_line(code).upper())
    if found is None:
        raise BadProcedureCode(text=code)
    return ProcedureCode(found[1], (found[2] or "")[1:], found[3])
