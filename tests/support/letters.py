"""The Vietnamese letters that carry marks, with the vowels they come from: 146 of them."""

import unicodedata

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"

LOWER = "".join(unicodedata.normalize("NFC", v + tone) for v in VOWELS for tone in TONES) + "đ"
VIETNAMESE = LOWER + LOWER.upper()
