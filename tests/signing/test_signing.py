"""Signing with a file and checking what was signed."""

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.printing.letter_pdf import letter_pdf
from app.signing.errors import (
    BadCertificateFile,
    BadPdf,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUsage,
    WrongPassword,
)
from app.signing.pades import SignedLetter, sign_letter
from app.signing.pkcs12 import open_pkcs12
from app.signing.throwaway import throwaway_p12
from app.signing.verify import Verdict, verify
from tests.support.apology import make_letter

PASSWORD = "mật khẩu thử"
DRAWN = letter_pdf(make_letter())
PLACE = DRAWN.signature_place


@pytest.fixture(scope="module")
def key_file() -> bytes:
    return throwaway_p12("Đỗ Thị Ẩn", "Phường Bến Mơ", PASSWORD)


@pytest.fixture(scope="module")
def signed(key_file: bytes) -> SignedLetter:
    return sign(key_file)


def sign(key_file: bytes, at: datetime | None = None) -> SignedLetter:
    return sign_letter(
        DRAWN.data,
        (PLACE.page, PLACE.left, PLACE.bottom, PLACE.right, PLACE.top),
        open_pkcs12(key_file, PASSWORD),
        at=at or datetime.now(UTC),
        reason="Xin lỗi",
        location="Bến Mơ",
    )


def test_a_signed_letter_holds_and_keeps_its_first_bytes(signed: SignedLetter) -> None:
    """The signature is added after what was drafted, and covers the whole file."""
    assert signed.data.startswith(DRAWN.data)
    (finding,) = verify(signed.data)
    assert finding.holds
    assert finding.verdict is Verdict.UNKNOWN_SIGNER
    assert finding.coverage == "entire_file"
    assert "Đỗ Thị Ẩn" in finding.signer
    assert "THỬ NGHIỆM" in finding.signer
    assert finding.serial == signed.serial


def test_a_known_root_makes_it_good(key_file: bytes, signed: SignedLetter) -> None:
    """Trust comes from the roots the agency gives."""
    _, certificate, _ = pkcs12.load_key_and_certificates(key_file, PASSWORD.encode())
    assert certificate is not None
    (finding,) = verify(signed.data, [certificate.public_bytes(Encoding.PEM)])
    assert finding.verdict is Verdict.GOOD


def test_pdfsig_calls_it_valid(signed: SignedLetter, tmp_path: Path) -> None:
    """A second program, written by others, agrees."""
    tool = shutil.which("pdfsig")
    if tool is None:
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    path = tmp_path / "letter.pdf"
    path.write_bytes(signed.data)
    done = subprocess.run([tool, str(path)], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in done.stdout
    assert "Total document signed" in done.stdout


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.62])
def test_one_changed_bit_is_found(signed: SignedLetter, share: float) -> None:
    """Anywhere in the signed bytes."""
    changed = bytearray(signed.data)
    changed[int(len(DRAWN.data) * share)] ^= 1
    try:
        findings = verify(bytes(changed))
    except BadPdf:
        return
    assert not any(finding.holds for finding in findings)


def test_a_date_painted_over_afterwards_is_found(signed: SignedLetter) -> None:
    """An incremental update leaves the signed bytes intact; the file is altered all the same."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed.data))
    stream = generic.StreamObject(stream_data=b"q 1 1 1 rg 9 9 99 99 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))
    out = io.BytesIO()
    writer.write(out)
    (finding,) = verify(out.getvalue())
    assert finding.intact
    assert finding.verdict is Verdict.ALTERED


def test_a_torn_file_is_no_letter(signed: SignedLetter) -> None:
    """Half a download is told as such."""
    with pytest.raises(BadPdf):
        verify(signed.data[: len(signed.data) // 3])


def test_the_password_and_the_file_are_told_apart(key_file: bytes) -> None:
    """A typing error is another matter than a broken file."""
    with pytest.raises(WrongPassword):
        open_pkcs12(key_file, "sai")
    for junk in (b"", b"junk", key_file[:200]):
        with pytest.raises(BadCertificateFile):
            open_pkcs12(junk, PASSWORD)


def test_certificates_are_checked_before_anything_is_signed() -> None:
    """Expired, not yet valid, made for something else: each refused by name."""
    now = datetime.now(UTC)
    old = throwaway_p12("A", "B", PASSWORD, days=10, not_before=now - timedelta(days=20))
    with pytest.raises(CertificateExpired):
        sign(old)
    future = throwaway_p12("A", "B", PASSWORD, not_before=now + timedelta(days=2))
    with pytest.raises(CertificateNotYetValid):
        sign(future)
    with pytest.raises(CertificateUsage):
        sign(throwaway_p12("A", "B", PASSWORD, may_sign=False))


def test_elliptic_keys_sign_too() -> None:
    """P-256 as well as RSA."""
    made = sign(throwaway_p12("Lê Ổn", "Bến Mơ", PASSWORD, elliptic=True))
    assert verify(made.data)[0].holds


def test_old_style_files_open(key_file: bytes) -> None:
    """The 3DES flavour that many authorities still hand out."""
    key, certificate, _ = pkcs12.load_key_and_certificates(key_file, PASSWORD.encode())
    assert isinstance(certificate, x509.Certificate)
    style = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(2000)
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .hmac_hash(hashes.SHA1())
        .build(PASSWORD.encode())
    )
    legacy = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, style)
    assert "Đỗ Thị Ẩn" in open_pkcs12(legacy, PASSWORD).holder
