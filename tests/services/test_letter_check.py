"""A scanned letter finds its record and reads as what it is."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.core.sealed_letter import LetterNotSealed, read_sealed_letter, seal_letter
from app.services import apology, letter_check, receipt_keys
from app.services.letter_check import LetterCheck, LetterVerdict
from app.signing.receipt_keys import is_genuine, load_seal, make_key
from app.ui.letter_verdict_text import letter_verdict_text
from tests.services.desk import Desk, at

NEW_DAY = date(2026, 12, 1)


@pytest.fixture
def sealed(desk: Desk, tmp_path: Path) -> Desk:
    """The desk with a key of its own in the agency's list."""
    made = make_key(tmp_path)
    desk.do(receipt_keys.add_own_key, made.public_key)
    seal = load_seal(tmp_path, made.key_id, made.place)
    return replace(desk, office=replace(desk.office, seal=seal))


def _judge(desk: Desk, text: str) -> LetterCheck:
    return desk.ask(letter_check.judge, read_sealed_letter(text), is_genuine)


def test_a_letter_tells_how_it_stands(sealed: Desk) -> None:
    """Printed for the pen it is not issued yet; issued it tells its number; then who has it."""
    received = sealed.receive()
    draft = sealed.draft(received.dossier_id, NEW_DAY, at(25))
    found = _judge(sealed, draft.letter.qr_text)
    assert (found.verdict, found.is_good) == (LetterVerdict.NOT_ISSUED, False)
    sealed.issue(draft, at(25))
    sealed.deliver(received.dossier_id, at(25, 15))
    found = _judge(sealed, draft.letter.qr_text)
    assert (found.verdict, found.is_good) == (LetterVerdict.ISSUED, True)
    assert found.row is not None
    assert found.row.code == received.code
    said = letter_verdict_text(found)
    assert "01" in said.text
    assert said.tone == "good"


def test_the_print_of_an_old_draft_differs(sealed: Desk) -> None:
    """Its promise is not the letter's any more."""
    received = sealed.receive()
    old = sealed.draft(received.dossier_id, NEW_DAY, at(25))
    sealed.draft(received.dossier_id, date(2026, 12, 3), at(25, 10))
    assert _judge(sealed, old.letter.qr_text).verdict is LetterVerdict.DIFFERS


def test_a_key_of_another_house_proves_nothing(sealed: Desk, tmp_path: Path) -> None:
    """Unknown, revoked and forged are told apart."""
    received = sealed.receive()
    draft = sealed.draft(received.dossier_id, NEW_DAY, at(25))
    facts = read_sealed_letter(draft.letter.qr_text).facts
    other = make_key(tmp_path / "other")
    seal = load_seal(tmp_path / "other", other.key_id, other.place)
    found = _judge(sealed, seal_letter(facts, seal))
    assert found.verdict is LetterVerdict.UNKNOWN_KEY
    assert sealed.office.seal is not None
    forged = replace(seal, key_id=sealed.office.seal.key_id)
    assert _judge(sealed, seal_letter(facts, forged)).verdict is LetterVerdict.FORGED


def test_a_letter_of_a_dossier_that_is_not_here(sealed: Desk) -> None:
    """Genuine, but another desk's dossier has not come over yet."""
    received = sealed.receive()
    draft = sealed.draft(received.dossier_id, NEW_DAY, at(25))
    facts = read_sealed_letter(draft.letter.qr_text).facts
    assert sealed.office.seal is not None
    elsewhere = replace(
        facts, code="H29.26-261120-0999", document_id="00000000-0000-7000-8000-000000000000"
    )
    found = _judge(sealed, seal_letter(elsewhere, sealed.office.seal))
    assert found.verdict is LetterVerdict.NOT_HERE


def test_a_slip_is_no_letter(sealed: Desk) -> None:
    """Neither reads as the other."""
    received = sealed.receive()
    draft = sealed.draft(received.dossier_id, NEW_DAY, at(25))
    assert sealed.ask(apology.current_letter, received.dossier_id).digest == draft.digest
    with pytest.raises(LetterNotSealed):
        read_sealed_letter("1" * 300)
