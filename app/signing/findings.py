"""What an examination of a signed file finds: per signature, and of the file as a whole."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What is to be thought of a file, or of one signature in it."""

    GENUINE = "genuine"
    UNTRUSTED = "untrusted"  # nothing was changed, but not everyone in it is vouched for
    ALTERED = "altered"  # it no longer is what was signed, or says more than was signed
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


class Fault(StrEnum):
    """Why a signature does not hold over its own bytes."""

    GAP = "gap"  # it leaves more than its own value unsigned, or something else
    BYTES = "bytes"  # the signed bytes are not those that were signed
    VALUE = "value"  # the value is not made by the certificate's key
    ENVELOPE = "envelope"  # what lies unsigned around the value is not as a signer writes it
    STAMP = "stamp"  # the time stamp in it is of another signature, or damaged
    REVISION = "revision"  # it ends in the middle of a state of the file


class ChangeKind(StrEnum):
    """What came to the file after a signature; the first three are what the letter leaves open."""

    NUMBER = "number"
    DAY = "day"
    SEAL = "seal"
    PAGE = "page"
    ANNOTATION = "annotation"
    FIELD = "field"
    FONT = "font"
    SIGNATURE = "signature"
    INFO = "info"
    BYTES = "bytes"
    OTHER = "other"


PERMITTED: Final = frozenset({ChangeKind.NUMBER, ChangeKind.DAY, ChangeKind.SEAL})


class Reason(StrEnum):
    """Why a signer is not trusted though the signature holds."""

    NO_ANCHORS = "no_anchors"
    UNKNOWN_ISSUER = "unknown_issuer"
    ISSUER_NOT_VALID = "issuer_not_valid"
    ISSUER_UNFIT = "issuer_unfit"
    EXPIRED = "expired"
    EXPIRED_SINCE = "expired_since"  # and no time stamp proves that it was signed before
    NOT_YET_VALID = "not_yet_valid"
    USAGE = "usage"
    REVOKED = "revoked"
    WEAK = "weak"  # made with a digest that can be forged today
    STRAY = "stray"  # brings a certificate that nobody known issued


class Revocation(StrEnum):
    """What is known of whether the signer's certificate was taken back."""

    CLEAR = "clear"
    UNKNOWN = "unknown"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that came after a signature; ``detail`` is the page, the field or its new text."""

    kind: ChangeKind
    detail: str = ""

    @property
    def is_permitted(self) -> bool:
        """Whether the letter leaves room for it."""
        return self.kind in PERMITTED


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why somebody in a signature is not trusted: the signer, or the authority of the time."""

    reason: Reason
    holder: str
    issuer: str = ""
    when: datetime | None = None
    is_of_the_time: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a certificate names, and who issued it."""

    name: str
    organisation: str
    serial: str
    issuer: str
    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp over a signature: when, and by which authority's clock."""

    at: datetime
    authority: Person
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """One signature; ``changes`` are what came after it, up to the next signature or the end.

    ``signer`` is None where the signature cannot even be read.
    """

    field: str
    signer: Person | None
    claimed_at: datetime | None
    stamp: Stamp | None
    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    revocation: Revocation

    @property
    def level(self) -> str:
        """Return ``B-T`` with a time stamp, else ``B-B`` (ETSI EN 319 142-1)."""
        return "B-B" if self.stamp is None else "B-T"

    @property
    def has_proven_time(self) -> bool:
        """Whether the time is by a trusted authority's clock, not the signer's own."""
        return self.stamp is not None and self.stamp.is_trusted

    @property
    def signed_at(self) -> datetime | None:
        """Return when it was signed, by the best clock there is."""
        if self.stamp is not None and self.stamp.is_trusted:
            return self.stamp.at
        return self.claimed_at

    @property
    def verdict(self) -> Verdict:
        """Return what is to be thought of this signature and what came after it."""
        if self.faults or not all(change.is_permitted for change in self.changes):
            return Verdict.ALTERED
        return Verdict.UNTRUSTED if self.doubts else Verdict.GENUINE


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A file, its signatures in the order of signing, and the SHA-256 of all its bytes."""

    verdict: Verdict
    signatures: tuple[SignatureFinding, ...]
    sha256: str

    @property
    def holds(self) -> bool:
        """Whether it still says what its signers signed, whoever they are."""
        return self.verdict in {Verdict.GENUINE, Verdict.UNTRUSTED}
