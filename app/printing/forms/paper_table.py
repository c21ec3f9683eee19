"""The table of papers handed in or given back (thành phần hồ sơ), with their counts."""

from collections.abc import Sequence
from typing import Final

from reportlab.platypus import LongTable

from app.core.papers import PaperCount
from app.printing.forms.pieces import Column, Pieces

COLUMNS: Final = (
    Column("TT", 0.06, "c"),
    Column("Thành phần hồ sơ", 0.49),
    Column("Bản chính", 0.13, "c"),
    Column("Bản chứng thực", 0.19, "c"),
    Column("Bản photo", 0.13, "c"),
)


def paper_table(make: Pieces, papers: Sequence[PaperCount]) -> LongTable:
    """Return the papers numbered; a dash stands for none of a kind."""
    rows = [
        (
            str(number),
            paper.label,
            *(str(n) if n else "–" for n in (paper.originals, paper.certified, paper.copies)),
        )
        for number, paper in enumerate(papers, start=1)
    ]
    return make.table(COLUMNS, rows)
