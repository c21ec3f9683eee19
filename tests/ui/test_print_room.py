"""The printers of a seated officer: other settings never end printing, and leaving ends it all."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from app.core.dossiers import Role
from app.core.printjobs import JobState
from app.core.settings import CONFIG, Machine, PrinterSetting, load_machine, save_machine
from app.services import receipt_keys
from app.ui import print_room
from app.ui.desk import Desk
from app.ui.print_room import KEY_NOTICE, PrintRoom
from app.ui.print_worker import PrintWorker
from app.ui.sealing import Seated, renew_key, seat_office
from app.ui.tasks import TaskRunner
from app.ui.window import MainWindow
from tests.support.desk_ward import Ward
from tests.support.spooling import jobs

OTHER = (PrinterSetting(target="other-slips"),)


class Room:
    """A print room with all that stands around it."""

    def __init__(self, ward: Ward, desk: Desk, seated: Seated) -> None:
        self.window, self.tasks, self.gone = MainWindow(), TaskRunner(), threading.Event()
        desk.office = seated.office
        self.ward, self.desk = ward, desk
        self.room = PrintRoom(self.window, desk, seated, self.tasks)

    def close(self) -> None:
        """End everything in the program's own order."""
        self.room.close()
        self.desk.close()
        self.tasks.close()
        self.window.close()
        shiboken6.delete(self.window)

    def notices(self) -> dict[str, str]:
        """Return what is said at the window."""
        kept = self.window.notices._notices
        return {key: notice.text for key, notice in kept.items()}

    def prints(self, qtbot: QtBot) -> None:
        """See a slip come out."""
        self.ward.receive("Nguyễn Thị Ẩn")
        self.room._wake()
        qtbot.waitUntil(lambda: jobs(self.ward)[0].state is JobState.PRINTED, timeout=15_000)


@pytest.fixture
def seated(ward: Ward, tmp_path: Path) -> Seated:
    machine = Machine(tmp_path, f"sqlite:///{tmp_path / 'desk.db'}")
    save_machine(machine)
    return seat_office(machine, ward.database)


@pytest.fixture
def place(ward: Ward, desk: Desk, seated: Seated) -> Iterator[Room]:
    made = Room(ward, desk, seated)
    yield made
    made.close()
    assert printing() == []


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A slip that is being sent: no worker closes before the gate opens."""
    opened, close = threading.Event(), PrintWorker.close

    def slow(worker: PrintWorker) -> None:
        assert opened.wait(10)
        close(worker)

    monkeypatch.setattr(PrintWorker, "close", slow)
    yield opened
    opened.set()


def printing() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("print-")]


def renewed(room: PrintRoom, before: PrintWorker | None) -> bool:
    return room.worker is not None and room.worker is not before


def test_other_printers_are_used_from_now_on(place: Room, qtbot: QtBot, tmp_path: Path) -> None:
    """And kept in the settings."""
    before = place.room.worker
    place.room._use_printers(OTHER)
    qtbot.waitUntil(lambda: renewed(place.room, before))
    place.prints(qtbot)
    assert load_machine(tmp_path).printers == OTHER
    assert list((tmp_path / "other-slips").glob("*.png"))


def test_settings_that_cannot_be_saved_leave_the_old_printers_at_work(
    place: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    """The refusal is told; the next slip comes out where slips came out before."""
    (tmp_path / CONFIG).unlink()
    (tmp_path / CONFIG).mkdir()
    before = place.room.worker
    place.room._use_printers(OTHER)
    qtbot.waitUntil(lambda: renewed(place.room, before))
    assert any(str(tmp_path / CONFIG) in text for text in place.notices().values())
    place.prints(qtbot)
    assert list((tmp_path / "slips").glob("*.png"))
    assert not (tmp_path / "other-slips").exists()


def test_a_fault_of_ours_leaves_the_old_printers_at_work(
    place: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reaches the crash hook, and never takes the worker with it."""

    def broken(_: Machine) -> None:
        raise OSError("raw")

    monkeypatch.setattr(print_room, "save_machine", broken)
    before = place.room.worker
    with qtbot.captureExceptions() as caught:
        place.room._use_printers(OTHER)
        qtbot.waitUntil(lambda: bool(caught))
    assert renewed(place.room, before)
    place.prints(qtbot)


def test_what_is_wished_during_an_exchange_is_not_lost(
    place: Room, qtbot: QtBot, tmp_path: Path, gate: threading.Event
) -> None:
    """The newest wish stands in the end."""
    last = (PrinterSetting(target="last-slips"),)
    place.room._use_printers(OTHER)
    place.room._use_printers(last)
    assert place.room.worker is None
    gate.set()
    qtbot.waitUntil(lambda: load_machine(tmp_path).printers == last)
    qtbot.waitUntil(lambda: place.room.worker is not None)
    place.prints(qtbot)
    assert list((tmp_path / "last-slips").glob("*.png"))


def test_leaving_never_holds_the_screen(place: Room, qtbot: QtBot, gate: threading.Event) -> None:
    """It is left at once; that all has ended is told later, and only then it vanishes."""
    place.room.leave(place.gone.set)
    assert place.room.worker is None
    qtbot.wait(50)
    assert not place.gone.is_set()
    assert shiboken6.isValid(place.room)
    gate.set()
    qtbot.waitUntil(place.gone.is_set)
    assert printing() == []
    qtbot.waitUntil(lambda: not shiboken6.isValid(place.room))


def test_leaving_during_an_exchange_starts_nothing(
    place: Room, qtbot: QtBot, gate: threading.Event
) -> None:
    """The room goes when the exchange has come to its end."""
    place.room._use_printers(OTHER)
    place.room.leave(place.gone.set)
    qtbot.wait(50)
    assert not place.gone.is_set()
    gate.set()
    qtbot.waitUntil(place.gone.is_set)
    assert printing() == []
    qtbot.waitUntil(lambda: not shiboken6.isValid(place.room))


def test_the_program_ends_during_an_exchange(
    place: Room, qtbot: QtBot, gate: threading.Event
) -> None:
    """Nothing is started any more, whatever still arrives."""
    place.room._use_printers(OTHER)
    gate.set()
    place.room.close()
    qtbot.wait(100)
    assert printing() == []


def test_a_key_revoked_at_the_desk_seals_no_more(
    place: Room, qtbot: QtBot, ward: Ward, seated: Seated
) -> None:
    """The window says so until there is a new key."""
    key_id = seated.machine.seal_key
    place.desk.actor = replace(ward.actor, role=Role.SUPERVISOR)
    place.desk.do(receipt_keys.revoke_key, key_id, reason="lộ")
    qtbot.waitUntil(lambda: KEY_NOTICE in place.notices())
    assert key_id in place.notices()[KEY_NOTICE]
    assert place.desk.office.seal is None
    machine, made = renew_key(
        seated.machine, ward.database, ward.office, actor=ward.actor, at=ward.clock.now()
    )
    place.room._use(machine)
    qtbot.waitUntil(lambda: KEY_NOTICE not in place.notices())
    assert place.desk.office.seal.key_id == made.key_id


def test_a_desk_that_does_not_seal_says_so_until_the_officer_leaves(
    ward: Ward, desk: Desk, seated: Seated, tmp_path: Path, qtbot: QtBot
) -> None:
    """With the way out; the next officer hears of it anew, if it still holds."""
    for file in (tmp_path / "keys").iterdir():
        file.unlink()
    place = Room(ward, desk, seat_office(seated.machine, ward.database))
    assert "Khoá xác thực…" in place.notices()[KEY_NOTICE]
    place.room.leave(place.gone.set)
    assert place.notices() == {}
    qtbot.waitUntil(place.gone.is_set)
    place.close()
