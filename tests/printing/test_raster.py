"""The dots of a slip: nothing clipped, nothing confused, nothing of Qt's left behind."""

import gc
import itertools
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter

from app.printing.fonts import GlyphMissing
from app.printing.raster import (
    Bitmap,
    _width,
    bitmap_png,
    draw,
    draw_receipt,
    ensure_gui_application,
)
from app.printing.receipt_layout import Framed, Size
from app.printing.strip import BASELINE, LINE, Strip, Text
from tests.support.letters import VIETNAMESE
from tests.support.slips import make_long_slip, make_slip

BODY = Size.BODY.value
ROOM = 20  # empty rows around the one line of these pictures


def letter_picture(text: str, size: int = BODY, *, is_bold: bool = False) -> Bitmap:
    """Return a line of text whose box begins ``ROOM`` rows below the top."""
    strip = Strip(size * (len(text) + 1), lambda *_: 0)
    strip.marks.append(Text(4, ROOM + round(size * BASELINE), text, size, is_bold))
    strip.y = ROOM + round(size * LINE) + ROOM
    return draw(strip)


def inked_rows(bitmap: Bitmap) -> list[int]:
    stride = bitmap.stride
    rows = range(bitmap.rows)
    return [row for row in rows if any(bitmap.bits[row * stride : (row + 1) * stride])]


def test_void_calls_do_not_eat_none() -> None:
    """PySide6 6.12.0 on Python 3.11 gives back one None too many per call and ends the process."""
    ensure_gui_application()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(200):
        painter.setPen(QColor(1, 2, 3))
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < 100


@pytest.mark.parametrize("size", [size.value for size in Size])
@pytest.mark.parametrize("is_bold", [False, True])
def test_stacked_marks_and_dots_below_stay_with_their_line(size: int, is_bold: bool) -> None:
    """A line made of the face's ascent would cut the mark off Ằ and turn it into Ắ.

    Only the tips of tails may reach a dot or two into the white above the next line's letters.
    """
    rows = inked_rows(letter_picture("ẰẲẴẮỄỔỮẬỰgyqpj()", size, is_bold=is_bold))
    assert rows[0] >= ROOM - 1
    assert rows[-1] < ROOM + round(size * LINE) + 2


def test_the_marks_above_capitals_are_drawn_and_differ() -> None:
    """Above the bare capital there is ink, another for each tone."""
    bare = inked_rows(letter_picture("A"))[0]
    tops = [letter_picture(letter) for letter in "ẰẲẴẮ"]
    marks = {picture.bits[: bare * picture.stride] for picture in tops}
    assert len(marks) == len(tops)
    assert all(any(mark) for mark in marks)


@pytest.mark.parametrize("is_bold", [False, True])
def test_any_two_vietnamese_letters_differ_by_five_dots(is_bold: bool) -> None:
    """A name must not turn into another one on worn paper."""
    assert len(set(VIETNAMESE)) == 146
    pictures = [
        int.from_bytes(letter_picture(letter, is_bold=is_bold).bits) for letter in VIETNAMESE
    ]
    assert min((a ^ b).bit_count() for a, b in itertools.combinations(pictures, 2)) >= 5


def test_composed_and_decomposed_text_give_the_same_dots() -> None:
    """Portals send names in either form."""
    name = "NGUYỄN THỊ NGỌC ẨN"
    loose = unicodedata.normalize("NFD", name)
    assert draw_receipt(make_slip(owner_name=loose)) == draw_receipt(make_slip(owner_name=name))


@pytest.mark.parametrize("dots", [576, 546, 512, 384])
def test_a_bitmap_is_whole_rows_of_bytes(dots: int) -> None:
    """Also where the width is no multiple of Qt's 32-bit rows; the padding is white."""
    bitmap = draw_receipt(make_slip(), dots)
    assert (bitmap.width, len(bitmap.bits)) == (dots, bitmap.stride * bitmap.rows)
    padding = bitmap.stride * 8 - dots
    last_column = bitmap.bits[bitmap.stride - 1 :: bitmap.stride]
    assert not any(byte & ((1 << padding) - 1) for byte in last_column)


def test_the_dots_do_not_depend_on_a_living_image() -> None:
    """Qt lends its memory only while the image lives; ours is a copy."""
    bitmap = draw_receipt(make_slip())
    kept = bytearray(bitmap.bits)
    for number in range(20):
        draw_receipt(make_slip(code=f"H29.26-261120-{number:04}"))
    gc.collect()
    assert type(bitmap.bits) is bytes
    assert bitmap.bits == kept


def test_the_first_slips_of_four_printers_are_drawn_at_once() -> None:
    """A desk with several printers starts with a slip for each: a process of its own, so the first.

    What it printed before was nothing at all: the program ended.
    """
    code = (
        "import threading\n"
        "from app.printing.raster import draw_receipt, ensure_gui_application\n"
        "from tests.support.slips import make_slip\n"
        "ensure_gui_application()\n"
        "work = lambda: [draw_receipt(make_slip(entry=str(n))) for n in range(20)]\n"
        "threads = [threading.Thread(target=work) for _ in range(4)]\n"
        "[one.start() for one in threads]; [one.join() for one in threads]; print('drawn')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "drawn\n", done.stderr


def test_threads_draw_the_same_dots() -> None:
    """The print worker is not the screen's thread."""
    slips = [make_slip(entry=f"{number:04}") for number in range(12)]
    alone = [draw_receipt(slip).bits for slip in slips]
    with ThreadPoolExecutor(4) as pool:
        together = [bitmap.bits for bitmap in pool.map(draw_receipt, slips)]
    assert together == alone


@pytest.mark.parametrize("character", ["\u2011", "😀"])
def test_a_character_without_a_glyph_is_refused(character: str) -> None:
    """Qt alone would leave a hole in the name."""
    with pytest.raises(GlyphMissing) as caught:
        draw_receipt(make_slip(owner_name=f"LÊ {character} AN"))
    assert caught.value.params["characters"] == character


def test_the_picture_holds_the_same_dots(tmp_path: Path) -> None:
    """What the virtual printer shows is what would be burnt."""
    bitmap = draw_receipt(make_long_slip(), 384)
    bitmap_png(bitmap, tmp_path / "slip.png")
    with Image.open(tmp_path / "slip.png") as picture:
        assert picture.size == (384, bitmap.rows)
        white = picture.convert("1").tobytes()
    assert bytes(byte ^ 0xFF for byte in white) == bitmap.bits


def test_an_unwritable_picture_is_an_error(tmp_path: Path) -> None:
    """A picture that was not kept must not count as kept."""
    with pytest.raises(FileNotFoundError):
        bitmap_png(draw_receipt(make_slip()), tmp_path / "missing" / "slip.png")


def test_a_long_code_on_narrow_paper_stands_in_two_great_lines() -> None:
    """What the eye must find first is never set in the body's size."""
    long = "000.00.16.H40-261120-0001"
    for dots, lines in ((384, ["000.00.16.H40-", "261120-0001"]), (576, [long])):
        strip = Strip(dots, _width)
        strip.add(Framed("Mã hồ sơ", "", long))
        great = [mark for mark in strip.marks if isinstance(mark, Text) and mark.is_bold]
        assert [mark.text for mark in great] == lines
        assert all(mark.size > Size.HEAD.value for mark in great)
