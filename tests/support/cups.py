"""A CUPS of the tests' own: an unprivileged port, a folder of its own, gone at the end.

Nothing of the machine's printing is touched. ``cupsd`` gives the children that talk to printers to
another account, so it must be started as root; where it cannot be, the tests that need it are
skipped. A child that outlived its server once printed a job nobody knew of: all are ended here.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("cupsd", "lp", "lpstat", "lpadmin")
SEARCHED = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
SERVER_BIN = Path("/usr/lib/cups")
START_SECONDS = 20

# No answer is owed to anyone but this machine; a failed job is given up, for retries are ours.
CUPSD_CONF = """\
Listen 127.0.0.1:{port}
Browsing No
WebInterface No
DefaultAuthType None
DirtyCleanInterval 0
ErrorPolicy abort-job
PreserveJobHistory Yes
PreserveJobFiles No
IdleExitTimeout 0
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow from 127.0.0.1
  </Limit>
</Policy>
"""
CUPS_FILES_CONF = """\
ServerRoot {folder}/conf
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/run
TempDir {folder}/temp
AccessLog {folder}/log/access_log
ErrorLog {folder}/log/error_log
PageLog {folder}/log/page_log
ServerBin /usr/lib/cups
DataDir /usr/share/cups
SystemGroup root lpadmin
FileDevice Yes
Sandboxing relaxed
"""


class NoCups(Exception):
    """No server could be started; the text says why."""


@dataclass(frozen=True, slots=True)
class PrivateCups:
    """A running server; programs reach it through ``environment``."""

    port: int

    @property
    def environment(self) -> dict[str, str]:
        """What must be in the environment of whoever prints here."""
        return {"CUPS_SERVER": f"127.0.0.1:{self.port}"}

    def add_raw_queue(self, name: str, port: int) -> None:
        """Make a queue that hands bytes, as they are, to ``port`` of this machine."""
        device = f"socket://127.0.0.1:{port}/?waiteof=false"
        options = ("-m", "raw", "-o", "printer-error-policy=abort-job")
        self.run("lpadmin", "-p", name, "-E", "-v", device, *options)

    def run(self, program: str, *arguments: str) -> str:
        """Run one of the programs of CUPS against this server and return what it said."""
        done = subprocess.run(
            [_found(program), *arguments],
            env={**os.environ, **self.environment, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        if done.returncode:
            raise NoCups(f"{program}: {done.stderr}")
        return done.stdout


def why_no_cups() -> str:
    """Return why no server can be started here, empty if one can."""
    missing = [name for name in NEEDED if shutil.which(name, path=SEARCHED) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    if not (SERVER_BIN / "backend" / "socket").exists():
        return "the backend for sockets is not installed"
    return "" if os.geteuid() == 0 else "cupsd must be started as root"


@contextmanager
def private_cups() -> Iterator[PrivateCups]:
    """Run a server until the block ends.

    Raises:
        NoCups: it is not installed, we are not root, or it did not start.
    """
    if why := why_no_cups():
        raise NoCups(why)
    folder = Path(tempfile.mkdtemp(prefix="motcua-cups-"))
    server = None
    try:
        cups = PrivateCups(_free_port())
        _lay_out(folder, cups.port)
        server = _start(folder)
        _wait_until_ready(cups, server, folder)
        yield cups
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(folder: Path, port: int) -> None:
    folder.chmod(0o711)  # the account of the children passes through
    for name in ("conf", "spool", "cache", "run", "log", "temp"):
        (folder / name).mkdir(mode=0o755)
    for name, mode in (("spool", 0o710), ("temp", 0o1770)):
        shutil.chown(folder / name, "root", "lp")
        (folder / name).chmod(mode)
    (folder / "conf" / "cupsd.conf").write_text(CUPSD_CONF.format(port=port))
    (folder / "conf" / "cups-files.conf").write_text(CUPS_FILES_CONF.format(folder=folder))


def _start(folder: Path) -> subprocess.Popen[bytes]:
    conf = folder / "conf"
    with (folder / "log" / "server.log").open("wb") as log:
        return subprocess.Popen(
            [_found("cupsd"), "-f", "-c", conf / "cupsd.conf", "-s", conf / "cups-files.conf"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl+C ends the tests first, the server after them
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )


def _wait_until_ready(cups: PrivateCups, server: subprocess.Popen[bytes], folder: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < give_up_at:
        with suppress(OSError), socket.create_connection(("127.0.0.1", cups.port), 1):
            return
        time.sleep(0.05)
    logs = (folder / "log" / name for name in ("server.log", "error_log"))
    raise NoCups("\n".join(log.read_text(errors="replace") for log in logs if log.exists()))


def _stop(server: subprocess.Popen[bytes]) -> None:
    children = _children(server.pid)
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    for pid, started in children.items():
        if _start_time(pid) == started:  # the same process, not a later one with its number
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _children(parent: int) -> dict[int, str]:
    """Return the processes below one, each with the moment it was started."""
    found: dict[int, str] = {}
    for listing in Path(f"/proc/{parent}/task").glob("*/children"):
        for pid in map(int, listing.read_text().split()):
            found |= {pid: _start_time(pid), **_children(pid)}
    return found


def _start_time(pid: int) -> str:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return ""
    return after_name.split()[19]


def _found(program: str) -> str:
    where = shutil.which(program, path=SEARCHED)
    if where is None:
        raise NoCups(f"not installed: {program}")
    return where


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _end_with_parent() -> None:
    """Ask the kernel to end the server when the tests die without a word (Linux only)."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
