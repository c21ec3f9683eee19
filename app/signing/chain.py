"""The way from a certificate up to one the agency trusts.

Files and tokens often hold the signer's certificate alone, so the way is looked for among
everything at hand: what came with it and what an administrator imported.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from app.signing.errors import CertificateUntrusted
from app.signing.names import holder_of, issuer_of

UNDERSTOOD: Final = (
    x509.BasicConstraints,
    x509.KeyUsage,
    x509.ExtendedKeyUsage,
    x509.CertificatePolicies,
    x509.SubjectKeyIdentifier,
    x509.AuthorityKeyIdentifier,
    x509.CRLDistributionPoints,
    x509.AuthorityInformationAccess,
)
"""Extensions that do not stand in the way when marked critical (RFC 5280, 4.2)."""

Chain = tuple[x509.Certificate, ...]


def build_chain(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    anchors: Sequence[x509.Certificate],
    at: datetime,
) -> Chain:
    """Return the certificate and those above it, up to and with a trusted one.

    Every issuer on the way is an authority, valid at ``at``, and did sign the one below.

    Raises:
        CertificateUntrusted: there is no such way; why the nearest issuer was refused.
    """
    if not anchors:
        raise _untrusted(certificate, "no_anchors")
    known, trusted = [*anchors, *others], frozenset(anchors)
    refused: list[str] = []
    ways: deque[Chain] = deque([(certificate,)])
    seen = {certificate}
    while ways:  # the shortest way to each is tried first, and no other could be more permissible
        way = ways.popleft()
        if way[-1] in trusted:
            return way
        for issuer in _issuers(way[-1], known, seen):
            reason = _objection(issuer, len(way) - 1, at)
            if reason:
                refused.append(reason)
            else:
                ways.append((*way, issuer))
    raise _untrusted(certificate, refused[0] if refused else "unknown_issuer")


def _issuers(
    below: x509.Certificate, known: Sequence[x509.Certificate], seen: set[x509.Certificate]
) -> Iterator[x509.Certificate]:
    """Yield those that signed a certificate and were not met before."""
    for issuer in known:
        if issuer not in seen and issuer.subject == below.issuer and _signed(issuer, below):
            seen.add(issuer)
            yield issuer


def _signed(issuer: x509.Certificate, below: x509.Certificate) -> bool:
    """Whether an issuer's key signed the one below; SHA-1 and older are refused as unsupported."""
    try:
        below.verify_directly_issued_by(issuer)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _objection(issuer: x509.Certificate, authorities_below: int, at: datetime) -> str:
    """Return why an issuer cannot vouch, or an empty text."""
    if not issuer.not_valid_before_utc <= at <= issuer.not_valid_after_utc:
        return "issuer_not_valid"
    return "" if _is_fit(issuer, authorities_below) else "issuer_unfit"


def _is_fit(issuer: x509.Certificate, authorities_below: int) -> bool:
    """Whether a certificate is an authority's, and permits so many authorities below it."""
    try:
        found = issuer.extensions
    except ValueError:
        return False
    if any(one.critical and not isinstance(one.value, UNDERSTOOD) for one in found):
        return False
    constraints = next(
        (one.value for one in found if isinstance(one.value, x509.BasicConstraints)), None
    )
    if constraints is None or not constraints.ca:
        return False
    if constraints.path_length is not None and authorities_below > constraints.path_length:
        return False
    usage = next((one.value for one in found if isinstance(one.value, x509.KeyUsage)), None)
    return usage is None or usage.key_cert_sign


def _untrusted(certificate: x509.Certificate, reason: str) -> CertificateUntrusted:
    return CertificateUntrusted(
        holder=holder_of(certificate), issuer=issuer_of(certificate), reason=reason
    )
