"""Whether somebody the agency trusts vouches for a signer, at the moment of signing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.core.errors import AppError
from app.signing.chain import Chain, build_chain
from app.signing.envelope import Message
from app.signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUntrusted,
    CertificateUsage,
)
from app.signing.findings import Doubt, Reason, Revocation
from app.signing.names import holder_of, issuer_of
from app.signing.preflight import own_problems
from app.signing.revocation import Fetch, revocation_of

OWN: dict[type[AppError], Reason] = {
    CertificateExpired: Reason.EXPIRED,
    CertificateNotYetValid: Reason.NOT_YET_VALID,
    CertificateUsage: Reason.USAGE,
}


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the agency trusts, and what is known of revoked certificates.

    ``others`` are authorities' certificates at hand that are not trusted by themselves; ``crls``
    are lists of revoked ones; ``fetch`` gets a list from its address, or None without a network.
    ``seen`` are the certificates in the file's earlier signatures, which the later ones cover.
    """

    anchors: tuple[x509.Certificate, ...]
    at: datetime
    others: tuple[x509.Certificate, ...] = ()
    crls: tuple[bytes, ...] = ()
    fetch: Fetch | None = None
    seen: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Vouching:
    """Why a signer is not trusted, if so, and whether the certificate was taken back."""

    doubts: tuple[Doubt, ...]
    revocation: Revocation
    is_damaged: bool = False
    """A certificate brought along is not as its issuer signed it."""


def vouch_for_signer(
    message: Message, trust: Trust, moment: datetime, *, is_proven: bool
) -> Vouching:
    """Judge a signer at ``moment``, which is ``is_proven`` if a trusted clock gave it."""
    own = [
        _doubt(OWN[type(problem)], message.certificate, _date_of(problem))
        for problem in own_problems(message.certificate, moment)
    ]
    ended = message.certificate.not_valid_after_utc
    if not own and not is_proven and trust.at > ended:
        own.append(_doubt(Reason.EXPIRED_SINCE, message.certificate, ended))
    return _vouch(message, trust, moment, own, is_proven=is_proven)


def vouch_for_time(message: Message, trust: Trust, moment: datetime) -> Vouching:
    """Judge the authority of a time stamp at the time it stamped."""
    certificate = message.certificate
    own = []
    if moment > certificate.not_valid_after_utc:
        own.append(_doubt(Reason.EXPIRED, certificate, certificate.not_valid_after_utc))
    if moment < certificate.not_valid_before_utc:
        own.append(_doubt(Reason.NOT_YET_VALID, certificate, certificate.not_valid_before_utc))
    if not _is_for_time(certificate):
        own.append(_doubt(Reason.USAGE, certificate))
    return _vouch(message, trust, moment, own, is_proven=True)


def _vouch(
    message: Message, trust: Trust, moment: datetime, own: list[Doubt], *, is_proven: bool
) -> Vouching:
    doubts = list(own)
    if not message.is_strong:
        doubts.append(_doubt(Reason.WEAK, message.certificate))
    known = [*message.others, *trust.others]
    chain: Chain = ()
    try:
        chain = build_chain(message.certificate, known, trust.anchors, moment)
    except CertificateUntrusted as problem:
        doubts.append(_doubt(Reason(str(problem.params["reason"])), message.certificate))
    else:
        doubts += [_doubt(Reason.STRAY, one) for one in _strays(message, trust)]
    revocation, revoked = _revocation(chain, trust, moment, is_proven=is_proven)
    return Vouching((*doubts, *revoked), revocation, _is_damaged(message, trust))


def _revocation(
    chain: Chain, trust: Trust, moment: datetime, *, is_proven: bool
) -> tuple[Revocation, list[Doubt]]:
    """Return what the lists say; what was signed at a proven moment before a revocation stands.

    The signer's own clock proves nothing once the key may be in other hands.
    """
    found = Revocation.CLEAR if chain else Revocation.UNKNOWN
    doubts = []
    for below, issuer in pairwise(chain):
        said = revocation_of(below, issuer, trust.at, trust.crls, trust.fetch)
        if said.revoked_at is not None and not (is_proven and said.revoked_at > moment):
            doubts.append(_doubt(Reason.REVOKED, below, said.revoked_at))
        elif not said.is_known:
            found = Revocation.UNKNOWN
    return (Revocation.REVOKED if doubts else found), doubts


def _strays(message: Message, trust: Trust) -> Iterator[x509.Certificate]:
    """Yield the certificates brought along that nobody at hand issued: perhaps changed ones."""
    known = [*trust.anchors, *trust.others, *message.others]
    for one in message.others:
        if one not in trust.anchors and not any(_is_issued_by(one, above) for above in known):
            yield one


def _is_damaged(message: Message, trust: Trust) -> bool:
    """Whether a certificate brought along is not as its issuer signed it.

    Then it names an issuer at hand that did not sign it so, or is at hand in other words too.
    """
    known = [*trust.anchors, *trust.others, *message.others]
    twins = {_identity(one): one for one in (*known, *trust.seen)}
    for one in (message.certificate, *message.others):
        if twins.get(_identity(one), one) != one:
            return True
        named = [above for above in known if _names(one, above)]
        if named and not any(_may_be_issued_by(one, above) for above in named):
            return True
    return False


def _identity(certificate: x509.Certificate) -> tuple[int, bytes]:
    """Return what no two certificates have in common: number and key."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return certificate.serial_number, b""
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return certificate.serial_number, key.public_bytes(*form)


def _may_be_issued_by(certificate: x509.Certificate, above: x509.Certificate) -> bool:
    """Whether nothing disproves it; a digest too old to be checked proves nothing either way."""
    try:
        certificate.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError):
        return False
    except (UnsupportedAlgorithm, TypeError):
        return True
    return True


def _names(certificate: x509.Certificate, above: x509.Certificate) -> bool:
    """Whether a certificate names another as its issuer: by name, and by key if it names one."""
    if certificate.issuer != above.subject:
        return False
    try:
        own, its = certificate.extensions, above.extensions
        wanted = own.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        return wanted == its.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, ValueError):
        return True


def _is_issued_by(certificate: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(above)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _is_for_time(certificate: x509.Certificate) -> bool:
    """Whether it is for time stamps and nothing else (RFC 3161, 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _date_of(problem: AppError) -> datetime | None:
    found = problem.params.get("valid_to") or problem.params.get("valid_from")
    return found if isinstance(found, datetime) else None


def _doubt(reason: Reason, certificate: x509.Certificate, when: datetime | None = None) -> Doubt:
    return Doubt(reason, holder_of(certificate), issuer_of(certificate), when)
