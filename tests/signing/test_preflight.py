"""A certificate is examined before a PIN is asked: every reason against it has its name."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.core.errors import AppError
from app.signing.errors import (
    CertificateEndsSoon,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateUntrusted,
    CertificateUsage,
    RevocationUnknown,
)
from app.signing.preflight import Examination, examine
from app.signing.revocation import fetch_over_http, list_addresses
from app.ui.error_text import one_line
from tests.support.pki import AUTHORITY, DAY, ENCRYPTION, Holder, Pki, signed_with_sha1


@pytest.fixture(scope="module")
def pki() -> Pki:
    return Pki()


def look(pki: Pki, holder: Holder, **changes: object) -> Examination:
    known: dict[str, object] = {
        "others": pki.others,
        "anchors": pki.anchors,
        "at": pki.now,
        "crls": pki.crls(),
    }
    return examine(holder.certificate, **{**known, **changes})


def only_problem(found: Examination) -> AppError:
    (problem,) = found.problems
    assert not found.may_sign
    with pytest.raises(type(problem)):
        found.require()
    assert "{" not in one_line(problem)
    return problem


@pytest.mark.parametrize("elliptic", [False, True], ids=["RSA", "P-256"])
def test_a_good_certificate_may_sign(pki: Pki, elliptic: bool) -> None:
    """Nothing to say of it, and the way to the root is known."""
    holder = pki.signer(elliptic=elliptic)
    found = look(pki, holder)
    found.require()
    assert found.may_sign
    assert found.remarks == ()
    assert found.chain == (
        holder.certificate,
        pki.authority.certificate,
        pki.root.certificate,
    )


def test_validity_is_judged_at_the_moment_of_signing(pki: Pki) -> None:
    """Expired and not yet valid are two things."""
    old, new = pki.signer(days=(-800, -30)), pki.signer(days=(2, 300))
    expired = only_problem(look(pki, old))
    assert isinstance(expired, CertificateExpired)
    assert expired.params["valid_to"] == old.certificate.not_valid_after_utc
    assert look(pki, old, at=pki.now - 60 * DAY, crls=()).may_sign
    assert isinstance(only_problem(look(pki, new)), CertificateNotYetValid)


@pytest.mark.parametrize(
    "changes",
    [
        {"usage": ENCRYPTION},
        {"usage": ("digital_signature",)},
        {"usage": None},
        {"purposes": (ExtendedKeyUsageOID.SERVER_AUTH,)},
    ],
    ids=["encryption only", "no non-repudiation", "usage not stated", "a web server's"],
)
def test_a_certificate_for_something_else_may_not_sign(
    pki: Pki, changes: dict[str, object]
) -> None:
    """Encryption-only above all."""
    assert isinstance(only_problem(look(pki, pki.signer(**changes))), CertificateUsage)


def test_other_purposes_beside_signing_do_no_harm(pki: Pki) -> None:
    """E-mail and signing in at web sites are usual."""
    purposes = (ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH)
    assert look(pki, pki.signer(purposes=purposes)).may_sign


def test_nobody_is_trusted_without_an_anchor(pki: Pki) -> None:
    """What a file brings along vouches for nothing."""
    found = look(pki, pki.signer(), anchors=[], others=[*pki.others, *pki.anchors])
    problem = only_problem(found)
    assert isinstance(problem, CertificateUntrusted)
    assert problem.params["reason"] == "no_anchors"
    assert found.chain == ()


def test_a_stranger_with_the_same_names_is_found_out(pki: Pki) -> None:
    """Names prove nothing, signatures do."""
    strangers = Pki()
    strangers.authority = strangers.issue(
        "THỬ NGHIỆM Cấp phát", issuer=None, usage=AUTHORITY, path_length=0
    )
    problem = only_problem(look(pki, strangers.signer()))
    assert isinstance(problem, CertificateUntrusted)
    assert problem.params["reason"] == "unknown_issuer"
    assert problem.params["issuer"] == "THỬ NGHIỆM Cấp phát"


def test_the_authority_between_may_be_missing_or_be_the_anchor(pki: Pki) -> None:
    """Signed files often hold the leaf alone: then an administrator imports what lies between."""
    holder = pki.signer()
    assert isinstance(only_problem(look(pki, holder, others=[])), CertificateUntrusted)
    pinned = look(pki, holder, others=[], anchors=pki.others)
    assert pinned.chain == (holder.certificate, pki.authority.certificate)
    assert look(pki, holder, others=[], anchors=[*pki.anchors, *pki.others]).may_sign


def test_a_certificate_trusted_by_itself_needs_nobody(pki: Pki) -> None:
    """An administrator may trust one signer alone; nothing can be said of revocation."""
    alone = pki.issue("Một mình", issuer=None)
    found = look(pki, alone, anchors=[alone.certificate], others=[])
    assert found.may_sign
    assert found.chain == (alone.certificate,)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"days": (-900, -10)}, "issuer_not_valid"),
        ({"usage": ("digital_signature", "content_commitment")}, "issuer_unfit"),
        ({"usage": None}, "issuer_unfit"),
        ({"usage": AUTHORITY, "critical_extra": True}, "issuer_unfit"),
    ],
    ids=["expired", "a signer", "no authority", "limits nobody here understands"],
)
def test_who_may_not_vouch_does_not(pki: Pki, changes: dict[str, object], reason: str) -> None:
    """Above all: a signer's key signs no other certificates."""
    middle = pki.issue("Ở giữa", issuer=pki.root, **{"usage": AUTHORITY, **changes})
    leaf = pki.issue("Người ký", issuer=middle, elliptic=True)
    problem = only_problem(look(pki, leaf, others=[middle.certificate]))
    assert problem.params["reason"] == reason


def test_an_authority_that_may_have_none_below_it_has_none(pki: Pki) -> None:
    """The path length of the issuing authority is 0."""
    lower = pki.issue("Dưới nữa", usage=AUTHORITY, elliptic=True)
    leaf = pki.issue("Người ký", issuer=lower, elliptic=True)
    found = look(pki, leaf, others=[lower.certificate, *pki.others])
    assert only_problem(found).params["reason"] == "issuer_unfit"


def test_a_signature_by_sha1_proves_nothing(pki: Pki) -> None:
    """Such signatures can be forged."""
    holder = pki.signer()
    assert look(pki, holder).may_sign
    weak = signed_with_sha1(holder, pki.authority)
    assert isinstance(only_problem(look(pki, weak)), CertificateUntrusted)


def test_a_revoked_certificate_is_told_with_its_day(pki: Pki) -> None:
    """From the list at hand, in DER or PEM."""
    holder, other = pki.signer(), pki.signer("Lê Ổn")
    for pem in (False, True):
        lists = [pki.crl(holder, pem=pem), pki.crl(issuer=pki.root)]
        problem = only_problem(look(pki, holder, crls=lists))
        assert isinstance(problem, CertificateRevoked)
        assert problem.params["revoked_at"] == pki.now - 10 * DAY
        assert look(pki, other, crls=lists).remarks == ()


def test_a_revoked_authority_takes_its_people_with_it(pki: Pki) -> None:
    """And the message names it."""
    lists = [pki.crl(), pki.crl(pki.authority, issuer=pki.root)]
    problem = only_problem(look(pki, pki.signer(), crls=lists))
    assert problem.params["holder"] == "THỬ NGHIỆM Cấp phát"


def test_unknown_revocation_is_a_remark(pki: Pki) -> None:
    """No list, no line: the letter may be signed, and the remark says what was not checked."""
    holder = pki.signer()
    found = look(pki, holder, crls=())
    assert found.may_sign
    (remark,) = found.remarks
    assert isinstance(remark, RevocationUnknown)
    assert "{" not in one_line(remark)


@pytest.mark.parametrize(
    "useless",
    [
        lambda pki, holder: pki.crl(days=(-60, -30)),
        lambda pki, holder: pki.crl(days=(1, 30)),
        lambda pki, holder: b"no list",
        lambda pki, holder: pki.crl(issuer=pki.root),
        lambda pki, holder: pki.crl(holder, issuer=Holder(pki.root.key, pki.authority.certificate)),
        lambda pki, holder: pki.crl(part=_part(only_contains_ca_certs=True)),
        lambda pki, holder: pki.crl(holder, part=_part(indirect_crl=True)),
        lambda pki, holder: pki.crl(
            part=_part(only_some_reasons=frozenset({x509.ReasonFlags.superseded}))
        ),
    ],
    ids=["old", "of tomorrow", "junk", "another's", "forged", "of authorities", "indirect", "part"],
)
def test_a_list_that_proves_nothing_leaves_it_unknown(pki: Pki, useless) -> None:
    """Neither "revoked" nor "not revoked" is believed."""
    holder = pki.signer()
    lists = [useless(pki, holder), pki.crl(issuer=pki.root)]
    found = look(pki, holder, crls=lists)
    assert found.may_sign
    assert [type(one) for one in found.remarks] == [RevocationUnknown]


def test_an_old_list_still_tells_of_a_revocation(pki: Pki) -> None:
    """What was taken back stays so."""
    holder = pki.signer()
    found = look(pki, holder, crls=[pki.crl(holder, days=(-60, -30))])
    assert isinstance(only_problem(found), CertificateRevoked)


def test_a_list_for_people_covers_people(pki: Pki) -> None:
    """Large authorities split their lists."""
    holder = pki.signer()
    lists = [pki.crl(holder, part=_part(only_contains_user_certs=True))]
    assert isinstance(only_problem(look(pki, holder, crls=lists)), CertificateRevoked)


def test_a_suspension_lifted_is_no_revocation(pki: Pki) -> None:
    """The entry stays in the list with its reason."""
    holder = pki.signer()
    lifted = pki.crl(holder, reason=x509.ReasonFlags.remove_from_crl)
    assert look(pki, holder, crls=[lifted, pki.crl(issuer=pki.root)]).may_sign


def test_the_end_is_announced_a_month_before(pki: Pki) -> None:
    """Renewal is a written request."""
    holder = pki.signer(days=(-300, 20))
    found = look(pki, holder)
    assert found.may_sign
    assert [type(one) for one in found.remarks] == [CertificateEndsSoon]
    assert look(pki, holder, at=pki.now - 20 * DAY, crls=()).remarks[-1].code != (
        CertificateEndsSoon.code
    )


def test_every_problem_is_told_and_the_first_is_raised(pki: Pki) -> None:
    """Expired, for encryption and from a stranger at once."""
    holder = pki.issue("Ba lỗi", issuer=None, usage=ENCRYPTION, days=(-9, -1), elliptic=True)
    found = look(pki, holder)
    kinds = [CertificateExpired, CertificateUsage, CertificateUntrusted]
    assert [type(one) for one in found.problems] == kinds
    with pytest.raises(CertificateExpired):
        found.require()


def test_lists_are_fetched_only_if_none_is_at_hand() -> None:
    """From where the certificate says; what cannot be had is a remark."""
    pki = Pki(crl_url="http://crl.example.invalid/ca.crl")
    holder = pki.signer()
    asked: list[str] = []

    def fetch(url: str) -> bytes | None:
        asked.append(url)
        return pki.crl(holder)

    assert look(pki, holder, fetch=fetch, crls=pki.crls()).may_sign
    assert asked == []
    problem = only_problem(look(pki, holder, fetch=fetch, crls=[pki.crl(issuer=pki.root)]))
    assert isinstance(problem, CertificateRevoked)
    assert asked == ["http://crl.example.invalid/ca.crl"]
    unreachable = look(pki, holder, fetch=lambda _url: None, crls=())
    assert unreachable.may_sign
    assert [type(one) for one in unreachable.remarks] == [RevocationUnknown]


def test_other_addresses_than_the_web_are_left_alone(pki: Pki) -> None:
    """A certificate must not make the desk read its own files."""
    holder = pki.signer(crl_url="file:///etc/hostname")
    assert list_addresses(holder.certificate) == ()
    assert fetch_over_http("file:///etc/hostname") is None
    assert list_addresses(pki.signer().certificate) == ()


def test_a_list_comes_over_http(pki: Pki) -> None:
    """Whole, or not at all: a server that is down or answers with an error gives nothing."""
    data = pki.crl()
    with serving({"/ca.crl": data}) as base:
        assert fetch_over_http(f"{base}/ca.crl") == data
        assert fetch_over_http(f"{base}/none.crl") is None
    assert fetch_over_http(f"{base}/ca.crl", seconds=1) is None
    assert fetch_over_http("http://[bad") is None


def test_a_server_that_drips_is_not_waited_for() -> None:
    """The limit is on the whole, not on each piece."""
    with serving({}, drips=True) as base:
        assert fetch_over_http(f"{base}/slow.crl", seconds=0.3) is None


def _part(**changes: object) -> x509.IssuingDistributionPoint:
    whole: dict[str, object] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    if not changes.keys() & {"only_contains_user_certs", "only_contains_ca_certs", "indirect_crl"}:
        whole["full_name"] = [x509.UniformResourceIdentifier("http://crl.example.invalid/part")]
    return x509.IssuingDistributionPoint(**{**whole, **changes})


@contextmanager
def serving(files: dict[str, bytes], *, drips: bool = False) -> Iterator[str]:
    """Serve files on a free port of this machine; or let one byte drip in after another."""
    end = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = files.get(self.path)
            self.send_response(200 if data is not None or drips else 404)
            self.send_header("Content-Length", str(len(data or b"") if not drips else 1_000_000))
            self.end_headers()
            self.wfile.write(data or b"")
            try:
                while drips and not end.wait(0.05):
                    self.wfile.write(b".")
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        end.set()
        server.shutdown()
        server.server_close()
        thread.join()
