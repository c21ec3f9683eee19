"""The wrapping of a signature: the gap it leaves in the file, and the message (CMS) in that gap.

The signature speaks for the signed bytes alone. What is not signed must be checked by its form:
the gap holds one hexadecimal text and nothing else, the message one signer, and no part that a
signer does not write, so that no bit of the file can be changed unnoticed.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, core, tsp
from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.general import check_ess_certid
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import extract_contents

from app.signing.findings import Fault

HEX: Final = re.compile(rb"<((?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+)>")  # never a mixture of cases
ENTRY: Final = re.compile(rb"/Contents\s*$")
NAMES_ALLOWED: Final = 64  # bytes looked back for the name of the entry
CMS_VERSION: Final = {"data": "v1", "tst_info": "v3"}
CERTIFYING: Final = {
    "signing_certificate": tsp.SigningCertificate,
    "signing_certificate_v2": tsp.SigningCertificateV2,
}
INTEGER, OCTETS, SEQUENCE, SET = (0, 2), (0, 4), (0, 16), (0, 17)
FIRST_PART, UNSIGNED_PART = (2, 0), (2, 1)
DATA_SHAPE: Final = (INTEGER, SET, SEQUENCE, FIRST_PART, SET)
SIGNER_SHAPE: Final = (INTEGER, SEQUENCE, SEQUENCE, FIRST_PART, SEQUENCE, OCTETS)
"""The parts of signed data and of a signer (RFC 5652, 5.1 and 5.3), by class and tag."""
CONSTRUCTED: Final = 1
WHOLE_BYTES: Final = b"\0"  # how a bit string begins that has no bits to spare
END_OF_CONTENTS: Final = (0, 0)
DATES: Final = ("not_valid_before_utc", "not_valid_after_utc")
STRONG: Final = frozenset({"sha256", "sha384", "sha512"})


class BrokenEnvelope(Exception):
    """A signature whose wrapping or value is not as it must be."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Gap:
    """What a signature leaves out: the whole value, and where its signed bytes end."""

    value: bytes
    signed: bytes
    ends: int


@dataclass(frozen=True, slots=True)
class Message:
    """A signed message, read and proven against its own certificate's key."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    claimed_at: datetime | None
    is_strong: bool
    value: bytes
    stamp: bytes | None  # the token over ``value``, not looked into yet


@dataclass(frozen=True, slots=True)
class StampMessage:
    """A time stamp, proven to be over the signature it lies in."""

    at: datetime
    message: Message


def find_gap(pdf: bytes, signature: Any) -> Gap:
    """Return what a signature dictionary's ``/ByteRange`` leaves out of a file.

    Raises:
        BrokenEnvelope: anything but one hexadecimal ``/Contents`` is left out.
    """
    try:
        begins, until, again, length = (int(one) for one in signature["/ByteRange"])
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenEnvelope(Fault.GAP) from error
    ends = again + length
    if begins != 0 or not 0 < until < again < ends <= len(pdf):
        raise BrokenEnvelope(Fault.GAP)
    found = HEX.fullmatch(pdf, until, again)
    if found is None or not ENTRY.search(pdf[max(0, until - NAMES_ALLOWED) : until]):
        raise BrokenEnvelope(Fault.GAP)
    value = bytes.fromhex(found[1].decode())
    if extract_contents(signature) != value:  # the gap is another's
        raise BrokenEnvelope(Fault.GAP)
    return Gap(value, pdf[:until] + pdf[again:ends], ends)


def open_message(gap: Gap) -> Message:
    """Return the message in a gap, its signature proven over the signed bytes.

    Raises:
        BrokenEnvelope: which part of it does not hold.
    """
    try:
        der = _without_padding(gap.value)
        return _proven(der, "data", lambda name: hashlib.new(name, gap.signed).digest())
    except BrokenEnvelope:
        raise
    except Exception as error:  # a damaged message may break the parser anywhere
        raise BrokenEnvelope(Fault.ENVELOPE) from error


def open_stamp(message: Message) -> StampMessage | None:
    """Return the time stamp over a message's signature; None if there is none.

    Raises:
        BrokenEnvelope: it is there, but not over this signature or not whole.
    """
    if message.stamp is None:
        return None
    try:
        return _proven_stamp(message.stamp, message.value)
    except Exception as error:
        raise BrokenEnvelope(Fault.STAMP) from error


def _without_padding(value: bytes) -> bytes:
    """Return the message; the room kept for a time stamp behind it holds zeros and nothing else."""
    length = asn1_parser.peek(value)
    _require(not any(value[length:]))
    _require_filled(value[:length])
    return value[:length]


def _require_filled(der: bytes) -> None:
    """See that each part of a message is filled by its own parts, to the last byte."""
    kind, method, tag, _, content, trailer = asn1_parser.parse(der, strict=True)
    _require(not trailer and (kind, tag) != END_OF_CONTENTS)
    while method == CONSTRUCTED and content:
        length = asn1_parser.peek(content)
        _require_filled(content[:length])
        content = content[length:]


def _proven_stamp(token: bytes, stamped: bytes) -> StampMessage:
    content = _signed_data(token)["encap_content_info"]["content"]
    facts: tsp.TSTInfo = content.parsed
    imprint = facts["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    if (
        name not in STRONG
        or hashlib.new(name, stamped).digest() != imprint["hashed_message"].native
    ):
        raise BrokenEnvelope(Fault.STAMP)
    signed = bytes(content)
    message = _proven(token, "tst_info", lambda one: hashlib.new(one, signed).digest())
    return StampMessage(facts["gen_time"].native, message)


def _signed_data(der: bytes) -> Any:
    whole = cms.ContentInfo.load(der, strict=True)
    _require(whole["content_type"].native == "signed_data")
    _require(_shape(whole["content"]) == DATA_SHAPE)
    return whole["content"]


def _proven(der: bytes, kind: str, digest: Any) -> Message:
    data = _signed_data(der)
    signer = _the_signer(data, kind)
    leaf, others = _certificates(data, signer)
    signed_attributes = {one["type"].native: one for one in signer["signed_attrs"]}
    _require(len(signed_attributes) == len(signer["signed_attrs"]))
    _require(_names_certificate(signed_attributes, leaf))
    name = signer["digest_algorithm"]["algorithm"].native
    is_intact, is_valid = validate_sig_integrity(signer, leaf, kind, digest(name))
    if not is_intact:
        raise BrokenEnvelope(Fault.BYTES)
    if not is_valid:
        raise BrokenEnvelope(Fault.VALUE)
    claimed = signed_attributes.get("signing_time")
    return Message(
        certificate=_loaded(leaf),
        others=tuple(map(_loaded, others)),
        claimed_at=None if claimed is None else claimed["values"][0].native,
        is_strong=name in STRONG,
        value=signer["signature"].native,
        stamp=_stamp(signer),
    )


def _shape(sequence: Any) -> tuple[tuple[int, int], ...]:
    """Return the class and tag of each part: the parser passes over parts it does not know."""
    shape, rest = [], sequence.contents
    while rest:
        kind, _, tag, *_ = asn1_parser.parse(rest)
        shape.append((kind, tag))
        rest = rest[asn1_parser.peek(rest) :]
    return tuple(shape)


def _the_signer(data: Any, kind: str) -> Any:
    """Return the one signer; nothing may stand beside it that nobody signed."""
    _require(data["version"].native == CMS_VERSION[kind])
    _require(len(data["signer_infos"]) == 1)
    inner = data["encap_content_info"]
    _require(inner["content_type"].native == kind)
    _require((inner["content"].native is None) is (kind == "data"))
    signer = data["signer_infos"][0]
    _require(_shape(signer) in (SIGNER_SHAPE, (*SIGNER_SHAPE, UNSIGNED_PART)))
    _require(signer["version"].native == "v1")
    _require(
        data["digest_algorithms"].dump()
        == cms.DigestAlgorithms([signer["digest_algorithm"]]).dump()
    )
    for algorithm in (signer["digest_algorithm"], signer["signature_algorithm"]):
        _require(
            algorithm["parameters"].native is None or algorithm["algorithm"].native == "rsassa_pss"
        )
    return signer


def _certificates(
    data: Any, signer: Any
) -> tuple[asn1_x509.Certificate, list[asn1_x509.Certificate]]:
    """Return the signer's certificate and the others; some signers write one twice."""
    _require(all(one.name == "certificate" for one in data["certificates"]))
    held = {one.chosen.dump(): one.chosen for one in data["certificates"]}.values()
    _require(signer["sid"].name == "issuer_and_serial_number")
    named = signer["sid"].chosen
    own = [
        one
        for one in held
        if one.issuer.dump() == named["issuer"].dump()
        and one.serial_number == named["serial_number"].native
    ]
    _require(len(own) == 1)
    return own[0], [one for one in held if one is not own[0]]


def _names_certificate(attributes: dict[str, Any], leaf: asn1_x509.Certificate) -> bool:
    """Whether the signed attributes, where they name a certificate, name this one."""
    named = [
        kind.load(attributes[name]["values"][0].dump())
        for name, kind in CERTIFYING.items()
        if name in attributes
    ]
    return all(check_ess_certid(leaf, one["certs"][0]) for one in named)


def _stamp(signer: Any) -> bytes | None:
    unsigned = signer["unsigned_attrs"]
    if unsigned is core.VOID or unsigned.native is None:
        return None
    _require(len(unsigned) == 1 and unsigned[0]["type"].native == "signature_time_stamp_token")
    _require(len(unsigned[0]["values"]) == 1)
    token: bytes = unsigned[0]["values"][0].dump()
    return token


def _loaded(certificate: asn1_x509.Certificate) -> x509.Certificate:
    """Return a certificate whose names and dates can be read; they are parsed late."""
    _require(certificate.serial_number > 0)
    _require(certificate["signature_value"].contents[:1] == WHOLE_BYTES)
    loaded = x509.load_der_x509_certificate(certificate.dump())
    for part in ("subject", "issuer", *DATES):
        getattr(loaded, part)
    return loaded


def _require(is_so: bool) -> None:
    if not is_so:
        raise BrokenEnvelope(Fault.ENVELOPE)
