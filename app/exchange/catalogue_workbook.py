"""Reading a catalogue out of an Excel workbook into the plain structure that is then checked.

Nothing is guessed: a merged cell, a formula, a column nobody knows is a fault with its address.
"""

import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pydantic_core import PydanticCustomError

from app.core.text import fold
from app.exchange.catalogue_columns import (
    HELP_SHEET,
    ROW_NUMBER_HEADING,
    SHEETS,
    Column,
    Sheet,
)
from app.exchange.catalogue_schema import Place
from app.exchange.catalogue_values import read_code
from app.exchange.faults import CatalogueFileBad, LineFault, Problem, shown

MOST_UNPACKED = 64 * 1024 * 1024  # bytes: a small file may unpack to anything
MOST_ROWS = 20_000
MOST_COLUMNS = 64
HEADER_WITHIN = 10  # rows; titles and notes may stand above the headings
BROKEN = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError,
          zlib.error, EOFError, OverflowError, NotImplementedError, RuntimeError)  # fmt: skip
"""Whatever openpyxl and the zip reader are known to raise on a damaged or foreign file."""


@dataclass
class Reading:
    """What has been read so far, and where each part of it stood."""

    procedures: list[dict[str, Any]] = field(default_factory=list)
    by_code: dict[str, int] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)

    def fault(self, where: str, problem: Problem, value: object = "") -> None:
        self.faults.append(LineFault(where, problem, shown(value)))

    def say_where(self, place: Place) -> str:
        """Return the cell of a place, or the row or sheet it belongs to."""
        while place and place not in self.places:
            place = place[:-1]
        return self.places.get(place, SHEETS[0].title)


def read_workbook(path: Path) -> Reading:
    """Return the plain structure of a workbook with its places and the faults of its layout.

    Raises:
        CatalogueFileBad: it is no workbook, unpacks to too much, or lacks a sheet or a column.
    """
    reading = Reading()
    book = _open(path)
    known = {fold(sheet.title): sheet for sheet in SHEETS}
    found: dict[str, Any] = {}
    for worksheet in book.worksheets:
        name = fold(worksheet.title)
        if name in known:
            found[name] = worksheet
        elif name != fold(HELP_SHEET):
            reading.fault(worksheet.title, Problem.SHEET_UNKNOWN, worksheet.title)
    for name, sheet in known.items():
        if name in found:
            _read_sheet(reading, sheet, found[name])
        elif sheet.is_required:
            reading.fault(path.name, Problem.SHEET_MISSING, sheet.title)
    return reading


def _open(path: Path) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > MOST_UNPACKED:
            raise CatalogueFileBad((LineFault(path.name, Problem.TOO_LARGE, str(size)),))
        with warnings.catch_warnings():
            # Validation lists and themes it cannot keep: nothing here is written back.
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=False, keep_links=False)
    except (InvalidFileException, *BROKEN):
        raise CatalogueFileBad((LineFault(path.name, Problem.NOT_WORKBOOK),)) from None


def _read_sheet(reading: Reading, sheet: Sheet, worksheet: Any) -> None:
    if worksheet.max_row > MOST_ROWS or worksheet.max_column > MOST_COLUMNS:
        size = f"{worksheet.max_row} × {worksheet.max_column}"
        reading.fault(sheet.title, Problem.TOO_MANY_ROWS, size)
        return
    for merged in worksheet.merged_cells.ranges:
        reading.fault(f"{sheet.title}!{merged.coord}", Problem.MERGED_CELLS)
    header = _find_header(sheet, worksheet)
    if header is None:
        reading.fault(sheet.title, Problem.HEADER_MISSING)
        return
    columns = _read_header(reading, sheet, worksheet[header])
    if any(column not in columns.values() for column in sheet.columns if column.is_required):
        return  # each row would only repeat that the column is missing
    for cells in worksheet.iter_rows(min_row=header + 1):
        row = {columns[cell.column]: cell for cell in cells if cell.column in columns}
        if any(_is_filled(cell) for cell in row.values()):
            _read_row(reading, sheet, row, cells[0].row)


def _headings(column: Column) -> set[str]:
    return {fold(heading) for heading in (column.heading, *column.also)}


def _find_header(sheet: Sheet, worksheet: Any) -> int | None:
    known = set().union(*(_headings(column) for column in sheet.columns))
    best, most = None, 1  # one word that happens to fit is not yet a header
    for row in worksheet.iter_rows(max_row=min(HEADER_WITHIN, worksheet.max_row)):
        fitting = sum(fold(str(cell.value or "")) in known for cell in row)
        if fitting > most:
            best, most = row[0].row, fitting
    return best


def _read_header(reading: Reading, sheet: Sheet, row: Any) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for cell in row:
        heading = fold(str(cell.value or ""))
        if heading in ("", fold(ROW_NUMBER_HEADING)):
            continue
        where = f"{sheet.title}!{cell.coordinate}"
        column = next((one for one in sheet.columns if heading in _headings(one)), None)
        if column is None:
            reading.fault(where, Problem.COLUMN_UNKNOWN, cell.value)
        elif column in columns.values():
            reading.fault(where, Problem.COLUMN_TWICE, cell.value)
        else:
            columns[cell.column] = column
    for column in sheet.columns:
        if column.is_required and column not in columns.values():
            reading.fault(f"{sheet.title}!{row[0].row}", Problem.COLUMN_MISSING, column.heading)
    return columns


def _read_row(reading: Reading, sheet: Sheet, row: dict[Column, Any], number: int) -> None:
    values = dict(_values(reading, sheet, row))
    code_cell = next(cell for column, cell in row.items() if column.field == "code")
    try:
        code = read_code(code_cell.value)
    except PydanticCustomError:
        code = ""
    if not sheet.part:
        place: Place = ("procedures", len(reading.procedures))
        reading.by_code.setdefault(code, len(reading.procedures))
        parts: dict[str, Any] = {one.part: [] for one in SHEETS if one.part}
        reading.procedures.append({**values, **parts})
    else:
        where = f"{sheet.title}!{code_cell.coordinate}"
        if code not in reading.by_code:
            problem = Problem.UNKNOWN_PROCEDURE if _is_filled(code_cell) else Problem.EMPTY
            reading.fault(where, problem, code_cell.value)
            return
        owner = reading.by_code[code]
        rows = reading.procedures[owner][sheet.part]
        place = ("procedures", owner, sheet.part, len(rows))
        values.pop("code", None)
        rows.append(values)
    reading.places[place] = f"{sheet.title}!{number}"
    for column, cell in row.items():
        reading.places[*place, column.field] = f"{sheet.title}!{cell.coordinate}"


def _values(reading: Reading, sheet: Sheet, row: dict[Column, Any]) -> Iterator[tuple[str, object]]:
    for column, cell in row.items():
        where = f"{sheet.title}!{cell.coordinate}"
        if cell.data_type == "f":
            reading.fault(where, Problem.FORMULA)
        elif cell.data_type == "e":
            reading.fault(where, Problem.CELL_ERROR, cell.value)
        elif _is_filled(cell):
            yield column.field, cell.value
        elif column.is_required and column.field != "value":
            yield column.field, ""  # said to be empty, not to be missing


def _is_filled(cell: Any) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""
