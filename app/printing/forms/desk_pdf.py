"""Any desk paper as a PDF with embedded fonts and text that can be searched."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from app.core.desk_papers import (
    ChargeNote,
    ControlSheet,
    DeskPaper,
    DossierHandover,
    Refusal,
    Register,
    ResultHandover,
    ResultReceipt,
    StopNotice,
    SupplementRequest,
)
from app.core.turns import draws_in_turn
from app.printing.forms import handovers, letters
from app.printing.forms.charge_note import charge_note
from app.printing.forms.control_sheet import control_sheet
from app.printing.forms.pieces import Pieces
from app.printing.forms.register_book import register
from app.printing.forms.sheet import SHEETS, Foot, PaperSize, build, list_sheet

Layout = Callable[[Any, Pieces], Iterator[Any]]
LAYOUTS: Final[Mapping[type[DeskPaper], Layout]] = {
    SupplementRequest: letters.supplement_request,
    Refusal: letters.refusal,
    StopNotice: letters.stop_notice,
    ControlSheet: control_sheet,
    Register: register,
    ResultReceipt: handovers.result_receipt,
    ResultHandover: handovers.result_handover,
    DossierHandover: handovers.dossier_handover,
    ChargeNote: charge_note,
}
LETTERS: Final = (SupplementRequest, Refusal, StopNotice)
LISTS: Final = (Register, ResultHandover, DossierHandover)


@draws_in_turn
def paper_pdf(content: DeskPaper, paper: PaperSize | None = None) -> bytes:
    """Return a paper on the sheet that its form asks for, or on another one.

    The same content gives the same bytes, whenever and wherever it is made.

    Raises:
        GlyphMissing: the paper holds a character the bundled face lacks.
    """
    head = content.head
    sheet = SHEETS[paper or cast("PaperSize", head.paper)]
    if isinstance(content, LISTS):
        sheet = list_sheet(sheet)
    make = Pieces(sheet)
    if isinstance(content, LETTERS):
        make = Pieces(sheet, letters.LETTER, letters.GAP)
    editions = len(content.editions) if isinstance(content, ChargeNote) else 1
    foot = Foot(head.code or head.title, sheet, editions)
    title = f"{head.title} {head.code}".strip()
    return build(LAYOUTS[type(content)](content, make), foot, title, head.letterhead.agency_name)
