"""The layers point one way, and the first window waits for nothing heavy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("sqlalchemy", "reportlab", "escpos", "pyhanko", "openpyxl", "pydantic")


def test_the_layers_point_one_way() -> None:
    """Every contract of pyproject.toml is kept; asked in its own process, for it silences logs."""
    assert _contracts(ROOT).splitlines()[-1] == "0"


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("app/core/planted.py", "import app.services"),
        ("app/services/planted.py", "import PySide6"),
        ("app/ui/planted.py", "import sqlalchemy"),
        ("app/printing/planted.py", "import app.db"),
    ],
)
def test_a_wrong_import_is_caught(module: str, line: str, tmp_path: Path) -> None:
    """The check can fail: each kind of wrong import, planted in a copy, breaks a contract."""
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / module).write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    # A process of its own: this one already knows another package named app.
    outcome = _contracts(tmp_path)
    assert "BROKEN" in outcome
    assert outcome.splitlines()[-1] == "1"


def test_the_entry_point_loads_nothing_heavy() -> None:
    """The window is shown first; what is slow to import comes after it, in a thread."""
    loaded = _python(f"import sys, app.main; print([n for n in {HEAVY} if n in sys.modules])", ROOT)
    assert loaded.splitlines()[-1] == "[]"


def _contracts(folder: Path) -> str:
    return _python(
        "from importlinter.cli import lint_imports as f; print(f(no_cache=True))", folder
    )


def _python(code: str, folder: Path) -> str:
    """Run code in a fresh interpreter that finds ``app`` in ``folder``; return what it printed."""
    outcome = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout
