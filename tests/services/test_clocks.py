"""Two computers whose clocks differ by a minute work on one dossier as one desk would."""

from dataclasses import replace
from datetime import date, timedelta

from app.services import apology, history, ledger, lookup
from tests.services.desk import Desk, at

NEW_DAY = date(2026, 12, 1)
BEHIND = timedelta(minutes=1)


def _slower(desk: Desk) -> Desk:
    """Return the same ward at another station, whose clock is a minute behind."""
    return replace(desk, office=replace(desk.office, station_id="02"))


def _sound(desk: Desk) -> bool:
    with desk.database.read() as session:
        return history.check(session).faults == ()


def test_what_was_submitted_here_is_signed_there(desk: Desk) -> None:
    """The leader's computer has not reached the minute of the submission."""
    draft = desk.submit(desk.draft(desk.receive().dossier_id, NEW_DAY, at(25)), at(25))
    assert _slower(desk).sign(draft, at(25) - BEHIND).state == "awaiting_seal"
    assert _sound(desk)


def test_what_opened_here_is_blamed_there(desk: Desk) -> None:
    """Nor is an obligation unknown that the other clock opens later."""
    received = desk.receive()
    desk.tick(at(25))
    told = {"cause": "verification", "at": at(25) - BEHIND}
    blamed = _slower(desk).do(ledger.blame, received.dossier_id, **told)
    assert blamed.cause == "verification"
    assert _sound(desk)


def test_what_was_received_here_is_handed_over_there(desk: Desk) -> None:
    """The result of a same-day dossier, at the next counter."""
    received = desk.receive()
    _slower(desk).hand_over(received.dossier_id, at(20) - BEHIND)
    assert desk.ask(lookup.card, received.dossier_id).row.status == "returned"
    assert _sound(desk)


def test_the_later_draft_wins_whatever_its_clock_says(desk: Desk) -> None:
    """Nothing that was saved is lost without a word."""
    received = desk.receive()
    desk.draft(received.dossier_id, NEW_DAY, at(25))
    slower = _slower(desk)
    saved = slower.do(
        apology.draft,
        received.dossier_id,
        reason="viết lại ở quầy hai",
        new_due_on=NEW_DAY,
        at=at(25) - BEHIND,
    )
    assert "viết lại ở quầy hai" in " ".join(saved.letter.paragraphs)
    assert _sound(desk)
