"""A batch off the screen: told as it goes, paused, stopped, broken off; what is done stays done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from app.core.errors import AppError
from app.db.errors import DiskFull
from app.services import signing_queue
from app.services.signing_queue import QueuedLetter
from app.signing.token.errors import ProcessDied, TokenUnplugged
from app.ui.error_text import one_line
from app.ui.marks import Tone
from app.ui.signing_desk.batch import Batch, BatchBroken, BatchReport, Progress
from app.ui.signing_desk.batch_panel import BatchPanel, outcome
from tests.ui.signing_desk.conftest import SigningWard

NAMES = ("Nguyễn Thị Hoa", "Lê Thị Tú", "Bùi Gia Hân")
TABLES = frozenset({"apology"})


class Steps:
    """A step that counts, and does with a letter what the test says."""

    def __init__(self, **acts: Callable[[], object]) -> None:
        self.acts = acts
        self.done: list[str] = []
        self.is_open = False

    @contextmanager
    def key(self) -> Iterator[object]:
        self.is_open = True
        try:
            yield None
        finally:
            self.is_open = False

    def __call__(self, row: QueuedLetter, _signer: object) -> frozenset[str]:
        act = self.acts.get(f"n{len(self.done) + 1}")
        self.done.append(row.owed.code)
        if act is not None:
            act()
        return TABLES


def _raise(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


@pytest.fixture
def letters(signing: SigningWard) -> tuple[QueuedLetter, ...]:
    signing.submit(*NAMES)
    found: tuple[QueuedLetter, ...] = signing.ward.ask(signing_queue.queued)
    return found


def _run(
    qtbot: QtBot, signing: SigningWard, letters: tuple[QueuedLetter, ...], steps: Steps
) -> BatchReport:
    batch = Batch(signing.desk_of("an"), letters, steps.key, steps)
    with qtbot.waitSignal(batch.ended) as ended:
        batch.start()
    assert not steps.is_open
    report: BatchReport = ended.args[0]
    return report


def test_every_letter_is_done_and_told(
    qtbot: QtBot, signing: SigningWard, letters: tuple[QueuedLetter, ...]
) -> None:
    """Progress before each letter, the touched tables at the end."""
    steps = Steps()
    batch = Batch(signing.desk_of("an"), letters, steps.key, steps)
    seen: list[Progress] = []
    batch.advanced.connect(seen.append)
    with qtbot.waitSignals([batch.changed, batch.ended]):
        batch.start()
    assert [one.done for one in seen] == [0, 1, 2]
    assert [one.code for one in seen] == [row.owed.code for row in letters]


def test_one_letters_trouble_is_its_own(
    qtbot: QtBot, signing: SigningWard, letters: tuple[QueuedLetter, ...]
) -> None:
    """It is listed, and the batch goes on."""
    report = _run(qtbot, signing, letters, Steps(n2=_raise(AppError())))
    assert [row.key for row in report.done] == [letters[0].key, letters[2].key]
    assert [row.key for row, _ in report.refused] == [letters[1].key]
    assert report.stopped_by is None


@pytest.mark.parametrize("error", [TokenUnplugged(), ProcessDied(), DiskFull(detail="")])
def test_what_no_letter_would_be_spared_stops_the_batch(
    qtbot: QtBot, signing: SigningWard, letters: tuple[QueuedLetter, ...], error: AppError
) -> None:
    """What was done is told with what stopped it."""
    steps = Steps(n2=_raise(error))
    report = _run(qtbot, signing, letters, steps)
    assert (len(report.done), report.stopped_by) == (1, error)
    assert len(steps.done) == 2
    words, tone = outcome(report, "ký")
    assert words.startswith("Đã ký 1/3 thư.")
    assert one_line(error) in words
    assert "2 thư còn lại chưa ký" in words
    assert tone is Tone.LATE


def test_a_fault_of_ours_ends_the_batch_and_is_told(
    qtbot: QtBot, signing: SigningWard, letters: tuple[QueuedLetter, ...]
) -> None:
    """The crash hook sees it, and the desk is not left waiting."""
    steps = Steps(n2=_raise(ZeroDivisionError()))
    with qtbot.captureExceptions() as crashes:
        report = _run(qtbot, signing, letters, steps)
        qtbot.waitUntil(lambda: bool(crashes))
    assert report.stopped_by is not None
    assert report.stopped_by.code == "signing.batch_broken"
    assert len(report.done) == 1
    crashes.clear()


def test_paused_it_waits_and_cancelled_it_ends(
    qtbot: QtBot, signing: SigningWard, letters: tuple[QueuedLetter, ...]
) -> None:
    """After a pause nothing is signed; cancelling keeps what is done."""
    steps = Steps()
    batch = Batch(signing.desk_of("an"), letters, steps.key, steps)
    steps.acts["n1"] = batch.pause
    batch.start()
    qtbot.waitUntil(lambda: len(steps.done) == 1)
    qtbot.wait(60)
    assert len(steps.done) == 1
    batch.go_on()
    qtbot.waitUntil(lambda: len(steps.done) == 3)
    steps = Steps()
    batch = Batch(signing.desk_of("an"), letters, steps.key, steps)
    steps.acts["n1"] = batch.cancel
    with qtbot.waitSignal(batch.ended) as ended:
        batch.start()
    report = ended.args[0]
    assert (len(report.done), report.was_cancelled) == (1, True)
    assert outcome(report, "ký") == (
        "Đã ký 1/3 thư. Dừng theo yêu cầu, 2 thư còn lại chưa ký.",
        Tone.SOON,
    )


def test_a_pause_does_not_keep_a_key_open_for_ever(
    qtbot: QtBot,
    signing: SigningWard,
    letters: tuple[QueuedLetter, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Forgotten, it ends by itself: the key is closed, and why is told."""
    monkeypatch.setattr("app.ui.signing_desk.batch.PAUSE_MINUTES", 0.001)
    steps = Steps()
    batch = Batch(signing.desk_of("an"), letters, steps.key, steps)
    steps.acts["n1"] = batch.pause
    with qtbot.waitSignal(batch.ended) as ended:
        batch.start()
    report = ended.args[0]
    assert (len(report.done), report.stopped_by.code) == (1, "signing.paused_too_long")
    assert not steps.is_open
    assert "Bấm ký lại" in outcome(report, "ký")[0]


def test_every_refusal_is_listed_in_little_room(
    qtbot: QtBot, letters: tuple[QueuedLetter, ...]
) -> None:
    """All can be read and copied; the queue above is not pushed off the screen."""
    panel = BatchPanel("ký")
    qtbot.addWidget(panel)
    panel.begin(200)
    refused = tuple((letters[number % 3], BatchBroken()) for number in range(150))
    panel.end(BatchReport(200, letters[:1] * 50, refused, None, was_cancelled=False))
    assert panel.strip.text() == "Đã ký 50/200 thư. 150 thư chưa ký được, lý do ở dưới."
    assert len(panel.list.toPlainText().splitlines()) == 150
    assert letters[2].owed.code in panel.list.toPlainText()
    assert panel.sizeHint().height() < 200
    panel.begin(3)
    assert panel.list.isHidden()


def test_the_panel_pauses_resumes_and_stops(qtbot: QtBot) -> None:
    """One button changes between pausing and going on; stopping is said at once."""
    panel = BatchPanel("ký")
    qtbot.addWidget(panel)
    panel.begin(200)
    panel.show_progress(Progress(12, 200, "H29.26-261118-0001"))
    assert panel.words.text() == "Đang ký 12/200 · hồ sơ H29.26-261118-0001"
    with qtbot.waitSignal(panel.paused):
        panel.pause.click()
    assert panel.words.text().startswith("Đang tạm dừng 12/200")
    with qtbot.waitSignal(panel.resumed):
        panel.pause.click()
    with qtbot.waitSignal(panel.cancelled):
        panel.stop.click()
    assert not panel.pause.isEnabled()
    panel.end(BatchReport(200, (), (), None, was_cancelled=True))
    assert panel.put_away.isVisible()
    panel.put_away.click()
    assert not panel.isVisible()
