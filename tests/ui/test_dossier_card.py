"""The dossier's card: everything in words, the explanation on demand."""

from datetime import date, timedelta

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.dossiers import Person
from app.services import apology_delivery, finishing, lookup, returning
from app.ui.apology_parts import ProofLink
from app.ui.card_parts import Chip, WhyToggle
from app.ui.desk import Desk
from app.ui.dossier_card import DossierCardView
from tests.support import apology_acts as acts
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


def _chips(view: DossierCardView) -> list[str]:
    return [chip.text() for chip in view.widget().findChildren(Chip)]


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
    assert _chips(view) == ["Đã trả kết quả", "Chưa soạn thư", "Chờ in"]
    assert "Đã trả cho Nguyễn Thị Hoa lúc 08:30, Thứ Tư 18/11/2026" in _words(view)


def test_a_result_that_lies_ready_is_not_called_late(qtbot: QtBot, ward: Ward, desk: Desk) -> None:
    """The citizen takes their time; the promise was kept."""
    received = ward.receive("Lê Thị Tú", 1)
    ward.do(finishing.finish, received.dossier_id)
    ward.clock.moment += timedelta(days=20)
    view = _show(qtbot, ward, received.dossier_id)
    assert _chips(view) == ["Đã xử lý xong", "Chờ in"]
    assert "Kết quả đã có từ 08:30, Thứ Tư 18/11/2026" in _words(view)


def test_an_apology_is_told_from_its_draft_to_the_hand(
    qtbot: QtBot, ward: Ward, desk: Desk
) -> None:
    """State, number, who and when at each step, how it was delivered, what proves it."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.tick(ward)
    acts.issue(ward, received.dossier_id, date(2026, 11, 23))
    acts.deliver(ward, received.dossier_id)
    proof = {"name": "ban-ky.pdf", "data": b"%PDF-1.7 signed copy"}
    ward.do(apology_delivery.add_proof, received.dossier_id, **proof)
    view = _show(qtbot, ward, received.dossier_id)
    words = _words(view)
    assert "Đã giao người dân" in _chips(view)
    assert [link.name for link in view.findChildren(ProofLink)] == ["ban-ky.pdf"]
    for told in (
        "Thư số 05, Đỗ Thị Ẩn ký",
        "Soạn 08:30, Thứ Tư 18/11/2026 · Trần Ngọc Lan",
        "Ký số 08:30, Thứ Tư 18/11/2026 · Đỗ Thị Ẩn",
        "Phát hành 08:30, Thứ Tư 18/11/2026 · Hoàng Văn Thư",
        "Đã giao tận tay cho Nguyễn Thị Hoa",
        "Hẹn lần đầu: 17:00, Thứ Tư 11/11/2026",
        "Hẹn lại lần 1: 17:00, Thứ Hai 23/11/2026",
    ):
        assert told in words


def test_a_letter_given_back_has_no_signature_any_more(
    qtbot: QtBot, ward: Ward, desk: Desk
) -> None:
    """What was signed before the leader's word is void and not told as a step."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.sign(ward, acts.submit(ward, received.dossier_id, date(2026, 11, 23)))
    acts.send_back(ward, received.dossier_id, "Nêu rõ cơ quan")
    words = _words(_show(qtbot, ward, received.dossier_id))
    assert "Bị trả lại: Nêu rõ cơ quan" in words
    assert "Ký số 08:30" not in words


def test_a_second_lateness_is_told_with_its_clock(qtbot: QtBot, ward: Ward, desk: Desk) -> None:
    """Who decides and by when; overdue; decided with document and day."""
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.issue(ward, received.dossier_id, date(2026, 11, 23))
    ward.clock.moment += timedelta(days=9)
    acts.tick(ward)
    view = _show(qtbot, ward, received.dossier_id)
    assert "Vũ Quang Bình, Chủ tịch Ủy ban nhân dân phường" in _words(view)
    assert "Chờ quyết định" in _chips(view)
    ward.clock.moment += timedelta(days=4)
    assert "Quá hạn trả lời" in _chips(_show(qtbot, ward, received.dossier_id))
    acts.decide(ward, received.dossier_id, date(2026, 12, 9))
    words = _words(_show(qtbot, ward, received.dossier_id))
    assert "Quyết định số 12/QĐ-UBND: hẹn ngày 09/12/2026" in words
    assert "Xin lỗi lần 2" in words


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
