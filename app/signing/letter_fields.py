"""The fields of a letter: made before the first signature, filled in the revision of the seal.

NĐ 30/2020: the leader signs, then come number and date, then the agency's seal. A field added after
a certifying signature would be a change that other readers may refuse, so all are made at once.
"""

import io
import re
from dataclasses import dataclass
from typing import Any, Final

from pyhanko.pdf_utils import generic as untyped_generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.core.resources import resource
from app.core.turns import draws_in_turn
from app.signing.fields import DAY, LEADER, NUMBER, SEAL

Place = tuple[int, float, float, float, float]  # page from 0; left, bottom, right, top in points
Box = tuple[float, float, float, float]

generic: Any = untyped_generic  # its classes are not annotated

SEAL_SIDE: Final = 36 * 72 / 25.4  # points; the round seal of an agency is 36 mm
COVERED: Final = 1 / 3  # of the signature by the seal, on its left (NĐ 30/2020 PL I II.8.a)
TEXT_GAP: Final = 4.0
BASELINE: Final = 5.0  # points above the bottom of a number's or day's room
READ_ONLY: Final = 1
FONTS: Final = {NUMBER: "SignatureSerif", DAY: "SignatureSerif-Italic"}
FILES: Final = {NUMBER: "MotCuaSerif-Regular.ttf", DAY: "MotCuaSerif-Italic.ttf"}
_SIZE = re.compile(r"([0-9.]+) Tf")


@dataclass(frozen=True, slots=True)
class LetterPlaces:
    """Where a letter leaves room; number and day are None where they are printed already."""

    signature: Place
    number: Place | None = None
    day: Place | None = None
    text_size: float = 13.0


def signature_boxes(place: Place, shape: float | None) -> tuple[Box, Box]:
    """Return the boxes of the leader's signature and of the seal, from the signature's room.

    ``shape`` is a picture's width to its height: it stands in the middle and the seal covers a
    third of it. None is a text, which must stay readable, so the seal stands beside it.
    """
    _, left, bottom, right, top = place
    middle = (bottom + top) / 2
    side = min(SEAL_SIDE, (right - left) * 0.6)
    if shape is not None:
        height = min((top - bottom) * 0.9, (right - left) / shape)
        width = height * shape
        start = (left + right - width) / 2
        leader = (start, middle - height / 2, start + width, middle + height / 2)
        edge = start + width * COVERED
        seal = (edge - side, middle - side / 2, edge, middle + side / 2)
    else:
        edge = left + (right - left) * 0.4
        leader = (edge + TEXT_GAP, bottom, right, top)
        side = min(side, edge - left)
        seal = (edge - side, middle - side / 2, edge, middle + side / 2)
    return _rounded(leader), _rounded(seal)


def add_open_fields(
    writer: IncrementalPdfFileWriter, places: LetterPlaces, shape: float | None
) -> None:
    """Make the leader's field, the seal's with its lock, and the empty texts of number and day."""
    page = places.signature[0]
    leader, seal = signature_boxes(places.signature, shape)
    append_signature_field(writer, SigFieldSpec(LEADER, on_page=page, box=leader))  # type: ignore[arg-type]
    lock = SigFieldSpec(
        SEAL,
        on_page=page,
        box=seal,  # type: ignore[arg-type]
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL),
        doc_mdp_update_value=MDPPerm.NO_CHANGES,
    )
    append_signature_field(writer, lock)
    for name, place in ((NUMBER, places.number), (DAY, places.day)):
        if place is not None:
            _add_text_field(writer, name, place, places.text_size)


def field_named(root: Any, name: str) -> Any:
    """Return the reference (``IndirectObject``) to a field of the file by its name, or None."""
    if "/AcroForm" not in root or "/Fields" not in root["/AcroForm"]:
        return None
    fields = root["/AcroForm"]["/Fields"]
    found = (one for one in list(fields) if one.get_object()["/T"] == name)
    return next(found, None)


def fill_text(writer: IncrementalPdfFileWriter, name: str, text: str) -> None:
    """Fill one text field and draw what it says; a field that is not there is passed over."""
    reference = field_named(writer.root, name)
    if reference is None:
        return
    field: Any = reference.get_object()
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    size = float(_SIZE.search(str(field["/DA"]))[1])  # type: ignore[index]
    page = _drawn(name, text, right - left, top - bottom, size)
    picture = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(page)))
    field[pdf_name("/V")] = generic.pdf_string(text)
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): picture})
    writer.mark_update(reference)


def register_fonts() -> None:
    """Let reportlab know the faces that late texts are drawn with; once is enough."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, font in FONTS.items():
        if font not in known:
            pdfmetrics.registerFont(TTFont(font, resource(f"fonts/{FILES[name]}")))


def _add_text_field(writer: Any, name: str, place: Place, size: float) -> None:
    page, *edges = place
    page_ref, _ = writer.find_page_for_modification(page)
    box = generic.ArrayObject([generic.FloatObject(f"{edge:.2f}") for edge in edges])
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string(name),
            pdf_name("/DA"): generic.pdf_string(f"/TiRo {size:g} Tf 0 g"),
            pdf_name("/Ff"): generic.NumberObject(READ_ONLY),
            pdf_name("/F"): generic.NumberObject(4),  # printed with the page
            pdf_name("/Rect"): box,
            pdf_name("/P"): page_ref,
        }
    )
    reference = writer.add_object(field)
    writer.register_annotation(page_ref, reference)
    form: Any = writer.root["/AcroForm"]
    form["/Fields"].append(reference)
    writer.update_container(form["/Fields"])


@draws_in_turn
def _drawn(name: str, text: str, width: float, height: float, size: float) -> bytes:
    """Return a page of the field's own size with its text on the letter's baseline.

    A text wider than its room is set smaller: a part cut off would be another number.
    """
    register_fonts()
    needed = pdfmetrics.stringWidth(text, FONTS[name], size)
    size = size if needed <= width else size * width / needed
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=1, initialFontName=FONTS[name])
    canvas.setFont(FONTS[name], size)
    if name == NUMBER:
        canvas.drawCentredString(width / 2, BASELINE, text)
    else:
        canvas.drawString(0, BASELINE, text)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _rounded(box: tuple[float, ...]) -> Box:
    left, bottom, right, top = (round(edge, 2) for edge in box)
    return left, bottom, right, top
