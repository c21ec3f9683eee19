"""The paper path: printed for the pen, then recorded with what stands on the paper."""

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.printing.letter_pdf import letter_pdf
from app.services import ledger, receipt_keys
from app.signing.receipt_keys import load_seal, make_key
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


@pytest.fixture
def sealed_page(signing: SigningWard, tmp_path: Path) -> SigningPage:
    """The registrar's page in a ward whose letters carry signed facts."""
    made = make_key(tmp_path)
    signing.ward.do(receipt_keys.add_own_key, made.public_key)
    seal = load_seal(tmp_path, made.key_id, made.place)
    signing.ward.office = replace(signing.ward.office, seal=seal)
    signing.submit("Nguyễn Thị Hoa", "Lê Thị Tú")
    return signing.page("thu")


def _scan(signing: SigningWard, page: SigningPage, name: str, folder: Path) -> Path:
    row = next(one for one in page._queue.letters if one.owed.applicant_name == name)
    letter = signing.letter(row.owed.dossier_id).letter
    file = folder / "quet.pdf"
    file.write_bytes(letter_pdf(letter, for_pen=True).data)
    return file


def test_a_scan_finds_its_letter_by_itself(
    qtbot: QtBot,
    signing: SigningWard,
    sealed_page: SigningPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever is current in the list: the code on the paper says which letter it is."""
    page = sealed_page
    page.view.lists.set_value(PAPER)
    file = _scan(signing, page, "Lê Thị Tú", tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    page.view.open_scan.click()
    qtbot.waitUntil(lambda: page.findChild(PaperLetterDialog) is not None)
    dialog = page.findChild(PaperLetterDialog)
    qtbot.waitUntil(dialog.record.isEnabled)
    assert page.view.table.current().owed.applicant_name == "Lê Thị Tú"
    assert dialog.scan.text() == str(file)
    dialog.record.click()
    qtbot.waitUntil(lambda: len(page.view.table.rows) == 1)


def test_the_scan_of_another_letter_is_told_at_its_field(
    qtbot: QtBot, signing: SigningWard, sealed_page: SigningPage, tmp_path: Path
) -> None:
    """Nothing is recorded, nothing typed is lost."""
    page = sealed_page
    page.view.lists.set_value(PAPER)
    file = _scan(signing, page, "Lê Thị Tú", tmp_path)
    page.view.table.select(lambda row: row.owed.applicant_name == "Nguyễn Thị Hoa")
    dialog = _open(qtbot, page)
    dialog.scan.setText(str(file))
    dialog.record.click()
    qtbot.waitUntil(dialog.record.isEnabled)
    assert "thư khác" in dialog.fields["scan"].said()
    assert dialog.number.text() == "01"


def test_a_scan_without_a_letter_is_told(
    qtbot: QtBot, sealed_page: SigningPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the name of the file and what to do."""
    page = sealed_page
    page.view.lists.set_value(PAPER)
    file = tmp_path / "trang.pdf"
    file.write_bytes(b"%PDF-1.7 nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    page.view.open_scan.click()
    qtbot.waitUntil(page.view.strip.isVisible)
    assert "trang.pdf" in page.view.strip.text()
