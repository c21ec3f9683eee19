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
    """The picture of the signature is no image that can be drawn."""

    code = "signing.bad_picture"
