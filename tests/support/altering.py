"""What a forger does to a signed file: each returns the file with one thing added or changed."""

import io
import re
from collections.abc import Callable

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.signing.fields import DAY, NUMBER, SEAL
from app.signing.findings import ChangeKind
from app.signing.pkcs12 import P12Signer
from tests.support.sealed_files import (
    add_text_field,
    drawing,
    field_of,
    fill,
    first_page,
    seal_only,
    written,
)

Writer = IncrementalPdfFileWriter
WHITE = b"q 1 1 1 rg 60 590 300 30 re f Q"
BYTE_RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]")
STAMP_TYPE = b"060B2A864886F70D010910020E"  # id-aa-timeStampToken, RFC 3161
CONTENTS = re.compile(rb"/Contents <([0-9A-F]+)>")


def added(pdf: bytes, change: Callable[[Writer], None]) -> bytes:
    """Return the file with a change appended as another state."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    return written(writer)


def paint_over(writer: Writer) -> None:
    """White over the date on the page."""
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=WHITE)))


def replace_drawing(writer: Writer) -> None:
    """The page's own drawing, under the number it always had."""
    reference = first_page(writer).get_object().raw_get("/Contents").reference
    writer.objects[(reference.generation, reference.idnum)] = generic.StreamObject(
        stream_data=WHITE
    )


def put_remark(writer: Writer) -> None:
    """A remark with a drawing of its own, over the text."""
    page = first_page(writer).get_object()
    remark = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Stamp"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 590, 360, 620))),
            pdf_name("/AP"): generic.DictionaryObject(
                {pdf_name("/N"): writer.add_object(drawing("20/02/2027"))}
            ),
        }
    )
    page["/Annots"].append(writer.add_object(remark))
    writer.update_container(page["/Annots"])


def change_number(writer: Writer) -> None:
    """Another number in the filled field, drawn anew."""
    fill(writer, NUMBER, "99")


def change_number_alone(writer: Writer) -> None:
    """Another number behind the same drawing."""
    reference = field_of(writer, NUMBER)
    reference.get_object()[pdf_name("/V")] = generic.pdf_string("99")
    writer.mark_update(reference)


def redraw_number(writer: Writer) -> None:
    """Another drawing before the same number."""
    reference = field_of(writer, NUMBER)
    picture = writer.add_object(drawing("99"))
    reference.get_object()[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): picture})
    writer.mark_update(reference)


def move_number(writer: Writer) -> None:
    """The field's box over another part of the page."""
    reference = field_of(writer, NUMBER)
    box = generic.ArrayObject(map(generic.NumberObject, (60, 590, 360, 620)))
    reference.get_object()[pdf_name("/Rect")] = box
    writer.mark_update(reference)


def change_font(writer: Writer) -> None:
    """The page's letters drawn with others."""
    fonts = first_page(writer).get_object()["/Resources"]["/Font"]
    (name,) = fonts
    fonts[name][pdf_name("/BaseFont")] = pdf_name("/Symbol")
    writer.update_container(fonts[name])


def add_field(writer: Writer) -> None:
    """A field that the letter does not have."""
    add_text_field(writer, "NgayMoi", (60, 590, 360, 620), "20/02/2027")


def change_title(writer: Writer) -> None:
    """The title in the window's frame."""
    writer.trailer["/Info"][pdf_name("/Title")] = generic.pdf_string("Thu moi")
    writer.update_container(writer.trailer["/Info"])


def act_on_opening(writer: Writer) -> None:
    """Something that happens when the file is opened."""
    action = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
    )
    writer.root[pdf_name("/OpenAction")] = action
    writer.update_root()


def remove_seal(writer: Writer) -> None:
    """The seal's field empty again."""
    reference = field_of(writer, SEAL)
    del reference.get_object()["/V"]
    writer.mark_update(reference)


_K = ChangeKind
TOLD: dict[Callable[[Writer], None], set[ChangeKind]] = {
    paint_over: {_K.PAGE},
    replace_drawing: {_K.PAGE},
    put_remark: {_K.ANNOTATION},
    change_number: {_K.FIELD},
    change_number_alone: {_K.FIELD},
    redraw_number: {_K.FIELD},
    move_number: {_K.FIELD},
    change_font: {_K.FONT},
    add_field: {_K.FIELD, _K.ANNOTATION},
    change_title: {_K.INFO},
    act_on_opening: {_K.OTHER},
    remove_seal: {_K.FIELD, _K.SIGNATURE},
}
"""What each of these is called when it is found."""
SLIPPED_IN = (
    paint_over,
    replace_drawing,
    put_remark,
    move_number,
    change_font,
    add_field,
    change_title,
    act_on_opening,
)
"""Those that somebody who seals could add in the same state."""


def sealed_with(pdf: bytes, signer: P12Signer, change: Callable[[Writer], None]) -> bytes:
    """Return a letter numbered, dated and sealed, with something more in the same state."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fill(writer, NUMBER, "05")
    fill(writer, DAY, "ngày 05 tháng 01 năm 2027")
    change(writer)
    return seal_only(writer, signer)


def remove_all_fields(writer: Writer) -> None:
    """No form, so no signature either."""
    del writer.root["/AcroForm"]
    writer.update_root()


def flipped(pdf: bytes, at: int, bit: int) -> bytes:
    """Return the file with one bit changed."""
    changed = bytearray(pdf)
    changed[at] ^= 1 << bit
    return bytes(changed)


def last_message(pdf: bytes) -> range:
    """Return where the digits of the last signature lie, without the room kept behind them."""
    found = list(CONTENTS.finditer(pdf))[-1]
    return range(found.start(1), found.start(1) + len(found[1].rstrip(b"0")))


def with_contents_of(pdf: bytes, other: bytes, which: int = -1) -> bytes:
    """Return a file whose signature is another file's."""
    mine, its = (list(CONTENTS.finditer(one))[which] for one in (pdf, other))
    return (
        pdf[: mine.start(1)] + its[1].ljust(mine.end(1) - mine.start(1), b"0") + pdf[mine.end(1) :]
    )


def with_wider_gap(pdf: bytes, which: int = -1) -> bytes:
    """Return a file whose signature leaves out one byte more."""
    found = list(BYTE_RANGE.finditer(pdf))[which]
    begins, until, again, length = map(int, found.groups())
    said = f"/ByteRange [{begins} {until} {again + 1} {length - 1}]".encode()
    room = found.end() - found.start()
    return pdf[: found.start()] + said.ljust(room)[:room] + pdf[found.end() :]


def without_last_byte_signed(pdf: bytes, which: int = -1) -> bytes:
    """Return a file whose signature ends before its end."""
    found = list(BYTE_RANGE.finditer(pdf))[which]
    begins, until, again, length = map(int, found.groups())
    said = f"/ByteRange [{begins} {until} {again} {length - 1}]".encode()
    room = found.end() - found.start()
    return pdf[: found.start()] + said.ljust(room)[:room] + pdf[found.end() :]


def with_noise_in_the_padding(pdf: bytes) -> bytes:
    """Return a file with a digit in the room kept for a time stamp."""
    ends = list(CONTENTS.finditer(pdf))[-1].end(1)
    return pdf[: ends - 40] + b"7" + pdf[ends - 39 :]


def with_a_small_letter(pdf: bytes) -> bytes:
    """Return a file in which one letter of the signature is written small: the same value."""
    found = list(CONTENTS.finditer(pdf))[-1]
    at = next(n for n in range(found.start(1), found.end(1)) if pdf[n : n + 1].isalpha())
    return pdf[:at] + pdf[at : at + 1].lower() + pdf[at + 1 :]


def with_hidden_stamp(pdf: bytes, tag: bytes) -> bytes:
    """Return a file whose last time stamp stands in a part that no reader looks for."""
    at = pdf.rindex(STAMP_TYPE) - 16  # before it two headers of four bytes, in digits
    return pdf[:at] + tag + pdf[at + 2 :]


def rewritten(pdf: bytes) -> bytes:
    """Return the file saved again by a program that does not know of signatures."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_stamp_of(pdf: bytes, other: bytes) -> bytes:
    """Return a file whose last signature carries the time stamp of another file's."""
    mine, its = (list(CONTENTS.finditer(one))[-1] for one in (pdf, other))
    whole, donor = (cms.ContentInfo.load(bytes.fromhex(one[1].decode())) for one in (mine, its))
    taker, giver = (one["content"]["signer_infos"][0] for one in (whole, donor))
    taker["unsigned_attrs"] = giver["unsigned_attrs"]
    digits = whole.dump(force=True).hex().upper().encode()
    return pdf[: mine.start(1)] + digits.ljust(len(mine[1]), b"0") + pdf[mine.end(1) :]
