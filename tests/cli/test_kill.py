"""Power cuts at the counter: what was printed is there once, whatever the moment."""

import json
import random
import subprocess
import sys
import time
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
    while len(printed) < INTAKES:
        after, moment = chance.randint(0, 30), chance.uniform(0, 0.02)
        done, killed = run_until_killed(empty, len(printed), after, moment)
        printed += done
        kills += killed
    assert kills >= 5
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


def run_until_killed(
    data_dir: Path, first: int, after: int, moment: float
) -> tuple[list[str], bool]:
    """Run intakes, kill them a moment after so many were printed; return all that was printed.

    Counting what was printed, not seconds, makes headway on a slow machine and kills on a fast one.
    """
    worker = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(data_dir), str(first), str(INTAKES)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(data_dir)},
    )
    assert worker.stdout is not None
    begun = [worker.stdout.readline() for _ in range(after + 1)]
    time.sleep(moment)
    killed = worker.poll() is None
    worker.kill()
    whole = [*begun, *worker.communicate()[0].splitlines(keepends=True)]
    return [json.loads(line)["code"] for line in whole if line.endswith(b"\n")], killed
