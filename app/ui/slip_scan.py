"""A scanned slip or letter: read its seal, judge it off the screen's thread, tell what it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.core.sealed import read_sealed

if TYPE_CHECKING:
    from app.services.letter_check import LetterCheck
    from app.services.slip_check import SlipVerdict
    from app.ui.desk import Desk
    from app.ui.verdict_words import VerdictText


ASKED = "slip.judge"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanned paper is worth, in words, and the dossier's code where it is known here."""

    said: "VerdictText"
    code: str
    is_letter: bool


def judge_scan(
    desk: "Desk",
    text: str,
    done: Callable[[Scanned], None],
    failed: Callable[[AppError], None],
) -> None:
    """Judge a scanned text that ends in sealed digits; one of the two is called."""
    from app.core.sealed_letter import is_sealed_letter, read_sealed_letter
    from app.services import letter_check, slip_check

    def slip(found: "SlipVerdict") -> None:
        from app.ui.verdict_text import verdict_text

        done(Scanned(verdict_text(found), "" if found.row is None else found.row.code, False))

    def letter(found: "LetterCheck") -> None:
        from app.ui.letter_verdict_text import letter_verdict_text

        code = "" if found.row is None else found.row.code
        done(Scanned(letter_verdict_text(found), code, True))

    try:
        if is_sealed_letter(text):
            asked = read_sealed_letter(text)
            desk.ask(letter_check.judge, asked, _is_genuine, key=ASKED, done=letter, failed=failed)
        else:
            sealed = read_sealed(text)
            desk.ask(slip_check.judge, sealed, _is_genuine, key=ASKED, done=slip, failed=failed)
    except AppError as error:
        failed(error)


def _is_genuine(public_key: bytes, signed: bytes, signature: bytes) -> bool:
    from app.signing.receipt_keys import is_genuine  # on the worker: slow to load

    return is_genuine(public_key, signed, signature)
