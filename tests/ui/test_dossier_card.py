"""The dossier's card: everything in words, the explanation on demand."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.dossiers import Person
from app.services import lookup, returning
from app.ui.card_parts import Chip, WhyToggle
from app.ui.desk import Desk
from app.ui.dossier_card import DossierCardView
from tests.support.desk_ward import Ward


def _show(qtbot: QtBot, ward: Ward, dossier_id: str) -> DossierCardView:
    view = DossierCardView()
    qtbot.addWidget(view)
    view.resize(420, 700)
    view.show()
    view.show_card(ward.ask(lookup.card, dossier_id), ward.clock.now())
    return view


def _words(view: DossierCardView) -> str:
    return "\n".join(label.text() for label in view.widget().findChildren(QLabel))


def test_people_papers_and_slips_are_told(qtbot: QtBot, ward: Ward, desk: Desk) -> None:
    """What is unknown is left out; numbers are masked, the representative's too."""
    authorised = Person("Phạm Quốc Đạt", identity_number="003190000777")
    received = ward.receive("Lê Thị Tú", 1, representative=authorised, phone="0900 000 003")
    words = _words(_show(qtbot, ward, received.dossier_id))
    for told in (
        received.code,
        "Xác nhận tình trạng hôn nhân",
        "Phạm Quốc Đạt ••••••••0777",
        "0900 000 003",
        "1. Tờ khai cấp Giấy xác nhận tình trạng hôn nhân: 1 bản chính",
        "Nộp trực tiếp",
        "Bản đầu",
        "Chờ in",
        "Trần Ngọc Lan",
    ):
        assert told in words
    assert "Thư điện tử" not in words
    assert "003190000777" not in words


def test_why_this_day_is_shown_on_demand(qtbot: QtBot, ward: Ward, desk: Desk) -> None:
    """The lines kept with the appointment, not reckoned anew."""
    received = ward.receive("Lê Thị Tú", 1)
    view = _show(qtbot, ward, received.dossier_id)
    why = view.widget().findChild(WhyToggle)
    assert why is not None
    assert not why.lines.isVisible()
    why.button.click()
    assert why.lines.isVisible()
    for line in received.why:
        assert line in why.lines.text()


def test_a_returned_dossier_is_not_called_late(qtbot: QtBot, ward: Ward, desk: Desk) -> None:
    """Nothing is promised any more: one chip, who collected, and no mark of lateness."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    ward.do(returning.return_result, received.dossier_id, collector="Nguyễn Thị Hoa")
    view = _show(qtbot, ward, received.dossier_id)
    chips = [chip.text() for chip in view.widget().findChildren(Chip)]
    assert chips == ["Đã trả kết quả", "Chờ in"]
    assert "Đã trả cho Nguyễn Thị Hoa lúc 08:30, Thứ Tư 18/11/2026" in _words(view)


def test_the_same_dossier_keeps_its_place(qtbot: QtBot, ward: Ward, desk: Desk) -> None:
    """A change elsewhere does not throw the reader back to the top."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    view = _show(qtbot, ward, received.dossier_id)
    view.resize(420, 200)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 100)
    view.verticalScrollBar().setValue(80)
    view.show_card(ward.ask(lookup.card, received.dossier_id), ward.clock.now())
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == 80)
    view.clear()
    assert view.card is None
