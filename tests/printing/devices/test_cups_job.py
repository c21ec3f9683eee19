"""The state of a job is read from what CUPS answers, and from nothing else."""

import getpass
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.printing.devices.cups_job import read_job_state

OPERATION, JOB, END = b"\x01", b"\x02", b"\x03"
OK, NOT_FOUND = 0x0000, 0x0406


def attribute(tag: int, name: str, value: bytes) -> bytes:
    return (
        struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value
    )


CHARSET = attribute(0x47, "attributes-charset", b"utf-8")
COMPLETED = attribute(0x23, "job-state", struct.pack(">I", 9))
STRANGE = attribute(0x44, "job-state", b"done")


def answer(status: int, body: bytes) -> bytes:
    return struct.pack(">BBHI", 1, 1, status, 1) + body


@contextmanager
def server(listener: socket.socket, said: bytes) -> Iterator[None]:
    """Answer one request over a socket, as a server of HTTP does."""
    heard = threading.Thread(target=_serve, args=(listener, said))
    with listener:
        heard.start()
        yield
        heard.join(5)


def _serve(listener: socket.socket, said: bytes) -> None:
    line, _ = listener.accept()
    with line:
        asked = b""
        while not asked.endswith(END):  # its head and its body come separately
            asked += line.recv(4096)
        line.sendall(said)


def over_http(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def state_told_by(said: bytes) -> int | None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    with server(listener, said):
        return read_job_state(f"127.0.0.1:{port}", 7, 2.0)


def test_the_state_is_read_among_other_attributes() -> None:
    """Groups and attributes that were not asked for are passed over."""
    body = OPERATION + CHARSET + JOB + STRANGE + COMPLETED + END
    assert state_told_by(over_http(answer(OK, body))) == 9


@pytest.mark.parametrize(
    "said",
    [
        over_http(answer(NOT_FOUND, OPERATION + CHARSET + JOB + COMPLETED + END)),
        over_http(answer(OK, OPERATION + CHARSET + END)),
        over_http(answer(OK, OPERATION + CHARSET)),
        over_http(answer(OK, OPERATION + b"\x47\x00")),
        over_http(b""),
        over_http(answer(OK, JOB + COMPLETED + END), "401 Unauthorized"),
        b"no HTTP at all\r\n\r\n",
        b"",
    ],
    ids=["not found", "not told", "no end", "torn", "empty", "not allowed", "not HTTP", "closed"],
)
def test_no_state_is_made_up(said: bytes) -> None:
    """A job that is not known is not called sent."""
    assert state_told_by(said) is None


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets here")
def test_a_server_of_this_machine_is_asked_over_its_socket(tmp_path: Path) -> None:
    """Where CUPS listens to nobody else."""
    path = str(tmp_path / "cups.sock")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    with server(listener, over_http(answer(OK, JOB + COMPLETED + END))):
        assert read_job_state(path, 7, 2.0) == 9
    assert read_job_state(str(tmp_path / "none"), 7, 0.2) is None


@pytest.mark.parametrize(
    "address", ["", "may-in:x", "127.0.0.1:99999", "[::1]:-1", "a\0b:631", "/a\0b", "/" + "x" * 300]
)
def test_a_senseless_address_is_nobody_to_ask(address: str) -> None:
    """Whatever the programs of CUPS print one day."""
    assert read_job_state(address, 7, 0.2) is None


@pytest.mark.parametrize("error", [KeyError(1000), OSError(), ImportError("pwd")])
def test_an_account_without_a_name_gets_no_answer(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container; what is asked is who it is."""

    def fail() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", fail)
    assert read_job_state("127.0.0.1:1", 7, 0.2) is None
