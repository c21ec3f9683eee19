"""The result from the department: taken, or given back for its letter."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.lifecycle import DossierStatus
from app.services import finishing, lookup
from app.services.reception import Received
from app.ui.desk import Desk
from app.ui.finish_dialog import FinishDialog
from tests.support import apology_acts as acts
from tests.support.desk_ward import Ward

Show = Callable[[Received], FinishDialog]


@pytest.fixture
def show(qtbot: QtBot, ward: Ward, desk: Desk) -> Iterator[Show]:
    """Open the dialog of a dossier; as in the program, a page owns it."""
    page = QWidget()
    qtbot.addWidget(page)

    def shown(received: Received) -> FinishDialog:
        dialog = FinishDialog(desk, ward.ask(lookup.card, received.dossier_id), page)
        dialog.show()
        return dialog

    yield shown


def _status(ward: Ward, received: Received) -> DossierStatus:
    return ward.ask(lookup.get_row, received.dossier_id).status


def test_a_result_in_time_is_taken(show: Show, qtbot: QtBot, ward: Ward) -> None:
    """With the department that brought it."""
    received = ward.receive("Lê Thị Tú", 1)
    dialog = show(received)
    dialog.department.setEditText("Công an phường")
    with qtbot.waitSignal(dialog.finished_result) as told:
        dialog.take.click()
    assert told.args == [f"Đã nhận kết quả hồ sơ {received.code}."]
    assert _status(ward, received) is DossierStatus.FINISHED
    last = ward.ask(lookup.card, received.dossier_id).history[-1]
    assert (last.kind, last.facts["department"]) == ("dossier.finished", "Công an phường")


def test_no_letter_no_submission(show: Show, qtbot: QtBot, ward: Ward) -> None:
    """Refused, kept in the journal, and the letter is one press away."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    dialog = show(received)
    dialog.take.click()
    qtbot.waitUntil(lambda: "chưa có thư xin lỗi" in dialog.told())
    assert "đã ghi vào diễn biến" in dialog.told()
    assert not dialog.take.isVisible()
    assert _status(ward, received) is not DossierStatus.FINISHED
    assert ward.ask(lookup.card, received.dossier_id).history[-1].kind == "result.sent_back"
    with qtbot.waitSignal(dialog.letter_wanted):
        dialog.write_letter.click()


def test_an_issued_letter_lets_it_in(show: Show, qtbot: QtBot, ward: Ward) -> None:
    """Late all the same, and said so."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.issue(ward, received.dossier_id, date(2026, 11, 23))
    dialog = show(received)
    with qtbot.waitSignal(dialog.finished_result):
        dialog.take.click()
    assert _status(ward, received) is DossierStatus.FINISHED


def test_a_refusal_leaves_the_button(show: Show, qtbot: QtBot, ward: Ward) -> None:
    """A dossier that somebody returned meanwhile: said in place."""
    received = ward.receive("Lê Thị Tú", 1)
    dialog = show(received)
    ward.do(finishing.finish, received.dossier_id)
    dialog.take.click()
    qtbot.waitUntil(lambda: "tình trạng" in dialog.told())
    assert dialog.take.isEnabled()
