"""What a print job keeps of its trouble is told in the program's words, never as a code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.printing
from app.printing.devices import cups_queue, file_line, status, windows_spooler
from app.ui import printing_out
from app.ui.error_reasons import NEXT_STEPS, REASONS, UNNAMED
from app.ui.error_text import TEXTS
from app.ui.slip_words import next_step, trouble_text

PRINTING = Path(app.printing.__file__).parent
CODE = re.compile(r"[a-z]+[._][a-z_]+|[{}]")
UNKNOWN = REASONS["printer.unavailable"][UNNAMED]
KEPT = ("printer.profile_unknown", "paper.glyph_missing", "paper.qr_too_big", "print_job.missing")
"""Codes that a slip which cannot be printed may be left with."""


def spelt_reasons() -> Iterator[str]:
    """Every reason spelt out where printing is broken off."""
    for file in PRINTING.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id == "BrokenOff" and node.args:
                (first, *_) = node.args
                if isinstance(first, ast.Constant):
                    yield first.value


def reasons() -> set[str]:
    tables = {reason for _, _, reason in status.BLOCKING}
    tables |= {reason for _, reason in cups_queue.REFUSALS}
    tables |= set(file_line.REASONS.values()) | set(windows_spooler.REASONS.values())
    others = {"io", "stalled", "interrupted", "taken", printing_out.FAULT}
    return tables | others | set(spelt_reasons())


@pytest.mark.parametrize("reason", sorted(reasons()))
def test_every_reason_has_words_of_its_own(reason: str) -> None:
    """One that nobody put into words would tell the officer nothing."""
    said = trouble_text(reason)
    assert said != UNKNOWN
    assert said.endswith(".")
    assert CODE.search(said) is None


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_no_code_of_an_error_is_shown(code: str) -> None:
    """A slip that failed keeps the code alone; the words are those of the error itself."""
    said = trouble_text(code)
    assert CODE.search(said.replace("PKCS#12", "")) is None
    assert said == TEXTS[code].title + "." or "{" in TEXTS[code].title


@pytest.mark.parametrize("code", KEPT)
def test_what_a_failed_slip_says_has_no_holes(code: str) -> None:
    """With the code alone, nothing can be filled in."""
    assert "…" not in trouble_text(code) + next_step(code)
    assert next_step(code)


def test_what_nobody_foresaw_is_said_to_be_unknown() -> None:
    """Still without a code; and no trouble is no words."""
    assert trouble_text("brand_new") == UNKNOWN
    assert trouble_text("") == next_step("") == ""
    assert next_step("paper_out") == NEXT_STEPS["paper_out"]
