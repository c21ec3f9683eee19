"""From the clerk's submission to the issued letter: two people, two keys, a time stamp between."""

import dataclasses

from pytestqt.qtbot import QtBot

from app.services import ledger
from app.signing.findings import Verdict
from app.signing.verify import examine_file
from app.ui.desk import Desk
from app.ui.time_stamp_queue import TimeStampQueue
from tests.support.pki import Pki
from tests.support.tsa import Mode, authority
from tests.ui.signing_desk.conftest import SigningWard


def _with_authority(desk: Desk, url: str) -> None:
    choices = dataclasses.replace(desk.office.apology, time_stamp_url=url)
    desk.office = dataclasses.replace(desk.office, apology=choices)


def test_a_letter_goes_from_hand_to_hand(qtbot: QtBot, signing: SigningWard, people: Pki) -> None:
    """Signed at once, stamped once the authority is back, sealed by another and stamped again."""
    (dossier,) = signing.submit("Nguyễn Thị Hoa")
    leader, registrar = signing.desk_of("an"), signing.desk_of("thu")
    with authority(people) as server:
        server.mode = Mode.ERROR
        for desk in (leader, registrar):
            _with_authority(desk, server.url)
        queue = TimeStampQueue(
            signing.ward.database, lambda: leader.office, signing.ward.clock, first_wait=0.05
        )
        queue.start()
        page = signing.page("an")
        page.runner.key = signing.key_file("Đỗ Thị Ẩn")
        signing.confirm(page)
        assert signing.finish(page) == "Đã ký 1/1 thư."
        assert signing.letter(dossier).state == "signed"
        queue.wake()
        qtbot.waitUntil(lambda: server.asked > 0)
        desk_of_seals = signing.page("thu")
        assert not desk_of_seals.view.primary.isEnabled()
        queue.changed.connect(desk_of_seals.on_changed)
        server.mode = Mode.OK
        qtbot.waitUntil(desk_of_seals.view.primary.isEnabled, timeout=10_000)
        desk_of_seals.runner.key = signing.key_file("Trung tâm Phục vụ hành chính công")
        signing.confirm(desk_of_seals)
        assert signing.finish(desk_of_seals) == "Đã phát hành 1/1 thư."
        queue.wake()
        qtbot.waitUntil(lambda: signing.letter(dossier).level == "B-T", timeout=10_000)
        queue.close()
    (owed,) = signing.ward.ask(ledger.of_dossier, dossier)
    assert (owed.state, owed.number) == ("issued", "01")
    file = signing.letter(dossier).file or b""
    found = examine_file(file, (), at=signing.ward.clock.now())
    assert found.verdict is Verdict.UNTRUSTED
    assert all(one.stamp is not None for one in found.signatures)
    assert len(found.signatures) == 2
