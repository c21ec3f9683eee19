"""Money in whole đồng: figures for the eye, words for the receipt."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
GROUP = 1000


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
    said = _number(abs(amount))
    if amount < 0:
        said = f"âm {said}"
    return f"{said[0].upper()}{said[1:]} đồng"


def _number(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, GROUP)
        groups.append(group)
    said = [
        _group(group, full=place < len(groups) - 1) + _scale(place)
        for place, group in reversed(list(enumerate(groups)))
        if group
    ]
    return " ".join(said)


def _scale(place: int) -> str:
    # Above a billion the scales repeat: nghìn tỷ, triệu tỷ, tỷ tỷ.
    billions, rest = divmod(place, 3)
    return _SCALES[rest] + " tỷ" * billions


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
