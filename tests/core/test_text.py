"""Folding, normal form and dictionary order of Vietnamese."""

import unicodedata
from itertools import pairwise

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
    assert clean_line("Lê\x85\x9d\u061cVăn\x0cB\ud800") == "Lê Văn B"


def test_a_tone_behind_an_unseen_sign_joins_its_letter() -> None:
    """Dropping a sign can bring a letter and its tone together: the line is composed still."""
    assert clean_line("Ha\u200b\u0300 Nội") == "Hà Nội"


def test_names_sort_as_in_a_dictionary() -> None:
    """a before ă before â, d before đ; tones only decide between equal letters."""
    names = ["Ân", "An", "Đào", "Dung", "Ăn", "Ấn", "Anh", "Ần", "Ản", "Dũng"]
    wanted = ["An", "Ản", "Anh", "Ăn", "Ân", "Ần", "Ấn", "Dung", "Dũng", "Đào"]
    assert sorted(names, key=collation_key) == wanted
    assert (
        sorted(names, key=lambda name: collation_key(unicodedata.normalize("NFD", name))) == wanted
    )


def test_the_dictionary_knows_every_letter_and_tone() -> None:
    """The 29 letters in their order, then the tones of one word in theirs."""
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    for ordered in (letters, tones):
        assert all(collation_key(one) < collation_key(two) for one, two in pairwise(ordered))
    assert collation_key("Ba Con") < collation_key("Bà con") < collation_key("ba lan")
    assert collation_key("An Bình") < collation_key("Anh")
