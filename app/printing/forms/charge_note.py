"""Phiếu thu phí, lệ phí: what was paid at the desk, one sheet for each edition (liên)."""

from collections.abc import Iterator
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, LongTable, PageBreak, Spacer

from app.core.desk_papers import ChargeNote
from app.core.money import format_money
from app.printing.forms.opening import opening
from app.printing.forms.pieces import SMALL, Column, Pieces, filled

NUMBER: Final = Column("TT", 0.06, "c")
AMOUNT: Final = Column("Số tiền", 0.18, "r")
NAME_ONLY: Final = (NUMBER, Column("Khoản thu", 0.76), AMOUNT)
NAME_AND_NOTE: Final = (NUMBER, Column("Khoản thu", 0.34), Column("Cách tính", 0.42), AMOUNT)


def charge_note(paper: ChargeNote, make: Pieces) -> Iterator[Any]:
    """Yield each edition, the same but for its name."""
    for number, edition in enumerate(paper.editions):
        if number:
            yield PageBreak()
        yield from _edition(paper, edition, make)


def _edition(paper: ChargeNote, edition: str, make: Pieces) -> Iterator[Any]:
    matter = paper.matter
    yield from opening(paper.head, make, line=f"({edition})")
    yield from make.fields(
        filled(
            ("Người nộp tiền", paper.payer_name),
            ("Địa chỉ", matter.address),
            ("Chủ hồ sơ", "" if matter.owner_name == paper.payer_name else matter.owner_name),
            ("Nội dung thu", f"{matter.procedure_name} ({matter.procedure_code})"),
        )
    )
    yield _lines(paper, make)
    total = make.fields(
        filled(("Tổng số tiền", format_money(paper.total)), ("Bằng chữ", paper.total_words))
    )
    signatures = make.signatures(
        ("NGƯỜI NỘP TIỀN", "NGƯỜI THU TIỀN"), (paper.payer_name, paper.clerk_name)
    )
    remark = make.text(paper.remark, SMALL)
    yield KeepTogether([*total, Spacer(1, 2 * mm), signatures, remark])


def _lines(paper: ChargeNote, make: Pieces) -> LongTable:
    """Return what is paid for; nothing is said of how to count where no line says it."""
    has_notes = any(line.note for line in paper.lines)
    rows = [
        (
            str(number),
            line.name,
            *((line.note,) if has_notes else ()),
            format_money(line.amount),
        )
        for number, line in enumerate(paper.lines, start=1)
    ]
    return make.table(NAME_AND_NOTE if has_notes else NAME_ONLY, rows)
