"""The lines above a signer's name (thể thức đề ký): in whose stead, and as what, somebody signs.

NĐ 30/2020/NĐ-CP, Điều 13 and Phụ lục I, II.7: TM. for a body, KT. for the head by a deputy, TL. by
order, TUQ. by a mandate, Q. for an acting head; in capitals, the signer's own position below.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from app.core import text as texts
from app.core.errors import AppError

_MARK: Final = re.compile(r"(?:(TM|KT|TL|TUQ|Q)\s*\.|(TM|KT|TL|TUQ)(?=\s|$))\s*")
MANDATE: Final = "TUQ."
FOR_SOMEBODY: Final = ("TM.", "KT.", "TL.", MANDATE)


class SignatureBlockWrong(AppError):
    """The lines above the signer's name cannot stand so; ``line``, ``reason``.

    ``reason``: ``empty``, ``nobody`` (a mark without whom it is for), ``no_position`` (the signer's
    own is missing below), ``passed_on`` (a mandate is not passed on).
    """

    code = "letter.signature_block_wrong"


def signature_block(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines as NĐ 30/2020 writes them: ``("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")``.

    Raises:
        SignatureBlockWrong: there is none, or a line that needs another stands alone.
    """
    written = tuple(filter(None, (_written(line) for line in lines)))
    if not written:
        raise SignatureBlockWrong(line="", reason="empty")
    for line in written:
        if _MARK.fullmatch(line):
            raise SignatureBlockWrong(line=line, reason="nobody")
    if written[-1].startswith(FOR_SOMEBODY):
        raise SignatureBlockWrong(line=written[-1], reason="no_position")
    for line, below in pairwise(written):
        if line.startswith(MANDATE) and below.startswith(FOR_SOMEBODY):
            raise SignatureBlockWrong(line=below, reason="passed_on")
    return written


def _written(line: str) -> str:
    capitals = texts.clean_line(line).upper()
    found = _MARK.match(capitals)
    if found is None:
        return capitals
    return f"{found[1] or found[2]}. {capitals[found.end() :]}".strip()
