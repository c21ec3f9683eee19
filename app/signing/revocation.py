"""Whether a certificate was taken back: lists of revoked certificates (CRL), given or fetched.

A list counts only if the certificate's issuer signed it, it covers such certificates, and it is of
now. Nothing to go by is not "not revoked": it is "unknown".
"""

import http.client
import time
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

FETCH_SECONDS: Final = 5.0
LARGEST_LIST: Final = 32 << 20  # bytes
_BLOCK: Final = 1 << 16

Fetch = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Revocation:
    """What the lists say of one certificate."""

    is_known: bool
    revoked_at: datetime | None = None


UNKNOWN: Final = Revocation(is_known=False)


def revocation_of(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: datetime,
    crls: Sequence[bytes] = (),
    fetch: Fetch | None = None,
) -> Revocation:
    """Return whether a certificate was revoked, from lists in DER or PEM.

    Those given are read first; ``fetch`` is asked for those the certificate names only if no given
    one answers. A list that is out of date may still tell of a revocation, never of its absence.
    """
    given = _judge(certificate, issuer, at, crls)
    if given.is_known or fetch is None:
        return given
    fetched = (data for url in list_addresses(certificate) if (data := fetch(url)) is not None)
    return _judge(certificate, issuer, at, fetched)


def list_addresses(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return where a certificate says its lists are; web addresses alone."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    names = [name for point in points for name in point.full_name or ()]
    return tuple(
        name.value
        for name in names
        if isinstance(name, x509.UniformResourceIdentifier) and _is_web(name.value)
    )


def fetch_over_http(url: str, seconds: float = FETCH_SECONDS) -> bytes | None:
    """Return what stands at a web address; None if that cannot be had in time."""
    if not _is_web(url):
        return None
    until = time.monotonic() + seconds
    try:
        with urllib.request.urlopen(url, timeout=seconds) as answer:  # noqa: S310 - http(s), see above
            return _read_until(answer, until)
    except (OSError, http.client.HTTPException, ValueError):
        return None


def _read_until(answer: http.client.HTTPResponse, until: float) -> bytes | None:
    """Return the whole answer; None if it drips in too slowly or never ends."""
    data = bytearray()
    while block := answer.read1(_BLOCK):
        data += block
        if len(data) > LARGEST_LIST or time.monotonic() > until:
            return None
    return bytes(data)


def _judge(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: datetime,
    lists: Iterable[bytes],
) -> Revocation:
    found = UNKNOWN
    for data in lists:
        crl = _read(data)
        if crl is None or not _covers(crl, certificate, issuer):
            continue
        entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None and not _is_taken_off(entry):
            return Revocation(is_known=True, revoked_at=entry.revocation_date_utc)
        if _is_of_now(crl, at):
            found = Revocation(is_known=True)
    return found


def _read(data: bytes) -> x509.CertificateRevocationList | None:
    try:
        if data.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_crl(data)
        return x509.load_der_x509_crl(data)
    except ValueError:
        return None


def _covers(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate
) -> bool:
    """Whether a list speaks of the certificates that this issuer signs for such holders."""
    try:
        if crl.issuer != issuer.subject or not crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type] # any key that signs
            return False
        extensions = list(crl.extensions)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    for one in extensions:
        if isinstance(one.value, x509.IssuingDistributionPoint):
            if not _is_for(one.value, certificate):
                return False
        elif one.critical:  # a list of changes only (delta CRL), or something unheard of
            return False
    return True


def _is_for(part: x509.IssuingDistributionPoint, certificate: x509.Certificate) -> bool:
    """Whether a list that covers only some certificates covers this one, for every reason."""
    if part.indirect_crl or part.only_contains_attribute_certs or part.only_some_reasons:
        return False
    try:
        value = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        is_authority = value.ca
    except (x509.ExtensionNotFound, ValueError):
        is_authority = False
    return not (part.only_contains_user_certs if is_authority else part.only_contains_ca_certs)


def _is_of_now(crl: x509.CertificateRevocationList, at: datetime) -> bool:
    ends = crl.next_update_utc
    return crl.last_update_utc <= at and ends is not None and at <= ends


def _is_taken_off(entry: x509.RevokedCertificate) -> bool:
    """Whether an entry says that a certificate was put out of use for a while, and is no longer."""
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, ValueError):
        return False
    return reason is x509.ReasonFlags.remove_from_crl


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))
