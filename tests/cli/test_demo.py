"""The demonstration, as it runs where there is no screen."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps
from pypdf import PdfReader

from app.core.sealed import read_sealed
from tests.support.fake_printer import read_stream

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("reception", "lookup", "returning", "lateness")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder the program leaves when started without words and without a screen."""
    folder = tmp_path_factory.mktemp("demo")
    kept = {"PATH", "HOME", "LANG", "TMPDIR"}
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-c", "from app.main import run; run()"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "build" / "demo", done.stdout


def test_it_says_in_one_line_that_there_is_no_screen(shown: tuple[Path, str]) -> None:
    """The first line tells why there is no window; the rest is the morning's summary."""
    _, told = shown
    assert told.splitlines()[0].startswith("Máy này không có màn hình")
    assert "nguyên vẹn" in told


def test_every_page_is_pictured_light_and_dark(shown: tuple[Path, str]) -> None:
    """Eight pictures, none of them empty."""
    folder, _ = shown
    for page in PAGES:
        for look in ("sang", "toi"):
            picture = Image.open(folder / "man-hinh" / f"{page}-{look}.png").convert("RGB")
            assert picture.width >= 1024
            assert len(picture.getcolors(1 << 24) or ()) > 50


@pytest.mark.parametrize("width", [80, 58])
def test_the_slip_s_qr_reads_from_the_printed_dots(shown: tuple[Path, str], width: int) -> None:
    """What the printer would burn decodes to the code of the slip."""
    folder, told = shown
    assert (folder / f"phieu-{width}mm.png").stat().st_size > 5000
    reader = read_stream((folder / f"phieu-{width}mm.bin").read_bytes())
    page = reader.pages[0] if reader.pages else reader.page
    stride = max(len(row) for row in page.rows)
    bits = b"".join(row.ljust(stride, b"\0") for row in page.rows)
    paper = Image.frombytes("1", (stride * 8, len(page.rows)), bits)
    ink = ImageOps.invert(paper.convert("L"))
    (found,) = zxingcpp.read_barcodes(ink, formats=zxingcpp.BarcodeFormat.QRCode)
    assert read_sealed(found.text).facts.code in told
    assert reader.unknown == 0


def test_the_letter_is_signed_and_readable(shown: tuple[Path, str]) -> None:
    """pdfsig calls the signature valid; the text comes out in whole Vietnamese."""
    folder, _ = shown
    letter = folder / "thu-xin-loi.pdf"
    text = " ".join(PdfReader(letter).pages[0].extract_text().split())
    assert "xin lỗi" in text
    assert "Cấp Giấy xác nhận tình trạng hôn nhân" in text
    tool = shutil.which("pdfsig")
    if tool is None:
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    done = subprocess.run([tool, str(letter)], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in done.stdout
    assert "Total document signed" in done.stdout


def test_the_a5_form_names_every_statutory_line(shown: tuple[Path, str]) -> None:
    """The electronic form carries the six numbered lines of form 01."""
    folder, _ = shown
    page = PdfReader(folder / "phieu-A5.pdf").pages[0]
    text = " ".join(page.extract_text().split())
    for number in range(1, 7):
        assert f"{number}. " in text
    assert round(float(page.mediabox.width)) == 420
