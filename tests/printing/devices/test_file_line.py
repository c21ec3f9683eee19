"""A device file never blocks for ever, is never created, and says why it cannot be opened."""

import errno
import os
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.printing.devices import file_line
from app.printing.devices.file_line import open_device
from app.printing.devices.outcome import BrokenOff

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="no device files here")


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    """The printer's end of a two-way device, and the file of ours."""
    printer, ours = os.openpty()
    tty.setraw(ours)
    yield printer, os.ttyname(ours)
    os.close(ours)
    os.close(printer)


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """The printer's end of a one-way device, and the file of ours."""
    name = str(tmp_path / "lp0")
    os.mkfifo(name)
    printer = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
    yield printer, name
    os.close(printer)


def soon(seconds: float = 2.0) -> float:
    return time.monotonic() + seconds


def refusal(target: object) -> str:
    with pytest.raises(BrokenOff) as caught:
        open_device(str(target))
    assert caught.value.bytes_sent == 0
    return caught.value.reason


def test_a_device_is_asked_and_answers(terminal: tuple[int, str]) -> None:
    """Stale words are dropped, the answer is not."""
    printer, name = terminal
    line = open_device(name)
    os.write(printer, b"\x16\x16")
    time.sleep(0.02)
    line.drain()
    assert line.send(b"\x10\x04\x01", soon()) == 3
    assert os.read(printer, 16) == b"\x10\x04\x01"
    os.write(printer, b"\x12")
    assert line.receive(soon()) == b"\x12"
    line.finish(0.1)
    line.close()
    line.close()


def test_a_device_that_says_nothing_is_out_of_time(terminal: tuple[int, str]) -> None:
    """At the moment given, not later."""
    line = open_device(terminal[1])
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        line.receive(begun + 0.1)
    assert 0.09 < time.monotonic() - begun < 1
    line.close()


def test_an_empty_read_is_not_the_end() -> None:
    """A printer's file gives nothing between two answers; only its deadline ends that."""
    line = open_device(os.devnull)
    line.drain()
    with pytest.raises(TimeoutError):
        line.receive(soon(0.05))
    line.close()


def test_a_device_that_takes_nothing_is_out_of_time(pipe: tuple[int, str]) -> None:
    """A printer switched off in the middle blocks its file for ever; what it took is known."""
    printer, name = pipe
    line = open_device(name)
    sent = 0
    until = soon(0.3)
    with pytest.raises(TimeoutError):
        while True:
            sent += line.send(b"x" * 5000, until)
    assert sent == len(os.read(printer, 1 << 20))
    line.close()


def test_a_one_way_device_is_silent(pipe: tuple[int, str]) -> None:
    """It cannot be read; that is no error, only no answer."""
    line = open_device(pipe[1])
    line.drain()
    with pytest.raises(TimeoutError):
        line.receive(soon(0.05))
    line.finish(0.1)
    line.close()


def test_a_device_that_may_only_be_written_is_opened(
    terminal: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rights of a printer's file may say so."""
    real = os.open

    def for_writing_only(path: str, flags: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "")
        return real(path, flags)

    monkeypatch.setattr(os, "open", for_writing_only)
    line = open_device(terminal[1])
    assert line.send(b"slip", soon()) == 4
    with pytest.raises(TimeoutError):
        line.receive(soon(0.05))
    line.close()


def test_bytes_still_with_the_driver_are_waited_for(
    pipe: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing drops them: a slip of which they are missing may be torn."""
    monkeypatch.setattr(file_line, "LAST_BYTES", 0.05)
    line = open_device(pipe[1])
    with pytest.raises(TimeoutError):
        while True:
            line.send(b"x" * 5000, soon(0.05))
    with pytest.raises(TimeoutError):
        line.finish(0.01)
    line.close()


def test_a_device_pulled_out_is_a_broken_line(pipe: tuple[int, str]) -> None:
    """Nobody is at the other end any more."""
    printer, name = pipe
    line = open_device(name)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), printer)
    with pytest.raises(BrokenPipeError):
        line.send(b"x", soon())
    line.close()


def test_a_missing_device_is_told_and_not_created(tmp_path: Path) -> None:
    """A mistyped name must not become a file that swallows slips."""
    assert refusal(tmp_path / "lp0") == "no_device"
    assert list(tmp_path.iterdir()) == []
    assert refusal(tmp_path) == "no_device"
    assert refusal("lp\0") == "bad_target"


def test_a_file_is_no_printer(tmp_path: Path) -> None:
    """A slip would be written over what it holds, be it a letter or the desk's own database."""
    letter = tmp_path / "letter.odt"
    letter.write_text("Kính gửi")
    (tmp_path / "link").symlink_to(letter)
    assert [refusal(letter), refusal(tmp_path / "link")] == ["bad_target"] * 2
    assert letter.read_text() == "Kính gửi"


def test_a_device_nobody_reads_is_absent(tmp_path: Path) -> None:
    """Opening must not wait for ever either."""
    os.mkfifo(tmp_path / "lp0")
    assert refusal(tmp_path / "lp0") == "no_device"


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.EACCES, "no_permission"), (errno.EBUSY, "busy"), (5, "io")]
)
def test_a_refused_device_is_told(
    number: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The remedy is a group or a udev rule, or another program's end; not new paper."""
    os.mkfifo(tmp_path / "lp0")

    def fail(*_args: object) -> None:
        raise OSError(number, "")

    monkeypatch.setattr(os, "open", fail)
    assert refusal(tmp_path / "lp0") == reason


def test_windows_has_no_device_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its printers are reached through the spooler."""
    monkeypatch.setattr(file_line.sys, "platform", "win32")
    assert refusal("LPT1") == "no_device"
