"""Printers of Windows, through its spooler (``winspool.drv``): bytes go in, no word comes back.

Thin, and tried with a pretended library only, never on Windows.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes
from dataclasses import dataclass
from typing import Any, Final

from app.core.settings import PrinterSetting
from app.printing.devices.outcome import BrokenOff

CHUNK: Final = 65536
LOCAL_AND_CONNECTED: Final = 0x02 | 0x04  # PRINTER_ENUM_LOCAL, PRINTER_ENUM_CONNECTIONS
LEVEL: Final = 4
REASONS: Final = {  # winerror.h
    5: "no_permission",
    1722: "spooler_down",
    1801: "no_queue",
    1905: "no_queue",
}


class DocumentInfo(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (
        ("title", wintypes.LPWSTR),
        ("output_file", wintypes.LPWSTR),
        ("data_type", wintypes.LPWSTR),
    )


class PrinterInfo(ctypes.Structure):
    """PRINTER_INFO_4W."""

    _fields_ = (
        ("name", wintypes.LPWSTR),
        ("server", wintypes.LPWSTR),
        ("attributes", wintypes.DWORD),
    )


@dataclass(frozen=True, slots=True)
class Spooler:
    """The library, and how its last error is asked for."""

    library: Any
    last_error: Callable[[], int]

    def require(self, result: int, bytes_sent: int = 0) -> int:
        """Return what a call returned; 0 means it failed.

        Raises:
            BrokenOff: it failed.
        """
        if not result:
            raise BrokenOff(REASONS.get(self.last_error(), "io"), bytes_sent)
        return result


def load_spooler() -> Spooler:
    """Load the library of Windows.

    Raises:
        BrokenOff: ``no_library``: this is not Windows, or one without its spooler.
    """
    if sys.platform != "win32":
        raise BrokenOff("no_library")
    try:
        library = ctypes.WinDLL("winspool.drv", use_last_error=True)
    except OSError:
        raise BrokenOff("no_library") from None
    return Spooler(library, ctypes.get_last_error)


def hand_over(data: bytes, setting: PrinterSetting, title: str) -> str:
    """Give the bytes of a slip, as they are, to a printer and return the number of the job.

    Raises:
        BrokenOff: ``no_queue`` (no other printer is ever taken), ``no_permission``,
            ``spooler_down``, ``no_library`` or ``io``, with the bytes the spooler had taken.
    """
    spooler = load_spooler()
    with _open(spooler, setting.target) as printer:
        document = DocumentInfo(title, None, "RAW")
        job = spooler.library.StartDocPrinterW(printer, 1, ctypes.byref(document))
        spooler.require(job)
        try:
            _write(spooler, printer, data)
        except BrokenOff:
            spooler.library.AbortPrinter(printer)  # half a slip must not come out later
            raise
        return str(job)


def printer_names() -> list[str]:
    """Return the names of the printers of this machine and those it is connected to.

    Raises:
        BrokenOff: the spooler does not answer, or this is not Windows.
    """
    spooler = load_spooler()
    size, count = wintypes.DWORD(), wintypes.DWORD()
    sizes = ctypes.byref(size), ctypes.byref(count)
    ask = spooler.library.EnumPrintersW
    # The first call only tells how much room the answer needs.
    ask(LOCAL_AND_CONNECTED, None, LEVEL, None, 0, *sizes)
    if not size.value:
        return []
    room = ctypes.create_string_buffer(size.value)
    spooler.require(ask(LOCAL_AND_CONNECTED, None, LEVEL, room, size, *sizes))
    found = ctypes.cast(room, ctypes.POINTER(PrinterInfo))
    return [str(found[at].name) for at in range(count.value)]


@contextmanager
def _open(spooler: Spooler, name: str) -> Iterator[wintypes.HANDLE]:
    if not name:  # Windows would open the spooler itself
        raise BrokenOff("no_queue")
    printer = wintypes.HANDLE()
    spooler.require(spooler.library.OpenPrinterW(name, ctypes.byref(printer), None))
    try:
        yield printer
    finally:
        spooler.library.ClosePrinter(printer)


def _write(spooler: Spooler, printer: wintypes.HANDLE, data: bytes) -> None:
    library = spooler.library
    spooler.require(library.StartPagePrinter(printer))
    sent = 0
    while sent < len(data):
        part = data[sent : sent + CHUNK]
        taken = wintypes.DWORD()
        result = library.WritePrinter(printer, part, len(part), ctypes.byref(taken))
        spooler.require(result and taken.value, sent)
        sent += taken.value
    spooler.require(library.EndPagePrinter(printer), sent)
    spooler.require(library.EndDocPrinter(printer), sent)
