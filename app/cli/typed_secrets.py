"""Passwords and PINs from standard input: one line, shown to nobody where it is typed."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.signing.token.pin import Pin, read_pin

BACKSPACES = "\b\x7f"


def read_password() -> str:
    """Return the password on the next line."""
    if sys.stdin.isatty():
        return getpass.getpass("Mật khẩu: ")
    return sys.stdin.readline().rstrip("\r\n")


def read_typed_pin() -> Pin:
    """Return the PIN on the next line, never as text that cannot be wiped.

    Raises:
        PinLength: the line is longer than any PIN.
    """
    if not sys.stdin.isatty():
        return read_pin(sys.stdin.fileno())
    sys.stderr.write("Mã PIN: ")
    sys.stderr.flush()
    try:
        if sys.platform == "win32":
            return _console_pin()
        with _unseen(sys.stdin.fileno()):
            return read_pin(sys.stdin.fileno())
    finally:
        sys.stderr.write("\n")


@contextmanager
def _unseen(descriptor: int) -> Iterator[None]:
    """Let a terminal not show what is typed."""
    import termios

    before = termios.tcgetattr(descriptor)
    silent = list(before)
    silent[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, silent)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _console_pin() -> Pin:
    """Read a PIN key by key, as a console of Windows gives it."""
    import msvcrt

    pin = Pin()
    while (key := msvcrt.getwch()) not in "\r\n":  # type: ignore[attr-defined, unused-ignore]
        if key in BACKSPACES:
            pin.drop_last()
        else:
            pin.add(key)
    return pin
