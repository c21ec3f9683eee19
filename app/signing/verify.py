"""Whether a signed file is what its signers signed: who, when by what clock, what came after.

A signature over its own bytes proves little: a later state may paint over the text and every
digest stays right. So each signature is proven from its own bytes, the states of the file between
the signatures are compared, and the last signature must cover the file to its end.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from app.signing.aftermath import changes_between
from app.signing.envelope import (
    BrokenEnvelope,
    Gap,
    Message,
    StampMessage,
    find_gap,
    open_message,
    open_stamp,
)
from app.signing.findings import (
    Change,
    ChangeKind,
    Fault,
    FileFinding,
    Person,
    Revocation,
    SignatureFinding,
    Stamp,
    Verdict,
)
from app.signing.names import holder_of, issuer_of, subject_field
from app.signing.revocation import Fetch
from app.signing.vouching import Trust, Vouching, vouch_for_signer, vouch_for_time

MARK: Final = b"/ByteRange"
END: Final = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
WHOLE_STATE: Final = re.compile(rb"%%EOF\s*$")
STATES_TRIED: Final = 8  # of a file that cannot be read to its end

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it refuses comes back as a finding


@dataclass(frozen=True, slots=True)
class _Part:
    """A signature as it lies in the file."""

    field: str
    gap: Gap | None
    message: Message | None
    stamp: StampMessage | None
    claimed_at: datetime | None
    faults: tuple[Fault, ...]

    @property
    def ends(self) -> int:
        return self.gap.ends if self.gap else 0


def examine_file(
    pdf: bytes,
    anchors: Sequence[x509.Certificate],
    *,
    at: datetime,
    others: Sequence[x509.Certificate] = (),
    crls: Sequence[bytes] = (),
    fetch: Fetch | None = None,
) -> FileFinding:
    """Return what is found of a file and each signature in it, whatever the bytes are.

    ``anchors`` are whom the agency trusts, ``others`` authorities in between, ``crls`` lists of
    revoked certificates at hand; ``at`` is now, aware. ``fetch`` gets what stands at a web address
    or None, and may take seconds; without it nothing is asked of a network.
    """
    trust = Trust(tuple(anchors), at, tuple(others), tuple(crls), fetch)
    digest = hashlib.sha256(pdf).hexdigest()
    fields = _signed_fields(pdf)
    if not fields:
        return FileFinding(_verdict_without(pdf), (), digest)
    parts = sorted((_part(pdf, *field) for field in fields), key=_order)
    findings = list(_findings(parts, trust))
    judged = tuple(
        replace(finding, changes=changes)
        for finding, changes in zip(findings, _aftermath(pdf, parts), strict=True)
    )
    return FileFinding(_worst(judged), judged, digest)


def _signed_fields(pdf: bytes) -> list[tuple[str, Any]]:
    """Return the filled signature fields, of the last state that has any."""
    for ends in (len(pdf), *_earlier_ends(pdf)):
        found = _fields_until(pdf, ends)
        if found:
            return found
    return []


def _fields_until(pdf: bytes, ends: int) -> list[tuple[str, Any]] | None:
    """Return the filled signature fields of one state; None if it cannot be read."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf[:ends]))
        filled = enumerate_sig_fields(reader, filled_status=True)
        return [(name, value.get_object()) for name, value, _ in filled]
    except Exception:  # noqa: BLE001 - a damaged file may break the parser anywhere
        return None


def _earlier_ends(pdf: bytes) -> Iterator[int]:
    ends = [found.end() for found in END.finditer(pdf)]
    yield from reversed(ends[-STATES_TRIED:])


def _verdict_without(pdf: bytes) -> Verdict:
    """Judge a file in which no signature is found: one may have been there."""
    if MARK in pdf:
        return Verdict.ALTERED
    return Verdict.UNREADABLE if _fields_until(pdf, len(pdf)) is None else Verdict.UNSIGNED


def _part(pdf: bytes, field: str, value: Any) -> _Part:
    gap: Gap | None = None
    message: Message | None = None
    try:
        gap = find_gap(pdf, value)
        message = open_message(gap)
        stamp = open_stamp(message)
    except BrokenEnvelope as broken:
        return _Part(field, gap, message, None, None, (broken.fault,))
    whole = WHOLE_STATE.search(pdf, max(0, gap.ends - 16), gap.ends)
    claimed = message.claimed_at or _written_time(value)
    return _Part(field, gap, message, stamp, claimed, () if whole else (Fault.REVISION,))


def _written_time(value: Any) -> datetime | None:
    """Return the time in the signature's dictionary, where PAdES has it."""
    try:
        told = parse_pdf_date(value["/M"])
    except Exception:  # noqa: BLE001 - a file may say anything there
        return None
    return told if told.tzinfo is not None else None


def _aftermath(pdf: bytes, parts: Sequence[_Part]) -> Iterator[tuple[Change, ...]]:
    """Yield what followed each signature: up to the next one, after the last to the very end."""
    for part, following in pairwise(parts):
        is_told = part.faults or following.gap is None
        yield () if is_told else _until(pdf, part.ends, following.ends)
    last, tail = parts[-1], []
    if last.gap and last.ends < len(pdf):
        tail = [Change(ChangeKind.BYTES), *_until(pdf, last.ends, len(pdf))]
    if pdf.count(MARK) != len(parts):
        tail.append(Change(ChangeKind.SIGNATURE))
    yield tuple(tail)


def _until(pdf: bytes, begins: int, ends: int) -> tuple[Change, ...]:
    if begins == ends:
        return (Change(ChangeKind.SIGNATURE),)  # two over the same bytes: one cannot see the other
    return changes_between(pdf[:begins], pdf[:ends])


def _order(part: _Part) -> tuple[bool, int]:
    return part.gap is None, part.ends


def _findings(parts: Sequence[_Part], trust: Trust) -> Iterator[SignatureFinding]:
    for part in parts:
        yield _finding(part, trust)
        trust = replace(trust, seen=(*trust.seen, *_certificates(part)))


def _certificates(part: _Part) -> Iterator[x509.Certificate]:
    for message in (part.message, part.stamp.message if part.stamp else None):
        if message is not None:
            yield from (message.certificate, *message.others)


def _finding(part: _Part, trust: Trust) -> SignatureFinding:
    message = part.message
    if message is None:
        return SignatureFinding(
            part.field, None, None, None, part.faults, (), (), Revocation.UNKNOWN
        )
    stamp, of_the_time = _stamp(part.stamp, trust)
    is_proven = stamp is not None and stamp.is_trusted
    claimed = min(part.claimed_at or trust.at, trust.at)  # some tools write local time as UTC
    moment = stamp.at if stamp is not None and is_proven else claimed
    vouching = vouch_for_signer(message, trust, moment, is_proven=is_proven)
    is_damaged = vouching.is_damaged or of_the_time.is_damaged
    late = (replace(doubt, is_of_the_time=True) for doubt in of_the_time.doubts)
    return SignatureFinding(
        field=part.field,
        signer=_person(message.certificate),
        claimed_at=part.claimed_at,
        stamp=stamp,
        faults=part.faults or ((Fault.ENVELOPE,) if is_damaged else ()),
        changes=(),
        doubts=(*vouching.doubts, *late),
        revocation=vouching.revocation,
    )


def _stamp(found: StampMessage | None, trust: Trust) -> tuple[Stamp | None, Vouching]:
    if found is None:
        return None, Vouching((), Revocation.UNKNOWN)
    vouching = vouch_for_time(found.message, trust, found.at)
    authority = _person(found.message.certificate)
    return Stamp(found.at, authority, not vouching.doubts), vouching


def _person(certificate: x509.Certificate) -> Person:
    return Person(
        name=holder_of(certificate),
        organisation=subject_field(certificate, NameOID.ORGANIZATION_NAME),
        serial=f"{certificate.serial_number:X}",
        issuer=issuer_of(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )


def _worst(findings: Sequence[SignatureFinding]) -> Verdict:
    verdicts = {finding.verdict for finding in findings}
    for verdict in (Verdict.ALTERED, Verdict.UNTRUSTED):
        if verdict in verdicts:
            return verdict
    return Verdict.GENUINE
