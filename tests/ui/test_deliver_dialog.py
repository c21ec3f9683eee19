"""Recording a delivery: the right fields for the way, faults in place, the proof attached."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.apologies import DeliveryChannel
from app.services import apology_delivery, ledger
from app.services.reception import Received
from app.ui.deliver_dialog import DeliverDialog
from app.ui.desk import Desk
from tests.support import apology_acts as acts
from tests.support.desk_ward import Ward

Show = Callable[[Received], DeliverDialog]

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 16


@pytest.fixture
def issued(ward: Ward) -> Received:
    received = ward.receive("Nguyễn Thị Hoa", 10, phone="0900 000 001", email="hoa@example.vn")
    acts.issue(ward, received.dossier_id, date(2026, 11, 23))
    return received


@pytest.fixture
def show(qtbot: QtBot, desk: Desk) -> Iterator[Show]:
    """Open the dialog of a dossier; as in the program, a page owns it."""
    page = QWidget()
    qtbot.addWidget(page)

    def shown(received: Received) -> DeliverDialog:
        dialog = DeliverDialog(desk, received.dossier_id, page)
        dialog.show()
        qtbot.waitUntil(lambda: bool(dialog.told()))
        return dialog

    yield shown


def _said(dialog: DeliverDialog, field: str) -> str:
    return dialog.form.fields[field].said()


def test_by_hand_is_one_press(show: Show, qtbot: QtBot, ward: Ward, issued: Received) -> None:
    """Whom the dossier names is filled in; before the press stands what will be recorded."""
    dialog = show(issued)
    assert "thư xin lỗi số 05 giao tận tay cho Nguyễn Thị Hoa lúc 08:30" in dialog.told()
    with qtbot.waitSignal(dialog.accepted):
        dialog.record.click()
    row = ward.ask(ledger.current, issued.dossier_id)
    assert (row.state, row.channel) == ("delivered", "by_hand")


@pytest.mark.parametrize(
    ("channel", "offered", "said"),
    [
        (DeliveryChannel.POST, "", "bưu gửi"),
        (DeliveryChannel.EMAIL, "hoa@example.vn", ""),
        (DeliveryChannel.MESSAGE, "0900 000 001", ""),
    ],
)
def test_each_way_asks_for_its_own(
    show: Show,
    qtbot: QtBot,
    ward: Ward,
    issued: Received,
    channel: DeliveryChannel,
    offered: str,
    said: str,
) -> None:
    """What the dossier knows is offered; what is missing is said at its field."""
    dialog = show(issued)
    dialog.form.channel.set_value(channel)
    assert not dialog.form.receiver.isVisible()
    assert dialog.form.reference.text() == offered
    dialog.form.reference.setText("")
    dialog.record.click()
    qtbot.waitUntil(lambda: bool(_said(dialog, "reference")) and dialog.record.isEnabled())
    assert said in _said(dialog, "reference")
    assert ward.ask(ledger.current, issued.dossier_id).state == "issued"
    dialog.form.reference.setText("EA 123 VN")
    with qtbot.waitSignal(dialog.accepted):
        dialog.record.click()
    assert ward.ask(ledger.current, issued.dossier_id).channel == channel


def test_what_was_typed_for_a_way_comes_back(show: Show, qtbot: QtBot, issued: Received) -> None:
    """Looking at another way loses nothing."""
    dialog = show(issued)
    dialog.form.channel.set_value(DeliveryChannel.POST)
    qtbot.keyClicks(dialog.form.reference, "EA1")
    dialog.form.channel.set_value(DeliveryChannel.EMAIL)
    dialog.form.channel.set_value(DeliveryChannel.POST)
    assert dialog.form.reference.text() == "EA1"


def test_nobody_named_and_a_time_ahead(
    show: Show, qtbot: QtBot, ward: Ward, issued: Received
) -> None:
    """Each fault stands at its field; mended, the rest is as it was typed."""
    dialog = show(issued)
    dialog.form.receiver.clear()
    dialog.form.note.setText("Ký thay chồng")
    dialog.record.click()
    qtbot.waitUntil(lambda: "người nhận" in _said(dialog, "receiver"))
    dialog.form.receiver.setText("Trần Văn Bình")
    dialog.form.time.set_moment(ward.clock.now() + timedelta(hours=2))
    qtbot.waitUntil(dialog.record.isEnabled)
    dialog.record.click()
    qtbot.waitUntil(lambda: "không hợp lý" in _said(dialog, "time") and dialog.record.isEnabled())
    dialog.form.time.set_moment(ward.clock.now())
    assert dialog.form.note.text() == "Ký thay chồng"
    with qtbot.waitSignal(dialog.accepted):
        dialog.record.click()


def test_a_proof_is_attached(
    show: Show, qtbot: QtBot, ward: Ward, issued: Received, tmp_path: Path
) -> None:
    """The file goes with the delivery, in the same unit."""
    (tmp_path / "ban-ky.png").write_bytes(PNG)
    dialog = show(issued)
    dialog.form.proof.setText(str(tmp_path / "ban-ky.png"))
    with qtbot.waitSignal(dialog.accepted):
        dialog.record.click()
    (proof,) = ward.ask(apology_delivery.proofs, issued.dossier_id)
    assert (proof.name, proof.kind, proof.size) == ("ban-ky.png", "image/png", len(PNG))


@pytest.mark.parametrize(
    ("content", "said"), [(b"plain words", "PDF, PNG"), (None, "Không đọc được")]
)
def test_a_bad_proof_records_nothing(
    show: Show,
    qtbot: QtBot,
    ward: Ward,
    issued: Received,
    tmp_path: Path,
    content: bytes | None,
    said: str,
) -> None:
    """Delivery and proof are one matter: neither is written, and the field says why."""
    path = tmp_path / "ban-ky.txt"
    if content is not None:
        path.write_bytes(content)
    dialog = show(issued)
    dialog.form.proof.setText(str(path))
    dialog.record.click()
    qtbot.waitUntil(lambda: said in _said(dialog, "proof"))
    assert ward.ask(ledger.current, issued.dossier_id).state == "issued"


def test_nothing_issued_is_said(show: Show, ward: Ward) -> None:
    """A letter still at the registrar's cannot be handed over."""
    dialog = show(ward.receive("Lê Thị Tú", 1))
    assert "không có thư xin lỗi nào đang chờ giao" in dialog.told()
    assert not dialog.record.isEnabled()
