"""Letters as composed: every template on its sheet, and room for what follows the signature."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pypdfium2
import pytest
from pypdf import PdfReader

from app.core.papers import ApologyLetter
from app.core.sealed import Seal
from app.core.sealed_letter import read_sealed_letter
from app.printing.fonts import GlyphMissing
from app.printing.letter_pdf import LetterPdf, letter_pdf, letter_pdfs
from app.printing.letter_sheet import MM
from tests.support.apology import make_letter
from tests.support.composed_letters import GENERATIONS, compose, make_office
from tests.support.qr_readers import read_by_zxing

WORDINGS = ("before", "after", "second", "finished")
TALL = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
A4, A5 = (210 * MM, 297 * MM), (148 * MM, 210 * MM)
Word = tuple[str, float, float, float]  # text, left, baseline, size


def lines(drawn: LetterPdf, page: int = 0) -> list[Word]:
    """Return what is drawn on a page, and where."""
    found: list[Word] = []

    def keep(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append((text.strip(), cm[4] + tm[4], cm[5] + tm[5], size))

    PdfReader(io.BytesIO(drawn.data)).pages[page].extract_text(visitor_text=keep)
    return found


def text_of(drawn: LetterPdf) -> str:
    """Return the text of all pages."""
    pages = PdfReader(io.BytesIO(drawn.data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def find(drawn: LetterPdf, start: str) -> Word:
    """Return the only line of the first page that begins so."""
    (line,) = (line for line in lines(drawn) if line[0].startswith(start))
    return line


def every_letter() -> Iterator[tuple[str, ApologyLetter]]:
    """Yield every template and wording, with the tallest block of a signer."""
    for name, (kind, year) in GENERATIONS.items():
        for wording in WORDINGS:
            letter = compose(
                wording,
                kind=kind,
                year=year,
                authority=TALL,
                office=make_office(seal=Seal("00ab12ff", lambda _: bytes(64))),
            )
            yield f"{name}, {wording}", letter


LETTERS = dict(every_letter())


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_every_letter_stands_on_one_page_of_its_sheet(letter: ApologyLetter) -> None:
    """With everything it says, inside the margins."""
    drawn = letter_pdf(letter)
    (page,) = PdfReader(io.BytesIO(drawn.data)).pages
    size = A5 if letter.paper == "A5" else A4
    assert [float(edge) for edge in page.mediabox[2:]] == pytest.approx(size, abs=0.01)
    said = text_of(drawn)
    for part in (letter.title, letter.signer_name, letter.closing, *letter.authority):
        assert part in said
    for paragraph in letter.paragraphs:
        assert paragraph.replace("**", "") in said.replace("\u00a0", " ")
    margin = (10 if letter.paper == "A5" else 20) * MM
    assert all(margin - 0.1 <= base <= size[1] - margin for _, _, base, _ in lines(drawn))
    assert drawn.signature_place.bottom >= margin


def test_the_salutation_stands_before_the_name() -> None:
    """Kính gửi: Bà …, and an organisation by its name."""
    assert "Kính gửi: Bà Nguyễn Thị Ẩn" in text_of(letter_pdf(compose("after")))
    company = compose("after", recipient="Công ty Bến Mơ", salutation="")
    assert "Kính gửi: Công ty Bến Mơ" in text_of(letter_pdf(company))


def test_an_official_letter_says_what_it_is_about_below_its_number() -> None:
    """V/v in the agency's column, and no title."""
    drawn = letter_pdf(replace(compose("after", kind="apology_official_letter"), number="126"))
    number, about = find(drawn, "Số: 126/TTPVHCC"), find(drawn, "V/v xin lỗi")
    assert about[2] < number[2]
    assert about[1] < A4[0] / 2
    assert "VĂN BẢN" not in text_of(drawn)


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_number_and_date_find_their_rooms(paper: str) -> None:
    """Filled in later they stand on the line, between what is printed around them."""
    bare = letter_pdf(make_letter(number="", paper=paper))
    numbered = letter_pdf(make_letter(number="0126", dated_on=date(2026, 10, 20), paper=paper))
    assert bare.number_place is not None
    assert bare.date_place is not None
    assert (numbered.number_place, numbered.date_place) == (None, None)
    for place, before, told in (
        (bare.number_place, "Số:", "Số: 0126/PXL-TTPVHCC"),
        (bare.date_place, "Bến Mơ,", "Bến Mơ, ngày 20 tháng 10 năm 2026"),
    ):
        _, left, base, size = find(bare, before)
        assert size == bare.text_size
        assert place.page == 0
        assert place.bottom == pytest.approx(base - 5, abs=0.02)
        assert place.top > base + size * 0.66
        assert left < place.left < place.right
        # The widest number and date begin where they would in the printed line.
        assert find(numbered, told)[1] == pytest.approx(left, abs=0.1)
    _, after_number, _, _ = find(bare, "/PXL-TTPVHCC")
    assert bare.number_place.right == pytest.approx(after_number, abs=0.1)


def test_for_the_pen_there_are_dots() -> None:
    """On paper the number and the day are written in by hand."""
    bare = compose("after")
    assert "Số: ......../PXL-TTPVHCC" in text_of(letter_pdf(bare, for_pen=True))
    assert "ngày ...... tháng ...... năm" in text_of(letter_pdf(bare, for_pen=True))
    assert "...." in text_of(letter_pdf(bare, draft=True))
    assert "...." not in text_of(letter_pdf(bare))
    numbered = replace(bare, number="05", dated_on=date(2026, 11, 6))
    told = text_of(letter_pdf(numbered, for_pen=True))
    assert "Số: 05/PXL-TTPVHCC" in told
    assert "ngày 06 tháng 11 năm 2026" in told


def test_many_letters_are_drawn_as_each_alone() -> None:
    """One by one, so that a batch can be paused; a bad one spoils none before it."""
    letters = [make_letter(number=f"{n:02}") for n in range(1, 4)]
    assert [one.data for one in letter_pdfs(letters)] == [letter_pdf(one).data for one in letters]
    batch = letter_pdfs([letters[0], make_letter(recipient="Nguyễn 漢")])
    assert next(batch).data == letter_pdf(letters[0]).data
    with pytest.raises(GlyphMissing):
        next(batch)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Xin lỗi ☃"},
        {"signer_name": "Lê ⁂ Hưởng"},
        {"closing": "Rất mong 漢./."},
        {"authority": ("GIÁM ĐỐC ♥",)},
        {"copies_to": ("Như trên 漢",)},
        {"symbol": "PXL-漢"},
        {"title": "THƯ 漢"},
        {"recipient_address": "Số 2 漢"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_no_part_hides_a_character_that_cannot_be_drawn(changes: dict[str, object]) -> None:
    """Refused wherever it stands, never a blank."""
    with pytest.raises(GlyphMissing) as refused:
        letter_pdf(make_letter(**changes))
    assert refused.value.params["characters"] in "".join(map(str, changes.values()))


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_the_code_is_read_from_a_scan(paper: str) -> None:
    """At 150 dots per inch, as an office scanner makes it."""
    office = make_office(
        seal=Seal("00ab12ff", lambda _: bytes(range(64))),
        qr_prefix="https://motcua.example.vn/v#",
    )
    letter = replace(compose("after", office=office), paper=paper)
    page = pypdfium2.PdfDocument(letter_pdf(letter).data)[0]
    picture = page.render(scale=150 / 72, grayscale=True).to_numpy()
    (read,) = read_by_zxing(np.ascontiguousarray(picture.squeeze()))
    assert read == letter.qr_text
    assert read_sealed_letter(read).facts.code == letter.dossier_code
