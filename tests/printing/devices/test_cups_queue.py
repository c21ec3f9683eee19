"""What CUPS takes arrives as it is, once, in the queue that was named; the rest is told."""

import errno
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.settings import PrinterSetting
from app.printing.devices import cups_queue, stopping
from app.printing.devices.cups_queue import (
    JobState,
    Queue,
    QueueState,
    hand_over,
    job_state,
    queues,
    submit,
)
from app.printing.devices.outcome import BrokenOff
from tests.support.byte_sink import sink_process
from tests.support.cups import NoCups, PrivateCups, private_cups

FINAL = {JobState.COMPLETED, JobState.ABORTED, JobState.CANCELED}
DATA = bytes(range(256)) * 250 + b"\x1dV\x01"  # no line end behind the cut


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateCups]:
    try:
        with private_cups() as cups:
            yield cups
    except NoCups as problem:
        pytest.skip(f"no CUPS: {problem}")


@pytest.fixture
def cups(server: PrivateCups, monkeypatch: pytest.MonkeyPatch) -> PrivateCups:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


def ended(job: str, seconds: float = 15) -> JobState:
    """Return the state of a job when nothing more happens to it, or at the end of our patience."""
    until = time.monotonic() + seconds
    while job_state(job) not in FINAL and time.monotonic() < until:
        time.sleep(0.05)
    return job_state(job)


def refusal(queue: str) -> tuple[str, int]:
    with pytest.raises(BrokenOff) as caught:
        submit(DATA, queue, "phieu-hen", raw=True)
    return caught.value.reason, caught.value.bytes_sent


def test_bytes_arrive_as_they_are_and_completed_says_no_more(cups: PrivateCups) -> None:
    """The far end prints nothing at all, and CUPS calls that completed: it is only "sent"."""
    with sink_process() as sink:
        cups.add_raw_queue("slips", sink.port)
        job = hand_over(DATA, PrinterSetting("receipt", "cups", "slips"), "phieu-hen 0042")
        assert job.startswith("slips-")
        assert ended(job) is JobState.COMPLETED
        assert sink.wait_for(len(DATA)) == [DATA]
    assert Queue("slips", QueueState.IDLE) in queues()


def test_a_line_that_breaks_in_the_middle_is_not_tried_again_by_itself(cups: PrivateCups) -> None:
    """Dozens of torn slips would come out; retries are ours, and so is the doubt."""
    with sink_process(reset_after=32768) as sink:
        cups.add_raw_queue("torn", sink.port)
        job = submit(DATA * 10, "torn", "phieu-hen", raw=True)
        assert ended(job) in {JobState.ABORTED, JobState.COMPLETED}
        time.sleep(0.5)
        assert len(sink.brought()) == 1
        assert len(sink.brought()[0]) < len(DATA * 10)


def test_a_job_waits_for_a_printer_that_is_off(cups: PrivateCups) -> None:
    """CUPS itself tries until the printer is back."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    cups.add_raw_queue("off", port)
    job = submit(DATA, "off", "phieu-hen", raw=True)
    time.sleep(0.3)
    assert job_state(job) is JobState.PENDING
    assert Queue("off", QueueState.PRINTING) in queues()
    with sink_process(port) as sink:
        assert ended(job) is JobState.COMPLETED
        assert sink.wait_for(len(DATA)) == [DATA]


def test_a_cancelled_job_is_not_called_sent(cups: PrivateCups) -> None:
    """CUPS' own listing counts it among the completed."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        cups.add_raw_queue("cancelled", unused.getsockname()[1])
        job = submit(DATA, "cancelled", "phieu-hen", raw=True)
        cups.run("cancel", job)
        assert ended(job) is JobState.CANCELED


def test_a_missing_queue_is_an_error_and_the_default_printer_gets_nothing(
    cups: PrivateCups,
) -> None:
    """A slip from another counter's printer is a slip lost."""
    with sink_process() as sink:
        cups.add_raw_queue("default", sink.port)
        cups.run("lpadmin", "-d", "default")
        for name in ("missing", "", "default/missing", "-d"):
            assert refusal(name) == ("no_queue", 0)
        assert job_state("default-999") is JobState.UNKNOWN
        assert sink.brought() == []


def test_a_stopped_queue_gets_no_slip(cups: PrivateCups) -> None:
    """It would keep it, and let it out unasked whenever someone starts the queue."""
    with sink_process() as sink:
        for name, stop, start in (
            ("paused", "cupsdisable", "cupsenable"),
            ("closed", "cupsreject", "cupsaccept"),
        ):
            cups.add_raw_queue(name, sink.port)
            cups.run(stop, name)
            assert refusal(name) == ("queue_stopped", 0)
            assert Queue(name, QueueState.STOPPED) in queues()
            cups.run(start, name)
            assert ended(submit(DATA, name, "-t", raw=True, media="A5")) is JobState.COMPLETED
        assert sink.wait_for(2 * len(DATA)) == [DATA, DATA]


def test_a_server_that_is_down_is_told(cups: PrivateCups, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can say then what became of a job either."""
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    assert refusal("slips") == ("spooler_down", 0)
    assert job_state("slips-1") is JobState.UNKNOWN


def test_several_copies_are_one_job(cups: PrivateCups) -> None:
    """Stopped or cancelled together, and never a part of them by a second try."""
    with sink_process() as sink:
        cups.add_raw_queue("copies", sink.port)
        job = submit(DATA, "copies", "giay", raw=True, copies=3)
        assert ended(job) is JobState.COMPLETED
        assert b"".join(sink.wait_for(3 * len(DATA))) == DATA * 3


@pytest.mark.parametrize("name", ["a\0b", "m\ud800y", "máy in", "x" * 200_000, "-d", "$(id)"])
def test_a_queue_with_a_strange_name_is_missing(name: str, cups: PrivateCups) -> None:
    """Nothing of a name is run, and no error of the system comes through."""
    assert refusal(name) == ("no_queue", 0)


def test_a_strange_name_of_a_job_is_unknown(cups: PrivateCups) -> None:
    """Whatever stands in an old record."""
    for job in ("", "slips", "slips-x", "slips-²", "slips-" + "9" * 30):
        assert job_state(job) is JobState.UNKNOWN


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that stand in for those of CUPS."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    write_program(tmp_path / "lpstat", "echo 'printer slips is idle.  enabled since today'")
    return tmp_path


def write_program(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("echo 'lp: Error - The printer or class does not exist.' >&2; exit 1", ("no_queue", 0)),
        ("echo 'lp: Destination is not accepting jobs.' >&2; exit 1", ("queue_stopped", 0)),
        ("echo 'lp: Error - Scheduler is not running.' >&2; exit 1", ("spooler_down", 0)),
        ("echo 'lp: unable to queue from stdin - Broken pipe.' >&2; exit 1", ("io", len(DATA))),
        ("echo 'no number'", ("io", len(DATA))),
        ("exec sleep 5", ("timeout", len(DATA))),
    ],
)
def test_whether_a_job_may_be_in_the_queue_is_known(
    script: str, expected: tuple[str, int], programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clear refusal may be tried again; after anything else a person must look."""
    monkeypatch.setattr(cups_queue, "SUBMIT_SECONDS", 0.3)
    write_program(programs / "lp", script)
    assert refusal("slips") == expected


def test_who_wants_to_end_waits_for_no_server(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking is given up at once; a slip that may be in the queue has a grace, then is in doubt."""
    monkeypatch.setattr(stopping, "LOOK", 0.02)
    monkeypatch.setattr(stopping, "GRACE", 0.2)
    write_program(programs / "lp", "exec sleep 30")
    begun = time.monotonic()
    ends = (lambda: True, lambda: time.monotonic() > begun + 0.3)
    told = []
    for should_stop in ends:
        with pytest.raises(BrokenOff) as caught:
            submit(DATA, "slips", "giay", raw=True, should_stop=should_stop)
        told.append((caught.value.reason, caught.value.bytes_sent))
    write_program(programs / "lpstat", "exec sleep 30")
    with pytest.raises(BrokenOff) as caught:
        queues(lambda: time.monotonic() > begun)
    told.append((caught.value.reason, caught.value.bytes_sent))
    assert told == [("interrupted", 0), ("interrupted", len(DATA)), ("interrupted", 0)]
    assert time.monotonic() - begun < 3


def test_a_program_that_cannot_be_run_is_told(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing parts, a system without room for another program, a title that is no argument."""
    write_program(programs / "lp", "cat >/dev/null")
    with pytest.raises(BrokenOff) as caught:
        submit(DATA, "slips", "a\0b", raw=True)
    assert (caught.value.reason, caught.value.bytes_sent) == ("bad_target", 0)
    for error, reason in (
        (PermissionError(errno.EACCES, ""), "no_library"),
        (OSError(errno.ENOMEM, ""), "io"),
    ):

        def fail(*_args: object, error: OSError = error, **_options: object) -> None:
            raise error

        monkeypatch.setattr(cups_queue.subprocess, "Popen", fail)
        assert refusal("slips") == (reason, 0)


def test_a_server_that_does_not_answer_is_down(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not hold the worker."""
    monkeypatch.setattr(cups_queue, "ASK_SECONDS", 0.2)
    write_program(programs / "lpstat", "exec sleep 5")
    assert refusal("slips") == ("spooler_down", 0)


def test_a_machine_without_cups_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting came from another machine."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal("slips") == ("no_library", 0)
    assert job_state("slips-1") is JobState.UNKNOWN
