"""Nobody talks into another's slip, whichever program or window it comes from."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.core.settings import PrinterSetting
from app.printing.devices.lock import alone, lock_path
from app.printing.devices.outcome import BrokenOff

NETWORK = PrinterSetting("receipt", "network", "127.0.0.1:9100")
HOLD = """
import sys
from pathlib import Path
from app.core.settings import PrinterSetting
from app.printing.devices.lock import alone
with alone(Path(sys.argv[1]), PrinterSetting("other", "network", "127.0.0.1"), 1):
    print("held", flush=True)
    sys.stdin.read()
"""


def refusal(data_dir: Path, seconds: float = 0.0, *, stop: bool = False) -> str:
    with (
        pytest.raises(BrokenOff) as caught,
        alone(data_dir, NETWORK, seconds, lambda: stop),
    ):
        pass
    assert caught.value.bytes_sent == 0
    return caught.value.reason


def test_a_second_one_waits_and_then_gives_up(tmp_path: Path) -> None:
    """Nothing of it has left, so it may try again later."""
    with alone(tmp_path, NETWORK, 0):
        begun = time.monotonic()
        assert refusal(tmp_path, 0.2) == "busy"
        assert 0.2 <= time.monotonic() - begun < 2
    with alone(tmp_path, NETWORK, 0):
        pass


def test_the_turn_comes_when_the_first_one_has_done(tmp_path: Path) -> None:
    """A test slip waits for the slip that is coming out."""
    first, done = threading.Event(), threading.Event()

    def print_first() -> None:
        with alone(tmp_path, NETWORK, 0):
            first.set()
            done.wait(5)

    thread = threading.Thread(target=print_first)
    thread.start()
    first.wait(5)
    threading.Timer(0.1, done.set).start()
    with alone(tmp_path, NETWORK, 5):
        assert done.is_set()
    thread.join()


def test_another_program_is_kept_out_until_it_ends(tmp_path: Path) -> None:
    """Also one that is killed: its lock goes with it."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, cwd=Path(__file__).parents[3]) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        assert refusal(tmp_path) == "busy"
        other.kill()
        other.wait()
        with alone(tmp_path, NETWORK, 1):
            pass


def test_who_wants_to_end_does_not_wait(tmp_path: Path) -> None:
    """The program closes while another one prints."""
    with alone(tmp_path, NETWORK, 0):
        assert refusal(tmp_path, 60, stop=True) == "interrupted"


def test_a_fault_lets_the_printer_go(tmp_path: Path) -> None:
    """Whatever was raised in the middle."""
    with pytest.raises(KeyError), alone(tmp_path, NETWORK, 0):
        raise KeyError
    with alone(tmp_path, NETWORK, 0):
        pass


def test_without_a_folder_nobody_is_kept_out() -> None:
    """Whoever prints without a desk has no lock to share."""
    with alone(None, NETWORK, 0), alone(None, NETWORK, 0):
        pass


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Rather than printing into somebody's slip."""
    (tmp_path / "locks").write_text("a file")
    assert refusal(tmp_path) == "io"


def test_two_names_of_a_device_share_its_lock(tmp_path: Path) -> None:
    """The key of a setting, the case of a number, a link to a port: one printer all the same."""
    (tmp_path / "lp0").touch()
    (tmp_path / "printer").symlink_to(tmp_path / "lp0")
    same = [
        [("network", "may-in"), ("network", "May-in:9100 ")],
        [("usb", "04b8:0e15"), ("usb", "04B8:0E15")],
        [("device", f"{tmp_path}/lp0"), ("device", f"{tmp_path}/printer")],
        [("serial", "tty\0S0")],
        [("cups", "m\ud800y")],
    ]
    paths = [
        {lock_path(tmp_path, PrinterSetting("any", *one), "talking") for one in names}
        for names in same
    ]
    assert [len(one) for one in paths] == [1] * len(same)
    assert len(set.union(*paths)) == len(same)
    assert lock_path(tmp_path, NETWORK, "talking") != lock_path(tmp_path, NETWORK, "serving")
