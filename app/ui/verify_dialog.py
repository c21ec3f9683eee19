"""Kiểm tra chữ ký: a file is opened or dropped, and told whose it is and whether it is whole."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.errors import AppError
from app.signing.findings import FileFinding
from app.ui.card_parts import EmptyState, NoticeStrip, muted, plain
from app.ui.desk import Desk
from app.ui.error_text import one_line
from app.ui.marks import Tone
from app.ui.signature_card import SignatureCard
from app.ui.signature_text import file_text

SIZE = (760, 680)
FILES = "Tệp PDF (*.pdf);;Mọi tệp (*)"
NOTHING_YET = "Chưa có tệp nào"
HOW = "Kéo tệp PDF vào đây, hoặc bấm “Chọn tệp…”."
LOOKING = "Đang kiểm tra {name}…"
HINT = (
    "Kiểm tra trên máy này, tệp không được gửi đi đâu. "
    "Bản in giấy không mang chữ ký số: bản giấy cần dấu thật hoặc mã QR."
)


class FileUnreadable(AppError):
    """The file to be checked cannot be opened; ``name``."""

    code = "verify.file_unreadable"


class VerifyDialog(QDialog):
    """Examines one file after another; nothing of it is kept."""

    def __init__(
        self,
        desk: Desk,
        anchors: Callable[[], Sequence[bytes]],
        parent: QWidget | None = None,
    ) -> None:
        """``anchors`` gives the trusted certificates (PEM or DER); called on a worker's thread."""
        super().__init__(parent)
        self._desk, self._anchors = desk, anchors
        self._asked = 0
        self.found: FileFinding | None = None
        self.cards: list[SignatureCard] = []
        self.setWindowTitle("Kiểm tra chữ ký của tệp")
        self.setAcceptDrops(True)
        self.resize(*SIZE)
        self.choose = QPushButton("&Chọn tệp…")
        self.online = QCheckBox("Hỏi nơi cấp xem chứng thư có bị &thu hồi không (cần mạng)")
        self.close_button = QPushButton("Đón&g")
        self.name = plain("", strong=True)
        self.verdict = NoticeStrip()
        self.empty = EmptyState("file")
        self.empty.say(NOTHING_YET, HOW)
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.close_button.clicked.connect(self.accept)

    def examine(self, path: Path) -> None:
        """Look at a file; what was shown of another one goes at once."""
        self._asked += 1
        self.name.setText(path.name)
        self._show_nothing(LOOKING.format(name=path.name), "")
        self._desk.work(
            _examine,
            path,
            self._anchors,
            self._desk.clock.now(),
            self.online.isChecked(),
            self._asked,
            done=self._show,
        )

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData().urls()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event.mimeData().urls())
        if path is not None:
            event.acceptProposedAction()
            self.examine(path)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn tệp để kiểm tra", "", FILES)
        if chosen:
            self.examine(Path(chosen))

    def _show(self, answer: tuple[int, FileFinding | AppError]) -> None:
        number, found = answer
        if number != self._asked:
            return
        if isinstance(found, AppError):
            self._show_nothing("", "")
            self.verdict.say(one_line(found), Tone.LATE)
            return
        self.found = found
        said = file_text(found)
        self.empty.say("", "")
        self.verdict.say(said.one_line, Tone(said.tone))
        self.verdict.setAccessibleName(said.one_line)
        self._fill(found)

    def _show_nothing(self, title: str, text: str) -> None:
        self.found = None
        self.verdict.say("", Tone.QUIET)
        self.empty.say(title, text)
        self._fill(None)

    def _fill(self, found: FileFinding | None) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self.cards = (
            [SignatureCard(one, found.verdict) for one in found.signatures] if found else []
        )
        for place, card in enumerate(self.cards):
            self._column.insertWidget(place, card)
        self._pages.setCurrentWidget(self._scroll if self.cards else self.empty)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("plain", True)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("Các chữ ký trong tệp")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._scroll)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.choose)
        self.choose.setProperty("primary", True)
        self.close_button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(muted(HINT))
        column.addWidget(self.online)
        column.addWidget(self.name)
        column.addWidget(self.verdict)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)
        self.choose.setFocus()


def _dropped(urls: Sequence[QUrl]) -> Path | None:
    """Return the one file that was dropped; None for several, or for what is no file here."""
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())


def _examine(
    path: Path,
    anchors: Callable[[], Sequence[bytes]],
    at: datetime,
    is_online: bool,
    number: int,
) -> tuple[int, FileFinding | AppError]:
    """Read and examine a file; what stands in the way is told in the place of the finding."""
    from app.signing.revocation import fetch_over_http
    from app.signing.trust import read_anchors
    from app.signing.verify import examine_file

    try:
        data = _read(path)
        trusted = [one for file in anchors() for one in read_anchors(file)]
    except AppError as error:
        return number, error
    fetch = fetch_over_http if is_online else None
    return number, examine_file(data, trusted, at=at, fetch=fetch)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(name=path.name) from error
