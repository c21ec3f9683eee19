"""A letter as it leaves the house, made for the tests of checking: signed, numbered and sealed.

Made with the library alone, so that checking is tried against files and not against our signing.
"""

import io
from datetime import UTC, datetime

from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from reportlab.pdfgen.canvas import Canvas

from app.signing.appearance import text_appearance
from app.signing.fields import DAY, LEADER, NUMBER, SEAL
from app.signing.pkcs12 import P12Signer
from tests.support.pki import Holder, Pki

BOXES = {NUMBER: (120, 700, 200, 720), DAY: (300, 700, 500, 720)}
LEADER_BOX, SEAL_BOX = (300, 200, 500, 280), (250, 200, 350, 280)
ROOM = 24_576  # hexadecimal digits


def signer_of(holder: Holder, pki: Pki) -> P12Signer:
    """Return a signer whose signatures bring the authority's certificate along."""
    return P12Signer(holder.key, holder.certificate, pki.others)


def leader(pki: Pki, **changes: object) -> P12Signer:
    """Return the leader, who signs with RSA; ``changes`` are those of ``Pki.issue``."""
    return signer_of(pki.signer("Đỗ Thị Ẩn", **changes), pki)


def clerk(pki: Pki, **changes: object) -> P12Signer:
    """Return the clerk with the agency's key, P-256."""
    return signer_of(pki.signer("Con dấu phường", elliptic=True, **changes), pki)


def whole_letter(pki: Pki, stamper: DummyTimeStamper | None = None, **changes: object) -> bytes:
    """Return a letter signed, numbered, dated and sealed; ``changes`` are the leader's."""
    return sealed(led(drafted(), leader(pki, **changes), stamper), clerk(pki), stamper)


def drafted() -> bytes:
    """Return a page with the letter's words, two empty text fields and room for the seal."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.drawString(72, 600, "Hen lai ngay 12/01/2027")
    canvas.showPage()
    canvas.save()
    writer = IncrementalPdfFileWriter(file)
    append_signature_field(writer, SigFieldSpec(LEADER, on_page=0, box=LEADER_BOX))
    lock = FieldMDPSpec(FieldMDPAction.ALL)
    seal = SigFieldSpec(
        SEAL, on_page=0, box=SEAL_BOX, field_mdp_spec=lock, doc_mdp_update_value=MDPPerm.NO_CHANGES
    )
    append_signature_field(writer, seal)
    for name, box in BOXES.items():
        add_text_field(writer, name, box)
    return written(writer)


def add_text_field(
    writer: IncrementalPdfFileWriter, name: str, box: tuple[int, ...], value: str = ""
) -> None:
    """Put a text field on the first page; empty unless a value is given."""
    page = first_page(writer)
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string(name),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, box)),
            pdf_name("/P"): page,
        }
    )
    if value:
        field[pdf_name("/V")] = generic.pdf_string(value)
    reference = writer.add_object(field)
    for owner, entry in ((page.get_object(), "/Annots"), (writer.root["/AcroForm"], "/Fields")):
        owner[entry].append(reference)
        writer.update_container(owner[entry])


def first_page(writer: IncrementalPdfFileWriter) -> generic.IndirectObject:
    """Return the reference to the only page."""
    return writer.root["/Pages"]["/Kids"].raw_get(0)


def fill(writer: IncrementalPdfFileWriter, name: str, text: str) -> None:
    """Fill a field and draw its text."""
    reference = field_of(writer, name)
    field = reference.get_object()
    field[pdf_name("/V")] = generic.pdf_string(text)
    field[pdf_name("/AP")] = generic.DictionaryObject(
        {pdf_name("/N"): writer.add_object(drawing(text))}
    )
    writer.mark_update(reference)


def drawing(text: str) -> generic.StreamObject:
    """Return the appearance of a filled field."""
    font = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Font"),
            pdf_name("/Subtype"): pdf_name("/Type1"),
            pdf_name("/BaseFont"): pdf_name("/Times-Roman"),
        }
    )
    fonts = generic.DictionaryObject({pdf_name("/F"): font})
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 80, 20))),
            pdf_name("/Resources"): generic.DictionaryObject({pdf_name("/Font"): fonts}),
        },
        stream_data=f"BT /F 12 Tf 2 6 Td ({len(text)}) Tj ET".encode(),
    )


def field_of(writer: IncrementalPdfFileWriter, name: str) -> generic.IndirectObject:
    """Return a field by its name."""
    fields = writer.root["/AcroForm"]["/Fields"]
    return next(one for one in list(fields) if one.get_object()["/T"] == name)


def led(pdf: bytes, signer: P12Signer, stamper: DummyTimeStamper | None = None) -> bytes:
    """Return the letter signed by the leader, who permits the fields to be filled."""
    metadata = PdfSignatureMetadata(
        field_name=LEADER,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    return _signed(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer, stamper)


def sealed(
    pdf: bytes,
    signer: P12Signer,
    stamper: DummyTimeStamper | None = None,
    number: str = "05",
    day: str = "ngày 05 tháng 01 năm 2027",
) -> bytes:
    """Return the letter numbered, dated and sealed, all in one state."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fill(writer, NUMBER, number)
    fill(writer, DAY, day)
    return seal_only(writer, signer, stamper)


def seal_only(
    writer: IncrementalPdfFileWriter, signer: P12Signer, stamper: DummyTimeStamper | None = None
) -> bytes:
    """Return what a writer holds, sealed."""
    metadata = PdfSignatureMetadata(
        field_name=SEAL, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return _signed(writer, metadata, signer, stamper)


def stamper_of(pki: Pki, at: datetime | None = None, **changes: object) -> DummyTimeStamper:
    """Return an authority of time below the trial root, whose clock stands still."""
    purposes = (ExtendedKeyUsageOID.TIME_STAMPING,)
    usage = ("digital_signature",)
    holder = pki.signer("Dấu thời gian", usage=usage, purposes=purposes, **changes)
    return DummyTimeStamper(
        asn1_x509.Certificate.load(holder.der),
        PrivateKeyInfo.load(holder.key_der),
        certs_to_embed=[asn1_x509.Certificate.load(pki.authority.der)],
        fixed_dt=at or datetime.now(UTC).replace(microsecond=0),
    )


def written(writer: IncrementalPdfFileWriter) -> bytes:
    """Return the file with what a writer adds."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _signed(
    writer: IncrementalPdfFileWriter,
    metadata: PdfSignatureMetadata,
    signer: P12Signer,
    stamper: DummyTimeStamper | None,
) -> bytes:
    style = text_appearance(100, 40, [signer.holder])
    work = PdfSigner(metadata, signer, timestamper=stamper, stamp_style=style)
    return work.sign_pdf(writer, output=io.BytesIO(), bytes_reserved=ROOM).getvalue()
