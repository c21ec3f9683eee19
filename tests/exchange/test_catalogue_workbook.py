"""Catalogues in Excel: the template can be read back, and every mistake has its cell."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from app.core.appointment import TermUnit
from app.exchange import catalogue_workbook
from app.exchange.catalogue_columns import SHEETS
from app.exchange.catalogue_file import read_catalogue
from app.exchange.catalogue_schema import MOST_PARTS
from app.exchange.catalogue_template import write_template
from app.exchange.faults import CatalogueFileBad, LineFault, Problem

# What Excel keeps for a day: a moment without a zone.
EXCEL_DAY = datetime(2026, 3, 1)
Change = Callable[[Any], object]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The example workbook as an officer gets it."""
    path = tmp_path / "danh-muc.xlsx"
    write_template(path)
    return path


def faults_after(path: Path, change: Change) -> tuple[LineFault, ...]:
    """Return the faults of the example after a change made in Excel."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    with pytest.raises(CatalogueFileBad) as refused:
        read_catalogue(path)
    return refused.value.faults


def test_the_template_is_itself_a_catalogue(template: Path) -> None:
    """What officers are given as an example is right in every cell."""
    (one,) = read_catalogue(template)
    assert (one.code, one.level, one.valid_from) == ("1.004873", "commune", date(2025, 7, 1))
    assert (one.cases[0].value, one.cases[0].unit) == (3, TermUnit.WORKING_DAY)
    assert [paper.kind for paper in one.requirements] == ["submit", "present"]
    assert (one.charges[0].amount, one.charges[0].set_by_province) == (3000, True)


def test_columns_may_stand_in_any_order_under_a_title(tmp_path: Path) -> None:
    """Headings are known without marks and case; title rows, STT and empty rows do no harm."""
    book = Workbook()
    first = book.active
    first.title = "THU TUC"
    for row in (
        ["Danh mục thủ tục của phường"],
        [],
        ["STT", "LĨNH VỰC", "hiệu lực từ", "Ten thu tuc", "mã TTHC"],
        [1, "Hộ tịch", EXCEL_DAY, "Cấp giấy", 1.00119],
        [None, " ", None, None, None],
        [2, "Đất đai", date(2026, 4, 1), "Đăng ký đất", "1.012753"],
    ):
        first.append(row)
    cases = book.create_sheet("Trường hợp")
    for row in (
        ["Đơn vị tính", "Thời hạn", "Mã thủ tục", "Trường hợp"],
        ["Trong ngày", None, "1.001190", None],
        ["Ngày làm việc", 7.5, "1.012753", "Nhà ở"],
        ["tháng", 1, "1.012753", "Tổ chức"],
    ):
        cases.append(row)
    path = tmp_path / "danh-muc.xlsx"
    book.save(path)
    one, other = read_catalogue(path)
    assert (one.code, one.valid_from) == ("1.001190", date(2026, 3, 1)), "Excel ate the last zero"
    assert one.cases[0].unit is TermUnit.SAME_DAY
    assert [(case.ordinal, case.name) for case in other.cases] == [(1, "Nhà ở"), (2, "Tổ chức")]
    assert other.cases[0].text == "7,5 ngày làm việc"


def _set(sheet: str, cell: str, value: object) -> Change:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


WRONG_CELLS: list[tuple[str, str, object, Problem, str]] = [
    ("Thủ tục", "B2", None, Problem.EMPTY, ""),
    ("Thủ tục", "D2", "Huyện", Problem.UNKNOWN_LEVEL, "Huyện"),
    ("Thủ tục", "E2", "=A2", Problem.FORMULA, ""),
    ("Thủ tục", "E2", "#REF!", Problem.CELL_ERROR, "#REF!"),
    ("Thủ tục", "H2", "chưa rõ", Problem.NOT_YES_NO, "chưa rõ"),
    ("Thủ tục", "I2", "13/13/2026", Problem.BAD_DATE, "13/13/2026"),
    ("Trường hợp", "A2", "1.000894", Problem.UNKNOWN_PROCEDURE, "1.000894"),
    ("Trường hợp", "A2", None, Problem.EMPTY, ""),
    ("Trường hợp", "C2", "ba", Problem.BAD_NUMBER, "ba"),
    ("Trường hợp", "C2", -3, Problem.NEGATIVE, "-3"),
    ("Trường hợp", "D2", "tuần", Problem.UNKNOWN_UNIT, "tuần"),
    ("Thành phần hồ sơ", "B3", None, Problem.EMPTY, ""),
    ("Thành phần hồ sơ", "C2", "Mượn", Problem.UNKNOWN_KIND, "Mượn"),
    ("Thành phần hồ sơ", "E2", 0.5, Problem.NOT_WHOLE, "0.5"),
    ("Thành phần hồ sơ", "F3", -1, Problem.NEGATIVE, "-1"),
    ("Lệ phí", "C2", "miễn", Problem.BAD_NUMBER, "miễn"),
    ("Lệ phí", "C2", EXCEL_DAY, Problem.BAD_NUMBER, "2026-03-01 00:00:00"),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "problem", "told"), WRONG_CELLS)
def test_a_wrong_cell_is_told_by_its_address(
    template: Path, sheet: str, cell: str, value: object, problem: Problem, told: str
) -> None:
    """The officer reads the sheet, the cell and what stood there."""
    faults = faults_after(template, _set(sheet, cell, value))
    assert LineFault(f"{sheet}!{cell}", problem, told) in faults


def _rename_column(book: Any) -> None:
    book["Trường hợp"]["C1"] = "Số ngày"


def _two_of_a_column(book: Any) -> None:
    book["Lệ phí"]["E1"] = "MỨC THU"


def _no_header(book: Any) -> None:
    book["Thủ tục"].delete_rows(1)


def _merge(book: Any) -> None:
    book["Thành phần hồ sơ"].merge_cells("A2:A3")


def _drop_cases(book: Any) -> None:
    book.remove(book["Trường hợp"])


def _stray_sheet(book: Any) -> None:
    book.create_sheet("Phí lệ phí")


def _same_code_twice(book: Any) -> None:
    book["Thủ tục"].append(["1.004873", "Tên khác", None, None, "Hộ tịch", *[None] * 3, "1/1/2026"])


def _half_a_calendar_day(book: Any) -> None:
    book["Trường hợp"]["C2"] = 2.5
    book["Trường hợp"]["D2"] = "Ngày"


def _far_away_cell(book: Any) -> None:
    book["Lệ phí"].cell(catalogue_workbook.MOST_ROWS + 1, 1, "x")


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (
            _rename_column,
            [
                LineFault("Trường hợp!C1", Problem.COLUMN_UNKNOWN, "Số ngày"),
                LineFault("Trường hợp!1", Problem.COLUMN_MISSING, "Thời hạn"),
            ],
        ),
        (_two_of_a_column, [LineFault("Lệ phí!E1", Problem.COLUMN_TWICE, "MỨC THU")]),
        (_no_header, [LineFault("Thủ tục", Problem.HEADER_MISSING)]),
        (_merge, [LineFault("Thành phần hồ sơ!A2:A3", Problem.MERGED_CELLS)]),
        (_drop_cases, [LineFault("danh-muc.xlsx", Problem.SHEET_MISSING, "Trường hợp")]),
        (_stray_sheet, [LineFault("Phí lệ phí", Problem.SHEET_UNKNOWN, "Phí lệ phí")]),
        (_same_code_twice, [LineFault("Thủ tục!A3", Problem.DUPLICATE_CODE, "1.004873")]),
        (_half_a_calendar_day, [LineFault("Trường hợp!2", Problem.BAD_TERM)]),
        (_far_away_cell, [LineFault("Lệ phí", Problem.TOO_MANY_ROWS, "20001 × 7")]),
    ],
)
def test_a_wrong_layout_is_told_where_it_is(
    template: Path, change: Change, faults: list[LineFault]
) -> None:
    """Merged cells, wrong, missing and doubled columns, stray sheets: all named."""
    found = faults_after(template, change)
    assert [one for one in faults if one not in found] == []


def test_a_procedure_without_a_case_is_told_at_its_row(template: Path) -> None:
    """No processing time, no appointment: such a procedure cannot be received."""
    faults = faults_after(template, lambda book: book["Trường hợp"].delete_rows(2))
    assert faults == (LineFault("Thủ tục!2", Problem.NO_CASE),)


def test_too_many_parts_are_told_at_their_procedure(template: Path) -> None:
    """A procedure with hundreds of papers is a mistake of the file, not a long list."""

    def change(book: Any) -> None:
        for number in range(MOST_PARTS):
            book["Thành phần hồ sơ"].append(["1.004873", f"Giấy số {number}"])

    assert faults_after(template, change) == (LineFault("Thủ tục!2", Problem.TOO_MANY_ROWS),)


def test_a_formula_is_told_once(template: Path) -> None:
    """The value it leaves out is not told again as missing."""
    faults = faults_after(template, _set("Thủ tục", "E2", "=A2"))
    assert faults == (LineFault("Thủ tục!E2", Problem.FORMULA),)


def test_several_mistakes_are_told_together(template: Path) -> None:
    """Faults of the layout and of the values stand in one list."""

    def change(book: Any) -> None:
        _merge(book)
        book["Trường hợp"]["D2"] = "tuần"

    problems = {one.problem for one in faults_after(template, change)}
    assert {Problem.MERGED_CELLS, Problem.UNKNOWN_UNIT} <= problems


@pytest.mark.parametrize("data", [b"", b"Kh\xc3\xb4ng ph\xe1\xba\xa3i Excel", b"PK\x03\x04" * 40])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    """A renamed text, a torn download, an empty file."""
    path = tmp_path / "danh-muc.xlsx"
    path.write_bytes(data)
    with pytest.raises(CatalogueFileBad) as refused:
        read_catalogue(path)
    assert refused.value.faults == (LineFault("danh-muc.xlsx", Problem.NOT_WORKBOOK),)


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    """An archive without a workbook inside is told as such."""
    path = tmp_path / "danh-muc.xlsx"
    with ZipFile(path, "w") as packed:
        packed.writestr("thu.txt", "chào")
    with pytest.raises(CatalogueFileBad) as refused:
        read_catalogue(path)
    assert refused.value.faults[0].problem is Problem.NOT_WORKBOOK


def test_every_cut_of_a_workbook_is_refused_and_none_crashes(template: Path) -> None:
    """A copy broken off anywhere is a fault of the file, never of the program."""
    whole = template.read_bytes()
    for end in range(0, len(whole), len(whole) // 12):
        template.write_bytes(whole[:end])
        with pytest.raises(CatalogueFileBad):
            read_catalogue(template)


def test_torn_text_inside_a_workbook_is_a_fault_of_the_file(template: Path) -> None:
    """The archive is whole, the XML within is not."""
    with ZipFile(template) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for torn in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet2.xml"):
        with ZipFile(template, "w") as packed:
            for name, data in parts.items():
                packed.writestr(name, data[: len(data) // 2] if name == torn else data)
        with pytest.raises(CatalogueFileBad):
            read_catalogue(template)


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small archive may hold a very large one."""
    monkeypatch.setattr(catalogue_workbook, "MOST_UNPACKED", 1000)
    path = tmp_path / "danh-muc.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "0" * 1001)
    with pytest.raises(CatalogueFileBad) as refused:
        read_catalogue(path)
    assert refused.value.faults == (LineFault("danh-muc.xlsx", Problem.TOO_LARGE, "1001"),)


def test_each_sheet_names_its_procedure_first() -> None:
    """Rows of every sheet are joined by the code."""
    assert all(sheet.columns[0].field == "code" for sheet in SHEETS)
