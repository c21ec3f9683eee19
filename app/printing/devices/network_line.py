"""A printer in the network, spoken to on its own port: the way to prefer, for it can be asked."""

import socket
import time
from contextlib import suppress
from typing import Final

from app.printing.devices.descriptors import seconds_left
from app.printing.devices.outcome import BrokenOff

PORT: Final = 9100
PORTS: Final = range(1, 65536)
READ: Final = 256
DRAINED_AT_MOST: Final = 64  # reads: what never stops talking is no printer


class NetworkLine:
    """A ``Line`` over TCP."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        # A question of three bytes must not wait until the slip before it is acknowledged.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes, until: float) -> int:
        """Hand bytes to the network; that they were taken does not say that they arrived."""
        self._connection.settimeout(seconds_left(until))
        return self._connection.send(data)

    def receive(self, until: float) -> bytes:
        """Return the next bytes; the other side's closing counts as a reset."""
        self._connection.settimeout(seconds_left(until))
        got = self._connection.recv(READ)
        if not got:
            raise ConnectionResetError
        return got

    def drain(self) -> None:
        """Throw away what lies ready."""
        self._connection.setblocking(False)
        with suppress(BlockingIOError):
            for _ in range(DRAINED_AT_MOST):
                if not self._connection.recv(READ):
                    return

    def finish(self, seconds: float) -> None:
        """Close our side and listen for a moment: a reset now means that bytes were lost."""
        until = time.monotonic() + seconds
        self._connection.shutdown(socket.SHUT_WR)
        with suppress(TimeoutError):
            while True:
                self._connection.settimeout(seconds_left(until))
                if not self._connection.recv(READ):
                    return

    def close(self) -> None:
        """Part in order: a socket closed over unread bytes resets the line, and may lose a slip."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
            self.drain()
        self._connection.close()


def open_network(target: str, connect_seconds: float) -> NetworkLine:
    """Connect to ``host``, ``host:port`` or ``[address]:port``; the port is 9100 if not given.

    A name is looked up with the patience of the system, not ours: an address never waits for that.

    Raises:
        BrokenOff: ``bad_target``, ``unknown_host``, ``refused``, ``timeout`` or ``unreachable``.
    """
    host, port = _address(target)
    try:
        return NetworkLine(socket.create_connection((host, port), timeout=connect_seconds))
    except TimeoutError:
        raise BrokenOff("timeout") from None
    except ConnectionRefusedError:
        raise BrokenOff("refused") from None
    except (socket.gaierror, UnicodeError):
        raise BrokenOff("unknown_host") from None
    except OSError:
        raise BrokenOff("unreachable") from None


def _address(target: str) -> tuple[str, int]:
    target = target.strip()
    if ":" not in target.rpartition("]")[2]:
        target = f"{target}:{PORT}"
    host, _, port = target.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or int(port) not in PORTS:
        raise BrokenOff("bad_target")
    return host, int(port)
