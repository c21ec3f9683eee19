"""A slip from its fields to the printer's bytes, against Qt alone and against packing its dots.

Qt alone is the same slip typeset and drawn without its QR: what no Python around it can save.
"""

import time
from collections.abc import Callable
from statistics import median

from app.core.papers import ReceiptSlip
from app.printing.escpos_encoder import encode
from app.printing.paper_profiles import profile_for
from app.printing.raster import Bitmap, draw_receipt
from tests.benchmarks.__main__ import Measurement
from tests.support.slips import make_slip

ROUNDS = 60
GOAL_OVER_QT = 6 / 3.3  # render and encode in 6 ms where Qt alone takes 3.3
GOAL_OVER_PACKING = 100.0


def measure() -> list[Measurement]:
    """Time whole slips, each for another person, the three ways taking turns."""
    profile = profile_for(80)
    draw_receipt(make_slip())  # loads the faces
    whole, drawing, packing = [], [], []
    for number in range(ROUNDS):
        slip, bare = _slip(number), _slip(number + ROUNDS, qr_text="")
        whole.append(_timed(lambda slip=slip: encode(draw_receipt(slip), profile)))
        drawing.append(_timed(lambda bare=bare: draw_receipt(bare)))
        rows = _as_digits(draw_receipt(slip))
        packing.append(_timed(lambda rows=rows: _packed(rows)))
    return [
        _row("slip: render + encode / Qt alone", whole, drawing, GOAL_OVER_QT),
        _row("slip: render + encode / packing its dots", whole, packing, GOAL_OVER_PACKING),
    ]


def _slip(number: int, **changes: str) -> ReceiptSlip:
    code = f"H29.26-261120-{number:04}"
    told = {"code": code, "qr_text": f"https://motcua.bensong.example.vn/h/{code}"}
    return make_slip(**(told | {"owner_name": f"NGUYỄN THỊ NGỌC {number}"} | changes))


def _as_digits(bitmap: Bitmap) -> list[str]:
    """Return the rows as digits, one for each dot, as a drawing library gives them."""
    stride = bitmap.stride
    starts = range(0, len(bitmap.bits), stride)
    rows = (int.from_bytes(bitmap.bits[at : at + stride]) for at in starts)
    return [f"{row:0{bitmap.width}b}" for row in rows]


def _packed(rows: list[str]) -> bytes:
    return b"".join(int(row, 2).to_bytes(len(row) // 8) for row in rows)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _row(name: str, ours: list[float], floor: list[float], goal: float) -> Measurement:
    value, least = median(ours), median(floor)
    return {"name": name, "value": value, "floor": least, "ratio": value / least, "goal": goal}
