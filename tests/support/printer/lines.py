"""How bytes reach the fake printer: a TCP port, or a pseudo terminal in place of a cable."""

import errno
import os
import select
import socket
import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from tests.support.printer.device import Device

WAIT = 0.02  # seconds without a byte before something else is looked at
POLL = 0.002  # seconds between two looks at a terminal nobody has opened
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # linger for no time: close sends RST


class Wire(Protocol):
    """One connection."""

    def receive(self, most: int) -> bytes | None:
        """Return what came, None where nothing did, nothing where the other side is gone."""
        ...

    def send(self, data: bytes) -> None: ...

    def reset(self) -> None:
        """Break the line, so that the other side is told."""
        ...


class SocketWire:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        connection.settimeout(WAIT)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def receive(self, most: int) -> bytes | None:
        try:
            return self._connection.recv(most)
        except TimeoutError:
            return None
        except ConnectionError:
            return b""

    def send(self, data: bytes) -> None:
        with suppress(ConnectionError):  # nobody listens: what was sent before is still executed
            self._connection.sendall(data)

    def reset(self) -> None:
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)


class Terminal:
    """A pseudo terminal behind a link of a fixed name; a reset unplugs it and plugs in another."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._plug_in()

    def _plug_in(self) -> None:
        import pty
        import tty

        self._master, slave = pty.openpty()
        tty.setraw(slave)
        new = self._link.with_name(self._link.name + ".new")
        new.symlink_to(os.ttyname(slave))
        new.replace(self._link)
        os.close(slave)
        os.set_blocking(self._master, False)
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)

    def wait(self) -> None:
        """Return when somebody has opened the terminal."""
        while self._events(0) == select.POLLHUP:
            time.sleep(POLL)

    def _events(self, seconds: float) -> int:
        return sum(event for _, event in self._poll.poll(seconds * 1000))

    def receive(self, most: int) -> bytes | None:
        events = self._events(WAIT)
        if events & select.POLLIN:
            try:
                return os.read(self._master, most)
            except OSError as problem:
                if problem.errno != errno.EIO:
                    raise
                return b""
        return b"" if events & select.POLLHUP else None

    def send(self, data: bytes) -> None:
        with suppress(BlockingIOError):  # nobody reads: the cable has no room either
            os.write(self._master, data)

    def reset(self) -> None:
        os.close(self._master)
        self._plug_in()


def serve_port(device: Device, listener: socket.socket) -> None:
    """Serve connections one after another; the next one waits, as at a real printer."""
    while True:
        connection, _ = listener.accept()
        with connection, device.turn:
            converse(device, SocketWire(connection))


def serve_terminal(device: Device, terminal: Terminal) -> None:
    """Serve whoever opens the terminal, one after another."""
    while True:
        terminal.wait()
        with device.turn:
            converse(device, terminal)


def converse(device: Device, wire: Wire) -> None:
    """Serve one connection: questions at once, the rest in order."""
    job = device.begin()
    try:
        while True:
            device.due(job)
            if device.breaks_off(job):
                wire.reset()
                return
            wire.send(device.fetch())
            appetite = device.appetite(job)
            if not appetite:
                time.sleep(WAIT)
                continue
            data = wire.receive(appetite)
            if data == b"":
                return
            if data:
                device.take(job, data)
                wire.send(device.fetch())
            elif device.breaks_off_after_paper(job):
                wire.reset()
                return
            if data and device.switches.rate:
                time.sleep(len(data) / device.switches.rate)
    finally:
        device.end()
