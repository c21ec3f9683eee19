"""The apology letter from its reason to the signed file, with everything that may go wrong."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services import apology, lookup, returning
from app.services.reception import Received
from app.signing.throwaway import throwaway_p12
from app.signing.verify import verify
from app.ui.desk import Desk
from app.ui.letter_dialog import PREVIEW_MS, LetterDialog
from tests.support.desk_ward import NOW, Ward

PASSWORD = "mat-khau"
REASON = "Chờ kết quả xác minh của cơ quan phối hợp"


@pytest.fixture
def late(ward: Ward) -> Received:
    return ward.receive("Nguyễn Thị Hoa", 10)


def _shown(qtbot: QtBot, desk: Desk, received: Received) -> LetterDialog:
    page = QWidget()  # as in the program: the page owns its dialogs
    qtbot.addWidget(page)
    dialog = LetterDialog(desk, received.dossier_id, page)
    dialog.page = page  # type: ignore[attr-defined]
    dialog.show()
    return dialog


def _open(qtbot: QtBot, desk: Desk, received: Received) -> LetterDialog:
    dialog = _shown(qtbot, desk, received)
    qtbot.waitUntil(lambda: bool(dialog.view.pdf.page_count()))
    return dialog


def _key_file(folder: Path, ward: Ward, **changes: object) -> Path:
    wanted: dict[str, object] = {"not_before": ward.clock.now() - timedelta(days=1)} | changes
    path = folder / "giam-doc.p12"
    path.write_bytes(throwaway_p12("Đỗ Thị Ẩn", "UBND phường Bến Mơ", PASSWORD, **wanted))  # type: ignore[arg-type]
    return path


def _fill(dialog: LetterDialog, key_file: Path, password: str = PASSWORD) -> None:
    dialog.form.reason.setEditText(REASON)
    dialog.form.key_file.setText(str(key_file))
    dialog.form.password.setText(password)


def _signed(qtbot: QtBot, desk: Desk, received: Received, key_file: Path) -> LetterDialog:
    dialog = _open(qtbot, desk, received)
    _fill(dialog, key_file)
    dialog.view.press_primary()
    qtbot.waitUntil(dialog.view.save.isVisible, timeout=15_000)
    return dialog


def _said(dialog: LetterDialog, field: str) -> str:
    return dialog.form.fields[field].said()


def test_the_letter_is_signed_and_issued(
    qtbot: QtBot, ward: Ward, desk: Desk, late: Received, tmp_path: Path
) -> None:
    """One press: drafted, drawn, signed, proved, recorded; the new date is in force."""
    dialog = _signed(qtbot, desk, late, _key_file(tmp_path, ward))
    letter = ward.ask(apology.current_letter, late.dossier_id)
    assert letter.state == "issued"
    assert letter.file is not None
    assert [finding.holds for finding in verify(letter.file)] == [True]
    card = ward.ask(lookup.card, late.dossier_id)
    assert [one.due_on for one in card.appointments] == [date(2026, 11, 11), date(2026, 11, 23)]
    assert dialog.form.password.text() == ""
    dialog.save_to(tmp_path / "thu.pdf")
    qtbot.waitUntil((tmp_path / "thu.pdf").exists)
    qtbot.waitUntil(lambda: "thu.pdf" in dialog.view.told())
    assert (tmp_path / "thu.pdf").read_bytes() == letter.file


def test_a_late_preview_never_covers_the_issued_letter(
    qtbot: QtBot, ward: Ward, desk: Desk, late: Received, tmp_path: Path
) -> None:
    """A preview that was asked for before the signing comes to nothing once the letter is out."""
    dialog = _signed(qtbot, desk, late, _key_file(tmp_path, ward))
    told = dialog.view.told()
    dialog.form.edited.emit()  # its timer is the one that would ask
    qtbot.wait(PREVIEW_MS * 2)
    assert dialog.view.told() == told
    assert "phát hành" in told


def test_a_wrong_password_is_said_at_its_field(
    qtbot: QtBot, ward: Ward, desk: Desk, late: Received, tmp_path: Path
) -> None:
    """Nothing typed is lost, nothing is issued, and the second try works."""
    dialog = _open(qtbot, desk, late)
    _fill(dialog, _key_file(tmp_path, ward), "sai")
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: "Mật khẩu" in _said(dialog, "password") and dialog.form.isEnabled())
    assert dialog.form.reason.reason() == REASON
    assert ward.ask(apology.current_letter, late.dossier_id).state == "drafted"
    dialog.form.password.setText(PASSWORD)
    dialog.view.press_primary()
    qtbot.waitUntil(dialog.view.save.isVisible, timeout=15_000)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"not_before": NOW - timedelta(days=40)}, "hết hạn"),
        ({"may_sign": False}, "không dùng để ký"),
    ],
)
def test_an_unfit_certificate_is_said_at_the_file(
    qtbot: QtBot,
    ward: Ward,
    desk: Desk,
    late: Received,
    tmp_path: Path,
    changes: dict[str, object],
    said: str,
) -> None:
    """Expired or not for signing: found before anything is signed."""
    dialog = _open(qtbot, desk, late)
    _fill(dialog, _key_file(tmp_path, ward, **changes))
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: said in _said(dialog, "key_file"))
    assert ward.ask(apology.current_letter, late.dossier_id).state == "drafted"


@pytest.mark.parametrize(
    ("content", "said"), [(None, "Không đọc được"), (b"no key", "Không dùng được")]
)
def test_a_file_that_is_no_certificate(
    qtbot: QtBot, desk: Desk, late: Received, tmp_path: Path, content: bytes | None, said: str
) -> None:
    """Missing or something else altogether."""
    path = tmp_path / "khac.p12"
    if content is not None:
        path.write_bytes(content)
    dialog = _open(qtbot, desk, late)
    _fill(dialog, path)
    dialog.view.press_primary()
    qtbot.waitUntil(lambda: said in _said(dialog, "key_file"))


def test_the_first_gap_takes_the_focus(qtbot: QtBot, desk: Desk, late: Received) -> None:
    """The law wants the reason; the key wants its file and password."""
    dialog = _open(qtbot, desk, late)
    for field, value in (("reason", REASON), ("key_file", "x.p12")):
        dialog.view.press_primary()
        assert _said(dialog, field)
        editor = getattr(dialog.form, field)
        (editor.setEditText if field == "reason" else editor.setText)(value)
        assert not _said(dialog, field)
    dialog.view.press_primary()
    assert "mật khẩu" in _said(dialog, "password")


@pytest.mark.parametrize(
    ("day", "said"), [(QDate(2026, 11, 18), "quá sớm"), (QDate(2026, 11, 24), "Ngày Văn hóa")]
)
def test_a_date_that_cannot_be_promised(
    qtbot: QtBot, desk: Desk, late: Received, day: QDate, said: str
) -> None:
    """Today and days off are refused while the date is being chosen, at the field."""
    dialog = _open(qtbot, desk, late)
    dialog.form.new_date.setDate(day)
    qtbot.waitUntil(lambda: said in _said(dialog, "new_date"))


def test_the_wording_follows_the_day(qtbot: QtBot, ward: Ward, desk: Desk, late: Received) -> None:
    """Before the appointment it foresees, after it it admits; the officer is told which."""
    assert "Đã quá ngày hẹn" in _open(qtbot, desk, late).view.told()
    due_tomorrow = ward.receive("Lê Thị Tú", 2)
    assert "Chưa quá ngày hẹn" in _open(qtbot, desk, due_tomorrow).view.told()


def test_a_draft_is_kept_and_taken_up_again(
    qtbot: QtBot, ward: Ward, desk: Desk, late: Received
) -> None:
    """Closing after keeping loses nothing; the appointment stands until a letter is signed."""
    dialog = _open(qtbot, desk, late)
    dialog.form.reason.setEditText(REASON)
    dialog.form.new_date.setDate(QDate(2026, 11, 25))
    dialog.view.keep.click()
    qtbot.waitUntil(lambda: "Đã lưu bản nháp" in dialog.view.told())
    again = _open(qtbot, desk, late)
    assert again.form.reason.reason() == REASON
    assert again.form.chosen_date() == date(2026, 11, 25)
    assert len(ward.ask(lookup.card, late.dossier_id).appointments) == 1


def _issue(qtbot: QtBot, ward: Ward, desk: Desk, received: Received, folder: Path) -> None:
    dialog = _open(qtbot, desk, received)
    _fill(dialog, _key_file(folder, ward))
    dialog.view.press_primary()
    qtbot.waitUntil(dialog.view.save.isVisible, timeout=15_000)


def test_a_second_reappointment_is_refused_with_its_reason(
    qtbot: QtBot, ward: Ward, desk: Desk, late: Received, tmp_path: Path
) -> None:
    """NĐ 61/2018 Đ19.9: once only. The issued letter can still be read, saved and printed."""
    _issue(qtbot, ward, desk, late, tmp_path)
    ward.clock.moment += timedelta(days=9)
    dialog = _open(qtbot, desk, late)
    assert "không cho hẹn lại lần thứ hai" in dialog.view.told()
    assert not dialog.form.isVisible()
    assert dialog.view.save.isVisible()


def test_a_returned_dossier_needs_no_letter(
    qtbot: QtBot, ward: Ward, desk: Desk, late: Received
) -> None:
    """Nothing is owed any more, and the dialog says so."""
    ward.do(returning.return_result, late.dossier_id, collector="Nguyễn Thị Hoa")
    dialog = _shown(qtbot, desk, late)
    qtbot.waitUntil(lambda: "không cần thư xin lỗi" in dialog.view.told())
    assert not dialog.form.isVisible()


def test_a_letter_being_signed_is_waited_for(
    qtbot: QtBot, ward: Ward, desk: Desk, late: Received, tmp_path: Path
) -> None:
    """Esc and the window's cross do nothing while the signature is made."""
    dialog = _open(qtbot, desk, late)
    _fill(dialog, _key_file(tmp_path, ward))
    dialog.view.press_primary()
    dialog.reject()
    dialog.close()
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.view.save.isVisible, timeout=15_000)
    dialog.reject()
    assert not dialog.isVisible()
