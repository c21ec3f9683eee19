"""400 slips, kill -9 every 50 to 500 ms, a printer that fails at random: none lost, none doubled.

The same run with a naive retry doubles slips, so the paper that is counted can show it.
"""

import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.clock import SystemClock
from app.core.settings import Machine, save_machine
from app.services import print_queue
from tests.support.desk_ward import Ward, open_ward
from tests.support.fake_printer import printer_process
from tests.support.spooling import Balance, Tray, answer, balance, network

ROOT = Path(__file__).parents[2]
SPOOLER = Path(__file__).with_name("spooler.py")
JOBS, CONTROL_JOBS = 400, 120
SEED = 5


@dataclass
class Run:
    """What one policy came to."""

    kills: int
    questions: int
    result: Balance


@contextmanager
def ward_with_jobs(folder: Path, count: int) -> Iterator[Ward]:
    ward = open_ward(folder)
    ward.clock.moment = SystemClock().now()
    for number in range(count):
        ward.receive(f"Nguyễn Văn {'ẨẰỔỄỮ'[number % 5]}", phone=f"0900 {number:06}")
    yield ward
    ward.database.close()


def play(folder: Path, count: int, policy: str) -> Run:
    """Start the program again and again, kill it, answer its questions between two lives."""
    folder.mkdir()
    with (
        ward_with_jobs(folder, count) as ward,
        printer_process(faults=SEED) as printer,
    ):
        setting = network(printer)
        machine = Machine(folder, f"sqlite:///{folder / 'desk.db'}", printers=(setting,))
        save_machine(machine)
        tray = Tray(printer, setting)
        chance, kills, questions = random.Random(11), 0, 0
        with lives(folder, policy) as program:
            while ward.ask(print_queue.queue_state).waiting:
                kills += program.live(chance.uniform(0.05, 0.5))
                if policy == "design":
                    settle(ward)
                    questions += answer(ward, tray, also_sent=False)
        printer.settle()
        return Run(kills, questions, balance(ward, tray))


@dataclass
class Lives:
    """The program's lives, one after the other."""

    process: subprocess.Popen[str]

    def live(self, seconds: float) -> bool:
        """Let the program print for so long, then kill it; whether it had to be killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        ended, _, _ = select.select([self.process.stdout], [], [], seconds)
        if not ended:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return int(self.process.stdout.readline()) == signal.SIGKILL


@contextmanager
def lives(folder: Path, policy: str) -> Iterator[Lives]:
    with subprocess.Popen(
        [sys.executable, str(SPOOLER), str(folder), policy],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        yield Lives(process)
        assert process.stdin is not None
        process.stdin.close()


def settle(ward: Ward) -> None:
    """Do what the next start of the program does first."""
    ward.clock.moment += timedelta(seconds=1)
    with ward.database.write() as session:
        print_queue.settle_interrupted(session, ward.office, "receipt", at=ward.clock.now())


def test_power_cuts_and_bad_lines_lose_and_double_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every doubtful slip is asked about; the control shows that doubles would be seen."""
    design = play(tmp_path / "design", JOBS, "design")
    naive = play(tmp_path / "naive", CONTROL_JOBS, "naive")
    with capsys.disabled():
        for name, count, run in (("design", JOBS, design), ("naive", CONTROL_JOBS, naive)):
            print(  # noqa: T201 - the table is for people
                f"\n{name:7} {count} phiếu, kill -9 {run.kills} lần, mất {len(run.result.lost)}, "
                f"trùng lặng lẽ {len(run.result.doubled)}, hỏi {run.questions}",
                end="",
            )
    assert design.kills >= 10
    assert design.questions > 0
    assert design.result == Balance([], [], [])
    assert naive.result.doubled
