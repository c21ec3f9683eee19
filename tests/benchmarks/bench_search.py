"""Search-as-you-type among many dossiers against asking the raw index for the same ids."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.cli.dossiers import usual_papers
from app.cli.program import Program, open_program
from app.core.clock import local_day
from app.core.dossiers import Intake, Person
from app.core.settings import DATABASE, Machine
from app.core.text import fold_words
from app.exchange import shipped
from app.exchange.people import invented_people
from app.models.base import new_id
from app.services import catalogue, lookup, reception
from app.ui.founding import found

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "100000,1000000").split(","))
QUESTIONS = ("nguyen van an", "tran thi", "261120-0042", "00319", "le minh hoang")
ROUNDS = 40
LIMIT = 50
RAW = "select dossier_id from dossier_fts where dossier_fts match ? order by rowid desc limit 50"


def measure() -> list[dict[str, Any]]:
    """Fill one database to each size and ask the same questions both ways."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        found(Machine(data_dir, f"sqlite:///{DATABASE}"), shipped.sample_office())
        with open_program(data_dir) as program:
            _one_dossier(program)
            raw = dbapi2.connect(str(data_dir / DATABASE), isolation_level=None)
            filled = 1
            for size in SIZES:
                _fill(raw, filled, size, program)
                filled = size
                results += _ask(program, raw, size)
            raw.close()
    return results


def _ask(program: Program, raw: Any, size: int) -> Iterator[dict[str, Any]]:
    for question in QUESTIONS:
        match = " ".join(f'"{word}"*' for word in fold_words(question))

        def ours(question: str = question) -> None:
            with program.database.read() as session:
                lookup.find(session, program.office, question, limit=LIMIT)

        def floor(match: str = match) -> None:
            raw.execute(RAW, (match,)).fetchall()

        value, least = _median(ours), _median(floor)
        yield {
            "name": f"search {size:,} “{question}” / raw index",
            "value": value,
            "floor": least,
            "ratio": value / least,
            "goal": 1.5 + 2 / least,
        }


def _median(act: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[ROUNDS // 4 :])


def _one_dossier(program: Program) -> None:
    """Take one dossier in properly; the others are copies of its row under other names."""
    with program.database.write() as session:
        detail = catalogue.find_by_code(
            session, program.office, "1.004873", on=local_day(program.at)
        )
        intake = Intake(new_id(), detail.version_id, Person("Nguyễn An"), usual_papers(detail))
        reception.receive(session, program.office, intake, actor=program.actor, at=program.at)


def _fill(raw: Any, have: int, want: int, program: Program) -> None:
    raw.row_factory = dbapi2.Row
    row = dict(raw.execute("select * from dossier limit 1").fetchone())
    raw.row_factory = None
    names = list(row)
    insert = f"insert into dossier ({', '.join(names)}) values ({', '.join('?' * len(names))})"
    people = islice(invented_people(5, local_day(program.at)), have, want)
    raw.execute("pragma synchronous=off")
    raw.execute("begin")
    for number, card in enumerate(people, start=have):
        day = local_day(program.at) - timedelta(days=number % 1500)
        code = f"H29.26-{day:%y%m%d}-{number:06}"
        words = " ".join((*fold_words(code), *fold_words(card.full_name), card.number))
        copy = row | {
            "id": new_id(),
            "code": code,
            "applicant_name": card.full_name,
            "identity_number": card.number,
            "words": words,
        }
        raw.execute(insert, tuple(copy.values()))
        raw.execute(
            "insert into dossier_fts (words, dossier_id) values (?, ?)", (words, copy["id"])
        )
    raw.execute("commit")
