"""Find my printer: search, ask, print a test slip, and let the officer say what came out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.errors import AppError
from app.core.settings import AUTO, LETTER, SLIP, TICKET, PrinterSetting
from app.printing.devices.outcome import PrinterUnavailable, PrintInDoubt, PrintOutcome
from app.printing.paper_profiles import DEFAULT
from app.ui import printer_work
from app.ui.error_text import one_line
from app.ui.find_view import AnswersPanel, FoundPanel, TrialPanel
from app.ui.growing import GrowingDialog
from app.ui.marks import Tone
from app.ui.printer_advice import Advice, advise, dpi_of, without_ack
from app.ui.printer_words import ACKS, ROLLS, SHEETS, TWO_WAY, refusal_words
from app.ui.slip_words import trouble_text

if TYPE_CHECKING:
    from app.printing.devices.discovery import Abilities, Found

SIZE = (1000, 600)
LEFT = 340
SCANNING, ASKING, PRINTING = "Đang quét máy này…", "Đang hỏi máy in…", "Đang in phiếu thử…"
STOPPING, STOPPED = "Đang dừng, chờ máy in trả lời…", "Đã dừng."
STOPPED_LATE = "Phiếu thử đã gửi trước khi dừng: xem máy in."
SAY_SIZE = (
    "Chọn khổ giấy trong máy. Máy in văn phòng nhận lệnh của máy in cuộn sẽ ra nhiều tờ ký tự lạ."
)
SHEET_WORDS = "Máy in văn phòng không cần phiếu thử: giấy và thư được in thành tờ {size}."
QUEUE_WORDS = "Hệ thống không cho biết phiếu đã ra giấy hay chưa; cán bộ tự xem giấy."
LOOK_AT_IT = "Xem phiếu thử rồi trả lời bên dưới."
STATUS_WORDS = {
    True: "Máy in cho biết khi hết giấy, mở nắp.",
    False: "Máy in không cho biết tình trạng.",
}


class FindPrinterDialog(GrowingDialog):
    """Finds a printer, or tries one that is known (``setting``) and corrects its setting.

    One thing at a time is done, on a worker; it can be stopped, and leaving never waits for it.
    """

    def __init__(
        self,
        data_dir: Path,
        work: printer_work.Work,
        parent: QWidget | None = None,
        *,
        setting: PrinterSetting | None = None,
    ) -> None:
        super().__init__(parent)
        self._data_dir, self._work = data_dir, work
        self._setting = setting
        self._advice: Advice | None = None
        self._then: Callable[[Any], None] | None = None
        self._stop = Event()
        self._is_busy = self._is_printing = self._is_torn = False
        self.setWindowTitle("Tìm máy in" if setting is None else f"Thử “{setting.key}”")
        self.resize(*SIZE)
        self.found, self.trial, self.answers = FoundPanel(), TrialPanel(), AnswersPanel()
        self.doing = QLabel()
        self.stop = QPushButton("&Dừng")
        self.leave = QPushButton("&Bỏ qua")
        self.use = QPushButton("Dùng &máy in này")
        self._lay_out()
        self._connect()
        self.answers.setEnabled(False)
        self._set_busy("")
        if setting is None:
            self._scan()
        else:
            self.found.hide()
            self._try(setting, has_size=True)

    def setting(self) -> PrinterSetting:
        """Return the printer that was found and how it is to be driven."""
        assert self._setting is not None
        return self._setting

    @override
    def reject(self) -> None:
        self._stop.set()
        self._then = None
        super().reject()

    # One thing at a time

    def _begin(self, words: str, function: Callable[..., Any], *args: Any, then: Any) -> None:
        if self._is_busy:
            return
        self._stop = Event()
        self._then = then
        self._is_printing = words == PRINTING
        self._set_busy(words)
        if self._is_printing:
            args = (*args, self._stop, self._is_torn)
        self._work(function, *args, done=self._on_done, failed=self._on_failed)

    def _on_done(self, outcome: Any) -> None:
        then, self._then = self._then, None
        self._set_busy("")
        if then is not None:
            then(outcome)
        else:
            self._say_stopped(has_begun=self._is_printing)

    def _on_failed(self, error: AppError) -> None:
        then, self._then = self._then, None
        self._set_busy("")
        if isinstance(error, PrintInDoubt):
            self._is_torn = True
        if then is None:
            self._say_stopped(has_begun=isinstance(error, PrintInDoubt))
        elif isinstance(error, PrintInDoubt):
            self._doubt(str(error.params["reason"]))
        elif then == self._show_host:
            self.found.host_box.fault(_refusal(error))
        else:
            self.trial.say(_refusal(error), Tone.LATE)

    def _ask_to_stop(self) -> None:
        self._stop.set()
        self._then = None
        self.doing.setText(STOPPING)
        self.stop.setEnabled(False)

    def _say_stopped(self, *, has_begun: bool) -> None:
        self.trial.say(
            STOPPED_LATE if has_begun else STOPPED, Tone.SOON if has_begun else Tone.QUIET
        )

    def _set_busy(self, words: str) -> None:
        self._is_busy = bool(words)
        self.doing.setText(words)
        self.stop.setVisible(self._is_busy)
        self.stop.setEnabled(True)
        for one in (self.found.scan, self.found.ask, self.answers.again):
            one.setEnabled(not self._is_busy)
        self.found.pick.setEnabled(not self._is_busy and self.found.list.count() > 0)
        self.trial.set_busy(self._is_busy)
        self.use.setEnabled(not self._is_busy and bool(self._setting and self.trial.paper_size()))

    # Searching

    def _scan(self) -> None:
        self._begin(SCANNING, printer_work.find, then=self._show_found)

    def _show_found(self, found: "list[Found]") -> None:
        self.found.show_found(found)
        self._set_busy("")
        (self.found.list if self.found.list.count() else self.found.host).setFocus()

    def _ask_host(self, host: str) -> None:
        self._begin(ASKING, printer_work.ask_host, host, then=self._show_host)

    def _show_host(self, found: "Found") -> None:
        self.found.add_found(found)
        self._pick(found)

    def _pick(self, found: "Found") -> None:
        if not self._is_busy:
            setting = PrinterSetting(kind=found.kind, target=found.target)
            self._try(setting, has_size=found.kind in TWO_WAY)

    # Asking

    def _try(self, setting: PrinterSetting, *, has_size: bool) -> None:
        self._setting = setting
        self._is_torn = False
        self.trial.show_setting(setting, has_size=has_size)
        self.answers.clear()
        self.answers.setEnabled(False)
        if setting.kind in TWO_WAY:
            self._probe()
        else:
            self._take_size()

    def _probe(self) -> None:
        self._begin(
            ASKING,
            printer_work.ask_abilities,
            self._setting,
            self._data_dir,
            then=self._show_abilities,
        )

    def _show_abilities(self, able: "Abilities") -> None:
        self._setting = replace(self.setting(), ack=able.ack.value)
        words = f"{STATUS_WORDS[able.answers_status]} {ACKS[able.ack.value]}."
        self.trial.say(words, Tone.GOOD if able.answers_status else Tone.SOON)
        self.trial.print.setFocus()

    def _take_size(self) -> None:
        """Keep what the officer chose for paper, resolution and speed."""
        if self._setting is None:
            return
        size, setting = self.trial.paper_size(), self._setting
        changed = replace(setting, baud=int(self.trial.baud.value()))
        if size in SHEETS:
            changed = replace(changed, profile=size, papers=(LETTER,), ack=AUTO, dpi=0)
            self.trial.say(SHEET_WORDS.format(size=size), Tone.QUIET)
        elif size in ROLLS:
            changed = self._with_roll(changed, int(size))
        if setting.kind in {"cups", "windows"} and size not in SHEETS:
            self.trial.say(QUEUE_WORDS if size else SAY_SIZE, Tone.QUIET if size else Tone.SOON)
        self._setting = changed
        self._set_busy("")

    def _with_roll(self, setting: PrinterSetting, width_mm: int) -> PrinterSetting:
        """Set paper and resolution; a named model keeps its own until either is changed."""
        was_sheet = setting.profile in SHEETS
        papers = (SLIP, TICKET) if was_sheet else setting.papers
        dpi = int(self.trial.dpi.value())
        if not was_sheet and width_mm == setting.width_mm and dpi == dpi_of(setting):
            return setting
        return replace(setting, width_mm=width_mm, dpi=dpi, profile=DEFAULT, papers=papers)

    # Printing

    def _print(self) -> None:
        self.answers.clear()
        self._begin(
            PRINTING, printer_work.print_test, self._setting, self._data_dir, then=self._printed
        )

    def _printed(self, outcome: PrintOutcome) -> None:
        self._is_torn = False
        if self.setting().kind == "virtual":
            self.trial.say(f"Phiếu thử nằm trong thư mục {self.setting().target}.", Tone.GOOD)
        elif outcome.acknowledged:
            self.trial.say(f"Máy in báo phiếu đã ra giấy. {LOOK_AT_IT}", Tone.GOOD)
        else:
            self.trial.say(f"Đã gửi; máy in không xác nhận. {LOOK_AT_IT}", Tone.QUIET)
        self._ask_what_came_out()

    def _doubt(self, reason: str) -> None:
        words = trouble_text(reason)
        if reason == "no_ack":
            self._setting = without_ack(self.setting())
            words += f" Từ nay: {ACKS[self._setting.ack].lower()}."
        self.trial.say(f"{words} {LOOK_AT_IT}", Tone.SOON)
        self._ask_what_came_out()

    def _ask_what_came_out(self) -> None:
        self.answers.setEnabled(True)
        self.answers.letters.first().setFocus()

    def _advise(self) -> None:
        self._advice = advise(self.setting(), self.answers.seen())
        if self._advice is None:
            self.answers.advise("", Tone.QUIET, offers_change=False)
            return
        self.answers.advise(
            self._advice.words,
            Tone.GOOD if self._advice.is_good else Tone.SOON,
            offers_change=self._advice.setting != self._setting,
        )
        if self._advice.is_good:
            self.use.setFocus()

    def _change_and_print(self) -> None:
        if self._advice is not None:
            self._setting = self._advice.setting
            self.trial.show_setting(self._setting)
            self._print()

    def _press_primary(self) -> None:
        if self.use.isEnabled():
            self.use.click()

    def _connect(self) -> None:
        self.found.scan_asked.connect(self._scan)
        self.found.host_asked.connect(self._ask_host)
        self.found.picked.connect(self._pick)
        self.trial.changed.connect(self._take_size)
        self.trial.probe_asked.connect(self._probe)
        self.trial.print_asked.connect(self._print)
        self.answers.answered.connect(self._advise)
        self.answers.again_asked.connect(self._change_and_print)
        self.stop.clicked.connect(self._ask_to_stop)
        self.leave.clicked.connect(self.reject)
        self.use.clicked.connect(self.accept)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "F9"):
            QShortcut(QKeySequence(keys), self, self._press_primary)

    def _lay_out(self) -> None:
        self.doing.setProperty("kind", "muted")
        self.use.setProperty("primary", True)
        self.found.setFixedWidth(LEFT)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.trial)
        right.addWidget(self.answers)
        right.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.found)
        body.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.doing)
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.use)
        for button in (self.stop, self.leave, self.use):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(body, 1)
        column.addLayout(buttons)


def _refusal(error: AppError) -> str:
    """Return why a printer did not answer, without what concerns slips that wait."""
    if isinstance(error, PrinterUnavailable):
        return refusal_words(str(error.params["reason"]))
    return one_line(error)
