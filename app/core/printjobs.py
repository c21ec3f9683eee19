"""The life of a print job: how it stands and what may follow.

A paper goes out once. Sending again by itself is allowed only while nothing printable has left;
after the first printable byte only the printer's acknowledgement or a person ends the doubt.
"""

from enum import StrEnum
from typing import Final


class JobState(StrEnum):
    """How a print job stands."""

    QUEUED = "queued"  # committed with its slip
    WAITING = "waiting"  # the printer was not ready, nothing printable has left
    HELD = "held"  # too old to come out unasked
    SENDING = "sending"  # committed before the first printable byte
    PRINTED = "printed"  # the printer acknowledged
    SENT = "sent"  # handed over whole; this printer cannot say more
    UNKNOWN = "unknown"  # some may be on paper: a person must look
    CONFIRMED = "confirmed"  # the officer saw it on paper
    REPRINTED = "reprinted"  # the officer did not: a further copy took its place
    FAILED = "failed"  # this paper cannot come out of this printer
    VOID = "void"  # not wanted any more, nothing printable had left


_S = JobState
NEXT: Final = {
    _S.QUEUED: frozenset({_S.WAITING, _S.HELD, _S.SENDING, _S.FAILED, _S.VOID}),
    _S.WAITING: frozenset({_S.WAITING, _S.QUEUED, _S.HELD, _S.SENDING, _S.FAILED, _S.VOID}),
    _S.HELD: frozenset({_S.QUEUED, _S.VOID}),
    _S.SENDING: frozenset({_S.PRINTED, _S.SENT, _S.UNKNOWN, _S.WAITING}),
    _S.PRINTED: frozenset[JobState](),
    _S.SENT: frozenset({_S.CONFIRMED, _S.REPRINTED}),
    _S.UNKNOWN: frozenset({_S.CONFIRMED, _S.REPRINTED}),
    _S.CONFIRMED: frozenset[JobState](),
    _S.REPRINTED: frozenset[JobState](),
    _S.FAILED: frozenset({_S.QUEUED, _S.VOID}),
    _S.VOID: frozenset[JobState](),
}
"""What may follow. ``sending`` leads back only by the process that saw not one byte taken."""
TO_SEND: Final = (_S.QUEUED, _S.WAITING)
ASKING: Final = (_S.UNKNOWN, _S.HELD, _S.FAILED)
"""States that want an answer of the officer."""
NOT_OUT: Final = (_S.QUEUED, _S.WAITING, _S.HELD, _S.SENDING, _S.UNKNOWN, _S.FAILED)
"""States in which the citizen may be without the paper."""


def may_follow(state: JobState, then: JobState) -> bool:
    """Whether a job may go from one state to another."""
    return then in NEXT[state]
