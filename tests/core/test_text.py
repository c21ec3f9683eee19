"""Folding, normal form and dictionary order of Vietnamese."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.core.text import clean_line, collation_key, fold, fold_words, nfc

MARKED = [
    unicodedata.normalize("NFC", letter + tone)
    for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
] + ["đ", "Đ"]


def test_every_vietnamese_letter_folds_to_ascii() -> None:
    """All 146 letters, composed or not."""
    assert len(set(MARKED)) == 146
    for letter in MARKED:
        assert fold(letter).isascii()
        assert fold(unicodedata.normalize("NFD", letter)) == fold(letter)


def test_search_words_come_from_names_and_codes() -> None:
    """A code falls into its parts, a name into its words."""
    assert fold_words("  ĐẶNG   Thị Ước ") == ("dang", "thi", "uoc")
    assert fold_words("H29.26-261124-0042") == ("h29", "26", "261124", "0042")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    """Stored folded words compare with folded questions."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(max_size=60))
def test_a_clean_line_stays_clean(text: str) -> None:
    """One line, NFC, no edges."""
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line
    assert nfc(line) == line


def test_unseen_signs_are_dropped() -> None:
    """Control, zero-width and direction signs never reach a slip."""
    assert clean_line("Nguy\u200bễn\u202e\x07 \ufeffAn\n") == "Nguyễn An"


def test_names_sort_as_in_a_dictionary() -> None:
    """a before ă before â, d before đ; tones only decide between equal letters."""
    names = ["Ân", "An", "Đào", "Dung", "Ăn", "Ấn", "Anh", "Ần", "Ản", "Dũng"]
    wanted = ["An", "Ản", "Anh", "Ăn", "Ân", "Ần", "Ấn", "Dung", "Dũng", "Đào"]
    assert sorted(names, key=collation_key) == wanted
