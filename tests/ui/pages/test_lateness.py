"""Trễ hẹn: counted, grouped, filtered; the letter is the next step."""

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from app.core.apologies import ApologyState
from app.services import returning
from app.services.lateness import LateGroup
from app.ui.deliver_dialog import DeliverDialog
from app.ui.desk import Desk
from app.ui.late_columns import group_mark, letter_mark, rule_words
from app.ui.letter_dialog import LetterDialog
from app.ui.pages.lateness import OWED, LatenessPage
from app.ui.paper_dialog import PaperDialog
from app.ui.report_dialog import ReportDialog
from tests.support import apology_acts as acts
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
    assert _counts(page) == {"owed": 3, "late": 1, "today": 1, "tomorrow": 1, "done": 0}
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


@pytest.mark.parametrize(("days", "told"), [(1, "ít nhất 1 ngày"), (0, "phải gửi ngay ngày hẹn")])
def test_the_rule_of_the_office_is_told(days: int, told: str, page: LatenessPage) -> None:
    """From when a letter is owed stands above the list of those who are owed one."""
    assert "ít nhất 1 ngày" in page.rule.text()
    assert told in rule_words(days)


def test_what_is_returned_leaves_the_page(qtbot: QtBot, ward: Ward, page: LatenessPage) -> None:
    """Returned on its day it owes nothing; returned late, its letter is still owed."""
    with qtbot.waitSignal(page.badge_changed) as badge:
        for row in page.table.rows[:2]:
            ward.do(returning.return_result, row.dossier_id, collector=row.applicant_name)
        page.refresh()
    assert badge.args == [2]
    assert (_counts(page)["late"], _counts(page)["today"], _counts(page)["done"]) == (0, 0, 1)
    page.cards["done"].click()
    assert not page.go_return.isEnabled()


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
    acts.issue(ward, page.table.rows[0].dossier_id, date(2026, 11, 23))
    acts.deliver(ward, page.table.rows[0].dossier_id)
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


def _select(page: LatenessPage, name: str) -> str:
    names = [row.applicant_name for row in page.table.rows]
    page.table.selectRow(names.index(name))
    return page.table.rows[names.index(name)].dossier_id


def test_the_next_step_follows_the_letter(qtbot: QtBot, ward: Ward, page: LatenessPage) -> None:
    """Written, then seen while others have it, then handed over; in the words of the ledger."""
    dossier_id = _select(page, "Nguyễn Thị Hoa")
    assert page.apologise.text() == "Soạn th&ư xin lỗi…"
    letter = acts.submit(ward, dossier_id, date(2026, 11, 23))
    page.refresh()
    qtbot.waitUntil(lambda: page.apologise.text() == "Xem th&ư xin lỗi…")
    assert not page.print.isEnabled()
    acts.seal(ward, acts.sign(ward, letter))
    page.refresh()
    qtbot.waitUntil(lambda: page.apologise.text() == "Giao th&ư…")
    assert page.print.isEnabled()
    row = page.table.current()
    assert row is not None
    assert letter_mark(row).words == "Đã phát hành, chờ giao"
    page.apologise.click()
    (dialog,) = page.findChildren(DeliverDialog)
    qtbot.waitUntil(dialog.record.isEnabled)
    dialog.record.click()
    qtbot.waitUntil(lambda: len(page.table.rows) == 2)


def test_the_issued_letter_is_printed_from_here(
    qtbot: QtBot, ward: Ward, page: LatenessPage
) -> None:
    """The very file that was sealed."""
    acts.issue(ward, _select(page, "Nguyễn Thị Hoa"), date(2026, 11, 23))
    page.refresh()
    qtbot.waitUntil(page.print.isEnabled)
    page.print.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(PaperDialog)))
    (dialog,) = page.findChildren(PaperDialog)
    qtbot.waitUntil(dialog.view.save.isEnabled)
    dialog.reject()


def test_the_figures_are_one_press_away(qtbot: QtBot, page: LatenessPage) -> None:
    """With the dossiers behind them."""
    page.figures.click()
    (dialog,) = page.findChildren(ReportDialog)
    qtbot.waitUntil(lambda: dialog.report is not None)
    dialog.reject()


@pytest.mark.parametrize(
    ("group", "state", "owes", "said"),
    [
        (LateGroup.SOON, None, True, "Chưa đến hẹn / Chưa soạn thư"),
        (LateGroup.TOMORROW, None, False, "Ngày làm việc tới / Chưa cần"),
        (
            LateGroup.LATE,
            ApologyState.DELIVERED,
            True,
            "Trễ 2 ngày làm việc / Đã giao thư, lại trễ",
        ),
        (LateGroup.DONE, ApologyState.DUE, True, "Đã trả kết quả / Chưa soạn thư"),
    ],
)
def test_every_row_is_told_in_words(
    page: LatenessPage, group: LateGroup, state: ApologyState | None, owes: bool, said: str
) -> None:
    """How urgent, and how the letter stands."""
    row = replace(
        page.table.rows[0],
        group=group,
        letter_state=state,
        owes_apology=owes,
        working_days_late=2,
    )
    assert f"{group_mark(row).words} / {letter_mark(row).words}" == said
