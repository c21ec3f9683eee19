"""A line over the network keeps its deadlines, and tells a broken one from a silent one."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.printing.devices.network_line import NetworkLine, normal_target, open_network
from app.printing.devices.outcome import BrokenOff


@dataclass
class Ends:
    line: NetworkLine
    printer: socket.socket

    def reset(self) -> None:
        """Break the line as a printer that is switched off does."""
        self.printer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.printer.close()


@pytest.fixture
def ends() -> Iterator[Ends]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = open_network(f"127.0.0.1:{listener.getsockname()[1]}", 1.0)
        printer, _ = listener.accept()
    with printer:
        yield Ends(line, printer)
        line.close()


def soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


def refusal(target: str) -> str:
    with pytest.raises(BrokenOff) as caught:
        open_network(target, 0.2)
    assert caught.value.bytes_sent == 0
    return caught.value.reason


def test_bytes_go_both_ways(ends: Ends) -> None:
    """A question and its answer."""
    assert ends.line.send(b"\x10\x04\x01", soon()) == 3
    assert ends.printer.recv(16) == b"\x10\x04\x01"
    ends.printer.sendall(b"\x12")
    assert ends.line.receive(soon()) == b"\x12"


def test_silence_ends_at_its_moment(ends: Ends) -> None:
    """A mute printer costs one deadline."""
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        ends.line.receive(begun + 0.1)
    assert 0.09 < time.monotonic() - begun < 1
    with pytest.raises(TimeoutError):
        ends.line.receive(begun)


def test_a_printer_that_reads_nothing_stops_the_line_in_time(ends: Ends) -> None:
    """The network takes some; then nothing, and that is told before the caller waits for ever."""
    until = soon(0.3)
    with pytest.raises(TimeoutError):
        while True:
            assert ends.line.send(b"x" * 65536, until) > 0


def test_the_other_sides_end_is_a_broken_line(ends: Ends) -> None:
    """Closed in order or torn: nothing more will be answered."""
    ends.printer.shutdown(socket.SHUT_WR)
    with pytest.raises(ConnectionResetError):
        ends.line.receive(soon())
    ends.line.drain()
    ends.reset()
    with pytest.raises(OSError):
        ends.line.receive(soon())


def test_what_lies_ready_is_drained(ends: Ends) -> None:
    """One stale byte would answer for paper that is out."""
    ends.printer.sendall(b"\x16" * 1000)
    time.sleep(0.02)
    ends.line.drain()
    with pytest.raises(TimeoutError):
        ends.line.receive(soon(0.05))


def test_a_reset_after_the_last_byte_is_seen(ends: Ends) -> None:
    """The network had taken all of it, and it is lost all the same."""
    ends.line.send(b"slip", soon())
    ends.reset()
    with pytest.raises(OSError) as caught:
        ends.line.finish(1.0)
    assert not isinstance(caught.value, TimeoutError)


@pytest.mark.parametrize("is_closing", [True, False], ids=["it closes too", "it stays open"])
def test_parting_in_order_is_no_fault(ends: Ends, is_closing: bool) -> None:
    """Most printers close with us; some leave the line open."""
    ends.line.send(b"slip", soon())
    ends.printer.sendall(b"\x14")
    if is_closing:
        ends.printer.shutdown(socket.SHUT_WR)
    ends.line.finish(0.1)
    assert ends.printer.recv(16) == b"slip"
    assert ends.printer.recv(16) == b""


def test_closing_over_unread_words_does_not_tear_the_slip(ends: Ends) -> None:
    """TCP would reset the line, and the printer lose what it has not read yet."""
    ends.line.send(b"slip", soon())
    ends.printer.sendall(b"\x14\x00\x00\x0f")
    time.sleep(0.02)
    ends.line.close()
    ends.line.close()
    assert ends.printer.recv(16) == b"slip"
    assert ends.printer.recv(16) == b""


def test_the_port_is_9100_unless_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host alone, a host with a port, an address of version 6 in brackets."""
    asked = []

    def refuse(address: tuple[str, int], timeout: float) -> None:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    for target in ("[fe80::1]", "[fe80::1]:91", " 127.0.0.1 ", "127.0.0.1:9101"):
        assert refusal(target) == "refused"
    assert asked[:2] == [("fe80::1", 9100), ("fe80::1", 91)]
    assert asked[2:] == [("127.0.0.1", 9100), ("127.0.0.1", 9101)]


@pytest.mark.parametrize(
    "target",
    ["", ":9100", "may-in:", "may-in:x", "may-in:0", "may-in:65536", "may-in:" + "9" * 5000],
)
def test_a_wrong_address_is_told(target: str) -> None:
    """Before anything goes out."""
    assert refusal(target) == "bad_target"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError(), "timeout"),
        (socket.gaierror(), "unknown_host"),
        (UnicodeError(), "unknown_host"),
        (OSError(), "unreachable"),
    ],
)
def test_why_no_connection_is_told(
    error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has its own remedy: the power, the name, the cable."""

    def fail(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(socket, "create_connection", fail)
    assert refusal("127.0.0.1:9100") == reason


@pytest.mark.parametrize("host", ["x" * 70, "may\0in", "m\ud800y", "..", "[]x", "may in", "%%"])
def test_what_is_no_name_is_no_host(host: str) -> None:
    """Whatever somebody types: one reason, and never an error of the library."""
    assert refusal(f"{host}:9100") in {"unknown_host", "timeout"}


def named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name have these addresses."""

    def look_up(*_args: object, **_options: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_name_is_looked_up_and_each_of_its_addresses_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first may be of a network that is gone; the error told is the last one's."""
    tried = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address)
        if address[0] == "192.0.2.3":
            return socket.socket()
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    named(monkeypatch, "192.0.2.2", "192.0.2.3")
    open_network("may-in", 1.0).close()
    assert tried == [("192.0.2.2", 9100), ("192.0.2.3", 9100)]
    named(monkeypatch, "192.0.2.2")
    assert refusal("may-in") == "refused"
    named(monkeypatch)
    assert refusal("may-in") == "unknown_host"


def test_a_name_nobody_answers_for_costs_no_more_than_connecting_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The system would ask for half a minute, and a program that ends would wait for it."""
    answered = threading.Event()

    def look_up(*_args: object, **_options: object) -> list[object]:
        answered.wait(10)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    begun = time.monotonic()
    assert refusal("may-in") == "timeout"
    assert time.monotonic() - begun < 2
    answered.set()


def test_one_device_has_one_name() -> None:
    """However its address is written; what is no address stays what it is."""
    for target in ("May-in", " may-in:9100 ", "may-in"):
        assert normal_target(target) == "may-in:9100"
    assert normal_target("[FE80::1]") == "fe80::1:9100"
    assert normal_target(":x") == ":x"


def test_a_closed_port_refuses() -> None:
    """The printer's host is there, the printer is not."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert refusal(f"127.0.0.1:{port}") == "refused"
