"""Handing a result back: once, to somebody named, late or not."""

from datetime import date

import pytest

from app.core.lifecycle import ActNotAllowed, DossierStatus
from app.services import lookup
from app.services.lookup import DossierUnknown
from app.services.returning import AlreadyReturned, CollectorMissing
from tests.services.desk import Desk, at


def test_a_result_is_handed_over(desk: Desk) -> None:
    """The dossier is closed with who came and when, and the journal says so."""
    received = desk.receive()
    returned = desk.hand_over(received.dossier_id, at(25), collector="  Lê  Văn Ẩn ")
    card = desk.ask(lookup.card, received.dossier_id)
    assert (returned.code, returned.was_late) == (received.code, False)
    assert (card.collector, card.returned_at) == ("Lê Văn Ẩn", at(25))
    assert card.row.status is DossierStatus.RETURNED
    assert [row.kind for row in card.history] == ["dossier.received", "dossier.returned"]


def test_a_result_is_handed_over_once(desk: Desk) -> None:
    """The second time the desk tells who collected it and when, and writes nothing."""
    received = desk.receive()
    desk.hand_over(received.dossier_id, at(25), collector="Lê Văn Ẩn")
    written = desk.scalar("select count(*) from journal")
    with pytest.raises(AlreadyReturned) as refused:
        desk.hand_over(received.dossier_id, at(26))
    assert refused.value.params == {
        "code": received.code,
        "returned_at": at(25),
        "collector": "Lê Văn Ẩn",
    }
    assert desk.scalar("select count(*) from journal") == written


@pytest.mark.parametrize("status", ["withdrawn", "refused", "stopped"])
def test_a_dossier_without_a_result_returns_none(desk: Desk, status: str) -> None:
    """Withdrawn, refused and stopped dossiers have nothing to hand over."""
    received = desk.receive()
    desk.tamper(f"update dossier set status = '{status}'")
    with pytest.raises(ActNotAllowed):
        desk.hand_over(received.dossier_id, at(25))


def test_somebody_must_be_named(desk: Desk) -> None:
    """A result goes to a person with a name."""
    received = desk.receive()
    with pytest.raises(CollectorMissing):
        desk.hand_over(received.dossier_id, at(25), collector=" \u200b")
    assert desk.ask(lookup.get_row, received.dossier_id).status is DossierStatus.RECEIVED


def test_an_unknown_dossier_is_told(desk: Desk) -> None:
    """An id that is not there is a situation, not a crash."""
    with pytest.raises(DossierUnknown):
        desk.hand_over("00000000-0000-7000-8000-000000000000", at(25))


@pytest.mark.parametrize(
    ("moment", "late"),
    [(at(26, 16), False), (at(26, 23), False), (at(27, 7), True)],
)
def test_the_last_day_is_in_time_to_its_end(desk: Desk, moment, late: bool) -> None:
    """The term ends at the end of its last day, not at closing time."""
    assert desk.hand_over(desk.receive().dossier_id, moment).was_late is late


def test_late_is_against_the_first_promise(desk: Desk) -> None:
    """A re-appointment does not make a late result timely; it is handed over all the same."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, date(2026, 12, 1), at(25)), at(25))
    assert desk.hand_over(received.dossier_id, at(30)).was_late is True


def test_the_collector_s_number_is_kept_masked(desk: Desk) -> None:
    """Of the collector's identity number the journal keeps the last digits only."""
    received = desk.receive()
    desk.hand_over(received.dossier_id, at(25), collector_identity="001304000999")
    told = desk.ask(lookup.card, received.dossier_id).history[-1].facts["collector_identity"]
    assert told.endswith("0999")
    assert "001304" not in told
