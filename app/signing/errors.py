"""What may stand in the way of a signature."""

from app.core.errors import AppError


class WrongPassword(AppError):
    """The password does not open the certificate file."""

    code = "signing.wrong_password"


class BadCertificateFile(AppError):
    """Not a PKCS#12 file with a usable key; ``reason``: ``damaged``, ``no_key``, ``key_kind``."""

    code = "signing.bad_file"


class CertificateExpired(AppError):
    """The certificate is no longer valid; ``holder``, ``valid_to``."""

    code = "signing.certificate_expired"


class CertificateNotYetValid(AppError):
    """The certificate is not valid yet; ``holder``, ``valid_from``."""

    code = "signing.certificate_not_yet_valid"


class CertificateUsage(AppError):
    """The certificate is not made for signing documents; ``holder``."""

    code = "signing.certificate_usage"


class BadPdf(AppError):
    """The file cannot be read as a PDF, so nothing can be said of its signatures."""

    code = "signing.bad_pdf"


class BadPicture(AppError):
    """The picture of a signature or seal cannot be shown.

    ``reason``: ``unreadable``, ``opaque``, ``empty``, ``large``.
    """

    code = "signing.bad_picture"


class CertificateUntrusted(AppError):
    """Nobody the agency trusts vouches for the certificate; ``holder``, ``issuer``, ``reason``.

    ``reason``: ``no_anchors``, ``unknown_issuer``, ``issuer_not_valid``, ``issuer_unfit``.
    """

    code = "signing.certificate_untrusted"


class CertificateRevoked(AppError):
    """The authority took the certificate back; ``holder``, ``revoked_at``."""

    code = "signing.certificate_revoked"


class RevocationUnknown(AppError):
    """A remark: nothing says whether the certificate was taken back; ``holder``."""

    code = "signing.revocation_unknown"


class CertificateEndsSoon(AppError):
    """A remark: the certificate must be renewed; ``holder``, ``valid_to``."""

    code = "signing.certificate_ends_soon"


class BadAnchorFile(AppError):
    """Not a file of certificates (PEM, DER, PKCS#7); ``reason``: ``unreadable``, ``empty``."""

    code = "signing.bad_anchor_file"


class AnchorNotAuthority(AppError):
    """A certificate to be trusted is not an authority's; ``holder``."""

    code = "signing.anchor_not_authority"


class NotSignedByLeader(AppError):
    """The file does not carry the leader's signature with its open fields."""

    code = "signing.not_signed_by_leader"


class AlreadySealed(AppError):
    """The file carries the agency's seal already."""

    code = "signing.already_sealed"


class LetterAltered(AppError):
    """The file is not as its leader signed it."""

    code = "signing.letter_altered"
