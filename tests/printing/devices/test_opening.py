"""The setting decides which line is opened; a spooler has none."""

import functools
import socket
import time
from pathlib import Path

import pytest
import usb.core

from app.core.settings import PrinterSetting
from app.printing.devices.opening import open_line
from app.printing.devices.outcome import BrokenOff, Deadlines
from app.ui.error_reasons import REASONS
from tests.support.fake_usb import FakeUsb

QUICK = Deadlines(connect=0.2)


def refusal(kind: str, target: str) -> str:
    with pytest.raises(BrokenOff) as caught:
        open_line(PrinterSetting("receipt", kind, target), QUICK)
    return caught.value.reason


def test_a_network_printer_is_connected_to() -> None:
    """The kind everybody should have."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target = f"127.0.0.1:{listener.getsockname()[1]}"
        line = open_line(PrinterSetting("receipt", "network", target), QUICK)
        with listener.accept()[0] as there:
            assert line.send(b"\x10", time.monotonic() + 1) == 1
            assert there.recv(1) == b"\x10"
        line.close()


def test_every_kind_that_answers_is_opened_in_its_own_way(tmp_path: Path) -> None:
    """Seen by what each says of a target that is none of its own."""
    assert refusal("network", "may-in:x") == "bad_target"
    assert refusal("usb", "no number") == "bad_target"
    assert refusal("serial", str(tmp_path / "ttyUSB0")) == "no_device"
    assert refusal("device", str(tmp_path / "lp0")) == "no_device"


HOSTILE = (
    "",
    " ",
    ":",
    "]:9100[",
    "127.0.0.1:99999",
    "127.0.0.1:-1",
    "127.0.0.1:" + "9" * 5000,
    "x" * 70 + ":9100",
    "x" * 300,
    "a\0b",
    "\ud800",
    "ＦＦＦＦ:ＦＦＦＦ",
    "ffff:ffff",
    "../..",
    "~",
    "máy in",
    "-n",
    "$(reboot)",
)


@pytest.mark.parametrize("kind", ["network", "usb", "serial", "device"])
@pytest.mark.parametrize("target", HOSTILE)
def test_whatever_is_written_as_a_target_is_refused_with_a_known_reason(
    kind: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An officer reads a sentence; no error of a library stops the printing of a desk."""
    monkeypatch.setattr(usb.core, "find", functools.partial(usb.core.find, backend=FakeUsb()))
    assert refusal(kind, target) in REASONS["printer.unavailable"]


@pytest.mark.parametrize("kind", ["cups", "windows", "virtual", "fax"])
def test_other_kinds_have_no_line(kind: str) -> None:
    """A spooler takes bytes and says nothing; the rest is a mistake in the settings."""
    assert refusal(kind, "slips") == "bad_target"
