"""The parts of a catalogue are values: equal when they say the same, never changed."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from app.core.appointment import TermUnit
from app.core.catalogue import CatalogueCase, CatalogueProcedure


def make_procedure(name: str) -> CatalogueProcedure:
    """Return a procedure with one case."""
    case = CatalogueCase(1, "Thông thường", Decimal(3), TermUnit.WORKING_DAY, "3 ngày", "", True)
    return CatalogueProcedure(
        code="1.004873",
        name=name,
        short_name=name,
        level="commune",
        field_of_work="Hộ tịch",
        decision="",
        result_name="",
        is_police=False,
        valid_from=date(2026, 1, 1),
        cases=(case,),
        requirements=(),
        charges=(),
    )


def test_two_readings_of_the_same_text_are_equal() -> None:
    """An import can tell what changed by comparing."""
    assert make_procedure("Cấp giấy") == make_procedure("Cấp giấy")
    assert make_procedure("Cấp giấy") != make_procedure("Cấp thẻ")


def test_a_procedure_cannot_be_changed_in_place() -> None:
    """A change is a new version, in memory as in the database."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_procedure("Cấp giấy").name = "Cấp thẻ"  # type: ignore[misc]
