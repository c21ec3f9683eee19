"""A morning's letters drawn and signed, against bare drawing and pyHanko with a kept key."""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from app.core.papers import ApologyLetter
from app.printing.fonts import register_fonts
from app.signing.appearance import picture_appearance, text_appearance
from app.signing.pkcs12 import P12Signer, open_pkcs12
from app.signing.throwaway import throwaway_p12
from app.ui import signing_work
from tests.benchmarks.bench_letter import bare_letter
from tests.support.apology import make_letter
from tests.support.stamp_pictures import signature_png

LETTERS = 200
WARM_UP = 10
BOX = (300, 300, 500, 380)


def measure() -> list[dict[str, Any]]:
    """Alternate both ways letter by letter in one run, with the text and with a picture."""
    signer = open_pkcs12(throwaway_p12("Đỗ Thị Ẩn", "UBND phường Bến Mơ", "x"), "x")
    assert isinstance(signer, P12Signer)
    register_fonts()
    return [
        _row("text", signer, None),
        _row("picture", signer, signature_png()),
    ]


def _row(name: str, signer: P12Signer, picture: bytes | None) -> dict[str, Any]:
    ours: list[float] = []
    bare: list[float] = []

    def sign(letter: ApologyLetter) -> None:
        signing_work.sign(letter, signer, datetime.now(UTC), picture)

    def sign_barely(letter: ApologyLetter) -> None:
        _sign_bare(bare_letter(letter), signer, picture)

    for turn in range(LETTERS + WARM_UP):
        letter = replace(make_letter(), number="", recipient=f"Nguyễn Thị Ẩn {turn}")
        for kept, act in ((ours, sign), (bare, sign_barely)):
            milliseconds = _timed(act, letter)
            if turn >= WARM_UP:
                kept.append(milliseconds)
    value, floor = statistics.mean(ours), statistics.mean(bare)
    return {
        "name": f"letter drawn + signed, {name} / bare reportlab + pyHanko",
        "value": value,
        "floor": floor,
        "ratio": value / floor,
        "goal": 1.5,
    }


def _timed(act: Callable[[ApologyLetter], None], letter: ApologyLetter) -> float:
    begun = time.perf_counter()
    act(letter)
    return (time.perf_counter() - begun) * 1000


def _sign_bare(pdf: bytes, signer: P12Signer, picture: bytes | None) -> bytes:
    """Sign as the library would be called by anybody: one field, one certifying signature."""
    width, height = BOX[2] - BOX[0], BOX[3] - BOX[1]
    style = (
        picture_appearance(width, height, picture)
        if picture
        else text_appearance(width, height, [signer.holder, signer.organisation])
    )
    metadata = PdfSignatureMetadata(
        field_name="NguoiKy",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    field = SigFieldSpec("NguoiKy", on_page=0, box=BOX)
    work = PdfSigner(metadata, signer, stamp_style=style, new_field_spec=field)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return work.sign_pdf(writer, output=io.BytesIO(), bytes_reserved=24_576).getvalue()
