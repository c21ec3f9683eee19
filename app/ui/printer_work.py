"""What the set-up of printers has done on workers: look, search, probe, print the test slip."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from app.core.errors import AppError
from app.core.settings import PrinterSetting
from app.printing.devices.outcome import (
    BrokenOff,
    Deadlines,
    PrinterUnavailable,
    PrintOutcome,
)
from app.ui.marks import Tone
from app.ui.printer_words import TWO_WAY
from app.ui.slip_words import next_step, trouble_text

if TYPE_CHECKING:
    from app.printing.devices.discovery import Abilities, Found

T = TypeVar("T")
# An officer stands before the printer and waits: much shorter than for a slip in the queue.
DEADLINES: Final = Deadlines(connect=3.0, answer=1.0, write=5.0, ack=10.0, patience=15.0)


class Work(Protocol):
    """Runs slow work off the screen's thread; ``Desk.work`` is one."""

    def __call__(
        self,
        function: Callable[..., T],
        *args: Any,
        done: Callable[[T], None],
        failed: Callable[[AppError], None] | None = None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Condition:
    """How a printer is, in words, with the next step."""

    words: str
    tone: Tone
    step: str = ""

    @property
    def whole(self) -> str:
        """Both in one line."""
        return f"{self.words} {self.step}".strip()


def ask_condition(setting: PrinterSetting, data_dir: Path | None = None) -> Condition:
    """Return how a printer is; asks it, or the system's queue.

    With a ``data_dir`` nothing is asked in the middle of a slip.
    """
    from app.printing.ask_printer import look

    if setting.kind == "virtual":
        return Condition("Giữ giấy hẹn thành ảnh, không ra giấy.", Tone.QUIET)
    if setting.kind not in TWO_WAY:
        return _queue_condition(setting)
    status = look(setting, data_dir=data_dir)
    if status is None:
        return Condition("Nối được; máy in không cho biết tình trạng.", Tone.QUIET)
    if status.trouble:
        return _troubled(status.trouble)
    if status.near_end:
        return Condition("Sắp hết giấy.", Tone.SOON, "Để sẵn một cuộn giấy mới.")
    return Condition("Sẵn sàng.", Tone.GOOD)


def find() -> "list[Found]":
    """Return what this machine sees."""
    from app.printing.devices.discovery import find_printers

    return find_printers()


def ask_host(host: str) -> "Found":
    """Return the printer at one address in the network; nothing else there is asked.

    Raises:
        PrinterUnavailable: nothing takes connections there.
    """
    from app.printing.devices.discovery import Found, probe_network
    from app.printing.devices.network_line import open_network

    try:
        has_port = host.count(":") == 1 or "]:" in host
        if not has_port:
            return probe_network(host)
        open_network(host, DEADLINES.connect).close()
        return Found("network", host, host.rpartition(":")[0])
    except BrokenOff as broken:
        raise PrinterUnavailable(reason=broken.reason, printer=host, target=host) from None


def ask_abilities(setting: PrinterSetting, data_dir: Path | None = None) -> "Abilities":
    """Return what a printer can answer; nothing is printed.

    With a ``data_dir`` nothing is asked in the middle of a slip.

    Raises:
        PrinterUnavailable: it cannot be reached, or is not ready and so answers only in part.
    """
    from app.printing.devices.conversation import preflight
    from app.printing.devices.discovery import probe
    from app.printing.devices.lock import alone
    from app.printing.devices.opening import open_line

    try:
        with (
            alone(data_dir, setting, DEADLINES.turn),
            closing(open_line(setting, DEADLINES)) as line,
        ):
            status = preflight(line, DEADLINES.answer)
            if status is not None and status.trouble:
                raise BrokenOff(status.trouble)
            return probe(line)
    except BrokenOff as broken:
        raise _unavailable(setting, broken.reason) from None


def print_test(
    setting: PrinterSetting, data_dir: Path, stop: Event, follows_torn: bool
) -> PrintOutcome:
    """Print the test slip; ``stop`` ends it within seconds.

    Raises:
        PrinterUnavailable: nothing printable has left.
        PrintInDoubt: the line broke, or the printer did not acknowledge.
    """
    from app.printing.devices.conversation import Told
    from app.printing.printers import Way
    from app.printing.test_slip import print_test_slip

    way = Way(
        data_dir=data_dir,
        deadlines=DEADLINES,
        told=Told(lambda: None, lambda _: None, stop.is_set),
        follows_torn=follows_torn,
    )
    return print_test_slip(setting, way)


def _queue_condition(setting: PrinterSetting) -> Condition:
    from app.printing.devices import cups_queue, windows_spooler
    from app.printing.devices.cups_queue import QueueState

    try:
        if setting.kind == "windows":
            states = dict.fromkeys(windows_spooler.printer_names(), QueueState.IDLE)
        else:
            states = {queue.name: queue.state for queue in cups_queue.queues()}
    except BrokenOff as broken:
        return _troubled(broken.reason)
    state = states.get(setting.target)
    if state is None:
        return _troubled("no_queue")
    if state is QueueState.STOPPED:
        return _troubled("queue_stopped")
    return Condition("Hàng in nhận việc; hệ thống không cho biết còn giấy hay không.", Tone.GOOD)


def _troubled(reason: str) -> Condition:
    return Condition(trouble_text(reason), Tone.LATE, next_step(reason))


def _unavailable(setting: PrinterSetting, reason: str) -> PrinterUnavailable:
    return PrinterUnavailable(reason=reason, printer=setting.key, target=setting.target)
