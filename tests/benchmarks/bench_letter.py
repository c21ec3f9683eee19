"""A letter against the bare drawing of the same strings by reportlab, QR and fonts included."""

import io
import statistics
import time
from collections.abc import Callable
from typing import Any

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from app.core.papers import ApologyLetter
from app.printing.fonts import register_fonts
from app.printing.letter_layout import draw_qr
from app.printing.letter_pdf import letter_pdf
from app.printing.letter_sheet import MM
from tests.support.apology import make_letter

ROUNDS = 60
WARM_UP = 10
A4 = (595.28, 841.89)


def measure() -> list[dict[str, Any]]:
    """Alternate both ways in one run."""
    letter = make_letter()
    register_fonts()
    ours, bare = [], []
    for turn in range(ROUNDS + WARM_UP):
        for kept, act in ((ours, letter_pdf), (bare, bare_letter)):
            milliseconds = _timed(act, letter)
            if turn >= WARM_UP:
                kept.append(milliseconds)
    value, floor = statistics.median(ours), statistics.median(bare)
    return [
        {
            "name": "letter PDF / bare reportlab drawing",
            "value": value,
            "floor": floor,
            "ratio": value / floor,
            "goal": 1.3,
        }
    ]


def _timed(act: Callable[[ApologyLetter], object], letter: ApologyLetter) -> float:
    begun = time.perf_counter()
    act(letter)
    return (time.perf_counter() - begun) * 1000


def bare_letter(letter: ApologyLetter) -> bytes:
    """Draw the same strings at fixed places: no measuring, no fitting, no checks."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, initialFontName="Serif", invariant=1, pageCompression=1)
    y = 800.0
    for font, text in (
        ("Serif", letter.letterhead.parent_name.upper()),
        ("Serif-Bold", letter.letterhead.agency_name.upper()),
        ("Serif-Bold", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Serif-Bold", "Độc lập - Tự do - Hạnh phúc"),
        ("Serif", f"Số: {letter.number}/{letter.symbol}"),
        ("Serif-Italic", f"{letter.letterhead.place}, ngày 05 tháng 01 năm 2027"),
        ("Serif-Bold", letter.title),
        ("Serif", f"Kính gửi: {letter.recipient}"),
        ("Serif-Italic", f"Địa chỉ: {letter.recipient_address}; {letter.recipient_phone}"),
        ("Serif-BoldItalic", "Nơi nhận:"),
        *(("Serif", f"- {copy}") for copy in letter.copies_to),
        *(("Serif-Bold", line) for line in letter.authority),
        ("Serif-Bold", letter.signer_name),
        ("Serif", f"Mã văn bản: {letter.document_id}"),
    ):
        canvas.setFont(font, 13)
        canvas.drawString(85, y, text)
        y -= 16
    style = ParagraphStyle("body", fontName="Serif", fontSize=14, leading=16, alignment=TA_JUSTIFY)
    for text in (*letter.paragraphs, letter.closing):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("**", "")
        paragraph = Paragraph(escaped, style)
        _, height = paragraph.wrap(467, 800)
        y -= height + 6
        paragraph.drawOn(canvas, 85, y)
    draw_qr(canvas, letter.qr_text, 85, 60, 24 * MM)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
