"""What waits for whom, first thing after sign-in; choices and trust of the office."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.core.apologies import TaskKind
from app.core.clock import local_day
from app.core.dossiers import Actor, Role
from app.services import accounts, apology_signing, changing_choices, desk_tasks, escalation, trust
from app.services.apology_choices import OFFICIAL_LETTER, Superior
from app.services.changing_choices import BadChoice, ChoiceNotAllowed
from app.services.desk_tasks import DeskTasks
from app.services.office import load_office
from app.services.trust import AnchorFacts, AnchorNotAllowed, AnchorUnknown
from tests.services.desk import NOW, Desk, at

NEW_DAY = date(2026, 12, 1)
ANCHOR = AnchorFacts(
    "ab" * 32,
    "CN=CA thử nghiệm",
    "CN=CA thử nghiệm",
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2030, 1, 1, tzinfo=UTC),
    b"\x30\x03",
)


def _tasks(desk: Desk, actor: Actor, moment: datetime) -> DeskTasks:
    return desk.ask(desk_tasks.tasks, actor=actor, at=moment)


def _counts(found: DeskTasks) -> list[int]:
    return [found.count(kind) for kind in TaskKind]


def test_a_letter_moves_from_hand_to_hand(desk: Desk) -> None:
    """Written by the clerk, signed by the leader, sealed by the registrar, handed over again."""
    received = desk.receive()
    desk.tick(at(25))
    assert _counts(_tasks(desk, desk.clerk, at(25))) == [1, 0, 0, 0, 0]
    submitted = desk.submit(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    assert _counts(_tasks(desk, desk.leader, at(25))) == [0, 1, 0, 0, 0]
    signed = desk.sign(submitted, at(25))
    assert _counts(_tasks(desk, desk.registrar, at(25))) == [0, 0, 1, 0, 0]
    desk.seal(signed, at(25))
    assert _counts(_tasks(desk, desk.clerk, at(25))) == [0, 0, 0, 1, 0]
    desk.deliver(received.dossier_id, at(25, 15))
    assert _counts(_tasks(desk, desk.clerk, at(25))) == [0, 0, 0, 0, 0]
    assert desk.ask(apology_signing.next_number, 2026) == "02"


def test_everybody_is_told_their_own(desk: Desk) -> None:
    """The clerk writes and hands over, the leader signs, the registrar seals."""
    mine = {
        actor.role: _tasks(desk, actor, at(25)).mine
        for actor in (desk.clerk, desk.leader, desk.registrar)
    }
    assert mine == {
        Role.CLERK: (TaskKind.WRITE, TaskKind.HAND_OVER),
        Role.LEADER: (TaskKind.SIGN,),
        Role.REGISTRAR: (TaskKind.SEAL,),
    }


def test_a_second_lateness_waits_for_the_superior_not_the_writer(desk: Desk) -> None:
    """Until it is decided there is nothing to write."""
    choices = replace(desk.office.apology, superior=Superior("an", "Đỗ Thị Ẩn", "Chủ tịch"))
    desk.office = replace(desk.office, apology=choices)
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    desk.deliver(received.dossier_id, at(25, 15))
    desk.tick(at(30))
    assert _counts(_tasks(desk, desk.clerk, at(30))) == [0, 0, 0, 0, 0]
    found = _tasks(desk, desk.leader, at(30))
    assert (found.count(TaskKind.DECIDE), TaskKind.DECIDE in found.mine) == (1, True)
    supervisor = desk.ask(accounts.find_actor, "hung")
    assert _tasks(desk, supervisor, at(30)).count(TaskKind.DECIDE) == 1
    desk.do(
        escalation.decide,
        received.dossier_id,
        reason="Sở thẩm định",
        document_number="12/TB-UBND",
        document_on=date(2026, 11, 30),
        new_due_on=date(2026, 12, 8),
        actor=desk.leader,
        at=at(30, 10),
    )
    assert _counts(_tasks(desk, desk.clerk, at(30, 11))) == [1, 0, 0, 0, 0]


def test_choices_hold_from_their_day(desk: Desk) -> None:
    """Changed twice on a day there is one row; the day before reads the old choices."""
    supervisor = desk.ask(accounts.find_actor, "hung")
    for days in (2, 3):
        wanted = replace(
            desk.office.apology,
            days_before=days,
            superior=Superior("", "Vũ Quang Bình", "Chủ tịch"),
            departments=("Phòng Kinh tế",),
            form_kind=OFFICIAL_LETTER,
        )
        desk.do(changing_choices.change, wanted, actor=supervisor, at=at(25))
    with desk.database.read() as session:
        new = load_office(session, on=local_day(at(25)))
        old = load_office(session, on=local_day(NOW))
    assert new.apology == wanted
    assert new.signer == old.signer
    assert old.apology.days_before == 1


def test_not_everybody_changes_choices(desk: Desk) -> None:
    """Neither the clerk nor the registrar; and some values cannot be."""
    supervisor = desk.ask(accounts.find_actor, "hung")
    choices = desk.office.apology
    for actor in (desk.clerk, desk.registrar):
        with pytest.raises(ChoiceNotAllowed):
            desk.do(changing_choices.change, choices, actor=actor)
    for wrong in (
        {"days_before": 11},
        {"form_kind": "poem"},
        {"time_stamp_url": "ftp://127.0.0.1"},
        {"departments": (" ",)},
        {"superior": Superior(login="nobody")},
    ):
        with pytest.raises(BadChoice):
            desk.do(changing_choices.change, replace(choices, **wrong), actor=supervisor)


def test_trust_is_an_administrators(desk: Desk) -> None:
    """Added once, taken back, trusted again; a clerk chooses nothing."""
    admin = replace(desk.clerk, role=Role.ADMIN)
    with pytest.raises(AnchorNotAllowed):
        desk.do(trust.add_anchors, [ANCHOR])
    assert desk.do(trust.add_anchors, [ANCHOR], actor=admin) == 1
    assert desk.do(trust.add_anchors, [ANCHOR], actor=admin) == 0
    assert desk.ask(trust.list_anchors) == (ANCHOR,)
    desk.do(trust.remove_anchor, ANCHOR.fingerprint, actor=admin)
    assert desk.ask(trust.list_anchors) == ()
    with pytest.raises(AnchorUnknown):
        desk.do(trust.remove_anchor, ANCHOR.fingerprint, actor=admin)
    assert desk.do(trust.add_anchors, [ANCHOR], actor=admin) == 1
