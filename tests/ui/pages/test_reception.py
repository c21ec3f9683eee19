"""The intake page, worked through the real window with key events only."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.core.dossiers import Channel
from app.core.errors import AppError
from app.db.errors import DiskFull
from app.services import lookup, print_queue, reception
from app.services.lookup import DossierCard
from app.ui.desk import Desk
from app.ui.fields import Labelled
from app.ui.pages.lookup import LookupPage
from app.ui.pages.reception import ReceptionPage
from app.ui.window import MainWindow
from tests.support.desk_ward import Ward
from tests.support.keyboard import Keyboard

CARD = "003190000123||NGUYỄN THỊ NGỌC ẨN|01021990|Nữ|Số 1 Đường Mơ, phường Bến Mơ|01012022"
OTHER_CARD = "005075015838||TRẦN HỮU ĐỖ|02111975|Nam|Số 5 Đường Cầu Gỗ|11022023||||"
PROCEDURE = "1.004873"
SEVERAL_CASES = "1.004859"
MOST_PRESSES = 12


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window with the intake page in front."""
    made = MainWindow()
    qtbot.addWidget(made)
    made.seat(desk, {"reception": ReceptionPage(desk), "lookup": LookupPage(desk)})
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is _page(made).card_edit)
    yield made
    made.unseat()


@pytest.fixture
def keys(window: MainWindow) -> Keyboard:
    """The officer's keyboard."""
    return Keyboard(window)


def _page(window: MainWindow) -> ReceptionPage:
    page = window.pages["reception"]
    assert isinstance(page, ReceptionPage)
    return page


def _text(box: Labelled) -> str:
    assert isinstance(box.editor, QLineEdit)
    return box.editor.text()


def _choose(qtbot: QtBot, keys: Keyboard, page: ReceptionPage, digits: str) -> None:
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.dossier.picker)
    keys.type(digits)
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.dossier.detail is not None)


def _accepted(qtbot: QtBot, ward: Ward, page: ReceptionPage) -> DossierCard:
    """Wait until the form is ready for the next citizen; return the dossier just received."""
    qtbot.waitUntil(lambda: bool(page.last.text()) and page.is_empty())
    (row,) = ward.ask(lookup.recent, clerk_id=ward.actor.account_id)
    card: DossierCard = ward.ask(lookup.card, row.dossier_id)
    return card


def test_one_scan_and_few_keys_take_a_dossier_in(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """From an empty form: one scan and at most twelve presses, typing ahead of the database."""
    page = _page(window)
    keys.scan(CARD)
    keys.type("4873")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_F9)
    card = _accepted(qtbot, ward, page)
    print(f"intake of {PROCEDURE}: 1 scan and {keys.presses} key presses")  # noqa: T201
    assert keys.presses <= MOST_PRESSES
    assert card.procedure_code == PROCEDURE
    assert card.applicant.full_name == "NGUYỄN THỊ NGỌC ẨN"
    assert card.applicant.identity_number == "003190000123"
    assert [(paper.originals, paper.copies) for paper in card.papers] == [(1, 0)]
    assert len(ward.ask(print_queue.list_jobs)) == 1
    assert QApplication.focusWidget() is page.card_edit
    assert card.row.code in window.notices.current().text


def test_the_card_string_is_kept_nowhere(window: MainWindow, keys: Keyboard, qtbot: QtBot) -> None:
    """After a scan no field of the page holds the string, or a part of it with its bars."""
    keys.scan(CARD)
    page = _page(window)
    assert _text(page.applicant.name) == "NGUYỄN THỊ NGỌC ẨN"
    assert all("|" not in line.text() for line in page.findChildren(QLineEdit))


def test_a_scan_into_another_field_leaves_that_field_as_it_was(
    window: MainWindow, keys: Keyboard
) -> None:
    """The first characters of a burst land in the focused field and are taken out again."""
    page = _page(window)
    page.dossier.note.setText("gấp")
    page.dossier.note.setFocus()
    keys.scan(OTHER_CARD)
    assert page.dossier.note.text() == "gấp"
    assert _text(page.applicant.name) == "TRẦN HỮU ĐỖ"


def test_a_scan_over_the_papers_leaves_their_counts(
    window: MainWindow, keys: Keyboard, qtbot: QtBot
) -> None:
    """Digits change counts when typed, not when a scanner sends them."""
    page = _page(window)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    before = page.dossier.papers()
    page.dossier.checklist.setFocus()
    keys.scan(OTHER_CARD)
    assert page.dossier.papers() == before
    assert _text(page.applicant.name) == "TRẦN HỮU ĐỖ"


@pytest.mark.parametrize(
    ("scanned", "said"),
    [
        ("003190000123||NGUYỄN|01021990", "thiếu thông tin"),
        ("003190000123||NGUYE^N THI|01021990|Nữ|Số 1|01012022", "bộ gõ"),
        ("003190000123||NGUYỄN|01022990|Nữ|Số 1|01012022", "01/02/2990"),
    ],
    ids=["torn", "garbled", "not born yet"],
)
def test_an_unreadable_card_is_told_at_the_field_and_costs_nothing(
    window: MainWindow, keys: Keyboard, scanned: str, said: str
) -> None:
    """What was typed before stays, and the field says in Vietnamese what to do."""
    page = _page(window)
    page.applicant.phone.editor.setText("0000 100 101")
    keys.scan(scanned)
    assert said in page.card.said()
    assert _text(page.applicant.phone) == "0000 100 101"
    assert QApplication.focusWidget() is page.card_edit


def test_a_number_typed_where_cards_are_scanned_is_taken_over(
    window: MainWindow, keys: Keyboard
) -> None:
    """Without a scanner the same field takes the number, and the name comes next."""
    page = _page(window)
    page.card_edit.setText("B1234567")
    keys.press(Qt.Key.Key_Return)
    assert _text(page.applicant.number) == "B1234567"
    assert page.applicant.person().identity_kind == "passport"
    assert QApplication.focusWidget() is page.applicant.name.editor


def test_enter_walks_the_fields_in_the_order_of_the_form(
    window: MainWindow, keys: Keyboard
) -> None:
    """From the card through the person to the procedure, every field once."""
    page = _page(window)
    walked = [QApplication.focusWidget()]
    for _ in range(10):
        keys.press(Qt.Key.Key_Return)
        walked.append(QApplication.focusWidget())
    person = page.applicant.fields()
    expected = [page.card_edit, *person, page.channel.first(), page.by_other]
    assert walked == expected


def test_arrows_and_space_change_the_papers(
    window: MainWindow, keys: Keyboard, qtbot: QtBot
) -> None:
    """Space takes or leaves a paper, + and − and digits change its count."""
    page = _page(window)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    assert QApplication.focusWidget() is page.dossier.checklist
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Plus)
    keys.press(Qt.Key.Key_Plus)
    keys.press(Qt.Key.Key_Minus)
    first, second = page.dossier.papers()
    assert (first.originals, first.certified, first.copies) == (1, 0, 0)
    assert (second.originals, second.certified, second.copies) == (1, 0, 1)
    keys.type("12")
    qtbot.waitUntil(lambda: page.dossier.papers()[1].copies == 12)
    keys.press(Qt.Key.Key_Home)
    keys.press(Qt.Key.Key_Space)
    assert len(page.dossier.papers()) == 1


def test_a_missing_required_paper_is_a_remark_and_no_wall(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """The officer decides; the page says what is missing."""
    page = _page(window)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    keys.press(Qt.Key.Key_Space)
    assert "Chưa nhận giấy tờ bắt buộc" in page.dossier.papers_said.text()
    keys.press(Qt.Key.Key_F9)
    assert _accepted(qtbot, ward, page).papers == ()


def test_a_paper_the_catalogue_does_not_know_is_added(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """Its name and Enter; it counts as one original."""
    page = _page(window)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    page.dossier.other_paper.setFocus()
    keys.type("Đơn viết tay")
    keys.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.dossier.other_paper
    keys.press(Qt.Key.Key_F9)
    papers = _accepted(qtbot, ward, page).papers
    assert [paper.label for paper in papers][-1] == "Đơn viết tay"


def test_the_promise_stands_before_the_dossier_is_accepted(
    window: MainWindow, keys: Keyboard, qtbot: QtBot
) -> None:
    """Wednesday 18/11/2026 plus three working days, and why."""
    page = _page(window)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    assert page.due.moment.text() == "17:00, Thứ Hai 23/11/2026"
    page.due.why_button.click()
    assert page.due.sheet.isVisible()
    assert "nghỉ cuối tuần" in page.due.why.text()


def test_another_case_has_another_promise(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """A procedure with several cases asks which, and counts that one's days."""
    page = _page(window)
    keys.scan(CARD)
    _choose(qtbot, keys, page, SEVERAL_CASES[-4:])
    assert QApplication.focusWidget() is page.dossier.case
    first = page.due.moment.text()
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    assert page.due.moment.text() != first
    keys.press(Qt.Key.Key_F9)
    assert _accepted(qtbot, ward, page).case_ordinal == 3


def test_words_without_marks_find_a_procedure(
    window: MainWindow, keys: Keyboard, qtbot: QtBot
) -> None:
    """The list hangs below the field; arrows move in it, Enter chooses, Esc closes it."""
    page = _page(window)
    keys.scan(CARD)
    qtbot.waitUntil(page.dossier.picker.list.isVisible)
    keys.press(Qt.Key.Key_Escape)
    assert not page.dossier.picker.list.isVisible()
    keys.type("xac")
    qtbot.waitUntil(page.dossier.picker.list.isVisible)
    first = page.dossier.picker.list.current()
    keys.press(Qt.Key.Key_Down)
    second = page.dossier.picker.list.current()
    assert first != second
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.dossier.detail is not None)
    assert page.dossier.detail.code == second.code


def test_words_that_find_nothing_are_told_at_the_field(
    window: MainWindow, keys: Keyboard, qtbot: QtBot
) -> None:
    """Enter chooses nothing by mistake."""
    page = _page(window)
    keys.scan(CARD)
    keys.type("khong co thu tuc nay")
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.dossier.procedure.said()))
    assert page.dossier.detail is None


def test_an_empty_form_names_what_is_missing_and_takes_the_focus_there(
    window: MainWindow, keys: Keyboard
) -> None:
    """Nothing is sent; the first missing field is ready for typing."""
    page = _page(window)
    keys.press(Qt.Key.Key_F9)
    assert QApplication.focusWidget() is page.applicant.name.editor
    assert page.applicant.name.said()
    assert page.dossier.procedure.said()


def test_a_day_that_is_none_is_told_at_the_field(window: MainWindow, keys: Keyboard) -> None:
    """31/02 keeps the form from being sent, and nothing typed is lost."""
    page = _page(window)
    page.applicant.name.editor.setText("Lê Văn Ổn")
    page.applicant.born.setText("31021990")
    keys.press(Qt.Key.Key_F9)
    assert QApplication.focusWidget() is page.applicant.born
    assert page.applicant.born.text() == "31021990"


def test_a_representative_is_received_with_the_dossier(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """With the section open, the second card is the representative's."""
    page = _page(window)
    keys.scan(CARD)
    page.by_other.setFocus()
    keys.press(Qt.Key.Key_Space)
    keys.scan(OTHER_CARD)
    assert _text(page.applicant.name) == "NGUYỄN THỊ NGỌC ẨN"
    assert _text(page.representative.name) == "TRẦN HỮU ĐỖ"
    _choose(qtbot, keys, page, "4873")
    keys.press(Qt.Key.Key_F9)
    card = _accepted(qtbot, ward, page)
    assert card.representative is not None
    assert card.representative.full_name == "TRẦN HỮU ĐỖ"


def test_the_channel_is_chosen_with_the_arrows(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """By post, one arrow away."""
    page = _page(window)
    keys.scan(CARD)
    page.channel.first().setFocus()
    keys.press(Qt.Key.Key_Right)
    page.dossier.picker.setFocus()
    _choose(qtbot, keys, page, "4873")
    keys.press(Qt.Key.Key_F9)
    assert _accepted(qtbot, ward, page).channel == Channel.POST


def test_a_refused_command_keeps_everything_and_is_repeated_as_the_same_request(
    window: MainWindow,
    keys: Keyboard,
    ward: Ward,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    desk: Desk,
) -> None:
    """A full disk: the form stays, the bar says so, the retry carries the same request."""
    page = _page(window)
    requests: list[str] = []
    answer = threading.Event()
    real = reception.receive

    def refuse_once(session, office, intake, *, actor, at):
        requests.append(intake.request_id)
        if len(requests) == 1:
            answer.wait()
            raise DiskFull(detail="")
        return real(session, office, intake, actor=actor, at=at)

    monkeypatch.setattr(reception, "receive", refuse_once)
    desk.failed.disconnect()  # the fixture counts what nobody handled; here the window handles it
    desk.failed.connect(window.show_error)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    keys.press(Qt.Key.Key_F9)
    assert not page.accept_action.isEnabled()
    answer.set()
    qtbot.waitUntil(page.accept_action.isEnabled)
    assert "Ổ đĩa đã đầy" in window.notices.current().text
    assert _text(page.applicant.name) == "NGUYỄN THỊ NGỌC ẨN"
    assert page.dossier.detail is not None
    keys.press(Qt.Key.Key_F9)
    _accepted(qtbot, ward, page)
    assert requests[0] == requests[1]


def test_a_second_press_while_the_first_runs_makes_no_second_dossier(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """F9 is off until its own command is answered."""
    page = _page(window)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    keys.press(Qt.Key.Key_F9)
    keys.press(Qt.Key.Key_F9)
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    _accepted(qtbot, ward, page)
    assert len(ward.ask(lookup.recent, clerk_id=ward.actor.account_id)) == 1


def test_two_citizens_in_a_row_share_nothing(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """The second form begins empty and has a request of its own."""
    page = _page(window)
    for card in (CARD, OTHER_CARD):
        qtbot.waitUntil(lambda: page.is_empty() and page.accept_action.isEnabled())
        keys.scan(card)
        _choose(qtbot, keys, page, "4873")
        keys.press(Qt.Key.Key_F9)
    wanted = 2
    qtbot.waitUntil(lambda: len(ward.ask(lookup.recent, clerk_id=ward.actor.account_id)) == wanted)
    rows = ward.ask(lookup.recent, clerk_id=ward.actor.account_id)
    assert {row.applicant_name for row in rows} == {"NGUYỄN THỊ NGỌC ẨN", "TRẦN HỮU ĐỖ"}


def test_an_unusual_number_gets_a_remark(window: MainWindow, keys: Keyboard) -> None:
    """Gender and year digits that differ are said beside the number; nothing is refused."""
    page = _page(window)
    keys.scan("003190000123||NGUYỄN VĂN ỔN|01021985|Nam|Số 1|01012022")
    assert "giới tính" in page.applicant.number.said()
    assert "Năm sinh" in page.applicant.number.said()


def test_a_procedure_no_longer_in_force_is_told_at_the_procedure(
    window: MainWindow,
    keys: Keyboard,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a field can mend is said at the field, not in the bar."""
    page = _page(window)

    def refuse(*_: object, **__: object) -> AppError:
        raise reception.ProcedureNotInForce(code=PROCEDURE, on=None)

    monkeypatch.setattr(reception, "receive", refuse)
    keys.scan(CARD)
    _choose(qtbot, keys, page, "4873")
    keys.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: PROCEDURE in page.dossier.procedure.said())
    assert window.notices.current() is None


def test_a_dossier_of_the_portal_is_asked_for_its_code(
    window: MainWindow, keys: Keyboard, ward: Ward, qtbot: QtBot
) -> None:
    """Only where it came from there; a code that is here already is refused at its field."""
    page = _page(window)
    ward.receive("Lê Thị Tú", channel=Channel.ONLINE, foreign_code="G22-261118-001")
    assert not page.foreign.isVisible()
    keys.scan(CARD)
    keys.type("4873")
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.dossier.detail is not None)
    page.channel.set_value(Channel.ONLINE)
    assert page.foreign.isVisible()
    page.foreign_code.setText("g22-261118-001")
    keys.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "đã được tiếp nhận" in page.foreign.said())
    assert QApplication.focusWidget() is page.foreign_code
    page.foreign_code.setText("G22-261118-002")
    keys.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(ward.ask(lookup.find, "G22-261118-002")) == 1)
    qtbot.waitUntil(lambda: not page.foreign.isVisible())
