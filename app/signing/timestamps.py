"""Time stamps put into a signature afterwards: B-B becomes B-T in place, without the key.

The stamp lies inside the signature's own value, which its signed bytes skip: the file keeps its
length and the signature stays valid. It must come before the next signature covers the bytes.
"""

import asyncio
import hashlib
import http.client
import io
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from asn1crypto import cms, tsp
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from app.core.errors import AppError
from app.signing.envelope import BrokenEnvelope, Gap, open_message, open_stamp
from app.signing.errors import BadPdf, LetterAltered
from app.signing.proof import is_proven

STAMP: Final = "signature_time_stamp_token"
PATIENCE: Final = 180  # seconds: the government's authority was seen to take 131
CONNECT_SECONDS: Final = 10  # a machine that is there takes the call at once
LARGEST_ANSWER: Final = 1_000_000  # bytes; tokens are of some thousands
BLOCK: Final = 65_536
REQUEST_TYPE: Final = "application/timestamp-query"  # RFC 3161, 3.4


class TimeStampUnavailable(AppError):
    """The authority cannot be reached, is too slow, or refuses; ``url``."""

    code = "signing.time_stamp_unavailable"


class TimeStampWrong(AppError):
    """The authority's answer is no time stamp of this signature; ``url``."""

    code = "signing.time_stamp_wrong"


class NothingToStamp(AppError):
    """The file has no signature, or something came after its last one."""

    code = "signing.nothing_to_stamp"


class Level(StrEnum):
    """The level of a signature (ETSI EN 319 142-1)."""

    B_B = "B-B"
    B_T = "B-T"


@dataclass(frozen=True, slots=True)
class StampedLetter:
    """A file of the same length, and the level its last signature has now."""

    data: bytes
    level: Level


class Timestamper(Protocol):
    """Who gives time stamps; ``url`` names it in what is told of its failures."""

    url: str

    def stamp(self, digest: bytes) -> cms.ContentInfo:
        """Return the token (RFC 3161) for a SHA-256 digest.

        Raises:
            TimeStampUnavailable, TimeStampWrong.
        """


class HttpTimestamper:
    """A time-stamp authority asked over HTTP, as RFC 3161 has it."""

    def __init__(self, url: str, timeout: float = PATIENCE) -> None:
        self.url = url
        self._timeout = timeout

    def stamp(self, digest: bytes) -> cms.ContentInfo:
        """Return the authority's token for a SHA-256 digest; not inside a running event loop.

        Raises:
            TimeStampUnavailable, TimeStampWrong.
        """
        authority = _Authority(self.url, self._timeout)
        try:
            token = asyncio.run(authority.async_timestamp(digest, "sha256"))
        except (OSError, http.client.HTTPException) as error:
            raise TimeStampUnavailable(url=self.url) from error
        except Exception as error:  # what the authority sent is parsed by several libraries
            raise TimeStampWrong(url=self.url) from error
        if _stamped_digest(token) != digest:
            raise TimeStampWrong(url=self.url)
        return token


class _Authority(TimeStamper):
    """Carries the request over HTTP; the library makes it, and checks status and nonce."""

    def __init__(self, url: str, timeout: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._url, self._timeout = url, timeout

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(_posted(self._url, req.dump(), self._timeout))


def stamp_times(pdf: bytes, timestamper: Timestamper) -> StampedLetter:
    """Return the file with a time stamp in its last signature; one that has it stays as it is.

    Raises:
        BadPdf, NothingToStamp, LetterAltered.
        TimeStampUnavailable, TimeStampWrong: the file is as it was.
    """
    before, after = _room(pdf)
    if not is_proven(pdf):
        raise LetterAltered
    content = _content(pdf[before:after])
    signer = content["content"]["signer_infos"][0]
    if _has_stamp(signer):
        return StampedLetter(pdf, Level.B_T)
    token = timestamper.stamp(hashlib.sha256(signer["signature"].native).digest())
    attribute: Any = simple_cms_attribute
    signer["unsigned_attrs"] = cms.CMSAttributes([attribute(STAMP, token)])
    digits = content.dump(force=True).hex().encode()
    if len(digits) > after - before:
        raise NothingToStamp
    padded = digits.ljust(after - before, b"0")
    if not _holds(pdf, (before, after), padded):
        raise TimeStampWrong(url=timestamper.url)
    return StampedLetter(pdf[:before] + padded + pdf[after:], Level.B_T)


def level_of(pdf: bytes) -> Level:
    """Return the level of the last signature, the only one that can still be improved.

    Raises:
        BadPdf, NothingToStamp.
    """
    before, after = _room(pdf)
    signer = _content(pdf[before:after])["content"]["signer_infos"][0]
    return Level.B_T if _has_stamp(signer) else Level.B_B


def _room(pdf: bytes) -> tuple[int, int]:
    """Return where the last signature's value begins and ends, in hex digits of the file."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    except (PdfReadError, ValueError) as error:
        raise BadPdf from error
    if not signatures:
        raise NothingToStamp
    last = max(signatures, key=lambda one: int(one.byte_range[2]))
    start, length, resume, rest = (int(number) for number in last.byte_range)
    if resume + rest != len(pdf):
        raise NothingToStamp
    return start + length + 1, resume - 1  # inside the angle brackets


def _content(digits: bytes) -> cms.ContentInfo:
    try:
        return cms.ContentInfo.load(bytes.fromhex(digits.decode("ascii")), strict=False)
    except ValueError as error:
        raise BadPdf from error


def _has_stamp(signer: Any) -> bool:
    attributes = signer["unsigned_attrs"]
    return any(one["type"].native == STAMP for one in attributes) if attributes else False


def _holds(pdf: bytes, room: tuple[int, int], digits: bytes) -> bool:
    """Whether a signature's value with its stamp holds: a bad one would spoil the letter."""
    before, after = room
    signed = pdf[: before - 1] + pdf[after + 1 :]  # all but the angle brackets and what they hold
    try:
        open_stamp(open_message(Gap(bytes.fromhex(digits.decode()), signed, len(pdf))))
    except BrokenEnvelope:
        return False
    return True


def _posted(url: str, body: bytes, timeout: float) -> bytes:
    """Return the answer to a POST, had within ``timeout`` seconds; a call is taken much sooner.

    Raises:
        OSError, HTTPException: nobody there, too slow, or another answer than "here it is".
    """
    until = time.monotonic() + timeout
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=min(CONNECT_SECONDS, timeout))
    try:
        connection.connect()
        connection.sock.settimeout(timeout)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Content-Type": REQUEST_TYPE})
        with connection.getresponse() as answer:
            if answer.status != http.client.OK:
                raise http.client.HTTPException(answer.status)
            return _read_until(answer, until)
    finally:
        connection.close()


def _read_until(answer: http.client.HTTPResponse, until: float) -> bytes:
    data = bytearray()
    while block := answer.read1(BLOCK):
        data += block
        if len(data) > LARGEST_ANSWER or time.monotonic() > until:
            raise TimeoutError
    return bytes(data)


def _stamped_digest(token: cms.ContentInfo) -> bytes:
    told = token["content"]["encap_content_info"]["content"].parsed
    return bytes(told["message_imprint"]["hashed_message"].native)
