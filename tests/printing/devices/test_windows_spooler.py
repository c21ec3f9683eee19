"""Windows' spooler, as far as a pretended library can show it."""

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.core.settings import PrinterSetting
from app.printing.devices import windows_spooler
from app.printing.devices.outcome import BrokenOff
from app.printing.devices.windows_spooler import (
    PrinterInfo,
    Spooler,
    hand_over,
    load_spooler,
    printer_names,
)

HANDLE = 0x1234567890
SLIP = PrinterSetting("receipt", "windows", "Máy in phiếu")
ACCESS_DENIED, SERVER_UNAVAILABLE, INVALID_PRINTER_NAME, OTHER = 5, 1722, 1801, 6


@dataclass
class FakeLibrary:
    """The functions of winspool.drv that are used, and what they did."""

    names: tuple[str, ...] = (SLIP.target, "Máy in A4")
    fails: str = ""  # the function that returns 0
    error: int = 0
    takes: int = 1 << 20
    written: bytearray = field(default_factory=bytearray)
    done: list[str] = field(default_factory=list)
    document: tuple[str, str | None, str] | None = None

    def OpenPrinterW(self, name: str, handle: Any, defaults: None) -> int:  # noqa: N802
        if name not in self.names:
            self.error = INVALID_PRINTER_NAME
            return 0
        handle._obj.value = HANDLE
        return self._do("OpenPrinter")

    def StartDocPrinterW(self, printer: Any, level: int, document: Any) -> int:  # noqa: N802
        assert (printer.value, level) == (HANDLE, 1)
        told = document._obj
        self.document = (told.title, told.output_file, told.data_type)
        return self._do("StartDocPrinter") and 42

    def StartPagePrinter(self, printer: Any) -> int:  # noqa: N802
        return self._do("StartPagePrinter")

    def WritePrinter(self, printer: Any, data: bytes, size: int, taken: Any) -> int:  # noqa: N802
        part = data[: min(size, self.takes)]
        self.written += part
        taken._obj.value = len(part)
        return self._do("WritePrinter")

    def EndPagePrinter(self, printer: Any) -> int:  # noqa: N802
        return self._do("EndPagePrinter")

    def EndDocPrinter(self, printer: Any) -> int:  # noqa: N802
        return self._do("EndDocPrinter")

    def AbortPrinter(self, printer: Any) -> int:  # noqa: N802
        return self._do("AbortPrinter")

    def ClosePrinter(self, printer: Any) -> int:  # noqa: N802
        return self._do("ClosePrinter")

    def EnumPrintersW(  # noqa: N802
        self, flags: int, name: None, level: int, room: Any, size: Any, needed: Any, count: Any
    ) -> int:
        assert (flags, name, level) == (6, None, 4)
        infos = (PrinterInfo * len(self.names))(*(PrinterInfo(one) for one in self.names))
        needed._obj.value = ctypes.sizeof(infos)
        if room is None:
            return 0
        assert size.value == ctypes.sizeof(infos)
        ctypes.memmove(room, infos, ctypes.sizeof(infos))
        self.kept = infos  # the names live as long as the answer
        count._obj.value = len(self.names)
        return self._do("EnumPrinters")

    def _do(self, name: str) -> int:
        self.done.append(name)
        return int(name != self.fails)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakeLibrary:
    library = FakeLibrary()
    spooler = Spooler(library, lambda: library.error)
    monkeypatch.setattr(windows_spooler, "load_spooler", lambda: spooler)
    return library


def broken(setting: PrinterSetting = SLIP, data: bytes = b"slip") -> BrokenOff:
    with pytest.raises(BrokenOff) as caught:
        hand_over(data, setting, "phieu-hen")
    return caught.value


def test_bytes_are_handed_over_as_they_are(library: FakeLibrary) -> None:
    """RAW, in order, in as many writes as the spooler wants."""
    library.takes = 1000
    data = bytes(range(256)) * 20
    assert hand_over(data, SLIP, "phieu-hen 0042") == "42"
    assert bytes(library.written) == data
    assert library.document == ("phieu-hen 0042", None, "RAW")
    begin, end = library.done[:3], library.done[-3:]
    assert begin == ["OpenPrinter", "StartDocPrinter", "StartPagePrinter"]
    assert end == ["EndPagePrinter", "EndDocPrinter", "ClosePrinter"]
    assert library.done.count("WritePrinter") == 6


@pytest.mark.parametrize("name", ["Máy in khác", ""])
def test_a_missing_printer_is_an_error(library: FakeLibrary, name: str) -> None:
    """No other takes its place; and without a name Windows would open the spooler itself."""
    error = broken(PrinterSetting("receipt", "windows", name))
    assert (error.reason, error.bytes_sent) == ("no_queue", 0)
    assert library.done == []


@pytest.mark.parametrize(
    ("number", "reason"),
    [(ACCESS_DENIED, "no_permission"), (SERVER_UNAVAILABLE, "spooler_down"), (OTHER, "io")],
)
def test_a_refused_document_is_told_and_the_printer_closed(
    library: FakeLibrary, number: int, reason: str
) -> None:
    """Nothing has left, so trying again is safe."""
    library.fails, library.error = "StartDocPrinter", number
    error = broken()
    assert (error.reason, error.bytes_sent) == (reason, 0)
    assert library.done[-1] == "ClosePrinter"


@pytest.mark.parametrize(
    ("fails", "sent"),
    [("StartPagePrinter", 0), ("WritePrinter", 0), ("EndPagePrinter", 4), ("EndDocPrinter", 4)],
)
def test_a_document_that_breaks_off_is_withdrawn(
    library: FakeLibrary, fails: str, sent: int
) -> None:
    """Half a slip must not come out later; how much the spooler had is known."""
    library.fails, library.error = fails, OTHER
    error = broken()
    assert (error.reason, error.bytes_sent) == ("io", sent)
    assert library.done[-2:] == ["AbortPrinter", "ClosePrinter"]


def test_a_write_that_takes_nothing_breaks_off(library: FakeLibrary) -> None:
    """It would go round for ever."""
    library.takes = 0
    assert broken().bytes_sent == 0


def test_the_printers_are_listed(library: FakeLibrary) -> None:
    """Those of the machine and those it is connected to."""
    assert printer_names() == [SLIP.target, "Máy in A4"]
    library.names = ()
    assert printer_names() == []


def test_a_list_that_fails_is_told(library: FakeLibrary) -> None:
    """As when the spooler stops between two calls."""
    library.fails, library.error = "EnumPrinters", SERVER_UNAVAILABLE
    with pytest.raises(BrokenOff) as caught:
        printer_names()
    assert caught.value.reason == "spooler_down"


@pytest.mark.skipif(windows_spooler.sys.platform == "win32", reason="there it is")
def test_elsewhere_there_is_no_such_library() -> None:
    """The setting came from another machine."""
    with pytest.raises(BrokenOff) as caught:
        load_spooler()
    assert caught.value.reason == "no_library"


def test_a_windows_without_its_spooler_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some editions come without."""

    def fail(*_args: object, **_options: object) -> None:
        raise OSError

    monkeypatch.setattr(windows_spooler.sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", fail, raising=False)
    with pytest.raises(BrokenOff) as caught:
        load_spooler()
    assert caught.value.reason == "no_library"
