"""A founded desk on SQLite in a folder of the test's own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.settings import Machine
from app.db.upkeep import create_database, open_database
from tests.services.desk import Desk, found, sit_down

URL = "sqlite:///desk.db"


@pytest.fixture(scope="session")
def founded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small ward, made once."""
    folder = tmp_path_factory.mktemp("ward") / "data"
    database = create_database(Machine(folder, URL))
    found(database)
    database.close()
    return folder


@pytest.fixture
def machine(founded_folder: Path, tmp_path: Path) -> Machine:
    """A machine whose desk was founded and is closed."""
    shutil.copytree(founded_folder, tmp_path / "data")
    return Machine(tmp_path / "data", URL)


@pytest.fixture
def desk(machine: Machine) -> Iterator[Desk]:
    """The same desk, open."""
    opened = sit_down(open_database(machine))
    yield opened
    opened.database.close()
