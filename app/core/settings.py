"""The machine's own settings: one ``config.toml`` in the data folder, read once.

Three places hold settings and there is no fourth: this file (database address, station, printers),
the office's dated tables, and the window's geometry. A wrong value is told with file and line.
"""

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from app.core.errors import AppError

CONFIG = "config.toml"
DATABASE = "motcua.db"


class SettingsBad(AppError):
    """The settings file cannot be used; ``where``, ``problem``."""

    code = "settings.bad"


class SettingsMissing(AppError):
    """No desk was set up in this folder; ``where``."""

    code = "settings.missing"


SLIP, LETTER, TICKET = "slip", "letter", "ticket"
"""Kinds of paper a printer may be for."""
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class PrinterSetting:
    """One printer of this machine.

    ``kind`` and ``target``: ``network`` host:port, ``usb`` vendor:product in hex, ``serial`` a port
    name, ``device`` a file such as /dev/usb/lp0, ``cups`` or ``windows`` a queue of the system,
    ``virtual`` a folder where each slip is kept as picture and bytes. ``papers`` are the kinds of
    paper it is for, ``fallback`` the key of the printer that takes over when it cannot print.
    ``dpi``, ``ack`` (``gs_h``, ``gs_r``, ``none``), ``cut`` and ``band_rows`` overrule the profile
    unless they are ``auto`` or 0; ``baud`` is for serial ports.
    """

    key: str = "receipt"
    kind: str = "virtual"
    target: str = "slips"
    width_mm: int = 80
    profile: str = "default"
    papers: tuple[str, ...] = (SLIP, TICKET)
    fallback: str = ""
    dpi: int = 0
    ack: str = AUTO
    cut: str = AUTO
    band_rows: int = 0
    baud: int = 115_200


@dataclass(frozen=True, slots=True)
class Machine:
    """What this machine knows before any database is open."""

    data_dir: Path
    database_url: str
    station_id: str = "01"
    counter_name: str = "Quầy 1"
    printers: tuple[PrinterSetting, ...] = field(default=(PrinterSetting(),))
    seal_key: str = ""
    """The id of the key this desk's slips are sealed with; empty before one was made."""
    seal_place: str = ""
    """Where its private part is kept: ``keyring`` or ``file``."""

    @property
    def slip_printer(self) -> str:
        """The key of the printer that slips go to first."""
        return (self.printer_for(SLIP) or self.printers[0]).key

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None for a server."""
        prefix = "sqlite:///"
        if not self.database_url.startswith(prefix):
            return None
        return self.data_dir / self.database_url.removeprefix(prefix)

    @property
    def full_url(self) -> str:
        """The address with a relative SQLite path resolved against the data folder."""
        file = self.database_file
        return self.database_url if file is None else f"sqlite:///{file}"

    @property
    def backups(self) -> Path:
        """Where backups before an upgrade go."""
        return self.data_dir / "backups"

    def printer(self, key: str) -> PrinterSetting | None:
        """Return the printer with a key, or None."""
        return next((one for one in self.printers if one.key == key), None)

    def printer_for(self, paper: str) -> PrinterSetting | None:
        """Return the printer for a kind of paper, or None where the desk has none."""
        return next((one for one in self.printers if paper in one.papers), None)


def default_data_dir() -> Path:
    """Return the data folder of this user: ``MOTCUA_DATA`` or the system's own place."""
    return Path(os.environ.get("MOTCUA_DATA") or user_data_path("motcua", appauthor=False))


def is_set_up(data_dir: Path) -> bool:
    """Whether a desk was set up in this folder."""
    return (data_dir / CONFIG).exists()


def load_machine(data_dir: Path) -> Machine:
    """Read the settings of the machine.

    Raises:
        SettingsMissing: no desk was set up here.
        SettingsBad: the file is not TOML, or holds a value of the wrong type.
    """
    where = data_dir / CONFIG
    try:
        raw = tomllib.loads(where.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsMissing(where=str(data_dir)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsBad(where=str(where), problem=str(error)) from None
    try:
        return _machine(data_dir, raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise SettingsBad(where=str(where), problem=str(error)) from None


def save_machine(machine: Machine) -> None:
    """Write the settings, readable by this user alone: a database address may hold a password."""
    lines = [
        "[database]",
        f"url = {_quoted(machine.database_url)}",
        "",
        "[station]",
        f"id = {_quoted(machine.station_id)}",
        f"counter = {_quoted(machine.counter_name)}",
    ]
    if machine.seal_key:
        lines += [
            "",
            "[seal]",
            f"key = {_quoted(machine.seal_key)}",
            f"place = {_quoted(machine.seal_place)}",
        ]
    for printer in machine.printers:
        lines += ["", "[[printer]]", *_printer_lines(printer)]
    machine.data_dir.mkdir(parents=True, exist_ok=True)
    target = machine.data_dir / CONFIG
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _machine(data_dir: Path, raw: dict[str, Any]) -> Machine:
    station, seal = raw.get("station", {}), raw.get("seal", {})
    printers = tuple(_printer(one) for one in raw.get("printer", ()))
    return Machine(
        data_dir=data_dir,
        database_url=raw["database"]["url"],
        station_id=station.get("id", "01"),
        counter_name=station.get("counter", "Quầy 1"),
        printers=printers or (PrinterSetting(),),
        seal_key=seal.get("key", ""),
        seal_place=seal.get("place", ""),
    )


def _printer(raw: dict[str, Any]) -> PrinterSetting:
    papers = raw.get("papers")
    if papers is not None:
        raw = raw | {"papers": tuple(papers)}
    return PrinterSetting(**raw)


def _printer_lines(printer: PrinterSetting) -> list[str]:
    """Return what differs from a plain printer, and always what it is."""
    always = ("key", "kind", "target", "width_mm", "profile")
    lines = []
    for one in fields(PrinterSetting):
        value = getattr(printer, one.name)
        if one.name in always or value != one.default:
            lines.append(f"{one.name} = {_toml(value)}")
    return lines


def _toml(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_quoted, value))}]"
    return str(value) if isinstance(value, int) else _quoted(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
