"""What happens when the program itself is wrong: a log line, and a dialog that says so plainly.

A situation (``AppError``) never comes here. Offices may be offline, so the report is a text that
can be read whole, copied or saved; nothing is sent anywhere.
"""

import logging
import platform
import re
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

LOG = logging.getLogger(__name__)
LOG_NAME = "motcua.log"
LOG_BYTES, LOG_FILES = 1_000_000, 5
SIZE = (720, 480)
_NUMBER = re.compile(r"\d{9,}")


class CrashHook(QObject):
    """Catches what nobody caught, on any thread, and shows it on the screen's thread."""

    _happened = Signal(str)

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handler = _log_file(log_folder)
        self.dialog: CrashDialog | None = None
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over Python's hooks and begin the log."""
        logging.getLogger().addHandler(self._handler)
        logging.getLogger().setLevel(logging.INFO)
        sys.excepthook = self.catch
        threading.excepthook = self._catch_in_thread

    def uninstall(self) -> None:
        """Give the hooks back and close the log."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()

    def catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log an exception and show it; the interruption of a terminal just ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        told = report(error, trace)
        LOG.critical("%s", told)
        self._happened.emit(told)

    def _catch_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, told: str) -> None:
        if self.dialog is None:  # one report at a time; the log has them all
            self.dialog = CrashDialog(told, QApplication.activeWindow())
            self.dialog.finished.connect(self._forget)
            self.dialog.open()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


class CrashDialog(QDialog):
    """Shows exactly what the report holds, and lets the officer copy it."""

    def __init__(self, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chương trình gặp lỗi")
        self.resize(*SIZE)
        words = QLabel(
            "Chương trình gặp một lỗi ngoài dự tính. Những gì đã tiếp nhận vẫn được giữ. "
            "Bạn có thể làm tiếp; nếu lỗi lặp lại, gửi nội dung dưới đây cho người phụ trách."
        )
        words.setWordWrap(True)
        self.text = QPlainTextEdit(told)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Nội dung lỗi")
        copy = QPushButton("&Sao chép nội dung")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(told))
        go_on = QPushButton("&Làm tiếp")
        go_on.setProperty("primary", True)
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(words)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)


def report(error: BaseException, trace: TracebackType | None) -> str:
    """Return what happened as text; long numbers are masked, they may be a person's."""
    lines = traceback.format_exception(type(error), error, trace)
    system = f"{platform.platform()}, Python {platform.python_version()}, Qt {qVersion()}"
    return _NUMBER.sub("•" * 9, f"{system}\n\n{''.join(lines)}")


def _log_file(folder: Path) -> logging.Handler:
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler
