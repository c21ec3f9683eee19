"""Whom to believe: a signature that holds is not yet one of somebody the agency trusts."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.signing.findings import FileFinding, Reason, Revocation, Verdict
from app.signing.verify import examine_file
from tests.support.pki import DAY, SIGNING, Pki
from tests.support.sealed_files import (
    clerk,
    drafted,
    leader,
    led,
    sealed,
    signer_of,
    stamper_of,
    whole_letter,
)

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def letter(people: Pki) -> bytes:
    """A letter without time stamps."""
    return whole_letter(people)


@pytest.fixture(scope="module")
def stamped(people: Pki) -> bytes:
    """A letter with a time stamp in both signatures."""
    return whole_letter(people, stamper_of(people))


def look(pdf: bytes, pki: Pki, **more: object) -> FileFinding:
    return examine_file(pdf, pki.anchors, at=NOW, **more)


def reasons(found: FileFinding, which: int = 0) -> set[Reason]:
    return {doubt.reason for doubt in found.signatures[which].doubts}


def test_an_unknown_root_is_not_trusted(letter: bytes, people: Pki) -> None:
    """With no anchors at all, or others'."""
    found = examine_file(letter, (), at=NOW)
    assert found.verdict is Verdict.UNTRUSTED
    assert found.holds
    assert reasons(found) == {Reason.NO_ANCHORS}
    other = people.issue("THỬ NGHIỆM Gốc khác", issuer=None, usage=("key_cert_sign",))
    found = examine_file(letter, [other.certificate], at=NOW)
    assert reasons(found) == {Reason.UNKNOWN_ISSUER}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"days": (-30, -5)}, Reason.EXPIRED),
        ({"days": (5, 30)}, Reason.NOT_YET_VALID),
        ({"usage": ("key_encipherment",)}, Reason.USAGE),
        ({"usage": ("digital_signature",)}, Reason.USAGE),
        ({"usage": SIGNING, "purposes": (ExtendedKeyUsageOID.SERVER_AUTH,)}, Reason.USAGE),
        ({"issuer": None}, Reason.UNKNOWN_ISSUER),
    ],
)
def test_a_certificate_that_may_not_sign_is_not_trusted(
    people: Pki, changes: dict[str, object], reason: Reason
) -> None:
    """Though its signature holds: each by its reason, and only the one it is about."""
    found = look(whole_letter(people, **changes), people)
    assert found.verdict is Verdict.UNTRUSTED
    assert (reasons(found, 0), reasons(found, 1)) == ({reason}, set())


def test_an_expired_certificate_needs_a_proof_that_it_signed_before(
    letter: bytes, stamped: bytes, people: Pki
) -> None:
    """The signer's own clock can be set back; the authority's cannot."""
    much_later = NOW + timedelta(days=800)
    found = examine_file(letter, people.anchors, at=much_later)
    assert reasons(found) == {Reason.EXPIRED_SINCE}
    assert examine_file(stamped, people.anchors, at=much_later).verdict is Verdict.GENUINE


def test_a_revoked_certificate_is_not_trusted(people: Pki) -> None:
    """By a list at hand or fetched; without any, it is not known."""
    holder = people.signer("Đỗ Thị Ẩn", crl_url="http://crl.example/a.crl")
    signed = led(drafted(), signer_of(holder, people))
    letter = sealed(signed, clerk(people))
    assert look(letter, people).signatures[0].revocation is Revocation.UNKNOWN
    clear = look(letter, people, crls=people.crls())
    assert [one.revocation for one in clear.signatures] == [Revocation.CLEAR] * 2
    found = look(letter, people, crls=people.crls(holder))
    assert reasons(found) == {Reason.REVOKED}
    assert found.signatures[0].revocation is Revocation.REVOKED
    assert found.signatures[1].verdict is Verdict.GENUINE
    asked = []
    found = look(letter, people, fetch=lambda url: asked.append(url) or people.crl(holder))
    assert reasons(found) == {Reason.REVOKED}
    assert set(asked) == {"http://crl.example/a.crl"}


def test_what_was_signed_before_a_revocation_stands_if_the_time_is_proven(people: Pki) -> None:
    """Signed and stamped twenty days ago, revoked ten days ago."""
    then = Pki(now=people.now - 20 * DAY)
    stamper = stamper_of(then, at=then.now)
    signer = then.signer("Đỗ Thị Ẩn")
    signed = led(drafted(), signer_of(signer, then), stamper)
    late = Pki(now=people.now)
    late.root, late.authority = then.root, then.authority
    found = look(signed, then, crls=late.crls(signer))
    assert found.verdict is Verdict.GENUINE
    plain = led(drafted(), signer_of(signer, then))
    assert reasons(look(plain, then, crls=late.crls(signer))) == {Reason.REVOKED}


def test_an_unknown_authority_of_time_is_told_apart(people: Pki) -> None:
    """The signer is trusted, the clock is not."""
    stranger = stamper_of(people, issuer=None)
    found = look(led(drafted(), leader(people), stranger), people)
    (one,) = found.signatures
    assert found.verdict is Verdict.UNTRUSTED
    assert (one.level, one.has_proven_time) == ("B-T", False)
    assert [doubt.is_of_the_time for doubt in one.doubts] == [True]
