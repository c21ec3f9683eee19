"""A scanned paper finds its letter, whatever the scanner made of it."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from app.printing.letter_pdf import letter_pdf
from app.services import apology, receipt_keys
from app.services.apology import LetterDraft
from app.signing.receipt_keys import load_seal, make_key
from app.ui.pdf_view import draw_pages
from app.ui.scan_reading import ScanOfOther, check_scan, letter_on
from tests.support.desk_ward import Ward


@pytest.fixture
def draft(ward: Ward, tmp_path: Path) -> LetterDraft:
    """A letter with signed facts in its code."""
    made = make_key(tmp_path)
    ward.do(receipt_keys.add_own_key, made.public_key)
    ward.office = replace(ward.office, seal=load_seal(tmp_path, made.key_id, made.place))
    received = ward.receive("Nguyễn Thị Ẩn", days_ago=7)
    new_day = ward.clock.moment.date() + timedelta(days=5)
    told = {"reason": "chờ xác minh", "new_due_on": new_day}
    return ward.do(apology.draft, received.dossier_id, **told)


def _printed(draft: LetterDraft) -> bytes:
    return letter_pdf(draft.letter, for_pen=True).data


def _scanned(
    pdf: bytes, kind: str, *, dpi: int = 200, turn: float = 0.0, blur: float = 0.0
) -> bytes:
    page = draw_pages(pdf, dpi)[0]
    picture = Image.frombytes(
        "RGB", (page.width, page.height), page.pixels, "raw", "BGRX", page.stride
    )
    picture = picture.rotate(turn, expand=True, fillcolor="white")
    picture = picture.filter(ImageFilter.GaussianBlur(blur))
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("PNG", {}),
        ("JPEG", {"turn": 1.5, "blur": 0.8}),
        ("JPEG", {"turn": 180}),
        ("PNG", {"dpi": 150}),
        ("PDF", {}),
    ],
)
def test_the_code_is_read_from_every_scan(draft: LetterDraft, kind: str, told: dict) -> None:
    """Straight, askew, upside down, coarse; as a picture or as a PDF of pictures."""
    facts = letter_on(_scanned(_printed(draft), kind, **told))
    assert facts is not None
    assert (facts.document_id, facts.code) == (draft.letter_id, draft.code)


def test_the_printed_letter_itself_is_read(draft: LetterDraft) -> None:
    """A PDF that was never on paper finds its record too."""
    facts = letter_on(_printed(draft))
    assert facts is not None
    assert facts.document_id == draft.letter_id


def test_a_sheet_without_a_code_says_nothing(draft: LetterDraft) -> None:
    """Another sheet, or no picture at all."""
    bare = letter_pdf(replace(draft.letter, qr_text="")).data
    assert letter_on(_scanned(bare, "PNG")) is None
    assert letter_on(b"no picture") is None
    check_scan(bare, draft.letter_id)


def test_the_scan_of_another_letter_is_refused(draft: LetterDraft) -> None:
    """It would prove the wrong thing for ever."""
    scan = _scanned(_printed(draft), "PNG")
    check_scan(scan, draft.letter_id)
    with pytest.raises(ScanOfOther) as refused:
        check_scan(scan, "00000000-0000-7000-8000-000000000000")
    assert refused.value.params["code"] == draft.code
