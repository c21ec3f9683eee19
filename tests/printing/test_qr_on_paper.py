"""The QR of a slip can be read from the bytes for the printer, and from paper that has suffered."""

import numpy as np
import pytest

from app.core.papers import ReceiptSlip
from app.printing.escpos_encoder import encode
from app.printing.paper_profiles import profile_for
from app.printing.qr import QUIET, qr_matrix
from app.printing.raster import draw_receipt
from app.printing.strip import QR_DOTS
from tests.support.fake_printer import read_stream
from tests.support.qr_readers import (
    Dots,
    dots_of,
    picture_of,
    qr_dots,
    read_by_opencv,
    read_by_zxing,
)
from tests.support.qr_wear import FADED, OVER_BURNT, Wear, worn
from tests.support.random_slips import random_slip, random_slips

SLIPS = 300
TRIALS = 120
READABLE = 90  # per cent
THREE_DOTS = np.ones((3, 3), np.uint8)
PROFILES = (profile_for(80), profile_for(58), profile_for(80, dpi=180), profile_for(58, dpi=180))


def printed(slip: ReceiptSlip, number: int) -> Dots:
    """Return the dots of a slip as a printer reads them, each one on another paper in turn."""
    profile = PROFILES[number % len(PROFILES)]
    reader = read_stream(encode(draw_receipt(slip, profile.dots), profile))
    (page,) = reader.pages or [reader.page]
    return dots_of(page.bits, page.width)


def test_two_readers_read_the_code_of_any_slip() -> None:
    """Both see the whole text, on every paper and at both resolutions."""
    for number, slip in enumerate(random_slips(SLIPS)):
        picture = picture_of(printed(slip, number))
        assert read_by_zxing(picture) == [slip.qr_text], number
        assert read_by_opencv(picture) == slip.qr_text, number


@pytest.mark.parametrize("wear", [FADED, OVER_BURNT], ids=["faded", "over-burnt"])
def test_the_code_outlives_bad_paper(wear: Wear) -> None:
    """At least nine slips of ten are still read."""
    chance, hits = np.random.default_rng(7), 0
    for number, slip in enumerate(random_slips(TRIALS)):
        code = qr_dots(printed(slip, number), QUIET * QR_DOTS)
        hits += read_by_zxing(worn(code, wear, chance)) == [slip.qr_text]
    assert hits * 100 >= READABLE * TRIALS, hits


@pytest.mark.parametrize("wear", [FADED, OVER_BURNT], ids=["faded", "over-burnt"])
def test_the_model_is_hard_on_small_codes(wear: Wear) -> None:
    """Three dots a module do not survive: that is why a slip spends five."""
    chance, hits = np.random.default_rng(7), 0
    for number in range(TRIALS // 6):
        text = random_slip(number).qr_text
        small = np.kron(np.array(qr_matrix(text), np.uint8), THREE_DOTS)
        hits += read_by_zxing(worn(small, wear, chance)) == [text]
    assert hits <= 1, hits
