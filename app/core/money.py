"""Money in whole đồng: figures for the eye, words for the receipt."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
GROUP = 1000
BILLION = 1000**3


def format_money(amount: int) -> str:
    """Return đồng as people write them.

    >>> format_money(1250000)
    '1.250.000 đ'
    """
    return f"{amount:,}".replace(",", ".") + " đ"


def money_in_words(amount: int) -> str:
    """Return đồng in words, first letter capital.

    >>> money_in_words(1005000)
    'Một triệu không trăm linh năm nghìn đồng'
    """
    said = _number(abs(amount), full=False)
    if amount < 0:
        said = f"âm {said}"
    return f"{said[0].upper()}{said[1:]} đồng"


def _number(number: int, *, full: bool) -> str:
    """Return a number in words; ``full`` says its empty hundreds too, for it follows others."""
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, BILLION)
    said = []
    if billions:
        # Everything before "tỷ" is one number: một nghìn năm trăm tỷ.
        said.append(f"{_number(billions, full=full)} tỷ")
    for place in (2, 1, 0):
        group = rest // GROUP**place % GROUP
        if group:
            said.append(_group(group, full=full or bool(said)) + _SCALES[place])
    return " ".join(said)


def _group(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = []
    if hundreds or full:
        said.append(f"{_DIGITS[hundreds]} trăm")
    if tens > 1:
        said.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        said.append("mười")
    elif ones and said:
        said.append("linh")
    if ones:
        said.append(_ones(tens, ones))
    return " ".join(said)


def _ones(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:  # noqa: PLR2004
        return "lăm"
    if ones == 4 and tens > 1:  # noqa: PLR2004
        return "tư"
    return _DIGITS[ones]
