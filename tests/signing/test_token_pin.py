"""The PIN stays where it must, and wrong ones are counted for good."""

import copy
import os
import pickle
import re
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.signing.token.errors import PinLength, PinState
from app.signing.token.pin import LONGEST_PIN, TRIES_FILE, Pin, PinTries, read_pin
from app.ui.crash import report
from tests.support.softhsm import PIN, SoftToken

ROOT = Path(__file__).parents[2]
SPELLINGS = [PIN.encode(), PIN.encode("utf-16-le"), PIN.encode("utf-32-le")]


def test_a_pin_shows_itself_to_nobody() -> None:
    """Neither in a log line nor in a traceback, and it cannot be copied or stored."""
    pin = Pin(PIN)
    assert PIN not in f"{pin} {pin!r} {vars(pin).keys()}"
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            attempt(pin)


def test_a_wiped_pin_is_overwritten() -> None:
    """The bytes themselves, not their name alone."""
    pin = Pin(PIN)
    with pin.view() as held:
        assert bytes(held) == PIN.encode()
        pin.wipe()
        assert bytes(held) == bytes(len(PIN))
    assert len(pin) == 0


def test_a_pin_is_typed_and_corrected_key_by_key() -> None:
    """Whatever the keys: a letter of two or three bytes goes as one."""
    pin = Pin()
    pin.drop_last()
    for character in "1ắđ9":
        pin.add(character)
    pin.drop_last()
    pin.drop_last()
    pin.add("2")
    assert bytes(pin.view()) == "1ắ2".encode()
    for _ in range(3):
        pin.drop_last()
    assert len(pin) == 0
    assert bytes(Pin(bytearray(b"12")).view()) == b"12"


def test_what_no_token_takes_is_refused_and_wiped() -> None:
    """A whole page pasted by mistake."""
    with pytest.raises(PinLength):
        Pin("1" * (LONGEST_PIN + 1))
    pin = Pin("1" * LONGEST_PIN)
    with pytest.raises(PinLength):
        pin.add("2")
    assert len(pin) == 0


def test_a_pin_is_read_from_a_line(tmp_path: Path) -> None:
    """Line by line, whatever the system ends lines with, and no further than the line."""
    file = tmp_path / "lines"
    file.write_bytes(b"one-1\r\ntwo-2\nlast")
    descriptor = os.open(file, os.O_RDONLY)
    read = [bytes(read_pin(descriptor).view()) for _ in range(4)]
    os.close(descriptor)
    assert read == [b"one-1", b"two-2", b"last", b""]


def test_tries_are_counted_per_token_and_outlive_the_program(tmp_path: Path) -> None:
    """In the data folder, by the token's serial number."""
    tries = PinTries(tmp_path / "data")
    assert tries.wrong("A1") == 0
    assert [tries.count("A1"), tries.count("A1"), tries.count("B2")] == [1, 2, 1]
    again = PinTries(tmp_path / "data")
    assert (again.wrong("A1"), again.wrong("B2")) == (2, 1)
    again.forget("A1")
    assert (tries.wrong("A1"), tries.wrong("B2")) == (0, 1)


@pytest.mark.parametrize(
    ("wrong", "told", "state"),
    [
        (0, PinState.OK, PinState.OK),
        (1, PinState.OK, PinState.LOW),
        (2, PinState.OK, PinState.FINAL),
        (5, PinState.LOW, PinState.FINAL),
        (0, PinState.FINAL, PinState.FINAL),
        (5, PinState.LOCKED, PinState.LOCKED),
    ],
)
def test_the_worse_of_both_counts_is_believed(
    tmp_path: Path, wrong: int, told: PinState, state: PinState
) -> None:
    """Ours and the token's."""
    tries = PinTries(tmp_path)
    for _ in range(wrong):
        tries.count("A1")
    assert tries.state("A1", told) is state


@pytest.mark.parametrize("content", [b"{", b"[1]", b'{"A1": "two"}'])
def test_a_damaged_count_begins_anew(tmp_path: Path, content: bytes) -> None:
    """The token's own flags remain; the file is whole again after the next try."""
    (tmp_path / TRIES_FILE).write_bytes(content)
    tries = PinTries(tmp_path)
    assert tries.wrong("A1") == 0
    assert tries.count("A1") == 1
    assert PinTries(tmp_path).wrong("A1") == 1


@pytest.fixture
def flow(token_folder: SoftToken, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a process of its own, about to be told the PIN."""
    command = [sys.executable, "-m", "tests.support.pin_flow"]
    (tmp_path / "data").mkdir()
    process = subprocess.Popen(
        [*command, str(token_folder.library), str(tmp_path / "data")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    )
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks through /proc")
def test_the_pin_is_nowhere_but_in_the_child(flow: subprocess.Popen[bytes], tmp_path: Path) -> None:
    """Not in arguments, environment, log, files, nor in the memory a core dump would hold."""
    flow.stdin.write(f"{PIN}\n".encode())
    assert _said(flow) == "typed"
    assert _in_memory(flow.pid)  # it was just typed: this search can find it
    flow.stdin.write(b".")
    child = int(_said(flow).removeprefix("signing "))
    assert not _in_memory(flow.pid)
    for pid in (flow.pid, child):
        for told in ("cmdline", "environ"):
            assert PIN.encode() not in Path(f"/proc/{pid}/{told}").read_bytes()
    limits = Path(f"/proc/{child}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits)
    flow.stdin.write(b".")
    assert _said(flow) == "done"
    assert not _in_memory(flow.pid)
    log = (tmp_path / "data" / "flow.log").read_text()
    assert "in mid-batch" in log
    assert "Pin(…)" in log
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or PIN.encode() not in file.read_bytes(), file
    assert not Path(f"/proc/{child}").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="asks prctl(2)")
def test_the_child_can_leave_no_core() -> None:
    """Even where the system pipes core dumps to a collector and heeds no limit."""
    code = (
        "import ctypes; from app.signing.token.worker import leave_no_core; leave_no_core();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0"


def test_a_crash_report_holds_no_pin(tmp_path: Path) -> None:
    """Nor does a traceback that shows every variable."""
    pin = Pin(PIN)
    try:
        pin.add("x" * LONGEST_PIN)
    except PinLength as error:
        told = report(error, error.__traceback__)
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert PIN not in told + "".join(shown.format())
    else:
        pytest.fail("nothing was raised")


def _said(process: subprocess.Popen[bytes]) -> str:
    said = b""
    while not said.endswith(b"\n"):
        more = os.read(process.stdout.fileno(), 1)
        assert more, "the program ended"
        said += more
    return said.decode().strip()


def _in_memory(pid: int) -> bool:
    """Whether the PIN stands anywhere in a process's memory, in any of Python's or Qt's ways."""
    maps = Path(f"/proc/{pid}/maps").read_text()
    found = re.findall(r"^([0-9a-f]+)-([0-9a-f]+) rw", maps, re.MULTILINE)
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        return any(
            spelling in part
            for begins, ends in found
            for part in [_read(memory, int(begins, 16), int(ends, 16))]
            for spelling in SPELLINGS
        )


def _read(memory, begins: int, ends: int) -> bytes:
    try:
        memory.seek(begins)
        return memory.read(ends - begins)
    except OSError:
        return b""
