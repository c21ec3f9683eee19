"""Whose turn it is with what only one thread may use at a time."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_DRAWING: Final = threading.RLock()


def draws_in_turn(draw: Callable[P, T]) -> Callable[P, T]:
    """Let one PDF be drawn at a time: reportlab keeps a subset's state in the face all share."""

    @wraps(draw)
    def in_turn(*args: P.args, **kw: P.kwargs) -> T:
        with _DRAWING:
            return draw(*args, **kw)

    return in_turn
