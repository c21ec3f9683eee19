"""A scanned slip reads as what it is: current, replaced, reprinted, forged, of a strange key."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.sealed import SealedSlip, read_sealed, seal_text
from app.services import accounts, receipt_keys, slip_check, slips
from app.services.slip_check import Difference, SlipVerdict, Verdict
from app.signing.receipt_keys import is_genuine, load_seal, make_key
from tests.services.desk import Desk, at


@pytest.fixture
def sealed(desk: Desk, tmp_path: Path) -> Desk:
    """The desk with a key of its own in the agency's list."""
    made = make_key(tmp_path)
    desk.do(receipt_keys.add_own_key, made.public_key)
    return with_key(desk, tmp_path, made)


def with_key(desk: Desk, folder: Path, made) -> Desk:
    seal = load_seal(folder, made.key_id, made.place)
    return replace(desk, office=replace(desk.office, seal=seal))


def led(desk: Desk) -> Desk:
    """Return the desk with the ward's supervisor at it."""
    return replace(desk, clerk=desk.ask(accounts.find_actor, "hung"))


def judge(desk: Desk, text: str | SealedSlip) -> SlipVerdict:
    sealed = read_sealed(text) if isinstance(text, str) else text
    return desk.ask(slip_check.judge, sealed, is_genuine)


def printed(desk: Desk, slip_id: str) -> str:
    return desk.ask(slips.get_slip, slip_id).qr_text


def test_a_slip_just_printed_is_current(sealed: Desk) -> None:
    """With what the database knows beside it."""
    received = sealed.receive()
    found = judge(sealed, printed(sealed, received.slip_id))
    assert found.verdict is Verdict.CURRENT
    assert found.verdict.is_good
    assert found.row is not None
    assert (found.row.code, found.newest_copy) == (received.code, 0)


def test_a_reprint_says_so_and_the_original_knows_of_it(sealed: Desk) -> None:
    """Both are good; the newer number is told."""
    received = sealed.receive()
    sealed.do(slips.request_reprint, received.dossier_id, reason="mất", at=at(25))
    again = judge(sealed, sealed.ask(slips.current_slip, received.dossier_id).qr_text)
    first = judge(sealed, printed(sealed, received.slip_id))
    assert (again.verdict, again.facts.copy) == (Verdict.REPRINT, 1)
    assert (first.verdict, first.newest_copy) == (Verdict.CURRENT, 1)


def test_the_slip_of_an_old_appointment_is_replaced(sealed: Desk) -> None:
    """From the moment the letter is issued, whether or not a new slip was printed."""
    received = sealed.receive()
    old = printed(sealed, received.slip_id)
    sealed.issue(sealed.draft(received.dossier_id, at(30).date(), at(25)), at(25, 10))
    found = judge(sealed, old)
    assert found.verdict is Verdict.REPLACED
    assert not found.verdict.is_good
    assert found.appointment is not None
    assert found.appointment.due_on == at(30).date()
    sealed.do(slips.request_reprint, received.dossier_id, reason="hẹn lại", at=at(25, 11))
    renewed = sealed.ask(slips.current_slip, received.dossier_id).qr_text
    assert judge(sealed, renewed).verdict is Verdict.CURRENT
    assert judge(sealed, old).verdict is Verdict.REPLACED


def test_every_flipped_digit_of_a_signature_is_forged(sealed: Desk) -> None:
    """The last 150 digits are signature alone."""
    text = printed(sealed, sealed.receive().slip_id)
    for place in range(len(text) - 150, len(text)):
        digit = str((int(text[place]) + 1) % 10)
        found = judge(sealed, text[:place] + digit + text[place + 1 :])
        assert found.verdict is Verdict.FORGED


def test_another_date_under_a_true_signature_is_forged(sealed: Desk) -> None:
    """The facts of one slip with the signature of another."""
    first, second = (read_sealed(printed(sealed, sealed.receive().slip_id)) for _ in range(2))
    assert judge(sealed, replace(first, signature=second.signature)).verdict is Verdict.FORGED


def test_a_key_nobody_listed_is_unknown(desk: Desk, sealed: Desk, tmp_path: Path) -> None:
    """Until the other desk's list is brought in."""
    received = sealed.receive()
    other = make_key(tmp_path)
    facts = read_sealed(printed(sealed, received.slip_id)).facts
    text = seal_text(facts, load_seal(tmp_path, other.key_id, other.place))
    found = judge(sealed, text)
    assert (found.verdict, found.key_id) == (Verdict.UNKNOWN_KEY, other.key_id)
    key = receipt_keys.PublicKey(
        other.key_id, other.public_key, "02", "imported", at(20), None, None, ""
    )
    led(sealed).do(receipt_keys.import_keys, [key])
    assert judge(sealed, text).verdict is Verdict.CURRENT


def test_a_key_revoked_yesterday_proves_nothing_today(sealed: Desk) -> None:
    """Also for slips with an older date: whoever has the key writes any date."""
    received = sealed.receive()
    text = printed(sealed, received.slip_id)
    key_id = read_sealed(text).key_id
    led(sealed).do(receipt_keys.revoke_key, key_id, reason="mất máy", at=at(24))
    found = judge(sealed, text)
    assert found.verdict is Verdict.REVOKED
    assert found.key is not None
    assert (found.key.revoked_at, found.key.reason) == (at(24), "mất máy")
    assert found.row is not None


def test_a_rotated_key_goes_on_proving_its_slips(sealed: Desk, tmp_path: Path) -> None:
    """Old public keys stay in the list."""
    text = printed(sealed, sealed.receive().slip_id)
    made = make_key(tmp_path)
    sealed.do(receipt_keys.add_own_key, made.public_key, at=at(25))
    later = with_key(sealed, tmp_path, made)
    newer = printed(later, later.receive(at=at(25)).slip_id)
    assert judge(later, text).verdict is judge(later, newer).verdict is Verdict.CURRENT
    ends = {key.key_id: key.valid_to for key in later.ask(receipt_keys.list_keys)}
    assert ends == {made.key_id: None, read_sealed(text).key_id: at(25)}


def test_a_dossier_of_another_desk_is_genuine_but_not_here(sealed: Desk) -> None:
    """An offline desk's data come later; the seal alone is good."""
    facts = replace(
        read_sealed(printed(sealed, sealed.receive().slip_id)).facts, code="H29.26-261120-4242"
    )
    found = judge(sealed, seal_text(facts, sealed.office.seal))
    assert (found.verdict, found.row) == (Verdict.NOT_HERE, None)


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (lambda facts: replace(facts, office_code="H29.27"), Difference.OFFICE),
        (lambda facts: replace(facts, procedure_code="1.001193"), Difference.PROCEDURE),
        (lambda facts: replace(facts, procedure_code="1.004874"), Difference.PROCEDURE),
        (
            lambda facts: replace(facts, received_at=facts.received_at - timedelta(days=1)),
            Difference.RECEIVED,
        ),
        (lambda facts: replace(facts, appointment=2), Difference.APPOINTMENT),
        (lambda facts: replace(facts, appointment=0), Difference.APPOINTMENT),
        (lambda facts: replace(facts, due_at=facts.due_at + timedelta(days=1)), Difference.DUE),
        (lambda facts: replace(facts, copy=1), Difference.COPY),
    ],
)
def test_a_good_seal_over_facts_nobody_wrote_differs(sealed: Desk, change, difference) -> None:
    """Somebody used the desk's key beside the program; what differs is named."""
    facts = read_sealed(printed(sealed, sealed.receive().slip_id)).facts
    found = judge(sealed, seal_text(change(facts), sealed.office.seal))
    assert (found.verdict, found.differences) == (Verdict.DIFFERS, (difference,))


def test_a_copy_above_the_newest_was_issued_by_nobody(sealed: Desk) -> None:
    """Each copy up to the newest is good, of either appointment; a replaced one's too is told."""
    received = sealed.receive()
    sealed.do(slips.request_reprint, received.dossier_id, reason="mất", at=at(25))
    facts = read_sealed(printed(sealed, received.slip_id)).facts

    def verdict(**changes: object) -> tuple[Verdict, tuple[Difference, ...]]:
        found = judge(sealed, seal_text(replace(facts, **changes), sealed.office.seal))
        return found.verdict, found.differences

    assert [verdict(copy=n)[0] for n in (0, 1)] == [Verdict.CURRENT, Verdict.REPRINT]
    assert verdict(copy=2) == verdict(copy=255) == (Verdict.DIFFERS, (Difference.COPY,))
    sealed.issue(sealed.draft(received.dossier_id, at(30).date(), at(25)), at(25, 10))
    assert verdict(copy=1) == (Verdict.REPLACED, ())
    assert verdict(copy=2) == (Verdict.DIFFERS, (Difference.COPY,))
    promised = judge(sealed, printed(sealed, received.slip_id)).appointment
    assert promised is not None
    second = {"appointment": 2, "due_at": promised.due_at}
    assert verdict(**second) == (Verdict.DIFFERS, (Difference.COPY,))
    sealed.do(slips.request_reprint, received.dossier_id, reason="hẹn lại", at=at(25, 11))
    assert verdict(**second) == (Verdict.CURRENT, ())


def test_another_offices_name_under_our_own_key_differs_without_the_dossier_too(
    sealed: Desk,
) -> None:
    """A desk of this agency seals for no other."""
    facts = read_sealed(printed(sealed, sealed.receive().slip_id)).facts
    facts = replace(facts, office_code="H29.27", code="H29.27-261120-4242")
    found = judge(sealed, seal_text(facts, sealed.office.seal))
    assert (found.verdict, found.row) == (Verdict.DIFFERS, None)
    assert found.differences == (Difference.OFFICE,)
