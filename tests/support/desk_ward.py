"""The sample ward on SQLite with a few dossiers in every state of promise, for tests of screens."""

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.core.clock import VIETNAM, FixedClock, local_day
from app.core.dossiers import Actor, Intake, Person
from app.core.papers import PaperCount
from app.core.settings import Machine
from app.db.database import Database
from app.db.upkeep import create_database, open_database
from app.exchange import shipped
from app.services import accounts, catalogue, reception
from app.services.office import Office, load_office
from app.services.setup import found_office

NOW = datetime(2026, 11, 18, 8, 30, tzinfo=VIETNAM)
"""A Wednesday with no day off near."""
PROCEDURE = "1.004873"


@dataclass
class Ward:
    """An open sample ward and its clerk; the clock stands where the test puts it."""

    database: Database
    office: Office
    actor: Actor
    clock: FixedClock

    def do(self, use_case: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a use case as one unit at the clock's moment."""
        with self.database.write() as session:
            return use_case(
                session, self.office, *args, actor=self.actor, at=self.clock.now(), **kw
            )

    def ask(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Run a query."""
        with self.database.read() as session:
            return query(session, self.office, *args, **kw)

    def receive(self, name: str, days_ago: int = 0, **person: Any) -> reception.Received:
        """Take in a dossier of the usual procedure some days ago; the clock stays."""
        now = self.clock.moment
        self.clock.moment = now - timedelta(days=days_ago)
        number = person.pop("identity_number", "003190000123")
        representative = person.pop("representative", None)
        form = {name: person.pop(name) for name in ("channel", "foreign_code") if name in person}
        found = self.ask(catalogue.find_by_code, PROCEDURE, on=local_day(self.clock.moment))
        intake = Intake(
            request_id=str(uuid.uuid4()),
            procedure_version_id=found.version_id,
            applicant=Person(full_name=name, identity_number=number, **person),
            representative=representative,
            papers=(PaperCount("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", 1, 0, 0),),
            **form,
        )
        received = self.do(reception.receive, intake)
        self.clock.moment = now
        return received


def open_ward(folder: Path, now: datetime = NOW) -> Ward:
    """Put the sample ward into a folder: founded once for the whole run, then copied."""
    source = _founded(now)
    for name in ("desk.db", "desk.db.enrol"):
        shutil.copyfile(Path(source.name) / name, folder / name)
    database = open_database(Machine(folder, f"sqlite:///{folder / 'desk.db'}"))
    with database.read() as session:
        office = load_office(session, on=local_day(now))
        actor = accounts.find_actor(session, office, "lan")
    return Ward(database, office, actor, FixedClock(now))


@cache
def _founded(now: datetime) -> "tempfile.TemporaryDirectory[str]":
    folder = tempfile.TemporaryDirectory(prefix="motcua-ward-")
    database = create_database(Machine(Path(folder.name), f"sqlite:///{folder.name}/desk.db"))
    with database.write() as session:
        found_office(
            session,
            shipped.sample_office(),
            shipped.dated_data(),
            shipped.load_shipped_catalogue(),
            at=now - timedelta(days=60),
        )
    database.close()  # the last connection takes the write-ahead log into the file
    atexit.register(folder.cleanup)
    return folder
