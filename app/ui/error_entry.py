"""One entry of the tables of what the program says when something cannot be done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorText:
    """A title for the bar, why it happened, and the next step; the last two may be empty."""

    title: str
    text: str = ""
    next_step: str = ""
