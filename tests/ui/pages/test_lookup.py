"""Tra cứu: found as typed, read in full, reprinted with a reason, handed on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.services import print_queue, returning
from app.ui.desk import Desk
from app.ui.finish_dialog import FinishDialog
from app.ui.letter_dialog import LetterDialog
from app.ui.pages.lookup import LookupPage
from app.ui.paper_dialog import PaperDialog
from tests.support.desk_ward import Ward


@pytest.fixture
def page(qtbot: QtBot, ward: Ward, desk: Desk) -> LookupPage:
    ward.receive("Nguyễn Thị Hoa", 10, phone="0900 000 001")
    ward.receive("Trần Văn Bình", 1)
    made = LookupPage(desk)
    qtbot.addWidget(made)
    desk.changed.connect(made.on_changed)
    made.resize(1160, 760)
    made.show()
    made.on_shown()
    qtbot.waitUntil(lambda: len(made.table.rows) == 2)
    return made


def _names(page: LookupPage) -> list[str]:
    return [row.applicant_name for row in page.table.rows]


def _shown_words(page: LookupPage) -> str:
    return "\n".join(label.text() for label in page.card_view.widget().findChildren(QLabel))


def test_an_empty_box_shows_what_this_clerk_took_in(page: LookupPage) -> None:
    """The newest comes first."""
    assert _names(page) == ["Trần Văn Bình", "Nguyễn Thị Hoa"]
    assert page.caption.text() == "2 hồ sơ bạn nhận gần đây"


@pytest.mark.parametrize("typed", ["nguyen hoa", "0001", "0900000001"])
def test_words_without_marks_digits_and_phones_find(
    qtbot: QtBot, page: LookupPage, typed: str
) -> None:
    """Typing asks by itself after a moment."""
    qtbot.keyClicks(page.box, typed)
    qtbot.waitUntil(lambda: "Nguyễn Thị Hoa" in _names(page) and page.box.question() == typed)


def test_only_the_newest_question_is_answered(qtbot: QtBot, page: LookupPage) -> None:
    """An answer that comes late for an older question never replaces the newer one."""
    for question in ("hoa", "binh", "hoa", "binh"):
        page.box.put(question)
    qtbot.waitUntil(lambda: _names(page) == ["Trần Văn Bình"])
    qtbot.wait(100)
    assert _names(page) == ["Trần Văn Bình"]


def test_nothing_found_says_what_to_do(qtbot: QtBot, page: LookupPage) -> None:
    """An empty result is not an empty screen."""
    page.box.put("zzz")
    qtbot.waitUntil(page.nothing.isVisible)
    assert "zzz" in page.nothing.text()
    assert not page.go_return.isEnabled()


def test_the_card_tells_the_dossier_in_full(qtbot: QtBot, page: LookupPage) -> None:
    """Code, person with a masked number, papers, appointment with its why, history in words."""
    page.box.put("hoa")
    qtbot.waitUntil(lambda: page.card_view.card is not None and _names(page) == ["Nguyễn Thị Hoa"])
    qtbot.waitUntil(lambda: "Nguyễn Thị Hoa" in _shown_words(page))
    words = _shown_words(page)
    assert page.table.rows[0].code in words
    assert "••••••••0123" in words
    assert "003190000123" not in words
    assert "Trễ 7 ngày" in words
    assert "Tiếp nhận hồ sơ, hẹn trả kết quả ngày 11/11/2026." in words
    assert "Chờ in" in words


def test_arrows_in_the_box_move_in_the_list(qtbot: QtBot, page: LookupPage) -> None:
    """The hand stays on the box; Enter goes to the list, Enter again to the card."""
    qtbot.keyClick(page.box, Qt.Key.Key_Down)
    assert page.table.current() == page.table.rows[1]
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    assert page.focusWidget() is page.table
    qtbot.waitUntil(page.card_view.isVisible)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.focusWidget() is page.card_view


def test_a_reprint_keeps_its_reason_and_shows_at_once(
    qtbot: QtBot, ward: Ward, page: LookupPage
) -> None:
    """The reprint waits at the printer, is numbered, and stands in the history."""
    qtbot.waitUntil(lambda: page.card_view.card is not None)
    page.reprint_because("Người dân làm mất giấy hẹn")
    qtbot.waitUntil(lambda: "In lại lần 1" in _shown_words(page))
    assert "Lý do: Người dân làm mất giấy hẹn." in _shown_words(page)
    assert next(job.copy for job in ward.ask(print_queue.list_jobs)) == 1


def test_the_form_is_seen_before_it_is_printed(
    qtbot: QtBot, page: LookupPage, tmp_path: Path
) -> None:
    """The very PDF that is shown can be saved."""
    qtbot.waitUntil(lambda: page.card_view.card is not None)
    page._offer_papers()
    receipt = next(one for one in page.papers.menu().actions() if "A5" in one.text())
    receipt.trigger()
    dialog = page.findChildren(PaperDialog)[-1]
    qtbot.waitUntil(dialog.view.save.isEnabled)
    dialog.save_to(tmp_path / "giay-hen.pdf")
    qtbot.waitUntil((tmp_path / "giay-hen.pdf").exists)
    assert (tmp_path / "giay-hen.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


@pytest.mark.parametrize("number", range(5))
def test_other_papers_are_drawn_from_the_dossier(
    qtbot: QtBot, page: LookupPage, number: int
) -> None:
    """Forms, fee note, hand-over list, follow-up book; or it is said what is missing."""
    qtbot.waitUntil(lambda: page.card_view.card is not None)
    page._offer_papers()
    listed = page.papers.menu().actions()
    actions = [one for one in listed if not one.isSeparator() and one is not page.reprint]
    assert len(actions) == 5
    actions[number].trigger()
    dialog = page.findChildren(PaperDialog)[-1]
    qtbot.waitUntil(lambda: dialog.view.save.isEnabled() or bool(dialog.view.told()))
    dialog.reject()


def test_the_primary_key_hands_the_dossier_on(qtbot: QtBot, page: LookupPage) -> None:
    """F9 asks for the hand-over page with the code."""
    qtbot.waitUntil(lambda: page.card_view.card is not None)
    action = page.primary()
    assert action is not None
    with qtbot.waitSignal(page.return_asked) as asked:
        action.trigger()
    assert asked.args == [page.table.rows[0].code]


def test_a_returned_dossier_offers_no_return(qtbot: QtBot, ward: Ward, page: LookupPage) -> None:
    """What cannot be done is grey; the card says who collected."""
    ward.do(returning.return_result, page.table.rows[0].dossier_id, collector="Trần Văn Bình")
    page.on_changed(frozenset({"dossier"}))
    qtbot.waitUntil(lambda: "Đã trả cho Trần Văn Bình" in _shown_words(page))
    assert not page.go_return.isEnabled()
    assert page.reprint.isEnabled()


def test_a_scan_is_looked_up(qtbot: QtBot, ward: Ward, page: LookupPage) -> None:
    """A scanned code replaces what stood in the box."""
    code = page.table.rows[1].code
    assert page.take_scan(code)
    qtbot.waitUntil(lambda: [row.code for row in page.table.rows] == [code])


def test_a_late_result_without_its_letter_leads_to_the_letter(
    qtbot: QtBot, page: LookupPage
) -> None:
    """No letter, no submission: refused, and the letter opens at one press."""
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: "Nguyễn Thị Hoa" in _shown_words(page))
    page.finish.click()
    (dialog,) = page.findChildren(FinishDialog)
    dialog.take.click()
    qtbot.waitUntil(dialog.write_letter.isVisible)
    dialog.write_letter.click()
    (letter,) = page.findChildren(LetterDialog)
    qtbot.waitUntil(letter.form.isVisible)
    letter.reject()


def test_a_result_in_time_is_taken_once(qtbot: QtBot, page: LookupPage) -> None:
    """Afterwards the button is grey and the card says so."""
    qtbot.waitUntil(lambda: page.card_view.card is not None and page.finish.isEnabled())
    page.finish.click()
    (dialog,) = page.findChildren(FinishDialog)
    with qtbot.waitSignal(page.said) as said:
        dialog.take.click()
    assert "Đã nhận kết quả" in said.args[0]
    qtbot.waitUntil(lambda: not page.finish.isEnabled())
    assert page.go_return.isEnabled()
    assert "Kết quả đã có từ" in _shown_words(page)
