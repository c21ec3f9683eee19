"""What a token, its driver or its process may answer instead of a signature."""

from enum import StrEnum

from app.core.errors import AppError


class PinState(StrEnum):
    """How close the PIN of a token is to being locked, best first."""

    OK = "ok"
    LOW = "low"  # a wrong PIN was entered since the last right one
    FINAL = "final"  # the next wrong PIN locks the token
    LOCKED = "locked"


class TokenProblem(AppError):
    """The token or its driver failed in a way of its own; ``detail`` is the driver's word."""

    code = "token.failed"


class PinWrong(TokenProblem):
    """The token refused the PIN; ``label`` of the token, ``wrong`` tries in a row we know of."""

    code = "token.pin_wrong"


class FewTriesLeft(TokenProblem):
    """A remark before the PIN is asked: it was wrong last time; ``label``."""

    code = "token.few_tries_left"


class LastTry(TokenProblem):
    """The next wrong PIN locks the token, and nobody confirmed that risk; ``label``."""

    code = "token.last_try"


class PinLocked(TokenProblem):
    """The token takes no PIN any more; ``label``."""

    code = "token.pin_locked"


class PinLength(TokenProblem):
    """The PIN is too short or too long for the token."""

    code = "token.pin_length"


class PinExpired(TokenProblem):
    """The PIN must be changed, or set for the first time, with the vendor's own program."""

    code = "token.pin_expired"


class PinMissing(TokenProblem):
    """No PIN was given and the token has no keys of its own to type it on."""

    code = "token.pin_missing"


class PinEachTime(TokenProblem):
    """The key wants the PIN for every signature, so letters are signed one by one."""

    code = "token.pin_each_time"


class TriesNotKept(TokenProblem):
    """The count of wrong PINs cannot be saved, so no PIN is sent; ``where``."""

    code = "token.tries_not_kept"


class TokenAbsent(TokenProblem):
    """The token is not plugged in; ``label``, empty when none was named."""

    code = "token.absent"


class TokenUnplugged(TokenProblem):
    """The token went away, or forgot the PIN, while it was in use."""

    code = "token.unplugged"


class LibraryMissing(TokenProblem):
    """There is no driver library at this path; ``library``."""

    code = "token.library_missing"


class LibraryUnloadable(TokenProblem):
    """The driver cannot be used; ``library``; ``reason``: architecture, foreign, refused."""

    code = "token.library_unloadable"


class NoCertificate(TokenProblem):
    """The token holds neither certificate nor key; ``label``."""

    code = "token.no_certificate"


class KeyWithoutCertificate(TokenProblem):
    """The token holds a key, but no certificate that belongs to it; ``label``."""

    code = "token.key_without_certificate"


class KeyMissing(TokenProblem):
    """The private key of the chosen certificate is not on the token."""

    code = "token.key_missing"


class MechanismUnsupported(TokenProblem):
    """The token cannot sign the way letters are signed; ``detail`` is what it lacks."""

    code = "token.mechanism"


class SignatureWrong(TokenProblem):
    """What the token returned is no signature by the chosen certificate."""

    code = "token.signature_wrong"


class BatchUsedUp(TokenProblem):
    """More letters were to be signed than had been confirmed; ``letters``."""

    code = "token.batch_used_up"


class LoggedOut(TokenProblem):
    """Nothing was signed for a while, so the token was locked again."""

    code = "token.logged_out"


class ProcessDied(TokenProblem):
    """The process of the driver ended by itself or was killed."""

    code = "token.process_died"


class ProcessSilent(TokenProblem):
    """The driver gave no answer in time and was stopped; ``seconds``."""

    code = "token.process_silent"
