"""The paper path: printed for the pen, then recorded with what stands on the paper."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from app.services import ledger
from app.ui.paper_dialog import PaperDialog
from app.ui.signing_desk.page import SigningPage
from app.ui.signing_desk.paper_letter_dialog import PaperLetterDialog
from app.ui.signing_desk.view import PAPER
from tests.ui.signing_desk.conftest import SigningWard


@pytest.fixture
def page(signing: SigningWard) -> SigningPage:
    signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú")
    made = signing.page("thu")
    made.view.lists.set_value(PAPER)
    return made


def _open(qtbot: QtBot, page: SigningPage) -> PaperLetterDialog:
    page.view.primary.click()
    dialog = page.findChild(PaperLetterDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.record.isEnabled)
    return dialog


def test_a_letter_signed_by_hand_is_issued(
    qtbot: QtBot, signing: SigningWard, page: SigningPage, tmp_path: Path
) -> None:
    """Number, day and signer as on the paper, and the scan beside them; it leaves the queue."""
    scan = tmp_path / "quet.pdf"
    scan.write_bytes(b"%PDF-1.7 scanned")
    row = page.view.table.rows[0]
    dialog = _open(qtbot, page)
    assert (dialog.number.text(), dialog.signer.text()) == ("01", "Đỗ Thị Ẩn")
    dialog.scan.setText(str(scan))
    dialog.record.click()
    qtbot.waitUntil(lambda: len(page.view.table.rows) == 1)
    (owed,) = signing.ward.ask(ledger.of_dossier, row.owed.dossier_id)
    assert (owed.state, owed.number, owed.on_paper) == ("issued", "01", True)
    assert signing.letter(row.owed.dossier_id).file == b"%PDF-1.7 scanned"


def test_the_letter_is_printed_for_the_pen(qtbot: QtBot, page: SigningPage, tmp_path: Path) -> None:
    """The very PDF has dots for number and day."""
    dialog = _open(qtbot, page)
    dialog.print.click()
    paper = dialog.findChild(PaperDialog)
    assert paper is not None
    qtbot.waitUntil(lambda: bool(paper._pdf))
    paper.save_to(tmp_path / "thu.pdf")
    qtbot.waitUntil((tmp_path / "thu.pdf").exists)
    text = PdfReader(tmp_path / "thu.pdf").pages[0].extract_text()
    assert "…" in text or "..." in text
    paper.reject()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("number", "không", "không phải số văn bản"),
        ("signer", " ", "người ký"),
        ("scan", "nowhere.pdf", "Không đọc được"),
    ],
)
def test_bad_input_is_told_at_its_field(
    qtbot: QtBot, page: SigningPage, field: str, value: str, said: str
) -> None:
    """Nothing is issued, nothing typed is lost."""
    dialog = _open(qtbot, page)
    getattr(dialog, field).setText(value)
    dialog.record.click()
    qtbot.waitUntil(lambda: said in dialog.fields[field].said())
    assert dialog.record.isEnabled()
    assert getattr(dialog, field).text() == value


def test_a_scan_that_is_no_picture_of_paper(
    qtbot: QtBot, page: SigningPage, tmp_path: Path
) -> None:
    """A program or a text is no scan."""
    other = tmp_path / "khac.pdf"
    other.write_bytes(b"MZ\x90")
    dialog = _open(qtbot, page)
    dialog.scan.setText(str(other))
    dialog.record.click()
    qtbot.waitUntil(lambda: "khac.pdf" in dialog.fields["scan"].said())


def test_the_scanner_finds_the_letter_on_either_list(
    qtbot: QtBot, signing: SigningWard, page: SigningPage
) -> None:
    """A code scanned from the paper switches to the list that holds its letter."""
    last = page.view.table.rows[1]
    page.view.lists.set_value("sealed")
    assert page.take_scan(last.owed.code)
    assert page.view.lists.value() == PAPER
    current = page.view.table.current()
    assert current is not None
    assert current.key == last.key
