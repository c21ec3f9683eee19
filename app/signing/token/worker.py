"""The child process that alone holds the PKCS#11 driver and the PIN.

    python -m app.signing.token.worker IDLE_SECONDS

Questions come on standard input and answers go to standard output, as ``frames`` says. It ends,
and with it every login, when the other side goes away or asks nothing for a while.
"""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Final

from app.signing.token.driver import Driver
from app.signing.token.errors import TokenProblem
from app.signing.token.frames import ENDED_IDLE, Pipe, read_frame, write_frame

_LAST_SECONDS: Final = 2.0  # for a driver to log out in
_NOT_DUMPABLE: Final = 4  # PR_SET_DUMPABLE of prctl(2)

Question = tuple[dict[str, Any], bytearray]


def main() -> None:
    """Answer until the end."""
    leave_no_core()
    questions, answers = _pipes_of_our_own()
    inbox: SimpleQueue[Question] = SimpleQueue()
    threading.Thread(target=_listen, args=(questions, inbox), daemon=True).start()
    driver = Driver()
    try:
        while True:
            note, body = inbox.get(timeout=float(sys.argv[1]))
            if note["do"] == "end":
                _end(driver, 0)
            write_frame(answers, *answer(driver, note, body))
    except Empty:
        _end(driver, ENDED_IDLE)


def answer(driver: Driver, note: dict[str, Any], body: bytearray) -> tuple[dict[str, Any], bytes]:
    """Return what one question comes to; a failure is told by its code and data."""
    try:
        return _ASKED[note.pop("do")](driver, note, body)
    except TokenProblem as problem:
        return {"problem": problem.code, "params": problem.params}, b""
    except Exception as error:  # noqa: BLE001 - of a driver's mishap the class alone is told
        return {"problem": TokenProblem.code, "params": {"detail": type(error).__name__}}, b""
    finally:
        body[:] = bytes(len(body))  # it may have been the PIN


def leave_no_core() -> None:
    """See that this process's memory is written to no file and read by no other user's program."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)


def _open(driver: Driver, note: dict[str, Any], _body: bytearray) -> tuple[dict[str, Any], bytes]:
    driver.open(note["library"])
    return {}, b""


def _tokens(
    driver: Driver, _note: dict[str, Any], _body: bytearray
) -> tuple[dict[str, Any], bytes]:
    return {"tokens": driver.tokens()}, b""


def _certificates(
    driver: Driver, note: dict[str, Any], _body: bytearray
) -> tuple[dict[str, Any], bytes]:
    return driver.certificates(note["serial"]), b""


def _login(driver: Driver, note: dict[str, Any], pin: bytearray) -> tuple[dict[str, Any], bytes]:
    driver.login(note["serial"], pin, last_try_confirmed=note["last_try_confirmed"])
    return {}, b""


def _use_key(
    driver: Driver, note: dict[str, Any], _body: bytearray
) -> tuple[dict[str, Any], bytes]:
    return {"kind": driver.use_key(note["key_id"], note["letters"])}, b""


def _sign(driver: Driver, _note: dict[str, Any], data: bytearray) -> tuple[dict[str, Any], bytes]:
    return {}, driver.sign(bytes(data))


_ASKED: Final[
    dict[str, Callable[[Driver, dict[str, Any], bytearray], tuple[dict[str, Any], bytes]]]
] = {
    "open": _open,
    "tokens": _tokens,
    "certificates": _certificates,
    "login": _login,
    "use_key": _use_key,
    "sign": _sign,
}


def _pipes_of_our_own() -> tuple[Pipe, Pipe]:
    """Return both pipes; what a library prints or reads must not come between."""
    questions = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return questions, answers


def _listen(questions: Pipe, inbox: "SimpleQueue[Question]") -> None:
    """Hand questions on; when there can be no more, end even if the driver hangs."""
    while (question := read_frame(questions)) is not None:
        inbox.put(question)
    os._exit(0)


def _end(driver: Driver, status: int) -> None:
    """Log out and end; a driver that hangs is not waited for."""
    threading.Timer(_LAST_SECONDS, os._exit, (status,)).start()
    with suppress(Exception):  # the token may be gone: the end of the process is the log-out
        driver.log_out()
    os._exit(status)


if __name__ == "__main__":
    main()
