"""A dialog that is always as tall as its words need: wrapped lines come and go while it is open."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog
from typing_extensions import override


class GrowingDialog(QDialog):
    """Grows when something in it needs more room; never shrinks, so that nothing jumps."""

    @override
    def event(self, event: QEvent) -> bool:
        asks_for_room = event.type() == QEvent.Type.LayoutRequest
        handled = super().event(event)  # a deferred deletion is an event too: then it is gone
        layout = self.layout() if asks_for_room else None
        if layout is not None:
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return handled
