"""Whom a certificate names, in words for people."""

from cryptography import x509
from cryptography.x509.oid import NameOID


def holder_of(certificate: x509.Certificate) -> str:
    """Return whom a certificate was issued to; the whole subject if it has no common name."""
    return subject_field(certificate, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()


def issuer_of(certificate: x509.Certificate) -> str:
    """Return who issued a certificate; the whole name if it has no common name."""
    found = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.issuer.rfc4514_string()


def subject_field(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    """Return one field of the subject's name; empty if it is not there."""
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
