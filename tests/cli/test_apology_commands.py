"""Every act about an apology without a screen: who, when, what next, and what is refused."""

from pathlib import Path

import pytest

from tests.cli.apology_desk import (
    FORESEEN,
    LATE,
    LATE_AGAIN,
    LEADER,
    NEW_DATE,
    SUPERIOR,
    ApologyDesk,
)
from tests.cli.conftest import Command, Typing

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def desk(ward: Command, type_line: Typing, tmp_path: Path) -> ApologyDesk:
    """The commands in a sample ward."""
    return ApologyDesk(ward, type_line, tmp_path)


def test_the_ledger_opens_by_itself_before_any_command(desk: ApologyDesk) -> None:
    """A day before expiry the obligation is there; the day before that it is not."""
    code = desk.receive()
    assert desk.apology("owed", at="2026-11-23T16:00")["owed"] == []
    assert desk.apology("tick", at="2026-11-25T07:00") | {"stderr": ""} == {
        "opened": 1,
        "owed": 1,
        "undecided": 0,
        "status": 0,
        "stderr": "",
    }
    (row,) = desk.apology("owed", at=FORESEEN)["owed"]
    assert (row["code"], row["state"], row["opens_on"]) == (code, "due", "2026-11-25")
    assert row["next"] == "cán bộ một cửa soạn thư"
    assert desk.apology("owed", "--state", "issued")["owed"] == []


def test_late_lists_what_owes_a_letter(desk: ApologyDesk) -> None:
    """The list of the lateness page."""
    code = desk.receive()
    rows = desk.ward("late", "--at", LATE)["late"]
    assert [(row["code"], row["group"], row["letter"]) for row in rows] == [(code, "late", "due")]


def test_a_letter_goes_by_paper_from_officer_to_citizen(desk: ApologyDesk) -> None:
    """Written, submitted, signed by hand, numbered, delivered with proof, result handed over."""
    code = desk.submitted(at=FORESEEN)
    scan = desk.folder / "scan.png"
    scan.write_bytes(PNG)
    issued = desk.on_paper(code, "--number", "7", "--scan", str(scan), at=FORESEEN)
    assert (issued["state"], issued["number"], issued["on_paper"]) == ("issued", "07", True)
    saved = desk.folder / "letter.png"
    assert desk.ward("letter", "pdf", code, "--out", str(saved))["state"] == "issued"
    assert saved.read_bytes() == PNG
    words = ("--channel", "by_hand", "--receiver", "Nguyễn Thị Ngọc Ẩn", "--proof", str(scan))
    done = desk.apology("deliver", code, *words, at="2026-11-26T10:00")
    assert (done["state"], done["channel"]) == ("delivered", "by_hand")
    shown = desk.apology("show", code)
    assert [one["due_on"] for one in shown["appointments"]] == ["2026-11-26", NEW_DATE]
    assert [one["name"] for one in shown["proofs"]] == ["scan.png"]
    taken = desk.ward("result", "receive", code, "--at", "2026-12-01T09:00")
    assert (taken["status"], taken["was_late"]) == (0, False)
    to = ("--to", "Nguyễn Thị Ngọc Ẩn", "--at", "2026-12-01T15:00")
    assert desk.ward("return", code, *to)["was_late"] is True
    assert desk.apology("show", code, at=LATE_AGAIN)["apologies"][0]["state"] == "closed"
    assert desk.ward("check")["ok"] is True


def test_a_cause_gives_the_reason_and_the_blame(desk: ApologyDesk) -> None:
    """The words of the list stand in the letter; who and why are kept."""
    code = desk.receive()
    words = ("--cause", "verification", "--department", "Phòng Kinh tế", "--new-date", NEW_DATE)
    assert desk.apology("draft", code, *words)["state"] == "drafted"
    (row,) = desk.apology("show", code)["apologies"]
    assert (row["reason"], row["cause"]) == ("Chờ xác minh", "verification")
    assert row["department"] == "Phòng Kinh tế"
    desk.apology("blame", code, "--cause", "workload", "--note", "mùa nhập học")
    (row,) = desk.apology("show", code)["apologies"]
    assert (row["cause"], row["cause_note"]) == ("workload", "mùa nhập học")
    unknown = desk.apology("blame", code, "--cause", "moon")
    assert (unknown["status"], unknown["error"]) == (1, "apology.cause_unknown")


def test_a_preview_leaves_no_trace(desk: ApologyDesk) -> None:
    """The same letter as a draft, without a draft."""
    code, out = desk.receive(), desk.folder / "preview.pdf"
    words = ("--reason", "chờ xác minh", "--new-date", NEW_DATE, "--out", str(out))
    assert desk.apology("preview", code, *words)["status"] == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert desk.apology("show", code)["apologies"][0]["state"] == "due"


@pytest.mark.parametrize("more", [(), ("--for-pen",)], ids=["draft", "for pen"])
def test_a_letter_not_signed_yet_is_drawn(desk: ApologyDesk, more: tuple[str, ...]) -> None:
    """As a draft that says so, or as the paper that the leader signs with a pen."""
    import pypdf

    code, out = desk.submitted(), desk.folder / "letter.pdf"
    assert desk.ward("letter", "pdf", code, "--out", str(out), *more)["state"] == "submitted"
    text = pypdf.PdfReader(out).pages[0].extract_text()
    assert ("DỰ THẢO" in text) == (not more)
    assert "xin lỗi" in " ".join(text.split())


def test_a_letter_is_sent_back_with_a_word(desk: ApologyDesk) -> None:
    """By the leader; the officer sees why, and cannot do it for the leader."""
    code = desk.submitted()
    assert desk.apology("send-back", code, "--why", "x")["error"] == "apology.role_not_allowed"
    back = desk.apology("send-back", code, "--why", "Ghi rõ nơi xác minh", *LEADER)
    assert back["state"] == "drafted"
    (row,) = desk.apology("owed")["owed"]
    assert row["sent_back_why"] == "Ghi rõ nơi xác minh"


def test_a_late_result_without_a_letter_is_sent_back(desk: ApologyDesk) -> None:
    """No letter, no submission; the citizen gets the result all the same, the letter stays owed."""
    code = desk.receive()
    at = ("--at", LATE)
    refused = desk.ward("result", "receive", code, "--department", "Phòng Kinh tế", *at)
    assert (refused["status"], refused["error"]) == (1, "result.no_letter")
    kinds = [one["kind"] for one in desk.ward("show", code)["history"]]
    assert kinds[-1] == "result.sent_back"
    given = desk.ward("return", code, "--to", "Người nộp", "--at", "2026-11-27T09:00")
    assert given["was_late"] is True
    (row,) = desk.apology("owed", at="2026-11-27T10:00")["owed"]
    assert (row["code"], row["finished"]) == (code, True)
    drafted = desk.apology("draft", code, "--reason", "chờ xác minh", at="2026-11-27T10:00")
    assert (drafted["state"], drafted["new_due_on"]) == ("drafted", None)


def test_a_second_lateness_waits_for_its_superior(desk: ApologyDesk) -> None:
    """No second new date without the named person's decision, which the letter then carries."""
    code = desk.submitted()
    desk.on_paper(code)
    assert desk.apology("escalations", at=LATE)["escalations"] == []
    (waiting,) = desk.apology("escalations", at=LATE_AGAIN)["escalations"]
    assert (waiting["code"], waiting["superior"]) == (code, "Vũ Quang Bình")
    assert waiting["late"] is False
    words = ("--reason", "vẫn chờ", "--new-date", "2026-12-10")
    refused = desk.apology("draft", code, *words, at=LATE_AGAIN)
    assert refused["error"] == "apology.decision_needed"
    assert "Vũ Quang Bình" in refused["message"]
    decision = (code, "--reason", "phức tạp", "--document-number", "12/QĐ-UBND")
    day = ("--new-date", "2026-12-10")
    assert desk.apology("decide", *decision, *day, *LEADER, at=LATE_AGAIN)["error"] == (
        "escalation.not_the_superior"
    )
    decided = desk.apology("decide", *decision, *day, *SUPERIOR, at=LATE_AGAIN)
    assert (decided["document_on"], decided["new_due_on"]) == ("2026-12-03", "2026-12-10")
    drafted = desk.apology("draft", code, "--reason", "vẫn chờ xác minh", at=LATE_AGAIN)
    assert (drafted["ordinal"], drafted["new_due_on"]) == (2, "2026-12-10")
    assert desk.apology("escalations", at=LATE_AGAIN)["escalations"] == []


def test_proofs_are_added_listed_and_saved(desk: ApologyDesk) -> None:
    """By what their bytes say they are."""
    code = desk.submitted()
    desk.on_paper(code)
    file, out = desk.folder / "bien-nhan.png", desk.folder / "saved.png"
    file.write_bytes(PNG)
    added = desk.ward("apology", "proof", "add", code, str(file), "--at", LATE)
    assert (added["name"], added["kind"], added["size"]) == ("bien-nhan.png", "image/png", 28)
    (listed,) = desk.ward("apology", "proof", "list", code, "--at", LATE)["proofs"]
    assert listed["id"] == added["id"]
    desk.ward("apology", "proof", "save", added["id"], "--out", str(out), "--at", LATE)
    assert out.read_bytes() == PNG
    file.write_bytes(b"MZ nonsense")
    refused = desk.ward("apology", "proof", "add", code, str(file), "--at", LATE)
    assert refused["error"] == "apology.proof_kind"
    missing = desk.ward("apology", "proof", "add", code, "khong-co.png", "--at", LATE)
    assert missing["error"] == "file.unusable"


def test_a_delivery_needs_what_proves_it(desk: ApologyDesk) -> None:
    """Neither a delivery nor its proof is kept when one of them is refused."""
    code = desk.submitted()
    desk.on_paper(code)
    assert desk.apology("deliver", code)["error"] == "apology.receiver_missing"
    assert desk.apology("deliver", code, "--channel", "post")["error"] == "apology.tracking_missing"
    bad = desk.folder / "proof.txt"
    bad.write_text("not a proof", encoding="utf-8")
    words = ("--channel", "post", "--reference", "EB123456789VN", "--proof", str(bad))
    assert desk.apology("deliver", code, *words)["error"] == "apology.proof_kind"
    assert desk.apology("show", code)["apologies"][0]["state"] == "issued"
    done = desk.apology("deliver", code, *words[:4], "--when", "2026-11-27T08:30", at=LATE_AGAIN)
    assert done["delivered_at"] == "2026-11-27T08:30:00+07:00"
