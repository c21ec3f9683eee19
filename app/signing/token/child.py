"""The program's end of the pipes: starts the worker's process, asks it, ends it."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

import app
from app.signing.token.errors import LoggedOut, ProcessDied, ProcessSilent
from app.signing.token.frames import ENDED_IDLE, read_frame, write_frame

_END_SECONDS: Final = 3.0

Body = bytes | bytearray | memoryview
Answer = tuple[dict[str, Any], bytearray]


class WorkerChild:
    """One running worker."""

    def __init__(self, module: str, idle_seconds: float) -> None:
        """Start the module in a Python of its own; nothing it prints is kept, it may hold a PIN."""
        command = [sys.executable, "-P", "-W", "ignore", "-m", module, str(idle_seconds)]
        self._process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers: SimpleQueue[Answer | None] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, note: dict[str, object], body: Body, seconds: float) -> Answer:
        """Return the answer to one question; the caller sees to it that there is one at a time.

        Raises:
            ProcessSilent: no answer in time; the worker was killed.
            ProcessDied: it ended instead of answering.
            LoggedOut: it had ended because nothing was asked for a while.
        """
        try:
            write_frame(self._stdin, note, body)
            answer = self._answers.get(timeout=seconds)
        except (OSError, ValueError):  # ValueError: killed and closed by another thread
            answer = None
        except Empty:
            self.kill()
            raise ProcessSilent(seconds=round(seconds)) from None
        if answer is None:
            raise self._why_ended()
        return answer

    def end(self) -> None:
        """Let it log out and end; kill it if it does not."""
        with suppress(OSError, ValueError):
            write_frame(self._stdin, {"do": "end"})
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End it at once: the surest way to log out. May be called from any thread."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            while (answer := read_frame(self._process.stdout)) is not None:  # type: ignore[arg-type] # a raw file
                self._answers.put(answer)
        self._answers.put(None)

    def _why_ended(self) -> ProcessDied | LoggedOut:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        idle = self._process.returncode == ENDED_IDLE
        self.kill()
        return LoggedOut() if idle else ProcessDied()


def _environment() -> dict[str, str]:
    """Return the environment with the folder of this very program first on Python's path."""
    found = [str(Path(folder).parent) for folder in app.__path__]
    given = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*found, *([given] if given else [])])}
