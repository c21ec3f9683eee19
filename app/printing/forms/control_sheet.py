"""The control sheet: through whose hands a dossier went and when (TT 01/2018/TT-VPCP, Mẫu 05)."""

from collections.abc import Iterator
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from app.core.desk_papers import ControlSheet, HandoverBlock
from app.printing.forms.opening import DOTS, opening
from app.printing.forms.pieces import SMALL, Column, Pieces, filled
from app.printing.receipt_layout import CODE_LABEL, long_moment

COLUMNS: Final = (
    Column("TÊN CƠ QUAN", 0.31),
    Column("THỜI GIAN GIAO, NHẬN HỒ SƠ", 0.35),
    Column("KẾT QUẢ GIẢI QUYẾT HỒ SƠ (Trước hạn/đúng hạn/quá hạn)", 0.2, "c"),
    Column("GHI CHÚ", 0.14),
)
MOMENT: Final = "…… giờ …… phút, ngày …… tháng …… năm ………"
SIGNING_ROOM: Final = 10 * mm


def control_sheet(paper: ControlSheet, make: Pieces) -> Iterator[Any]:
    """Yield the sheet; what nobody knows yet is dotted, for it goes with the dossier."""
    yield from opening(paper.head, make)
    yield from make.fields(
        filled(
            ("Kèm theo hồ sơ của", paper.owner_name),
            (CODE_LABEL, paper.head.code),
            ("Ngày nhận", long_moment(paper.received_at)),
            ("Ngày, giờ hẹn trả kết quả", long_moment(paper.due_at)),
            ("Cơ quan (bộ phận) giải quyết hồ sơ", paper.department or DOTS * 2),
            ("Cơ quan phối hợp giải quyết hồ sơ", paper.partner),
        )
    )
    yield Spacer(1, mm)
    yield make.table(COLUMNS, [_row(block, make) for block in paper.blocks], SMALL)


def _row(block: HandoverBlock, make: Pieces) -> tuple[Any, ...]:
    names = [
        make.text(f"1. Giao: {block.giver or DOTS}", SMALL),
        Spacer(1, 2 * mm * make.sheet.scale),
        make.text(f"2. Nhận: {block.receiver or DOTS}", SMALL),
    ]
    half = COLUMNS[1].share / 2
    signers = make.row(
        [_signer("Người giao", make), _signer("Người nhận", make)], (half * 0.95, half * 0.95)
    )
    moment = MOMENT if block.at is None else long_moment(block.at)
    hour, _, day = moment.partition(" ngày ")
    when = [
        make.centred(hour, SMALL),
        make.centred(f"ngày {day}", SMALL),
        signers,
        Spacer(1, SIGNING_ROOM * make.sheet.scale),
    ]
    return names, when, block.outcome, block.note


def _signer(title: str, make: Pieces) -> list[Any]:
    return [make.centred(title, SMALL, is_bold=True), make.centred("(Ký)", SMALL)]
