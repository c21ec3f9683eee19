"""Tokens pulled out, drivers that hang, crash or are not there: each by its name, none twice."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.signing.token import errors
from app.signing.token.client import TokenProcess
from app.signing.token.library import machine_of
from app.ui.error_text import one_line
from tests.support.pki import Pki
from tests.support.softhsm import LABEL, SoftToken
from tests.support.token_bench import Bench, exists, sign

OddBench = Callable[..., Bench]


def test_the_token_must_be_there(bench: Bench, people: Pki) -> None:
    """Before the batch, and before its certificates are read."""
    token, chosen = bench.plugged(), bench.chosen()
    bench.process.close()
    bench.token.unplug()
    assert bench.process.tokens() == ()
    problem = bench.refused(people, errors.TokenAbsent, token=token, chosen=chosen)
    assert problem.params["label"] == LABEL
    with pytest.raises(errors.TokenAbsent):
        bench.process.certificates(token)


@pytest.mark.parametrize("told", ["DeviceRemoved", "SessionHandleInvalid", "UserNotLoggedIn"])
def test_a_token_pulled_out_stops_the_batch(odd: OddBench, people: Pki, told: str) -> None:
    """What was signed stays signed; plugged in again, the PIN is asked again."""
    bench = odd(f"fails:{told}")
    with pytest.raises(errors.TokenUnplugged), bench.batch(people) as signer:
        first = sign(signer)
        sign(signer)
    assert first
    assert bench.process.pid is None
    assert bench.tries.wrong(bench.plugged().serial) == 0


def test_a_token_that_vanishes_is_unplugged_whatever_the_driver_says(
    bench: Bench, people: Pki
) -> None:
    """Drivers have many words for it."""
    with bench.batch(people) as signer:
        sign(signer)
        bench.token.unplug()
        with pytest.raises(errors.TokenUnplugged):
            sign(signer)


def test_a_killed_child_stops_the_batch(bench: Bench, people: Pki) -> None:
    """From outside, as the system does when memory is short."""
    with pytest.raises(errors.ProcessDied), bench.batch(people) as signer:
        assert sign(signer)
        os.kill(bench.process.pid, signal.SIGKILL)
        sign(signer)
    assert bench.plugged().label == LABEL  # the next question starts a new one


def test_the_program_may_kill_it_at_any_moment(odd: OddBench, people: Pki) -> None:
    """A locked screen does not wait for a driver that hangs."""
    bench = odd("hangs")
    with pytest.raises(errors.ProcessDied), bench.batch(people) as signer:
        sign(signer)
        killer = threading.Timer(0.2, bench.process.kill)
        killer.start()
        sign(signer)
    killer.join()
    bench.process.kill()  # nothing there: nothing happens


def test_a_driver_that_crashes_takes_nothing_with_it(odd: OddBench, people: Pki) -> None:
    """Its process dies, the program goes on."""
    with pytest.raises(errors.ProcessDied), odd("crashes").batch(people) as signer:
        sign(signer)
        sign(signer)


def test_a_driver_that_hangs_is_stopped(odd: OddBench, people: Pki) -> None:
    """After a time, not never."""
    bench = odd("hangs", answer_seconds=1.5)
    with pytest.raises(errors.ProcessSilent), bench.batch(people) as signer:
        sign(signer)
        running = bench.process.pid
        sign(signer)
    assert not exists(running)
    with pytest.raises(errors.ProcessSilent):
        odd("silent", answer_seconds=0.8).plugged()
    with pytest.raises(errors.ProcessDied):
        odd("dies").plugged()


def test_what_a_driver_prints_comes_between_nothing(odd: OddBench) -> None:
    """The pipes are the worker's alone."""
    assert odd("chatty").plugged().label == LABEL


def test_nothing_asked_for_a_while_locks_the_token(
    token_folder: SoftToken, tmp_path: Path, people: Pki
) -> None:
    """The child ends by itself, even if the program hangs."""
    bench = Bench(token_folder, tmp_path / "data", TokenProcess(token_folder.library, 0.6))
    with pytest.raises(errors.LoggedOut), bench.batch(people) as signer:
        sign(signer)
        running = bench.process.pid
        assert running
        os.waitid(os.P_PID, running, os.WEXITED | os.WNOWAIT)
        sign(signer)
    assert bench.plugged().label == LABEL
    bench.process.close()


def test_without_the_program_there_is_no_child(bench: Bench) -> None:
    """Its pipe ends, and so does it."""
    bench.plugged()
    running = bench.process.pid
    bench.process._child._process.stdin.close()
    assert os.waitid(os.P_PID, running, os.WEXITED | os.WNOWAIT)
    assert bench.process.pid is None


def test_the_driver_must_be_there(tmp_path: Path) -> None:
    """A path that leads nowhere, and files that are no drivers."""
    with pytest.raises(errors.LibraryMissing):
        TokenProcess(tmp_path / "none.so").tokens()
    for content, reason in [(b"junk", "foreign"), (_elf_for_another_machine(), "architecture")]:
        file = tmp_path / "driver.so"
        file.write_bytes(content)
        process = TokenProcess(file)
        with pytest.raises(errors.LibraryUnloadable) as caught:
            process.tokens()
        assert caught.value.params["reason"] == reason
        assert process.pid is None
        assert "{" not in one_line(caught.value)


def test_a_driver_without_its_settings_is_told_apart(
    token_folder: SoftToken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It loads, and then refuses to begin."""
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "none.conf"))
    with pytest.raises(errors.LibraryUnloadable) as caught:
        TokenProcess(token_folder.library).tokens()
    assert caught.value.params["reason"] == "refused"


def test_the_kind_of_machine_is_read_from_the_file(tmp_path: Path) -> None:
    """Windows' libraries too, where 32 and 64 bits are often mixed up."""
    file = tmp_path / "driver.dll"
    for machine, magic in [(0x8664, 0x20B), (0x014C, 0x10B)]:
        header = bytearray(200)
        header[:2], header[60] = b"MZ", 64
        header[64:68] = b"PE\0\0"
        header[68:70] = machine.to_bytes(2, "little")
        header[88:90] = magic.to_bytes(2, "little")
        file.write_bytes(header)
        assert machine_of(file) == ("pe", machine, magic)
    file.write_bytes(b"MZ" + bytes(100))
    assert machine_of(file) is None


def _elf_for_another_machine() -> bytes:
    header = bytearray(Path("/proc/self/exe").read_bytes()[:64])
    header[18:20] = (0xF3).to_bytes(2, "little")  # RISC-V
    return bytes(header)
