"""Signing with a file and checking what was signed."""

import io
import random
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
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
from app.signing.pades import SignedLetter, sign_letter
from app.signing.pkcs12 import open_pkcs12
from app.signing.throwaway import throwaway_p12
from app.signing.verify import SignatureFinding, Verdict, verify
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


def sign(key_file: bytes, at: datetime | None = None, picture: bytes | None = None) -> SignedLetter:
    return sign_letter(
        DRAWN.data,
        (PLACE.page, PLACE.left, PLACE.bottom, PLACE.right, PLACE.top),
        open_pkcs12(key_file, PASSWORD),
        at=at or datetime.now(UTC),
        reason="Xin lỗi",
        location="Bến Mơ",
        picture=picture,
    )


def seen(signed: SignedLetter) -> Any:
    """Return the page that the visible signature draws."""
    (field,) = PdfReader(io.BytesIO(signed.data)).pages[0]["/Annots"]
    (page,) = field.get_object()["/AP"]["/N"]["/Resources"]["/XObject"].values()
    return page.get_object()


def _found_in(pdf: bytes) -> tuple[SignatureFinding, ...]:
    """Return the findings; none where the file cannot even be read."""
    try:
        return verify(pdf)
    except BadPdf:
        return ()


def _authority() -> tuple[asn1_x509.Certificate, PrivateKeyInfo]:
    """Return an invented time-stamping authority."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dấu thời gian THỬ NGHIỆM")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return (
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        PrivateKeyInfo.load(plain),
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
    assert not any(finding.holds for finding in _found_in(bytes(changed)))


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


def test_any_flipped_bit_is_found(signed: SignedLetter) -> None:
    """Wherever it is, save in the padding of the signature, which says nothing."""
    chance = random.Random(30)
    begins = signed.data.rindex(b"/Contents <")
    padding = range(begins, signed.data.index(b">", begins))
    outside = [at for at in range(len(signed.data)) if at not in padding]
    for at in chance.sample(outside, 40):
        changed = bytearray(signed.data)
        changed[at] ^= 1 << chance.randrange(8)
        assert not any(finding.holds for finding in _found_in(bytes(changed))), at


def test_a_byte_after_the_last_signature_is_found(signed: SignedLetter) -> None:
    """The last signature covers the whole file, or what follows is not the signer's."""
    (finding,) = verify(signed.data + b"\n")
    assert finding.verdict is Verdict.ALTERED


def test_a_time_stamp_afterwards_alters_nothing(signed: SignedLetter) -> None:
    """Proofs added later are what the signature permits."""
    stamper = DummyTimeStamper(*_authority())
    writer = IncrementalPdfFileWriter(io.BytesIO(signed.data))
    stamped = PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256")
    (finding,) = verify(stamped.getvalue())
    assert finding.changes == "lta_updates"
    assert finding.holds


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


def test_one_moment_stands_everywhere(key_file: bytes) -> None:
    """In the signed attributes, in the record and on the page, in Vietnamese time."""
    at = datetime.now(UTC).replace(microsecond=0)
    made = sign(key_file, at)
    (finding,) = verify(made.data)
    assert made.signed_at == finding.claimed_at == at
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
    assert verify(made.data)[0].holds
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
            (0, 0.0, 0.0, 100.0, 50.0),
            open_pkcs12(key_file, PASSWORD),
            at=datetime.now(UTC),
            reason="Xin lỗi",
            location="Bến Mơ",
        )
