"""What the signing desk does off the screen: open a key, sign, number and seal, prove.

Bytes in and bytes out; what is recorded, and by whom, is the caller's matter.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.core.papers import ApologyLetter
from app.core.settings import SigningSetting

if TYPE_CHECKING:
    from app.signing.pades import SignedLetter
    from app.signing.signer import LetterSigner

SIGNATURES = 2
"""On an issued letter: the leader's and the agency's."""
SIGN_REASON = "Xin lỗi và hẹn lại ngày trả kết quả"


class KeyFileUnreadable(AppError):
    """The chosen certificate file cannot be read; ``name``."""

    code = "signing.file_unreadable"


class SignatureUnproven(AppError):
    """The signature just made does not verify; nothing was recorded."""

    code = "signing.unproven"


class PictureUnreadable(AppError):
    """The picture of the signature or seal named in the settings cannot be read; ``where``."""

    code = "signing.picture_unreadable"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures shown on paper: the leader's signature or the seal, as transparent PNG."""

    signature: bytes | None = None
    seal: bytes | None = None


def read_pictures(setting: SigningSetting) -> Pictures:
    """Return the pictures that the machine's settings name.

    Raises:
        PictureUnreadable: one of them is not there.
    """
    return Pictures(_picture(setting.signature_picture), _picture(setting.seal_picture))


def open_key_file(file: Path, password: str) -> "LetterSigner":
    """Return a signer for a PKCS#12 file; the password is kept nowhere.

    Raises:
        KeyFileUnreadable, BadCertificateFile, WrongPassword.
    """
    from app.signing.pkcs12 import open_pkcs12

    try:
        data = file.read_bytes()
    except OSError as error:
        raise KeyFileUnreadable(name=file.name) from error
    return open_pkcs12(data, password)


def sign(
    letter: ApologyLetter, signer: "LetterSigner", at: datetime, picture: bytes | None = None
) -> "SignedLetter":
    """Draw a letter, sign it with room for its number, date and seal, and prove the signature.

    Raises:
        GlyphMissing: a character that the letter's font does not have.
        CertificateExpired, CertificateNotYetValid, CertificateUsage, TokenProblem.
        SignatureUnproven: the finished file does not verify.
    """
    from app.printing.letter_pdf import letter_pdf
    from app.signing.pades import LetterPlaces, sign_letter
    from app.signing.proof import is_proven

    drawn = letter_pdf(letter)
    places = LetterPlaces(
        drawn.signature_place, drawn.number_place, drawn.date_place, text_size=drawn.text_size
    )
    signed = sign_letter(
        drawn.data,
        places,
        signer,
        at=at,
        reason=SIGN_REASON,
        location=letter.letterhead.place,
        picture=picture,
    )
    if not is_proven(signed.data):
        raise SignatureUnproven
    return signed


def seal(
    file: bytes,
    number: str,
    day: date,
    signer: "LetterSigner",
    at: datetime,
    picture: bytes | None = None,
) -> "SignedLetter":
    """Put number, date and the agency's seal on a signed letter, and prove both signatures.

    Raises:
        As ``number_and_seal`` does.
        SignatureUnproven: the finished file does not verify.
    """
    from app.signing.seal import number_and_seal

    sealed = number_and_seal(file, number, day, signer, at=at, picture=picture)
    _prove_both(sealed.data, at)
    return sealed


def _picture(where: str) -> bytes | None:
    if not where:
        return None
    try:
        return Path(where).expanduser().read_bytes()
    except OSError as error:
        raise PictureUnreadable(where=where) from error


def _prove_both(file: bytes, at: datetime) -> None:
    """See that both signatures hold, and that nothing but number, day and seal lies between."""
    from app.signing.findings import Verdict
    from app.signing.verify import examine_file

    found = examine_file(file, (), at=at)
    holds = found.verdict in {Verdict.GENUINE, Verdict.UNTRUSTED}
    if not holds or len(found.signatures) != SIGNATURES:
        raise SignatureUnproven
