"""Printers this machine may see, and what one of them can say of itself.

Only what is plugged in or set up here is listed, each source by itself, so that one that fails
hides no other. In the network nothing is searched: one host is asked, when the officer names it.
"""

import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.printing.devices import cups_queue, windows_spooler
from app.printing.devices.cups_queue import QueueState
from app.printing.devices.file_line import reason_of
from app.printing.devices.line import Line
from app.printing.devices.network_line import PORT, open_network
from app.printing.devices.outcome import BrokenOff
from app.printing.devices.status import (
    ACKNOWLEDGE,
    BARRIER,
    is_acknowledged,
    is_answer,
    is_past_barrier,
    question,
)
from app.printing.devices.usb_line import PRINTER_CLASS, printer_interface
from app.printing.paper_profiles import Ack

DEVICE_FILES: Final = Path("/dev/usb")
TTYS: Final = Path("/sys/class/tty")
PRINTER_PORTS: Final = Path("/sys/class/usbmisc")
CONNECT_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 0.6
RESET: Final = b"\x1b@"


@dataclass(frozen=True, slots=True)
class Found:
    """What may be a printer: ``kind`` and ``target`` as in ``PrinterSetting``, ``name`` to show.

    ``note`` is a reason of ``app.ui.error_reasons`` or empty: why this printer does not print now,
    or, without a ``target``, why this kind could not be searched.
    """

    kind: str
    target: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a printer answered: the state questions, and how it can say that a slip is on paper."""

    answers_status: bool
    ack: Ack


def find_printers() -> list[Found]:
    """Return what this machine sees; takes seconds, never call it on the screen's thread."""
    return [one for kind, source in _sources() for one in _guarded(kind, source)]


def probe_network(host: str) -> Found:
    """Return the printer at a host's printing port.

    Raises:
        BrokenOff: nothing takes connections there.
    """
    host = host.strip().strip("[]")
    target = f"[{host}]:{PORT}" if ":" in host else f"{host}:{PORT}"
    open_network(target, CONNECT_SECONDS).close()
    return Found("network", target, host)


def probe(line: Line) -> Abilities:
    """Ask a printer that is ready what it can answer; nothing that would be printed is sent.

    Raises:
        BrokenOff: ``reset``: the line broke.
    """
    mark = secrets.token_hex(2).encode()
    try:
        answers_status = _heard(line, question(1), lambda got: any(map(is_answer, got)))
        is_ordered = _heard(line, BARRIER, is_past_barrier)
        if _heard(line, ACKNOWLEDGE + mark, lambda got: is_acknowledged(mark, got)):
            return Abilities(answers_status, Ack.GS_H)
        # One that does not know the question may keep its letters for the next line.
        _say(line, RESET, time.monotonic() + ANSWER_SECONDS)
    except OSError:
        raise BrokenOff("reset") from None
    return Abilities(answers_status, Ack.GS_R if is_ordered else Ack.NONE)


def _heard(line: Line, asked: bytes, is_it: Callable[[bytes], bool]) -> bool:
    """Whether a printer gives an answer of the right shape in time."""
    line.drain()
    until = time.monotonic() + ANSWER_SECONDS
    got = b""
    with suppress(TimeoutError):
        _say(line, asked, until)
        while not is_it(got):
            got += line.receive(until)
        return True
    return False


def _say(line: Line, words: bytes, until: float) -> None:
    while words:
        words = words[line.send(words, until) :]


def _sources() -> list[tuple[str, Callable[[], Iterator[Found]]]]:
    if sys.platform == "win32":
        return [("windows", _windows), ("serial", _serial), ("usb", _usb)]
    return [("cups", _cups), ("usb", _usb), ("device", _device_files), ("serial", _serial)]


def _guarded(kind: str, source: Callable[[], Iterator[Found]]) -> list[Found]:
    try:
        return list(source())
    except BrokenOff as broken:
        return [Found(kind, "", "", broken.reason)]
    except OSError as error:
        return [Found(kind, "", "", reason_of(error))]
    except (ValueError, NotImplementedError):  # of a driver that answers nonsense
        return [Found(kind, "", "", "io")]


def _cups() -> Iterator[Found]:
    for queue in cups_queue.queues():
        note = "queue_stopped" if queue.state is QueueState.STOPPED else ""
        yield Found("cups", queue.name, queue.name, note)


def _windows() -> Iterator[Found]:
    for name in windows_spooler.printer_names():
        yield Found("windows", name, name)


def _serial() -> Iterator[Found]:
    try:
        from serial.tools import list_ports
    except ImportError:
        raise BrokenOff("no_library") from None
    for port in sorted(list_ports.comports()):
        if _is_real(port):
            name = port.description if port.description != "n/a" else port.name
            yield Found("serial", port.device, name)


def _is_real(port: Any) -> bool:
    """Whether there is hardware behind a name; Linux has names for ports that do not exist."""
    if port.hwid and port.hwid != "n/a":
        return True
    with suppress(OSError):
        kind = Path(TTYS, port.name, "type").read_text()
        return kind.strip() != "0"  # PORT_UNKNOWN
    return False


def _usb() -> Iterator[Found]:
    try:
        import usb.core
    except ImportError:
        raise BrokenOff("no_library") from None
    try:
        devices = list(usb.core.find(find_all=True))
    except usb.core.NoBackendError:
        raise BrokenOff("no_library") from None
    for device in devices:
        if _is_printer(device):
            target = f"{device.idVendor:04x}:{device.idProduct:04x}"
            yield Found("usb", target, _usb_name(device) or target)


def _is_printer(device: Any) -> bool:
    """Whether a device calls itself a printer; one that cannot be read hides no other."""
    try:
        interface = printer_interface(device)
    except (OSError, ValueError, NotImplementedError):
        return False
    return interface is not None and bool(interface.bInterfaceClass == PRINTER_CLASS)


def _usb_name(device: Any) -> str:
    """Return the words a device has for itself; they are only told to who may open it."""
    import usb.util

    try:
        return " ".join(word for word in (device.manufacturer, device.product) if word)
    except (OSError, ValueError, NotImplementedError):
        return ""
    finally:
        usb.util.dispose_resources(device)


def _device_files() -> Iterator[Found]:
    for file in sorted(DEVICE_FILES.glob("lp*")):
        yield Found("device", str(file), _ieee1284_name(file.name) or str(file))


def _ieee1284_name(port: str) -> str:
    """Return maker and model as Linux' driver read them: ``MFG:EPSON;CMD:ESC/POS;MDL:TM-T20;``."""
    try:
        told = (PRINTER_PORTS / port / "device" / "ieee1284_id").read_text(errors="replace")
    except OSError:
        return ""
    fields = dict(part.strip().split(":", 1) for part in told.split(";") if ":" in part)
    maker = fields.get("MFG") or fields.get("MANUFACTURER", "")
    model = fields.get("MDL") or fields.get("MODEL", "")
    return f"{maker} {model}".strip()
