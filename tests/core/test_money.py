"""Money in figures and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import format_money, money_in_words

DIGITS = "không một hai ba bốn năm sáu bảy tám chín"


@pytest.mark.parametrize(
    ("amount", "figures", "words"),
    [
        (0, "0 đ", "Không đồng"),
        (8000, "8.000 đ", "Tám nghìn đồng"),
        (21_000, "21.000 đ", "Hai mươi mốt nghìn đồng"),
        (115_000, "115.000 đ", "Một trăm mười lăm nghìn đồng"),
        (1_005_000, "1.005.000 đ", "Một triệu không trăm linh năm nghìn đồng"),
        (10_004, "10.004 đ", "Mười nghìn không trăm linh bốn đồng"),
        (24_000, "24.000 đ", "Hai mươi tư nghìn đồng"),
        (2_000_000_000, "2.000.000.000 đ", "Hai tỷ đồng"),
        (1_000_000_005, "1.000.000.005 đ", "Một tỷ không trăm linh năm đồng"),
        (1_500_000_000_000, "1.500.000.000.000 đ", "Một nghìn năm trăm tỷ đồng"),
        (-50_000, "-50.000 đ", "Âm năm mươi nghìn đồng"),
    ],
)
def test_money_is_written_both_ways(amount: int, figures: str, words: str) -> None:
    """As receipts have it."""
    assert (format_money(amount), money_in_words(amount)) == (figures, words)


@given(st.integers(0, 10**15))
def test_figures_and_words_both_give_the_amount_back(amount: int) -> None:
    """No two amounts share their words: read aloud, a receipt says one sum."""
    assert int(format_money(amount).removesuffix(" đ").replace(".", "")) == amount
    assert read_aloud(money_in_words(amount)) == amount


def read_aloud(words: str) -> int:
    """Return the amount that a listener writes down."""
    digits = {word: n for n, word in enumerate(DIGITS.split())}
    digits |= {"mốt": 1, "tư": 4, "lăm": 5}
    billions = total = group = 0
    for word in words.casefold().removesuffix(" đồng").split():
        if word == "mươi":
            group += 9 * (group % 10)
        elif word == "mười":
            group += 10
        elif word == "trăm":
            group *= 100
        elif word in {"nghìn", "triệu"}:
            total += group * (1000 if word == "nghìn" else 1_000_000)
            group = 0
        elif word == "tỷ":
            billions, total, group = (billions + total + group) * 10**9, 0, 0
        elif word != "linh":
            group += digits[word]
    return billions + total + group
