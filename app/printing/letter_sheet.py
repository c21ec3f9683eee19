"""The two sheets a letter is written on: margins, sizes of type, rooms for QR code and signature.

A4 by NĐ 30/2020/NĐ-CP, Phụ lục I; A5 by TT 01/2018/TT-VPCP, Đ9.2, the same letter set smaller.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

MM: Final = 72 / 25.4


class Place(NamedTuple):
    """A room on a page: page from 0, edges in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A sheet; lengths and sizes in points."""

    size: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float
    body_sizes: tuple[float, ...]  # the largest that fits on one page is taken
    head_size: float  # nation, motto, number, place and date
    agency_size: float
    leading: float  # of the head
    small: float  # Nơi nhận, address
    note: float  # the items below Nơi nhận
    tiny: float
    gap: float  # the least between paragraphs
    tight_gap: float  # rather than send the signature alone to a second page
    qr_side: float
    signature: tuple[float, float]  # width and height of its room

    @property
    def width(self) -> float:
        """Return the width of the text."""
        return self.size[0] - self.left - self.right

    @property
    def signer_left(self) -> float:
        """Return the left edge of the signer's column."""
        return self.left + self.width * 0.45


SHEETS: Final = {
    "A4": LetterSheet(
        size=(210 * MM, 297 * MM),
        left=30 * MM,
        right=18 * MM,
        top=20 * MM,
        bottom=20 * MM,
        body_sizes=(14.0, 13.5, 13.0),  # the sizes NĐ 30 allows
        head_size=13.0,
        agency_size=12.0,
        leading=15.5,
        small=12.0,
        note=11.0,
        tiny=8.5,
        gap=6.0,
        tight_gap=3.0,
        qr_side=24 * MM,
        signature=(70 * MM, 30 * MM),
    ),
    "A5": LetterSheet(
        size=(148 * MM, 210 * MM),
        left=15 * MM,
        right=10 * MM,
        top=10 * MM,
        bottom=10 * MM,
        body_sizes=(11.0, 10.5, 10.0, 9.5),
        head_size=10.0,
        agency_size=9.5,
        leading=12.0,
        small=9.5,
        note=9.0,
        tiny=7.0,
        gap=4.0,
        tight_gap=2.0,
        qr_side=22 * MM,
        signature=(56 * MM, 25 * MM),
    ),
}


def sheet_of(paper: str) -> LetterSheet:
    """Return the sheet a form names; A4 where a form names one that letters are not written on."""
    return SHEETS.get(paper, SHEETS["A4"])
