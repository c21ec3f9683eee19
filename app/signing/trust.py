"""Certificates that an administrator hands in to be trusted: read, and seen to be authorities'."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from app.signing.errors import AnchorNotAuthority, BadAnchorFile
from app.signing.names import holder_of

PEM_MARK = b"-----BEGIN"
PKCS7_MARKS = (b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----")


def read_anchors(data: bytes) -> list[x509.Certificate]:
    """Return the authorities' certificates in a file, each once, in the order of the file.

    The file is PEM (one or many), DER (one), or a PKCS#7 bundle (``.p7b``) in either form.

    Raises:
        BadAnchorFile: it is none of these, or holds no certificate.
        AnchorNotAuthority: one of them is a person's, not an authority's.
    """
    found = _read(data)
    if not found:
        raise BadAnchorFile(reason="empty")
    for one in found:
        if not is_authority(one):
            raise AnchorNotAuthority(holder=holder_of(one))
    return list(dict.fromkeys(found))


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether a certificate says that its holder issues certificates (RFC 5280, 4.2.1.9)."""
    try:
        found = certificate.extensions
        constraints = found.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    usage = next((one.value for one in found if isinstance(one.value, x509.KeyUsage)), None)
    return constraints.ca and (usage is None or usage.key_cert_sign)


def _read(data: bytes) -> list[x509.Certificate]:
    text = data.strip()
    try:
        if text.startswith(PEM_MARK) or PEM_MARK in text[:4096]:
            return _read_pem(text)
        return _read_der(data)
    except ValueError as error:
        raise BadAnchorFile(reason="unreadable") from error


def _read_pem(text: bytes) -> list[x509.Certificate]:
    for mark in PKCS7_MARKS:
        if mark in text:
            return pkcs7.load_pem_pkcs7_certificates(text.replace(b"CMS-----", b"PKCS7-----"))
    return x509.load_pem_x509_certificates(text)


def _read_der(data: bytes) -> list[x509.Certificate]:
    try:
        return [x509.load_der_x509_certificate(data)]
    except ValueError:
        return pkcs7.load_der_pkcs7_certificates(data)
