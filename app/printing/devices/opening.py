"""Opening the line to a printer of this machine; spoolers have none."""

from app.core.settings import PrinterSetting
from app.printing.devices.file_line import open_device
from app.printing.devices.line import Line
from app.printing.devices.network_line import open_network
from app.printing.devices.outcome import BrokenOff, Deadlines
from app.printing.devices.serial_line import open_serial
from app.printing.devices.usb_line import open_usb


def open_line(setting: PrinterSetting, deadlines: Deadlines) -> Line:
    """Open the connection to a printer that can be asked; the caller closes it.

    Raises:
        BrokenOff: nothing was sent; ``bad_target`` for a kind of printer that has no line.
    """
    match setting.kind:
        case "network":
            return open_network(setting.target, deadlines.connect)
        case "usb":
            return open_usb(setting.target)
        case "serial":
            return open_serial(setting.target, setting.baud)
        case "device":
            return open_device(setting.target)
        case _:
            raise BrokenOff("bad_target")
