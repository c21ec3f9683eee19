"""The shape of a catalogue file, checked whole: every fault is found before anything is taken.

The readers of JSON and of workbooks both make the same plain structure and say where each part of
it stood; here it becomes frozen procedures, or a list of faults at those places.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from app.core.appointment import Term, TermUnit
from app.core.catalogue import (
    CatalogueCase,
    CatalogueCharge,
    CatalogueProcedure,
    CatalogueRequirement,
)
from app.core.errors import BadTerm
from app.core.wording import term_text
from app.exchange.catalogue_values import (
    Amount,
    Answer,
    Code,
    Count,
    Day,
    Kind,
    Level,
    Line,
    Name,
    TermValue,
    Unit,
    read_code,
)
from app.exchange.faults import CatalogueFileBad, LineFault, Problem, shown

Place = tuple[int | str, ...]
"""Where a value stands in the structure, e.g. ``("procedures", 2, "cases", 0, "unit")``."""

MOST_PROCEDURES = 5_000
MOST_PARTS = 200  # cases, papers or charges of one procedure
ONLY_CASE = "Thông thường"
PYDANTIC_PROBLEMS = {
    "missing": Problem.MISSING,
    "extra_forbidden": Problem.UNKNOWN_FIELD,
    "too_long": Problem.TOO_MANY_ROWS,
    "literal_error": Problem.NOT_CATALOGUE,
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Case(_Part):
    name: Line = ONLY_CASE
    value: TermValue = Decimal(0)
    unit: Unit
    text: Line = ""
    source: Line = ""
    is_verified: Answer = False

    @model_validator(mode="after")
    def _can_be_counted(self) -> "_Case":
        try:
            Term(self.value, self.unit)
        except BadTerm:
            raise PydanticCustomError(Problem.BAD_TERM.value, "no such term") from None
        return self


class _Requirement(_Part):
    label: Name
    kind: Kind = "submit"
    is_required: Answer = True
    originals: Count = 0
    certified: Count = 0
    copies: Count = 0


class _Charge(_Part):
    name: Name
    amount: Amount = None
    set_by_province: Answer = False
    note: Line = ""
    valid_from: Day = None
    valid_to: Day = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "_Charge":
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise PydanticCustomError(Problem.BAD_VALIDITY.value, "ends before it begins")
        return self


class _Procedure(_Part):
    code: Code
    name: Name
    short_name: Line = ""
    level: Level = "commune"
    field_of_work: Name
    decision: Line = ""
    result: Line = ""
    is_police: Answer = False
    valid_from: Day = None
    cases: tuple[_Case, ...] = Field(max_length=MOST_PARTS)
    requirements: tuple[_Requirement, ...] = Field(default=(), max_length=MOST_PARTS)
    charges: tuple[_Charge, ...] = Field(default=(), max_length=MOST_PARTS)

    @model_validator(mode="after")
    def _has_a_case(self) -> "_Procedure":
        if not self.cases:
            raise PydanticCustomError(Problem.NO_CASE.value, "no case")
        return self


class _File(_Part):
    kind: Literal["procedures"]
    schema_number: Literal[1] = Field(alias="schema")
    as_of: Day = None
    valid_from: Day = None
    note: Line = ""
    procedures: tuple[_Procedure, ...] = Field(max_length=MOST_PROCEDURES)

    @model_validator(mode="after")
    def _has_a_procedure(self) -> "_File":
        if not self.procedures:
            raise PydanticCustomError(Problem.NO_PROCEDURE.value, "no procedure")
        return self


def check_catalogue(
    raw: dict[str, Any], say_where: Callable[[Place], str], found: tuple[LineFault, ...] = ()
) -> tuple[CatalogueProcedure, ...]:
    """Return the procedures of a catalogue's plain structure.

    ``say_where`` turns a place of the structure into one of the file; ``found`` are faults the
    reader met on its way.

    Raises:
        CatalogueFileBad: with every fault, also those already found.
    """
    faults = list(found) + _duplicates(raw, say_where)
    try:
        file = _File.model_validate(raw)
    except ValidationError as refused:
        told = {fault.where for fault in found}  # a formula is not also a missing value
        faults += [
            LineFault(where, _problem(one["type"]), shown(one["input"]))
            for one in refused.errors(include_url=False, include_context=False)
            if (where := say_where(one["loc"])) not in told
        ]
        raise CatalogueFileBad(tuple(faults)) from None
    procedures = []
    for index, one in enumerate(file.procedures):
        begins = one.valid_from or file.valid_from
        if begins is None:
            faults.append(
                LineFault(say_where(("procedures", index, "valid_from")), Problem.MISSING, one.code)
            )
        else:
            procedures.append(_procedure(one, begins))
    if faults:
        raise CatalogueFileBad(tuple(faults))
    return tuple(procedures)


def _problem(kind: str) -> Problem:
    if kind in PYDANTIC_PROBLEMS:
        return PYDANTIC_PROBLEMS[kind]
    return Problem(kind) if kind in list(Problem) else Problem.WRONG_TYPE


def _duplicates(raw: dict[str, Any], say_where: Callable[[Place], str]) -> list[LineFault]:
    procedures = raw.get("procedures")
    if not isinstance(procedures, list):
        return []
    seen: set[str] = set()
    faults = []
    for index, one in enumerate(procedures):
        try:
            code = read_code(one["code"])
        except (PydanticCustomError, KeyError, TypeError):
            continue  # told by the check of the value itself
        if code in seen:
            place = ("procedures", index, "code")
            faults.append(LineFault(say_where(place), Problem.DUPLICATE_CODE, shown(code)))
        seen.add(code)
    return faults


def _procedure(one: _Procedure, begins: date) -> CatalogueProcedure:
    return CatalogueProcedure(
        code=one.code,
        name=one.name,
        short_name=one.short_name or one.name,
        level=one.level,
        field_of_work=one.field_of_work,
        decision=one.decision,
        result_name=one.result,
        is_police=one.is_police,
        valid_from=begins,
        cases=tuple(_case(ordinal, case) for ordinal, case in enumerate(one.cases, start=1)),
        requirements=tuple(CatalogueRequirement(**dict(paper)) for paper in one.requirements),
        charges=tuple(_charge(charge, begins) for charge in one.charges),
    )


def _case(ordinal: int, case: _Case) -> CatalogueCase:
    unit = TermUnit(case.unit)
    return CatalogueCase(
        ordinal=ordinal,
        name=case.name or ONLY_CASE,
        value=case.value,
        unit=unit,
        text=case.text or term_text(case.value, unit),
        source=case.source,
        is_verified=case.is_verified,
    )


def _charge(charge: _Charge, begins: date) -> CatalogueCharge:
    return CatalogueCharge(
        name=charge.name,
        amount=charge.amount,
        set_by_province=charge.set_by_province,
        note=charge.note,
        valid_from=charge.valid_from or begins,
        valid_to=charge.valid_to,
    )
