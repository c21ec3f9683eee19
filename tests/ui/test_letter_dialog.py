"""The apology letter from its reason to the citizen, as the officer sees it at each step."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QDate, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.clock import local_day
from app.services import apology, apology_signing, finishing, ledger, lookup, returning
from app.services.reception import Received
from app.ui.deliver_dialog import DeliverDialog
from app.ui.desk import Desk
from app.ui.letter_dialog import PREVIEW_MS, LetterDialog
from app.ui.letter_form import DECIDED
from app.ui.letter_work import file_kind
from tests.support import apology_acts as acts
from tests.support.desk_ward import Ward

Show = Callable[[Received], LetterDialog]

NEW_DAY = date(2026, 11, 23)


@pytest.fixture
def late(ward: Ward) -> Received:
    received = ward.receive("Nguyễn Thị Hoa", 10)
    acts.tick(ward)
    return received


@pytest.fixture
def show(qtbot: QtBot, desk: Desk) -> Iterator[Show]:
    """Open the dialog of a dossier; as in the program, a page owns it."""
    page = QWidget()
    qtbot.addWidget(page)

    def shown(received: Received) -> LetterDialog:
        dialog = LetterDialog(desk, received.dossier_id, page)
        dialog.show()
        qtbot.waitUntil(lambda: bool(dialog.view.told()))
        return dialog

    yield shown


def _drawn(qtbot: QtBot, dialog: LetterDialog) -> LetterDialog:
    qtbot.waitUntil(lambda: bool(dialog.view.pdf.page_count()))
    return dialog


def _choose_cause(dialog: LetterDialog, key: str = acts.CAUSE) -> None:
    dialog.form.cause.setCurrentIndex(dialog.form.cause.findData(key))


def _state(ward: Ward, received: Received) -> str:
    return ward.ask(ledger.current, received.dossier_id).state


def _said(dialog: LetterDialog, field: str) -> str:
    return dialog.form.fields[field].said()


def _issue_on_paper(ward: Ward, received: Received, scan: bytes | None) -> None:
    letter = acts.submit(ward, received.dossier_id, NEW_DAY)
    acts.as_person(ward, "thu").do(
        apology_signing.issue_on_paper,
        received.dossier_id,
        letter_digest=letter.digest,
        number="06",
        day=local_day(ward.clock.now()),
        signer="Đỗ Thị Ẩn",
        scan=scan,
    )


def _picture(kind: str) -> bytes:
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def test_one_press_drafts_blames_and_submits(
    show: Show, qtbot: QtBot, ward: Ward, late: Received
) -> None:
    """The cause gives the reason its first words; afterwards the leader is named as the next."""
    dialog = _drawn(qtbot, show(late))
    _choose_cause(dialog)
    assert dialog.form.written_reason() == "Chờ xác minh"
    dialog.form.reason.setPlainText(acts.REASON)
    dialog.form.department.setEditText("Công an phường")
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: "lãnh đạo ký" in dialog.view.told())
    owed = ward.ask(ledger.current, late.dossier_id)
    assert (owed.state, owed.cause, owed.cause_note, owed.department, owed.reason) == (
        "submitted",
        acts.CAUSE,
        acts.REASON,
        "Công an phường",
        acts.REASON,
    )
    assert not dialog.form.isVisible()
    assert not dialog.view.submit.isVisible()


def test_own_words_survive_another_cause(show: Show, late: Received) -> None:
    """A listed text is replaced by the next one, the officer's own words are not."""
    dialog = show(late)
    _choose_cause(dialog)
    _choose_cause(dialog, "workload")
    assert dialog.form.written_reason() == "Số lượng hồ sơ tăng đột biến"
    dialog.form.reason.setPlainText("Máy đo bị hỏng")
    _choose_cause(dialog)
    assert dialog.form.written_reason() == "Máy đo bị hỏng"
    dialog.form.reason.setPlainText("")
    _choose_cause(dialog, "other")
    assert dialog.form.written_reason() == ""


def test_what_is_missing_is_said_at_its_field(show: Show, ward: Ward, late: Received) -> None:
    """First the cause, then the reason; nothing is written before both are there."""
    dialog = show(late)
    dialog.view.press_primary()
    assert "nguyên nhân" in _said(dialog, "cause")
    _choose_cause(dialog, "other")
    dialog.view.press_primary()
    assert "lý do chậm" in _said(dialog, "reason")
    dialog.view.keep.click()
    assert _state(ward, late) == "due"


def test_a_day_off_is_said_at_the_date(
    show: Show, qtbot: QtBot, ward: Ward, late: Received
) -> None:
    """The preview already tells; nothing typed is lost."""
    dialog = show(late)
    _choose_cause(dialog)
    dialog.form.new_date.setDate(QDate(2026, 11, 22))  # a Sunday
    qtbot.waitUntil(lambda: "ngày nghỉ" in _said(dialog, "new_date"))
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: dialog.form.isEnabled() and "ngày nghỉ" in _said(dialog, "new_date"))
    assert dialog.form.written_reason() == "Chờ xác minh"
    assert _state(ward, late) == "due"


def test_a_draft_is_kept_and_found_again(
    show: Show, qtbot: QtBot, ward: Ward, late: Received
) -> None:
    """Cause, words, department and day come back; no promise is changed yet."""
    dialog = show(late)
    _choose_cause(dialog)
    dialog.form.reason.setPlainText(acts.REASON)
    dialog.form.department.setEditText("Công an phường")
    dialog.form.new_date.setDate(QDate(2026, 11, 25))
    dialog.view.keep.click()
    qtbot.waitUntil(lambda: "Đã lưu bản nháp" in dialog.view.told())
    assert _state(ward, late) == "drafted"
    again = show(late)
    qtbot.waitUntil(lambda: again.form.written_reason() == acts.REASON)
    assert again.form.words() == dialog.form.words()
    assert again.form.chosen_date() == date(2026, 11, 25)


def test_a_letter_given_back_tells_why(
    show: Show, qtbot: QtBot, ward: Ward, late: Received
) -> None:
    """The leader's word stands on top; mended, it is submitted again."""
    acts.submit(ward, late.dossier_id, NEW_DAY)
    acts.send_back(ward, late.dossier_id, "Nêu rõ cơ quan phối hợp")
    dialog = show(late)
    assert "Nêu rõ cơ quan phối hợp" in dialog.view.told_back()
    assert dialog.form.written_reason() == acts.REASON
    _choose_cause(dialog)
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: "lãnh đạo ký" in dialog.view.told())
    assert dialog.view.told_back() == ""


def test_a_signed_letter_waits_for_the_registrar(
    show: Show, qtbot: QtBot, ward: Ward, desk: Desk, late: Received
) -> None:
    """Read only: who signed, who is next; the open dialog follows what others do."""
    letter = acts.submit(ward, late.dossier_id, NEW_DAY)
    dialog = _drawn(qtbot, show(late))
    letter = acts.sign(ward, letter)
    desk.changed.emit(frozenset({"apology"}))
    qtbot.waitUntil(lambda: "văn thư lấy số" in dialog.view.told())
    assert "Đỗ Thị Ẩn đã ký" in dialog.view.told()
    acts.seal(ward, letter)
    desk.changed.emit(frozenset({"apology"}))
    qtbot.waitUntil(lambda: "giao thư" in dialog.view.told())
    assert "số 05" in dialog.view.told()


def test_an_issued_letter_is_saved_and_handed_over(
    show: Show, qtbot: QtBot, ward: Ward, late: Received, tmp_path: Path
) -> None:
    """Saved byte for byte; the primary key leads to the delivery, afterwards to the file."""
    letter = acts.issue(ward, late.dossier_id, NEW_DAY)
    dialog = _drawn(qtbot, show(late))
    dialog.save_to(tmp_path / "thu.pdf")
    qtbot.waitUntil(lambda: "thu.pdf" in dialog.view.told())
    assert (tmp_path / "thu.pdf").read_bytes() == letter.file
    dialog.view.press_primary()
    (delivery,) = dialog.findChildren(DeliverDialog)
    qtbot.waitUntil(delivery.record.isEnabled)
    delivery.record.click()
    qtbot.waitUntil(lambda: "đã giao tận tay cho Nguyễn Thị Hoa" in dialog.view.told())
    assert not dialog.view.deliver.isVisible()
    assert dialog.view.save.property("primary")


def test_two_officers_submit_once(show: Show, qtbot: QtBot, ward: Ward, late: Received) -> None:
    """The one who comes later sees that it is with the leader; nothing is written twice."""
    first, second = show(late), show(late)
    for dialog in (first, second):
        _choose_cause(dialog)
    first.view.press_primary()
    qtbot.waitUntil(lambda: "lãnh đạo ký" in first.view.told())
    second.view.press_primary()
    qtbot.waitUntil(lambda: "lãnh đạo ký" in second.view.told())
    kinds = [one.kind for one in ward.ask(lookup.card, late.dossier_id).history]
    assert kinds.count("apology.drafted") == 1


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPG", "jpg")])
def test_the_scan_of_a_paper_letter_is_shown_and_saved(
    show: Show, qtbot: QtBot, ward: Ward, late: Received, kind: str, ending: str
) -> None:
    """A picture is no PDF to be printed as one."""
    scan = _picture(kind)
    _issue_on_paper(ward, late, scan)
    dialog = _drawn(qtbot, show(late))
    assert dialog.view.save.isVisible()
    assert not dialog.view.print.isVisible()
    assert file_kind(scan) == ending


def test_a_paper_letter_without_a_scan_has_no_file(
    show: Show, qtbot: QtBot, ward: Ward, late: Received
) -> None:
    """Its words are shown; it can be handed over, not printed again."""
    _issue_on_paper(ward, late, None)
    dialog = _drawn(qtbot, show(late))
    assert "số 06 (bản giấy)" in dialog.view.told()
    assert dialog.view.deliver.isVisible()
    assert not dialog.view.print.isVisible()


def test_a_late_preview_never_covers_the_submitted_letter(
    show: Show, qtbot: QtBot, late: Received
) -> None:
    """A preview that was asked for before the press comes to nothing."""
    dialog = _drawn(qtbot, show(late))
    _choose_cause(dialog)
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: "lãnh đạo ký" in dialog.view.told())
    told = dialog.view.told()
    dialog.form.edited.emit()  # its timer is the one that would ask
    qtbot.wait(PREVIEW_MS * 2)
    assert dialog.view.told() == told


def test_a_second_lateness_names_who_decides(
    show: Show, qtbot: QtBot, ward: Ward, desk: Desk, late: Received
) -> None:
    """NĐ 61/2018 Đ19.9: once only. Decided, the day is fixed and the letter can be submitted."""
    acts.issue(ward, late.dossier_id, NEW_DAY)
    acts.deliver(ward, late.dossier_id)
    ward.clock.moment += timedelta(days=9)
    acts.tick(ward)
    dialog = show(late)
    assert "không cho hẹn lại lần thứ hai" in dialog.view.told()
    assert "Vũ Quang Bình" in dialog.view.told()
    assert "hạn trả lời" in dialog.view.told()
    assert not dialog.form.isVisible()
    acts.decide(ward, late.dossier_id, date(2026, 12, 2))
    desk.changed.emit(frozenset({"escalation"}))
    qtbot.waitUntil(dialog.form.isVisible)
    assert dialog.form.chosen_date() == date(2026, 12, 2)
    assert not dialog.form.new_date.isEnabled()
    assert _said(dialog, "new_date") == DECIDED


def test_a_result_that_came_late_needs_no_date(
    show: Show, qtbot: QtBot, ward: Ward, late: Received
) -> None:
    """The letter only apologises."""
    ward.do(returning.return_result, late.dossier_id, collector="Nguyễn Thị Hoa")
    dialog = show(late)
    assert "không hẹn ngày mới" in dialog.view.told()
    assert dialog.form.isVisible()
    assert not dialog.form.new_date.isVisible()
    _choose_cause(dialog)
    dialog.view.keep.click()
    qtbot.waitUntil(lambda: "Đã lưu bản nháp" in dialog.view.told())
    assert ward.ask(apology.current_letter, late.dossier_id).new_due_on is None


def test_a_result_in_time_needs_no_letter(show: Show, ward: Ward) -> None:
    """Nothing is owed, and the dialog says so."""
    received = ward.receive("Lê Thị Tú", 1)
    ward.do(finishing.finish, received.dossier_id)
    dialog = show(received)
    assert "không phải gửi thư" in dialog.view.told()
    assert not dialog.form.isVisible()


def test_a_letter_being_written_is_waited_for(show: Show, qtbot: QtBot, late: Received) -> None:
    """Esc and the window's cross do nothing while the unit runs."""
    dialog = show(late)
    _choose_cause(dialog)
    dialog.view.press_primary()
    dialog.reject()
    dialog.close()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: "lãnh đạo ký" in dialog.view.told())
    dialog.reject()
    assert not dialog.isVisible()
