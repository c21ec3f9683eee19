"""Signing, numbering and sealing from the command line: two people, two keys, two moments."""

from pathlib import Path

import pypdf
import pytest

from tests.cli.apology_desk import (
    LEADER,
    MORNING,
    NEW_DATE,
    PASSWORD,
    REGISTRAR,
    ApologyDesk,
    p12,
)
from tests.cli.conftest import Command, Typing
from tests.support.pki import Pki
from tests.support.softhsm import PIN, Item, new_token
from tests.support.tsa import Mode, authority


@pytest.fixture
def desk(ward: Command, type_line: Typing, tmp_path: Path) -> ApologyDesk:
    """The commands in a sample ward."""
    return ApologyDesk(ward, type_line, tmp_path)


def signatures(file: Path) -> int:
    """Return how many signatures a file holds."""
    fields = pypdf.PdfReader(file).get_fields() or {}
    return sum(one.get("/FT") == "/Sig" and "/V" in one for one in fields.values())


def test_a_letter_is_signed_sealed_and_issued(desk: ApologyDesk) -> None:
    """The leader by one key, the registrar by another; the number is the next free one."""
    code = desk.submitted()
    wrong = desk.sign(code, password="sai")
    assert (wrong["status"], wrong["error"]) == (1, "signing.wrong_password")
    (signed,) = desk.sign(code)["letters"]
    assert (signed["state"], signed["level"]) == ("awaiting_seal", "B-B")
    (issued,) = desk.issue(code)["letters"]
    assert (issued["state"], issued["number"]) == ("issued", "01")
    out = desk.folder / "letter.pdf"
    desk.ward("letter", "pdf", code, "--out", str(out))
    assert signatures(out) == 2
    shown = desk.ward("show", code)
    assert [one["due_on"] for one in shown["appointments"]] == ["2026-11-26", NEW_DATE]
    assert desk.ward("check")["ok"] is True


def test_a_morning_of_letters_is_signed_in_one_act(desk: ApologyDesk) -> None:
    """All that wait, with one password; numbers count up from the one that is named."""
    codes = [desk.submitted(number) for number in (1, 2, 3)]
    assert [one["code"] for one in desk.sign("--all")["letters"]] == codes
    issued = desk.issue("--all", "--number", "11")["letters"]
    assert [(one["code"], one["number"]) for one in issued] == list(
        zip(codes, ("11", "12", "13"), strict=True)
    )
    nothing = desk.sign("--all")
    assert (nothing["status"], nothing["letters"]) == (0, [])


def test_a_letter_that_cannot_go_on_does_not_stop_the_others(desk: ApologyDesk) -> None:
    """Its trouble is listed, and the command ends with a status that says so."""
    gone, good = desk.submitted(1), desk.submitted(2)
    words = ("--reason", "chờ xác minh", "--new-date", "2026-12-09")
    desk.apology("draft", good, *words)
    done = desk.sign("--all", at="2026-12-02T08:00")
    assert done["status"] == 1
    assert [one["code"] for one in done["letters"]] == [good]
    assert [(one["code"], one["error"]) for one in done["refused"]] == [(gone, "apology.date_gone")]


def test_nobody_does_another_persons_part(desk: ApologyDesk) -> None:
    """Roles are asked before a password is; a number that is taken is never exchanged."""
    code, other = desk.submitted(1), desk.submitted(2)
    key = ("--p12", str(desk.key_file("Đỗ Thị Ẩn")))
    assert desk.apology("sign", code, *key)["error"] == "apology.role_not_allowed"
    assert desk.apology("issue", code, *key, *LEADER)["error"] == "apology.role_not_allowed"
    assert desk.issue(code)["error"] == "apology.act_not_allowed"
    desk.sign("--all")
    desk.issue(code, "--number", "5")
    taken = desk.issue(other, "--number", "05")
    assert taken["error"] == "apology.number_taken"
    assert "06" in taken["message"]


def test_a_certificate_that_may_not_sign_is_refused(desk: ApologyDesk) -> None:
    """One for encryption only; nothing is recorded."""
    code = desk.submitted()
    file = desk.folder / "khac.p12"
    file.write_bytes(p12("Đỗ Thị Ẩn", may_sign=False))
    desk.type_line(PASSWORD)
    refused = desk.apology("sign", code, "--p12", str(file), *LEADER)
    assert refused["error"] == "signing.certificate_usage"
    assert desk.apology("show", code)["apologies"][0]["state"] == "submitted"
    missing = desk.apology("sign", code, "--p12", "khong-co.p12", *LEADER)
    assert missing["error"] == "signing.file_unreadable"
    assert desk.apology("sign", code, *LEADER)["status"] == 2


def test_a_token_signs_with_its_pin(desk: ApologyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which certificate is told when several fit; a wrong PIN is counted and told."""
    people = Pki(now=MORNING)
    leader = people.signer("Đỗ Thị Ẩn", elliptic=True)
    token = new_token(
        desk.folder / "token", Item(leader), Item(people.signer("Lê Ổn", elliptic=True))
    )
    monkeypatch.setenv("SOFTHSM2_CONF", str(token.config))
    code = desk.submitted()
    key = ("--token", str(token.library), *LEADER)
    unclear = desk.apology("sign", code, *key)
    assert unclear["error"] == "signing.key_not_chosen"
    serial = f"{leader.certificate.serial_number:X}"
    assert serial in unclear["message"]
    desk.type_line("0000")
    wrong = desk.apology("sign", code, *key, "--serial", serial)
    assert wrong["error"] == "token.pin_wrong"
    desk.type_line(PIN)
    done = desk.apology("sign", code, *key, "--serial", serial.lower())
    assert [one["state"] for one in done["letters"]] == ["awaiting_seal"]
    assert PIN not in str(done)


def test_a_letter_waits_for_its_time_stamp_where_there_is_an_authority(desk: ApologyDesk) -> None:
    """Down: the letter stays, and the registrar may let it go without. Up: it is stamped."""
    assert desk.apology("stamp")["error"] == "apology.no_time_stamp_authority"
    with authority(Pki(now=MORNING)) as server:
        choose = ("apology", "choices", "set", "--as", "hung", "--time-stamp-url")
        desk.ward(*choose, server.url)
        early, later = desk.submitted(1), desk.submitted(2)
        assert {one["state"] for one in desk.sign("--all")["letters"]} == {"signed"}
        server.mode = Mode.ERROR
        refused = desk.apology("stamp")
        assert (refused["status"], refused["error"]) == (1, "signing.time_stamp_unavailable")
        (going,) = desk.apology("forward", early, *REGISTRAR)["letters"]
        assert (going["state"], going["level"]) == ("awaiting_seal", "B-B")
        server.mode = Mode.OK
        stamped = desk.apology("stamp")["letters"]
    assert {one["code"]: one["level"] for one in stamped} == {early: "B-T", later: "B-T"}
    assert {one["state"] for one in stamped} == {"awaiting_seal"}
    assert desk.issue(later)["letters"][0]["state"] == "issued"
