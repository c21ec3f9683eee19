"""A second lateness before its superior: on top of the desk with its clock, decided in a dialog."""

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.services import apology, apology_signing, escalation, ledger
from app.ui.decide_dialog import DecideDialog
from tests.ui.signing_desk.conftest import SigningWard


@pytest.fixture
def twice_late(signing: SigningWard) -> str:
    """A dossier whose one re-appointment was missed too."""
    ward = signing.ward
    dossier_id = ward.receive("Vũ Thị Tuyết Ngần", 30).dossier_id
    now = ward.clock.moment
    ward.clock.moment = now - timedelta(days=20)
    ward.do(apology.draft, dossier_id, reason="chờ xác minh", new_due_on=date(2026, 11, 4))
    ward.do(apology.submit, dossier_id)
    signing.act(
        "thu",
        apology_signing.issue_on_paper,
        dossier_id,
        letter_digest=signing.letter(dossier_id).digest,
        number="01",
        day=ward.clock.now().date(),
        signer="Đỗ Thị Ẩn",
    )
    ward.clock.moment = now
    with ward.database.write() as session:
        ledger.open_due(session, ward.office, at=now)
    return dossier_id


def _dialog(qtbot: QtBot, signing: SigningWard, dossier_id: str, login: str) -> DecideDialog:
    dialog = DecideDialog(signing.desk_of(login), dossier_id)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.decide.isEnabled)
    return dialog


def test_the_superior_decides_from_the_desk(
    qtbot: QtBot, signing: SigningWard, twice_late: str
) -> None:
    """On top with its clock; decided, it is gone, and the day stands."""
    page = signing.page("binh")
    qtbot.waitUntil(page.view.decisions.isVisible)
    page.view.decisions.buttons[0].click()
    dialog = page.findChild(DecideDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.decide.isEnabled)
    dialog.reason.setText("Phải xác minh tại ba nơi cư trú trước đây")
    dialog.document_number.setText("15/QĐ-UBND")
    dialog.new_due_on.set_day(date(2026, 11, 26))
    dialog.decide.click()
    qtbot.waitUntil(lambda: not page.view.decisions.isVisible())
    found = signing.ward.ask(escalation.find, twice_late)
    assert (found.document_number, found.new_due_on) == ("15/QĐ-UBND", date(2026, 11, 26))


def test_nobody_else_sees_it_on_the_desk(
    qtbot: QtBot, signing: SigningWard, twice_late: str
) -> None:
    """Another leader has no button for it."""
    page = signing.page("an")
    assert not page.view.decisions.isVisible()


def test_gaps_are_told_at_their_fields(qtbot: QtBot, signing: SigningWard, twice_late: str) -> None:
    """Reason, then number; nothing typed is lost."""
    dialog = _dialog(qtbot, signing, twice_late, "binh")
    dialog.decide.click()
    assert "lý do" in dialog.fields["reason"].said()
    dialog.reason.setText("Lý do rõ")
    assert not dialog.fields["reason"].said()
    dialog.decide.click()
    assert "số và ký hiệu" in dialog.fields["document_number"].said()


def test_a_day_off_is_refused_at_its_field(
    qtbot: QtBot, signing: SigningWard, twice_late: str
) -> None:
    """The next possible day is told."""
    dialog = _dialog(qtbot, signing, twice_late, "binh")
    dialog.reason.setText("Lý do rõ")
    dialog.document_number.setText("15/QĐ-UBND")
    dialog.new_due_on.set_day(date(2026, 11, 22))
    dialog.decide.click()
    qtbot.waitUntil(lambda: "22/11/2026" in dialog.fields["new_due_on"].said())
    assert dialog.reason.text() == "Lý do rõ"
    assert dialog.decide.isEnabled()


def test_what_is_decided_is_not_asked_again(
    qtbot: QtBot, signing: SigningWard, twice_late: str
) -> None:
    """Somebody opens an old button."""
    signing.act(
        "binh",
        escalation.decide,
        twice_late,
        reason="rõ",
        document_number="1",
        document_on=date(2026, 11, 18),
        new_due_on=date(2026, 11, 26),
    )
    dialog = DecideDialog(signing.desk_of("binh"), twice_late)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "không còn chờ" in dialog.strip.text())
    assert not dialog.decide.isEnabled()
