"""Asking an idle printer how it is, without printing anything."""

from pathlib import Path
from typing import Final

from app.core.settings import PrinterSetting
from app.printing.devices.conversation import preflight
from app.printing.devices.lock import alone
from app.printing.devices.outcome import BrokenOff, Deadlines
from app.printing.devices.status import PrinterStatus
from app.printing.paper_profiles import Ack, ProfileUnknown, profile_of

ASKED: Final = frozenset({"network", "device"})
"""Kinds that may be opened often; opening a serial port or claiming USB may disturb a printer."""
DEADLINES: Final = Deadlines(connect=2.0, answer=0.5, turn=0.5)


def can_be_asked(setting: PrinterSetting) -> bool:
    """Whether an idle printer of this kind may be asked now and then."""
    return setting.kind in ASKED


def look(
    setting: PrinterSetting, deadlines: Deadlines = DEADLINES, *, data_dir: Path | None = None
) -> PrinterStatus | None:
    """Return how a printer says it is, its trouble when it cannot be reached.

    None for one that says nothing, where that may be: one that acknowledges slips and answers no
    question is in trouble (``mute``). With a ``data_dir`` nothing is asked in the middle of another
    program's slip (``busy``).
    """
    from app.printing.devices.opening import open_line

    try:
        with alone(data_dir, setting, deadlines.turn):
            line = open_line(setting, deadlines)
            try:
                return preflight(line, deadlines.answer, allow_mute=_may_be_mute(setting))
            finally:
                line.close()
    except BrokenOff as broken:
        return PrinterStatus(broken.reason)


def _may_be_mute(setting: PrinterSetting) -> bool:
    try:
        return profile_of(setting).ack is Ack.NONE
    except ProfileUnknown:  # told where a slip is to be printed
        return True
