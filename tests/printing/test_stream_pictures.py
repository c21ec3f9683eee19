"""Whatever a slip says, the bytes for the printer are its picture, dot by dot, and nothing else."""

import os
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PIL import Image

from app.core.papers import ReceiptSlip
from app.printing.escpos_encoder import encode
from app.printing.paper_profiles import Ack, PaperProfile, profile_for
from app.printing.raster import Bitmap, draw_receipt
from tests.support.fake_printer import REAL_TIME, Reader, read_stream
from tests.support.letters import VIETNAMESE
from tests.support.random_slips import random_slip, random_slips

SLIPS = 300
CHUNK = 10  # slips that a process takes at once
BATCH = 50  # slips that the other interpreter reads at once
WIDE, NARROW = profile_for(80), profile_for(58)
SMALL_BUFFER = replace(WIDE, band_rows=56, ack=Ack.GS_H)  # 4 KB in a printer of 576 dots
PROFILES = (
    WIDE,
    replace(NARROW, ack=Ack.GS_R),
    SMALL_BUFFER,
    replace(NARROW, blank_as_raster=True, band_rows=48),
)
COARSE = (profile_for(80, dpi=180), profile_for(58, dpi=180))
PHP, TOOLS = shutil.which("php"), os.environ.get("MOTCUA_ESCPOS_TOOLS", "")


def picture(slip: ReceiptSlip, profile: PaperProfile) -> tuple[Bitmap, Reader]:
    """Draw a slip, read its stream back, and hold the stream to the rules of printers."""
    bitmap = draw_receipt(slip, profile.dots)
    stream = encode(bitmap, profile, b"0042")
    assert not REAL_TIME.search(stream)
    reader = read_stream(stream)
    assert (reader.unknown, bytes(reader.buffer)) == (0, b"")
    assert all(band <= profile.band_rows and band % 48 for band in reader.bands)
    return bitmap, reader


def assert_same_picture(bitmap: Bitmap, reader: Reader) -> None:
    """Without a cutter the slip stays on the reader's page."""
    (page,) = reader.pages or [reader.page]
    assert (page.width, len(page.rows)) == (bitmap.width, bitmap.rows)
    assert page.bits == bitmap.bits


def hold_to_the_rules(number: int) -> int:
    """Hold the streams of a slip, on both papers, to their pictures; return how many."""
    turn = number % 2 * 2
    profiles = PROFILES[turn : turn + 2]
    for profile in profiles:
        assert_same_picture(*picture(random_slip(number), profile))
    return len(profiles)


def test_the_stream_of_any_slip_is_its_picture(processes: ProcessPoolExecutor) -> None:
    """Both papers, long names, all letters, with and without every field: bit for bit."""
    held = processes.map(hold_to_the_rules, range(SLIPS), chunksize=CHUNK)
    assert sum(held) == 2 * SLIPS


def test_a_printer_of_coarser_dots_gets_its_own_picture() -> None:
    """The same slips at 180 dots an inch: 512 and 336 across."""
    assert [profile.dots for profile in COARSE] == [512, 336]
    for slip in random_slips(6):
        for profile in COARSE:
            assert_same_picture(*picture(slip, profile))


def test_the_random_slips_hold_what_slips_can_hold() -> None:
    """All letters, every optional field both ways, no paper and twenty, originals and reprints."""
    slips = list(random_slips(SLIPS))
    said = "".join(slip.address for slip in slips)
    assert set(VIETNAMESE) <= set(said)
    assert {len(slip.papers) for slip in slips} >= {0, 1, 20}
    assert {slip.copy for slip in slips} >= {0, 1, 2}
    assert max(len(slip.procedure_name) for slip in slips) > 200
    optional = {"legal_basis", "phone", "email", "identity_masked", "case_name", "channel"}
    optional |= {"term_text", "result_place", "charge_text", "counter_name", "notes"}
    assert optional <= {field.name for field in fields(ReceiptSlip)}
    for name in optional:
        assert {bool(getattr(slip, name)) for slip in slips} == {True, False}


def test_a_random_slip_is_the_same_at_every_run() -> None:
    """A failure can be looked at again by its number."""
    assert random_slip(7) == random_slip(7)
    assert random_slip(7) != random_slip(8)


def _gradient(width: int, rows: int) -> bytes:
    """A dithered grey gradient: the worst emblem an office may bring."""
    grey = Image.linear_gradient("L").resize((width, rows))
    dithered = grey.convert("1").tobytes()
    return bytes(byte ^ 0xFF for byte in dithered)


def _commands(width: int, rows: int) -> bytes:
    """Every real-time command there is, at every place in a row and across its end."""
    orders = [bytes((0x10, 0x04, n)) for n in range(1, 9)]
    orders += [bytes((0x10, 0x05, n)) for n in range(4)]
    orders += [bytes((0x10, 0x14, n)) for n in range(1, 9)]
    text = b"".join(order + b"\x10" * (n % 4) for n, order in enumerate(orders))
    size = width // 8 * rows
    return (text * (size // len(text) + 1))[:size]


@pytest.mark.parametrize("profile", [*PROFILES, *COARSE])
def test_an_emblem_full_of_commands_is_disarmed(profile: PaperProfile) -> None:
    """A printer obeys them among dots too: each costs one dot more, and nothing else changes."""
    slip = draw_receipt(random_slip(3), profile.dots)
    emblem = _gradient(profile.dots, 200) + _commands(profile.dots, 200)
    bits = emblem + slip.bits
    worst = Bitmap(profile.dots, slip.rows + 400, bits)
    dangers = len(REAL_TIME.findall(bits))
    assert dangers > 1000
    stream = encode(worst, profile, b"0042")
    assert not REAL_TIME.search(stream)
    reader = read_stream(stream)
    assert (reader.unknown, reader.obeyed_inside_dots) == (0, 0)
    (page,) = reader.pages or [reader.page]
    before, after = int.from_bytes(bits), int.from_bytes(page.bits)
    assert before & after == before
    assert (before ^ after).bit_count() == dangers
    assert page.bits.endswith(slip.bits)


@pytest.mark.skipif(not (PHP and TOOLS), reason="no php, or no escpos-tools to judge us")
@pytest.mark.parametrize("first", range(0, SLIPS, BATCH))
def test_an_interpreter_of_others_sees_the_same_pictures(tmp_path: Path, first: int) -> None:
    """receipt-print-hq/escpos-tools; it draws no feeds, so blank rows go as raster."""
    paper = (WIDE, NARROW)[first // BATCH % 2]
    profile = replace(paper, blank_as_raster=True, ack=Ack.GS_H)
    numbers = range(first, first + BATCH)
    bitmaps = [draw_receipt(random_slip(number), profile.dots) for number in numbers]
    file = tmp_path / "slips.bin"
    file.write_bytes(b"".join(encode(bitmap, profile, b"0042") for bitmap in bitmaps))
    assert _judged(file) == b"".join(bitmap.bits for bitmap in bitmaps)


def _judged(file: Path) -> bytes:
    """Return the dots of all images that the other interpreter sees, one below the other."""
    command = [str(PHP), "escimages.php", "--file", str(file), "--pbm"]
    command += ["--output-dir", str(file.parent)]
    said = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in said
    images = sorted(file.parent.glob("*.pbm"), key=lambda image: int(image.stem.split("-")[1]))
    return b"".join(image.read_bytes().split(b"\n", 2)[2] for image in images)
