"""The keys of one person at the desk: a certificate file, or a certificate on a token.

A key is known here by its certificate and place; what opens it, password or PIN, passes through
once per confirmed batch and is kept nowhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cryptography import x509

from app.core.errors import AppError
from app.signing.token.client import Token, TokenCertificate, TokenProcess
from app.signing.token.errors import LoggedOut, PinState
from app.signing.token.pin import Pin, PinTries
from app.ui.signing_work import open_key_file

if TYPE_CHECKING:
    from app.signing.signer import LetterSigner

UNTRUSTED = "signing.certificate_untrusted"


@dataclass(frozen=True, slots=True)
class Trust:
    """By what a certificate is judged: the anchors in DER, the moment, and how mild it is.

    In a sample ward a throwaway certificate may sign; that nobody vouches for it is then a remark.
    """

    anchors: tuple[bytes, ...]
    at: datetime
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class KeyView:
    """What is known of a key before its secret is asked: whose it is, and what stands against it.

    ``holder`` is empty where the certificate lies behind the secret. ``last_try`` asks for a
    confirmation of its own.
    """

    holder: str = ""
    organisation: str = ""
    issuer: str = ""
    valid_to: datetime | None = None
    problems: tuple[AppError, ...] = ()
    remarks: tuple[AppError, ...] = ()
    last_try: bool = False
    has_pin_pad: bool = False


@dataclass(slots=True)
class Secret:
    """What was typed for one batch; its ``repr`` shows nothing.

    ``signer`` is the file's, opened to be examined: opening it again would hold the screen up.
    """

    password: str = field(default="", repr=False)
    pin: Pin | None = None
    last_try_confirmed: bool = False
    signer: "LetterSigner | None" = field(default=None, repr=False)


class Key(Protocol):
    """A key that can be looked at, and opened for one confirmed batch."""

    @property
    def label(self) -> str:
        """What people call it."""
        ...

    @property
    def wants_pin(self) -> bool:
        """Whether it is a token's, opened by a PIN and not by a password."""
        ...

    def look(self, trust: Trust) -> KeyView:
        """Say what can be known before the secret; slow, for a worker."""
        ...

    def check(self, secret: Secret, trust: Trust) -> KeyView:
        """Say what only the secret uncovers, before the batch begins; for a worker."""
        ...

    def opened(
        self, secret: Secret, letters: int, trust: Trust
    ) -> AbstractContextManager["LetterSigner"]:
        """Open it for so many letters, on the worker that signs them."""
        ...

    def let_go(self) -> None:
        """End whatever holds it open, at once and from any thread."""
        ...


@dataclass(frozen=True, slots=True)
class FileKey:
    """A PKCS#12 file; its certificate is sealed by the same password as its key."""

    path: Path

    @property
    def label(self) -> str:
        """The file's name."""
        return f"Tệp {self.path.name}"

    @property
    def wants_pin(self) -> bool:
        """A file has a password."""
        return False

    def look(self, trust: Trust) -> KeyView:  # noqa: ARG002 - nothing to be seen before the password
        """Nothing is known of it yet."""
        return KeyView()

    def check(self, secret: Secret, trust: Trust) -> KeyView:
        """Open the file and examine the certificate in it.

        Raises:
            KeyFileUnreadable, BadCertificateFile, WrongPassword.
        """
        signer = secret.signer = open_key_file(self.path, secret.password)
        return examined(signer.certificate, signer.others, trust)

    @contextmanager
    def opened(self, secret: Secret, letters: int, trust: Trust) -> Iterator["LetterSigner"]:  # noqa: ARG002
        """Give the key that ``check`` opened and examined; a file not checked is opened now.

        Raises:
            KeyFileUnreadable, BadCertificateFile, WrongPassword.
        """
        signer, secret.signer = secret.signer, None
        yield signer or open_key_file(self.path, secret.password)

    def let_go(self) -> None:
        """Nothing is held open between batches."""


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A certificate on a token, reached through the driver's own process."""

    process: TokenProcess
    token: Token
    chosen: TokenCertificate
    tries: PinTries

    @property
    def label(self) -> str:
        """The token's label and the holder."""
        return f"Thiết bị {self.token.label or self.token.serial}, {self.chosen.holder}"

    @property
    def wants_pin(self) -> bool:
        """A token has a PIN."""
        return True

    def look(self, trust: Trust) -> KeyView:
        """Examine the certificate and ask the token how close its PIN is to being locked.

        Raises:
            TokenAbsent, TokenProblem: it cannot be asked.
        """
        now = self.process.token(self.token.serial, self.token.label)
        view = examined(self.chosen.certificate, self.chosen.others, trust)
        state = self.tries.state(now.serial, now.pin)
        told = self.tries.remark(now.serial, now.label, now.pin)
        is_locked = state is PinState.LOCKED
        return KeyView(
            holder=view.holder,
            organisation=view.organisation,
            issuer=view.issuer,
            valid_to=view.valid_to,
            problems=view.problems + ((told,) if told and is_locked else ()),
            remarks=view.remarks + ((told,) if told and not is_locked else ()),
            last_try=state is PinState.FINAL,
            has_pin_pad=now.has_pin_pad,
        )

    def check(self, secret: Secret, trust: Trust) -> KeyView:  # noqa: ARG002 - sent once, with the batch
        """Uncover nothing: ``look`` saw the certificate, and a PIN is never tried out."""
        return KeyView()

    @contextmanager
    def opened(self, secret: Secret, letters: int, trust: Trust) -> Iterator["LetterSigner"]:
        """Unlock the token for the batch; the PIN goes to the driver's process and nowhere else.

        Raises:
            As ``confirmed_batch`` does.
        """
        from app.signing.token.signer import confirmed_batch

        with confirmed_batch(
            self.process,
            self.token,
            self.chosen,
            secret.pin,
            self.tries,
            letters=letters,
            at=trust.at,
            last_try_confirmed=secret.last_try_confirmed,
        ) as signer:
            yield signer

    def let_go(self) -> None:
        """End the driver's process: an unlocked token locks itself with it."""
        self.process.kill()
        self.process.close()


def examined(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], trust: Trust
) -> KeyView:
    """Return what a certificate is, and what stands against signing with it."""
    from app.signing.preflight import examine
    from app.signing.revocation import fetch_over_http
    from app.signing.signer import holder_of, subject_field

    anchors = [x509.load_der_x509_certificate(one) for one in trust.anchors]
    found = examine(certificate, others, anchors, trust.at, fetch=fetch_over_http)
    problems, remarks = tuple(found.problems), tuple(found.remarks)
    if trust.is_sample:
        remarks += tuple(one for one in problems if one.code == UNTRUSTED)
        problems = tuple(one for one in problems if one.code != UNTRUSTED)
    return KeyView(
        holder=holder_of(certificate),
        organisation=subject_field(certificate, x509.NameOID.ORGANIZATION_NAME),
        issuer=subject_field_of_issuer(certificate),
        valid_to=certificate.not_valid_after_utc,
        problems=problems,
        remarks=remarks,
    )


def subject_field_of_issuer(certificate: x509.Certificate) -> str:
    """Return the common name of who issued a certificate; the whole name if it has none."""
    names = certificate.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.issuer.rfc4514_string()


class KeyRing:
    """The drivers one signed-in person uses; ``close`` ends them all."""

    def __init__(self, libraries: Sequence[str], data_dir: Path) -> None:
        self.libraries = tuple(Path(one) for one in libraries)
        self.tries = PinTries(data_dir)
        self._processes: dict[Path, TokenProcess] = {}
        self._is_closed = False

    def found(self, library: Path) -> tuple[TokenKey, ...]:
        """Return every usable certificate on every token of one driver; for a worker.

        Raises:
            LibraryMissing, LibraryUnloadable, NoCertificate, TokenProblem.
        """
        if self._is_closed:
            raise LoggedOut
        process = self._processes.setdefault(library, TokenProcess(library))
        return tuple(
            TokenKey(process, token, chosen, self.tries)
            for token in process.tokens()
            for chosen in process.certificates(token)
        )

    def close(self) -> None:
        """End every driver's process at once, whatever it is doing."""
        processes, self._processes = list(self._processes.values()), {}
        self._is_closed = True
        for process in processes:
            process.end()
