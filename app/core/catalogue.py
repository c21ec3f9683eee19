"""A procedure as a catalogue file tells it, before it becomes a version in the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.appointment import TermUnit


@dataclass(frozen=True, slots=True)
class CatalogueCase:
    """One case (trường hợp) with its processing time and where that time was read."""

    ordinal: int
    name: str
    value: Decimal
    unit: TermUnit
    text: str
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class CatalogueRequirement:
    """One paper; ``kind`` is ``submit`` (the agency keeps it) or ``present`` (shown, returned)."""

    label: str
    kind: str
    is_required: bool
    originals: int
    certified: int
    copies: int


@dataclass(frozen=True, slots=True)
class CatalogueCharge:
    """A fee in đồng; ``amount`` is None where the province or another text decides."""

    name: str
    amount: int | None
    set_by_province: bool
    note: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class CatalogueProcedure:
    """One procedure with its cases, papers and charges."""

    code: str
    name: str
    short_name: str
    level: str
    field_of_work: str
    decision: str
    result_name: str
    is_police: bool
    valid_from: date
    cases: tuple[CatalogueCase, ...]
    requirements: tuple[CatalogueRequirement, ...]
    charges: tuple[CatalogueCharge, ...]
