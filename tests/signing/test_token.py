"""Signing with a token: one PIN per confirmed batch, RSA and P-256, each signature proved."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from app.signing.errors import CertificateExpired, CertificateUsage
from app.signing.token import errors
from app.signing.token.client import TokenProcess
from app.signing.token.errors import PinState, TokenProblem
from app.signing.token.pin import Pin
from app.ui.error_text import one_line
from tests.support.pki import DAY, ENCRYPTION, Pki
from tests.support.softhsm import LABEL, PIN, Item, SoftToken, new_token
from tests.support.token_bench import EC_ID, WRONG, Bench, exists, sign

OddBench = Callable[..., Bench]


def test_tokens_and_certificates_are_seen_without_a_pin(bench: Bench, people: Pki) -> None:
    """Shown, and examined, before anything is asked; authorities on the token are no signers."""
    token = bench.plugged()
    assert (token.label, token.pin, token.has_pin_pad) == (LABEL, PinState.OK, False)
    found = bench.process.certificates(token)
    assert {one.holder for one in found} == {"Đỗ Thị Ẩn", "Lê Ổn"}
    for one in found:
        assert one.others == (people.authority.certificate,)
        assert one.serial == f"{one.certificate.serial_number:X}"


def test_rsa_signs(bench: Bench, people: Pki) -> None:
    """PKCS#1 v1.5 over SHA-256; the certificates above go along."""
    with bench.batch(people) as signer:
        raw = sign(signer, b"abc")
        assert signer.holder == "Đỗ Thị Ẩn"
        assert signer.others == (people.authority.certificate,)
    key = people.signer("Đỗ Thị Ẩn").certificate.public_key()
    key.verify(raw, b"abc", PKCS1v15(), SHA256())


def test_p256_signs(bench: Bench, people: Pki) -> None:
    """The token's two numbers become the form that files hold."""
    with bench.batch(people, key_id=EC_ID) as signer:
        raw = sign(signer, b"abc")
    key = people.signer("Lê Ổn", elliptic=True).certificate.public_key()
    key.verify(raw, b"abc", ECDSA(SHA256()))


def test_a_token_that_does_not_hash_by_itself_signs_too(odd: OddBench, people: Pki) -> None:
    """Then the digest is named and padded here."""
    with odd("raw_rsa").batch(people) as signer:
        raw = sign(signer, b"abc")
    key = people.signer("Đỗ Thị Ẩn").certificate.public_key()
    key.verify(raw, b"abc", PKCS1v15(), SHA256())


def test_a_batch_ends_with_its_process_and_its_pin(bench: Bench, people: Pki) -> None:
    """No more letters than confirmed, and nothing afterwards."""
    pin = Pin(PIN)
    with bench.batch(people, pin, letters=2) as signer:
        assert len(pin) == 0
        running = bench.process.pid
        sign(signer)
        sign(signer)
        with pytest.raises(errors.BatchUsedUp):
            sign(signer)
    assert bench.process.pid is None
    assert not exists(running)
    with pytest.raises(errors.LoggedOut):
        bench.process.sign(b"abc")
    assert len(asyncio.run(signer.async_sign_raw(b"", "sha256", dry_run=True))) > 0


def test_another_digest_than_ours_is_refused(bench: Bench, people: Pki) -> None:
    """Rather than signing something else than asked."""
    with bench.batch(people) as signer, pytest.raises(errors.MechanismUnsupported):
        asyncio.run(signer.async_sign_raw(b"abc", "sha512"))


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("MechanismInvalid", errors.MechanismUnsupported),
        ("KeyTypeInconsistent", errors.MechanismUnsupported),
        ("DeviceError", TokenProblem),
    ],
)
def test_what_a_token_cannot_do_is_told(odd: OddBench, people: Pki, told, kind) -> None:
    """With the driver's own word for it."""
    with pytest.raises(kind) as caught, odd(f"fails:{told}").batch(people) as signer:
        sign(signer)
        sign(signer)
    assert type(caught.value) is kind
    assert caught.value.params["detail"] == told


def test_a_signature_by_another_key_is_not_given_out(odd: OddBench, people: Pki) -> None:
    """Every signature is proved before it goes into a letter."""
    with pytest.raises(errors.SignatureWrong), odd("lies").batch(people) as signer:
        sign(signer)
    with pytest.raises(errors.SignatureWrong), odd("lies").batch(people, key_id=EC_ID) as signer:
        sign(signer)


@pytest.mark.parametrize(
    ("has_key", "kind"), [(False, errors.NoCertificate), (True, errors.KeyWithoutCertificate)]
)
def test_a_token_without_a_certificate_is_told(
    tmp_path: Path, people: Pki, monkeypatch: pytest.MonkeyPatch, has_key: bool, kind: type
) -> None:
    """An empty token is another matter than one whose certificate was lost."""
    items = [Item(people.signer(), has_certificate=False)] if has_key else []
    token = new_token(tmp_path, *items)
    monkeypatch.setenv("SOFTHSM2_CONF", str(token.config))
    process = TokenProcess(token.library)
    (found,) = process.tokens()
    with pytest.raises(kind) as caught:
        process.certificates(found)
    assert "{" not in one_line(caught.value)
    process.close()


@pytest.fixture(scope="module")
def poor_token(people: Pki, tmp_path_factory: pytest.TempPathFactory) -> SoftToken:
    """A token whose keys are each of little use."""
    return new_token(
        tmp_path_factory.mktemp("poor"),
        Item(people.signer("Không khoá"), has_key=False),
        Item(people.signer("Hỏi luôn"), pin_each_time=True),
        Item(people.signer("Không ký"), may_sign=False),
        Item(people.signer("Hết hạn", days=(-90, -1))),
        Item(people.signer("Mã hoá", usage=ENCRYPTION)),
    )


@pytest.fixture
def poor(poor_token: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setenv("SOFTHSM2_CONF", str(poor_token.config))
    process = TokenProcess(poor_token.library)
    yield Bench(poor_token, tmp_path, process)
    process.close()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (1, errors.KeyMissing),
        (2, errors.PinEachTime),
        (3, errors.MechanismUnsupported),
        (4, CertificateExpired),
        (5, CertificateUsage),
    ],
)
def test_a_key_of_little_use_is_told(poor: Bench, people: Pki, number: int, kind: type) -> None:
    """Each by its name, and a right PIN is no wrong try."""
    serial = poor.plugged().serial
    poor.refused(people, kind, chosen=poor.chosen(bytes([number])))
    assert poor.tries.wrong(serial) == 0
    assert poor.plugged().pin is PinState.OK


def test_a_certificate_that_expired_needs_no_pin(poor: Bench, people: Pki) -> None:
    """It is judged first: a wrong PIN does no harm."""
    poor.refused(people, CertificateExpired, pin=WRONG, chosen=poor.chosen(b"\x04"))
    assert poor.plugged().pin is PinState.OK
    with poor.batch(people, chosen=poor.chosen(b"\x04"), at=people.now - 30 * DAY) as signer:
        sign(signer)


def test_a_key_that_asks_each_time_signs_one_letter(poor: Bench, people: Pki) -> None:
    """With the one PIN that was typed for it."""
    with poor.batch(people, key_id=b"\x02", letters=1) as signer:
        assert sign(signer)
