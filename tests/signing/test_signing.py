"""Signing with a file and checking what was signed."""

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    PrivateFormat,
    pkcs12,
)
from PIL import Image
from pypdf import PdfReader

from app.printing.letter_pdf import letter_pdf
from app.signing.appearance import signing_time_text
from app.signing.errors import (
    BadCertificateFile,
    BadPdf,
    BadPicture,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUsage,
    WrongPassword,
)
from app.signing.fields import LEADER
from app.signing.findings import SignatureFinding, Verdict
from app.signing.pades import LetterPlaces, SignedLetter, sign_letter
from app.signing.pkcs12 import open_pkcs12
from app.signing.throwaway import throwaway_p12
from app.signing.verify import examine_file
from tests.support.apology import make_letter

PASSWORD = "mật khẩu thử"
DRAWN = letter_pdf(make_letter())


@pytest.fixture(scope="module")
def key_file() -> bytes:
    return throwaway_p12("Đỗ Thị Ẩn", "Phường Bến Mơ", PASSWORD)


@pytest.fixture(scope="module")
def signed(key_file: bytes) -> SignedLetter:
    return sign(key_file)


def sign(key_file: bytes, at: datetime | None = None, picture: bytes | None = None) -> SignedLetter:
    return sign_letter(
        DRAWN.data,
        LetterPlaces(DRAWN.signature_place, DRAWN.number_place, DRAWN.date_place),
        open_pkcs12(key_file, PASSWORD),
        at=at or datetime.now(UTC),
        reason="Xin lỗi",
        location="Bến Mơ",
        picture=picture,
    )


def found_in(signed: SignedLetter) -> SignatureFinding:
    """Return what is found of the one signature, which must hold; nobody is trusted."""
    found = examine_file(signed.data, (), at=datetime.now(UTC))
    assert found.verdict is Verdict.UNTRUSTED
    (one,) = found.signatures
    return one


def seen(signed: SignedLetter) -> Any:
    """Return the page that the visible signature draws."""
    annotations = PdfReader(io.BytesIO(signed.data)).pages[0]["/Annots"]
    (field,) = (one for one in annotations if one.get_object()["/T"] == LEADER)
    (page,) = field.get_object()["/AP"]["/N"]["/Resources"]["/XObject"].values()
    return page.get_object()


def test_a_signed_letter_holds_and_keeps_its_first_bytes(signed: SignedLetter) -> None:
    """The signature is added after what was drafted, and covers the whole file."""
    assert signed.data.startswith(DRAWN.data)
    signer = found_in(signed).signer
    assert "Đỗ Thị Ẩn" in signer.name
    assert "THỬ NGHIỆM" in signer.name
    assert signer.serial == signed.serial


def test_a_known_root_makes_it_good(key_file: bytes, signed: SignedLetter) -> None:
    """Trust comes from the roots the agency gives."""
    _, certificate, _ = pkcs12.load_key_and_certificates(key_file, PASSWORD.encode())
    assert certificate is not None
    found = examine_file(signed.data, [certificate], at=datetime.now(UTC))
    assert found.verdict is Verdict.GENUINE


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
    assert found_in(made).faults == ()


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


def test_one_moment_stands_everywhere(key_file: bytes) -> None:
    """In the signed attributes, in the record and on the page, in Vietnamese time."""
    at = datetime.now(UTC).replace(microsecond=0)
    made = sign(key_file, at)
    assert made.signed_at == found_in(made).claimed_at == at
    assert signing_time_text(datetime(2027, 1, 5, 7, 30, 15, tzinfo=UTC)) == (
        "05/01/2027 14:30:15 +07:00"
    )


def test_the_visible_signature_brings_its_font(signed: SignedLetter) -> None:
    """No font is left to the reader's machine."""
    fonts = seen(signed)["/Resources"]["/Font"].values()
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()


def test_a_picture_takes_the_place_of_the_text(key_file: bytes) -> None:
    """The leader's signature, blue on nothing; what is no picture is refused."""
    drawn = io.BytesIO()
    Image.new("RGBA", (60, 20), (0, 40, 140, 90)).save(drawn, "PNG")
    made = sign(key_file, picture=drawn.getvalue())
    (image,) = seen(made)["/Resources"]["/XObject"].values()
    assert "/SMask" in image.get_object() or "/Mask" in image.get_object()
    assert found_in(made).faults == ()
    with pytest.raises(BadPicture):
        sign(key_file, picture=b"no picture")


def test_a_name_with_strange_letters_still_signs() -> None:
    """The certificate says what it says; the page shows a sign for what its face lacks."""
    made = sign(throwaway_p12("Lê 漢", "Bến Mơ", PASSWORD, elliptic=True))
    assert "漢" in made.signer_name


def test_what_is_no_pdf_is_not_signed(key_file: bytes) -> None:
    """Told as such, not as a fault of the program."""
    with pytest.raises(BadPdf):
        sign_letter(
            b"junk",
            LetterPlaces((0, 0.0, 0.0, 100.0, 50.0)),
            open_pkcs12(key_file, PASSWORD),
            at=datetime.now(UTC),
            reason="Xin lỗi",
            location="Bến Mơ",
        )
