"""Signing a letter: PAdES B-B with a visible signature, certifying the file.

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
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession

from app.signing.appearance import picture_appearance, signing_time_text, text_appearance
from app.signing.errors import (
    BadPdf,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUsage,
)
from app.signing.pkcs12 import P12Signer

if TYPE_CHECKING:
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

FIELD: Final = "NguoiKy"
RESERVED: Final = 24_576  # hex digits, 12 KB: room for a time stamp added later without the key

Place = tuple[int, float, float, float, float]  # page from 0; left, bottom, right, top in points


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """A signed file, and who signed it when."""

    data: bytes
    signer_name: str
    serial: str
    signed_at: datetime


def sign_letter(
    pdf: bytes,
    place: Place,
    signer: P12Signer,
    *,
    at: datetime,
    reason: str,
    location: str,
    picture: bytes | None = None,
) -> SignedLetter:
    """Return the letter signed, its bytes before the signature unchanged.

    The signature certifies the file and permits the filling of forms, so that a number and the
    agency's seal may still follow (NĐ 30/2020: sign, number, seal). ``at`` is aware; ``picture`` is
    a transparent PNG shown instead of the text. Not to be called inside a running event loop.

    Raises:
        CertificateExpired, CertificateNotYetValid, CertificateUsage: found before signing.
        BadPdf: ``pdf`` cannot be read.
        BadPicture: ``picture`` cannot be drawn.
    """
    preflight(signer.certificate, signer.holder, at)
    page, *edges = place
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    style = (
        picture_appearance(width, height, picture)
        if picture
        else text_appearance(width, height, _text_lines(signer, at))
    )
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
        name=signer.holder,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    field = SigFieldSpec(FIELD, on_page=page, box=tuple(edges))  # type: ignore[arg-type] # fractions are fine
    work = _DatedSigner(metadata, signer, stamp_style=style, new_field_spec=field)
    work.at = at
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    except PdfReadError as error:
        raise BadPdf from error
    output = work.sign_pdf(writer, output=io.BytesIO(), bytes_reserved=RESERVED)
    return SignedLetter(output.getvalue(), signer.holder, signer.serial, at)


def preflight(certificate: x509.Certificate, holder: str, at: datetime) -> None:
    """See that a certificate may sign at ``at``: pyHanko signs with any, expired ones included.

    Raises:
        CertificateExpired, CertificateNotYetValid: outside its validity.
        CertificateUsage: it does not state digital signature and non-repudiation.
    """
    if at > certificate.not_valid_after_utc:
        raise CertificateExpired(holder=holder, valid_to=certificate.not_valid_after_utc)
    if at < certificate.not_valid_before_utc:
        raise CertificateNotYetValid(holder=holder, valid_from=certificate.not_valid_before_utc)
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as error:
        raise CertificateUsage(holder=holder) from error
    if not (usage.digital_signature and usage.content_commitment):
        raise CertificateUsage(holder=holder)


class _DatedSigner(PdfSigner):
    """Signs at a given moment, not at the machine's."""

    at: datetime

    def init_signing_session(
        self, pdf_out: "BasePdfFileWriter", existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def _text_lines(signer: P12Signer, at: datetime) -> list[str]:
    lines = [f"Ký bởi: {signer.holder}"]
    if signer.organisation:
        lines.append(f"Cơ quan: {signer.organisation}")
    return [*lines, f"Thời gian ký: {signing_time_text(at)}"]
