"""The turns of the road from the card's menu: asked, refused at the field, done, told, printed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.lifecycle import DossierStatus
from app.services import forwarding, lookup, standing
from app.services.lookup import DossierCard
from app.ui.desk import Desk
from app.ui.paper_dialog import PaperDialog
from app.ui.turns.correct_dialog import CorrectDialog
from app.ui.turns.hand_over_dialog import HandOverDialog
from app.ui.turns.menu import fill_turns
from app.ui.turns.money_dialog import MoneyDialog, read_money
from app.ui.turns.supplement_dialog import SupplementDialog
from app.ui.turns.turn_dialog import LinesEdit, TurnDialog
from app.ui.turns.turn_words import GROUND, ITEMS, REASONS
from tests.support.desk_ward import Ward

ASKED = {"items": ["Giấy khai sinh"], "reasons": ["Còn thiếu"]}


class Road:
    """One dossier, its menu, and what the notice bar was told."""

    def __init__(self, qtbot: QtBot, ward: Ward, desk: Desk) -> None:
        self.ward, self.desk = ward, desk
        self.id = ward.receive("Nguyễn Thị Hoa").dossier_id
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.said: list[str] = []
        self.menu = QMenu(self.window)

    def card(self) -> DossierCard:
        """Return the dossier as it stands."""
        found: DossierCard = self.ward.ask(lookup.card, self.id)
        return found

    def offered(self) -> list[str]:
        """Return the words of the menu as it would open now."""
        self.menu.clear()
        fill_turns(self.menu, self.desk, self.card(), self.window, self.said.append)
        return [one.text().replace("&", "") for one in self.menu.actions() if one.text()]

    def choose(self, words: str) -> QDialog:
        """Choose an act; return the dialog that it opens."""
        self.offered()
        before = set(self.window.findChildren(QDialog))
        next(one for one in self.menu.actions() if words in one.text().replace("&", "")).trigger()
        (opened,) = set(self.window.findChildren(QDialog)) - before
        return opened


@pytest.fixture
def road(qtbot: QtBot, ward: Ward, desk: Desk) -> Iterator[Road]:
    made = Road(qtbot, ward, desk)
    yield made
    for dialog in made.window.findChildren(QDialog):
        dialog.reject()


def _write(dialog: TurnDialog, name: str, text: str) -> None:
    editor = dialog.fields[name].editor
    assert isinstance(editor, LinesEdit)
    editor.setPlainText(text)


def test_the_menu_offers_what_fits(road: Road) -> None:
    """A new dossier can take every turn but those back; a stopped one goes on or ends."""
    assert road.offered() == [
        "Yêu cầu bổ sung…",
        "Chờ nghĩa vụ tài chính…",
        "Dừng giải quyết…",
        "Từ chối…",
        "Công dân rút hồ sơ…",
        "Phí, lệ phí…",
        "Sửa lỗi nhập…",
        "Bàn giao hồ sơ cho bộ phận…",
    ]
    road.ward.do(standing.stop, road.id, reasons=["Tranh chấp"])
    assert road.offered() == [
        "Giải quyết tiếp…",
        "Công dân rút hồ sơ…",
        "Phí, lệ phí…",
        "Sửa lỗi nhập…",
        "Bàn giao hồ sơ cho bộ phận…",
    ]


@pytest.mark.parametrize("is_stopped", [False, True])
def test_no_access_key_stands_twice(qtbot: QtBot, road: Road, is_stopped: bool) -> None:
    """In the menu, and in each dialog that it opens."""
    if is_stopped:
        road.ward.do(standing.stop, road.id, reasons=["Tranh chấp"])
    words = road.offered()
    assert _doubled([one.text() for one in road.menu.actions()]) == []
    for word in words:
        dialog = road.choose(word)
        qtbot.wait(50)
        kinds = (QLabel, QPushButton, QCheckBox)
        texts = [one.text() for kind in kinds for one in dialog.findChildren(kind)]
        assert _doubled(texts) == [], word
        dialog.reject()


def _doubled(texts: list[str]) -> list[str]:
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text.replace("&&", "")]
    return sorted({key for key in keys if keys.count(key) > 1})


def test_papers_are_asked_for_and_the_form_is_shown(qtbot: QtBot, road: Road) -> None:
    """An empty list is refused at its field; then form 02 stands ready to be printed."""
    dialog = road.choose("Yêu cầu bổ sung")
    assert isinstance(dialog, TurnDialog)
    assert dialog.focusWidget() is dialog.fields[ITEMS].editor
    dialog.take.click()
    assert "ít nhất một dòng" in dialog.fields[ITEMS].said()
    _write(dialog, ITEMS, "Giấy khai sinh\n\nĐơn có chữ ký")
    _write(dialog, REASONS, "Hồ sơ còn thiếu")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.fields[ITEMS].editor, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(road.window.findChildren(PaperDialog)))
    (paper,) = road.window.findChildren(PaperDialog)
    qtbot.waitUntil(paper.view.save.isEnabled)
    assert "tính lại từ đầu" in road.said[-1]
    assert road.card().row.status is DossierStatus.AWAITING_SUPPLEMENT
    assert [one.kind for one in road.card().notices] == ["supplement_request"]
    assert "Yêu cầu bổ sung…" not in road.offered()


def test_asking_too_late_wants_its_ground(qtbot: QtBot, road: Road) -> None:
    """The refusal stands at the field that mends it; nothing typed is lost."""
    road.ward.clock.moment = road.ward.clock.moment.replace(day=26)
    dialog = road.choose("Yêu cầu bổ sung")
    assert isinstance(dialog, TurnDialog)
    _write(dialog, ITEMS, "Giấy khai sinh")
    _write(dialog, REASONS, "Còn thiếu")
    dialog.take.click()
    qtbot.waitUntil(lambda: "03 ngày làm việc" in dialog.fields[GROUND].said())
    assert dialog.fields[ITEMS].editor.toPlainText() == "Giấy khai sinh"
    dialog.fields[GROUND].editor.setText("Luật Đất đai")
    dialog.take.click()
    qtbot.waitUntil(lambda: road.card().row.status is DossierStatus.AWAITING_SUPPLEMENT)


def test_what_the_citizen_brings_is_counted_in(qtbot: QtBot, road: Road) -> None:
    """What was asked for is on the list already; more can be added."""
    road.ward.do(standing.request_supplement, road.id, **ASKED)
    dialog = road.choose("Nhận giấy tờ bổ sung")
    assert isinstance(dialog, SupplementDialog)
    assert [one.label for one in dialog.list.papers()] == ["Giấy khai sinh"]
    dialog.other.setText("Sổ hộ khẩu")
    dialog.take.click()  # Enter forgotten
    qtbot.waitUntil(lambda: road.card().row.status is DossierStatus.PROCESSING)
    qtbot.waitUntil(lambda: bool(road.said))
    labels = [one.label for one in road.card().papers]
    assert labels[-2:] == ["Giấy khai sinh", "Sổ hộ khẩu"]
    assert "giấy hẹn mới đang in" in road.said[-1]


def test_nothing_brought_is_said(qtbot: QtBot, road: Road) -> None:
    """A press without a paper does nothing."""
    road.ward.do(standing.request_supplement, road.id, **ASKED)
    dialog = road.choose("Nhận giấy tờ bổ sung")
    assert isinstance(dialog, SupplementDialog)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.take.click()
    assert "Chưa nhận giấy tờ nào" in dialog.strip.text()


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("Từ chối", DossierStatus.REFUSED, "Trả lại 1 bản chính"),
        ("Dừng giải quyết", DossierStatus.STOPPED, "Đã tạm dừng"),
        ("Chờ nghĩa vụ tài chính", DossierStatus.AWAITING_PAYMENT, "Đã tạm dừng"),
    ],
)
def test_a_turn_with_its_reasons(
    qtbot: QtBot, road: Road, words: str, status: DossierStatus, told: str
) -> None:
    """Each goes by the same dialog and says what came of it."""
    dialog = road.choose(words)
    assert isinstance(dialog, TurnDialog)
    _write(dialog, REASONS, "Có lý do")
    dialog.take.click()
    qtbot.waitUntil(lambda: bool(road.said))
    assert road.card().row.status is status
    assert told in road.said[-1]


def test_a_withdrawal_names_who_asked(qtbot: QtBot, road: Road) -> None:
    """The applicant's name stands there already; the reason is wanted."""
    dialog = road.choose("Công dân rút hồ sơ")
    assert isinstance(dialog, TurnDialog)
    assert dialog.fields["requester"].editor.text() == "Nguyễn Thị Hoa"
    assert "Không hoàn tác được" in dialog.strip.text()
    dialog.take.click()
    assert dialog.fields["reason"].said() == "Chưa ghi."
    dialog.fields["reason"].editor.setText("Không còn nhu cầu")
    dialog.take.click()
    qtbot.waitUntil(lambda: road.card().row.status is DossierStatus.WITHDRAWN)


def test_a_typing_error_is_put_right_on_the_screen(qtbot: QtBot, road: Road) -> None:
    """The fields hold what is known; a reason is wanted; nothing changed is told."""
    dialog = road.choose("Sửa lỗi nhập")
    assert isinstance(dialog, CorrectDialog)
    dialog.take.click()
    assert "lý do sửa" in dialog.reason_box.said()
    dialog.reason.setEditText("Gõ sai họ tên")
    dialog.take.click()
    qtbot.waitUntil(lambda: "Chưa có gì thay đổi" in dialog.strip.text())
    dialog.person.name.editor.setText("Nguyễn Thị Hoà")
    dialog.take.click()
    qtbot.waitUntil(lambda: road.card().applicant.full_name == "Nguyễn Thị Hoà")
    qtbot.waitUntil(lambda: "Đã sửa 1 chỗ" in "".join(road.said))


def test_a_list_is_counted_by_both_and_shown_for_signing(qtbot: QtBot, road: Road) -> None:
    """A wrong count is refused at its field; the list is then ready for both signatures."""
    road.ward.receive("Lê Thị Tú")
    dialog = road.choose("Bàn giao hồ sơ")
    assert isinstance(dialog, HandOverDialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 2)
    assert dialog.take.text() == "Bàn giao 2 hồ sơ"
    dialog.department.setEditText("Phòng Tư pháp")
    dialog.take.click()
    assert dialog.fields["receiver"].said() == "Chưa ghi."
    dialog.receiver.setText("Võ Minh")
    dialog.counted.setText("3")
    dialog.take.click()
    qtbot.waitUntil(lambda: "Số đếm không khớp" in dialog.fields["counted"].said())
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.take.text() == "Bàn giao 1 hồ sơ"
    dialog.counted.setText("1")
    dialog.take.click()
    qtbot.waitUntil(lambda: bool(road.window.findChildren(PaperDialog)))
    (paper,) = road.window.findChildren(PaperDialog)
    qtbot.waitUntil(paper.view.save.isEnabled)
    assert len(road.ward.ask(forwarding.waiting)) == 1


def test_a_dossier_comes_back_from_its_department(qtbot: QtBot, road: Road) -> None:
    """Its department is known; giver and receiver are named."""
    hands = {"department": "Phòng Tư pháp", "giver": "Lan", "receiver": "Minh"}
    road.ward.do(forwarding.forward, [road.id], counted=1, **hands)
    dialog = road.choose("Nhận lại từ bộ phận")
    assert isinstance(dialog, HandOverDialog)
    assert dialog.department.reason() == "Phòng Tư pháp"
    dialog.giver.setText("Võ Minh")
    dialog.counted.setText("1")
    dialog.take.click()
    qtbot.waitUntil(lambda: road.card().holder == "")


def test_money_is_set_taken_and_given_back(qtbot: QtBot, road: Road) -> None:
    """The province's amount is asked for first; the note stands ready; what is left is told."""
    dialog = road.choose("Phí, lệ phí")
    assert isinstance(dialog, MoneyDialog)
    qtbot.waitUntil(lambda: dialog.account is not None)
    assert "chưa có mức thu" in dialog.shown()
    dialog.amount.setText("mười nghìn")
    dialog.take.click()
    assert "chữ số" in dialog.fields["amount"].said()
    dialog.amount.setText("15.000")
    dialog.take.click()
    qtbot.waitUntil(lambda: "Còn phải thu 15.000 đ" in dialog.shown())
    dialog.method.set_value("transfer")
    dialog.take.click()
    qtbot.waitUntil(lambda: "số giao dịch" in dialog.fields["reference"].said())
    dialog.reference.setText("FT261118")
    dialog.take.click()
    qtbot.waitUntil(lambda: "Đã thu đủ" in dialog.shown())
    assert "chuyển khoản số FT261118" in dialog.shown()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PaperDialog)))
    assert not dialog.take.isEnabled()
    dialog.reverse_because("Thu nhầm hồ sơ")
    qtbot.waitUntil(lambda: "đã hoàn: Thu nhầm hồ sơ" in dialog.shown())
    dialog.waive_because("Hộ nghèo")
    qtbot.waitUntil(lambda: "miễn giảm 15.000 đ (Hộ nghèo)" in dialog.shown())
    assert "Đã thu đủ" in dialog.shown()


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("15000", 15000), ("15.000", 15000), (" 1 500 000 đ", 1500000), ("", None), ("-5", None)],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: int | None) -> None:
    """With or without dots; anything else is no amount."""
    assert read_money(typed) == amount
