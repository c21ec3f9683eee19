"""Power cuts at the counter: what was printed is there once, whatever the moment."""

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from app.core.settings import load_machine
from app.db.upkeep import open_database
from app.models import Dossier, JournalEntry, PrintJob, Slip
from tests.cli.conftest import Command

INTAKES = 200
SCRIPT = Path(__file__).with_name("intakes.py")
ROOT = SCRIPT.parents[2]


def test_every_printed_code_exists_once(ward: Command, empty: Path) -> None:
    """kill -9 at random during 200 intakes: no code is lost, doubled or without its rows."""
    chance = random.Random(11)
    printed: list[str] = []
    kills = 0
    slowness = 0.0
    while len(printed) < INTAKES:
        seconds = slowness + chance.uniform(0.35, 0.75)
        done, killed = run_until_killed(empty, len(printed), seconds)
        printed += done
        kills += killed
        slowness += 0 if done else 0.2  # killed before it had begun: this machine is slow
    assert kills >= 1
    counts = Counter(printed)
    assert max(counts.values()) == 1
    database = open_database(load_machine(empty))
    with database.read() as session:
        codes = Counter(session.scalars(select(Dossier.code)))
        received = set(
            session.scalars(
                select(Dossier.code)
                .join(JournalEntry, JournalEntry.dossier_id == Dossier.id)
                .where(JournalEntry.kind == "dossier.received")
            )
        )
        with_job = set(
            session.scalars(
                select(Dossier.code)
                .join(Slip, Slip.dossier_id == Dossier.id)
                .join(PrintJob, PrintJob.slip_id == Slip.id)
            )
        )
    database.close()
    assert set(printed) <= set(codes)
    assert set(codes.values()) == {1}
    assert set(codes) == received == with_job
    assert ward("check")["ok"] is True


def run_until_killed(data_dir: Path, first: int, seconds: float) -> tuple[list[str], bool]:
    """Run intakes, kill them after some seconds; return the codes that reached standard output."""
    worker = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(data_dir), str(first), str(INTAKES)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(data_dir)},
    )
    try:
        output, _ = worker.communicate(timeout=seconds)
        killed = False
    except subprocess.TimeoutExpired:
        worker.kill()
        output, _ = worker.communicate()
        killed = True
    whole = output.decode().splitlines(keepends=True)
    return [json.loads(line)["code"] for line in whole if line.endswith("\n")], killed
