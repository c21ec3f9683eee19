"""Obligations open by themselves, are blamed on somebody, and end when they should."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.apologies import ApologyState
from app.services import history, ledger, lookup
from app.services.ledger import ApologyMissing, CauseUnknown
from tests.services.desk import TWO_CASES, Desk, at

NEW_DAY = date(2026, 12, 1)


def test_nothing_opens_before_its_day_and_once_only(desk: Desk) -> None:
    """Due on Thursday 26/11: opens on Wednesday, by itself, and asking again changes nothing."""
    received = desk.receive()
    assert desk.tick(at(24, 23)) == 0
    assert desk.tick(at(25, 0)) == 1
    assert desk.tick(at(25, 9)) == 0
    owed = desk.ask(ledger.current, received.dossier_id)
    assert (owed.state, owed.ordinal, owed.opens_on) == (ApologyState.DUE, 1, date(2026, 11, 25))
    entry = desk.ask(lookup.card, received.dossier_id).history[-1]
    assert (entry.kind, entry.actor_name) == ("apology.opened", "")


def test_a_day_off_before_the_appointment_moves_the_opening_ahead(desk: Desk) -> None:
    """Due on Wednesday 25/11, Tuesday is off: it opens on Monday."""
    desk.receive(at=at(19))
    assert desk.tick(at(22, 23)) == 0
    assert desk.tick(at(23, 0)) == 1


def test_a_longer_warning_is_a_setting(desk: Desk) -> None:
    """Three days ahead where the office wants that."""
    desk.receive()
    desk.office = replace(desk.office, apology=replace(desk.office.apology, days_before=3))
    assert desk.tick(at(23, 0)) == 1


def test_a_same_day_promise_opens_when_its_moment_passes(desk: Desk) -> None:
    """There is no day before: it opens after the promised moment."""
    received = desk.receive(code=TWO_CASES)
    assert desk.tick(received.due_at) == 0
    assert desk.tick(received.due_at.replace(hour=23)) == 1


def test_a_result_in_time_ends_what_is_owed(desk: Desk) -> None:
    """Handed over on the day: no longer owed, and nothing opens afterwards."""
    received = desk.receive()
    desk.tick(at(25))
    desk.hand_over(received.dossier_id, at(26))
    assert desk.ask(ledger.current, received.dossier_id).state is ApologyState.NOT_OWED
    assert desk.tick(at(30)) == 0
    assert desk.ask(ledger.owed) == ()


def test_a_late_result_that_nobody_foresaw_opens_its_obligation(desk: Desk) -> None:
    """The program was off all week: the hand-over itself opens what was missed."""
    received = desk.receive()
    desk.hand_over(received.dossier_id, at(30))
    owed = desk.ask(ledger.current, received.dossier_id)
    assert (owed.state, owed.is_finished) == (ApologyState.DUE, True)


def test_a_result_in_time_needs_no_letter_even_if_it_was_issued(desk: Desk) -> None:
    """The letter foresaw a delay that did not come: nobody owes it any more."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    desk.hand_over(received.dossier_id, at(26))
    assert desk.ask(ledger.current, received.dossier_id).state is ApologyState.NOT_OWED
    assert desk.ask(ledger.owed) == ()
    with desk.database.read() as session:
        assert history.check(session).faults == ()


def test_delivered_and_handed_over_is_closed(desk: Desk) -> None:
    """The letter in the hand, the result in the hand: the matter is closed, in either order."""
    first, second = desk.receive(), desk.receive()
    for received in (first, second):
        desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    desk.deliver(first.dossier_id, at(25, 15))
    assert desk.ask(ledger.current, first.dossier_id).state is ApologyState.DELIVERED
    desk.hand_over(first.dossier_id, at(30))
    desk.hand_over(second.dossier_id, at(30))
    assert desk.ask(ledger.current, second.dossier_id).state is ApologyState.ISSUED
    desk.deliver(second.dossier_id, at(30, 15))
    for received in (first, second):
        assert desk.ask(ledger.current, received.dossier_id).state is ApologyState.CLOSED
    with desk.database.read() as session:
        assert history.check(session).faults == ()


def test_a_letter_drafted_early_opens_its_obligation(desk: Desk) -> None:
    """An officer who knows already on Monday need not wait for Wednesday."""
    received = desk.receive()
    desk.draft(received.dossier_id, NEW_DAY, at(23))
    owed = desk.ask(ledger.current, received.dossier_id)
    assert (owed.state, owed.opens_on) == (ApologyState.DRAFTED, date(2026, 11, 25))
    assert desk.tick(at(25)) == 0


def test_the_fault_is_recorded(desk: Desk) -> None:
    """Department, cause of the list, own words; what is on no list is refused."""
    received = desk.receive()
    with pytest.raises(ApologyMissing):
        desk.do(ledger.blame, received.dossier_id, cause="other_agency", at=at(24))
    desk.tick(at(25))
    with pytest.raises(CauseUnknown):
        desk.do(ledger.blame, received.dossier_id, cause="aliens", at=at(25))
    blamed = desk.do(
        ledger.blame,
        received.dossier_id,
        cause="other_agency",
        department="Phòng Văn hóa - Xã hội",
        note="Sở chưa trả lời",
        at=at(25),
    )
    assert (blamed.cause, blamed.department) == ("other_agency", "Phòng Văn hóa - Xã hội")
    assert desk.scalar("select awaits_agency from apology")
    with desk.database.read() as session:
        assert history.check(session).faults == ()
