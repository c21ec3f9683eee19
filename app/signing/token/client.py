"""What the program knows of tokens: which are there, what they hold, and one unlocked batch."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography import x509

from app.signing.names import holder_of
from app.signing.token import errors
from app.signing.token.child import Body, WorkerChild
from app.signing.token.errors import (
    KeyWithoutCertificate,
    LoggedOut,
    NoCertificate,
    PinState,
    TokenAbsent,
    TokenProblem,
)
from app.signing.token.pin import Pin

IDLE_SECONDS: Final = 300.0
ANSWER_SECONDS: Final = 60.0
"""How long a driver may think; a PIN typed on the token itself takes that long too."""
WORKER: Final = "app.signing.token.worker"

_PROBLEMS: Final[dict[str, type[TokenProblem]]] = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, TokenProblem)
}


@dataclass(frozen=True, slots=True)
class Token:
    """One plugged-in token, as it describes itself."""

    serial: str
    label: str
    model: str
    pin: PinState
    has_pin_pad: bool


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """One certificate on a token that is somebody's own; ``others`` are those above it there."""

    key_id: bytes
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]

    @property
    def holder(self) -> str:
        """Return whom it was issued to."""
        return holder_of(self.certificate)

    @property
    def serial(self) -> str:
        """Return the certificate's serial number in upper-case hex."""
        return f"{self.certificate.serial_number:X}"


class TokenProcess:
    """The driver of one vendor in a child process, started when first asked.

    May be used from any thread; questions wait for each other. While a token is unlocked the
    process is never started anew: if it ends, the batch has ended.
    """

    def __init__(
        self,
        library: Path,
        idle_seconds: float = IDLE_SECONDS,
        *,
        answer_seconds: float = ANSWER_SECONDS,
        worker: str = WORKER,
    ) -> None:
        self.library = library
        self._idle_seconds = idle_seconds
        self._answer_seconds = answer_seconds
        self._worker = worker
        self._child: WorkerChild | None = None
        self._is_unlocked = False
        self._has_ended = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the child process, None while there is none."""
        child = self._child
        return child.pid if child is not None and child.is_alive else None

    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens that are plugged in.

        Raises:
            LibraryMissing, LibraryUnloadable, TokenProblem.
        """
        note, _ = self._ask({"do": "tokens"})
        return tuple(
            Token(one["serial"], one["label"], one["model"], PinState(one["pin"]), one["pad"])
            for one in note["tokens"]
        )

    def token(self, serial: str, label: str = "") -> Token:
        """Return the token with a serial number as it is now.

        Raises:
            TokenAbsent: it is not plugged in.
            LibraryMissing, LibraryUnloadable, TokenProblem.
        """
        for one in self.tokens():
            if one.serial == serial:
                return one
        raise TokenAbsent(label=label)

    def certificates(self, token: Token) -> tuple[TokenCertificate, ...]:
        """Return the certificates that may have a key on the token; no PIN is needed.

        Raises:
            TokenAbsent, NoCertificate, KeyWithoutCertificate, TokenProblem.
        """
        note, _ = self._ask({"do": "certificates", "serial": token.serial})
        read = [(bytes.fromhex(one["id"]), _read(one["der"])) for one in note["found"]]
        known = [(key_id, one) for key_id, one in read if one is not None]
        above = tuple(one for _, one in known if is_authority(one))
        own = tuple(
            TokenCertificate(key_id, one, above) for key_id, one in known if not is_authority(one)
        )
        if own:
            return own
        raise (KeyWithoutCertificate if note["has_key"] else NoCertificate)(label=token.label)

    def login(self, token: Token, pin: Pin, *, last_try_confirmed: bool = False) -> None:
        """Send a PIN, once; an empty one asks for it on the token's own keys.

        Raises:
            PinWrong and its neighbours, TokenProblem.
        """
        note = {
            "do": "login",
            "serial": token.serial,
            "last_try_confirmed": last_try_confirmed,
        }
        with pin.view() as typed:
            self._ask(note, typed)
        self._is_unlocked = True

    def use_key(self, chosen: TokenCertificate, letters: int) -> None:
        """Take the key of a certificate on the unlocked token.

        Raises:
            KeyMissing, PinEachTime, MechanismUnsupported, TokenProblem.
        """
        self._ask({"do": "use_key", "key_id": chosen.key_id.hex(), "letters": letters})

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature over the SHA-256 of ``data`` by the key in use.

        RSA by PKCS#1 v1.5; elliptic keys give their two numbers side by side.

        Raises:
            TokenUnplugged, ProcessDied, ProcessSilent, LoggedOut, TokenProblem.
        """
        if not self._is_unlocked:
            raise LoggedOut
        _, signature = self._ask({"do": "sign"}, data)
        return bytes(signature)

    def close(self) -> None:
        """Log out and end the process; a later question starts a new one."""
        child, self._child, self._is_unlocked = self._child, None, False
        if child is not None:
            child.end()

    def kill(self) -> None:
        """End the process at once, from any thread: who waits for it is told ``ProcessDied``."""
        child = self._child
        if child is not None:
            child.kill()

    def _ask(self, note: dict[str, object], body: Body = b"") -> tuple[dict[str, Any], bytearray]:
        with self._lock:
            return _told(self._running().ask(note, body, self._answer_seconds))

    def end(self) -> None:
        """Stop at once and for good: who used it has left, and nothing begins a new worker."""
        self._has_ended = True
        self.kill()
        self.close()

    def _running(self) -> WorkerChild:
        """Return the worker, a new one if the last one ended while nothing was unlocked.

        Raises:
            LoggedOut: it was ended for good.
        """
        if self._has_ended:
            raise LoggedOut
        if self._child is not None and not self._child.is_alive and not self._is_unlocked:
            self._child.kill()  # collects what is left of it
            self._child = None
        if self._child is None:
            child = WorkerChild(self._worker, self._idle_seconds)
            self._child = child
            note: dict[str, object] = {"do": "open", "library": str(self.library)}
            try:
                _told(child.ask(note, b"", self._answer_seconds))
            except TokenProblem:
                self.close()
                raise
        return self._child


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether a certificate may vouch for others."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _told(answer: tuple[dict[str, Any], bytearray]) -> tuple[dict[str, Any], bytearray]:
    """Return an answer, or raise the problem it tells of."""
    note, _ = answer
    if "problem" in note:
        raise _PROBLEMS[note["problem"]](**note["params"])
    return answer


def _read(der: str) -> x509.Certificate | None:
    """Return a certificate of a token; None for what is none, or of a kind we do not know."""
    try:
        return x509.load_der_x509_certificate(bytes.fromhex(der))
    except ValueError:
        return None
