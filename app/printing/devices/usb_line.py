"""A printer on USB, by pyusb and libusb. No real device was ever tried, only a pretended one.

The kernel's own driver (``usblp`` on Linux) is asked to let the printer go for the length of a slip
and gets it back. On Windows libusb reaches a printer only through the WinUSB driver.
"""

import errno
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from app.printing.devices.descriptors import PAUSE, seconds_left
from app.printing.devices.file_line import reason_of
from app.printing.devices.outcome import BrokenOff

TARGET: Final = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
PRINTER_CLASS: Final = 7  # USB Printing Devices 1.1, 4.2.1
VENDOR_CLASS: Final = 0xFF  # what many receipt printers say instead
IPP_PROTOCOL: Final = 4  # IPP over USB: no bytes of ours
BULK: Final = 2
KIND_MASK, INCOMING = 0x03, 0x80
DRAIN_MS: Final = 20
DRAINED_AT_MOST: Final = 64


class UsbLine:
    """A ``Line`` over the bulk endpoints of one claimed interface."""

    def __init__(self, device: Any, interface: Any, *, gives_back: bool) -> None:
        self._device = device
        self._interface = interface
        self._gives_back = gives_back
        self._out = _endpoint(interface, 0)
        self._in = _endpoint(interface, INCOMING)

    def send(self, data: bytes, until: float) -> int:
        """Hand bytes to the device; it may take fewer."""
        while True:
            milliseconds = _milliseconds(seconds_left(until))
            with _told_as_system_errors():
                if taken := int(self._out.write(data, milliseconds)):
                    return taken
            time.sleep(PAUSE)

    def receive(self, until: float) -> bytes:
        """Return the next bytes; a printer gives several empty answers before one that counts."""
        if self._in is None:
            time.sleep(seconds_left(until))
            raise TimeoutError
        while True:
            if got := self._read(_milliseconds(seconds_left(until))):
                return got
            time.sleep(PAUSE)

    def drain(self) -> None:
        """Throw away what lies ready."""
        if self._in is None:
            return
        with suppress(TimeoutError):
            for _ in range(DRAINED_AT_MOST):
                if not self._read(DRAIN_MS):
                    return

    def finish(self, seconds: float) -> None:
        """Nothing to wait for: what ``send`` returned, the device itself has taken."""

    def close(self) -> None:
        """Give the printer back to the kernel's driver."""
        _release(self._device, self._interface, gives_back=self._gives_back)

    def _read(self, milliseconds: int) -> bytes:
        # Whole packets only, or libusb calls what does not fit an overflow.
        with _told_as_system_errors():
            return bytes(self._in.read(self._in.wMaxPacketSize, milliseconds))


def open_usb(target: str) -> UsbLine:
    """Open the first device with this ``vendor:product`` (hexadecimal) and claim its printer.

    Raises:
        BrokenOff: ``no_library``, ``no_device``, ``no_permission``, ``busy``, ``io``, or
            ``bad_target`` for a wrong number or a device that is no printer.
    """
    numbers = TARGET.fullmatch(target.strip())
    if numbers is None:
        raise BrokenOff("bad_target")
    with _told_as_reasons():
        device = _find(int(numbers[1], 16), int(numbers[2], 16))
        interface = printer_interface(device)
        if interface is None:
            raise BrokenOff("bad_target")
        return _claim(device, interface)


def printer_interface(device: Any) -> Any:
    """Return the interface of a device that takes slips, None if it is no printer.

    The printer class comes before a maker's own, and one that answers before one that is mute.
    """
    known = [one for configuration in device for one in configuration if _takes_bytes(one)]
    return min(known, key=_rank, default=None)


def _takes_bytes(interface: Any) -> bool:
    if interface.bInterfaceClass not in (PRINTER_CLASS, VENDOR_CLASS):
        return False
    is_ipp = (interface.bInterfaceClass, interface.bInterfaceProtocol) == (
        PRINTER_CLASS,
        IPP_PROTOCOL,
    )
    return not is_ipp and _endpoint(interface, 0) is not None


def _rank(interface: Any) -> tuple[bool, bool]:
    is_vendors = bool(interface.bInterfaceClass == VENDOR_CLASS)
    return is_vendors, _endpoint(interface, INCOMING) is None


def _endpoint(interface: Any, direction: int) -> Any:
    for one in interface:
        if one.bmAttributes & KIND_MASK == BULK and one.bEndpointAddress & INCOMING == direction:
            return one
    return None


def _find(vendor: int, product: int) -> Any:
    import usb.core

    device = usb.core.find(idVendor=vendor, idProduct=product)
    if device is None:
        raise BrokenOff("no_device")
    return device


def _claim(device: Any, interface: Any) -> UsbLine:
    import usb.util

    number = interface.bInterfaceNumber
    is_detached = False
    try:
        with suppress(NotImplementedError):  # only Linux has drivers to detach
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
                is_detached = True
        usb.util.claim_interface(device, number)
        if interface.bAlternateSetting:
            interface.set_altsetting()
    except BaseException:
        _release(device, interface, gives_back=is_detached)
        raise
    return UsbLine(device, interface, gives_back=is_detached)


def _release(device: Any, interface: Any, *, gives_back: bool) -> None:
    import usb.util

    number = interface.bInterfaceNumber
    with suppress(OSError, NotImplementedError):
        usb.util.release_interface(device, number)
    if gives_back:
        with suppress(OSError, NotImplementedError):
            device.attach_kernel_driver(number)
    with suppress(OSError, NotImplementedError):
        usb.util.dispose_resources(device)


@contextmanager
def _told_as_reasons() -> Iterator[None]:
    """Turn whatever pyusb and the system say of a device that does not open into a BrokenOff."""
    try:
        import usb.core
    except ImportError:
        raise BrokenOff("no_library") from None
    try:
        yield
    except (usb.core.NoBackendError, NotImplementedError):  # no libusb, or no driver it could use
        raise BrokenOff("no_library") from None
    except OSError as error:
        raise BrokenOff(reason_of(error)) from None
    except (ValueError, IndexError, TypeError):  # a device that describes itself in nonsense
        raise BrokenOff("io") from None


@contextmanager
def _told_as_system_errors() -> Iterator[None]:
    """Turn pyusb's time-outs into TimeoutError, and give every other error a number."""
    import usb.core

    try:
        yield
    except usb.core.USBTimeoutError:
        raise TimeoutError from None
    except usb.core.USBError as error:
        raise OSError(error.errno or errno.EIO, str(error)) from None


def _milliseconds(seconds: float) -> int:
    """Return at least 1: 0 is "for ever" to libusb."""
    return max(1, int(seconds * 1000))
