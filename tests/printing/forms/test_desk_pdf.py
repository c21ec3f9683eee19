"""The desk's papers as PDF: complete, in order, tidy when long, the same each time."""

import io
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from app.core.desk_papers import KINDS, DeskPaper, Matter, PaperHead, ResultItem
from app.core.money import format_money
from app.core.papers import Letterhead
from app.printing.fonts import GlyphMissing
from app.printing.forms.desk_pdf import LAYOUTS, paper_pdf
from app.printing.forms.sheet import SHEETS, PaperSize
from tests.printing.forms.orders import ABSENT, OPTIONAL, ORDERS
from tests.support.desk_papers import (
    LONG_REASON,
    MAKERS,
    make_charge,
    make_control,
    make_dossier_handover,
    make_refusal,
    make_register,
    make_result_handover,
    make_result_receipt,
    make_stop,
    make_supplement,
    reprinted,
)

SIZES = {
    "A5": (420, 595),
    "A4": (595, 842),
    "A5-landscape": (595, 420),
    "A4-landscape": (842, 595),
}
UNSEEN = {"kind", "paper", "qr_text", "tracking_address", "address", "phone"}
"""Fields of the head that say what a paper is, and what only form 01 shows of the letterhead."""
ELSEWHERE = {
    "charge_note": {"email", "phone", "case_name"},
    "result_receipt": {"address", "phone", "email", "submitter_name"},
    "stop_notice": {"procedure_code", "submitter_name"},
}
"""What other papers about the same matter show."""
BOTH = pytest.mark.parametrize("is_long", [False, True], ids=["short", "long"])
EACH = pytest.mark.parametrize("kind", sorted(KINDS))
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def pages_of(pdf: bytes) -> list[Any]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def text_of(pdf: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in pages_of(pdf)))


def squeezed(text: str) -> str:
    """Return a text without white space: where a line ends is not what is tested."""
    return "".join(text.split())


def strings_of(content: Any, kind: str) -> list[str]:
    """Return every text of a paper, however deep, but for what only says what it is."""
    if isinstance(content, str):
        return [content]
    if isinstance(content, tuple):
        return [one for part in content for one in strings_of(part, kind)]
    if not is_dataclass(content):
        return []
    unseen = ELSEWHERE.get(kind, set()) if isinstance(content, Matter) else set()
    if isinstance(content, PaperHead | Letterhead):
        unseen = UNSEEN
    names = [one.name for one in fields(content) if one.name not in unseen]
    return [one for name in names for one in strings_of(getattr(content, name), kind)]


def test_every_kind_has_a_layout() -> None:
    """A new paper without one would fail at the desk."""
    assert set(LAYOUTS) == set(KINDS.values())
    assert set(MAKERS) == set(ORDERS) == set(KINDS)


@EACH
@BOTH
def test_everything_a_paper_holds_is_printed(kind: str, is_long: bool) -> None:
    """In composed Vietnamese that can be searched; names, lists, reasons, letterhead."""
    paper = MAKERS[kind](is_long=is_long)
    text = text_of(paper_pdf(paper))
    assert unicodedata.is_normalized("NFC", text)
    assert squeezed(COUNTRY) in text
    folded = text.casefold()
    for one in strings_of(paper, kind):
        assert squeezed(one.replace("**", "")).casefold() in folded, one


@EACH
def test_the_fields_come_in_their_order(kind: str) -> None:
    """The order of the form, or of the slip as provinces print it."""
    text = text_of(paper_pdf(MAKERS[kind](is_long=True)))
    at = 0
    for expected in map(squeezed, ORDERS[kind]):
        found = text.find(expected, at)
        assert found >= 0, expected
        at = found + len(expected)


@EACH
def test_an_empty_field_is_left_out(kind: str) -> None:
    """A label without its value looks as if somebody forgot it."""
    text = text_of(paper_pdf(MAKERS[kind]()))
    for label in (*OPTIONAL, *ABSENT.get(kind, ())):
        assert squeezed(label) not in text, label


@EACH
@pytest.mark.parametrize("paper", sorted(SHEETS))
def test_a_paper_fits_every_sheet(kind: str, paper: PaperSize) -> None:
    """The size is a setting of the form: A5 by TT 01/2018 Đ9.2, A4 in many provinces."""
    pages = pages_of(paper_pdf(MAKERS[kind](is_long=True), paper))
    for page in pages:
        size = round(page.mediabox.width), round(page.mediabox.height)
        assert size == pytest.approx(SIZES[paper], abs=1)


@EACH
def test_a_paper_takes_the_sheet_of_its_form(kind: str) -> None:
    """Where nobody says otherwise."""
    paper = MAKERS[kind]()
    box = pages_of(paper_pdf(paper))[0].mediabox
    assert (round(box.width), round(box.height)) == pytest.approx(SIZES[paper.head.paper], abs=1)


@EACH
def test_a_short_paper_is_one_sheet_and_a_long_one_counts_its_sheets(kind: str) -> None:
    """Sheets get separated: each says which it is, of how many, and of what."""
    short = len(pages_of(paper_pdf(MAKERS[kind]())))
    assert short == (3 if kind == "charge_note" else 1)
    paper = MAKERS[kind](is_long=True)
    pages = pages_of(paper_pdf(paper))
    each = len(pages) // (3 if kind == "charge_note" else 1)
    assert each > 1
    for number, page in enumerate(pages):
        text = page.extract_text()
        assert f"Trang {number % each + 1}/{each}" in text
        assert (paper.head.code or paper.head.title) in text


@EACH
def test_the_same_paper_gives_the_same_bytes(kind: str) -> None:
    """A paper kept in the archive can be made again and compared."""
    assert paper_pdf(MAKERS[kind](is_long=True)) == paper_pdf(MAKERS[kind](is_long=True))


@EACH
def test_only_bundled_faces_are_used_and_they_are_embedded(kind: str) -> None:
    """The file looks the same on a machine without Vietnamese fonts."""
    pdf = paper_pdf(MAKERS[kind](is_long=True))
    for page in pages_of(pdf):
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        drawn = [font for font in fonts if font["/BaseFont"] != "/Helvetica"]
        assert drawn
        assert all("BeVietnamPro" in font["/BaseFont"] for font in drawn)
        assert all("/FontFile2" in font["/FontDescriptor"] for font in drawn)


@EACH
def test_a_character_without_a_glyph_is_refused(kind: str) -> None:
    """reportlab alone would draw a box."""
    paper = MAKERS[kind]()
    head = replace(paper.head.letterhead, agency_name="TRUNG TÂM 漢")
    with pytest.raises(GlyphMissing):
        paper_pdf(replace(paper, head=replace(paper.head, letterhead=head)))


@pytest.mark.parametrize(
    "paper",
    [
        replace(make_supplement(), items=("漢",)),
        replace(make_refusal(), statement="**漢**"),
        replace(make_stop(), signer_name="漢"),
        replace(make_result_receipt(), results=(ResultItem("漢", "", ""),)),
    ],
    ids=["list", "bold", "signature", "table"],
)
def test_no_part_of_a_paper_slips_past_the_check(paper: DeskPaper) -> None:
    """Lists, bold spans, signatures and tables are drawn by different pieces."""
    with pytest.raises(GlyphMissing):
        paper_pdf(paper)


@EACH
def test_a_reprint_is_marked_above_all(kind: str) -> None:
    """Two papers of one dossier must not look alike."""
    paper = MAKERS[kind]()
    text = text_of(paper_pdf(replace(paper, head=reprinted(paper.head))))
    assert text.startswith(
        squeezed("BẢN IN LẠI LẦN 2 In lại lúc 17:00, Thứ Năm 26/11/2026, Phạm Thuỳ Dương")
    )
    bare = replace(paper.head, copy=1)
    assert text_of(paper_pdf(replace(paper, head=bare))).startswith("BẢNINLẠILẦN1")


def test_a_heading_is_repeated_on_each_sheet_of_a_list() -> None:
    """Nobody turns back to see what a column means."""
    for make, head in (
        (make_register, "Phương thức"),
        (make_dossier_handover, "Họ tên chủ hồ sơ"),
        (make_result_handover, "Phí, lệ phí"),
    ):
        pages = pages_of(paper_pdf(make(is_long=True)))
        assert len(pages) > 2
        assert all(squeezed(head) in squeezed(page.extract_text()) for page in pages[:-1])


def test_each_edition_of_a_fee_note_is_the_same_but_for_its_name() -> None:
    """Liên 1, 2, 3: one for the book, one for who paid, one for the accounts."""
    paper = make_charge()
    texts = [squeezed(page.extract_text()) for page in pages_of(paper_pdf(paper))]
    for text, edition in zip(texts, paper.editions, strict=True):
        assert squeezed(f"({edition})") in text
        assert squeezed(format_money(paper.total)) in text
        assert squeezed(paper.remark) in text
    bare = {re.sub(r"\(Liên[^)]*\)", "", text) for text in texts}
    assert len(bare) == 1


def test_a_reason_stands_in_the_line_and_several_in_a_list() -> None:
    """One reason needs no number."""
    one = text_of(paper_pdf(make_supplement()))
    assert squeezed("Lý do: Còn thiếu giấy tờ.") in one
    many = text_of(paper_pdf(make_supplement(is_long=True)))
    assert squeezed(f"Lý do: 1. {LONG_REASON}") in many


def test_the_numbers_of_a_code_are_not_torn() -> None:
    """A long code goes on after a hyphen."""
    paper = make_register()
    entry = replace(paper.entries[0], code="000.00.16.H40-261120-0001")
    text = pages_of(paper_pdf(replace(paper, entries=(entry,))))[0].extract_text()
    assert "000.00.16.H40-" in text
    assert "261120-0001" in text


def test_a_cell_taller_than_a_sheet_is_broken() -> None:
    """Whatever is typed can be printed."""
    marks = [f"[{n}]" for n in range(20)]
    item = ResultItem("Giấy khai sinh", "12/2026", " ".join(f"{LONG_REASON} {n}" for n in marks))
    paper = replace(make_result_receipt(), results=(item,))
    pdf = paper_pdf(paper)
    assert len(pages_of(pdf)) > 1
    assert all(mark in text_of(pdf) for mark in marks)


def test_signs_of_markup_are_only_letters() -> None:
    """A company called A & B <b>C keeps its name, in a field, a list and a table."""
    name = "A & B <b>C"
    papers: tuple[DeskPaper, ...] = (
        replace(make_supplement(), items=(name,), closing=f"**{name}**"),
        replace(make_control(), owner_name=name),
        replace(make_result_receipt(), results=(ResultItem(name, name, name),)),
    )
    for paper in papers:
        assert squeezed(name) in text_of(paper_pdf(paper))


def test_the_qr_leads_to_the_dossier() -> None:
    """At 200 dots an inch, what an office printer makes at least."""
    paper = make_control()
    document = pypdfium2.PdfDocument(paper_pdf(paper))
    picture = document[0].render(scale=200 / 72).to_pil()
    document.close()
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text == paper.head.qr_text
