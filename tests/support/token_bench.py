"""A token at the desk: what the tests of signing do with it again and again."""

import asyncio
import os
from pathlib import Path

import pytest

from app.signing.token.client import Token, TokenCertificate, TokenProcess
from app.signing.token.errors import TokenProblem
from app.signing.token.pin import Pin, PinTries
from app.signing.token.signer import TokenSigner, confirmed_batch
from app.ui.error_text import one_line
from tests.support.pki import Pki
from tests.support.softhsm import PIN, SoftToken

ODD = "tests.support.odd_worker"
RSA_ID, EC_ID = b"\x01", b"\x02"
WRONG = "Sai-Hoan-Toan9"


class Bench:
    """A token, its process and our count of tries."""

    def __init__(self, token: SoftToken, data_dir: Path, process: TokenProcess) -> None:
        self.token = token
        self.process = process
        self.tries = PinTries(data_dir)

    def plugged(self) -> Token:
        (found,) = self.process.tokens()
        return found

    def chosen(self, key_id: bytes = RSA_ID) -> TokenCertificate:
        found = self.process.certificates(self.plugged())
        return next(one for one in found if one.key_id == key_id)

    def batch(self, pki: Pki, pin: str | Pin | None = PIN, *, key_id: bytes = RSA_ID, **changes):
        given = Pin(pin) if isinstance(pin, str) else pin
        options = {"letters": 3, "at": pki.now, **changes}
        chosen = options.pop("chosen", None) or self.chosen(key_id)
        token = options.pop("token", None) or self.plugged()
        return confirmed_batch(self.process, token, chosen, given, self.tries, **options)

    def refused(self, pki: Pki, kind: type[Exception], **changes: object) -> TokenProblem:
        """Fail to begin a batch; return why."""
        with pytest.raises(kind) as caught, self.batch(pki, **changes):
            pytest.fail("the batch began")
        assert "{" not in one_line(caught.value)
        assert self.process.pid is None
        return caught.value


def sign(signer: TokenSigner, data: bytes = b"thu xin loi") -> bytes:
    """Return the raw signature over some bytes."""
    return asyncio.run(signer.async_sign_raw(data, "sha256"))


def exists(pid: int | None) -> bool:
    """Whether a process runs."""
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True
