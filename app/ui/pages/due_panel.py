"""The promise, biggest on the page: when the result is due, and why that day."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.appointment import Appointment
from app.core.wording import moment_text
from app.ui.fields import set_look

GAP = 8
NOTHING_YET = "Chọn thủ tục để biết ngày hẹn và lý do."


class DuePanel(QFrame):
    """Shows the appointment that the dossier would get if it were accepted now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "due")
        self._caption = QLabel("Hẹn trả")
        self._caption.setProperty("kind", "muted")
        self.moment = QLabel()
        self.term = QLabel()
        self.term.setProperty("kind", "muted")
        self.term.setWordWrap(True)
        self.why_button = QToolButton()
        self.why_button.setText("Vì sao ngày này?")
        self.why_button.setProperty("link", True)
        self.why_button.setCheckable(True)
        self.why_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self._page = parent
        self.sheet = QFrame(parent)
        self.sheet.setProperty("card", "why")
        self.warning = QLabel()
        self.warning.setProperty("kind", "remark")
        self.warning.setWordWrap(True)
        self._lay_out()
        self.why_button.toggled.connect(self._hang)
        self.clear()

    def clear(self) -> None:
        """Promise nothing."""
        self._say_moment("Chưa có ngày hẹn", "due_empty")
        self.term.setText(NOTHING_YET)
        self.why.clear()
        self.warning.clear()
        self.why_button.setChecked(False)
        self.why_button.hide()
        self.sheet.hide()
        self._fit()

    def promise(self, appointment: Appointment, term_text: str) -> None:
        """Show an appointment with its reasons."""
        self._say_moment(moment_text(appointment.due_at), "due")
        self.term.setText(f"Thời hạn {term_text[0].lower()}{term_text[1:]}" if term_text else "")
        self.why.setText("\n".join(f"•  {line}" for line in appointment.why))
        self.warning.setText("\n".join(appointment.warnings))
        self.why_button.show()
        self.setAccessibleName(f"Hẹn trả {moment_text(appointment.due_at)}")
        self._fit()
        self._hang()

    def _fit(self) -> None:
        self.warning.setVisible(bool(self.warning.text()))

    def _say_moment(self, text: str, kind: str) -> None:
        self.moment.setText(text)
        set_look(self.moment, "kind", kind)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hang()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._hang()

    def _hang(self) -> None:
        """Show the reasons above the promise, over the form: nothing else moves."""
        self.sheet.setVisible(self.why_button.isChecked())
        height = self._sheet_column.heightForWidth(self.width())
        corner = self.mapTo(self._page, QPoint(0, -height - GAP))
        self.sheet.setGeometry(corner.x(), corner.y(), self.width(), height)
        self.sheet.raise_()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._caption, 1)
        head.addWidget(self.why_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.moment)
        column.addWidget(self.term)
        column.addWidget(self.warning)
        self._sheet_column = QVBoxLayout(self.sheet)
        self._sheet_column.setContentsMargins(16, 12, 16, 12)
        self._sheet_column.addWidget(self.why)
