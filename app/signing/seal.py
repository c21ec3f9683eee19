"""Number, date and the agency's seal on a letter that its leader has signed (NĐ 30/2020 Đ15, Đ33).

All three come in one revision, and the seal locks the file: whatever is changed afterwards turns it
invalid. The leader's signature stays valid, for it permits the filling of its open fields.
"""

from datetime import date, datetime
from typing import Any

from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata

from app.core.wording import long_date
from app.signing.errors import AlreadySealed, LetterAltered, NotSignedByLeader
from app.signing.fields import DAY, LEADER, NUMBER, SEAL
from app.signing.letter_fields import field_named, fill_text
from app.signing.pades import (
    SignedLetter,
    appearance,
    opened_for_writing,
    preflight,
    put_signature,
)
from app.signing.proof import is_proven
from app.signing.signer import LetterSigner


def number_and_seal(
    pdf: bytes,
    number: str,
    day: date,
    signer: LetterSigner,
    *,
    at: datetime,
    picture: bytes | None = None,
) -> SignedLetter:
    """Return the letter with its number and date, sealed by the agency's key.

    ``picture`` is the seal as a transparent PNG in its true size, shown instead of a text. Not to
    be called inside a running event loop.

    Raises:
        NotSignedByLeader, AlreadySealed: the file is not at this step.
        LetterAltered: it is not as the leader signed it.
        CertificateExpired, CertificateNotYetValid, CertificateUsage: found before sealing.
        BadPdf: ``pdf`` cannot be read.
        BadPicture: ``picture`` cannot be drawn.
    """
    preflight(signer.certificate, at)
    writer = opened_for_writing(pdf)
    leader, seal = (field_named(writer.root, name) for name in (LEADER, SEAL))
    if leader is None or seal is None or "/V" not in leader.get_object():
        raise NotSignedByLeader
    field: Any = seal.get_object()
    if "/V" in field:
        raise AlreadySealed
    if not is_proven(pdf):
        raise LetterAltered
    fill_text(writer, NUMBER, number)
    fill_text(writer, DAY, long_date(day))
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    style = appearance((left, bottom, right, top), signer, at, picture, is_seal=True)
    metadata = PdfSignatureMetadata(
        field_name=SEAL,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason="Phát hành văn bản",
        name=signer.holder,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    return put_signature(writer, metadata, signer, style, at)
