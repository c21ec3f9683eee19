"""Lists that go with what changes hands between desk and department, and the collector's receipt.

Field order of the slips in use in the provinces; no circular knows them.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from app.core.desk_papers import DossierHandover, ResultHandover, ResultReceipt
from app.printing.forms.opening import DOTS, day_text, opening
from app.printing.forms.pieces import SMALL, Column, Pieces, filled
from app.printing.receipt_layout import long_moment

RESULT_COLUMNS: Final = (
    Column("TT", 0.04, "c"),
    Column("Mã hồ sơ", 0.12, is_code=True),
    Column("Nội dung", 0.22),
    Column("Kết quả", 0.14),
    Column("Họ tên chủ hồ sơ", 0.14),
    Column("Địa chỉ", 0.15),
    Column("Phí, lệ phí", 0.11),
    Column("Đăng ký trả qua bưu điện", 0.08, "c"),
)
DOSSIER_COLUMNS: Final = (
    Column("TT", 0.05, "c"),
    Column("Mã hồ sơ", 0.185, is_code=True),
    Column("Nội dung", 0.245),
    Column("Họ tên chủ hồ sơ", 0.18),
    Column("Ngày nhận", 0.11, "c"),
    Column("Hẹn trả", 0.11, "c"),
    Column("Số bộ", 0.05, "c"),
    Column("Số giấy tờ", 0.07, "c"),
)
ITEM_COLUMNS: Final = (
    Column("TT", 0.07, "c"),
    Column("Loại kết quả", 0.32),
    Column("Số", 0.18, "c"),
    Column("Trích yếu", 0.43),
)
GIVE_AND_TAKE: Final = ("BÊN GIAO", "BÊN NHẬN")


def result_handover(paper: ResultHandover, make: Pieces) -> Iterator[Any]:
    """Yield the list of results that a department gives to the desk."""
    yield from opening(paper.head, make)
    yield from make.fields(
        filled(("Bên giao", paper.giver or DOTS * 2), ("Bên nhận", paper.receiver))
    )
    rows = [
        (
            str(number),
            row.code,
            row.procedure_name,
            row.result_name,
            row.owner_name,
            row.address,
            row.charge_text,
            "x" if row.is_by_post else "",
        )
        for number, row in enumerate(paper.rows, start=1)
    ]
    yield make.table(RESULT_COLUMNS, rows, SMALL)
    total = f"Tổng số: {len(paper.rows):02} kết quả."
    yield _given(total, ("", paper.receiver_name), make)


def dossier_handover(paper: DossierHandover, make: Pieces) -> Iterator[Any]:
    """Yield the list of dossiers that the desk gives to a department."""
    yield from opening(paper.head, make)
    yield from make.fields(
        filled(("Bên giao", paper.giver), ("Bên nhận", paper.receiver or DOTS * 2))
    )
    rows = [
        (
            str(number),
            row.code,
            row.procedure_name,
            row.owner_name,
            day_text(row.received_at),
            day_text(row.due_at),
            f"{row.set_count:02}",
            str(row.paper_count),
        )
        for number, row in enumerate(paper.rows, start=1)
    ]
    yield make.table(DOSSIER_COLUMNS, rows, SMALL)
    sets = sum(row.set_count for row in paper.rows)
    papers = sum(row.paper_count for row in paper.rows)
    total = f"Tổng số: {len(paper.rows):02} hồ sơ, {sets:02} bộ, {papers:02} giấy tờ."
    yield _given(total, (paper.giver_name, ""), make)


def result_receipt(paper: ResultReceipt, make: Pieces) -> Iterator[Any]:
    """Yield the receipt of whoever collects a result."""
    matter = paper.matter
    yield from opening(paper.head, make)
    yield from make.fields(
        filled(
            ("Tên thủ tục hành chính", f"{matter.procedure_name} ({matter.procedure_code})"),
            ("Trường hợp", matter.case_name),
            ("Chủ hồ sơ", matter.owner_name),
            ("Người trả", _with_phone(paper.giver_name, paper.giver_phone)),
            ("Người nhận", _with_phone(paper.receiver_name, paper.receiver_phone)),
            ("Số giấy tờ của người nhận", paper.receiver_identity),
        )
    )
    yield make.text("Thành phần trả gồm:")
    rows = [
        (str(number), item.kind, item.number or "………", item.summary)
        for number, item in enumerate(paper.results, start=1)
    ]
    yield make.table(ITEM_COLUMNS, rows)
    signatures = make.signatures(
        ("NGƯỜI TRẢ KẾT QUẢ", "NGƯỜI NHẬN KẾT QUẢ"), (paper.giver_name, paper.receiver_name)
    )
    returned = make.fields(filled(("Ngày trả", long_moment(paper.returned_at))))
    yield KeepTogether([*returned, Spacer(1, 3 * mm), signatures])


def _with_phone(name: str, phone: str) -> str:
    return f"{name}, điện thoại {phone}" if phone else name


def _given(total: str, names: tuple[str, str], make: Pieces) -> KeepTogether:
    """Return the count and both signatures on one page."""
    signatures = make.signatures(GIVE_AND_TAKE, names)
    return KeepTogether([make.text(total, font="Sans-Bold"), Spacer(1, 2 * mm), signatures])
