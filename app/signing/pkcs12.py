"""Signing with a PKCS#12 file; the key is parsed and checked once, when the file is opened.

pyHanko's own signer parses the key again for every signature and gives ``None`` for a wrong
password, without saying why.
"""

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from app.signing.errors import BadCertificateFile, WrongPassword
from app.signing.signer import LARGEST_SIGNATURE, LetterSigner

Key = RSAPrivateKey | EllipticCurvePrivateKey


class P12Signer(LetterSigner):
    """Signs with a key held in memory: RSA PKCS#1 v1.5 or ECDSA, as the key is."""

    def __init__(
        self, key: Key, certificate: x509.Certificate, others: list[x509.Certificate]
    ) -> None:
        """Take the key, its certificate and the certificates above it."""
        super().__init__(certificate, others)
        self._key = key

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
    return P12Signer(key, certificate, others)


def _require_pkcs12(data: bytes) -> None:
    """See that the file is whole: a torn one must not be taken for a wrong password."""
    try:
        asn1_pkcs12.Pfx.load(data, strict=True).authenticated_safe.native  # noqa: B018 - parses it
    except (ValueError, TypeError, KeyError) as error:
        raise BadCertificateFile(reason="damaged") from error
