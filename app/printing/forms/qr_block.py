"""A QR code as a piece of a form."""

from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.printing.qr import QUIET, qr_matrix

QR_SIDE: Final = 24 * mm


class QrBlock(Flowable):  # type: ignore[misc] # reportlab has no types
    """A QR code in vectors, runs of dark modules as one bar; ``side`` in points."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.matrix = qr_matrix(text)
        self.width = self.height = side

    def draw(self) -> None:
        """Draw the code with its quiet zone."""
        module = self.width / len(self.matrix)
        path = self.canv.beginPath()
        for number, row in enumerate(self.matrix, start=1):
            start = QUIET
            while start < len(row):
                stop = start
                while stop < len(row) and row[stop] == row[start]:
                    stop += 1
                if row[start]:
                    bottom = self.height - number * module
                    path.rect(start * module, bottom, (stop - start) * module, module)
                start = stop
        self.canv.drawPath(path, stroke=0, fill=1)
