"""What the letter dialog has done on workers: draw the letter, sign it with a file, prove it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import AppError
from app.core.papers import ApologyLetter
from app.services import apology, lookup
from app.services.apology import LetterDraft
from app.services.lookup import DossierCard
from app.services.office import Office
from app.ui.pdf_view import SCREEN_DPI, PagePicture, draw_pages

if TYPE_CHECKING:
    from app.signing.pades import SignedLetter

SIGN_REASON = "Xin lỗi và hẹn lại ngày trả kết quả"


class KeyFileUnreadable(AppError):
    """The chosen certificate file cannot be read; ``name``."""

    code = "signing.file_unreadable"


class SignatureUnproven(AppError):
    """The signature just made does not verify; nothing was recorded."""

    code = "signing.unproven"


@dataclass(frozen=True, slots=True)
class DrawnLetter:
    """A letter as PDF, and its pages for the screen."""

    pdf: bytes
    pages: tuple[PagePicture, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands before the dialog opens: the dossier, and its letter if there is one."""

    card: DossierCard
    letter: LetterDraft | None


def situation(session: Any, office: Office, dossier_id: str) -> Situation:
    """Read a dossier and its letter.

    Raises:
        DossierUnknown: there is none with this id.
    """
    card = lookup.card(session, office, dossier_id)
    letter = apology.current_letter(session, office, dossier_id) if card.letter else None
    return Situation(card, letter)


def draw(letter: ApologyLetter, *, draft: bool) -> DrawnLetter:
    """Draw a letter; a draft says that it is one.

    Raises:
        GlyphMissing: a character that the letter's font does not have.
    """
    from app.printing.letter_pdf import letter_pdf

    pdf = letter_pdf(letter, draft=draft).data
    return DrawnLetter(pdf, draw_pages(pdf, SCREEN_DPI))


def redraw(pdf: bytes) -> DrawnLetter:
    """Draw the pages of a finished, signed letter."""
    return DrawnLetter(pdf, draw_pages(pdf, SCREEN_DPI))


def sign(letter: ApologyLetter, key_file: Path, password: str, at: datetime) -> "SignedLetter":
    """Sign a letter with a PKCS#12 file and prove the signature; the password is kept nowhere.

    Raises:
        KeyFileUnreadable, BadCertificateFile, WrongPassword: about the file.
        CertificateExpired, CertificateNotYetValid, CertificateUsage: about what is in it.
        SignatureUnproven: the finished file does not verify.
    """
    from app.printing.letter_pdf import letter_pdf
    from app.signing.pades import sign_letter
    from app.signing.pkcs12 import open_pkcs12
    from app.signing.verify import verify

    try:
        data = key_file.read_bytes()
    except OSError as error:
        raise KeyFileUnreadable(name=key_file.name) from error
    signer = open_pkcs12(data, password)
    drawn = letter_pdf(letter)
    place = drawn.signature_place
    signed = sign_letter(
        drawn.data,
        (place.page, place.left, place.bottom, place.right, place.top),
        signer,
        at=at,
        reason=SIGN_REASON,
        location=letter.letterhead.place,
    )
    findings = verify(signed.data)
    if not findings or not all(finding.holds for finding in findings):
        raise SignatureUnproven
    return signed
