"""A printer on a serial port, by pyserial.

Without hardware flow control: Linux cannot do DTR/DSR, and at 115200 baud paper is faster than the
line. A printer that goes offline in the middle loses bytes and so never acknowledges.
"""

import sys
import time
from contextlib import suppress
from typing import Any, Final

from app.printing.devices.descriptors import PAUSE, READ, seconds_left, write_some
from app.printing.devices.file_line import reason_of
from app.printing.devices.outcome import BrokenOff

CHUNK: Final = 256  # bytes of one write on Windows
WRITE_SECONDS: Final = 10.0  # for such a write, at least
DRAINED_AT_MOST: Final = 64  # reads
BITS_OF_A_BYTE: Final = 10  # with start and stop

SYSTEM_ERRORS: tuple[type[Exception], ...] = (OSError,)
if sys.platform != "win32":
    import termios

    SYSTEM_ERRORS += (termios.error,)  # pyserial lets it through, and it is no OSError


class SerialLine:
    """A ``Line`` over an open ``serial.Serial``."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def send(self, data: bytes, until: float) -> int:
        """Hand bytes to the port.

        pyserial's own write does not say how much it took before its time was up, and a byte sent
        twice spoils a slip. So its descriptor is written to; on Windows, where that cannot be done,
        its time-out stays what it is, an OSError: a broken line. There a write gets longer than
        ``until``, or a short patience would break lines that are only slow.
        """
        if sys.platform != "win32":
            return write_some(self._port.fileno(), data, until)
        self._port.write_timeout = max(seconds_left(until), WRITE_SECONDS)
        return int(self._port.write(data[:CHUNK]))

    def receive(self, until: float) -> bytes:
        """Return the next bytes."""
        self._port.timeout = seconds_left(until)
        first = bytes(self._port.read(1))
        if not first:
            raise TimeoutError
        return first + bytes(self._port.read(self._port.in_waiting))

    def drain(self) -> None:
        """Throw away what lies ready."""
        self._port.timeout = 0
        for _ in range(DRAINED_AT_MOST):
            if not self._port.read(READ):
                return

    def finish(self, seconds: float) -> None:
        """Wait until all has left the computer, ``seconds`` longer than the line needs for it."""
        needed = self._port.out_waiting * BITS_OF_A_BYTE / self._port.baudrate
        until = time.monotonic() + seconds + needed
        while self._port.out_waiting:
            time.sleep(min(PAUSE, seconds_left(until)))

    def close(self) -> None:
        """Let the port go; what a dead line did not take is dropped, or closing waits for it."""
        with suppress(Exception):  # of a port closed or unplugged, pyserial raises anything
            if self._port.out_waiting:
                self._port.reset_output_buffer()
        with suppress(*SYSTEM_ERRORS):
            self._port.close()


def open_serial(port: str, baud: int) -> SerialLine:
    """Open a serial port such as ``/dev/ttyUSB0`` or ``COM3`` for us alone: 8 bits, no parity.

    Raises:
        BrokenOff: ``no_device``, ``no_permission``, ``busy``, ``io``, ``no_library``, or
            ``bad_target`` for what is no serial port or a speed it cannot do.
    """
    try:
        import serial
    except ImportError:
        raise BrokenOff("no_library") from None
    if baud <= 0:  # to the system 0 is no speed, it is "hang up"
        raise BrokenOff("bad_target")
    try:
        line = serial.Serial(
            port, baud, timeout=0, write_timeout=1, dsrdtr=False, rtscts=False, exclusive=True
        )
    except SYSTEM_ERRORS as error:
        raise BrokenOff(_reason(error)) from None
    except (ValueError, OverflowError):
        raise BrokenOff("bad_target") from None
    return SerialLine(line)


def _reason(error: Exception) -> str:
    """Return why a port did not open; on Windows pyserial has only a sentence to tell it."""
    if not isinstance(error, OSError):
        return "io"
    if error.errno is not None:
        return reason_of(error)
    if "FileNotFoundError" in str(error):
        return "no_device"
    return "busy" if "PermissionError" in str(error) else "bad_target"
