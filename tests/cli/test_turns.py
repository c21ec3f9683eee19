"""Every turn of a dossier's road from the command line, in a sample ward."""

from pathlib import Path

import pytest

from tests.cli.conftest import CARD, Command

RECEIVED = "2026-11-20T09:30"  # three working days end on Thursday 26/11
ASKED, COMPLETE = "2026-11-23T09:00", "2026-11-27T09:00"


@pytest.fixture
def code(ward: Command) -> str:
    """A dossier that was just taken in."""
    words = ("--procedure", "1.004873", "--card", CARD, "--at", RECEIVED)
    return str(ward("receive", *words)["code"])


def test_a_supplement_is_asked_for_and_accepted(ward: Command, code: str, tmp_path: Path) -> None:
    """Form 02 is kept and can be written; the term begins anew when the papers come."""
    told = ("--item", "Giấy khai sinh", "--reason", "Còn thiếu", "--at", ASKED)
    stood = ward("supplement", "request", code, *told)
    assert (stood["kind"], stood["restarts"]) == ("supplement", True)
    file = tmp_path / "mau-02.pdf"
    kept = ward("notice", stood["notice_id"], "--out", str(file))
    assert kept["kind"] == "supplement_request"
    assert file.read_bytes().startswith(b"%PDF")
    again = ward("supplement", "request", code, *told)
    assert again["error"] == "supplement.only_once"
    went = ward("supplement", "accept", code, "--paper", "Giấy khai sinh|1|0|2", "--at", COMPLETE)
    assert went["due_on"] == "2026-12-02"
    shown = ward("show", code)
    assert shown["papers"][-1] == {
        "label": "Giấy khai sinh",
        "originals": 1,
        "certified": 0,
        "copies": 2,
    }
    assert ward("check")["faults"] == []


def test_how_a_supplement_counts_is_chosen(ward: Command, code: str) -> None:
    """From the day of the choice on; the dossier of a procedure that pauses keeps what was left."""
    assert ward("supplement", "rule", "--at", RECEIVED)["rule"] == "restart"
    chosen = ("pause", "--procedure", "1.004873", "--as", "hung", "--at", RECEIVED)
    assert ward("supplement", "rule", *chosen)["procedures"] == {"1.004873": "pause"}
    told = ("--item", "Giấy khai sinh", "--reason", "Còn thiếu", "--at", ASKED)
    assert not ward("supplement", "request", code, *told)["restarts"]
    assert ward("supplement", "accept", code, "--at", COMPLETE)["due_on"] == "2026-12-01"


def test_a_duty_a_stop_and_what_follows(ward: Command, code: str) -> None:
    """The clock stands and goes on; what does not fit the state is refused with a sentence."""
    ward("duty", "request", code, "--reason", "Lệ phí trước bạ", "--at", ASKED)
    assert ward("resume", code, "--at", ASKED)["error"] == "dossier.act_not_allowed"
    assert ward("duty", "done", code, "--at", COMPLETE)["due_on"] == "2026-12-01"
    ward("stop", code, "--reason", "Tranh chấp", "--ground", "Luật", "--at", COMPLETE)
    assert ward("resume", code, "--at", "2026-11-30T08:00")["due_on"] == "2026-12-02"
    refused = ward("refuse", code, "--reason", "Không đủ điều kiện", "--at", "2026-11-30T09:00")
    assert refused["dossier_status"] == "refused"
    assert ward("show", code)["history"][-1]["kind"] == "dossier.refused"
    assert ward("check")["faults"] == []


def test_a_withdrawal_gives_the_originals_back(ward: Command, code: str) -> None:
    """Who asked and why are needed."""
    words = ("--by", "Nguyễn Thị Ngọc Ẩn", "--reason", "Không cần nữa", "--at", ASKED)
    done = ward("withdraw", code, *words)
    assert (done["dossier_status"], done["originals"] >= 1) == ("withdrawn", True)
    assert ward("withdraw", code)["status"] == 2


def test_a_list_goes_out_and_comes_back(ward: Command, code: str) -> None:
    """Counted by both sides."""
    assert [one["code"] for one in ward("handover", "list", "--at", RECEIVED)["waiting"]] == [code]
    hands = ("--department", "Phòng Tư pháp", "--giver", "Lan", "--receiver", "Minh")
    wrong = ward("handover", "send", code, *hands, "--counted", "2", "--at", RECEIVED)
    assert wrong["error"] == "handover.count_differs"
    sent = ward("handover", "send", code, *hands, "--at", RECEIVED)
    assert sent["codes"] == [code]
    assert ward("handover", "list", "--at", RECEIVED)["waiting"] == []
    assert ward("handover", "back", code, *hands, "--at", ASKED)["codes"] == [code]
    assert ward("handover", "back", code, *hands, "--at", ASKED)["error"] == "handover.cannot_move"


def test_a_typing_error_is_put_right(ward: Command, code: str) -> None:
    """Field by field; nothing changed is told."""
    words = ("--phone", "0900000999", "--born", "1990-01-03", "--reason", "gõ sai", "--at", ASKED)
    assert set(ward("correct", code, *words)["fields"]) == {"applicant.phone", "applicant.born_on"}
    assert ward("correct", code, *words)["error"] == "correction.nothing"
    assert ward("find", "0900000999")["found"][0]["code"] == code
