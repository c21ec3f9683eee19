"""A signing key for one command: a PKCS#12 file or a token, its secret from standard input.

The secret is never a word of the command line: other programs could read it there.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.program import Program
from app.cli.typed_secrets import read_password, read_typed_pin
from app.core.errors import AppError
from app.services import trust
from app.ui.error_text import one_line
from app.ui.signing_desk.keys import FileKey, Key, KeyRing, KeyView, Secret, TokenKey, Trust

if TYPE_CHECKING:
    from app.signing.signer import LetterSigner

Words = argparse.Namespace


class KeyNotChosen(AppError):
    """Several certificates fit, or none; ``found`` lists what is there."""

    code = "signing.key_not_chosen"


@contextmanager
def opened_key(program: Program, words: Words, letters: int) -> Iterator["LetterSigner"]:
    """Open the key that the words name for so many letters; remarks go to standard error.

    The certificate is examined before a secret is asked for, as far as it can be seen by then.

    Raises:
        KeyNotChosen, KeyFileUnreadable, BadCertificateFile, WrongPassword.
        CertificateExpired and its neighbours: what speaks against signing with it.
        TokenProblem: the token or its driver.
    """
    ring = KeyRing([str(words.token)] if words.token else [], program.machine.data_dir)
    try:
        key: Key = _token_key(ring, words) if words.token else FileKey(words.p12)
        judged_by = _trust(program)
        _require(key.look(judged_by))
        secret = _read_secret(key, confirmed=words.last_try)
        _require(key.check(secret, judged_by))
        with key.opened(secret, letters, judged_by) as signer:
            yield signer
    finally:
        ring.close()


def _token_key(ring: KeyRing, words: Words) -> TokenKey:
    found = ring.found(words.token)
    fitting = [
        key
        for key in found
        if (not words.serial or words.serial.upper() == key.chosen.serial.upper())
        and (not words.label or words.label == key.token.label)
    ]
    if len(fitting) != 1:
        listed = "; ".join(f"{key.label}, số chứng thư {key.chosen.serial}" for key in found)
        raise KeyNotChosen(found=listed)
    return fitting[0]


def _trust(program: Program) -> Trust:
    with program.database.read() as session:
        anchors = trust.list_anchors(session, program.office)
    return Trust(
        anchors=tuple(one.certificate for one in anchors),
        at=program.at,
        is_sample=program.office.is_sample,
    )


def _require(view: KeyView) -> None:
    for problem in view.problems:
        raise problem
    for remark in view.remarks:
        sys.stderr.write(one_line(remark) + "\n")


def _read_secret(key: Key, *, confirmed: bool) -> Secret:
    if not key.wants_pin:
        return Secret(password=read_password())
    return Secret(pin=read_typed_pin(), last_try_confirmed=confirmed)
