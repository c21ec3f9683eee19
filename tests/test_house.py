"""The order of the house: what lies where, and what no file may say."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "installer" / "requirements.lock"
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "Makefile",
    "README.md",
    "app",
    "installer",
    "pyproject.toml",
    "resources",
    "tests",
}
# One letter of each name stands in brackets so that this file does not speak of them itself.
ONE_MACHINE = re.compile(rb"(?<![\w.])/(?:[r]oot|[w]ork|[h]ome|[U]sers)/|[C]:\\Users")
REGISTRY = re.compile(rb"[p]ypi\.org|[p]ythonhosted|[i]ndex-url|[f]ind-links|[d]eb\.debian\.org")


def _tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [name for name in listing.stdout.decode().split("\0") if name]


def _naming(pattern: re.Pattern[bytes]) -> list[str]:
    present = (name for name in _tracked() if (ROOT / name).is_file())
    return [name for name in present if pattern.search((ROOT / name).read_bytes())]


def test_the_top_level_is_exactly_the_agreed_one() -> None:
    """Whatever is new finds its place in a room that exists."""
    assert {name.split("/")[0] for name in _tracked()} == TOP_LEVEL


@pytest.mark.parametrize("pattern", [ONE_MACHINE, REGISTRY], ids=["machine paths", "registries"])
def test_no_file_depends_on_where_it_was_written(pattern: re.Pattern[bytes]) -> None:
    """The project builds the same on any machine, from whatever registry that machine uses."""
    assert _naming(pattern) == []


def test_the_patterns_find_what_they_forbid() -> None:
    """The check above can fail."""
    assert ONE_MACHINE.search(b"see /" + b"home/lan/notes")
    assert REGISTRY.search(b"--index" + b"-url x")
    assert not ONE_MACHINE.search(b"app/" + b"work/calendar")


def test_the_lock_names_versions_and_no_address() -> None:
    """Every line is one exact version, perhaps with a marker."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.match(r"[a-z0-9-]+==[^\s/]+( ; .+)?$", line)] == []


def test_the_lock_holds_every_declared_requirement() -> None:
    """A requirement that is not in the lock would be missing on a new machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["dev"]
    wanted = {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in declared}
    locked = {line.split("==")[0] for line in LOCK.read_text(encoding="utf-8").splitlines()}
    assert wanted - locked == set()


def test_void_calls_do_not_eat_none() -> None:
    """PySide6 6.12.0 on Python 3.11 gives back one None too many per call and ends the process."""
    from PySide6.QtCore import QObject

    owner, before = QObject(), sys.getrefcount(None)
    for _ in range(500):
        owner.setObjectName("x")
    assert sys.getrefcount(None) > before - 100
