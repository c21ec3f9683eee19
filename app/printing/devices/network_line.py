"""A printer in the network, spoken to on its own port: the way to prefer, for it can be asked."""

import ipaddress
import queue
import re
import socket
import threading
import time
from contextlib import suppress
from typing import Final

from app.printing.devices.descriptors import seconds_left
from app.printing.devices.outcome import BrokenOff

PORT: Final = 9100
PORTS: Final = range(1, 65536)
PORT_NUMBER: Final = re.compile(r"[0-9]{1,5}")
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

    ``connect_seconds`` are for all of it, looking up a name included.

    Raises:
        BrokenOff: ``bad_target``, ``unknown_host``, ``refused``, ``timeout`` or ``unreachable``.
    """
    host, port = _address(target)
    until = time.monotonic() + connect_seconds
    try:
        return NetworkLine(_connected(_looked_up(host, until), port, until))
    except TimeoutError:
        raise BrokenOff("timeout") from None
    except ConnectionRefusedError:
        raise BrokenOff("refused") from None
    except (socket.gaierror, ValueError):  # a name too long, or with letters no name has
        raise BrokenOff("unknown_host") from None
    except OSError:
        raise BrokenOff("unreachable") from None


def normal_target(target: str) -> str:
    """Return the one way to write the address of a printer; a wrong one as it is."""
    try:
        host, port = _address(target)
    except BrokenOff:
        return target
    return f"{host.lower()}:{port}"


def _address(target: str) -> tuple[str, int]:
    target = target.strip()
    if ":" not in target.rpartition("]")[2]:
        target = f"{target}:{PORT}"
    host, _, port = target.rpartition(":")
    host = host.strip("[]")
    if not host or not PORT_NUMBER.fullmatch(port) or int(port) not in PORTS:
        raise BrokenOff("bad_target")
    return host, int(port)


def _looked_up(host: str, until: float) -> list[str]:
    """Return the addresses of a name, an address as it is.

    The system may take half a minute to say that it knows no such name, and cannot be interrupted:
    a thread nobody waits for asks it.

    Raises:
        TimeoutError, OSError, ValueError: the name is not known, not in time, or no name.
    """
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return [host]
    answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answer.put([str(address[0]) for *_, address in found])
        except (OSError, ValueError) as error:
            answer.put(error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        told = answer.get(timeout=seconds_left(until))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(told, Exception):
        raise told
    if not told:
        raise socket.gaierror
    return told


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    """Connect to the first address that answers; raise the last one's error."""
    *before, last = addresses
    for address in before:
        with suppress(OSError):
            share = seconds_left(until) / len(addresses)
            return socket.create_connection((address, port), timeout=share)
    return socket.create_connection((last, port), timeout=seconds_left(until))
