"""One re-appointment; a second lateness is a named superior's to decide."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from app.core.apologies import ApologyState
from app.core.dossiers import Actor
from app.core.wording import short_date
from app.services import accounts, apology, escalation, history, lookup, slips
from app.services.apology import DecisionNeeded, NewDateDecided
from app.services.apology_choices import Superior
from app.services.escalation import (
    AlreadyDecided,
    DecisionDayWrong,
    DecisionIncomplete,
    EscalationMissing,
    NotTheSuperior,
)
from app.services.reception import Received
from tests.services.desk import Desk, at

SECOND_DAY, THIRD_DAY = date(2026, 12, 1), date(2026, 12, 8)
DECISION = {
    "reason": "Sở đang thẩm định lần hai",
    "document_number": "12/TB-UBND",
    "document_on": date(2026, 11, 30),
    "new_due_on": THIRD_DAY,
}


def _twice_late(desk: Desk) -> Received:
    """Return a dossier whose one new date will be missed too."""
    superior = Superior(login="an", name="Đỗ Thị Ẩn", position="Chủ tịch")
    desk.office = replace(desk.office, apology=replace(desk.office.apology, superior=superior))
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, SECOND_DAY, at(25)), at(25))
    assert desk.tick(at(30)) == 1
    return received


def _decide(desk: Desk, dossier_id: str, actor: Actor | None = None, **kw: Any) -> Any:
    told = DECISION | kw
    who = actor or desk.leader
    return desk.do(escalation.decide, dossier_id, actor=who, at=at(30), **told)


def test_a_second_lateness_goes_to_the_named_superior_with_a_clock(desk: Desk) -> None:
    """It opens with the second obligation and is to be answered by the next working day."""
    received = _twice_late(desk)
    (row,) = desk.ask(escalation.undecided, at=at(30))
    assert (row.code, row.superior_name, row.ordinal) == (received.code, "Đỗ Thị Ẩn", 2)
    assert row.answer_by == at(1, 17, 0, month=12)
    assert not row.is_late(at(1, 17, 0, month=12))
    assert row.is_late(at(1, 17, 1, month=12))


def test_there_is_no_further_date_without_the_decision(desk: Desk) -> None:
    """The refusal names who has to decide and by when."""
    received = _twice_late(desk)
    with pytest.raises(DecisionNeeded) as refused:
        desk.draft(received.dossier_id, THIRD_DAY, at(30))
    assert refused.value.params["superior"] == "Đỗ Thị Ẩn"
    assert refused.value.params["answer_by"] == at(1, 17, 0, month=12)


def test_with_the_decision_the_letter_carries_that_persons_name(desk: Desk) -> None:
    """The decided day, no other; name and document stand in the letter and on the card."""
    received = _twice_late(desk)
    _decide(desk, received.dossier_id)
    with pytest.raises(NewDateDecided):
        desk.draft(received.dossier_id, date(2026, 12, 9), at(30))
    draft = desk.do(apology.draft, received.dossier_id, reason="chờ Sở", new_due_on=None, at=at(30))
    said = " ".join(draft.letter.paragraphs)
    assert "Đỗ Thị Ẩn" in said
    assert "12/TB-UBND" in said
    desk.issue(draft, at(30))
    card = desk.ask(lookup.card, received.dossier_id)
    assert [one.due_on for one in card.appointments] == [
        date(2026, 11, 26),
        SECOND_DAY,
        THIRD_DAY,
    ]
    assert card.appointments[2].decided_by == "Đỗ Thị Ẩn"
    assert [one.state for one in card.apologies] == [ApologyState.ISSUED, ApologyState.ISSUED]
    with desk.database.read() as session:
        assert history.check(session).faults == ()


def test_only_the_named_person_decides(desk: Desk) -> None:
    """Neither the clerk nor the registrar; and once only."""
    received = _twice_late(desk)
    for actor in (desk.clerk, desk.registrar):
        with pytest.raises(NotTheSuperior):
            _decide(desk, received.dossier_id, actor)
    _decide(desk, received.dossier_id)
    with pytest.raises(AlreadyDecided):
        _decide(desk, received.dossier_id)


def test_a_superior_without_an_account_is_recorded_by_the_registrar(desk: Desk) -> None:
    """The signed document comes on paper; its number is what counts."""
    desk.office = replace(
        desk.office,
        apology=replace(desk.office.apology, superior=Superior(name="Vũ Quang Bình")),
    )
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, SECOND_DAY, at(25)), at(25))
    desk.tick(at(30))
    with pytest.raises(NotTheSuperior):
        _decide(desk, received.dossier_id, desk.clerk)
    decided = _decide(desk, received.dossier_id, desk.registrar)
    assert (decided.superior_name, decided.new_due_on) == ("Vũ Quang Bình", THIRD_DAY)


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"reason": "  "}, DecisionIncomplete),
        ({"document_number": ""}, DecisionIncomplete),
        ({"new_due_on": SECOND_DAY}, DecisionDayWrong),
        ({"new_due_on": date(2026, 12, 6)}, DecisionDayWrong),
    ],
)
def test_a_decision_is_whole(desk: Desk, told: dict[str, Any], refused: type) -> None:
    """A reason, a document, and a working day after the promise."""
    received = _twice_late(desk)
    with pytest.raises(refused):
        _decide(desk, received.dossier_id, **told)


def test_who_left_is_followed_by_who_is_named_now(desk: Desk) -> None:
    """The account is closed, the office names another: the letter carries the new name."""
    received = _twice_late(desk)
    off = "0" if desk.database.is_sqlite else "false"
    desk.tamper(f"update account set is_active = {off} where login = 'an'")
    successor = desk.ask(accounts.find_actor, "hung")
    with pytest.raises(NotTheSuperior):
        _decide(desk, received.dossier_id, successor)
    named = Superior(login="hung", name="Lê Quốc Hùng", position="Phó Chủ tịch")
    desk.office = replace(desk.office, apology=replace(desk.office.apology, superior=named))
    decided = _decide(desk, received.dossier_id, successor)
    assert (decided.superior_name, decided.superior_position) == ("Lê Quốc Hùng", "Phó Chủ tịch")
    draft = desk.do(apology.draft, received.dossier_id, reason="chờ Sở", new_due_on=None, at=at(30))
    assert "Lê Quốc Hùng" in " ".join(draft.letter.paragraphs)
    with desk.database.read() as session:
        assert history.check(session).faults == ()


def test_a_dossier_late_once_has_nothing_to_decide(desk: Desk) -> None:
    """The first lateness is the agency's own."""
    received = desk.receive()
    desk.tick(at(25))
    with pytest.raises(EscalationMissing):
        _decide(desk, received.dossier_id)


def test_a_decided_day_that_came_too_soon_is_decided_anew(desk: Desk) -> None:
    """The letter lay too long: another day needs another decision, and gets it."""
    received = _twice_late(desk)
    _decide(desk, received.dossier_id)
    later = at(8, month=12)
    with pytest.raises(DecisionNeeded):
        desk.do(apology.draft, received.dossier_id, reason="chờ Sở", new_due_on=None, at=later)
    (row,) = desk.ask(escalation.undecided, at=later)
    assert row.code == received.code
    told = DECISION | {"document_number": "15/TB-UBND", "new_due_on": date(2026, 12, 15)}
    desk.do(escalation.decide, received.dossier_id, actor=desk.leader, at=later, **told)
    draft = desk.do(
        apology.draft, received.dossier_id, reason="chờ Sở", new_due_on=None, at=at(8, 10, month=12)
    )
    assert draft.new_due_on == date(2026, 12, 15)
    desk.issue(draft, at(8, 11, month=12))
    with pytest.raises(AlreadyDecided):
        desk.do(
            escalation.decide, received.dossier_id, actor=desk.leader, at=at(16, month=12), **told
        )
    with desk.database.read() as session:
        assert history.check(session).faults == ()


def test_a_result_that_came_needs_no_decision(desk: Desk) -> None:
    """However late: there is no other day to give any more, only to apologise."""
    received = _twice_late(desk)
    desk.hand_over(received.dossier_id, at(2, month=12))
    assert desk.ask(escalation.undecided, at=at(2, month=12)) == ()
    with pytest.raises(EscalationMissing):
        desk.do(
            escalation.decide,
            received.dossier_id,
            actor=desk.leader,
            at=at(2, month=12),
            **(DECISION | {"document_on": date(2026, 12, 2)}),
        )
    letter = desk.draft(received.dossier_id, THIRD_DAY, at(2, 11, month=12))
    assert letter.new_due_on is None


def test_a_third_lateness_is_escalated_again(desk: Desk) -> None:
    """Every further day is a decision of its own."""
    received = _twice_late(desk)
    _decide(desk, received.dossier_id)
    told = {"reason": "chờ Sở", "new_due_on": None}
    desk.issue(desk.do(apology.draft, received.dossier_id, at=at(30), **told), at(30, 10))
    assert desk.tick(at(7, month=12)) == 1
    with pytest.raises(DecisionNeeded):
        desk.do(apology.draft, received.dossier_id, at=at(7, 10, month=12), **told)
    again = DECISION | {"document_number": "20/TB-UBND", "new_due_on": date(2026, 12, 15)}
    desk.do(
        escalation.decide, received.dossier_id, actor=desk.leader, at=at(7, 11, month=12), **again
    )
    letter = desk.do(apology.draft, received.dossier_id, at=at(7, 14, month=12), **told)
    desk.issue(letter, at(7, 15, month=12))
    assert len(desk.ask(lookup.card, received.dossier_id).appointments) == 4


def test_the_database_itself_keeps_the_rule(desk: Desk) -> None:
    """No third appointment without a decision, no second without a letter, no change of either."""
    received = _twice_late(desk)
    columns = "agency_id, dossier_id, {}, due_at, due_on, why, reason, asked_by, decided_by"
    more = (
        "insert into appointment ({}, cause, created_at)"
        " select {}, 'reappointment', created_at from appointment"
    )
    names = columns.format("ordinal")
    first = f"{more.format(names, columns.format('ordinal + 2'))} where ordinal = 1"
    with pytest.raises(DBAPIError, match="needs_decision"):
        desk.tamper(first)
    other = desk.receive(at=at(30))
    second = f"{more.format(names, columns.format('ordinal + 1'))} where ordinal = 1"
    with pytest.raises(DBAPIError, match="needs_letter"):
        desk.tamper(f"{second} and dossier_id = '{other.dossier_id}'")
    for change in (
        "update appointment set due_on = '2026-12-30' where ordinal = 1",
        "delete from appointment",
        "update apology_letter set reason = 'khác'",
        "update apology_letter set number = '99'",
        "delete from apology_letter",
        "delete from apology",
    ):
        with pytest.raises(DBAPIError, match="append only"):
            desk.tamper(change)
    _decide(desk, received.dossier_id)
    with pytest.raises(DBAPIError, match="decided_is_final"):
        desk.tamper("update escalation set reason = 'khác'")
    with pytest.raises(DBAPIError, match="decided_is_final"):
        desk.tamper("update escalation set decided_at = null")


def test_a_decided_date_has_a_slip_of_its_own(desk: Desk) -> None:
    """The third promise is a paper like the second: new at first, then copied."""
    received = _twice_late(desk)
    desk.do(slips.request_reprint, received.dossier_id, reason="hẹn lại", at=at(30))
    second = desk.ask(slips.current_slip, received.dossier_id)
    _decide(desk, received.dossier_id)
    desk.issue(desk.draft(received.dossier_id, THIRD_DAY, at(30, 10)), at(30, 11))
    for copy in (0, 1):
        desk.do(slips.request_reprint, received.dossier_id, reason="hẹn lại", at=at(30, 12))
        third = desk.ask(slips.current_slip, received.dossier_id)
        assert (third.appointment, third.copy, third.due_at.date()) == (3, copy, THIRD_DAY)
    assert short_date(SECOND_DAY) in third.notes[0]
    assert desk.ask(slips.newest_copy, received.dossier_id, second.appointment) == 0
    assert desk.ask(slips.newest_copy, received.dossier_id, third.appointment) == 1
    with desk.database.read() as session:
        assert history.check(session).faults == ()
