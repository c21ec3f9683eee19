"""What every test stands on: no screen, repeatable examples, both databases, a quiet log."""

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything loads Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never this user's own

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import postgres
from tests.support.logs import no_warnings_logged

# The same examples on every machine and at every run; a slow machine is not a failure.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, database=None)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-postgres",
        action="store_true",
        help="fail, rather than skip, when no Postgres can be started",
    )


@pytest.fixture(scope="session", autouse=True)
def _windows_first(qapp: object) -> None:
    """Drawing a slip starts Qt without windows; no window could be made after that."""


@pytest.fixture(scope="module", autouse=True)
def _garbage_stays_off_threads() -> Iterator[None]:
    """A collection that starts on a test's thread must find no widget of an earlier test."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that expects warnings says so by asking for ``caplog``."""
    if "caplog" in request.fixturenames:
        yield
        return
    with no_warnings_logged():
        yield


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a Postgres server, started at most once for the whole run."""
    given = os.environ.get("TEST_PG_URL")
    if given:
        yield given
        return
    try:
        binaries = postgres.find_binaries()
        if binaries is None:
            raise postgres.NoPostgres("no installation found, nor the wheel that carries one")
        cluster = postgres.Cluster(binaries)
    except postgres.NoPostgres as problem:
        give_up = pytest.fail if request.config.getoption("require_postgres") else pytest.skip
        give_up(f"no Postgres: {problem}")
    yield cluster.url
    cluster.stop()


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """The database that new ones are copied from; a folder may override it with a filled one."""
    return "template0"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database of the test's own, once on SQLite and once on Postgres."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.db'}"
        return
    server_url = request.getfixturevalue("postgres_url")
    url = postgres.new_database(server_url, request.getfixturevalue("postgres_template"))
    yield url
    postgres.drop_database(url)
