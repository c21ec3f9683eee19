"""Certificates of authorities in a file, as the agency keeps them; for screens and commands."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.services.trust import AnchorFacts

if TYPE_CHECKING:
    from cryptography import x509


class AnchorFileUnreadable(AppError):
    """The chosen file of certificates cannot be read; ``name``."""

    code = "trust.file_unreadable"


def read_anchor_file(path: Path) -> tuple[AnchorFacts, ...]:
    """Return the authorities' certificates in a file; for a worker.

    Raises:
        AnchorFileUnreadable, BadAnchorFile, AnchorNotAuthority.
    """
    from app.signing.trust import read_anchors

    try:
        data = path.read_bytes()
    except OSError as error:
        raise AnchorFileUnreadable(name=path.name) from error
    return tuple(facts_of(one) for one in read_anchors(data))


def facts_of(certificate: "x509.Certificate") -> AnchorFacts:
    """Return what is kept of a certificate that is to be trusted."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    return AnchorFacts(
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        certificate=certificate.public_bytes(Encoding.DER),
    )
