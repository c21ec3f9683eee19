"""The officer drops a file and reads at once whose it is and whether it is whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from app.core.clock import FixedClock
from app.signing.findings import Verdict
from app.ui import theme
from app.ui.desk import Desk
from app.ui.marks import Tone
from app.ui.verify_dialog import VerifyDialog
from tests.support import altering, sealed_files
from tests.support.pki import Pki

Shown = Callable[[str, bytes], VerifyDialog]


@pytest.fixture(scope="module")
def people() -> Pki:
    return Pki()


@pytest.fixture(scope="module")
def letter(people: Pki) -> bytes:
    return sealed_files.whole_letter(people)


@pytest.fixture
def anchors(people: Pki) -> list[bytes]:
    """Whom the agency trusts; a test may take them away."""
    return [people.root.der]


@pytest.fixture
def dialog(desk: Desk, people: Pki, anchors: list[bytes], qtbot: QtBot) -> VerifyDialog:
    desk.clock = FixedClock(people.now)
    made = VerifyDialog(desk, lambda: anchors)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def shown(dialog: VerifyDialog, tmp_path: Path, qtbot: QtBot) -> Shown:
    """Examine bytes as a file of a name, and wait for the answer."""

    def show(name: str, data: bytes) -> VerifyDialog:
        path = tmp_path / name
        path.write_bytes(data)
        dialog.examine(path)
        qtbot.waitUntil(lambda: dialog.found is not None)
        return dialog

    return show


def tone(dialog: VerifyDialog) -> str:
    return str(dialog.verdict.property("notice"))


def test_nothing_is_claimed_before_a_file_is_there(dialog: VerifyDialog) -> None:
    """It says what to do, and no verdict."""
    assert "Kéo tệp PDF vào đây" in dialog.empty.text()
    assert not dialog.verdict.isVisible()
    assert dialog.cards == []
    assert dialog.choose.hasFocus()


def test_a_genuine_letter_has_a_card_for_each_signature(shown: Shown, letter: bytes) -> None:
    """Who, when, by whose clock, and what the clerk filled in."""
    dialog = shown("thu.pdf", letter)
    assert dialog.verdict.text().startswith("Thư thật")
    assert tone(dialog) == Tone.GOOD
    first, second = (card.text() for card in dialog.cards)
    assert "Chữ ký của người ký thư: Đỗ Thị Ẩn" in first
    assert "đồng hồ máy của người ký" in first
    assert "THỬ NGHIỆM Cấp phát" in first
    assert "Điền số văn bản: 05" in first
    assert "Dấu của cơ quan: Con dấu" in second
    assert "Không có gì thay đổi" in second


def test_a_painted_letter_looks_bad_and_says_where(shown: Shown, letter: bytes) -> None:
    """Nothing in it may look good, not even the signature that is still right in itself."""
    dialog = shown("sua.pdf", altering.added(letter, altering.paint_over))
    assert dialog.found.verdict is Verdict.ALTERED
    assert tone(dialog) == Tone.LATE
    assert "nội dung trang 1 bị vẽ thêm" in dialog.verdict.text()
    assert "Không dùng tệp này" in dialog.verdict.text()
    assert {card.state.property("chip") for card in dialog.cards} == {"quiet", "late"}


def test_a_broken_signature_names_nobody(shown: Shown, letter: bytes) -> None:
    """Whose name stands in it proves nothing any more."""
    dialog = shown("hong.pdf", altering.flipped(letter, 500, 1))
    assert "nội dung tệp không còn như lúc ký" in dialog.verdict.text()
    assert len(dialog.cards) == 2
    for card in dialog.cards:
        assert "không xác định được ai ký" in card.text()
        assert "Đỗ Thị Ẩn" not in card.text()


def test_an_unknown_issuer_is_told_with_what_to_do(
    shown: Shown, letter: bytes, anchors: list[bytes]
) -> None:
    """Not altered, and yet not to be relied on."""
    anchors.clear()
    dialog = shown("la.pdf", letter)
    assert tone(dialog) == Tone.SOON
    assert all("Nhờ quản trị nhập" in card.text() for card in dialog.cards)


@pytest.mark.parametrize(
    ("data", "title"),
    [(sealed_files.drafted(), "Tệp không có chữ ký số"), (b"junk", "Không đọc được tệp")],
)
def test_a_file_without_signatures_says_so(shown: Shown, data: bytes, title: str) -> None:
    """Neither good nor bad."""
    dialog = shown("tep.pdf", data)
    assert dialog.verdict.text().startswith(title)
    assert dialog.cards == []


def test_the_finding_of_one_file_is_never_shown_under_another(
    shown: Shown, dialog: VerifyDialog, letter: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    """While the next is looked at, nothing stands there; late answers are dropped."""
    shown("that.pdf", letter)
    gone = tmp_path / "khong-co.pdf"
    (tmp_path / "that.pdf").write_bytes(letter)
    dialog.examine(tmp_path / "that.pdf")
    dialog.examine(gone)
    assert dialog.cards == []
    assert not dialog.verdict.isVisible()
    qtbot.waitUntil(dialog.verdict.isVisible)
    qtbot.wait(300)
    assert "Không mở được tệp khong-co.pdf" in dialog.verdict.text()
    assert dialog.found is None


def test_a_file_can_be_dropped(
    dialog: VerifyDialog, letter: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    """One file of this machine; several, or an address, are not taken."""
    path = tmp_path / "tha.pdf"
    path.write_bytes(letter)
    local, elsewhere = QUrl.fromLocalFile(str(path)), QUrl("https://example.vn/a.pdf")
    for urls, takes in (([local, local], False), ([elsewhere], False), ([local], True)):
        data = QMimeData()
        data.setUrls(urls)
        given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
        entering = QDragEnterEvent(QPointF(9, 9).toPoint(), *given, Qt.KeyboardModifier.NoModifier)
        entering.ignore()
        dialog.dragEnterEvent(entering)
        assert entering.isAccepted() is takes
        dialog.dropEvent(QDropEvent(QPointF(9, 9), *given, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.found.verdict is Verdict.GENUINE


@pytest.mark.parametrize("choice", [theme.Choice.DARK, theme.Choice.CONTRAST])
def test_it_can_be_read_in_every_look(shown: Shown, letter: bytes, qapp, choice) -> None:
    """Words carry the verdict; the colours only repeat it."""
    theme.apply(qapp, choice)
    try:
        dialog = shown("thu.pdf", letter)
        assert dialog.cards[0].state.text() == "Chữ ký đúng, người ký được tin cậy"
    finally:
        theme.apply(qapp, theme.Choice.LIGHT)
