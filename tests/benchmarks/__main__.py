"""Measure the program against the least the machine must do, and print one table."""

import importlib
from pathlib import Path
from typing import NotRequired, TypedDict


class Measurement(TypedDict):
    """One row: our time, the floor's time in the same run, their ratio and the ratio aimed at."""

    name: str
    value: float
    floor: float
    ratio: float
    goal: float
    unit: NotRequired[str]


HEADINGS = ("", "measured", "ours", "floor", "ratio", "goal")


def main() -> None:
    """Run every ``bench_*.py`` here; a missed goal is only shown, an exception ends the run."""
    rows = [HEADINGS]
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        module = importlib.import_module(f"tests.benchmarks.{path.stem}")
        rows += [_cells(measurement) for measurement in module.measure()]
    print(_table(rows))  # noqa: T201 - the table is what the command is for


def _cells(measurement: Measurement) -> tuple[str, ...]:
    unit = measurement.get("unit", "ms")
    return (
        "✓" if measurement["ratio"] <= measurement["goal"] else "✗",
        measurement["name"],
        f"{measurement['value']:.2f} {unit}",
        f"{measurement['floor']:.2f} {unit}",
        f"{measurement['ratio']:.2f}×",
        f"≤ {measurement['goal']:.2f}×",
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]

    def line(row: tuple[str, ...]) -> str:
        cells = zip(row, widths, strict=True)
        return "  ".join(c.ljust(w) if i < 2 else c.rjust(w) for i, (c, w) in enumerate(cells))

    return "\n".join(map(line, rows))


if __name__ == "__main__":
    main()
