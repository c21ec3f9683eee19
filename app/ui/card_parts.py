"""Small parts that cards are made of: titles, facts, chips with icon and word, a why-toggle."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.marks import Mark, Tone

ICON_SIZE = 16
FACT_NAME_WIDTH = 128
EMPTY_ICON = 48
NOTICE_ICON = 20
NOTICE_ICONS = {Tone.QUIET: "info", Tone.GOOD: "check", Tone.SOON: "alert", Tone.LATE: "alert"}


def title(text: str) -> QLabel:
    """Return the big line of a card."""
    return _label(text, "title")


def section(text: str) -> QLabel:
    """Return the heading of a part of a card."""
    return _label(text, "section")


def plain(text: str, *, strong: bool = False) -> QLabel:
    """Return a line of text that wraps."""
    return _label(text, "strong" if strong else "plain", wraps=True)


def line(text: str) -> QLabel:
    """Return a line of text that does not wrap, for a row beside other widgets."""
    return _label(text, "plain")


def muted(text: str) -> QLabel:
    """Return a quieter line of text that wraps."""
    return _label(text, "muted", wraps=True)


def row_of(*widgets: QWidget | None) -> QWidget:
    """Return widgets beside each other, at the left; None leaves no gap."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for widget in widgets:
        if widget is not None:
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    line.addStretch(1)
    return row


class Chip(QFrame):
    """A mark: icon and word on a tinted ground."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("chip", mark.tone.value)
        self.setAccessibleName(mark.words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 10, 4)
        line.setSpacing(6)
        picture = QLabel()
        picture.setPixmap(theme.icon(mark.icon, mark.tone.value).pixmap(ICON_SIZE, ICON_SIZE))
        line.addWidget(picture)
        self._words = QLabel(mark.words)
        line.addWidget(self._words)

    def text(self) -> str:
        """Return the words shown."""
        return self._words.text()


def chip(mark: Mark | None) -> Chip | None:
    """Return the chip of a mark, or None where there is nothing to say."""
    return None if mark is None else Chip(mark)


class Facts(QWidget):
    """Names and values in two columns; what is not known is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 0, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, FACT_NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, value: str) -> None:
        """Add one fact, unless its value is empty."""
        if not value:
            return
        row = self._grid.rowCount()
        self._grid.addWidget(_label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(plain(value), row, 1)


class WhyToggle(QWidget):
    """The lines that explain an appointment ("Vì sao ngày này?"), shown on demand."""

    def __init__(self, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.button = QPushButton("Vì sao ngày này?")
        self.button.setProperty("link", True)
        self.button.setCheckable(True)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.lines = plain("\n".join(f"• {line}" for line in lines))
        self.lines.hide()
        self.button.toggled.connect(self.lines.setVisible)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.lines)


def _label(text: str, kind: str, *, wraps: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # names and notes are typed by people
    label.setProperty("kind", kind)
    label.setWordWrap(wraps)
    return label


class EmptyState(QWidget):
    """What to say where there is nothing to show: an icon, one line, and what to do next."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        self._picture = QLabel()
        self._picture.setPixmap(theme.icon(icon, "quiet").pixmap(EMPTY_ICON, EMPTY_ICON))
        self._title, self._text = _label("", "strong", wraps=True), muted("")
        column.addStretch(1)
        for label in (self._picture, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(2)

    def say(self, title_text: str, text: str) -> None:
        """Say why there is nothing, and what to do."""
        self._title.setText(title_text)
        self._text.setText(text)

    def text(self) -> str:
        """Return all that is said now."""
        return f"{self._title.text()}\n{self._text.text()}"


class Panel(QFrame):
    """A raised sheet that holds one matter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(16)


class NoticeStrip(QFrame):
    """A tinted strip that explains or reminds; hidden while it has nothing to say."""

    def __init__(self, text: str = "", tone: Tone = Tone.QUIET) -> None:
        super().__init__()
        line_of_two = QHBoxLayout(self)
        line_of_two.setContentsMargins(16, 12, 16, 12)
        line_of_two.setSpacing(12)
        self._picture = QLabel()
        self._words = plain("")
        line_of_two.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        line_of_two.addWidget(self._words, 1)
        self.say(text, tone)

    def text(self) -> str:
        """Return what is said now."""
        return self._words.text()

    def say(self, text: str, tone: Tone) -> None:
        """Say something; no words hide the strip."""
        self._words.setText(text)
        self.setProperty("notice", tone.value)
        drawn = theme.icon(NOTICE_ICONS[tone], tone.value).pixmap(NOTICE_ICON, NOTICE_ICON)
        self._picture.setPixmap(drawn)
        for widget in (self, self._words):
            widget.style().polish(widget)  # the style sheet chose by the old tone
        self.setVisible(bool(text))
