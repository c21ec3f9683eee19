"""What an office chooses, whom it trusts, and its figures, without a screen."""

from pathlib import Path

import pytest

from tests.cli.apology_desk import LATE, REGISTRAR, ApologyDesk
from tests.cli.conftest import Command, Typing
from tests.support.pki import Pki

SUPERVISOR, ADMIN = ("--as", "hung"), ("--as", "admin")


@pytest.fixture
def desk(ward: Command, type_line: Typing, tmp_path: Path) -> ApologyDesk:
    """The commands in a sample ward."""
    return ApologyDesk(ward, type_line, tmp_path)


def test_choices_hold_from_the_day_they_were_made(ward: Command) -> None:
    """Only what is named changes; who may not choose is told."""
    before = ward("apology", "choices", "show")
    assert (before["days_before"], before["superior"]["name"]) == (1, "Vũ Quang Bình")
    refused = ward("apology", "choices", "set", "--days-before", "2")
    assert (refused["status"], refused["error"]) == (1, "apology.choice_not_allowed")
    words = ("--days-before", "2", "--hold", "off", "--department", "Phòng Kinh tế")
    ward("apology", "choices", "set", *words, "--cause", "mua=Mưa lũ=chờ", *SUPERVISOR)
    after = ward("apology", "choices", "show")
    assert (after["days_before"], after["holds_result_without_letter"]) == (2, False)
    assert after["departments"] == ["Phòng Kinh tế"]
    assert after["causes"] == [{"key": "mua", "text": "Mưa lũ", "awaits_agency": True}]
    assert after["superior"] == before["superior"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--days-before", "11"), "apology.bad_choice"),
        (("--time-stamp-url", "ftp://tsa"), "apology.bad_choice"),
        (("--cause", "khong-co-cau"), "apology.bad_cause_words"),
        (("--superior-login", "ma"), "account.refused"),
        (("--form", "khac"), "usage"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(
    ward: Command, words: tuple[str, ...], error: str
) -> None:
    """And what held before holds on."""
    before = ward("apology", "choices", "show")
    assert ward("apology", "choices", "set", *words, *SUPERVISOR)["error"] == error
    assert ward("apology", "choices", "show") == before


def test_the_superior_is_named_by_account(ward: Command) -> None:
    """The name comes from the account; a person without one is named in words."""
    ward("apology", "choices", "set", "--superior-login", "an", *SUPERVISOR)
    assert ward("apology", "choices", "show")["superior"]["name"] == "Đỗ Thị Ẩn"
    words = ("--superior-name", "Vũ Quang Bình", "--superior-position", "Chủ tịch")
    ward("apology", "choices", "set", *words, *SUPERVISOR)
    assert ward("apology", "choices", "show")["superior"] == {
        "login": "",
        "name": "Vũ Quang Bình",
        "position": "Chủ tịch",
    }


def test_a_result_is_taken_where_nothing_is_held(desk: ApologyDesk) -> None:
    """The agency may switch the rule off; the letter is owed all the same."""
    code = desk.receive()
    desk.ward("apology", "choices", "set", "--hold", "off", *SUPERVISOR)
    taken = desk.ward("result", "receive", code, "--at", "2026-11-28T08:00")
    assert (taken["status"], taken["was_late"]) == (0, True)
    (row,) = desk.apology("owed", at="2026-11-28T09:00")["owed"]
    assert (row["code"], row["finished"]) == (code, True)


def test_the_figures_tell_what_became_of_each_letter(desk: ApologyDesk) -> None:
    """One in time, one late, one never; two lists behind the number."""
    for number, at in ((1, "2026-11-25T09:00"), (2, LATE)):
        code = desk.submitted(number, at=at)
        desk.on_paper(code, at=at)
        desk.apology("deliver", code, "--receiver", "Người nộp", at=at)
    never = desk.receive(3)
    words = ("apologies", "--from", "2026-11-01", "--to", "2026-11-30", "--at", LATE)
    report = desk.ward("report", *words, "--list")
    total = report["total"]
    assert (total["missed"], total["covered"], total["delivered_late"]) == (3, 1, 1)
    assert (total["never"], total["drafted_late"]) == (1, 1)
    assert total["coverage"] == pytest.approx(1 / 3)
    assert [one["name"] for one in report["by"]["month"]] == ["2026-11"]
    assert len(report["covered"]) == 1
    assert never in {row["code"] for row in report["not_covered"]}
    assert "covered" not in desk.ward("report", *words)
    assert desk.ward("apology", "figures", *words[1:])["total"] == total
    empty = desk.ward("report", "apologies", "--from", "2026-12-02", "--to", "2026-12-01")
    assert empty["error"] == "report.bad_period"


def test_figures_are_told_in_words(
    desk: ApologyDesk, empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without ``--json`` a person reads them, by the groupings asked for."""
    from app.cli.entry import run_command

    code = desk.receive()
    words = ["report", "apologies", "--at", LATE, "--by", "month", "--by", "officer", "--list"]
    capsys.readouterr()
    assert run_command(["--data-dir", str(empty), *words]) == 0
    told = capsys.readouterr().out
    assert "0 thư giao đúng hẹn trên 1 lần trễ hẹn" in told
    assert "11/2026" in told
    assert "Trần Ngọc Lan" in told
    assert code in told


def test_trust_is_an_administrators_matter(ward: Command, tmp_path: Path) -> None:
    """Imported once, listed, taken back; a person's certificate is refused."""
    from cryptography.hazmat.primitives.serialization import Encoding

    people = Pki()
    root, person = tmp_path / "root.pem", tmp_path / "person.pem"
    root.write_bytes(people.anchors[0].public_bytes(Encoding.PEM))
    person.write_bytes(people.signer().certificate.public_bytes(Encoding.PEM))
    refused = ward("trust", "import", str(root), *REGISTRAR)
    assert (refused["status"], refused["error"]) == (1, "trust.not_allowed")
    assert ward("trust", "import", str(root), *ADMIN)["added"] == 1
    assert ward("trust", "import", str(root), *ADMIN)["added"] == 0
    (anchor,) = ward("trust", "list")["anchors"]
    assert ward("trust", "import", str(person), *ADMIN)["status"] == 1
    assert ward("trust", "remove", anchor["fingerprint"], *ADMIN)["status"] == 0
    assert ward("trust", "list")["anchors"] == []
    gone = ward("trust", "remove", anchor["fingerprint"], *ADMIN)
    assert gone["error"] == "trust.unknown"
