"""Codes: made from a pattern, read leniently."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.codes import (
    DossierCodePattern,
    looks_like_dossier_code,
    parse_dossier_code,
    parse_procedure_code,
)
from app.core.errors import BadCodePattern, BadDossierCode, BadProcedureCode

PATTERN = DossierCodePattern("{agency}-{yymmdd}-{number:04}")


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(1, 99_999))
def test_a_made_code_reads_back(day: date, number: int) -> None:
    """Agency, day and number survive the way to paper and back."""
    code = parse_dossier_code(PATTERN.format("H29.26", day, number))
    assert (code.agency_code, code.day, code.number) == ("H29.26", day, number)


@pytest.mark.parametrize(
    "code", ["000.00.16.H40-210301-0001", "H29.14.9-181017-0001", " h29.26-261124-000042 "]
)
def test_codes_of_both_rules_are_accepted(code: str) -> None:
    """TT 01/2018 and the identifiers of QĐ 20/2020, small letters too."""
    assert looks_like_dossier_code(code)


@pytest.mark.parametrize(
    "code", ["", "H29", "H29.26-261324-0001", "H29.26-261124-1", "x|y", "H29.26-２61124-0001"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    """A wrong day, a missing part, full-width digits."""
    with pytest.raises(BadDossierCode):
        parse_dossier_code(code)


@pytest.mark.parametrize(
    "pattern",
    [
        "{agency}-{number}",
        "{yymmdd}",
        "{",
        "{}",
        "{agency}{yymmdd}{number}",
        "{agency}-{yymmdd}-{number}",
        "{agency.real}-{yymmdd}-{number:04}",
        "{agency!r}-{yymmdd}-{number:04}",
        "{agency}-{yymmdd}-{number:03}{number:03}",
        "{agency}-260301-{number:04}{yymmdd}",
        "{yymmdd}-260301-{number:04}{agency}",
    ],
)
def test_a_pattern_must_make_readable_unique_codes(pattern: str) -> None:
    """Agency, day and number, in a shape that reads back."""
    with pytest.raises(BadCodePattern):
        DossierCodePattern(pattern)


def test_a_pattern_may_carry_a_prefix() -> None:
    """TT 01/2018 Đ19 puts the units above in front."""
    pattern = DossierCodePattern("000.00.16.{agency}-{yymmdd}-{number:05}")
    assert pattern.format("H40", date(2021, 3, 1), 1) == "000.00.16.H40-210301-00001"


@pytest.mark.parametrize(
    "code", ["1.001193", "1.004859.02", "2.000815.000.00.00.H55", "1.000948.H38"]
)
def test_procedure_codes_keep_case_and_local_form(code: str) -> None:
    """National, with a case, with a province's suffix."""
    assert str(parse_procedure_code(code)) == code


@pytest.mark.parametrize("code", ["", "1.0048", "1,004873", "A.004873", "1.004873.2"])
def test_what_is_no_procedure_code_is_refused(code: str) -> None:
    """The officer is told instead of finding nothing."""
    with pytest.raises(BadProcedureCode):
        parse_procedure_code(code)
