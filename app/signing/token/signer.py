"""Signing a confirmed batch with a key on a token: one PIN, so many letters, then locked again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from app.signing.preflight import own_problems
from app.signing.signer import LARGEST_SIGNATURE, LetterSigner
from app.signing.token.client import Token, TokenCertificate, TokenProcess
from app.signing.token.errors import (
    BatchUsedUp,
    LastTry,
    MechanismUnsupported,
    PinLocked,
    PinMissing,
    PinState,
    PinWrong,
    SignatureWrong,
)
from app.signing.token.pin import Pin, PinTries

DIGEST: Final = "sha256"


class TokenSigner(LetterSigner):
    """Signs so many letters with the key in use, and proves each signature before it is given."""

    def __init__(
        self,
        process: TokenProcess,
        certificate: x509.Certificate,
        others: Sequence[x509.Certificate],
        letters: int,
    ) -> None:
        super().__init__(certificate, others)
        self._process = process
        self._letters = self._left = letters

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Return the signature over ``data``; ``dry_run`` only asks how long it may be.

        Raises:
            BatchUsedUp: more than was confirmed.
            MechanismUnsupported, SignatureWrong, TokenUnplugged, ProcessDied, TokenProblem.
        """
        if dry_run:
            return bytes(LARGEST_SIGNATURE)
        if digest_algorithm.lower() != DIGEST:
            raise MechanismUnsupported(detail=digest_algorithm)
        if self._left == 0:
            raise BatchUsedUp(letters=self._letters)
        self._left -= 1
        return self._proven(self._process.sign(data), data)

    def _proven(self, raw: bytes, data: bytes) -> bytes:
        """Return the signature as it stands in a file, once the certificate's key accepts it."""
        key = self.certificate.public_key()
        try:
            if isinstance(key, EllipticCurvePublicKey):
                signature = _encoded(raw)
                key.verify(signature, data, ECDSA(SHA256()))
                return signature
            if isinstance(key, RSAPublicKey):
                key.verify(raw, data, PKCS1v15(), SHA256())
                return raw
        except InvalidSignature:
            pass
        raise SignatureWrong


@contextmanager
def confirmed_batch(
    process: TokenProcess,
    token: Token,
    chosen: TokenCertificate,
    pin: Pin | None,
    tries: PinTries,
    *,
    letters: int,
    at: datetime,
    others: Sequence[x509.Certificate] = (),
    last_try_confirmed: bool = False,
) -> Iterator[TokenSigner]:
    """Unlock a token for ``letters`` signatures and lock it again, whatever happens in between.

    The PIN is sent once and wiped; None stands for one typed on the token itself. ``at`` is the
    moment of signing, ``others`` the certificates above the chosen one that the token lacks.

    Raises:
        CertificateExpired, CertificateNotYetValid, CertificateUsage: no PIN was sent.
        TokenAbsent, PinLocked, LastTry, PinMissing, TriesNotKept, LibraryMissing: nor then.
        PinWrong, PinLength, PinExpired, KeyMissing, PinEachTime, MechanismUnsupported.
        ProcessDied, ProcessSilent, TokenUnplugged, TokenProblem.
    """
    typed = pin if pin is not None else Pin()
    try:
        for problem in own_problems(chosen.certificate, at):
            raise problem
        now = process.token(token.serial, token.label)
        _require_tries(now, typed, tries, last_try_confirmed=last_try_confirmed)
        _login(process, now, typed, tries, last_try_confirmed=last_try_confirmed)
        process.use_key(chosen, letters)
        yield TokenSigner(process, chosen.certificate, [*chosen.others, *others], letters)
    finally:
        typed.wipe()
        process.close()


def _require_tries(token: Token, pin: Pin, tries: PinTries, *, last_try_confirmed: bool) -> None:
    state = tries.state(token.serial, token.pin)
    if state is PinState.LOCKED:
        raise PinLocked(label=token.label)
    if state is PinState.FINAL and not last_try_confirmed:
        raise LastTry(label=token.label)
    if not len(pin) and not token.has_pin_pad:
        raise PinMissing


def _login(
    process: TokenProcess, token: Token, pin: Pin, tries: PinTries, *, last_try_confirmed: bool
) -> None:
    """Send the PIN; whatever goes wrong counts as a wrong try, for the token may think so too."""
    wrong = tries.count(token.serial)
    try:
        process.login(token, pin, last_try_confirmed=last_try_confirmed)
    except PinWrong as problem:
        raise PinWrong(label=token.label, wrong=wrong) from problem
    finally:
        pin.wipe()
    tries.forget(token.serial)


def _encoded(raw: bytes) -> bytes:
    """Return the two numbers of an elliptic signature in DER."""
    half = len(raw) // 2
    return encode_dss_signature(
        int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
    )
