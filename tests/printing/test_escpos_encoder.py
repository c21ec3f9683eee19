"""The bytes for the printer mean the dots of the slip, and nothing else."""

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.printing import paper_profiles
from app.printing.escpos_encoder import encode, without_real_time
from app.printing.paper_profiles import Ack, Cut, PaperProfile, profile_for
from app.printing.raster import Bitmap, draw_receipt
from tests.support.fake_printer import REAL_TIME, read_stream
from tests.support.slips import make_long_slip, make_slip

PLAIN = profile_for(80)
PROFILES = st.builds(
    PaperProfile,
    name=st.just("any"),
    dots=st.just(64),
    cut=st.just(Cut.PARTIAL),
    band_rows=st.integers(2, 120),
    blank_as_raster=st.booleans(),
    ack=st.sampled_from(Ack),
)


@st.composite
def bitmaps(draw: st.DrawFn) -> Bitmap:
    """White runs, patterns and the bytes of real-time commands, 1 to 16 bytes wide."""
    stride = draw(st.integers(1, 16))
    dangerous = st.sampled_from([b"\x10\x04\x01", b"\x10\x14\x08", b"\x10\x05\x00", b"\x10", b"\0"])
    kinds = st.one_of(st.just(b"\0"), st.binary(min_size=1, max_size=stride * 3), dangerous)
    runs = draw(st.lists(st.tuples(kinds, st.integers(1, 130)), min_size=1, max_size=6))
    bits = b"".join((unit * (stride * rows))[: stride * rows] for unit, rows in runs)
    return Bitmap(stride * 8, len(bits) // stride, bits)


def assert_same_dots(printed: bytes, expected: Bitmap) -> None:
    """White rows before any raster have no width of their own: compare from the end."""
    assert printed.rjust(len(expected.bits), b"\0") == expected.bits


@given(bitmaps(), PROFILES)
def test_reading_the_stream_gives_back_the_dots(bitmap: Bitmap, profile: PaperProfile) -> None:
    """An independent reader sees our bitmap, blank feeds included, and knows every command."""
    reader = read_stream(encode(bitmap, profile, b"0042"))
    expected = replace(bitmap, bits=without_real_time(bitmap.bits))
    (page,) = reader.pages
    assert len(page.rows) == bitmap.rows
    assert_same_dots(page.bits, expected)
    assert (reader.unknown, bytes(reader.buffer)) == (0, b"")


@given(bitmaps(), PROFILES)
def test_no_real_time_command_stands_anywhere_in_the_stream(
    bitmap: Bitmap, profile: PaperProfile
) -> None:
    """Printers obey them inside raster data too: a drawer opens, a status byte comes back."""
    assert not REAL_TIME.search(encode(bitmap, profile, b"0042"))


@given(bitmaps(), PROFILES)
def test_bands_are_short_and_never_a_multiple_of_forty_eight_high(
    bitmap: Bitmap, profile: PaperProfile
) -> None:
    """Big images overrun cheap printers, and one model prints garbage at 48, 96, 144 rows."""
    bands = read_stream(encode(bitmap, profile)).bands
    assert all(0 < band <= profile.band_rows and band % 48 for band in bands)


@pytest.mark.parametrize("rows", [48, 96, 144, 480])
@pytest.mark.parametrize("band_rows", [48, 96, 100])
def test_a_black_block_is_cut_beside_the_bad_heights(rows: int, band_rows: int) -> None:
    """The heights a drawing reaches by chance are tried on purpose."""
    profile = replace(PLAIN, band_rows=band_rows)
    bands = read_stream(encode(Bitmap(8, rows, b"\xff" * rows), profile)).bands
    assert sum(bands) == rows
    assert all(band % 48 for band in bands)


@given(bitmaps())
def test_disarming_only_adds_dots_and_few_of_them(bitmap: Bitmap) -> None:
    """One dot beside another; nothing that was black turns white."""
    safe = without_real_time(bitmap.bits)
    before, after = int.from_bytes(bitmap.bits), int.from_bytes(safe)
    assert before & after == before
    assert (before ^ after).bit_count() == len(REAL_TIME.findall(bitmap.bits))


def test_blank_runs_go_as_raster_where_the_feed_unit_is_not_a_dot() -> None:
    """Otherwise the white would be shorter or longer than drawn."""
    bitmap = draw_receipt(make_slip())
    fed, drawn = encode(bitmap, PLAIN), encode(bitmap, replace(PLAIN, blank_as_raster=True))
    assert b"\x1bJ" in fed
    assert sum(read_stream(fed).bands) < sum(read_stream(drawn).bands) == bitmap.rows


@pytest.mark.parametrize(
    ("cut", "ending"),
    [(Cut.PARTIAL, b"\x1dVB\x00"), (Cut.FULL, b"\x1dVA\x00"), (Cut.NONE, b"\x1bd\x03")],
)
def test_the_cut_comes_last_and_only_where_there_is_a_cutter(cut: Cut, ending: bytes) -> None:
    """A printer without a cutter would print the command as text."""
    stream = encode(draw_receipt(make_slip()), replace(PLAIN, cut=cut))
    assert stream.endswith(ending)


def test_the_acknowledgement_is_asked_for_before_the_cut() -> None:
    """No acknowledgement means no cut: an unfinished slip looks unfinished."""
    bitmap = draw_receipt(make_slip())
    able = replace(PLAIN, ack=Ack.GS_H)
    assert encode(bitmap, able, b"0042").endswith(b"\x1d(H\x06\x00000042\x1dVB\x00")
    assert b"\x1d(H" not in encode(bitmap, PLAIN, b"0042")
    assert b"\x1d(H" not in encode(bitmap, able)


@pytest.mark.parametrize("dots", [576, 512, 384])
@pytest.mark.parametrize("make", [make_slip, make_long_slip])
def test_the_qr_is_readable_in_the_dots_as_printed(dots: int, make) -> None:
    """From the bytes for the printer back to the citizen's phone."""
    slip = make()
    stream = encode(draw_receipt(slip, dots), PLAIN)
    (page,) = read_stream(stream).pages
    ink = Image.frombytes("1", (dots, len(page.rows)), bytes(b ^ 0xFF for b in page.bits))
    (found,) = zxingcpp.read_barcodes(ink.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text == slip.qr_text


@pytest.mark.parametrize("dots", [576, 384])
def test_another_encoder_means_the_same_dots(dots: int) -> None:
    """python-escpos, given the same picture, burns the same dots."""
    paper_profiles._models()  # imports the library without its side effects
    from escpos.printer import Dummy

    bitmap = draw_receipt(make_slip(), dots)
    ink = Image.frombytes("1", (dots, bitmap.rows), bytes(byte ^ 0xFF for byte in bitmap.bits))
    other = Dummy(profile="TM-T20II")
    other.image(ink, impl="bitImageRaster", fragment_height=100)
    theirs = read_stream(other.output).page
    (ours,) = read_stream(encode(bitmap, PLAIN)).pages
    assert theirs.bits == ours.bits == bitmap.bits
