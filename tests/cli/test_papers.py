"""The papers of the desk without a screen."""

import io
from pathlib import Path

import pypdf
import pytest

from app.cli import papers
from app.cli.parser import PAPERS
from app.core.desk_papers import KINDS
from tests.cli.conftest import CARD, Command

AT = "2026-11-20T10:00"


@pytest.fixture
def code(ward: Command) -> str:
    """A dossier that was received."""
    words = ("--procedure", "2.000635", "--card", CARD, "--at", "2026-11-20T09:30")
    return str(ward("receive", *words)["code"])


def test_every_paper_has_a_command() -> None:
    """One name everywhere."""
    assert {kind for kind, _ in PAPERS} == set(papers.PAPERS) == set(KINDS)


def test_each_paper_is_written(ward: Command, code: str, tmp_path: Path) -> None:
    """As PDF, on the sheet of its form, with what was typed."""
    ward("return", code, "--to", "Lê Văn Bưởi", "--at", "2026-11-20T09:45")
    typed = {
        "supplement_request": (code, "--item", "Giấy chứng sinh", "--reason", "Ảnh mờ"),
        "refusal": (code, "--reason", "Ảnh mờ", "--reason", "Thiếu", "--ground", "Điều 13"),
        "stop_notice": (code, "--reason", "Ảnh mờ"),
        "control_sheet": (code, "--department", "Phòng Tư pháp"),
        "result_receipt": (code,),
        "charge_note": (code, "--amount", "24000"),
        "register": ("--from", "2026-11-01", "--to", "2026-11-30"),
        "dossier_handover": ("--from", "2026-11-20"),
        "result_handover": (code, "--post", code, "--department", "Phòng Tư pháp"),
    }
    assert set(typed) == set(KINDS)
    for kind, words in typed.items():
        out = tmp_path / f"{kind}.pdf"
        facts = ward("paper", kind, *words, "--at", AT, "--out", str(out))
        assert (facts["status"], facts["kind"]) == (0, kind), facts
        text = pypdf.PdfReader(io.BytesIO(out.read_bytes())).pages[0].extract_text()
        assert code[-4:] in text
    assert "24.000 đ" in _text(tmp_path / "charge_note.pdf")
    assert "Lê Văn Bưởi" in _text(tmp_path / "result_receipt.pdf")


def test_another_sheet_can_be_asked_for(ward: Command, code: str, tmp_path: Path) -> None:
    """Many provinces print on A4."""
    out = tmp_path / "sheet.pdf"
    ward("paper", "control_sheet", code, "--paper", "A4", "--at", AT, "--out", str(out))
    assert round(pypdf.PdfReader(out).pages[0].mediabox.height) == 842


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("supplement_request", "CODE", "--reason", "x"), "paper.reason_missing"),
        (("result_receipt", "CODE"), "dossier.not_returned"),
        (("register", "--from", "2025-01-01"), "register.bad_period"),
        (("result_handover",), "paper.nothing_listed"),
        (("control_sheet", "H29.26-261120-0999"), "dossier.unknown"),
        (("refusal",), "usage"),
    ],
)
def test_what_cannot_be_made_is_told_in_one_line(
    ward: Command, code: str, tmp_path: Path, words: tuple[str, ...], error: str
) -> None:
    """No file is left behind."""
    out = tmp_path / "paper.pdf"
    said = [code if word == "CODE" else word for word in words]
    facts = ward("paper", *said, "--at", AT, "--out", str(out))
    assert facts["error"] == error
    assert facts["status"] != 0
    assert len(facts["stderr"].strip().splitlines()) == 1
    assert not out.exists()


def _text(file: Path) -> str:
    return pypdf.PdfReader(file).pages[0].extract_text()
