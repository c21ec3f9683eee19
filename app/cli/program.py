"""What every command works on: the opened database, the office, who acts and what time it is."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.core.clock import VIETNAM, SystemClock
from app.core.dossiers import Actor
from app.core.errors import AppError
from app.core.settings import Machine, load_machine
from app.db.database import Database
from app.db.upkeep import open_database
from app.services import ledger
from app.services.accounts import find_actor, list_accounts
from app.services.office import Office
from app.ui.sealing import seat_office


class ClockIsReal(AppError):
    """A desk must not back-date: the business clock can be set only in a sample ward."""

    code = "clock.is_real"


class BadMoment(AppError):
    """Not a moment in ISO 8601; ``text``."""

    code = "clock.bad_moment"


@dataclass(frozen=True)
class Program:
    """One command's view of the desk."""

    machine: Machine
    database: Database
    office: Office
    actor: Actor
    at: datetime
    opened: int = 0
    """How many obligations the ledger opened before the command began."""


@contextmanager
def open_program(
    data_dir: Path, *, at: str | None = None, login: str | None = None
) -> Iterator[Program]:
    """Open the desk in a data folder for one command.

    ``at`` sets the business clock, ``login`` names who acts (default: the first clerk).

    Raises:
        ClockIsReal: ``at`` outside a sample ward.
        AppError: settings, database or account.
    """
    machine = load_machine(data_dir)
    database = open_database(machine)
    try:
        now = SystemClock().now()
        seated = seat_office(machine, database)
        machine, office = seated.machine, seated.office
        with database.read() as session:
            accounts = list_accounts(session, office)
            actor = accounts[0] if login is None else find_actor(session, office, login)
        yield Program(machine, database, office, actor, business_time(at, office, now))
    finally:
        database.close()


@contextmanager
def open_for_acting(arguments: argparse.Namespace) -> Iterator[Program]:
    """Open the desk for a command that acts or reads the ledger, and open what became due first.

    Raises:
        As ``open_program``.
    """
    login = getattr(arguments, "login", None)
    with open_program(arguments.data_dir, at=arguments.at, login=login) as program:
        with program.database.write() as session:
            opened = ledger.open_due(session, program.office, at=program.at)
        yield replace(program, opened=opened)


def business_time(text: str | None, office: Office, now: datetime) -> datetime:
    """Return the moment an act happens at.

    Raises:
        ClockIsReal: a moment was given outside a sample ward.
        BadMoment: it cannot be read.
    """
    if text is None:
        return now
    if not office.is_sample:
        raise ClockIsReal
    return read_moment(text)


def read_moment(text: str) -> datetime:
    """Read an ISO 8601 moment; without an offset it is Vietnamese time.

    Raises:
        BadMoment: it cannot be read.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment(text=text) from None
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
