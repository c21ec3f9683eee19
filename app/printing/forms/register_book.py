"""The follow-up book (sổ theo dõi hồ sơ), TT 01/2018/TT-VPCP, Mẫu số 06: A4, lying."""

from collections.abc import Iterator
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, LongTable, Spacer

from app.core.desk_papers import Register, RegisterEntry
from app.core.wording import short_date
from app.printing.forms.opening import opening
from app.printing.forms.pieces import FORM_NUMBER, Column, Pieces

COLUMNS: Final = (
    Column("STT", 0.035, "c"),
    Column("Mã hồ sơ", 0.085, is_code=True),
    Column("Tên thủ tục hành chính", 0.14),
    Column("Số lượng hồ sơ (bộ)", 0.045, "c"),
    Column("Tên cá nhân, tổ chức", 0.1),
    Column("Địa chỉ, số điện thoại", 0.125),
    Column("Cơ quan chủ trì giải quyết", 0.08),
    Column("Nhận hồ sơ", 0.065, "c"),
    Column("Hẹn trả kết quả", 0.065, "c"),
    Column("Trả kết quả", 0.065, "c"),
    Column("Phương thức nhận kết quả", 0.065, "c"),
    Column("Ký nhận", 0.07),
    Column("Ghi chú", 0.06),
)
DATES: Final = slice(7, 12)
DATES_HEAD: Final = "Nhận và trả kết quả"
TEXT: Final = 7


def register(paper: Register, make: Pieces) -> Iterator[Any]:
    """Yield the book or the part of it between two days."""
    period = f"Từ ngày {short_date(paper.first_on)} đến ngày {short_date(paper.last_on)}"
    yield from opening(paper.head, make, line=f"Quyển số: {paper.book}. {period}")
    yield _table(paper, make)
    total = make.text(f"Cộng: {len(paper.entries)} hồ sơ.")
    keeper = make.signature(("NGƯỜI GHI SỔ",), paper.clerk_name)
    yield KeepTogether([total, Spacer(1, 2 * mm), make.row(["", keeper], (0.65, 0.35))])


def _table(paper: Register, make: Pieces) -> LongTable:
    """Return the table; its heading has two rows, one title above the five columns of dates."""
    first: list[Any] = [make.centred(one.head, TEXT, is_bold=True) for one in COLUMNS]
    second: list[Any] = [""] * len(COLUMNS)
    second[DATES] = first[DATES]
    count = DATES.stop - DATES.start
    first[DATES] = [make.centred(DATES_HEAD, TEXT, is_bold=True), *[""] * (count - 1)]
    spans = [("SPAN", (DATES.start, 0), (DATES.stop - 1, 0))]
    single = (n for n in range(len(COLUMNS)) if not DATES.start <= n < DATES.stop)
    spans += [("SPAN", (n, 0), (n, 1)) for n in single]
    rows = [make.cells(COLUMNS, _row(entry), FORM_NUMBER) for entry in paper.entries]
    return make.grid([first, second, *rows], [one.share for one in COLUMNS], heads=2, style=spans)


def _row(entry: RegisterEntry) -> tuple[str, ...]:
    return (
        f"{entry.number:02}",
        entry.code,
        entry.procedure_name,
        f"{entry.set_count:02}",
        entry.owner_name,
        ". ".join(part for part in (entry.address, entry.phone) if part),
        entry.department,
        short_date(entry.received_on),
        short_date(entry.due_on),
        "" if entry.returned_on is None else short_date(entry.returned_on),
        entry.return_way,
        entry.collector,
        entry.note,
    )
