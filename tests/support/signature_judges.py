"""What others say of a signed file: pyHanko's validator, poppler's pdfsig, OpenSSL on the bytes."""

import io
import os
import subprocess
from pathlib import Path

from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.support.pki import Pki


def pyhanko_accepts(letter: bytes, pki: Pki, *, stamped: bool = False) -> int:
    """See that every signature is valid and trusted; return how many there are."""
    root = asn1_x509.Certificate.load(pki.root.certificate.public_bytes(Encoding.DER))
    signatures = PdfFileReader(io.BytesIO(letter)).embedded_regular_signatures
    for signature in signatures:
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        status = validate_pdf_signature(signature, signer_validation_context=context)
        assert status.bottom_line, status.pretty_print_details()
        stamp = status.timestamp_validity
        assert (stamp is not None and stamp.valid and stamp.trusted) == stamped
    return len(signatures)


def pdfsig_accepts(letter: bytes, folder: Path) -> int:
    """Return how many signatures poppler calls valid."""
    (folder / "letter.pdf").write_bytes(letter)
    return _said("pdfsig", str(folder / "letter.pdf")).count("Signature is Valid")


def openssl_accepts(letter: bytes, pki: Pki, folder: Path) -> int:
    """Return how many signatures OpenSSL verifies from the root down, on the bare bytes."""
    (folder / "root").write_bytes(pki.root.certificate.public_bytes(Encoding.PEM))
    accepted = 0
    for signature in PdfFileReader(io.BytesIO(letter)).embedded_regular_signatures:
        first, length, second, rest = signature.byte_range
        content = letter[first : first + length] + letter[second : second + rest]
        (folder / "content").write_bytes(content)
        whole = {"content_type": "signed_data", "content": signature.signed_data}
        (folder / "cms").write_bytes(asn1_cms.ContentInfo(whole).dump())
        said = _said(
            *("openssl", "cms", "-verify", "-inform", "DER", "-in", str(folder / "cms")),
            *("-content", str(folder / "content"), "-binary", "-CAfile", str(folder / "root")),
            *("-purpose", "any", "-cades", "-out", os.devnull),
        )
        accepted += "erification successful" in said
    return accepted


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
