"""Asking an idle printer how it is, without printing anything."""

from typing import Final

from app.core.settings import PrinterSetting
from app.printing.devices.conversation import preflight
from app.printing.devices.outcome import BrokenOff, Deadlines
from app.printing.devices.status import PrinterStatus

ASKED: Final = frozenset({"network", "device"})
"""Kinds that may be opened often; opening a serial port or claiming USB may disturb a printer."""
DEADLINES: Final = Deadlines(connect=2.0, answer=0.5)


def can_be_asked(setting: PrinterSetting) -> bool:
    """Whether an idle printer of this kind may be asked now and then."""
    return setting.kind in ASKED


def look(setting: PrinterSetting, deadlines: Deadlines = DEADLINES) -> PrinterStatus | None:
    """Return how a printer says it is, its trouble when it cannot be reached; None if mute."""
    from app.printing.devices.opening import open_line

    try:
        line = open_line(setting, deadlines)
    except BrokenOff as broken:
        return PrinterStatus(broken.reason)
    try:
        return preflight(line, deadlines.answer)
    except BrokenOff as broken:
        return PrinterStatus(broken.reason)
    finally:
        line.close()
