"""A catalogue of procedures from a file: JSON of our own shape, or an Excel workbook.

Either the whole file is right, or nothing of it is taken and every fault is told at its place.
"""

import json
from pathlib import Path
from typing import Any, NoReturn

from app.core.catalogue import CatalogueProcedure
from app.exchange.catalogue_schema import Place, check_catalogue
from app.exchange.catalogue_workbook import read_workbook
from app.exchange.faults import CatalogueFileBad, LineFault, Problem, shown

LARGEST = 16 * 1024 * 1024  # bytes; 5,000 procedures take about 8 MB


def read_catalogue(path: Path) -> tuple[CatalogueProcedure, ...]:
    """Return the procedures of a ``.json`` or ``.xlsx`` file, in its order.

    Raises:
        CatalogueFileBad: anything is wrong with it; carries every fault with its place.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            _refuse(path, Problem.TOO_LARGE, size)
        match path.suffix.lower():
            case ".json":
                return check_catalogue(_read_json(path), _say_where(path))
            case ".xlsx" | ".xlsm":
                reading = read_workbook(path)
            case other:
                _refuse(path, Problem.UNKNOWN_TYPE, other)
    except OSError as failure:
        _refuse(path, Problem.UNREADABLE, failure.strerror or "")
    raw = {"kind": "procedures", "schema": 1, "procedures": reading.procedures}
    return check_catalogue(raw, reading.say_where, tuple(reading.faults))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_constant)
    except json.JSONDecodeError as failure:
        where = f"{path.name}:{failure.lineno}:{failure.colno}"
        raise CatalogueFileBad((LineFault(where, Problem.NOT_JSON),)) from None
    except (ValueError, RecursionError):
        _refuse(path, Problem.NOT_JSON)
    if not isinstance(raw, dict):
        _refuse(path, Problem.NOT_CATALOGUE)
    return raw


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _say_where(path: Path) -> Any:
    def say(place: Place) -> str:
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
        return "".join(steps).lstrip(".") or path.name

    return say


def _refuse(path: Path, problem: Problem, value: object = "") -> NoReturn:
    raise CatalogueFileBad((LineFault(path.name, problem, shown(value)),))
