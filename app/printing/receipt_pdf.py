"""Form 01 as a PDF on A5, the statutory size (TT 01/2018/TT-VPCP, Đ9.2), or A4.

This is the form itself, to be kept and signed; the thermal slip is its print-out. The same slip
gives the same bytes, whenever and wherever it is made.
"""

from collections.abc import Iterator
from typing import Any, Literal

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table

from app.core.papers import ReceiptSlip
from app.core.turns import draws_in_turn
from app.printing import receipt_layout as form
from app.printing.forms.paper_table import paper_table
from app.printing.forms.pieces import BODY, Pieces
from app.printing.forms.qr_block import QR_SIDE
from app.printing.forms.sheet import SHEETS, Foot, build

PaperSize = Literal["A5", "A4"]


@draws_in_turn
def receipt_pdf(slip: ReceiptSlip, paper: PaperSize = "A5") -> bytes:
    """Return form 01 as a PDF with embedded fonts and extractable text.

    Raises:
        GlyphMissing: the slip holds a character the bundled face lacks.
    """
    sheet = SHEETS[paper]
    title = f"{slip.title} {slip.code}"
    pieces = _pieces(slip, Pieces(sheet))
    return build(pieces, Foot(slip.code, sheet), title, slip.letterhead.agency_name)


def _pieces(slip: ReceiptSlip, make: Pieces) -> Iterator[Any]:
    """Yield the parts in the statutory order."""
    if slip.copy:
        yield from make.band(form.reprint_text(slip.copy), form.reprint_details(slip))
    yield make.heading(slip.letterhead, slip.form_number, slip.legal_basis)
    yield _title(slip, make)
    yield from make.fields(form.person_fields(slip))
    yield make.text(f"{form.PAPERS_LABEL}:")
    yield paper_table(make, slip.papers)
    yield from make.fields(form.term_fields(slip))
    yield _due(slip, make)
    yield from make.fields(form.closing_fields(slip))
    signatures = make.signatures(form.SIGNERS, (slip.submitter_name, slip.clerk_name))
    yield KeepTogether([signatures, make.joined(form.contact_fields(slip))])


def _title(slip: ReceiptSlip, make: Pieces) -> Table:
    """Code, place and day, book, title; the QR stands beside them."""
    side = QR_SIDE * make.sheet.scale
    room = make.sheet.width - side
    middle = [
        make.balanced(f"{form.CODE_LABEL}: {slip.code}", 12, room),
        make.centred(form.place_and_day(slip), BODY),
        make.centred(form.book_entry(slip), BODY),
        Spacer(1, mm),
        make.balanced(slip.title.upper(), 12, room),
        make.centred(form.EDITION, BODY),
    ]
    return make.beside_qr(middle, slip.qr_text, side)


def _due(slip: ReceiptSlip, make: Pieces) -> Table:
    """Item 5 in a frame, the moment larger than all around it."""
    moment = f"{form.due_hour(slip.due_at)} {form.due_day(slip.due_at)}"
    cell = [
        make.centred(f"{form.DUE_LABEL}:", BODY),
        make.centred(moment, 13, is_bold=True),
    ]
    style = [
        ("BOX", (0, 0), (-1, -1), 1, black),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    return Table([[cell]], [make.sheet.width], style=style, spaceBefore=3, spaceAfter=3)
