"""The jobs of the desk without a screen."""

from pathlib import Path

import pytest

from tests.cli.conftest import CARD, Command

RECEIVED = "2026-11-20T09:30"


def receive(ward: Command, **more: str) -> dict[str, object]:
    words = {"--procedure": "1.004873", "--card": CARD, "--at": RECEIVED} | more
    return ward("receive", *(part for pair in words.items() for part in pair))


def test_due_counts_and_explains(ward: Command) -> None:
    """Three working days over the new holiday of 24/11/2026, with the reason in words."""
    facts = ward("due", "--working-days", "3", "--received", RECEIVED)
    assert facts["due_on"] == "2026-11-26"
    assert any("24/11" in line and "Ngày Văn hóa Việt Nam" in line for line in facts["why"])
    assert facts["warnings"] == []


@pytest.mark.parametrize(
    ("words", "due_on"),
    [
        (("--calendar-days", "10", "--received", "2026-11-12T08:00"), "2026-11-23"),
        (("--same-day", "--received", "2026-11-23T14:59"), "2026-11-23"),
        (("--same-day", "--received", "2026-11-23T15:01"), "2026-11-25"),
        (("--hours", "12", "--received", "2026-11-18T08:00"), "2026-11-18"),
        (("--procedure", "1.004873", "--received", "2026-08-28T10:00"), "2026-09-07"),
    ],
)
def test_due_knows_every_unit(ward: Command, words: tuple[str, ...], due_on: str) -> None:
    """Calendar days, the same day with its 15:00 rule, hours, and a procedure's own time."""
    assert ward("due", *words)["due_on"] == due_on


def test_a_dossier_is_received_found_shown_and_returned(ward: Command) -> None:
    """The whole way of one dossier."""
    code = receive(ward)["code"]
    assert code == "H29.26-261120-0001" or str(code).endswith("-261120-0001")
    assert [one["code"] for one in ward("find", "ngoc an nguyen")["found"]] == [code]
    assert ward("find", "0123")["found"] == []
    shown = ward("show", str(code))
    assert shown["applicant"] == "NGUYỄN THỊ NGỌC ẨN"
    assert shown["identity"].endswith("0123")
    assert "003190000123" not in str(shown)
    done = ward("return", str(code), "--to", "Nguyễn Thị Ngọc Ẩn", "--at", "2026-11-25T10:00")
    assert done["was_late"] is False
    again = ward("return", str(code), "--to", "Ai Đó", "--at", "2026-11-25T11:00")
    assert (again["status"], again["error"]) == (1, "dossier.already_returned")
    assert "Nguyễn Thị Ngọc Ẩn" in again["message"]
    assert ward("check")["ok"] is True


@pytest.mark.parametrize("form", ["png", "escpos", "pdf"])
@pytest.mark.parametrize("width", ["80", "58"])
def test_the_receipt_is_written_in_every_form(
    ward: Command, tmp_path: Path, form: str, width: str
) -> None:
    """Picture, printer bytes and A5, on both papers."""
    code = str(receive(ward)["code"])
    out = tmp_path / f"slip.{form}"
    assert (
        ward("receipt", code, "--width", width, "--format", form, "--out", str(out))["status"] == 0
    )
    begins = {"png": b"\x89PNG", "escpos": b"\x1b@", "pdf": b"%PDF"}[form]
    assert out.read_bytes().startswith(begins)


def test_a_real_desk_cannot_back_date(command: Command) -> None:
    """The business clock can be set in a sample ward only."""
    made = command("init", "--agency-code", "H29.26", "--agency-name", "Phường Thử")
    assert made["status"] == 0
    refused = receive(command)
    assert (refused["status"], refused["error"]) == (1, "clock.is_real")
    assert command("due", "--working-days", "1", "--received", RECEIVED)["error"] == "clock.is_real"


@pytest.mark.parametrize(
    ("card", "error"),
    [
        ("https://example.vn/qr?id=1", "card.unreadable"),
        ("003190000123||NGUYỄN", "card.unreadable"),
        ("003190000123||NGUY\ufffdN AN|01021990|Nữ|Mơ|01012022", "card.unreadable"),
        ("003190000123||NGUYỄN AN|01022999|Nữ|Mơ|01012022", "person.future_birth_date"),
    ],
)
def test_a_bad_card_is_told_and_takes_no_number(ward: Command, card: str, error: str) -> None:
    """Foreign, torn or garbled: one line that says what to do, and no number is used up."""
    refused = receive(ward, **{"--card": card})
    assert (refused["status"], refused["error"]) == (1, error)
    assert len(str(refused["stderr"]).splitlines()) == 1
    assert str(receive(ward)["code"]).endswith("-0001")


def test_unknown_words_are_refused_in_one_line(ward: Command) -> None:
    """A wrong command, procedure, code or folder ends with a status and one Vietnamese line."""
    assert ward("bogus")["status"] == 2
    assert ward("show", "khong-phai-ma")["error"] == "dossier.bad_code"
    assert ward("show", "H29.26-261120-9999")["error"] == "dossier.unknown"
    assert receive(ward, **{"--procedure": "9.999999"})["error"] == "procedure.unknown"
    assert ward("init", "--sample")["error"] == "office.already_set_up"


def test_a_folder_without_a_desk_says_so(command: Command) -> None:
    """No settings file: the line says which file and how to begin."""
    refused = command("find", "an")
    assert (refused["status"], refused["error"]) == (1, "settings.missing")
    assert "motcua init" in refused["message"]


def test_a_backup_comes_back_under_fresh_numbers(ward: Command, tmp_path: Path) -> None:
    """After a restore no number that was printed meanwhile is given again."""
    receive(ward)
    kept = tmp_path / "kept.db"
    assert ward("backup", str(kept))["status"] == 0
    lost = str(receive(ward)["code"])
    assert ward("restore", str(kept))["status"] == 0
    assert ward("show", lost)["error"] == "dossier.unknown"
    fresh = str(receive(ward)["code"])
    assert fresh != lost
    assert ward("check")["ok"] is True
    (tmp_path / "junk.db").write_bytes(b"junk" * 1000)
    assert ward("restore", str(tmp_path / "junk.db"))["error"] == "database.not_a_backup"
    assert ward("show", fresh)["status"] == 0


def test_self_test_passes_here(command: Command) -> None:
    """The installed program proves itself in a folder of its own."""
    assert command("self-test")["ok"] is True


def test_the_template_workbook_can_be_imported(ward: Command, tmp_path: Path) -> None:
    """What the program shows as an example is what it reads; a wrong one changes nothing."""
    book = tmp_path / "danh-muc.xlsx"
    assert ward("catalogue", "template", str(book))["status"] == 0
    done = ward("catalogue", "import", str(book))
    assert done["status"] == 0
    assert done["added"] + done["changed"] + done["unchanged"] > 0
    book.write_bytes(b"not a workbook")
    refused = ward("catalogue", "import", str(book))
    assert (refused["status"], refused["error"]) == (1, "catalogue.file_bad")


def test_a_new_office_gets_a_password_of_its_own(command: Command) -> None:
    """No two offices begin with the same one, and the sample's never opens a real desk."""
    made = command("init", "--agency-code", "H29.26", "--agency-name", "Phường Thử")
    assert made["login"] == "admin"
    assert len(made["password"]) >= 12
