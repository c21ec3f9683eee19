"""A printer on USB: found by its descriptors, claimed for one slip, given back to the system."""

import errno
import functools
import sys
import time
from collections import deque

import pytest
import usb.core

from app.printing.devices.outcome import BrokenOff
from app.printing.devices.usb_line import UsbLine, open_usb
from tests.support.fake_usb import (
    BULK,
    IN,
    INTERRUPT,
    INTERRUPT_IN,
    OUT,
    TIMED_OUT,
    FakeUsb,
    Pretended,
)

TARGET = "04b8:0e15"
MUTE = ((OUT, BULK),)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> FakeUsb:
    bus = FakeUsb()
    monkeypatch.setattr(usb.core, "find", functools.partial(usb.core.find, backend=bus))
    return bus


def soon(seconds: float = 0.2) -> float:
    return time.monotonic() + seconds


def opened(bus: FakeUsb, *interfaces: Pretended) -> UsbLine:
    bus.interfaces = interfaces or bus.interfaces
    return open_usb(TARGET)


def refusal(target: str = TARGET) -> str:
    with pytest.raises(BrokenOff) as caught:
        open_usb(target)
    return caught.value.reason


def test_the_kernels_driver_lets_go_and_gets_the_printer_back(bus: FakeUsb) -> None:
    """Otherwise /dev/usb/lp0 would be gone until the printer is plugged in again."""
    line = opened(bus)
    assert bus.done == ["detached 0", "claimed 0"]
    line.close()
    assert bus.done[2:] == ["released 0", "attached 0", "closed"]


def test_a_printer_without_a_driver_gets_none(bus: FakeUsb) -> None:
    """What was not taken away is not given back."""
    bus.driver_active = False
    opened(bus).close()
    assert bus.done == ["claimed 0", "released 0", "closed"]


def test_a_short_write_is_told(bus: FakeUsb) -> None:
    """The device took the beginning only; the rest is for the caller to send."""
    bus.takes = 100
    line = opened(bus)
    assert line.send(b"x" * 300, soon()) == 100
    assert bytes(bus.written) == b"x" * 100


def test_no_transfer_waits_for_ever(bus: FakeUsb) -> None:
    """To libusb a time of 0 ms is eternity, and our seconds are its thousands."""
    line = opened(bus)
    line.send(b"x", soon(2.0))
    line.send(b"x", soon(0.0009))
    assert 1900 < bus.timeouts[0] <= 2000
    assert bus.timeouts[1] == 1


def test_a_device_that_takes_nothing_is_out_of_time(bus: FakeUsb) -> None:
    """Nothing was taken, so the caller may send the same bytes again."""
    line = opened(bus)
    bus.write_error = TIMED_OUT
    with pytest.raises(TimeoutError):
        line.send(b"x", soon())
    bus.write_error, bus.takes = None, 0
    with pytest.raises(TimeoutError):
        line.send(b"x", soon(0.05))


def test_an_answer_comes_after_empty_ones(bus: FakeUsb) -> None:
    """Printers return empty packets until they have something to say."""
    bus.answers = deque([b"", b"", b"\x12"])
    assert opened(bus).receive(soon()) == b"\x12"


def test_no_answer_is_out_of_time(bus: FakeUsb) -> None:
    """Whether the library waited or the device had nothing but empty packets."""
    line = opened(bus)
    with pytest.raises(TimeoutError):
        line.receive(soon())
    bus.answers = deque([b""] * 1000)
    with pytest.raises(TimeoutError):
        line.receive(soon(0.05))


def test_a_printer_that_cannot_answer_is_waited_for_and_drained_all_the_same(bus: FakeUsb) -> None:
    """It has no way back; that is the same as silence."""
    line = opened(bus, Pretended(protocol=1, endpoints=MUTE))
    line.drain()
    with pytest.raises(TimeoutError):
        line.receive(soon(0.05))
    line.finish(0.1)


def test_what_lies_ready_is_drained(bus: FakeUsb) -> None:
    """One stale byte would answer for paper that is out."""
    bus.answers = deque([b"\x16", b"\x16", TIMED_OUT, b"\x12"])
    line = opened(bus)
    line.drain()
    assert line.receive(soon()) == b"\x12"
    bus.answers = deque([b"", b"\x12"])
    line.drain()
    assert line.receive(soon()) == b"\x12"


def test_what_never_stops_talking_is_not_drained_for_ever(bus: FakeUsb) -> None:
    """No printer does; it is some other device."""
    bus.answers = deque([b"x" * 64] * 1000)
    opened(bus).drain()
    assert bus.answers


def test_a_printer_pulled_out_is_a_broken_line(bus: FakeUsb) -> None:
    """The number of the system comes through; where there is none, it is an input-output error."""
    line = opened(bus)
    bus.write_error = usb.core.USBError("No such device", -4, errno.ENODEV)
    with pytest.raises(OSError) as caught:
        line.send(b"x", soon())
    assert caught.value.errno == errno.ENODEV
    bus.answers = deque([usb.core.USBError("?")])
    with pytest.raises(OSError) as caught:
        line.receive(soon())
    assert caught.value.errno == errno.EIO


def test_a_maker_s_own_class_is_taken_after_the_printers(bus: FakeUsb) -> None:
    """Many receipt printers call themselves "vendor specific"; a scale's screen may do so too."""
    vendor = Pretended(0, usb_class=0xFF)
    assert opened(bus, vendor)._interface.bInterfaceNumber == 0
    assert opened(bus, vendor, Pretended(1))._interface.bInterfaceNumber == 1


def test_the_setting_that_answers_is_chosen(bus: FakeUsb) -> None:
    """One-way, two-way, and IPP, which takes no bytes of ours."""
    ways = (
        Pretended(protocol=1, endpoints=MUTE),
        Pretended(alternate=1),
        Pretended(alternate=2, protocol=4),
    )
    line = opened(bus, *ways)
    assert bus.done[-1] == "set 0 to 1"
    line.close()


def test_what_is_no_printer_is_refused(bus: FakeUsb) -> None:
    """A keyboard by a mistyped number, a printer of IPP alone, one without a way in."""
    for one in (
        Pretended(usb_class=3, endpoints=((INTERRUPT_IN, INTERRUPT),)),
        Pretended(protocol=4),
        Pretended(endpoints=((IN, BULK),)),
    ):
        bus.interfaces = (one,)
        assert refusal() == "bad_target"
    assert bus.done == []


@pytest.mark.parametrize("target", ["", "04b8", "04b8:xyzw", "4b8:0e15", "04b8:0e15:1"])
def test_a_wrong_number_is_told(target: str) -> None:
    """Vendor and product, four hexadecimal digits each."""
    assert refusal(target) == "bad_target"


def test_an_absent_device_is_told(bus: FakeUsb) -> None:
    """Unplugged, or switched off."""
    assert refusal("04b8:0e16") == "no_device"


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.EACCES, "no_permission"), (errno.EBUSY, "busy"), (None, "io")]
)
def test_a_refused_device_is_told_and_given_back(
    bus: FakeUsb, number: int | None, reason: str
) -> None:
    """The remedy is a udev rule, or the other program's end."""
    bus.claim_error = usb.core.USBError("refused", -3, number)
    assert refusal() == reason
    assert bus.done == ["detached 0", "attached 0", "closed"]


def test_a_system_whose_driver_libusb_cannot_use_is_told(bus: FakeUsb) -> None:
    """Windows, before WinUSB is installed for the printer."""
    bus.claim_error = NotImplementedError()
    assert refusal() == "no_library"


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """pyusb is there, libusb may not be; or neither."""

    def fail(**_wanted: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", fail)
    assert refusal() == "no_library"
    monkeypatch.setitem(sys.modules, "usb.core", None)
    assert refusal() == "no_library"


def test_a_bus_that_cannot_be_searched_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even looking may be forbidden."""

    def fail(**_wanted: object) -> None:
        raise usb.core.USBError("Access denied", -3, errno.EACCES)

    monkeypatch.setattr(usb.core, "find", fail)
    assert refusal() == "no_permission"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (usb.core.USBError("No such device", -4, errno.ENODEV), "no_device"),
        (usb.core.USBError("Access denied", -3, errno.EACCES), "no_permission"),
        (usb.core.USBError("Pipe error"), "io"),
        (NotImplementedError(), "no_library"),
        (ValueError("nonsense"), "io"),
    ],
)
def test_a_device_that_does_not_describe_itself_is_told(
    bus: FakeUsb, error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulled out between being found and being asked what it is."""

    def fail(*_args: object) -> None:
        raise error

    monkeypatch.setattr(bus, "get_configuration_descriptor", fail)
    assert refusal() == reason
    assert bus.done == []


@pytest.mark.parametrize("name", ["is_kernel_driver_active", "detach_kernel_driver"])
def test_a_driver_that_does_not_let_go_is_told(
    bus: FakeUsb, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only root may take a printer from the kernel on some systems."""

    def fail(*_args: object) -> None:
        raise usb.core.USBError("Access denied", -3, errno.EACCES)

    monkeypatch.setattr(bus, name, fail)
    assert refusal() == "no_permission"


def test_an_interface_that_cannot_be_set_is_given_back(
    bus: FakeUsb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel's driver has the printer again, whatever went wrong."""

    def fail(*_args: object) -> None:
        raise usb.core.USBError("Pipe error", -9, errno.EPIPE)

    monkeypatch.setattr(bus, "set_interface_altsetting", fail)
    bus.interfaces = (Pretended(protocol=1, endpoints=MUTE), Pretended(alternate=1))
    assert refusal() == "reset"
    assert bus.done[-2:] == ["attached 0", "closed"]
