"""How large a dialog may open: as it likes, but never larger than the screen it is on."""

from PySide6.QtWidgets import QWidget

FRAME = 48
"""Room for the title bar and the frame, which the system draws around a window."""


def open_at(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog its first size; on a small screen it gets what is there."""
    room = dialog.screen().availableSize()
    dialog.resize(min(width, room.width() - FRAME), min(height, room.height() - FRAME))
