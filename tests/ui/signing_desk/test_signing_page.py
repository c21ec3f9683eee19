"""The leader's face: a queue beside the very letter, the reason put right, one or many signed."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services import apology, ledger
from app.signing.findings import Verdict
from app.signing.verify import examine_file
from app.ui.signing_desk.large_letter import LargeLetter
from app.ui.signing_desk.page import SigningPage
from tests.ui.signing_desk.conftest import REASON, SigningWard


def _said(page: SigningPage) -> str:
    return page.view.strip.text()


def test_the_queue_stands_beside_the_very_letter(qtbot: QtBot, signing: SigningWard) -> None:
    """The most urgent first; who wrote it is told, and its pages are drawn."""
    signing.submit("Lê Thị Tú", days_ago=9)
    signing.submit("Nguyễn Thị Hoa", days_ago=12)
    page = signing.page("an")
    assert [row.owed.applicant_name for row in page.view.table.rows] == [
        "Nguyễn Thị Hoa",
        "Lê Thị Tú",
    ]
    assert page.view.table.rows[0].writer == "Trần Ngọc Lan"
    qtbot.waitUntil(lambda: page.view.preview.pdf.page_count() == 1)
    assert page.view.preview.reason.reason() == REASON
    assert "Trần Ngọc Lan soạn" in page.view.preview.facts.text()


def test_ticked_letters_are_signed_at_once(qtbot: QtBot, signing: SigningWard) -> None:
    """Two of three are ticked: those two are signed, proved and recorded, the third stays."""
    dossiers = signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú", "Bùi Gia Hân")
    page = signing.page("an")
    page.runner.key = signing.key_file("Đỗ Thị Ẩn")
    assert page.view.primary.text() == "Ký 1 thư"
    for number in range(2):
        page.view.table.selectRow(number)
        qtbot.keyClick(page.view.table, Qt.Key.Key_Space)
    assert page.view.primary.text() == "Ký 2 thư"
    signing.confirm(page)
    assert signing.finish(page) == "Đã ký 2/2 thư."
    letters = [signing.letter(one) for one in dossiers]
    assert sorted(letter.state for letter in letters) == [
        "awaiting_seal",
        "awaiting_seal",
        "submitted",
    ]
    signed = next(letter for letter in letters if letter.file)
    found = examine_file(signed.file or b"", (), at=signing.ward.clock.now())
    assert (found.verdict, len(found.signatures)) == (Verdict.UNTRUSTED, 1)
    qtbot.waitUntil(lambda: len(page.view.table.rows) == 1)


def test_all_are_ticked_and_unticked(signing: SigningWard) -> None:
    """One box for the whole list."""
    signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú")
    page = signing.page("an")
    page.view.all.setChecked(True)
    assert len(page.view.table.ticked()) == 2
    page.view.all.setChecked(False)
    assert page.view.table.ticked() == ()


def test_the_space_bar_ticks_the_current_letter(qtbot: QtBot, signing: SigningWard) -> None:
    """No mouse is needed."""
    signing.submit("Nguyễn Thị Hoa")
    page = signing.page("an")
    qtbot.keyClick(page.view.table, Qt.Key.Key_Space)
    assert len(page.view.table.ticked()) == 1
    assert page.view.all.isChecked()
    qtbot.keyClick(page.view.table, Qt.Key.Key_Space)
    assert not page.view.all.isChecked()


def test_a_reason_put_right_keeps_the_letter_in_the_queue(
    qtbot: QtBot, signing: SigningWard
) -> None:
    """Changed, shown, kept; who wrote the letter is still told."""
    (dossier,) = signing.submit("Nguyễn Thị Hoa")
    page = signing.page("an")
    preview = page.view.preview
    qtbot.waitUntil(lambda: preview.pdf.page_count() == 1)
    preview.reason.setEditText("Hồ sơ cần kiểm tra thực tế tại nơi ở cũ")
    preview.save.click()
    qtbot.waitUntil(lambda: page.view.table.rows[0].owed.reason.startswith("Hồ sơ cần kiểm tra"))
    letter = signing.letter(dossier)
    assert letter.state == "submitted"
    assert "kiểm tra thực tế" in " ".join(letter.letter.paragraphs)
    assert page.view.table.rows[0].writer == "Trần Ngọc Lan"


def test_words_typed_while_the_reason_is_kept_are_not_lost(
    qtbot: QtBot, signing: SigningWard
) -> None:
    """What was pressed for is kept; what came after waits for its own press."""
    signing.submit("Nguyễn Thị Hoa")
    page = signing.page("an")
    preview = page.view.preview
    qtbot.waitUntil(lambda: preview.pdf.page_count() == 1)
    preview.reason.setEditText("Chờ bổ sung")
    preview.save.click()
    preview.reason.setEditText("Chờ bổ sung của Sở")
    qtbot.waitUntil(lambda: page.view.table.rows[0].owed.reason == "Chờ bổ sung")
    assert preview.reason.currentText() == "Chờ bổ sung của Sở"
    assert preview.unsaved(page.view.table.rows) is not None
    qtbot.waitUntil(preview.save.isEnabled)


def test_the_letter_is_read_large_without_the_mouse(qtbot: QtBot, signing: SigningWard) -> None:
    """Enter opens it, the arrows lead through the queue, Enter comes back to the same letter."""
    signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú")
    page = signing.page("an")
    qtbot.waitUntil(lambda: page.view.preview.pdf.page_count() == 1)
    qtbot.keyClick(page.view.table, Qt.Key.Key_Return)
    (large,) = page.findChildren(LargeLetter)
    assert large.facts.text() == page.view.preview.facts.text()
    assert large.pdf.page_count() == 1
    qtbot.keyClick(large, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "Lê Thị Tú" in large.facts.text())
    with qtbot.waitSignal(large.destroyed):
        qtbot.keyClick(large, Qt.Key.Key_Return)
    assert page.view.table.current() == page.view.table.rows[1]


def test_an_unsaved_reason_is_never_signed_past(qtbot: QtBot, signing: SigningWard) -> None:
    """What the leader sees is what is signed: a changed reason is kept first."""
    (dossier,) = signing.submit("Nguyễn Thị Hoa")
    page = signing.page("an")
    page.runner.key = signing.key_file("Đỗ Thị Ẩn")
    page.view.preview.reason.setEditText("Lý do khác")
    page.view.primary.click()
    assert "chưa lưu" in _said(page)
    assert signing.letter(dossier).state == "submitted"


def test_an_empty_reason_is_refused_at_its_field(qtbot: QtBot, signing: SigningWard) -> None:
    """The law wants a reason in the letter."""
    signing.submit("Nguyễn Thị Hoa")
    page = signing.page("an")
    preview = page.view.preview
    qtbot.waitUntil(lambda: preview.pdf.page_count() == 1)
    preview.reason.setEditText("  ")
    preview.save.click()
    assert "Điều 19 khoản 9" in preview.reason_field.said()


def test_a_letter_is_sent_back_with_a_word(qtbot: QtBot, signing: SigningWard) -> None:
    """It leaves the queue, and the writer reads why."""
    (dossier,) = signing.submit("Nguyễn Thị Hoa")
    page = signing.page("an")
    page.acts.send_back(page.view.table.rows[0], "Lý do chưa cụ thể")
    qtbot.waitUntil(page.view.nothing.isVisible)
    (owed,) = signing.ward.ask(ledger.of_dossier, dossier)
    assert (owed.state, owed.sent_back_why) == ("drafted", "Lý do chưa cụ thể")


def test_a_letter_rewritten_meanwhile_is_listed_and_the_others_are_signed(
    qtbot: QtBot, signing: SigningWard
) -> None:
    """One letter's trouble is its own."""
    changed, other = signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú")
    page = signing.page("an")
    page.runner.key = signing.key_file("Đỗ Thị Ẩn")
    page.view.all.setChecked(True)
    letter = signing.letter(changed)
    signing.ward.do(apology.draft, changed, reason="khác", new_due_on=letter.new_due_on)
    signing.confirm(page)
    said = signing.finish(page)
    assert "Đã ký 1/2 thư." in said
    assert f"{letter.code}: Thư của hồ sơ" in page.view.batch.list.toPlainText()
    assert signing.letter(other).state == "awaiting_seal"
    assert signing.letter(changed).state == "submitted"


def test_a_wrong_password_is_said_at_its_field(qtbot: QtBot, signing: SigningWard) -> None:
    """Nothing is signed, and the next try works."""
    (dossier,) = signing.submit("Nguyễn Thị Hoa")
    page = signing.page("an")
    page.runner.key = signing.key_file("Đỗ Thị Ẩn")
    dialog = signing.confirm(page, "sai")
    qtbot.waitUntil(lambda: "Mật khẩu" in dialog.told())
    assert signing.letter(dossier).state == "submitted"
    qtbot.waitUntil(dialog.secret_field.isEnabled)
    dialog.password.setText("mat-khau")
    dialog.go.click()
    assert signing.finish(page) == "Đã ký 1/1 thư."


def test_the_badge_counts_what_waits(qtbot: QtBot, signing: SigningWard) -> None:
    """The rail tells the leader how many letters wait."""
    signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú")
    page = signing.page("an")
    with qtbot.waitSignal(page.badge_changed) as badge:
        page.refresh()
    assert badge.args == [2]


@pytest.mark.parametrize("login", ["lan", "admin"])
def test_others_see_who_has_to_act(qtbot: QtBot, signing: SigningWard, login: str) -> None:
    """Read only: no key, no ticks; the dossier is one press away."""
    signing.submit("Nguyễn Thị Hoa")
    page = signing.page(login)
    assert page.view.table.model().index(0, 3).data() == "Lãnh đạo"
    assert page.view.table.may_be_ticked() == ()
    assert not page.view.choose_key.isVisible()
    with qtbot.waitSignal(page.open_asked) as asked:
        page.view.primary.click()
    assert asked.args == [page.view.table.rows[0].owed.code]


def test_a_scanned_code_makes_its_letter_current(qtbot: QtBot, signing: SigningWard) -> None:
    """The QR on the paper carries the dossier's code."""
    signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú")
    page = signing.page("an")
    last = page.view.table.rows[1]
    assert page.take_scan(last.owed.code)
    current = page.view.table.current()
    assert current is not None
    assert current.key == last.key
    assert not page.take_scan("H29.26-261118-9999")
