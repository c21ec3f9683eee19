"""The state of one job, asked of CUPS by IPP: ``lpstat`` calls aborted and cancelled "completed".

One operation, Get-Job-Attributes (RFC 8011, 4.3.4), for one attribute.
"""

import getpass
import http.client
import socket
import struct
import sys
from typing import Final

GET_JOB_ATTRIBUTES: Final = 0x0009
FIRST_ERROR: Final = 0x0400
OPERATION, END, FIRST_VALUE = 0x01, 0x03, 0x10
ENUM, NAME, KEYWORD, URI, CHARSET, LANGUAGE = 0x23, 0x42, 0x44, 0x45, 0x47, 0x48
PORT: Final = 631
HTTP_OK: Final = 200


def read_job_state(server: str, job: int, seconds: float) -> int | None:
    """Return ``job-state`` (RFC 8011, 5.3.7) of a job; None if it is unknown or cannot be asked.

    ``server`` is what ``lpstat -H`` says: ``host:port``, or the path of a local socket.
    """
    try:
        connection = _connection(server, seconds)
        try:
            headers = {"Content-Type": "application/ipp"}
            connection.request("POST", "/jobs/", _question(job), headers)
            response = connection.getresponse()
            answer = response.read() if response.status == HTTP_OK else b""
        finally:
            connection.close()
        return _enum(answer, b"job-state")
    # getpass finds no name for an account that has none; a port may be no port.
    except (
        OSError,
        http.client.HTTPException,
        ValueError,
        OverflowError,
        LookupError,
        ImportError,
        struct.error,
    ):
        return None


class _LocalConnection(http.client.HTTPConnection):
    """HTTP over a socket of this machine."""

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__("localhost", timeout=seconds)
        self._path = path

    def connect(self) -> None:
        if sys.platform == "win32":  # where CUPS has none
            raise ConnectionError
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _connection(server: str, seconds: float) -> http.client.HTTPConnection:
    if server.startswith("/"):
        return _LocalConnection(server, seconds)
    host, _, port = server.rpartition(":")
    return http.client.HTTPConnection(host.strip("[]"), int(port or PORT), timeout=seconds)


def _question(job: int) -> bytes:
    attributes = (
        (CHARSET, "attributes-charset", "utf-8"),
        (LANGUAGE, "attributes-natural-language", "en"),
        (URI, "job-uri", f"ipp://localhost/jobs/{job}"),
        (NAME, "requesting-user-name", getpass.getuser()),
        (KEYWORD, "requested-attributes", "job-state"),
    )
    head = struct.pack(">BBHIB", 1, 1, GET_JOB_ATTRIBUTES, 1, OPERATION)
    return head + b"".join(_attribute(*one) for one in attributes) + bytes([END])


def _attribute(tag: int, name: str, value: str) -> bytes:
    return bytes([tag]) + _counted(name) + _counted(value)


def _counted(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack(">H", len(encoded)) + encoded


def _enum(answer: bytes, wanted: bytes) -> int | None:
    """Return the value of one enumerated attribute in an IPP answer."""
    _, status, _ = struct.unpack_from(">HHI", answer)
    at = 8
    while status < FIRST_ERROR and answer[at : at + 1] not in (b"", bytes([END])):
        tag = answer[at]
        at += 1
        if tag < FIRST_VALUE:  # the beginning of a group
            continue
        name, at = _read(answer, at)
        value, at = _read(answer, at)
        if tag == ENUM and name == wanted:
            return int.from_bytes(value, "big")
    return None


def _read(answer: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", answer, at)
    end = at + 2 + length
    return answer[at + 2 : end], end
