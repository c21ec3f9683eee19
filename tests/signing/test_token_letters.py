"""Letters signed by a token are valid; what was signed before a mishap stays signed."""

import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from reportlab.pdfgen.canvas import Canvas

from app.signing.pkcs12 import open_pkcs12
from app.signing.preflight import examine
from app.signing.signer import LetterSigner
from app.signing.token.client import TokenProcess
from app.signing.token.errors import ProcessDied
from app.signing.token.pin import Pin, PinTries
from app.signing.token.signer import confirmed_batch
from tests.support.pki import Pki
from tests.support.softhsm import PIN, SoftToken
from tests.support.token_bench import Bench


@pytest.mark.parametrize("key_id", [b"\x01", b"\x02"], ids=["RSA", "P-256"])
def test_letters_signed_by_a_token_are_valid(
    token_folder: SoftToken, tmp_path: Path, people: Pki, key_id: bytes
) -> None:
    """Examined first, then one PIN for all of them; the way to the root goes along."""
    process = TokenProcess(token_folder.library)
    (token,) = process.tokens()
    chosen = next(one for one in process.certificates(token) if one.key_id == key_id)
    found = examine(chosen.certificate, chosen.others, people.anchors, people.now, people.crls())
    found.require()
    batch = confirmed_batch(
        process, token, chosen, Pin(PIN), PinTries(tmp_path), letters=3, at=people.now
    )
    with batch as signer:
        letters = [signed(signer, number) for number in range(3)]
    assert len(letters) == 3
    for letter in letters:
        require_valid(letter, people)


@pytest.mark.parametrize("key_id", [b"\x01", b"\x02"], ids=["RSA", "P-256"])
@pytest.mark.parametrize("program", ["pdfsig", "openssl"])
def test_programs_of_others_agree(
    bench: Bench, people: Pki, tmp_path: Path, key_id: bytes, program: str
) -> None:
    """Poppler's, and OpenSSL's from the root down on the bare bytes."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not on this machine")
    with bench.batch(people, key_id=key_id, letters=1) as signer:
        letter = signed(signer)
    said = {"pdfsig": _pdfsig, "openssl": _openssl}[program](letter, people, tmp_path)
    assert {"pdfsig": "Signature is Valid", "openssl": "Verification successful"}[program] in said


def test_a_token_that_holds_the_leaf_alone_is_given_the_rest(
    token_folder: SoftToken, tmp_path: Path, people: Pki
) -> None:
    """The examination found the way; the signature carries it."""
    process = TokenProcess(token_folder.library)
    (token,) = process.tokens()
    chosen = process.certificates(token)[0]
    others = people.others
    tries = PinTries(tmp_path)
    at = people.now
    with confirmed_batch(
        process, token, chosen, Pin(PIN), tries, letters=1, at=at, others=others
    ) as signer:
        require_valid(signed(signer), people)


def test_letters_signed_before_the_child_was_killed_stay_signed(
    token_folder: SoftToken, tmp_path: Path, people: Pki
) -> None:
    """The third fails by its name; the first two are whole."""
    process = TokenProcess(token_folder.library)
    (token,) = process.tokens()
    chosen = process.certificates(token)[0]
    tries = PinTries(tmp_path)
    done: list[bytes] = []
    with (
        pytest.raises(ProcessDied),
        confirmed_batch(
            process, token, chosen, Pin(PIN), tries, letters=5, at=people.now
        ) as signer,
    ):
        for number in range(5):
            if number == 2:
                os.kill(process.pid, signal.SIGKILL)
            done.append(signed(signer, number))
    assert len(done) == 2
    for letter in done:
        require_valid(letter, people)


def test_a_certificate_file_is_a_signer_like_a_token(people: Pki) -> None:
    """Whoever signs letters sees the same: holder, agency, serial number, those above."""
    holder = people.signer("Phạm Thị Ý")
    signer = open_pkcs12(holder.p12("mat-khau", above=(people.authority,)), "mat-khau")
    assert isinstance(signer, LetterSigner)
    assert signer.others == (people.authority.certificate,)
    assert examine(
        signer.certificate, signer.others, people.anchors, people.now, people.crls()
    ).may_sign
    require_valid(signed(signer), people)


def test_the_program_itself_never_loads_a_driver() -> None:
    """Only the child does: PKCS#11 is not even imported beside the screens."""
    code = "import sys, app.signing.token.signer; print('pkcs11' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def signed(signer: LetterSigner, number: int = 0) -> bytes:
    paper = io.BytesIO()
    canvas = Canvas(paper, invariant=1)
    canvas.drawString(72, 720, f"Letter {number}")
    canvas.save()
    metadata = PdfSignatureMetadata(
        field_name="NguoiKy", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    work = PdfSigner(metadata, signer)
    return work.sign_pdf(IncrementalPdfFileWriter(paper), output=io.BytesIO()).getvalue()


def _pdfsig(letter: bytes, _pki: Pki, folder: Path) -> str:
    (folder / "letter.pdf").write_bytes(letter)
    return _said("pdfsig", str(folder / "letter.pdf"))


def _openssl(letter: bytes, pki: Pki, folder: Path) -> str:
    (signature,) = PdfFileReader(io.BytesIO(letter)).embedded_regular_signatures
    first, length, second, rest = signature.byte_range
    content = letter[first : first + length] + letter[second : second + rest]
    (folder / "content").write_bytes(content)
    whole = {"content_type": "signed_data", "content": signature.signed_data}
    (folder / "cms").write_bytes(asn1_cms.ContentInfo(whole).dump())
    (folder / "root").write_bytes(pki.root.certificate.public_bytes(Encoding.PEM))
    return _said(
        *("openssl", "cms", "-verify", "-inform", "DER", "-in", str(folder / "cms")),
        *("-content", str(folder / "content"), "-binary", "-CAfile", str(folder / "root")),
        *("-purpose", "any", "-cades", "-out", os.devnull),
    )


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def require_valid(letter: bytes, pki: Pki) -> None:
    root = asn1_x509.Certificate.load(pki.root.certificate.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(letter)).embedded_regular_signatures
    status = validate_pdf_signature(signature, signer_validation_context=context)
    assert status.bottom_line, status.pretty_print_details()
