"""Trả kết quả: one scan, one key; what cannot be handed over is explained."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.dossiers import Person
from app.core.lifecycle import DossierStatus
from app.services import charging, finishing, lookup, returning
from app.services.reception import Received
from app.ui.desk import Desk
from app.ui.history_text import sentence
from app.ui.pages.returning import ReturningPage
from app.ui.turns.money_dialog import MoneyDialog
from tests.support import apology_acts as acts
from tests.support.desk_ward import Ward


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ReturningPage:
    made = ReturningPage(desk)
    qtbot.addWidget(made)
    desk.changed.connect(made.on_changed)
    made.resize(1160, 760)
    made.show()
    made.on_shown()
    return made


def _open(qtbot: QtBot, page: ReturningPage, received: Received) -> None:
    assert page.take_scan(received.code)
    qtbot.waitUntil(lambda: page.card is not None and page.card.row.code == received.code)


def _words(page: ReturningPage) -> str:
    return "\n".join(label.text() for label in page.view.findChildren(QLabel))


def _status(ward: Ward, received: Received) -> DossierStatus:
    return ward.ask(lookup.get_row, received.dossier_id).status


def test_a_scan_and_one_key_hand_over(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """The applicant is chosen already; afterwards the box waits for the next citizen."""
    received = ward.receive("Nguyễn Thị Hoa", 1)
    _open(qtbot, page, received)
    action = page.primary()
    assert action is not None
    action.trigger()
    qtbot.waitUntil(lambda: page.card is None)
    card = ward.ask(lookup.card, received.dossier_id)
    assert card.row.status is DossierStatus.RETURNED
    assert card.collector == "Nguyễn Thị Hoa"
    assert page.box.text() == ""
    assert page.focusWidget() is page.box
    assert "Đã trả kết quả" in page.nothing.text()


def test_a_result_goes_by_post_with_its_number_and_its_letter(
    qtbot: QtBot, ward: Ward, page: ReturningPage
) -> None:
    """No number, no key; the letter that lies there goes in the same item."""
    received = ward.receive("Nguyễn Thị Hoa", 12)
    acts.tick(ward)
    acts.issue(ward, received.dossier_id, date(2026, 11, 25))
    _open(qtbot, page, received)
    page.collector.post.setChecked(True)
    assert page.focusWidget() is page.collector.tracking
    assert not page.hand_over.isEnabled()
    page.collector.tracking.setText("RR 123 456 VN")
    page.primary().trigger()
    qtbot.waitUntil(lambda: page.card is None)
    card = ward.ask(lookup.card, received.dossier_id)
    assert (card.collector, card.row.status) == ("Bưu chính", DossierStatus.RETURNED)
    assert "RR 123 456 VN" in sentence(card.history[-1])
    (owed,) = card.apologies
    assert owed.state == "closed"
    told = next(one for one in card.history if one.kind == "apology.delivered")
    assert (told.facts["delivery"]["channel"], told.facts["delivery"]["reference"]) == (
        "post",
        "RR 123 456 VN",
    )


def test_what_is_still_to_be_paid_is_one_press_away(
    qtbot: QtBot, ward: Ward, page: ReturningPage
) -> None:
    """Told while it is owed; the result goes out all the same."""
    received = ward.receive("Nguyễn Thị Hoa", 1)
    ward.do(charging.assess, received.dossier_id, {1: 15000})
    _open(qtbot, page, received)
    qtbot.waitUntil(page.money.isVisible)
    assert "15.000 đ" in page.money.text()
    assert page.hand_over.isEnabled()
    page.money.click()
    (dialog,) = page.findChildren(MoneyDialog)
    qtbot.waitUntil(lambda: dialog.account is not None)
    dialog.take.click()
    qtbot.waitUntil(lambda: not page.money.isVisible())
    dialog.reject()


def test_ticked_originals_go_back_with_the_result(
    qtbot: QtBot, ward: Ward, page: ReturningPage
) -> None:
    """None unless the officer ticks it; a tick survives a refresh, not the next citizen."""
    received, other = ward.receive("Nguyễn Thị Hoa", 1), ward.receive("Lê Thị Tú", 1)
    _open(qtbot, page, received)
    (box,) = page.originals.boxes.values()
    assert box.text().startswith("Tờ khai cấp Giấy xác nhận")
    assert not box.isChecked()
    box.setChecked(True)
    page._open(received.dossier_id)
    qtbot.waitUntil(lambda: box is not next(iter(page.originals.boxes.values())))
    assert page.originals.chosen() == {1: 1}
    page.primary().trigger()
    qtbot.waitUntil(lambda: page.card is None)
    assert ward.ask(lookup.card, received.dossier_id).originals == ()
    _open(qtbot, page, other)
    assert page.originals.chosen() == {}
    page.primary().trigger()
    qtbot.waitUntil(lambda: page.card is None)
    (held,) = ward.ask(lookup.card, other.dossier_id).originals
    assert (held.ordinal, held.held) == (1, 1)


def test_pressing_twice_returns_once(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """The key is held while its own command runs."""
    _open(qtbot, page, ward.receive("Nguyễn Thị Hoa", 1))
    page.hand_over.click()
    assert not page.hand_over.isEnabled()
    page.hand_over.click()
    qtbot.waitUntil(lambda: page.card is None)


def test_who_handed_in_collects_by_default(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """A representative who brought the dossier is offered first."""
    authorised = Person("Phạm Quốc Đạt", identity_number="003190000777")
    _open(qtbot, page, ward.receive("Lê Thị Tú", 1, representative=authorised))
    assert page.collector.representative.isChecked()
    assert page.collector.collector() == "Phạm Quốc Đạt"


def test_another_person_must_be_named(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """The key waits until somebody is named."""
    received = ward.receive("Lê Thị Tú", 1)
    _open(qtbot, page, received)
    page.collector.other.setChecked(True)
    assert not page.hand_over.isEnabled()
    page.collector.name.setText("Vũ Thị Én")
    page.collector.number.setText("003190000888")
    page.hand_over.click()
    qtbot.waitUntil(lambda: page.card is None)
    card = ward.ask(lookup.card, received.dossier_id)
    assert card.collector == "Vũ Thị Én"
    assert card.history[-1].facts["collector_identity"] == "••••••••0888"


def test_lateness_reminds_but_never_blocks(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """NĐ 61/2018: a late dossier without its letter is still handed over."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    _open(qtbot, page, received)
    assert "Trễ 7 ngày" in _words(page)
    assert "chưa có thư xin lỗi" in _words(page)
    page.hand_over.click()
    qtbot.waitUntil(lambda: page.card is None)
    assert _status(ward, received) is DossierStatus.RETURNED


def test_a_letter_on_its_way_is_told(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """It is with the leader: nothing to write, nothing to wait for."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.submit(ward, received.dossier_id, date(2026, 11, 23))
    _open(qtbot, page, received)
    assert "đang chờ ký hoặc đóng dấu" in _words(page)
    assert not page.with_letter.isVisible()
    assert page.hand_over.isEnabled()


@pytest.mark.parametrize("goes_along", [True, False])
def test_a_waiting_letter_goes_along(
    qtbot: QtBot, ward: Ward, page: ReturningPage, goes_along: bool
) -> None:
    """One press records both; who does not hand the letter over takes the tick away."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.issue(ward, received.dossier_id, date(2026, 11, 23))
    _open(qtbot, page, received)
    assert page.with_letter.isVisible()
    assert "thư xin lỗi số 05" in page.with_letter.text()
    page.with_letter.setChecked(goes_along)
    said: list[str] = []
    page.said.connect(lambda text, *_: said.append(text))
    page.hand_over.click()
    qtbot.waitUntil(lambda: page.card is None)
    card = ward.ask(lookup.card, received.dossier_id)
    assert card.row.status is DossierStatus.RETURNED
    assert card.apologies[0].state == ("closed" if goes_along else "issued")
    assert ("kèm thư xin lỗi" in said[-1]) is goes_along


def test_a_letter_that_cannot_be_recorded_never_keeps_the_result(
    qtbot: QtBot, ward: Ward, page: ReturningPage
) -> None:
    """Somebody recorded the delivery meanwhile: the result is handed over, the rest is told."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.issue(ward, received.dossier_id, date(2026, 11, 23))
    _open(qtbot, page, received)
    acts.deliver(ward, received.dossier_id)
    said: list[str] = []
    page.said.connect(lambda text, *_: said.append(text))
    page.hand_over.click()
    qtbot.waitUntil(lambda: page.card is None)
    assert _status(ward, received) is DossierStatus.RETURNED
    assert "chưa ghi được việc giao thư" in said[-1]


def test_a_result_that_cannot_be_returned_says_what_was_recorded(
    qtbot: QtBot, ward: Ward, page: ReturningPage
) -> None:
    """The letter is with the citizen, the result was given out at another desk."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.issue(ward, received.dossier_id, date(2026, 11, 23))
    _open(qtbot, page, received)
    ward.do(returning.return_result, received.dossier_id, collector="Nguyễn Thị Hoa")
    said: list[str] = []
    page.said.connect(lambda text, *_: said.append(text))
    page.hand_over.click()
    qtbot.waitUntil(lambda: bool(said))
    assert "Đã ghi việc giao thư xin lỗi, nhưng chưa trả được kết quả" in said[-1]
    qtbot.waitUntil(lambda: "Kết quả đã được trả cho" in _words(page))


def test_a_result_that_lay_ready_in_time_is_not_late(
    qtbot: QtBot, ward: Ward, page: ReturningPage
) -> None:
    """The citizen comes weeks later: nothing to be sorry for."""
    received = ward.receive("Lê Thị Tú", 1)
    ward.do(finishing.finish, received.dossier_id)
    ward.clock.moment += timedelta(days=20)
    _open(qtbot, page, received)
    assert "Có kết quả đúng hẹn" in _words(page)
    assert "xin lỗi" not in _words(page)


@pytest.mark.parametrize(("days", "said"), [(5, "Đúng ngày hẹn"), (1, "Sớm 2 ngày so với hẹn")])
def test_on_the_day_and_early_are_said(
    qtbot: QtBot, ward: Ward, page: ReturningPage, days: int, said: str
) -> None:
    """The officer sees whether the promise is kept."""
    _open(qtbot, page, ward.receive("Nguyễn Thị Hoa", days))
    assert said in _words(page)


def test_a_returned_dossier_is_explained(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """Who collected and when, instead of a refusal after the key."""
    received = ward.receive("Nguyễn Thị Hoa", 1)
    _open(qtbot, page, received)
    page.hand_over.click()
    qtbot.waitUntil(lambda: page.card is None)
    _open(qtbot, page, received)
    assert "Kết quả đã được trả cho Nguyễn Thị Hoa lúc 08:30, Thứ Tư 18/11/2026." in _words(page)
    assert not page.collector.isVisible()
    assert not page.hand_over.isEnabled()


def test_last_digits_list_the_candidates(qtbot: QtBot, ward: Ward, page: ReturningPage) -> None:
    """Several dossiers end the same; arrows and Enter choose one."""
    for days in (1, 2):
        ward.receive("Nguyễn Thị Hoa", days)
    qtbot.keyClicks(page.box, "0001")
    qtbot.waitUntil(lambda: len(page.table.rows) == 2)
    qtbot.keyClick(page.box, Qt.Key.Key_Down)
    chosen = page.table.current()
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.card is not None)
    assert page.card is not None
    assert chosen is not None
    assert page.card.row.code == chosen.code


def test_an_unknown_code_says_what_to_do(qtbot: QtBot, page: ReturningPage) -> None:
    """The code stays in the box to be mended."""
    page.take_scan("H29.26-261101-9999")
    qtbot.waitUntil(lambda: "Không có hồ sơ" in page.nothing.text())
    assert page.box.text() == "H29.26-261101-9999"


def test_a_card_is_not_for_this_page(page: ReturningPage) -> None:
    """A citizen card belongs to intake; the page leaves it alone."""
    assert not page.take_scan("003190000123||Nguyễn Thị Hoa|01011990|Nữ|Bến Mơ|01012022")
