"""What a dossier costs, from the command line: set, let off, collected, given back."""

from pathlib import Path

from tests.cli.conftest import CARD, Command

AT = ("--at", "2026-11-20T10:00")


def _receive(ward: Command) -> str:
    words = ("--procedure", "1.004873", "--card", CARD, "--at", "2026-11-20T09:30")
    return str(ward("receive", *words)["code"])


def test_the_provinces_amount_is_collected(ward: Command, tmp_path: Path) -> None:
    """Open until the province decides; then paid, noted, reversed with a reason."""
    code = _receive(ward)
    assert ward("charge", "show", code)["left"] is None
    assert ward("charge", "collect", code, *AT)["error"] == "charge.amount_open"
    decided = ("--amount", "15000", "--from", "2026-01-01", "--decision", "NQ 12", "--as", "hung")
    assert ward("charge", "set", "1.004873", *decided, *AT)["amount"] == 15000
    assert ward("charge", "show", code)["left"] == 15000
    taken = ward("charge", "collect", code, *AT)
    assert (taken["taken"], taken["left"]) == (15000, 0)
    file = tmp_path / "phieu-thu.pdf"
    assert ward("notice", taken["notice_id"], "--out", str(file))["kind"] == "charge_note"
    back = ward("charge", "reverse", code, "--payment", "1", "--reason", "thu nhầm", *AT)
    assert (back["left"], back["payments"][0]["reversed_at"] is None) == (15000, False)
    let_off = ward("charge", "waive", code, "--ground", "hộ nghèo", *AT)
    assert (let_off["owed"], let_off["left"]) == (0, 0)
    assert ward("check")["faults"] == []


def test_an_amount_is_set_for_one_dossier(ward: Command) -> None:
    """Where nobody has decided for all."""
    code = _receive(ward)
    assert ward("charge", "assess", code, "--amount", "1=8000", *AT)["left"] == 8000
    told = ("--method", "transfer", "--reference", "FT1", "--amount", "3000")
    assert ward("charge", "collect", code, *told, *AT)["left"] == 5000


def test_originals_go_back_with_the_result(ward: Command) -> None:
    """Named by paper and count; what is no such pair is told in a line."""
    code = _receive(ward)
    wrong = ward("return", code, "--to", "Nguyễn Thị Ngọc Ẩn", "--original", "x", *AT)
    assert (wrong["status"], "1=8000" in wrong["stderr"]) == (2, True)
    many = ward("return", code, "--to", "Nguyễn Thị Ngọc Ẩn", "--original", "1=9", *AT)
    assert many["error"] == "originals.not_held"
    done = ward("return", code, "--to", "Nguyễn Thị Ngọc Ẩn", "--original", "1=1", *AT)
    assert done["code"] == code
    assert ward("check")["faults"] == []


def test_a_result_goes_by_post(ward: Command) -> None:
    """Either somebody collects it, or the item has a number."""
    code = _receive(ward)
    assert ward("return", code, *AT)["status"] == 2
    assert ward("return", code, "--tracking", "RR123", *AT)["code"] == code
    assert ward("check")["faults"] == []
