"""One founded ward per database, made once and copied for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.settings import Machine
from app.db.database import Database
from app.db.enrolment import Enrolment
from app.db.upkeep import create_database, enrolment_path
from tests.services.desk import Desk, found, sit_down
from tests.support import postgres


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the small ward."""
    folder = tmp_path_factory.mktemp("ward")
    _found(f"sqlite:///{folder / 'desk.db'}", folder)
    return folder / "desk.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Postgres database with the small ward."""
    url = postgres.new_database(postgres_url)
    _found(url, tmp_path_factory.mktemp("ward"))
    yield url.rpartition("/")[2]
    postgres.drop_database(url)


@pytest.fixture
def database(database_url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of the test's own with the small ward, on each kind of database."""
    enrolment = None
    if database_url.startswith("sqlite"):
        file = Path(database_url.removeprefix("sqlite:///"))
        shutil.copyfile(request.getfixturevalue("founded_file"), file)
        enrolment = Enrolment(enrolment_path(file))
        enrolment.save()
    opened = Database(database_url, enrolment)
    yield opened
    opened.close()


@pytest.fixture
def desk(database: Database) -> Desk:
    """The clerk's place in that ward."""
    return sit_down(database)


def _found(url: str, folder: Path) -> None:
    database = create_database(Machine(folder, url))
    found(database)
    database.close()
