"""Trễ hẹn: counted, grouped, filtered; the letter is the next step."""

import pytest
from pytestqt.qtbot import QtBot

from app.services import returning
from app.ui.desk import Desk
from app.ui.letter_dialog import LetterDialog
from app.ui.pages.lateness import OWED, LatenessPage
from tests.support.desk_ward import Ward


@pytest.fixture
def page(qtbot: QtBot, ward: Ward, desk: Desk) -> LatenessPage:
    ward.receive("Nguyễn Thị Hoa", 10, phone="0900 000 001")  # late
    ward.receive("Lê Thị Tú", 5)  # due today
    ward.receive("Hoàng Minh Đức", 2)  # due on the next working day
    ward.receive("Bùi Gia Hân", 0)  # not yet
    made = LatenessPage(desk)
    qtbot.addWidget(made)
    desk.changed.connect(made.on_changed)
    made.resize(1160, 760)
    made.show()
    made.on_shown()
    qtbot.waitUntil(lambda: len(made.table.rows) == 3)
    return made


def _counts(page: LatenessPage) -> dict[str, int]:
    return {str(key): card.count for key, card in page.cards.items()}


def test_the_day_is_counted(page: LatenessPage) -> None:
    """Each card counts its group; an apology is owed by all that the law reaches."""
    assert _counts(page) == {"owed": 3, "late": 1, "today": 1, "tomorrow": 1}
    assert [row.applicant_name for row in page.table.rows] == [
        "Nguyễn Thị Hoa",
        "Lê Thị Tú",
        "Hoàng Minh Đức",
    ]


def test_a_card_filters_and_lets_go(qtbot: QtBot, page: LatenessPage) -> None:
    """Pressed, one group; pressed again, all."""
    page.cards["today"].click()
    assert [row.applicant_name for row in page.table.rows] == ["Lê Thị Tú"]
    page.cards["late"].click()
    assert [row.applicant_name for row in page.table.rows] == ["Nguyễn Thị Hoa"]
    page.cards["late"].click()
    assert len(page.table.rows) == 3


def test_what_is_returned_leaves_the_page(qtbot: QtBot, ward: Ward, page: LatenessPage) -> None:
    """The rail's badge follows the number of apologies owed."""
    with qtbot.waitSignal(page.badge_changed) as badge:
        ward.do(returning.return_result, page.table.rows[0].dossier_id, collector="Nguyễn Thị Hoa")
        page.refresh()
    assert badge.args == [2]
    assert _counts(page)["late"] == 0


def test_time_alone_makes_late(qtbot: QtBot, ward: Ward, page: LatenessPage) -> None:
    """Nobody has to notice: looking again on the next day is enough."""
    ward.clock.moment = ward.clock.moment.replace(day=19)
    page.on_shown()
    qtbot.waitUntil(lambda: _counts(page)["late"] == 2)


def test_the_primary_key_opens_the_letter(qtbot: QtBot, page: LatenessPage) -> None:
    """The letter is about the current row."""
    action = page.primary()
    assert action is not None
    action.trigger()
    dialog = page.findChild(LetterDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.form.isVisible)
    dialog.reject()


def test_an_empty_group_says_so(qtbot: QtBot, ward: Ward, page: LatenessPage) -> None:
    """A day without lateness is said in words."""
    for row in page.table.rows:
        ward.do(returning.return_result, row.dossier_id, collector=row.applicant_name)
    page.on_changed(frozenset({"dossier"}))
    qtbot.waitUntil(page.nothing.isVisible)
    assert "Không có hồ sơ nào trễ hẹn" in page.nothing.text()
    assert not page.apologise.isEnabled()
    page.cards[OWED].click()
    assert "nhóm này" in page.nothing.text()


def test_handing_over_is_one_step_away(qtbot: QtBot, page: LatenessPage) -> None:
    """A finished result of a late dossier is handed over from here too."""
    with qtbot.waitSignal(page.return_asked) as asked:
        page.go_return.click()
    assert asked.args == [page.table.rows[0].code]
