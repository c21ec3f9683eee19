"""Time stamps come in the background: one at a time, in place, and again after a failure."""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services import accounts, apology, apology_signing, ledger
from app.services.office import Office
from app.signing.timestamps import NothingToStamp, TimeStampUnavailable
from app.ui.time_stamp_queue import TimeStampQueue
from tests.support.desk_ward import Ward

URL = "http://127.0.0.1:9/"
SIGNED = b"%PDF-1.7 signed"


@dataclass
class Stamped:
    data: bytes
    level: str


class Authority:
    """Answers as the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Callable[[], None]] = []
        self.asked: list[bytes] = []

    def __call__(self, file: bytes, url: str) -> Stamped:
        assert url == URL
        self.asked.append(file)
        if self.answers:
            self.answers.pop(0)()
        return Stamped(_stamped(file), "B-T")


def _stamped(file: bytes) -> bytes:
    """Return a file with a stamp in the room that was left for it: as long as before."""
    return file[:-1] + b"!"


def _down() -> None:
    raise TimeStampUnavailable(url=URL)


def _unfit() -> None:
    raise NothingToStamp


class Signed:
    """A ward with an authority, and letters signed in it."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        choices = dataclasses.replace(ward.office.apology, time_stamp_url=URL)
        self.office: Office = dataclasses.replace(ward.office, apology=choices)

    def sign(self, name: str) -> str:
        from datetime import date

        dossier_id = str(self.ward.receive(name, 10).dossier_id)
        with self.ward.database.write() as session:
            ledger.open_due(session, self.ward.office, at=self.ward.clock.now())
        self.ward.do(apology.draft, dossier_id, reason="x", new_due_on=date(2026, 11, 25))
        draft = self.ward.do(apology.submit, dossier_id)
        with self.ward.database.write() as session:
            apology_signing.record_signed(
                session,
                self.office,
                dossier_id,
                letter_digest=draft.digest,
                file=SIGNED + name.encode(),
                signer="Đỗ Thị Ẩn",
                certificate_serial="1",
                signed_at=self.ward.clock.now(),
                actor=accounts.find_actor(session, self.office, "an"),
                at=self.ward.clock.now(),
            )
        return dossier_id

    def letter(self, dossier_id: str) -> Any:
        return self.ward.ask(apology.current_letter, dossier_id)


@pytest.fixture
def signed(ward: Ward) -> Signed:
    return Signed(ward)


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def queue(qapp: QApplication, signed: Signed, authority: Authority) -> Iterator[TimeStampQueue]:
    ward = signed.ward
    made = TimeStampQueue(
        ward.database, lambda: signed.office, ward.clock, stamp=authority, first_wait=0.05
    )
    yield made
    made.close()


def test_letters_are_stamped_in_place_and_go_to_the_registrar(
    qtbot: QtBot, signed: Signed, queue: TimeStampQueue
) -> None:
    """The waiting letter moves on by itself, and the pages are told."""
    dossier_id = signed.sign("Nguyễn Thị Hoa")
    with qtbot.waitSignal(queue.changed) as changed:
        queue.start()
    letter = signed.letter(dossier_id)
    assert (letter.state, letter.level) == ("awaiting_seal", "B-T")
    assert (letter.file or b"").endswith(b"!")
    assert "apology" in changed.args[0]


def test_an_authority_that_is_away_is_asked_again(
    qtbot: QtBot, signed: Signed, authority: Authority, queue: TimeStampQueue
) -> None:
    """Nothing is half-written, nothing is lost, nobody is told off."""
    dossier_id = signed.sign("Nguyễn Thị Hoa")
    authority.answers = [_down, _down]
    queue.start()
    qtbot.waitUntil(lambda: signed.letter(dossier_id).level == "B-T")
    assert len(authority.asked) == 3


def test_leaving_does_not_wait_for_a_silent_authority(
    qtbot: QtBot, signed: Signed, authority: Authority, queue: TimeStampQueue
) -> None:
    """It may think for minutes; its answer, when it comes, is nobody's any more."""
    dossier_id = signed.sign("Nguyễn Thị Hoa")
    is_asked, may_answer = threading.Event(), threading.Event()
    authority.answers = [lambda: (is_asked.set(), may_answer.wait())]
    queue.start()
    assert is_asked.wait(5)
    began = time.monotonic()
    queue.close(seconds=60)
    assert time.monotonic() - began < 30
    may_answer.set()
    queue._thread.join()
    assert signed.letter(dossier_id).level == "B-B"


def test_a_letter_that_went_on_meanwhile_drops_its_stamp(
    qtbot: QtBot, signed: Signed, authority: Authority, queue: TimeStampQueue
) -> None:
    """The leader's letter was sent back while the authority thought."""
    dossier_id = signed.sign("Nguyễn Thị Hoa")

    def send_back() -> None:
        with signed.ward.database.write() as session:
            apology.send_back(
                session,
                signed.office,
                dossier_id,
                why="sai",
                actor=accounts.find_actor(session, signed.office, "an"),
                at=signed.ward.clock.now(),
            )

    authority.answers = [send_back]
    queue.start()
    qtbot.waitUntil(lambda: signed.letter(dossier_id).state == "drafted")
    other = signed.sign("Lê Thị Tú")
    queue.wake()
    qtbot.waitUntil(lambda: signed.letter(other).level == "B-T")
    assert signed.letter(dossier_id).file is None


def test_without_an_authority_nothing_is_asked(
    qtbot: QtBot, signed: Signed, authority: Authority, queue: TimeStampQueue
) -> None:
    """The office may have none; chosen later, it is asked at once."""
    dossier_id = signed.sign("Nguyễn Thị Hoa")
    chosen = signed.office
    signed.office = signed.ward.office
    queue.start()
    qtbot.wait(50)
    assert authority.asked == []
    signed.office = chosen
    queue.wake()
    qtbot.waitUntil(lambda: signed.letter(dossier_id).level == "B-T")


def test_closing_does_not_wait_for_a_silent_authority(
    qtbot: QtBot, signed: Signed, authority: Authority, queue: TimeStampQueue
) -> None:
    """What it would still answer is recorded by nobody."""
    dossier_id = signed.sign("Nguyễn Thị Hoa")
    answer, asked = threading.Event(), threading.Event()

    def think() -> None:
        asked.set()
        answer.wait(10)

    authority.answers = [think]
    queue.start()
    assert asked.wait(5)
    queue.close(seconds=0.05)
    answer.set()
    queue._thread.join(5)
    assert signed.letter(dossier_id).level == "B-B"


def test_a_file_that_cannot_be_stamped_holds_up_no_other(
    qtbot: QtBot, signed: Signed, authority: Authority, queue: TimeStampQueue
) -> None:
    """It is passed over, and not asked about again while it is the same file."""
    unfit, other = signed.sign("Nguyễn Thị Hoa"), signed.sign("Lê Thị Tú")
    authority.answers = [_unfit]
    queue.start()
    qtbot.waitUntil(lambda: "B-T" in {signed.letter(one).level for one in (unfit, other)})
    third = signed.sign("Bùi Gia Hân")
    queue.wake()
    qtbot.waitUntil(lambda: signed.letter(third).level == "B-T")
    assert len(authority.asked) == 3
