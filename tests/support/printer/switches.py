"""What a fake printer can do and what is wrong with it; every name may change at any moment."""

from dataclasses import dataclass


@dataclass
class Switches:
    """Troubles and abilities; byte counts are those of one connection, questions included."""

    paper: bool = True
    near_end: bool = False
    cover: bool = False
    error: bool = False
    mute: bool = False  # answers nothing at all
    no_ack: bool = False  # answers status questions only
    stale: bool = False  # an old status byte waits in the line at each connect
    printed_then_reset: bool = False  # all comes out, then the line breaks instead of an answer
    rate: float = 0.0  # bytes it takes in a second, 0 for as fast as it can
    answer_limit: int = 1_000_000  # status questions answered on a connection
    stall_after: int = -1  # bytes after which it reads no more
    reset_after: int = -1  # bytes after which it breaks the line
    # Abilities of the model.
    status: bool = True  # knows the status questions
    acks: str = "gs_h"  # "gs_h" answers GS ( H and GS r, "gs_r" only GS r, "none" neither
    cutter: bool = True  # without one the last feed ends a piece of paper
    keeps_state: bool = True  # a new connection does not forget a half-sent command

    @property
    def is_offline(self) -> bool:
        """Whether it holds what it gets instead of printing it."""
        return self.cover or self.error or not self.paper

    def change(self, **values: object) -> None:
        """Set switches by name.

        Raises:
            AttributeError: there is no such switch.
        """
        for name, value in values.items():
            getattr(self, name)
            setattr(self, name, value)

    def status_byte(self, question: int) -> int:
        """Return the answer to ``DLE EOT question``; every one has the shape 0xx1xx10."""
        bits = {
            1: 0x08 * self.is_offline,
            2: 0x04 * self.cover | 0x20 * (not self.paper) | 0x40 * self.error,
            3: 0x08 * self.error,
            4: 0x0C * (self.near_end or not self.paper) | 0x60 * (not self.paper),
        }
        return 0x12 | bits[question]

    def sensor_byte(self) -> int:
        """Return the answer to ``GS r 1``: nothing, near end, end of the paper."""
        return 0x03 * self.near_end | 0x0C * (not self.paper)
