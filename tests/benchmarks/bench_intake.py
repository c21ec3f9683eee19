"""One durable intake against the same rows written by the bare driver with the same durability."""

import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.cli.dossiers import usual_papers
from app.cli.program import Program, open_program
from app.core.clock import local_day
from app.core.dossiers import Intake, Person
from app.core.settings import DATABASE, Machine
from app.db.database import PRAGMAS
from app.exchange import shipped
from app.models.base import new_id
from app.services import catalogue, reception
from app.ui.founding import found

ROUNDS = 300
WARM_UP = 30
TABLES = (
    "dossier",
    "dossier_person",
    "dossier_paper",
    "appointment",
    "slip",
    "print_job",
    "journal",
    "dossier_fts",
)

Row = dict[str, Any]


def measure() -> list[dict[str, Any]]:
    """Alternate both ways in one run, so that a noisy disk is noisy for both."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        found(Machine(data_dir, f"sqlite:///{DATABASE}"), shipped.sample_office())
        with open_program(data_dir) as program:
            receive = _receive_one(program)
            receive()
            bare = _bare_one(data_dir / DATABASE, Path(folder) / "bare.db")
            ours, floor = _alternate(receive, bare)
    return [
        {
            "name": "intake commit / bare driver, same rows",
            "value": ours,
            "floor": floor,
            "ratio": ours / floor,
            "goal": 2.0,
        }
    ]


def _alternate(one: Callable[[], None], other: Callable[[], None]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + WARM_UP):
        for kept, act in zip(times, (one, other), strict=True):
            begun = time.perf_counter()
            act()
            if turn >= WARM_UP:
                kept.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def _receive_one(program: Program) -> Callable[[], None]:
    with program.database.read() as session:
        detail = catalogue.find_by_code(
            session, program.office, "1.004873", on=local_day(program.at)
        )
    papers = usual_papers(detail)
    person = Person("Nguyễn Thị Ngọc Ẩn", identity_number="003190000123", phone="0900000000")

    def receive() -> None:
        intake = Intake(str(uuid.uuid4()), detail.version_id, person, papers)
        with program.database.write() as session:
            reception.receive(session, program.office, intake, actor=program.actor, at=program.at)

    return receive


def _bare_one(source: Path, target: Path) -> Callable[[], None]:
    """Return an act that writes the rows of one intake again under new keys, in a copied schema."""
    original = dbapi2.connect(str(source))
    original.row_factory = dbapi2.Row
    rows = {
        table: [dict(row) for row in original.execute(f"select * from {table}")] for table in TABLES
    }
    rows["journal"] = [row for row in rows["journal"] if row["kind"] == "dossier.received"]
    copy = dbapi2.connect(str(target), isolation_level=None)
    original.backup(copy)
    original.close()
    for pragma in PRAGMAS:
        copy.execute(f"PRAGMA {pragma}")
    seq = [copy.execute("select max(seq) from journal").fetchone()[0]]

    def write() -> None:
        seq[0] += 1
        copy.execute("BEGIN IMMEDIATE")
        copy.execute("update number_counter set last = last + 1 returning last").fetchone()
        copy.execute("select seq, head, logical, last_at from station_chain").fetchone()
        keys = {"dossier": new_id(), "slip": new_id(), "print_job": new_id()}
        for table in TABLES:
            _insert(copy, table, [_renamed(table, row, keys, seq[0]) for row in rows[table]])
        copy.execute("update station_chain set seq = ?", (seq[0],))
        copy.execute("COMMIT")

    return write


def _renamed(table: str, row: Row, keys: dict[str, str], seq: int) -> Row:
    changed = dict(row)
    if "dossier_id" in row:
        changed["dossier_id"] = keys["dossier"]
    if "slip_id" in row:
        changed["slip_id"] = keys["slip"]
    if table in keys:
        changed["id"] = keys[table]
    if table == "dossier":
        changed["code"] = f"H29.26-261120-{seq:06}"
    if table == "journal":
        changed["seq"] = seq
    return changed


def _insert(connection: Any, table: str, rows: list[Row]) -> None:
    names = list(rows[0])
    places = ", ".join("?" * len(names))
    statement = f"insert into {table} ({', '.join(names)}) values ({places})"
    connection.executemany(statement, [tuple(row.values()) for row in rows])
