"""A sample ward in a folder, and commands run in it as an officer's script would."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from app.cli.entry import run_command

CARD = "003190000123||NGUYỄN THỊ NGỌC ẨN|01021990|Nữ|Số 1 Đường Mơ, Phường Bến Mơ|01012022"
Command = Callable[..., Any]
Typing = Callable[[str], None]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A data folder where nothing was set up."""
    return tmp_path / "desk"


@pytest.fixture
def command(empty: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command with ``--json``; return its facts, with its status under ``status``."""

    def run(*words: str) -> Any:
        capsys.readouterr()
        status = run_command(["--data-dir", str(empty), "--json", *words])
        captured = capsys.readouterr()
        facts = json.loads(captured.out) if captured.out.strip() else {}
        return facts | {"status": status, "stderr": captured.err}

    return run


@pytest.fixture
def ward(command: Command) -> Command:
    """The same commands in a sample ward."""
    assert command("init", "--sample")["status"] == 0
    return command


@pytest.fixture
def type_line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Typing]:
    """Put a line where a command reads its password or PIN, as a script's pipe does."""
    opened: list[TextIOWrapper] = []

    def give(line: str) -> None:
        read, write = os.pipe()
        os.write(write, f"{line}\n".encode())
        os.close(write)
        opened.append(os.fdopen(read, encoding="utf-8"))
        monkeypatch.setattr(sys, "stdin", opened[-1])

    yield give
    for file in opened:
        file.close()
