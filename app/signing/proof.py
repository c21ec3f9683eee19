"""A quick proof of a signature just made, before it is kept: milliseconds, for batches of letters.

What a stranger's file needs is in ``verify``; this only sees that our own signer, token or writer
did not go wrong: that the last signature is by its certificate's key over the whole file.
"""

import re
from typing import Final

from app.signing.envelope import BrokenEnvelope, Gap, open_message

RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def is_proven(pdf: bytes) -> bool:
    """Whether the last signature holds over every byte of the file but its own value."""
    ranges = RANGE.findall(pdf)
    if not ranges:
        return False
    begins, until, again, length = map(int, ranges[-1])
    if begins != 0 or not until < again or again + length != len(pdf):
        return False
    try:
        value = bytes.fromhex(pdf[until + 1 : again - 1].decode("ascii"))
        open_message(Gap(value, pdf[:until] + pdf[again:], len(pdf)))
    except (BrokenEnvelope, ValueError):
        return False
    return True
