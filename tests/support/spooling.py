"""A ward whose slips go to a fake printer, and an officer who looks into its tray.

The paper is the oracle: a slip is out when a whole piece of paper shows exactly its dots.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from app.core.printjobs import ASKING, NOT_OUT, JobState
from app.core.settings import Machine, PrinterSetting
from app.printing.devices.outcome import Deadlines
from app.printing.escpos_encoder import without_real_time
from app.printing.paper_profiles import profile_of
from app.printing.raster import draw_receipt
from app.services import print_desk, print_queue, slips
from app.services.print_queue import JobRow
from app.ui.printing_out import PrinterLane
from tests.support.desk_ward import Ward
from tests.support.fake_printer import FakePrinter

QUICK = Deadlines(connect=1.0, answer=0.08, write=0.2, ack=0.25, patience=0.5, close=0.1)
ROUNDS = 12


@dataclass
class Tray:
    """What lies at the printer, by the digest of its dots; knows each slip's digest."""

    printer: FakePrinter
    setting: PrinterSetting
    digests: dict[str, str] = field(default_factory=dict)

    def digest(self, ward: Ward, slip_id: str) -> str:
        """Return the SHA-256 of the dots of a slip on this printer."""
        if slip_id not in self.digests:
            bitmap = draw_receipt(ward.ask(slips.get_slip, slip_id), profile_of(self.setting).dots)
            self.digests[slip_id] = sha256(without_real_time(bitmap.bits)).hexdigest()
        return self.digests[slip_id]

    def counts(self) -> Counter[str]:
        """Return how often each picture came out whole."""
        return Counter(self.printer.report()["pages"])


def network(printer: FakePrinter, **changes: object) -> PrinterSetting:
    """Return the setting of a fake printer on the network."""
    told = {"key": "receipt", "kind": "network", "target": printer.target, "ack": "gs_h"}
    return PrinterSetting(**(told | changes))


def machine_of(folder: Path, *settings: PrinterSetting) -> Machine:
    """Return a machine with printers over the ward's database."""
    return Machine(folder, f"sqlite:///{folder / 'desk.db'}", printers=settings)


def serve(
    ward: Ward, machine: Machine, setting: PrinterSetting, deadlines: Deadlines = QUICK
) -> PrinterLane:
    """Let a printer's lane work until nothing can be tried now."""
    lane = PrinterLane(
        ward.database, ward.office, machine, setting, ward.clock, deadlines=deadlines
    )
    with lane:
        while lane.step():
            pass
    return lane


def answer(ward: Ward, tray: Tray, *, also_sent: bool = True) -> int:
    """Let the officer answer every question by what lies in the tray; return how many."""
    tray.printer.settle()
    paper = tray.counts()
    asked = [row for row in ward.ask(print_queue.list_asking) if row.state is JobState.UNKNOWN]
    if also_sent:
        asked += [row for row in jobs(ward) if row.state is JobState.SENT]
    for row in asked:
        if paper[tray.digest(ward, row.slip_id)]:
            ward.do(print_desk.confirm, row.job_id)
        else:
            tray.printer.tear()
            ward.do(print_desk.reprint, row.job_id, reason="in dở")
    for row in ward.ask(print_queue.list_asking):
        if row.state is not JobState.UNKNOWN:
            ward.do(print_desk.print_now, row.job_id)
    return len(asked)


def until_done(ward: Ward, tray: Tray, serve_once: Callable[[], object]) -> int:
    """Serve and answer until no slip is wanting; return how many questions were asked."""
    questions = 0
    for _ in range(ROUNDS):
        ward.clock.moment += timedelta(seconds=61)
        serve_once()
        questions += answer(ward, tray)
        if not any(row.state in NOT_OUT for row in jobs(ward)):
            return questions
    raise AssertionError([(row.state, row.error) for row in jobs(ward)])


def jobs(ward: Ward) -> tuple[JobRow, ...]:
    """Return all print jobs of the ward."""
    rows: tuple[JobRow, ...] = ward.ask(print_queue.list_jobs, limit=10_000)
    return rows


@dataclass(frozen=True)
class Balance:
    """What the paper says against the queue."""

    lost: list[str]
    doubled: list[str]
    lies: list[str]
    """Jobs called printed whose paper is not there."""


def balance(ward: Ward, tray: Tray) -> Balance:
    """Compare queue and paper: every dossier on paper, no copy twice, no claim without paper."""
    paper = tray.counts()
    out: dict[str, int] = {}
    doubled, lies = [], []
    for row in jobs(ward):
        count = paper[tray.digest(ward, row.slip_id)]
        out[row.code] = out.get(row.code, 0) + count
        if count > 1:
            doubled.append(f"{row.code}/{row.copy}")
        if row.state in (JobState.PRINTED, JobState.CONFIRMED) and not count:
            lies.append(f"{row.code}/{row.copy}")
    assert not any(row.state in ASKING for row in jobs(ward))
    return Balance([code for code, count in out.items() if not count], doubled, lies)
