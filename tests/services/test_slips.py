"""Issued slips: immutable, numbered, and sealed with their own number."""

from dataclasses import replace

import pytest

from app.core.sealed import Seal, looks_sealed, read_sealed
from app.services import lookup, papers, print_desk, print_queue, slips
from app.services.print_queue import JobMovedOn
from app.services.slips import SlipMissing, TooManyCopies
from tests.services.desk import NOW, Desk, at

NOWHERE = "00000000-0000-7000-8000-000000000000"


def sealed(desk: Desk, **changes: object) -> Desk:
    """Return the desk with a key; the signature is not what these tests are about."""
    seal = Seal("00ab12ff", lambda _: bytes(64))
    return replace(desk, office=replace(desk.office, seal=seal, **changes))


def test_a_reprint_says_which_it_is_and_changes_nothing_else(desk: Desk) -> None:
    """An issued paper does not change: a copy has its number, who made it, when."""
    received = desk.receive()
    original = desk.ask(slips.get_slip, received.slip_id)
    for copy in (1, 2):
        desk.do(slips.request_reprint, received.dossier_id, reason="mất", at=at(25))
        assert desk.ask(slips.current_slip, received.dossier_id) == replace(
            original, copy=copy, copied_at=at(25), copied_by=desk.clerk.name
        )
    card = desk.ask(lookup.card, received.dossier_id)
    assert [slip.copy for slip in card.slips] == [0, 1, 2]
    assert [row.facts.get("reason") for row in card.history[1:]] == ["mất", "mất"]


def test_the_copys_number_is_inside_the_seal(desk: Desk) -> None:
    """A photocopied reprint can be told from the original."""
    desk = sealed(desk)
    received = desk.receive()
    desk.do(slips.request_reprint, received.dossier_id, reason="mất", at=at(25))
    first = read_sealed(desk.ask(slips.get_slip, received.slip_id).qr_text)
    second = read_sealed(desk.ask(slips.current_slip, received.dossier_id).qr_text)
    assert (first.facts.copy, second.facts.copy) == (0, 1)
    assert replace(second.facts, copy=0) == first.facts
    assert first.facts.code == received.code
    assert (first.facts.procedure_code, first.facts.appointment) == ("1.004873", 1)
    assert abs((first.facts.due_at - received.due_at).total_seconds()) < 60


def test_the_code_alone_where_the_province_wants_that(desk: Desk) -> None:
    """The address stays before it."""
    desk = sealed(desk, qr_content="code", qr_prefix="https://a.example.vn/#")
    slip = desk.ask(slips.get_slip, desk.receive().slip_id)
    assert slip.qr_text == f"https://a.example.vn/#{slip.code}"
    assert not looks_sealed(slip.qr_text)


def test_a_code_with_letters_of_another_system_stands_alone(desk: Desk) -> None:
    """The sealed format has no room for them; the slip still says which dossier it is."""
    desk = sealed(desk)
    slip = replace(desk.ask(slips.get_slip, desk.receive().slip_id), code="H29_26/1")
    assert papers.slip_qr(desk.office, slip) == "H29_26/1"


def test_a_desk_without_a_key_prints_the_code(desk: Desk) -> None:
    """A lost key never stops the counter."""
    slip = desk.ask(slips.get_slip, desk.receive().slip_id)
    assert slip.qr_text == slip.code


def test_after_a_new_date_the_slip_is_a_new_paper(desk: Desk) -> None:
    """Not a reprint of the old promise: the new date, copy 0, and what it replaces."""
    desk = sealed(desk)
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, at(30).date(), at(25)), at(25, 10))
    desk.do(slips.request_reprint, received.dossier_id, reason="hẹn lại", at=at(25, 11))
    renewed = desk.ask(slips.current_slip, received.dossier_id)
    assert (renewed.appointment, renewed.copy, renewed.due_at.date()) == (2, 0, at(30).date())
    assert "26/11/2026" in renewed.notes[0]
    assert read_sealed(renewed.qr_text).facts.appointment == 2
    desk.do(slips.request_reprint, received.dossier_id, reason="mất", at=at(25, 12))
    again = desk.ask(slips.current_slip, received.dossier_id)
    assert (again.appointment, again.copy) == (2, 1)


def test_a_doubt_answered_no_brings_a_marked_copy(desk: Desk) -> None:
    """And never a second answer."""
    received = desk.receive()
    _leave_in_doubt(desk, received.print_job_id)
    new_job = desk.do(print_desk.reprint, received.print_job_id, reason="in dở")
    row = desk.ask(print_queue.get_job, new_job)
    assert (row.copy, row.state) == (1, "queued")
    assert desk.ask(print_queue.get_job, received.print_job_id).state == "reprinted"
    for answer in (print_desk.confirm, print_desk.print_now):
        with pytest.raises(JobMovedOn):
            desk.do(answer, received.print_job_id)
    card = desk.ask(lookup.card, received.dossier_id)
    assert card.history[-1].facts["reason"] == "in dở"


def test_a_doubt_answered_yes_is_kept_with_who_said_so(desk: Desk) -> None:
    """The journal knows, and the step has the officer's name."""
    received = desk.receive()
    _leave_in_doubt(desk, received.print_job_id)
    desk.do(print_desk.confirm, received.print_job_id)
    assert desk.ask(lookup.card, received.dossier_id).history[-1].kind == "slip.confirmed"
    step = desk.ask(print_desk.steps, received.print_job_id)[-1]
    assert (step.state, step.actor_name) == ("confirmed", desk.clerk.name)
    with pytest.raises(JobMovedOn):
        desk.do(print_desk.void, received.print_job_id, reason="")


def test_copies_end_where_they_cannot_be_counted(desk: Desk) -> None:
    """One byte of the sealed facts counts them."""
    slip = desk.ask(slips.get_slip, desk.receive().slip_id)
    with pytest.raises(TooManyCopies):
        slips.further_copy(desk.office, replace(slip, copy=255), actor=desk.clerk, at=NOW)


def test_a_slip_that_is_not_there_is_told(desk: Desk) -> None:
    """No dossier, no slip: a situation, not a crash."""
    for query in (slips.get_slip, slips.current_slip):
        with pytest.raises(SlipMissing):
            desk.ask(query, NOWHERE)
    with pytest.raises(SlipMissing):
        desk.do(slips.request_reprint, NOWHERE, reason="mất")


def _leave_in_doubt(desk: Desk, job_id: str) -> None:
    with desk.database.write() as session:
        print_queue.begin_sending(session, desk.office, job_id, at=NOW)
        print_queue.mark_unknown(session, desk.office, job_id, error="reset", bytes_sent=9, at=NOW)
