"""What can be wrong with a catalogue file: the place, the problem, the value found there."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import AppError

MOST_FAULTS = 200
"""Nobody reads further; a file with more has one mistake many times."""
LONGEST_VALUE = 80


class Problem(StrEnum):
    """What is wrong; the sentences are in ``app.ui.fault_text``."""

    # the file
    UNKNOWN_TYPE = "unknown_type"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    NOT_JSON = "not_json"
    NOT_WORKBOOK = "not_workbook"
    NOT_CATALOGUE = "not_catalogue"
    # the layout of a workbook
    SHEET_MISSING = "sheet_missing"
    SHEET_UNKNOWN = "sheet_unknown"
    HEADER_MISSING = "header_missing"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    TOO_MANY_ROWS = "too_many_rows"
    MERGED_CELLS = "merged_cells"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    # one value
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    TOO_LONG = "line_too_long"
    BAD_CODE = "bad_code"
    BAD_NUMBER = "bad_number"
    NEGATIVE = "negative"
    NOT_WHOLE = "not_whole"
    TOO_GREAT = "too_great"
    BAD_DATE = "bad_date"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_LEVEL = "unknown_level"
    NOT_YES_NO = "not_yes_no"
    # values together
    DUPLICATE_CODE = "duplicate_code"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    NO_CASE = "no_case"
    NO_PROCEDURE = "no_procedure"
    BAD_TERM = "bad_term"
    BAD_VALIDITY = "bad_validity"
    MORE_FAULTS = "more_faults"


@dataclass(frozen=True, slots=True)
class LineFault:
    """One fault. ``where`` is ``Trường hợp!C7`` or ``procedures[2].cases[0].unit``."""

    where: str
    problem: Problem
    value: str = ""


class CatalogueFileBad(AppError):
    """The file is not taken in, none of it; ``faults``, a tuple of ``LineFault``."""

    code = "catalogue.file_bad"

    def __init__(self, faults: tuple[LineFault, ...]) -> None:
        if len(faults) > MOST_FAULTS:
            left = LineFault("", Problem.MORE_FAULTS, str(len(faults) - MOST_FAULTS))
            faults = (*faults[:MOST_FAULTS], left)
        super().__init__(faults=faults)
        self.faults = faults


def shown(value: object) -> str:
    """Return a value as a fault shows it: one line, not too long."""
    if value is None or isinstance(value, dict | list):
        return ""
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…"
