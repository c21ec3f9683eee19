"""Scanning a slip anywhere opens its dossier, with what the slip is worth."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services import receipt_keys, slips
from app.signing.receipt_keys import load_seal, make_key
from app.ui.application import seat
from app.ui.desk import Desk
from app.ui.window import MainWindow
from tests.support import apology_acts
from tests.support.desk_ward import Ward
from tests.support.keyboard import Keyboard


@pytest.fixture
def sealed(ward: Ward, tmp_path: Path) -> Ward:
    """The ward with a key for its slips."""
    made = make_key(tmp_path)
    ward.do(receipt_keys.add_own_key, made.public_key)
    seal = load_seal(tmp_path, made.key_id, made.place)
    ward.office = replace(ward.office, seal=seal, qr_prefix="https://motcua.example.vn/v#")
    return ward


@pytest.fixture
def window(sealed: Ward, desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole window, seated in the ward with a key."""
    made = MainWindow()
    qtbot.addWidget(made)
    desk.office = sealed.office
    seat(made, desk)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.unseat()


def printed(ward: Ward, slip_id: str) -> str:
    text: str = ward.ask(slips.get_slip, slip_id).qr_text
    return text


def test_an_address_that_ends_in_a_digit_hides_no_slip(
    window: MainWindow, sealed: Ward, qtbot: QtBot
) -> None:
    """Where the sealed digits begin is found, whatever the office put before them."""
    sealed.office = replace(sealed.office, qr_prefix="https://x.vn/h2")
    received = sealed.receive("Nguyễn Thị Ẩn")
    text = printed(sealed, received.slip_id)
    assert text.startswith("https://x.vn/h2")
    Keyboard(window).scan(text)
    qtbot.waitUntil(lambda: window.notices.current() is not None)
    said = window.notices.current().text
    assert said.startswith(f"{received.code}: Giấy hẹn thật, đang có hiệu lực")


@pytest.mark.parametrize("page", ["reception", "lookup", "lateness"])
def test_a_slip_scanned_on_any_page_opens_its_card(
    window: MainWindow, sealed: Ward, qtbot: QtBot, page: str
) -> None:
    """The verdict is said, and nothing of the digits stays in the field."""
    received = sealed.receive("Nguyễn Thị Ẩn")
    window.show_page(page)
    Keyboard(window).scan(printed(sealed, received.slip_id))
    lookup = window.pages["lookup"]
    qtbot.waitUntil(lambda: lookup.card_view.card is not None)
    assert window.page() is lookup
    assert lookup.card_view.card.row.code == received.code
    said = window.notices.current().text
    assert said.startswith(f"{received.code}: Giấy hẹn thật, đang có hiệu lực")
    assert lookup.box.text() == received.code


def test_where_results_are_handed_over_the_officer_goes_on_there(
    window: MainWindow, sealed: Ward, qtbot: QtBot
) -> None:
    """One scan, one key: the verdict stands beside it."""
    received = sealed.receive("Nguyễn Thị Ẩn")
    window.show_page("returning")
    Keyboard(window).scan(printed(sealed, received.slip_id))
    page = window.pages["returning"]
    qtbot.waitUntil(lambda: page.card is not None)
    assert page.card.row.code == received.code
    assert "Giấy hẹn thật" in window.notices.current().text


def test_a_forged_slip_is_told_and_stays_told(
    window: MainWindow, sealed: Ward, qtbot: QtBot
) -> None:
    """The notice waits for the officer; the dossier is opened to compare with."""
    received = sealed.receive("Nguyễn Thị Ẩn")
    text = printed(sealed, received.slip_id)
    Keyboard(window).scan(text[:-1] + str((int(text[-1]) + 1) % 10))
    qtbot.waitUntil(lambda: window.notices.current() is not None)
    notice = window.notices.current()
    assert (notice.tone, "không thật" in notice.text) == ("late", True)
    qtbot.waitUntil(lambda: window.pages["lookup"].card_view.card is not None)


def test_the_slip_of_an_old_appointment_is_told(
    window: MainWindow, sealed: Ward, qtbot: QtBot
) -> None:
    """With the date that holds now."""
    received = sealed.receive("Nguyễn Thị Ẩn", days_ago=7)
    text = printed(sealed, received.slip_id)
    new_day = sealed.clock.moment.date() + timedelta(days=5)
    apology_acts.issue(sealed, received.dossier_id, new_day)
    Keyboard(window).scan(text)
    qtbot.waitUntil(lambda: window.notices.current() is not None)
    assert "đã được thay bằng lần hẹn khác" in window.notices.current().text
    assert f"{new_day:%d/%m/%Y}" in window.notices.current().text


def test_digits_of_another_program_are_told(window: MainWindow, qtbot: QtBot) -> None:
    """Nothing is opened and nothing typed."""
    Keyboard(window).scan("9" * 150)
    qtbot.waitUntil(lambda: window.notices.current() is not None)
    assert "không phải giấy hẹn" in window.notices.current().text
    assert window.page().key == "reception"


def test_a_scanned_letter_opens_its_dossier(window: MainWindow, sealed: Ward, qtbot: QtBot) -> None:
    """The paper finds its record, and says how the letter stands."""
    received = sealed.receive("Nguyễn Thị Ẩn", days_ago=7)
    new_day = sealed.clock.moment.date() + timedelta(days=5)
    issued = apology_acts.issue(sealed, received.dossier_id, new_day)
    Keyboard(window).scan(issued.letter.qr_text)
    lookup = window.pages["lookup"]
    qtbot.waitUntil(lambda: lookup.card_view.card is not None)
    assert lookup.card_view.card.row.code == received.code
    assert f"{received.code}: Thư xin lỗi" in window.notices.current().text
