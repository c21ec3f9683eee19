"""The PKCS#11 library itself; used in the child process alone.

python-pkcs11 raises classes without messages, so they are told apart by class.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pkcs11
from asn1crypto.algos import DigestInfo
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as p11

from app.signing.token.errors import (
    KeyMissing,
    LastTry,
    LibraryMissing,
    LibraryUnloadable,
    MechanismUnsupported,
    PinEachTime,
    PinExpired,
    PinLength,
    PinLocked,
    PinMissing,
    PinState,
    PinWrong,
    TokenAbsent,
    TokenProblem,
    TokenUnplugged,
)
from app.signing.token.library import why_unfit

LOGIN_PROBLEMS: Final[dict[type[Exception], type[TokenProblem]]] = {
    p11.PinIncorrect: PinWrong,
    p11.PinLocked: PinLocked,
    p11.PinLenRange: PinLength,
    p11.PinInvalid: PinLength,
    p11.PinExpired: PinExpired,
    p11.UserPinNotInitialized: PinExpired,
}
GONE: Final = (
    p11.DeviceRemoved,
    p11.TokenNotPresent,
    p11.NoSuchToken,
    p11.SessionHandleInvalid,
    p11.SessionClosed,
    p11.SlotIDInvalid,
    p11.UserNotLoggedIn,
)
"""What drivers say of a token that was pulled out, or plugged in again, behind our back."""
NOT_ABLE: Final = (
    p11.MechanismInvalid,
    p11.MechanismParamInvalid,
    p11.FunctionNotSupported,
    p11.KeyTypeInconsistent,
    p11.KeySizeRange,
)


class Driver:
    """One library, at most one token unlocked, at most one key in use."""

    def __init__(self) -> None:
        self._library: Any = None
        self._session: Any = None
        self._serial = ""
        self._key: Any = None
        self._pin_for_key = ""

    def open(self, library: str) -> None:
        """Load the vendor's library.

        Raises:
            LibraryMissing, LibraryUnloadable.
        """
        path = Path(library)
        if not path.is_file():
            raise LibraryMissing(library=library)
        try:
            self._library = pkcs11.lib(library)
        except p11.PKCS11Error as error:
            raise LibraryUnloadable(library=library, reason=why_unfit(path)) from error

    def tokens(self) -> list[dict[str, Any]]:
        """Return what each plugged-in token says of itself."""
        return [
            {
                "label": token.label,
                "serial": serial_of(token),
                "model": token.model,
                "pin": pin_state(token),
                "pad": bool(token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
            }
            for token in self._tokens()
        ]

    def certificates(self, serial: str) -> dict[str, Any]:
        """Return the certificates, readable without a PIN, and whether there is any key.

        Raises:
            TokenAbsent, TokenUnplugged, TokenProblem.
        """
        token = self._token(serial)
        try:
            session = self._session or token.open()
            try:
                found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
                keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY}))
                keys += session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
                told = [
                    {"id": _id_of(one), "der": bytes(one[Attribute.VALUE]).hex()} for one in found
                ]
            finally:
                if session is not self._session:
                    session.close()
        except p11.PKCS11Error as error:
            raise self._failure(error, serial) from error
        return {"found": told, "has_key": bool(keys)}

    def login(self, serial: str, pin: bytearray, *, last_try_confirmed: bool) -> None:
        """Unlock the token; an empty PIN is typed on the token's own keys.

        Raises:
            TokenAbsent, PinLocked, LastTry, PinMissing: no PIN was sent.
            PinWrong, PinLength, PinExpired, TokenProblem: the token refused.
        """
        token = self._token(serial)
        state = pin_state(token)
        if state is PinState.LOCKED:
            raise PinLocked(label=token.label)
        if state is PinState.FINAL and not last_try_confirmed:
            raise LastTry(label=token.label)
        typed: Any = pin.decode()
        if not typed:
            if not token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
                raise PinMissing
            typed = pkcs11.PROTECTED_AUTH
        try:
            self._session = token.open(user_pin=typed)
        except p11.PKCS11Error as error:
            raise self._refusal(error, serial) from error
        self._serial = serial
        self._pin_for_key = typed if isinstance(typed, str) else ""

    def use_key(self, key_id: str, letters: int) -> str:
        """Find the private key of a certificate on the unlocked token; return ``rsa`` or ``ec``.

        Raises:
            KeyMissing, MechanismUnsupported, TokenUnplugged.
            PinEachTime: the key cannot sign more than one letter with one PIN.
        """
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: bytes.fromhex(key_id)}
        try:
            found = list(self._session.get_objects(wanted))
            if not found:
                raise KeyMissing
            self._key = found[0]
            if not isinstance(self._key, pkcs11.SignMixin):
                raise MechanismUnsupported(detail="CKA_SIGN")
            each_time = self._wants_pin_each_time()
            kind = self._key.key_type
        except p11.PKCS11Error as error:
            raise self._failure(error) from error
        if each_time and letters > 1:
            raise PinEachTime
        if not each_time:
            self._pin_for_key = ""
        if kind not in {KeyType.RSA, KeyType.EC}:
            raise MechanismUnsupported(detail=getattr(kind, "name", str(kind)))
        return "rsa" if kind is KeyType.RSA else "ec"

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature over the SHA-256 of ``data``.

        RSA by PKCS#1 v1.5, elliptic keys as the two numbers side by side.

        Raises:
            MechanismUnsupported, TokenUnplugged, TokenProblem.
        """
        try:
            mechanism, message = self._prepared(data)
            pin = {"pin": self._pin_for_key} if self._pin_for_key else {}
            return bytes(self._key.sign(message, mechanism=mechanism, **pin))
        except p11.PKCS11Error as error:
            raise self._failure(error) from error

    def log_out(self) -> None:
        """Lock the token, if it is unlocked and still there."""
        session, self._session, self._key, self._pin_for_key = self._session, None, None, ""
        if session is not None:
            session.close()

    def _prepared(self, data: bytes) -> tuple[Mechanism, bytes]:
        """Choose the mechanism the token has; those that hash by themselves are not everywhere."""
        digest = sha256(data).digest()
        if self._key.key_type is KeyType.EC:
            return Mechanism.ECDSA, digest
        if Mechanism.SHA256_RSA_PKCS in self._session.token.slot.get_mechanisms():
            return Mechanism.SHA256_RSA_PKCS, data
        named = DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": digest})
        return Mechanism.RSA_PKCS, named.dump()

    def _wants_pin_each_time(self) -> bool:
        try:
            return bool(self._key[Attribute.ALWAYS_AUTHENTICATE])
        except (p11.AttributeTypeInvalid, p11.FunctionFailed, KeyError):
            return False  # an older driver does not know the question

    def _tokens(self) -> Iterable[Any]:
        for slot in self._library.get_slots(token_present=True):
            try:
                token = slot.get_token()
            except p11.PKCS11Error:
                continue  # pulled out this instant, or a card of another kind
            if token.flags & TokenFlag.TOKEN_INITIALIZED:
                yield token

    def _token(self, serial: str) -> Any:
        for token in self._tokens():
            if serial_of(token) == serial:
                return token
        raise TokenAbsent(label="")

    def _is_here(self, serial: str) -> bool:
        try:
            self._token(serial)
        except (TokenAbsent, p11.PKCS11Error):
            return False
        return True

    def _refusal(self, error: Exception, serial: str) -> TokenProblem:
        """Return why a token refused a PIN; a wrong one may just have locked it."""
        if not self._is_here(serial):
            return TokenUnplugged()
        token = self._token(serial)
        kind = LOGIN_PROBLEMS.get(type(error))
        if kind is PinWrong and pin_state(token) is PinState.LOCKED:
            kind = PinLocked
        if kind is None:
            return TokenProblem(detail=type(error).__name__)
        return kind(label=token.label)

    def _failure(self, error: Exception, serial: str = "") -> TokenProblem:
        """Return what stopped the work with a token, the unlocked one if none is named."""
        if isinstance(error, GONE) or not self._is_here(serial or self._serial):
            return TokenUnplugged()
        name = type(error).__name__
        if isinstance(error, NOT_ABLE):
            return MechanismUnsupported(detail=name)
        return TokenProblem(detail=name)


def serial_of(token: Any) -> str:
    """Return what tells a token apart: its serial number, or its label if it has none."""
    serial: bytes = token.serial
    return serial.decode("ascii", "replace").strip("\0 ") or str(token.label)


def _id_of(one: Any) -> str:
    """Return what ties a certificate to its key, in hex; empty if the token says nothing."""
    try:
        return bytes(one[Attribute.ID]).hex()
    except (p11.AttributeTypeInvalid, p11.FunctionFailed, KeyError):
        return ""


def pin_state(token: Any) -> PinState:
    """Return what the token's flags say of its PIN."""
    flags = token.flags
    if flags & TokenFlag.USER_PIN_LOCKED:
        return PinState.LOCKED
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return PinState.FINAL
    return PinState.LOW if flags & TokenFlag.USER_PIN_COUNT_LOW else PinState.OK
