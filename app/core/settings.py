"""The machine's own settings: one ``config.toml`` in the data folder, read once.

Three places hold settings and there is no fourth: this file (database address, station, printers),
the office's dated tables, and the window's geometry. A wrong value is told with its place.
"""

import json
import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from app.core.errors import AppError
from app.core.whole_file import write_whole

CONFIG = "config.toml"
DATABASE = "motcua.db"


class SettingsBad(AppError):
    """The settings file cannot be used; ``where``, and as ``problem`` the place in it or why."""

    code = "settings.bad"


class SettingsMissing(AppError):
    """No desk was set up in this folder; ``where``."""

    code = "settings.missing"


class SettingsNotSaved(AppError):
    """The settings could not be written, the old ones still stand; ``where``, ``problem``."""

    code = "settings.not_saved"


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
class SigningSetting:
    """What this machine signs with: PKCS#11 driver libraries of tokens, and pictures on paper.

    ``signature_picture`` and ``seal_picture`` are transparent PNG files; empty shows text instead.
    """

    libraries: tuple[str, ...] = ()
    signature_picture: str = ""
    seal_picture: str = ""


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
    signing: SigningSetting = SigningSetting()

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
        SettingsBad: the file cannot be read, is not TOML, or a value in it cannot be.
    """
    where = data_dir / CONFIG
    try:
        raw = tomllib.loads(where.read_text("utf-8-sig"))  # some editors of Windows leave a mark
    except FileNotFoundError:
        raise SettingsMissing(where=str(data_dir)) from None
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsBad(where=str(where), problem=_why(error)) from None
    try:
        return _machine(data_dir, raw)
    except TypeError as error:
        raise SettingsBad(where=str(where), problem=str(error)) from None


def save_machine(machine: Machine) -> None:
    """Write the settings, readable by this user alone: a database address may hold a password.

    Raises:
        SettingsNotSaved: the folder is missing, full or not ours; the old settings still stand.
    """
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
    if machine.signing != SigningSetting():
        lines += ["", "[signing]", *_signing_lines(machine.signing)]
    for printer in machine.printers:
        lines += ["", "[[printer]]", *_printer_lines(printer)]
    where = machine.data_dir / CONFIG
    try:
        write_whole(where, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise SettingsNotSaved(where=str(where), problem=_why(error)) from None


def _why(error: Exception) -> str:
    """Return the system's own word, without the path that is told beside it."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _machine(data_dir: Path, raw: dict[str, Any]) -> Machine:
    """Return the machine; a ``TypeError`` names the place of a value that cannot be."""
    return Machine(
        data_dir=data_dir,
        database_url=_text(raw, "database", "url"),
        station_id=_text(raw, "station", "id", "01"),
        counter_name=_text(raw, "station", "counter", "Quầy 1"),
        printers=_printers(raw.get("printer", [])) or (PrinterSetting(),),
        seal_key=_text(raw, "seal", "key", ""),
        seal_place=_text(raw, "seal", "place", ""),
        signing=_signing(raw),
    )


def _text(raw: dict[str, Any], table: str, name: str, usual: str | None = None) -> str:
    values = raw.get(table, {})
    value = values.get(name, usual) if isinstance(values, dict) else None
    if not isinstance(value, str):
        raise TypeError(f"{table}.{name}")
    return value


def _signing(raw: dict[str, Any]) -> SigningSetting:
    values = raw.get("signing", {})
    libraries = values.get("libraries", []) if isinstance(values, dict) else None
    if not isinstance(libraries, list) or not all(isinstance(one, str) for one in libraries):
        raise TypeError("signing.libraries")
    return SigningSetting(
        libraries=tuple(libraries),
        signature_picture=_text(raw, "signing", "signature_picture", ""),
        seal_picture=_text(raw, "signing", "seal_picture", ""),
    )


def _signing_lines(signing: SigningSetting) -> list[str]:
    given = ((one.name, getattr(signing, one.name)) for one in fields(SigningSetting))
    return [f"{name} = {_toml(value)}" for name, value in given if value]


def _printers(raw: Any) -> tuple[PrinterSetting, ...]:
    """Return the printers in order, each under a key of its own: waiting slips refer to it."""
    if not isinstance(raw, list):
        raise TypeError("printer")
    printers = tuple(_printer(one, f"printer {number}") for number, one in enumerate(raw, 1))
    keys = [one.key for one in printers]
    for number, key in enumerate(keys):
        if not key or key in keys[:number]:
            raise TypeError(f"printer {number + 1}: key")
    return printers


def _printer(raw: Any, place: str) -> PrinterSetting:
    if not isinstance(raw, dict):
        raise TypeError(place)
    usual = {one.name: one.default for one in fields(PrinterSetting)}
    given: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in raw.items()
    }
    for name, value in given.items():
        is_text = not isinstance(value, tuple) or all(isinstance(one, str) for one in value)
        if name not in usual or type(value) is not type(usual[name]) or not is_text:
            raise TypeError(f"{place}: {name}")
    return PrinterSetting(**given)


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
    """Return a text as TOML writes it; JSON's way of escaping is one of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
