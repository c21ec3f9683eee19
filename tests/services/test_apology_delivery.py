"""The letter into the citizen's hand, with its proof; the result with or without a letter."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from app.core.apologies import (
    ApologyActNotAllowed,
    ApologyState,
    Delivery,
    DeliveryChannel,
    ReceiverMissing,
)
from app.core.lifecycle import DossierStatus
from app.services import apology_delivery, finishing, history, ledger, lookup
from app.services.apology_delivery import (
    LARGEST_PROOF,
    DeliveryTimeWrong,
    ProofKind,
    ProofMissing,
    ProofTooLarge,
)
from app.services.finishing import NoLetterNoSubmission
from tests.services.desk import Desk, at

NEW_DAY = date(2026, 12, 1)
PNG = b"\x89PNG\r\n\x1a\n picture"


def _issued(desk: Desk) -> str:
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    return received.dossier_id


def _kinds(desk: Desk, dossier_id: str) -> list[str]:
    return [row.kind for row in desk.ask(lookup.card, dossier_id).history]


@pytest.mark.parametrize(
    ("channel", "told"),
    [
        (DeliveryChannel.BY_HAND, {"receiver": "Trần Văn Ơn"}),
        (DeliveryChannel.POST, {"receiver": "", "reference": "RR123456789VN"}),
        (DeliveryChannel.EMAIL, {"receiver": "", "reference": "an@example.vn"}),
        (DeliveryChannel.MESSAGE, {"receiver": "", "reference": "0900000123"}),
    ],
)
def test_every_channel_is_recorded(
    desk: Desk, channel: DeliveryChannel, told: dict[str, Any]
) -> None:
    """How, to whom or where, and when."""
    dossier_id = _issued(desk)
    owed = desk.deliver(dossier_id, at(25, 15), channel=channel, **told)
    assert (owed.state, owed.channel) == (ApologyState.DELIVERED, channel)
    assert owed.delivered_at == at(25, 15)


def test_a_delivery_without_its_proof_is_refused(desk: Desk) -> None:
    """Blanks are no name."""
    with pytest.raises(ReceiverMissing):
        desk.deliver(_issued(desk), at(25, 15), receiver="  ")


def test_only_an_issued_letter_is_delivered(desk: Desk) -> None:
    """A draft is not handed out, and nothing is delivered twice."""
    received = desk.receive()
    dossier_id = _issued(desk)
    desk.draft(received.dossier_id, NEW_DAY, at(25))
    with pytest.raises(ApologyActNotAllowed):
        desk.deliver(received.dossier_id, at(25))
    desk.deliver(dossier_id, at(25, 15))
    with pytest.raises(ApologyActNotAllowed):
        desk.deliver(dossier_id, at(25, 16))


@pytest.mark.parametrize("moment", [at(25, 8), at(26, 9)])
def test_a_delivery_lies_between_issue_and_now(desk: Desk, moment: Any) -> None:
    """Not before the letter was out, not in the future."""
    dossier_id = _issued(desk)
    delivery = Delivery(DeliveryChannel.BY_HAND, moment, receiver="Nguyễn Thị Ẩn")
    with pytest.raises(DeliveryTimeWrong):
        desk.do(apology_delivery.deliver, dossier_id, delivery, at=at(25, 15))


def test_a_delivery_may_be_recorded_later(desk: Desk) -> None:
    """Posted yesterday, written down today: what counts is when it went."""
    dossier_id = _issued(desk)
    delivery = Delivery(DeliveryChannel.POST, at(25, 16), reference="RR123456789VN")
    owed = desk.do(apology_delivery.deliver, dossier_id, delivery, at=at(26, 8))
    assert owed.delivered_at == at(25, 16)


def test_a_proof_is_kept_with_its_digest(desk: Desk) -> None:
    """A picture of the signed copy; afterwards nobody can exchange it."""
    dossier_id = _issued(desk)
    desk.deliver(dossier_id, at(25, 15))
    proof = desk.do(
        apology_delivery.add_proof, dossier_id, name="ban luu.png", data=PNG, at=at(25, 15)
    )
    assert (proof.kind, proof.size) == ("image/png", len(PNG))
    assert desk.ask(apology_delivery.proofs, dossier_id) == (proof,)
    assert desk.ask(apology_delivery.proof_data, proof.proof_id) == PNG
    with pytest.raises(DBAPIError, match="append only"):
        desk.tamper("update apology_proof set name = 'khac'")
    with desk.database.read() as session:
        assert history.check(session).faults == ()


def test_a_proof_that_was_exchanged_is_found(desk: Desk) -> None:
    """Its bytes are bound by the journal."""
    dossier_id = _issued(desk)
    proof = desk.do(apology_delivery.add_proof, dossier_id, name="a.png", data=PNG, at=at(25, 15))
    desk.unguard("apology_proof")
    desk.tamper("update apology_proof set data = null")
    with desk.database.read() as session:
        found = [(fault.code, fault.where) for fault in history.check(session).faults]
    assert ("proof.differs", proof.proof_id) in found


def test_a_proof_is_a_picture_or_a_pdf_of_some_size(desk: Desk) -> None:
    """A word document and a film are refused by name."""
    dossier_id = _issued(desk)
    for data, refused in ((b"PK\x03\x04", ProofKind), (PNG + bytes(LARGEST_PROOF), ProofTooLarge)):
        with pytest.raises(refused):
            desk.do(apology_delivery.add_proof, dossier_id, name="x", data=data, at=at(25, 15))
    with pytest.raises(ProofMissing):
        desk.ask(apology_delivery.proof_data, "00000000-0000-7000-8000-000000000000")


def test_no_letter_no_submission(desk: Desk) -> None:
    """A late result without its letter goes back to the department, and that is on record."""
    received = desk.receive()
    outcome = desk.do(finishing.finish, received.dossier_id, department="Phòng Kinh tế", at=at(27))
    assert isinstance(outcome.refusal, NoLetterNoSubmission)
    card = desk.ask(lookup.card, received.dossier_id)
    assert card.row.status is DossierStatus.RECEIVED
    assert _kinds(desk, received.dossier_id)[-2:] == ["apology.opened", "result.sent_back"]
    desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(27)), at(27))
    again = desk.do(finishing.finish, received.dossier_id, at=at(2, month=12))
    assert isinstance(again.refusal, NoLetterNoSubmission), "the new day was missed as well"


def test_with_its_letter_the_result_is_taken(desk: Desk) -> None:
    """Issued is enough: the letter goes to the citizen together with the result."""
    dossier_id = _issued(desk)
    outcome = desk.do(finishing.finish, dossier_id, at=at(30))
    assert (outcome.refusal, outcome.was_late) == (None, False)
    assert desk.ask(lookup.card, dossier_id).row.status is DossierStatus.FINISHED


def test_the_agency_may_switch_that_off(desk: Desk) -> None:
    """Then the result is taken, and the letter stays owed."""
    choices = replace(desk.office.apology, holds_result_without_letter=False)
    desk.office = replace(desk.office, apology=choices)
    received = desk.receive()
    outcome = desk.do(finishing.finish, received.dossier_id, at=at(27))
    assert (outcome.refusal, outcome.was_late) == (None, True)
    owed = desk.ask(ledger.current, received.dossier_id)
    assert (owed.state, owed.is_finished) == (ApologyState.DUE, True)


def test_a_result_in_time_needs_no_letter(desk: Desk) -> None:
    """It waits at the desk, and collecting it late makes nobody late."""
    received = desk.receive()
    desk.tick(at(25))
    assert desk.do(finishing.finish, received.dossier_id, at=at(26)).refusal is None
    assert desk.ask(ledger.current, received.dossier_id).state is ApologyState.NOT_OWED
    assert desk.tick(at(30)) == 0
    returned = desk.hand_over(received.dossier_id, at(30))
    assert not returned.was_late
    assert desk.ask(ledger.owed) == ()


def test_the_result_is_always_handed_over(desk: Desk) -> None:
    """Whatever is missing, the citizen gets what is finished."""
    waiting = [desk.receive() for _ in range(4)]
    desk.tick(at(27))
    for days, received in enumerate(waiting):
        desk.hand_over(received.dossier_id, at(27) + timedelta(days=days))
        assert desk.ask(lookup.card, received.dossier_id).row.status is DossierStatus.RETURNED
