"""Signing a letter: PAdES B-B with a visible signature; the leader's certifies the file.

One moment goes everywhere: into the signed attributes, the signature dictionary, the appearance
and the record. It is the caller's, not the machine's at some instant in between.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from app.signing.appearance import (
    BLUE,
    RED,
    picture_appearance,
    signing_time_text,
    text_appearance,
)
from app.signing.errors import BadPdf
from app.signing.fields import LEADER
from app.signing.letter_fields import (
    Box,
    LetterPlaces,
    Place,
    add_open_fields,
    signature_boxes,
)
from app.signing.pictures import shape_of
from app.signing.preflight import own_problems
from app.signing.signer import LetterSigner

if TYPE_CHECKING:
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

__all__ = ["LetterPlaces", "Place", "SignedLetter", "sign_letter"]

RESERVED: Final = 24_576  # hex digits, 12 KB: room for a time stamp added later without the key


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """A signed file, and who signed it when."""

    data: bytes
    signer_name: str
    serial: str
    signed_at: datetime


def sign_letter(
    pdf: bytes,
    places: LetterPlaces,
    signer: LetterSigner,
    *,
    at: datetime,
    reason: str,
    location: str,
    picture: bytes | None = None,
) -> SignedLetter:
    """Return the letter signed by the leader, its bytes before the signature unchanged.

    The signature certifies the file and permits the filling of forms: the number, the date and the
    agency's seal may still follow (NĐ 30/2020), each in a field made here. ``at`` is aware;
    ``picture`` is a transparent PNG shown instead of the text. Not to be called inside a running
    event loop.

    Raises:
        CertificateExpired, CertificateNotYetValid, CertificateUsage: found before signing.
        BadPdf: ``pdf`` cannot be read.
        BadPicture: ``picture`` cannot be drawn.
    """
    preflight(signer.certificate, at)
    shape = None if picture is None else shape_of(picture)
    box, _ = signature_boxes(places.signature, shape)
    style = appearance(box, signer, at, picture)
    metadata = PdfSignatureMetadata(
        field_name=LEADER,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
        name=signer.holder,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    writer = opened_for_writing(pdf)
    add_open_fields(writer, places, shape)
    return put_signature(writer, metadata, signer, style, at)


def preflight(certificate: x509.Certificate, at: datetime) -> None:
    """See that a certificate may sign at ``at``: pyHanko signs with any, expired ones included.

    Raises:
        CertificateExpired, CertificateNotYetValid: outside its validity.
        CertificateUsage: it does not state digital signature and non-repudiation.
    """
    for problem in own_problems(certificate, at):
        raise problem


def opened_for_writing(pdf: bytes) -> IncrementalPdfFileWriter:
    """Return a writer that appends to a file.

    Raises:
        BadPdf: it cannot be read.
    """
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except PdfReadError as error:
        raise BadPdf from error


def appearance(
    box: Box,
    signer: LetterSigner,
    at: datetime,
    picture: bytes | None,
    *,
    is_seal: bool = False,
) -> StaticStampStyle:
    """Return what a signature looks like in its box: the picture, or who, for whom and when.

    Raises:
        BadPicture: ``picture`` cannot be drawn.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    if picture is not None:
        return picture_appearance(width, height, picture)
    lines = [f"{'Đóng dấu' if is_seal else 'Ký bởi'}: {signer.holder}"]
    if signer.organisation:
        lines.append(f"Cơ quan: {signer.organisation}")
    lines.append(f"Thời gian ký: {signing_time_text(at)}")
    return text_appearance(width, height, lines, RED if is_seal else BLUE)


def put_signature(
    writer: IncrementalPdfFileWriter,
    metadata: PdfSignatureMetadata,
    signer: LetterSigner,
    style: StaticStampStyle,
    at: datetime,
) -> SignedLetter:
    """Sign the field that the metadata names, all in one revision, at a given moment."""
    work = _DatedSigner(metadata, signer, stamp_style=style)
    work.at = at
    output = work.sign_pdf(writer, output=io.BytesIO(), bytes_reserved=RESERVED)
    return SignedLetter(output.getvalue(), signer.holder, signer.serial, at)


class _DatedSigner(PdfSigner):
    """Signs at a given moment, not at the machine's."""

    at: datetime

    def init_signing_session(
        self, pdf_out: "BasePdfFileWriter", existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session
