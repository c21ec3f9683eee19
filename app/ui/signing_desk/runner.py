"""From a press of the button to the end of a batch: the key, the confirmation, the work."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from app.core.errors import AppError
from app.core.settings import Machine, SigningSetting
from app.services import trust
from app.services.signing_queue import QueuedLetter
from app.services.trust import AnchorFacts
from app.ui import signing_work
from app.ui.desk import Desk
from app.ui.signing_desk.batch import Batch, BatchReport, Step
from app.ui.signing_desk.confirm_dialog import ConfirmDialog
from app.ui.signing_desk.key_dialog import KeyDialog
from app.ui.signing_desk.keys import FileKey, Key, KeyRing, Secret, Trust
from app.ui.signing_work import Pictures

MakeStep = Callable[[Pictures], Step]


class Runner(QObject):
    """Holds the key of the signed-in person and runs one batch at a time with it."""

    key_changed = Signal()
    began = Signal(int)
    """How many letters a batch that was confirmed has."""
    remarked = Signal(object)
    """What is to be known of the certificate although it may sign, a tuple of errors."""
    advanced = Signal(object)
    ended = Signal(object)
    refused = Signal(object)
    """An error from before a batch began."""

    def __init__(self, desk: Desk, machine: Machine | None, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._setting = SigningSetting() if machine is None else machine.signing
        folder = Path() if machine is None else machine.data_dir
        self.ring = KeyRing(self._setting.libraries, folder)
        self.key: Key | None = self._remembered()
        self.batch: Batch | None = None
        self._letters: tuple[QueuedLetter, ...] = ()
        self._act = ""
        self._make_step: MakeStep | None = None
        self._step: Step | None = None
        self._trust: Trust | None = None

    @property
    def is_running(self) -> bool:
        """Whether a batch is at work."""
        return self.batch is not None

    def choose_key(self) -> None:
        """Ask which key to use from now on."""
        dialog = KeyDialog(self._desk, self.ring, self.key, self._window)
        dialog.chosen.connect(self._take_key)
        dialog.open()

    def begin(self, letters: Sequence[QueuedLetter], act: str, make_step: MakeStep) -> None:
        """Ask for the key if none is chosen, then for its secret, then do the batch.

        ``act`` is what is confirmed, such as "Ký 3 thư".
        """
        if self.is_running or not letters:
            return
        self._letters, self._act, self._make_step = tuple(letters), act, make_step
        if self.key is None:
            dialog = KeyDialog(self._desk, self.ring, None, self._window)
            dialog.chosen.connect(self._take_key_and_go_on)
            dialog.open()
        else:
            self._prepare()

    def close(self) -> None:
        """Let go of every key at once: the person leaves. What is signed stays signed."""
        if self.batch is not None:
            self.batch.cancel()
        if self.key is not None:
            self.key.let_go()
        self.ring.close()

    # The key

    def _take_key(self, key: Key) -> None:
        self.key = key
        self._remember(key)
        self.key_changed.emit()

    def _take_key_and_go_on(self, key: Key) -> None:
        self._take_key(key)
        self._prepare()

    def _remember(self, key: Key) -> None:
        """Keep the path of a file for the next time this account signs in; nothing secret."""
        path = str(key.path) if isinstance(key, FileKey) else ""
        QSettings().setValue(self._setting_name(), path)

    def _remembered(self) -> Key | None:
        path = str(QSettings().value(self._setting_name(), "") or "")
        return FileKey(Path(path)) if path and Path(path).is_file() else None

    def _setting_name(self) -> str:
        return f"signing/{self._desk.actor.login}/key_file"

    # Before the batch

    def _prepare(self) -> None:
        self._desk.work(
            signing_work.read_pictures, self._setting, done=self._got_pictures, failed=self._refuse
        )

    def _got_pictures(self, pictures: Pictures) -> None:
        assert self._make_step is not None
        self._step = self._make_step(pictures)
        self._desk.ask(
            trust.list_anchors, key="signing.trust", done=self._confirm, failed=self._refuse
        )

    def _confirm(self, anchors: tuple[AnchorFacts, ...]) -> None:
        assert self.key is not None
        self._trust = Trust(
            tuple(one.certificate for one in anchors),
            self._desk.clock.now(),
            is_sample=self._desk.office.is_sample,
        )
        codes = [row.owed.code for row in self._letters]
        dialog = ConfirmDialog(self._desk, self.key, codes, self._act, self._trust, self._window)
        dialog.confirmed.connect(self._start)
        dialog.open()

    def _refuse(self, error: AppError) -> None:
        self.refused.emit(error)

    # The batch

    def _start(self, secret: Secret, remarks: tuple[AppError, ...]) -> None:
        key, step, trusted = self.key, self._step, self._trust
        assert key is not None
        assert step is not None
        assert trusted is not None
        count = len(self._letters)
        batch = self.batch = Batch(
            self._desk, self._letters, lambda: key.opened(secret, count, trusted), step
        )
        batch.advanced.connect(self.advanced)
        batch.changed.connect(self._desk.changed)
        batch.ended.connect(self._end)
        self.began.emit(count)
        self.remarked.emit(remarks)
        batch.start()

    def _end(self, report: BatchReport) -> None:
        batch, self.batch = self.batch, None
        if batch is not None:
            batch.deleteLater()
        self.ended.emit(report)
