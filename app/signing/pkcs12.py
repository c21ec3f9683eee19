"""Signing with a PKCS#12 file; the key is parsed and checked once, when the file is opened.

pyHanko's own signer parses the key again for every signature and gives ``None`` for a wrong
password, without saying why.
"""

from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.signing.errors import BadCertificateFile, WrongPassword

LARGEST_SIGNATURE = 512  # bytes, RSA-4096

Key = RSAPrivateKey | EllipticCurvePrivateKey


class P12Signer(Signer):
    """Signs with a key held in memory: RSA PKCS#1 v1.5 or ECDSA, as the key is."""

    def __init__(self, key: Key, certificate: x509.Certificate, others: list[bytes]) -> None:
        """Take the key, its certificate and the DER of the certificates above it."""
        leaf = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([leaf, *map(asn1_x509.Certificate.load, others)])
        super().__init__(signing_cert=leaf, cert_registry=store, embed_roots=False)
        self._key = key
        self.certificate = certificate

    @property
    def holder(self) -> str:
        """Return the name the certificate was issued to."""
        return subject_field(self.certificate, NameOID.COMMON_NAME)

    @property
    def organisation(self) -> str:
        """Return the holder's agency; empty if the certificate names none."""
        return subject_field(self.certificate, NameOID.ORGANIZATION_NAME)

    @property
    def serial(self) -> str:
        """Return the certificate's serial number in upper-case hex."""
        return f"{self.certificate.serial_number:X}"

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Return the raw signature over ``data``; ``dry_run`` only asks how long it may be."""
        if dry_run:
            return bytes(LARGEST_SIGNATURE)
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), digest)
        return self._key.sign(data, ECDSA(digest))


def open_pkcs12(data: bytes, password: str) -> P12Signer:
    """Return a signer for the key in a PKCS#12 file (``.p12``, ``.pfx``).

    Raises:
        WrongPassword: the password does not open the file.
        BadCertificateFile: it is no such file, holds no key, or a key of another kind.
    """
    _require_pkcs12(data)
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password.encode())
    except ValueError as error:
        if "password" in str(error).lower():
            raise WrongPassword from error
        raise BadCertificateFile(reason="damaged") from error
    if key is None or certificate is None:
        raise BadCertificateFile(reason="no_key")
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise BadCertificateFile(reason="key_kind")
    if key.public_key() != certificate.public_key():
        raise BadCertificateFile(reason="no_key")
    return P12Signer(key, certificate, [other.public_bytes(Encoding.DER) for other in others])


def subject_field(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    """Return one field of the subject's name; empty if it is not there."""
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _require_pkcs12(data: bytes) -> None:
    """See that the file is whole: a torn one must not be taken for a wrong password."""
    try:
        asn1_pkcs12.Pfx.load(data, strict=True).authenticated_safe.native  # noqa: B018 - parses it
    except (ValueError, TypeError, KeyError) as error:
        raise BadCertificateFile(reason="damaged") from error
