"""Which files an administrator may hand in to be trusted."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from app.signing.errors import AnchorNotAuthority, BadAnchorFile
from app.signing.trust import read_anchors
from tests.support.pki import Pki


def pem(*holders: object) -> bytes:
    return b"".join(one.certificate.public_bytes(Encoding.PEM) for one in holders)


def bundle(people: Pki, form: Encoding) -> bytes:
    both = [people.root.certificate, people.authority.certificate]
    return pkcs7.serialize_certificates(both, form)


def test_one_certificate_in_either_form(people: Pki) -> None:
    """DER, PEM, and PEM with words before it."""
    wanted = [people.root.certificate]
    assert read_anchors(people.root.der) == wanted
    assert read_anchors(pem(people.root)) == wanted
    assert read_anchors("Gốc thử nghiệm\r\n".encode() + pem(people.root)) == wanted


def test_many_certificates_each_once(people: Pki) -> None:
    """In the order of the file."""
    file = pem(people.authority, people.root, people.authority)
    assert read_anchors(file) == [people.authority.certificate, people.root.certificate]


@pytest.mark.parametrize("form", [Encoding.DER, Encoding.PEM])
def test_a_bundle_of_an_authority(people: Pki, form: Encoding) -> None:
    """The .p7b that authorities hand out."""
    assert set(read_anchors(bundle(people, form))) == {
        people.root.certificate,
        people.authority.certificate,
    }


def test_a_persons_certificate_is_refused_by_name(people: Pki) -> None:
    """Even among authorities': then nothing is taken."""
    person = people.signer("Đỗ Thị Ẩn")
    with pytest.raises(AnchorNotAuthority) as refused:
        read_anchors(pem(people.root, person))
    assert refused.value.params["holder"] == "Đỗ Thị Ẩn"


def test_an_authority_that_may_not_issue_is_refused(people: Pki) -> None:
    """Its usage says so, whatever it calls itself."""
    odd = people.issue("Nơi cấp lạ", issuer=None, usage=("digital_signature",))
    with pytest.raises(AnchorNotAuthority):
        read_anchors(odd.der)


@pytest.mark.parametrize("cut", [0, 1, 40, -60])
def test_what_is_no_certificate_is_told_as_such(people: Pki, cut: int) -> None:
    """Empty, cut short in either form, or another file."""
    for whole in (people.root.der, pem(people.root), bundle(people, Encoding.DER)):
        with pytest.raises(BadAnchorFile):
            read_anchors(whole[:cut])
    with pytest.raises(BadAnchorFile):
        read_anchors(b"%PDF-1.7")


def test_a_bundle_without_certificates_is_empty(people: Pki) -> None:
    """A list of revoked ones is no certificate either."""
    with pytest.raises(BadAnchorFile):
        read_anchors(people.crl())
    with pytest.raises(BadAnchorFile):
        read_anchors(people.crl(pem=True))
