"""Forms 02, 03 and the stop notice: what the desk tells one citizen about one dossier.

Field order of the templates in use in the provinces, nearest to TT 01/2018/TT-VPCP, Mẫu số 02, 03;
of the stop notice (TT 03/2025/TT-VPCP) only name and number are known.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from app.core.desk_papers import Refusal, StopNotice, SupplementRequest
from app.printing.forms.opening import matter_fields, opening
from app.printing.forms.paper_table import paper_table
from app.printing.forms.pieces import SMALL, Pieces, filled

LETTER: Final = 9.5
"""The size of a letter's text: it has more room than form 01."""
GAP: Final = 2.5
HALVES: Final = (0.5, 0.5)
REFUSAL_SIGNERS: Final = ("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ")


def supplement_request(paper: SupplementRequest, make: Pieces) -> Iterator[Any]:
    """Yield form 02."""
    yield from opening(paper.head, make)
    yield from make.fields(matter_fields(paper.matter, "Tiếp nhận hồ sơ/yêu cầu của Ông/Bà"))
    yield make.prose(paper.request)
    yield from _listed(paper.items, make)
    yield from _reasons(paper.reasons, make)
    guide = make.signature(("NGƯỜI HƯỚNG DẪN",), paper.clerk_name)
    yield _ending([make.prose(paper.closing)], ["", guide], make)


def refusal(paper: Refusal, make: Pieces) -> Iterator[Any]:
    """Yield form 03."""
    yield from opening(paper.head, make)
    yield from make.fields(matter_fields(paper.matter, "Tiếp nhận hồ sơ của"))
    yield make.prose(paper.statement)
    yield from _listed(paper.reasons, make)
    yield from make.fields(filled(("Căn cứ", paper.legal_ground)))
    names = (paper.matter.submitter_name, paper.clerk_name)
    rooms = [
        make.signature((title,), name) for title, name in zip(REFUSAL_SIGNERS, names, strict=True)
    ]
    yield _ending([make.prose(paper.closing)], rooms, make)


def stop_notice(paper: StopNotice, make: Pieces) -> Iterator[Any]:
    """Yield the stop notice; its number is written in after signing (NĐ 30/2020 Đ15.2)."""
    number = f"Số: {paper.number or '……'}/{paper.symbol}"
    yield from opening(paper.head, make, below=number)
    yield from make.fields(
        filled(
            ("Kính gửi", paper.matter.owner_name),
            ("Địa chỉ", paper.matter.address),
            ("Số điện thoại", paper.matter.phone),
            ("Email", paper.matter.email),
            ("Trường hợp", paper.matter.case_name),
        )
    )
    for paragraph in paper.paragraphs:
        yield make.prose(paragraph)
    yield from _reasons(paper.reasons, make)
    yield from make.fields(filled(("Căn cứ", paper.legal_ground)))
    if paper.returned:
        yield make.prose("Giấy tờ trả lại kèm theo thông báo này:")
        yield paper_table(make, paper.returned)
    signed = make.signature(paper.authority, paper.signer_name, hint="")
    yield _ending([make.prose(paper.closing)], [_copies(paper.copies_to, make), signed], make)


def _reasons(reasons: Sequence[str], make: Pieces) -> Iterator[Any]:
    if len(reasons) == 1:
        yield from make.fields(filled(("Lý do", reasons[0])))
        return
    yield make.prose("Lý do:")
    yield from make.numbered(reasons)


def _listed(lines: Sequence[str], make: Pieces) -> list[Any]:
    """Return a numbered list, or the one line without a number."""
    return make.numbered(lines) if len(lines) > 1 else [make.prose(lines[0])]


def _copies(copies_to: Sequence[str], make: Pieces) -> list[Any]:
    """Return Nơi nhận as NĐ 30/2020 words it: a dash each, a full stop after the last."""
    if not copies_to:
        return []
    lines = [f"- {name}{'.' if name == copies_to[-1] else ';'}" for name in copies_to]
    return [
        make.text("Nơi nhận:", SMALL, "Sans-Bold"),
        *(make.text(line, SMALL) for line in lines),
    ]


def _ending(last: list[Any], rooms: list[Any], make: Pieces) -> KeepTogether:
    """Return the last words and the signatures on one page: a signature alone proves nothing."""
    return KeepTogether([*last, Spacer(1, 3 * mm), make.row(rooms, HALVES)])
