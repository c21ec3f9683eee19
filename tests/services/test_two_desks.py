"""Two desks at the same moment: one is first, the other is told, and nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from app.core.apologies import ApologyState
from app.core.errors import AppError
from app.services import apology_signing, history, ledger, lookup
from app.services.apology import LetterDraft
from tests.services.desk import SEALED_FILE, Desk, at

NEW_DAY = date(2026, 12, 1)


def _at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Begin acts at the same moment; return what each gave or how it was refused."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except AppError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def _sound(desk: Desk) -> bool:
    with desk.database.read() as session:
        return history.check(session).faults == ()


def test_two_ledgers_open_an_obligation_once(desk: Desk) -> None:
    """Every desk looks at eight in the morning."""
    dossiers = [desk.receive().dossier_id for _ in range(6)]
    opened = _at_once(*[lambda: desk.tick(at(25)) for _ in range(3)])
    refused = [one for one in opened if isinstance(one, AppError)]
    assert sum(one for one in opened if isinstance(one, int)) == len(dossiers)
    assert all(refusal.code == "database.locked" for refusal in refused)
    assert len(desk.ask(ledger.owed)) == len(dossiers)
    assert _sound(desk)


def test_a_letter_is_signed_once(desk: Desk) -> None:
    """Two leaders press the button; the second is told where the letter stands."""
    draft = desk.submit(desk.draft(desk.receive().dossier_id, NEW_DAY, at(25)), at(25))
    outcomes = _at_once(*[lambda: desk.sign(draft, at(25)) for _ in range(2)])
    assert sum(isinstance(one, LetterDraft) for one in outcomes) == 1, outcomes
    assert _sound(desk)


def test_no_two_letters_get_the_same_number(desk: Desk) -> None:
    """The proposed number is the same at both desks; one takes it, the other hears the next."""
    waiting = [desk.receive().dossier_id for _ in range(2)]
    signed = [
        desk.sign(desk.submit(desk.draft(one, NEW_DAY, at(25)), at(25)), at(25)) for one in waiting
    ]
    number = desk.ask(apology_signing.next_number, 2026)
    outcomes = _at_once(
        *[lambda one=one: desk.seal(one, at(25, 10), number=number) for one in signed]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["LetterDraft", "NumberTaken"]
    refused = next(one for one in outcomes if isinstance(one, AppError))
    assert refused.params["free"] == "02"
    assert _sound(desk)


def test_a_letter_is_issued_once(desk: Desk) -> None:
    """Sealed at two desks at once: one file, one promise."""
    signed = desk.sign(
        desk.submit(desk.draft(desk.receive().dossier_id, NEW_DAY, at(25)), at(25)), at(25)
    )
    outcomes = _at_once(
        *[lambda n=n: desk.seal(signed, at(25, 10), number=n) for n in ("01", "02")]
    )
    assert sum(isinstance(one, LetterDraft) for one in outcomes) == 1, outcomes
    card = desk.ask(lookup.card, signed.dossier_id)
    assert len(card.appointments) == 2
    assert card.apologies[0].state is ApologyState.ISSUED
    assert desk.scalar("select file from apology_letter") == SEALED_FILE
    assert _sound(desk)
