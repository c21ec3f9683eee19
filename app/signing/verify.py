"""Checking the signatures of a file: who signed, whether it still holds, what came after.

A signature over its own bytes proves little: a later revision may paint over the text and every
digest stays right. The verdict therefore takes all findings together.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.signing.errors import BadPdf
from app.signing.pkcs12 import subject_field

PERMITTED: Final = frozenset(
    {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
)

# What these refuse comes back as a finding; their tracebacks in the log would only frighten.
logging.getLogger("pyhanko.sign.diff_analysis").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class Verdict(StrEnum):
    """What is to be thought of a signature, worst first."""

    BROKEN = "broken"  # the signed bytes, or the signature itself, were changed
    ALTERED = "altered"  # the file was changed after signing beyond what the signature permits
    UNKNOWN_SIGNER = "unknown_signer"  # it holds, but nobody we trust vouches for the signer
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """One signature of a file, in the order of signing."""

    field: str
    signer: str
    organisation: str
    serial: str
    claimed_at: datetime | None  # the signer's own clock, not a proof
    intact: bool  # the signed bytes are unchanged
    valid: bool  # and the signature over them is by the certificate's key
    trusted: bool  # the certificate leads to one of the roots given
    coverage: str  # "entire_file", "entire_revision", "contiguous_block_from_start", "unclear"
    changes: str  # after signing: "none", "lta_updates", "form_filling", "annotations", "other"
    permitted: bool  # the changes are such as the signature allows

    @property
    def verdict(self) -> Verdict:
        """Return the judgement from all findings together."""
        if not (self.intact and self.valid):
            return Verdict.BROKEN
        if not self.permitted:
            return Verdict.ALTERED
        return Verdict.GOOD if self.trusted else Verdict.UNKNOWN_SIGNER

    @property
    def holds(self) -> bool:
        """Return whether the file still says what the signer signed, whoever that was."""
        return self.verdict in {Verdict.GOOD, Verdict.UNKNOWN_SIGNER}


def verify(pdf: bytes, roots: Sequence[bytes] = ()) -> tuple[SignatureFinding, ...]:
    """Return what is found of each signature; empty for a file without any.

    ``roots`` are certificates, PEM or DER, that vouch for signers. Nothing is fetched, so
    revocation is not checked. Not to be called inside a running event loop.

    Raises:
        BadPdf: the file cannot be read at all.
    """
    trust = [asn1_x509.Certificate.load(_der(root)) for root in roots]
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        last = len(signatures) - 1
        return tuple(
            _examine(signature, trust, is_last=number == last)
            for number, signature in enumerate(signatures)
        )
    except Exception as error:  # a damaged or hostile file may break the parser anywhere
        raise BadPdf from error


def _examine(
    signature: EmbeddedPdfSignature, trust: list[asn1_x509.Certificate], *, is_last: bool
) -> SignatureFinding:
    context = ValidationContext(trust_roots=trust, allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    level = status.modification_level or ModificationLevel.OTHER
    return SignatureFinding(
        field=signature.field_name,
        signer=subject_field(certificate, NameOID.COMMON_NAME),
        organisation=subject_field(certificate, NameOID.ORGANIZATION_NAME),
        serial=f"{certificate.serial_number:X}",
        claimed_at=status.signer_reported_dt,
        intact=status.intact,
        valid=status.valid,
        trusted=status.trusted,
        coverage=status.coverage.name.lower() if status.coverage else "unclear",
        changes=level.name.lower(),
        permitted=_is_permitted(status, level, is_last=is_last),
    )


def _is_permitted(status: PdfSignatureStatus, level: ModificationLevel, *, is_last: bool) -> bool:
    """Judge what followed: after the last signature nothing but time stamps and proofs of trust."""
    coverage = status.coverage or SignatureCoverageLevel.UNCLEAR
    may_grow = not is_last or level is ModificationLevel.LTA_UPDATES
    least = (
        SignatureCoverageLevel.ENTIRE_REVISION if may_grow else SignatureCoverageLevel.ENTIRE_FILE
    )
    return coverage >= least and level in PERMITTED and status.docmdp_ok is not False


def _der(certificate: bytes) -> bytes:
    return pem.unarmor(certificate)[2] if pem.detect(certificate) else certificate
