"""A serial port never blocks for ever and never sends a byte twice; tried on a pseudo-terminal."""

import errno
import os
import sys
import termios
import threading
import time
import tty
from collections.abc import Iterator

import pytest
import serial

from app.printing.devices.outcome import BrokenOff
from app.printing.devices.serial_line import WRITE_SECONDS, SerialLine, open_serial

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")


@pytest.fixture
def ends() -> Iterator[tuple[int, str]]:
    """The printer's end, and the name of our port."""
    printer, ours = os.openpty()
    tty.setraw(ours)
    yield printer, os.ttyname(ours)
    os.close(ours)
    os.close(printer)


def soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


def refusal(port: object, baud: int = 115_200) -> str:
    with pytest.raises(BrokenOff) as caught:
        open_serial(str(port), baud)
    assert caught.value.bytes_sent == 0
    return caught.value.reason


def test_a_port_is_asked_and_answers(ends: tuple[int, str]) -> None:
    """Stale words are dropped, the answer is not."""
    printer, name = ends
    line = open_serial(name, 115_200)
    os.write(printer, b"\x16" * 300)
    time.sleep(0.02)
    line.drain()
    assert line.send(b"\x10\x04\x01", soon()) == 3
    assert os.read(printer, 16) == b"\x10\x04\x01"
    os.write(printer, b"\x12\x37")
    time.sleep(0.02)
    assert line.receive(soon()) == b"\x12\x37"
    line.finish(0.1)
    line.close()
    line.close()


def test_a_silent_printer_is_out_of_time(ends: tuple[int, str]) -> None:
    """The library itself would have called its paper plenty."""
    line = open_serial(ends[1], 115_200)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        line.receive(begun + 0.1)
    assert 0.09 < time.monotonic() - begun < 1
    line.close()


def test_a_dead_line_does_not_hold_us(ends: tuple[int, str]) -> None:
    """100 KB that nobody takes: what left is known to the byte, and closing does not wait."""
    printer, name = ends
    line = open_serial(name, 115_200)
    data, sent, until = bytes(range(256)) * 400, 0, soon(0.3)
    with pytest.raises(TimeoutError):
        while sent < len(data):
            sent += line.send(data[sent:], until)
    os.set_blocking(printer, False)
    got = b""
    while len(got) < sent:
        got += os.read(printer, 65536)
    assert got == data[:sent]
    with pytest.raises(BlockingIOError):
        os.read(printer, 1)
    begun = time.monotonic()
    line.close()
    assert time.monotonic() - begun < 1


def test_every_byte_value_passes_as_it_is(ends: tuple[int, str]) -> None:
    """No byte is taken for a command of the port: XON, XOFF, line ends, end of file."""
    printer, name = ends
    line = open_serial(name, 115_200)
    sent, got = bytes(range(256)) * 8, bytearray()
    reader = threading.Thread(target=_read_all, args=(printer, got, len(sent)))
    reader.start()
    rest = sent
    while rest:
        rest = rest[line.send(rest, soon()) :]
    reader.join(5)
    assert bytes(got) == sent
    os.write(printer, bytes(range(256)))
    back = b""
    while len(back) < 256:
        back += line.receive(soon())
    assert back == bytes(range(256))
    line.close()


def test_a_port_unplugged_is_a_broken_line() -> None:
    """Reading, writing and draining say so; closing never complains."""
    printer, ours = os.openpty()
    line = open_serial(os.ttyname(ours), 115_200)
    os.close(ours)
    os.close(printer)
    with pytest.raises(OSError, match=r"\w"):
        line.send(b"x", soon())
    with pytest.raises(OSError, match=r"\w"):
        line.receive(soon())
    with pytest.raises(OSError, match=r"\w"):
        line.drain()
    line.close()


class SlowPort:
    """A port that sends its last bytes while it is watched."""

    baudrate = 1000

    def __init__(self, waiting: list[int]) -> None:
        self.waiting = waiting
        self.done: list[str] = []

    @property
    def out_waiting(self) -> int:
        return self.waiting.pop(0) if len(self.waiting) > 1 else self.waiting[0]

    def reset_output_buffer(self) -> None:
        self.done.append("dropped")
        raise termios.error(errno.EIO, "unplugged")

    def close(self) -> None:
        self.done.append("closed")


def test_the_last_bytes_get_the_time_their_line_needs() -> None:
    """4 KB at 9600 baud are four seconds; only what does not move is given up."""
    begun = time.monotonic()
    SerialLine(SlowPort([20, 20, 10, 0])).finish(0.01)
    with pytest.raises(TimeoutError):
        SerialLine(SlowPort([10])).finish(0.01)
    assert 0.1 < time.monotonic() - begun < 2


def test_closing_drops_what_a_dead_line_did_not_take() -> None:
    """The system would wait for it, half a minute long."""
    port = SlowPort([10])
    SerialLine(port).close()
    assert port.done == ["dropped", "closed"]


def test_a_port_is_ours_alone(ends: tuple[int, str]) -> None:
    """Two programs on one line would mix two slips."""
    first = open_serial(ends[1], 115_200)
    assert refusal(ends[1]) == "busy"
    first.close()
    open_serial(ends[1], 115_200).close()


def test_a_port_that_is_absent_or_none_is_told(
    ends: tuple[int, str], tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mistyped, unplugged, an ordinary file, a speed that does not exist."""
    assert refusal(f"{tmp_path}/ttyUSB0") == "no_device"
    assert refusal(tmp_path / "file") == "no_device"
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file") == "bad_target"
    assert [refusal(ends[1], baud) for baud in (-1, 0, 2**40)] == ["bad_target"] * 3
    assert refusal("tty\0USB0") == "bad_target"
    assert refusal("tty\ud800") == "bad_target"
    assert refusal("") == "no_device"
    monkeypatch.setitem(sys.modules, "serial", None)
    assert refusal(ends[1]) == "no_library"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("could not open port 'COM3': FileNotFoundError(2, '...', None, 2)", "no_device"),
        ("could not open port 'COM3': PermissionError(13, '...', None, 5)", "busy"),
    ],
)
def test_what_windows_says_is_understood(
    sentence: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the library has a sentence only."""

    def fail(*_args: object, **_options: object) -> None:
        raise serial.SerialException(sentence)

    monkeypatch.setattr(serial, "Serial", fail)
    assert refusal("COM3") == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EMFILE, "too many open files"), "io"),
        (PermissionError(errno.EACCES, "denied"), "no_permission"),
        (termios.error(errno.EIO, "unplugged"), "io"),
        (serial.SerialException(errno.ENXIO, "gone"), "no_device"),
        (OverflowError("too fast"), "bad_target"),
    ],
)
def test_whatever_breaks_while_opening_is_told(
    error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library wraps some errors of the system and lets others through."""

    def fail(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(serial, "Serial", fail)
    assert refusal("COM3") == reason


def test_on_windows_the_library_writes_and_a_lost_count_is_a_broken_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It does not say how much it took, so those bytes are never sent again.

    And a short patience breaks no line that is only slow.
    """

    class Port:
        write_timeout = 0.0

        def write(self, data: bytes) -> int:
            assert self.write_timeout == WRITE_SECONDS
            if data[:1] == b"!":
                raise serial.SerialTimeoutException("Write timeout")
            return len(data)

    monkeypatch.setattr(sys, "platform", "win32")
    line = SerialLine(Port())
    assert 0 < line.send(b"x" * 1000, soon(1)) < 1000
    with pytest.raises(OSError, match="Write timeout") as caught:
        line.send(b"!", soon(1))
    assert not isinstance(caught.value, TimeoutError)


def _read_all(printer: int, got: bytearray, size: int) -> None:
    while len(got) < size:
        got += os.read(printer, 4096)
