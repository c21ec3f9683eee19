"""The QR of a slip can be read from the bytes for the printer, and from paper that has suffered."""

from concurrent.futures import ProcessPoolExecutor

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
from tests.support.random_slips import random_slip

SLIPS = 300
TRIALS = 120
READABLE = 90  # per cent
WEARS = (FADED, OVER_BURNT)
CHUNK = 10  # slips that a process takes at once
THREE_DOTS = np.ones((3, 3), np.uint8)
PROFILES = (profile_for(80), profile_for(58), profile_for(80, dpi=180), profile_for(58, dpi=180))


def printed(slip: ReceiptSlip, number: int) -> Dots:
    """Return the dots of a slip as a printer reads them, each one on another paper in turn."""
    profile = PROFILES[number % len(PROFILES)]
    reader = read_stream(encode(draw_receipt(slip, profile.dots), profile))
    (page,) = reader.pages or [reader.page]
    return dots_of(page.bits, page.width)


def seen_by_both(number: int) -> tuple[bool, bool]:
    """Return whether each of two readers sees the whole text of a slip, and nothing else."""
    slip = random_slip(number)
    picture = picture_of(printed(slip, number))
    return read_by_zxing(picture) == [slip.qr_text], read_by_opencv(picture) == slip.qr_text


def test_two_readers_read_the_code_of_any_slip(processes: ProcessPoolExecutor) -> None:
    """On every paper and at both resolutions."""
    seen = list(processes.map(seen_by_both, range(SLIPS), chunksize=CHUNK))
    assert len(seen) == SLIPS
    assert [number for number, both in enumerate(seen) if both != (True, True)] == []


def still_read(number: int) -> tuple[bool, ...]:
    """Return for each wear whether the code of a slip can be read after it."""
    slip = random_slip(number)
    code = qr_dots(printed(slip, number), QUIET * QR_DOTS)
    chance = np.random.default_rng((7, number))
    return tuple(read_by_zxing(worn(code, wear, chance)) == [slip.qr_text] for wear in WEARS)


def test_the_code_outlives_bad_paper(processes: ProcessPoolExecutor) -> None:
    """At least nine slips of ten are still read, faded and over-burnt alike."""
    read = list(processes.map(still_read, range(TRIALS), chunksize=CHUNK))
    hits = [sum(one) for one in zip(*read, strict=True)]
    assert len(hits) == len(WEARS)
    assert min(hits) * 100 >= READABLE * TRIALS, hits


@pytest.mark.parametrize("wear", WEARS, ids=["faded", "over-burnt"])
def test_the_model_is_hard_on_small_codes(wear: Wear) -> None:
    """Three dots a module do not survive: that is why a slip spends five."""
    chance, hits = np.random.default_rng(7), 0
    for number in range(TRIALS // 6):
        text = random_slip(number).qr_text
        small = np.kron(np.array(qr_matrix(text), np.uint8), THREE_DOTS)
        hits += read_by_zxing(worn(small, wear, chance)) == [text]
    assert hits <= 1, hits
