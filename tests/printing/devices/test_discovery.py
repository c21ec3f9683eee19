"""What the machine sees is listed, one failing source hides no other, and nothing is printed."""

import errno
import re
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import usb.core
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from app.printing.devices import cups_queue, discovery, windows_spooler
from app.printing.devices.cups_queue import Queue, QueueState
from app.printing.devices.discovery import Abilities, Found, find_printers, probe, probe_network
from app.printing.devices.outcome import BrokenOff
from app.printing.paper_profiles import Ack
from tests.support.fake_usb import FakeUsb, Pretended

_find = usb.core.find


@pytest.fixture(autouse=True)
def _empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing plugged in; each test adds what it is about."""
    for name in ("DEVICE_FILES", "TTYS", "PRINTER_PORTS"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(discovery, name, tmp_path / name)
    monkeypatch.setattr(cups_queue, "queues", list)
    monkeypatch.setattr(usb.core, "find", lambda **_wanted: iter(()))
    monkeypatch.setattr(list_ports, "comports", list)
    monkeypatch.setattr(sys, "platform", "linux")


def serial_port(device: str, hwid: str = "n/a", description: str = "n/a") -> ListPortInfo:
    port = ListPortInfo(device)
    port.hwid, port.description = hwid, description
    return port


def raising(error: Exception) -> Callable[..., object]:
    def fail(*_args: object, **_options: object) -> None:
        raise error

    return fail


def test_a_bare_machine_has_no_printer() -> None:
    """And no complaint either."""
    assert find_printers() == []


def test_queues_are_listed_and_a_stopped_one_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer sees why it would not print."""
    states = {"a4": QueueState.IDLE, "phieu": QueueState.STOPPED}
    monkeypatch.setattr(
        cups_queue, "queues", lambda: [Queue(name, state) for name, state in states.items()]
    )
    assert find_printers() == [
        Found("cups", "a4", "a4"),
        Found("cups", "phieu", "phieu", "queue_stopped"),
    ]


def test_windows_lists_its_own_printers(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is neither CUPS nor a device file there."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(cups_queue, "queues", raising(BrokenOff("no_library")))
    monkeypatch.setattr(windows_spooler, "printer_names", lambda: ["Máy in phiếu"])
    assert find_printers() == [Found("windows", "Máy in phiếu", "Máy in phiếu")]


def test_only_real_serial_ports_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux has names for many ports behind which there is nothing."""
    for name, kind in (("ttyS0", "4"), ("ttyS1", "0")):
        (discovery.TTYS / name).mkdir()
        (discovery.TTYS / name / "type").write_text(f"{kind}\n")
    ports = [
        serial_port("/dev/ttyUSB0", "USB VID:PID=1A86:7523", "USB Serial"),
        serial_port("/dev/ttyS0"),
        serial_port("/dev/ttyS1"),
        serial_port("/dev/ttyS2"),
    ]
    monkeypatch.setattr(list_ports, "comports", lambda: ports)
    assert find_printers() == [
        Found("serial", "/dev/ttyS0", "ttyS0"),
        Found("serial", "/dev/ttyUSB0", "USB Serial"),
    ]


def test_device_files_are_named_by_what_the_printer_told_the_system() -> None:
    """Maker and model, in either of the two spellings; else the file."""
    told = {
        "lp0": "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20;CLS:PRINTER;",
        "lp1": "MANUFACTURER:Xprinter;MODEL:XP-58;",
        "lp2": None,
    }
    for name, words in told.items():
        (discovery.DEVICE_FILES / name).touch()
        if words:
            (discovery.PRINTER_PORTS / name / "device").mkdir(parents=True)
            (discovery.PRINTER_PORTS / name / "device" / "ieee1284_id").write_text(words)
    (discovery.DEVICE_FILES / "hiddev0").touch()
    folder = discovery.DEVICE_FILES
    assert find_printers() == [
        Found("device", f"{folder}/lp0", "EPSON TM-T20"),
        Found("device", f"{folder}/lp1", "Xprinter XP-58"),
        Found("device", f"{folder}/lp2", f"{folder}/lp2"),
    ]


@pytest.mark.parametrize(
    ("usb_class", "expected"), [(7, [Found("usb", "04b8:0e15", "04b8:0e15")]), (0xFF, []), (3, [])]
)
def test_usb_printers_are_those_that_say_so(
    usb_class: int, expected: list[Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A maker's own class may be anything; without words of its own the numbers are the name."""
    bus = FakeUsb((Pretended(usb_class=usb_class),))
    found = list(_find(find_all=True, backend=bus))
    monkeypatch.setattr(usb.core, "find", lambda **_wanted: iter(found))
    assert find_printers() == expected
    assert "claimed 0" not in bus.done


def test_a_usb_device_that_cannot_be_read_hides_no_printer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pulled out while we look, or another user's."""
    (torn,) = _find(find_all=True, backend=FakeUsb())
    (well,) = _find(find_all=True, backend=FakeUsb())
    denied = usb.core.USBError("denied", -3, errno.EACCES)
    monkeypatch.setattr(type(torn), "__iter__", lambda one: _configurations(one, torn, denied))
    monkeypatch.setattr(usb.core, "find", lambda **_wanted: [torn, well])
    assert find_printers() == [Found("usb", "04b8:0e15", "04b8:0e15")]


def _configurations(one: object, torn: object, error: Exception) -> Iterator[object]:
    if one is torn:
        raise error
    yield one[0]


def test_a_usb_printer_is_named_by_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told only to whoever may open it."""
    (device,) = _find(find_all=True, backend=FakeUsb())
    device._manufacturer, device._product = "EPSON", "TM-T20II"
    monkeypatch.setattr(type(device), "manufacturer", property(lambda one: one._manufacturer))
    monkeypatch.setattr(type(device), "product", property(lambda one: one._product))
    monkeypatch.setattr(usb.core, "find", lambda **_wanted: [device])
    assert find_printers() == [Found("usb", "04b8:0e15", "EPSON TM-T20II")]
    monkeypatch.setattr(type(device), "product", property(raising(ValueError("no langid"))))
    assert find_printers() == [Found("usb", "04b8:0e15", "04b8:0e15")]


@pytest.mark.parametrize(
    ("owner", "name", "error", "problem"),
    [
        (cups_queue, "queues", BrokenOff("spooler_down"), Found("cups", "", "", "spooler_down")),
        (usb.core, "find", usb.core.NoBackendError(), Found("usb", "", "", "no_library")),
        (
            usb.core,
            "find",
            usb.core.USBError("denied", -3, errno.EACCES),
            Found("usb", "", "", "no_permission"),
        ),
        (usb.core, "find", ValueError(), Found("usb", "", "", "io")),
        (list_ports, "comports", OSError(), Found("serial", "", "", "io")),
    ],
)
def test_a_source_that_fails_is_told_and_hides_no_other(
    owner: object, name: str, error: Exception, problem: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The printer at hand is found although the spooler is down."""
    (discovery.DEVICE_FILES / "lp0").touch()
    monkeypatch.setattr(owner, name, raising(error))
    found = find_printers()
    assert problem in found
    assert [one.kind for one in found if one.target] == ["device"]


def test_a_machine_without_the_libraries_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them is missed by its own kind alone."""
    monkeypatch.setitem(sys.modules, "usb.core", None)
    monkeypatch.setitem(sys.modules, "serial.tools", None)
    kinds = [(one.kind, one.note) for one in find_printers()]
    assert kinds == [("usb", "no_library"), ("serial", "no_library")]


def test_one_host_is_asked_when_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its printing port and no other; that it answers is enough to be offered."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        monkeypatch.setattr(discovery, "PORT", port)
        assert probe_network(" 127.0.0.1 ") == Found("network", f"127.0.0.1:{port}", "127.0.0.1")
    with pytest.raises(BrokenOff) as caught:
        probe_network("127.0.0.1")
    assert caught.value.reason == "refused"
    monkeypatch.setattr(discovery, "open_network", lambda target, _: SimpleNamespace(close=list))
    assert probe_network("fe80::1").target == f"[fe80::1]:{port}"


class ProbedPrinter:
    """A line to a printer that knows some questions; the others it leaves unanswered."""

    def __init__(self, *, status: bool = False, barrier: bool = False, done: bool = False) -> None:
        questions = (
            (status, rb"\x10\x04\x01", b"\x16"),
            (barrier, rb"\x1dr\x01", b"\x00"),
            (done, rb"\x1d\(H\x06\x0000(....)", b"\x14\x37\x22%b\0"),
        )
        self.known = [(asked, answer) for is_known, asked, answer in questions if is_known]
        self.sent = b""
        self.ready = deque([b"\x12\x00"])  # stale

    def send(self, data: bytes, until: float) -> int:
        assert until - time.monotonic() < 1
        taken = data[:5]
        self.sent += taken
        for asked, answer in self.known:
            if heard := re.search(asked + rb"\Z", self.sent, re.DOTALL):
                self.ready.append(answer.replace(b"%b", b"".join(heard.groups())))
        return len(taken)

    def receive(self, until: float) -> bytes:
        if not self.ready:
            raise TimeoutError
        return self.ready.popleft()

    def drain(self) -> None:
        self.ready.clear()

    def finish(self, seconds: float) -> None:
        raise AssertionError

    def close(self) -> None:
        raise AssertionError


@pytest.mark.parametrize(
    ("printer", "expected"),
    [
        (ProbedPrinter(status=True, barrier=True, done=True), Abilities(True, Ack.GS_H)),
        (ProbedPrinter(status=True, barrier=True), Abilities(True, Ack.GS_R)),
        (ProbedPrinter(status=True), Abilities(True, Ack.NONE)),
        (ProbedPrinter(), Abilities(False, Ack.NONE)),
    ],
)
def test_a_printer_shows_what_it_can_answer(printer: ProbedPrinter, expected: Abilities) -> None:
    """The strongest word it has; a stale byte is none of them."""
    assert probe(printer) == expected


def test_a_probe_leaves_nothing_to_print() -> None:
    """Three questions, then whatever letters an ignorant printer kept of them are dropped."""
    printer = ProbedPrinter()
    probe(printer)
    questions, mark = printer.sent[:-6], printer.sent[-6:-2]
    assert questions == b"\x10\x04\x01\x1dr\x01\x1d(H\x06\x0000"
    assert mark.isalnum()
    assert printer.sent.endswith(b"\x1b@")


def test_a_line_that_breaks_while_probed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """That says nothing about what the printer can do."""
    printer = ProbedPrinter()
    monkeypatch.setattr(printer, "receive", raising(ConnectionResetError()))
    with pytest.raises(BrokenOff) as caught:
        probe(printer)
    assert caught.value.reason == "reset"
