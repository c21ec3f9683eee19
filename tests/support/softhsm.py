"""Tokens without a device: SoftHSM 2, each in a folder of the test's own.

The library is loaded in child processes alone, as the program does: it reads its settings once per
process, and so could not serve two tests.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.pki import Holder

LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
FILLER = Path(__file__).with_name("softhsm_filler.py")
PIN = "Mk7-ThuNghiem"
ADMIN_PIN = "87654321"
LABEL = "CANBO-THU"
PINS = ("--so-pin", ADMIN_PIN, "--pin", PIN)


@dataclass(frozen=True)
class Item:
    """What lies on a token under one id."""

    holder: Holder
    has_key: bool = True
    has_certificate: bool = True
    pin_each_time: bool = False
    may_sign: bool = True


@dataclass(frozen=True)
class SoftToken:
    """One token; ``library`` is its driver."""

    folder: Path
    library: Path

    @property
    def config(self) -> Path:
        """The driver's settings file, to be named in SOFTHSM2_CONF."""
        return self.folder / "softhsm2.conf"

    def copy(self, folder: Path) -> "SoftToken":
        """Return the same token in another folder: a test may wear it out."""
        shutil.copytree(self.folder / "tokens", folder / "tokens")  # makes the folder too
        _write_config(folder)
        return SoftToken(folder, self.library)

    def unplug(self) -> None:
        """Take the token away."""
        shutil.rmtree(self.folder / "tokens")
        (self.folder / "tokens").mkdir()


def library_or_skip() -> Path:
    """Return the driver's path."""
    for path in LIBRARIES:
        if Path(path).is_file() and shutil.which("softhsm2-util"):
            return Path(path)
    pytest.skip("SoftHSM (package softhsm2) is not on this machine")


def new_token(folder: Path, *items: Item, label: str = LABEL) -> SoftToken:
    """Make a token that holds these; ids count from 1."""
    library = library_or_skip()
    (folder / "tokens").mkdir(parents=True, exist_ok=True)
    _write_config(folder)
    token = SoftToken(folder, library)
    _run(
        token,
        ["softhsm2-util", "--init-token", "--free", "--label", label, *PINS],
    )
    if items:
        _run(token, [sys.executable, str(FILLER)], json.dumps(_order(token, label, items)))
    return token


def _write_config(folder: Path) -> None:
    text = f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n"
    (folder / "softhsm2.conf").write_text(f"{text}log.level = ERROR\n", encoding="utf-8")


def _run(token: SoftToken, command: list[str], told: str = "") -> None:
    environment = {**os.environ, "SOFTHSM2_CONF": str(token.config)}
    done = subprocess.run(
        command, input=told, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr


def _order(token: SoftToken, label: str, items: tuple[Item, ...]) -> dict[str, object]:
    return {
        "library": str(token.library),
        "label": label,
        "pin": PIN,
        "items": [
            {
                "id": number,
                "key": base64.b64encode(one.holder.key_der).decode() if one.has_key else "",
                "certificate": (
                    base64.b64encode(one.holder.der).decode() if one.has_certificate else ""
                ),
                "pin_each_time": one.pin_each_time,
                "may_sign": one.may_sign,
            }
            for number, one in enumerate(items, 1)
        ],
    }
