"""Catalogue files: what is read, and how each fault is told at its place."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.core.appointment import TermUnit
from app.exchange import catalogue_file
from app.exchange.catalogue_file import read_catalogue
from app.exchange.faults import MOST_FAULTS, CatalogueFileBad, LineFault, Problem


def procedure(**changes: Any) -> dict[str, Any]:
    """Return one right procedure of a JSON catalogue."""
    right = {
        "code": "1.004873",
        "name": "Cấp giấy",
        "field_of_work": "Hộ tịch",
        "cases": [{"value": 3, "unit": "working_day"}],
    }
    return {**right, **changes}


def catalogue(*procedures: Any, **changes: Any) -> dict[str, Any]:
    """Return a whole JSON catalogue."""
    whole = {"kind": "procedures", "schema": 1, "valid_from": "2025-07-01"}
    return {**whole, "procedures": list(procedures), **changes}


def write(folder: Path, content: object) -> Path:
    """Write a JSON catalogue."""
    path = folder / "danh-muc.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def faults_of(path: Path) -> tuple[LineFault, ...]:
    """Return the faults a file is refused for."""
    with pytest.raises(CatalogueFileBad) as refused:
        read_catalogue(path)
    return refused.value.faults


def test_what_is_left_out_gets_its_usual_value(tmp_path: Path) -> None:
    """Code, name, field and one time are enough."""
    (one,) = read_catalogue(write(tmp_path, catalogue(procedure())))
    assert (one.short_name, one.level, one.valid_from) == (
        "Cấp giấy",
        "commune",
        date(2025, 7, 1),
    )
    (case,) = one.cases
    assert (case.ordinal, case.name, case.text) == (1, "Thông thường", "03 ngày làm việc")
    assert not case.is_verified, "nobody confirmed it"
    assert (one.requirements, one.charges) == ((), ())


def test_values_are_read_as_officers_write_them(tmp_path: Path) -> None:
    """Vietnamese words, decimal commas, grouped thousands and day-first dates are understood."""
    one = procedure(
        level="Tỉnh",
        decision=163,
        cases=[{"name": "Rút gọn", "value": "2,5", "unit": "NGÀY LÀM VIỆC", "is_verified": "có"}],
        requirements=[{"label": "Tờ khai", "kind": "Xuất trình", "originals": "2"}],
        charges=[{"name": "Phí", "amount": "1.250.000 đ", "valid_from": "5/1/2026"}],
    )
    (read,) = read_catalogue(write(tmp_path, catalogue(one)))
    assert (read.level, read.decision) == ("province", "163")
    assert (read.cases[0].value, read.cases[0].unit) == (Decimal("2.5"), TermUnit.WORKING_DAY)
    assert (read.requirements[0].kind, read.requirements[0].originals) == ("present", 2)
    assert (read.charges[0].amount, read.charges[0].valid_from) == (1_250_000, date(2026, 1, 5))


def test_text_is_kept_composed_and_clean(tmp_path: Path) -> None:
    """Decomposed letters, line breaks and unseen characters never reach a paper."""
    one = procedure(name="Ca\u0302\u0301p \u200bgiấy\n xác  nhận")
    (read,) = read_catalogue(write(tmp_path, catalogue(one)))
    assert read.name == "Cấp giấy xác nhận"


WRONG_VALUES: list[tuple[dict[str, Any], str, Problem, str]] = [
    ({"code": "1.48"}, "code", Problem.BAD_CODE, "1.48"),
    ({"code": ""}, "code", Problem.EMPTY, ""),
    ({"name": " "}, "name", Problem.EMPTY, ""),
    ({"name": "x" * 601}, "name", Problem.TOO_LONG, "x" * 79 + "…"),
    ({"name": ["Cấp"]}, "name", Problem.WRONG_TYPE, ""),
    ({"level": "huyện"}, "level", Problem.UNKNOWN_LEVEL, "huyện"),
    ({"is_police": "có lẽ"}, "is_police", Problem.NOT_YES_NO, "có lẽ"),
    ({"valid_from": "31/02/2026"}, "valid_from", Problem.BAD_DATE, "31/02/2026"),
    ({"valid_from": 45000}, "valid_from", Problem.BAD_DATE, "45000"),
    ({"fee": 3}, "fee", Problem.UNKNOWN_FIELD, "3"),
    ({"cases": []}, "", Problem.NO_CASE, ""),
    ({"cases": [{"value": 3}]}, "cases[0].unit", Problem.MISSING, ""),
    (
        {"cases": [{"value": 3, "unit": "tuần"}]},
        "cases[0].unit",
        Problem.UNKNOWN_UNIT,
        "tuần",
    ),
    ({"cases": [{"value": "ba", "unit": "giờ"}]}, "cases[0].value", Problem.BAD_NUMBER, "ba"),
    ({"cases": [{"value": "inf", "unit": "giờ"}]}, "cases[0].value", Problem.BAD_NUMBER, "inf"),
    ({"cases": [{"value": -1, "unit": "giờ"}]}, "cases[0].value", Problem.NEGATIVE, "-1"),
    ({"cases": [{"value": 0, "unit": "ngày"}]}, "cases[0]", Problem.BAD_TERM, ""),
    ({"cases": [{"value": 1.5, "unit": "ngày"}]}, "cases[0]", Problem.BAD_TERM, ""),
    (
        {"requirements": [{"label": "Tờ khai", "kind": "mượn"}]},
        "requirements[0].kind",
        Problem.UNKNOWN_KIND,
        "mượn",
    ),
    (
        {"requirements": [{"label": "Tờ khai", "copies": 1.5}]},
        "requirements[0].copies",
        Problem.NOT_WHOLE,
        "1.5",
    ),
    (
        {"requirements": [{"label": "Tờ khai", "copies": 1000}]},
        "requirements[0].copies",
        Problem.TOO_GREAT,
        "1000",
    ),
    (
        {"requirements": [{"label": "Tờ khai", "originals": True}]},
        "requirements[0].originals",
        Problem.BAD_NUMBER,
        "True",
    ),
    ({"charges": [{"name": "Phí", "amount": -5}]}, "charges[0].amount", Problem.NEGATIVE, "-5"),
    (
        {"charges": [{"name": "Phí", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}]},
        "charges[0]",
        Problem.BAD_VALIDITY,
        "",
    ),
]


@pytest.mark.parametrize(("changes", "where", "problem", "value"), WRONG_VALUES)
def test_a_wrong_value_is_told_at_its_place(
    tmp_path: Path, changes: dict[str, Any], where: str, problem: Problem, value: str
) -> None:
    """A right procedure with one thing wrong gives exactly that one fault."""
    place = f"procedures[1].{where}".rstrip(".")
    path = write(tmp_path, catalogue(procedure(code="1.000894"), procedure(**changes)))
    assert faults_of(path) == (LineFault(place, problem, value),)


def test_all_faults_are_told_at_once_and_nothing_is_taken(tmp_path: Path) -> None:
    """An officer mends a file in one go; a code given twice is among the faults."""
    path = write(
        tmp_path,
        catalogue(
            procedure(),
            procedure(name=""),
            procedure(code="2.000815", cases=[{"value": 1, "unit": "?"}]),
        ),
    )
    assert {(one.where, one.problem) for one in faults_of(path)} == {
        ("procedures[1].code", Problem.DUPLICATE_CODE),
        ("procedures[1].name", Problem.EMPTY),
        ("procedures[2].cases[0].unit", Problem.UNKNOWN_UNIT),
    }


def test_a_procedure_needs_a_first_day(tmp_path: Path) -> None:
    """The file's first day holds for all; without one each procedure needs its own."""
    path = write(
        tmp_path,
        catalogue(
            procedure(), procedure(code="1.000894", valid_from="2026-01-01"), valid_from=None
        ),
    )
    assert faults_of(path) == (LineFault("procedures[0].valid_from", Problem.MISSING, "1.004873"),)


def test_very_many_faults_are_counted(tmp_path: Path) -> None:
    """Beyond what anybody reads only the number is told."""
    many = [procedure(code=f"1.{number:06}", name="") for number in range(MOST_FAULTS + 7)]
    faults = faults_of(write(tmp_path, catalogue(*many)))
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1] == LineFault("", Problem.MORE_FAULTS, "7")


@pytest.mark.parametrize(
    ("content", "where", "problem"),
    [
        ([], "danh-muc.json", Problem.NOT_CATALOGUE),
        (catalogue(procedure(), kind="calendar"), "kind", Problem.NOT_CATALOGUE),
        (catalogue(procedure(), schema=2), "schema", Problem.NOT_CATALOGUE),
        (catalogue(), "danh-muc.json", Problem.NO_PROCEDURE),
        (catalogue("1.004873"), "procedures[0]", Problem.WRONG_TYPE),
        ({"kind": "procedures", "schema": 1}, "procedures", Problem.MISSING),
    ],
)
def test_another_kind_of_json_is_no_catalogue(
    tmp_path: Path, content: object, where: str, problem: Problem
) -> None:
    """A file of something else is refused with the reason."""
    faults = faults_of(write(tmp_path, content))
    assert [(one.where, one.problem) for one in faults] == [(where, problem)]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b'{"kind": "procedures",\n oops}', "danh-muc.json:2:2"),
        (b'{"schema": NaN}', "danh-muc.json"),
        (b"\xff\xfe\x00", "danh-muc.json"),
        (b"[" * 100_000, "danh-muc.json"),
        (b"", "danh-muc.json:1:1"),
    ],
)
def test_broken_json_is_refused_where_it_breaks(tmp_path: Path, data: bytes, where: str) -> None:
    """Neither a torn file nor a deep one reaches anything behind the border."""
    path = tmp_path / "danh-muc.json"
    path.write_bytes(data)
    assert faults_of(path) == (LineFault(where, Problem.NOT_JSON),)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    """Windows editors put one at the front."""
    path = write(tmp_path, catalogue(procedure()))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_catalogue(path)) == 1


def test_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is checked before anything is read."""
    monkeypatch.setattr(catalogue_file, "LARGEST", 10)
    (fault,) = faults_of(write(tmp_path, catalogue(procedure())))
    assert fault.problem is Problem.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "make", "problem"),
    [
        ("danh-muc.csv", Path.touch, Problem.UNKNOWN_TYPE),
        ("danh-muc", Path.touch, Problem.UNKNOWN_TYPE),
        ("khong-co.json", lambda _: None, Problem.UNREADABLE),
        ("thu-muc.json", Path.mkdir, Problem.UNREADABLE),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, make: Callable[[Path], None], problem: Problem
) -> None:
    """A wrong kind, a missing file and a folder each say so."""
    make(tmp_path / name)
    (fault,) = faults_of(tmp_path / name)
    assert (fault.where, fault.problem) == (name, problem)
