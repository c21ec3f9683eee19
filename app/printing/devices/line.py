"""What every two-way connection to a printer can do; one is opened for each slip and closed."""

from typing import Protocol


class Line(Protocol):
    """An open connection. ``until`` is a moment of ``time.monotonic()``."""

    def send(self, data: bytes, until: float) -> int:
        """Hand over the beginning of ``data`` and return how many bytes were taken, at least one.

        Raises:
            TimeoutError: nothing was taken in time.
            OSError: the connection is broken.
        """
        ...

    def receive(self, until: float) -> bytes:
        """Return the next bytes the printer sent.

        Raises:
            TimeoutError: none came in time.
            OSError: the connection is broken or was closed by the other side.
        """
        ...

    def drain(self) -> None:
        """Throw away what came before anything was asked: one stale byte would be an answer."""
        ...

    def finish(self, seconds: float) -> None:
        """Say that no more will be sent and see whether the other side took all of it.

        Raises:
            OSError: bytes were lost on the way.
        """
        ...

    def close(self) -> None:
        """Let the connection go; never raises."""
        ...
