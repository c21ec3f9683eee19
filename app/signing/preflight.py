"""Whether a certificate may sign, found out before a PIN is asked.

Signing itself would take an expired, revoked or encryption-only certificate without a word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.core.errors import AppError
from app.signing.chain import Chain, build_chain
from app.signing.errors import (
    CertificateEndsSoon,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUntrusted,
    CertificateUsage,
    RevocationUnknown,
)
from app.signing.names import holder_of
from app.signing.revocation import Fetch, revocation_of

RENEW_BEFORE: Final = timedelta(days=30)  # Mẫu 04, Nghị định 68/2024/NĐ-CP takes its time
OTHER_WORK: Final = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)
"""Purposes that are not a person's or an agency's signature on a document."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found of a certificate; ``chain`` leads from it to a trusted one, or is empty."""

    problems: tuple[AppError, ...]
    remarks: tuple[AppError, ...]
    chain: Chain

    @property
    def may_sign(self) -> bool:
        """Whether nothing speaks against signing."""
        return not self.problems

    def require(self) -> None:
        """Do nothing if the certificate may sign.

        Raises:
            AppError: the first problem.
        """
        for problem in self.problems:
            raise problem


def examine(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    anchors: Sequence[x509.Certificate],
    at: datetime,
    crls: Sequence[bytes] = (),
    fetch: Fetch | None = None,
) -> Examination:
    """Return whether a certificate may sign at ``at``, which is aware.

    ``others`` came with the certificate, ``anchors`` are those the agency trusts, ``crls`` lists of
    revoked ones at hand. ``fetch`` gets what stands at an address or None, and may take seconds.
    """
    problems: list[AppError] = list(own_problems(certificate, at))
    remarks: list[AppError] = []
    chain: Chain = ()
    try:
        chain = build_chain(certificate, others, anchors, at)
    except CertificateUntrusted as problem:
        problems.append(problem)
    unknown = []
    for below, issuer in pairwise(chain):
        found = revocation_of(below, issuer, at, crls, fetch)
        if found.revoked_at is not None:
            problems.append(
                CertificateRevoked(holder=holder_of(below), revoked_at=found.revoked_at)
            )
        elif not found.is_known:
            unknown.append(below)
    if unknown:
        remarks.append(RevocationUnknown(holder=holder_of(unknown[0])))
    if not problems and at > certificate.not_valid_after_utc - RENEW_BEFORE:
        remarks.append(
            CertificateEndsSoon(
                holder=holder_of(certificate), valid_to=certificate.not_valid_after_utc
            )
        )
    return Examination(tuple(problems), tuple(remarks), chain)


def own_problems(certificate: x509.Certificate, at: datetime) -> Iterator[AppError]:
    """Yield what the certificate itself says against signing at ``at``: validity and usage."""
    holder = holder_of(certificate)
    if at > certificate.not_valid_after_utc:
        yield CertificateExpired(holder=holder, valid_to=certificate.not_valid_after_utc)
    if at < certificate.not_valid_before_utc:
        yield CertificateNotYetValid(holder=holder, valid_from=certificate.not_valid_before_utc)
    if not _is_for_signing(certificate):
        yield CertificateUsage(holder=holder)


def _is_for_signing(certificate: x509.Certificate) -> bool:
    """Whether it states digital signature and non-repudiation, and is not kept for other work."""
    try:
        extensions = certificate.extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    try:
        purposes = set(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        purposes = set()
    if purposes and purposes <= OTHER_WORK:
        return False
    return usage.digital_signature and usage.content_commitment
