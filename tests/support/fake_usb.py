"""A USB printer for pyusb to find: the library's own code runs, only the wire is pretended."""

import errno
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.core
from usb.backend import IBackend

VENDOR, PRODUCT = 0x04B8, 0x0E15
OUT, IN, INTERRUPT_IN = 0x02, 0x81, 0x83
BULK, INTERRUPT = 2, 3
PACKET = 64
TIMED_OUT = usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)


@dataclass(frozen=True)
class Pretended:
    """One interface of the device; ``endpoints`` are addresses with their kind."""

    number: int = 0
    alternate: int = 0
    usb_class: int = 7
    protocol: int = 2
    endpoints: tuple[tuple[int, int], ...] = ((OUT, BULK), (IN, BULK))


@dataclass
class FakeUsb(IBackend):
    """A bus with one device; ``answers`` are what reads give, an empty one is an empty packet."""

    interfaces: tuple[Pretended, ...] = (Pretended(),)
    driver_active: bool = True
    takes: int = 1 << 20  # bytes of one write
    answers: deque[bytes | Exception] = field(default_factory=deque)
    write_error: Exception | None = None
    claim_error: Exception | None = None
    written: bytearray = field(default_factory=bytearray)
    timeouts: list[int] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def enumerate_devices(self) -> Iterator[str]:
        yield "printer"

    def get_device_descriptor(self, _device: Any) -> Any:
        return _descriptor(
            1,
            bcdUSB=0x200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=VENDOR,
            idProduct=PRODUCT,
            bcdDevice=0x100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=0,
            bNumConfigurations=1,
            address=1,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=3,
        )

    def get_configuration_descriptor(self, _device: Any, number: int) -> Any:
        if number:
            raise IndexError
        return _descriptor(
            2,
            wTotalLength=32,
            bNumInterfaces=len({one.number for one in self.interfaces}),
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
        )

    def get_interface_descriptor(self, _device: Any, at: int, alternate: int, _config: int) -> Any:
        one = self._pretended(at, alternate)
        return _descriptor(
            4,
            bInterfaceNumber=one.number,
            bAlternateSetting=one.alternate,
            bNumEndpoints=len(one.endpoints),
            bInterfaceClass=one.usb_class,
            bInterfaceSubClass=1,
            bInterfaceProtocol=one.protocol,
            iInterface=0,
        )

    def get_endpoint_descriptor(
        self, _device: Any, number: int, at: int, alternate: int, _config: int
    ) -> Any:
        address, kind = self._pretended(at, alternate).endpoints[number]
        return _descriptor(
            5,
            bEndpointAddress=address,
            bmAttributes=kind,
            wMaxPacketSize=PACKET,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
        )

    def open_device(self, device: Any) -> Any:
        return device

    def close_device(self, _handle: Any) -> None:
        self.done.append("closed")

    def get_configuration(self, _handle: Any) -> int:
        return 1

    def claim_interface(self, _handle: Any, number: int) -> None:
        if self.claim_error:
            raise self.claim_error
        self.done.append(f"claimed {number}")

    def release_interface(self, _handle: Any, number: int) -> None:
        self.done.append(f"released {number}")

    def set_interface_altsetting(self, _handle: Any, number: int, alternate: int) -> None:
        self.done.append(f"set {number} to {alternate}")

    def is_kernel_driver_active(self, _handle: Any, _number: int) -> bool:
        return self.driver_active

    def detach_kernel_driver(self, _handle: Any, number: int) -> None:
        self.done.append(f"detached {number}")

    def attach_kernel_driver(self, _handle: Any, number: int) -> None:
        self.done.append(f"attached {number}")

    def bulk_write(self, _handle: Any, address: int, _number: int, data: Any, timeout: int) -> int:
        assert address == OUT
        self.timeouts.append(timeout)
        if self.write_error:
            raise self.write_error
        taken = data.tobytes()[: self.takes]
        self.written += taken
        return len(taken)

    def bulk_read(self, _handle: Any, address: int, _number: int, room: Any, timeout: int) -> int:
        assert address == IN
        assert len(room) % PACKET == 0
        self.timeouts.append(timeout)
        answer = self.answers.popleft() if self.answers else TIMED_OUT
        if isinstance(answer, Exception):
            raise answer
        for at, byte in enumerate(answer):
            room[at] = byte
        return len(answer)

    def _pretended(self, at: int, alternate: int) -> Pretended:
        numbers = sorted({one.number for one in self.interfaces})
        same = [one for one in self.interfaces if one.number == numbers[at]]
        return same[alternate]


def _descriptor(kind: int, **fields: Any) -> Any:
    return SimpleNamespace(bLength=9, bDescriptorType=kind, extra_descriptors=[], **fields)
