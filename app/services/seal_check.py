"""What the seal of a scanned paper is worth by itself: slips and letters alike."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from app.core.sealed_digits import Opened
from app.services.receipt_keys import PublicKey

IsGenuine = Callable[[bytes, bytes, bytes], bool]
"""Whether ``(raw public key, signed bytes, signature)`` belong together: signing's own word."""


class SealTrouble(StrEnum):
    """Why a seal proves nothing; the values are those of the verdicts about papers."""

    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    REVOKED = "revoked"


def trouble_of(
    sealed: Opened[Any], key: PublicKey | None, is_genuine: IsGenuine
) -> SealTrouble | None:
    """Return what is wrong with the seal, None when it is good."""
    if key is None:
        return SealTrouble.UNKNOWN_KEY
    if not is_genuine(key.public_key, sealed.signed, sealed.signature):
        return SealTrouble.FORGED
    # Whoever holds a revoked key can write any date into a paper, also one before the revocation.
    return None if key.revoked_at is None else SealTrouble.REVOKED
