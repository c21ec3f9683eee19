"""What every signer of letters has in common, wherever its key lies: a file or a token."""

from collections.abc import Sequence

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.signing.names import holder_of, subject_field

__all__ = ["LARGEST_SIGNATURE", "LetterSigner", "holder_of", "subject_field"]

LARGEST_SIGNATURE = 512  # bytes, RSA-4096


class LetterSigner(Signer):
    """Signs with the key of one certificate; a subclass says where the key is.

    ``certificate`` is the signer's own, ``others`` those above it: they go into each signature, so
    that a reader can find the way to the root.
    """

    def __init__(
        self, certificate: x509.Certificate, others: Sequence[x509.Certificate] = ()
    ) -> None:
        leaf = _as_asn1(certificate)
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([leaf, *map(_as_asn1, others)])
        super().__init__(signing_cert=leaf, cert_registry=store, embed_roots=False)
        self.certificate = certificate
        self.others = tuple(others)

    @property
    def holder(self) -> str:
        """Return the name the certificate was issued to."""
        return holder_of(self.certificate)

    @property
    def organisation(self) -> str:
        """Return the holder's agency; empty if the certificate names none."""
        return subject_field(self.certificate, NameOID.ORGANIZATION_NAME)

    @property
    def serial(self) -> str:
        """Return the certificate's serial number in upper-case hex."""
        return f"{self.certificate.serial_number:X}"


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
