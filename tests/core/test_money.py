"""Money in figures and in words."""

import pytest

from app.core.money import format_money, money_in_words


@pytest.mark.parametrize(
    ("amount", "figures", "words"),
    [
        (0, "0 đ", "Không đồng"),
        (8000, "8.000 đ", "Tám nghìn đồng"),
        (21_000, "21.000 đ", "Hai mươi mốt nghìn đồng"),
        (115_000, "115.000 đ", "Một trăm mười lăm nghìn đồng"),
        (1_005_000, "1.005.000 đ", "Một triệu không trăm linh năm nghìn đồng"),
        (2_000_000_000, "2.000.000.000 đ", "Hai tỷ đồng"),
        (-50_000, "-50.000 đ", "Âm năm mươi nghìn đồng"),
    ],
)
def test_money_is_written_both_ways(amount: int, figures: str, words: str) -> None:
    """As receipts have it."""
    assert (format_money(amount), money_in_words(amount)) == (figures, words)
