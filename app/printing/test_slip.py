"""The test slip: tells an officer at a glance whether a printer is set up rightly.

Every Vietnamese letter (a clipped mark shows), a ruler (a wrong width or resolution shows), and the
slip's QR code at three sizes (which of them a telephone reads shows how well the printer burns).
"""

from collections.abc import Iterator
from itertools import product
from typing import Final
from unicodedata import normalize

from app.core.settings import PrinterSetting
from app.printing.devices.outcome import PrintOutcome
from app.printing.paper_profiles import profile_of
from app.printing.printers import Way, print_bitmap
from app.printing.raster import Bitmap, draw_blocks
from app.printing.receipt_layout import Band, Block, Code2D, Line, Rule, Ruler, Size

NAME: Final = "phieu-thu"
TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS: Final = "aăâeêioôơuưy"
SAMPLE: Final = "1" + "5537200081" * 23
"""As many digits as a sealed slip has."""
ROW: Final = 2 * len(TONES)  # letters on a line: two vowels with all their tones
QR_SIZES: Final = (("A", 4), ("B", 5), ("C", 6))


def vietnamese_letters() -> str:
    """Return all small letters that carry marks or may, in the order of the alphabet."""
    marked = (normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES))
    return "".join(marked) + "đ"


def draw_test_slip(dots: int, dpi: int) -> Bitmap:
    """Draw the test slip for a paper ``dots`` wide at ``dpi``."""
    return draw_blocks(_blocks(dots, dpi), dots)


def print_test_slip(setting: PrinterSetting, way: Way) -> PrintOutcome:
    """Print the test slip as the printer is set up; the same errors as ``print_receipt``."""
    profile = profile_of(setting)
    return print_bitmap(draw_test_slip(profile.dots, profile.dpi), NAME, setting, way)


def _blocks(dots: int, dpi: int) -> Iterator[Block]:
    yield Band("PHIẾU THỬ MÁY IN")
    yield Line(f"{dots} điểm ngang, {dpi} điểm/inch", Size.LABEL)
    yield Ruler(dpi)
    yield Line("Thước phải thẳng, đủ hai mép và đúng milimét.", Size.LABEL)
    yield Rule()
    letters = vietnamese_letters()
    for start, case in product(range(0, len(letters), ROW), (str.lower, str.upper)):
        yield Line(" ".join(case(letters[start : start + ROW])), Size.BODY)
    yield Line(
        "Mọi dấu phải rõ, không chữ nào mất ngọn: ẰẲẴẮẶ ỀỂỄẾỆ ỒỔỖỐỘ", Size.BODY, is_bold=True
    )
    yield Rule()
    for name, size in QR_SIZES:
        yield Line(f"Mã {name}: {size} điểm một ô", Size.LABEL)
        yield Code2D(SAMPLE, size)
    yield Line("Quét bằng điện thoại: mã nào đọc được?", Size.LABEL)
