"""The registrar's face: numbers counted up, today's date, the seal, and the letter is issued."""

import dataclasses
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from app.core.errors import AppError
from app.core.register_number import following
from app.services import apology, apology_signing, ledger
from app.signing.findings import Verdict
from app.signing.verify import examine_file
from app.ui import signing_work
from app.ui.signing_desk.steps import SealStep
from app.ui.signing_desk.view import PAPER
from tests.ui.signing_desk.conftest import PASSWORD, SigningWard

AGENCY = "Trung tâm Phục vụ hành chính công"


def _numbers(signing: SigningWard, dossiers: list[str]) -> list[tuple[str, str]]:
    found = [signing.ward.ask(ledger.of_dossier, one)[0] for one in dossiers]
    return [(owed.state, owed.number) for owed in found]


def test_letters_are_numbered_sealed_and_issued(qtbot: QtBot, signing: SigningWard) -> None:
    """One confirmation; the numbers follow each other; both signatures hold."""
    dossiers = signing.signed("Nguyễn Thị Hoa", "Lê Thị Tú")
    page = signing.page("thu")
    page.runner.key = signing.key_file(AGENCY)
    assert page.view.number.text() == "01"
    assert page.view.day.text() == "ngày 18/11/2026"
    page.view.all.setChecked(True)
    assert page.view.primary.text() == "Đóng dấu, phát hành 2 thư"
    signing.confirm(page)
    assert signing.finish(page) == "Đã phát hành 2/2 thư."
    assert sorted(_numbers(signing, dossiers)) == [("issued", "01"), ("issued", "02")]
    file = signing.letter(dossiers[0]).file or b""
    found = examine_file(file, (), at=signing.ward.clock.now())
    assert (found.verdict, len(found.signatures)) == (Verdict.UNTRUSTED, 2)
    qtbot.waitUntil(lambda: page.view.number.text() == "03")


def test_a_number_that_is_taken_is_told_before_any_secret(
    qtbot: QtBot, signing: SigningWard
) -> None:
    """The register has gaps and additions: the number can be typed, but never twice."""
    first, second = signing.signed("Nguyễn Thị Hoa", "Lê Thị Tú")
    page = signing.page("thu")
    page.runner.key = signing.key_file(AGENCY)
    page.view.table.select(lambda row: row.owed.dossier_id == first)
    page.view.number.setText("07b")
    signing.confirm(page)
    signing.finish(page)
    assert _numbers(signing, [first]) == [("issued", "07b")]
    qtbot.waitUntil(lambda: len(page.view.table.rows) == 1)
    page.view.number.setText("07b")
    page.view.primary.click()
    qtbot.waitUntil(lambda: "Số 07b năm 2026" in page.view.strip.text())
    page.view.number.clear()
    page.view.primary.click()
    assert "Nhập số" in page.view.strip.text()
    assert _numbers(signing, [second]) == [("awaiting_seal", "")]


def test_a_letter_waits_for_its_time_stamp_or_is_let_go(qtbot: QtBot, signing: SigningWard) -> None:
    """Where the office has an authority, the registrar waits, or says that it does not."""
    for login in ("an", "thu"):
        desk = signing.desk_of(login)
        choices = dataclasses.replace(desk.office.apology, time_stamp_url="http://127.0.0.1:9/")
        desk.office = dataclasses.replace(desk.office, apology=choices)
    dossiers = signing.signed("Nguyễn Thị Hoa", "Lê Thị Tú", "Bùi Gia Hân")
    page = signing.page("thu")
    assert page.view.table.rows[0].owed.state == "signed"
    assert page.view.table.may_be_ticked() == ()
    assert not page.view.primary.isEnabled()
    page.view.forward_one.trigger()
    qtbot.waitUntil(page.view.primary.isEnabled)
    states = [signing.letter(dossier).state for dossier in dossiers]
    assert sorted(states) == ["awaiting_seal", "signed", "signed"]
    assert page.view.forward_all.text() == "C&ả 2 thư đang chờ"
    page.view.forward_all.trigger()
    qtbot.waitUntil(lambda: not page.view.forward.isEnabled())
    assert {signing.letter(dossier).state for dossier in dossiers} == {"awaiting_seal"}


def test_a_letter_that_fails_uses_up_no_number(signing: SigningWard) -> None:
    """The register has no gap for it; a number taken meanwhile is passed over."""
    dossiers = signing.signed("Nguyễn Thị Hoa", "Lê Thị Tú", "Bùi Gia Hân")
    page = signing.page("thu")
    step = SealStep(signing.desk_of("thu"), "05")
    signer = signing_work.open_key_file(signing.key_file(AGENCY).path, PASSWORD)
    rows = {row.owed.dossier_id: row for row in page.view.table.rows}
    signing.act("an", apology.send_back, dossiers[0], why="sai")
    with pytest.raises(AppError):
        step(rows[dossiers[0]], signer)
    assert "apology" in step(rows[dossiers[1]], signer)
    (paper,) = signing.submit("Trần Hữu Đỗ")
    signing.act(
        "thu",
        apology_signing.issue_on_paper,
        paper,
        letter_digest=signing.letter(paper).digest,
        number="06",
        day=date(2026, 11, 18),
        signer="Đỗ Thị Ẩn",
    )
    step(rows[dossiers[2]], signer)
    assert _numbers(signing, dossiers[1:]) == [("issued", "05"), ("issued", "07")]


def test_the_number_after_an_added_one() -> None:
    """05b was put in between; the next is 06."""
    assert [following(one) for one in ("05", "05b", "99", "7")] == ["06", "06", "100", "08"]


def test_letters_before_the_leader_are_on_the_paper_list(
    qtbot: QtBot, signing: SigningWard
) -> None:
    """The registrar sees them there alone, one press from the paper path."""
    signing.submit("Nguyễn Thị Hoa")
    page = signing.page("thu")
    assert page.view.table.rows == ()
    page.view.lists.set_value(PAPER)
    assert len(page.view.table.rows) == 1
    assert page.view.primary.text() == "Thư giấy…"
    assert not page.view.number.isVisible()
