"""A dossier's rows are the fold of the set of its entries, in whatever order they arrive."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import AppError
from app.services import fold, history, slips
from app.services.journal import FIRST, Entry, canonical
from tests.services.desk import NOW, Desk, at

RECEIVED = {
    "dossier": {"code": "H29.26-261120-0001", "due_at": NOW, "due_on": NOW.date()},
    "persons": [{"role": "applicant", "full_name": "Nguyễn Thị Ẩn"}],
    "papers": [{"ordinal": 1, "label": "Tờ khai"}],
    "appointment": {"ordinal": 1, "due_at": NOW, "due_on": NOW.date(), "why": ["một"]},
}
ISSUED = {
    "signed": {"signed_at": NOW, "signer": "Đỗ Thị Ẩn", "file_digest": "0"},
    "appointment": {"ordinal": 2, "due_at": at(27), "due_on": at(27).date(), "why": []},
}
ACTS = (
    ("dossier.received", RECEIVED),
    ("apology.drafted", {"letter": {"id": "l", "reason": "một", "new_due_on": at(27).date()}}),
    ("apology.drafted", {"letter": {"id": "l", "reason": "hai", "new_due_on": at(27).date()}}),
    ("slip.reprinted", {"reason": "mất"}),
    ("apology.issued", ISSUED),
    ("dossier.returned", {"collector": "Nguyễn Thị Ẩn"}),
)


def _entry(n: int, station: str) -> Entry:
    kind, facts = ACTS[n]
    payload = canonical(facts)
    return Entry("H29.26", station, 1, n + 1, "d", kind, payload, "a", NOW, n // 2, FIRST, "")


ENTRIES = [_entry(n, "01" if n % 2 == 0 else "02") for n in range(len(ACTS))]
"""Acts of two stations; some of the same moment, whose order the station decides."""


@given(st.permutations(ENTRIES))
def test_the_order_of_arrival_does_not_matter(entries: list[Entry]) -> None:
    """Entries of other stations may come late: the rows are the same."""
    assert fold.fold(entries) == fold.fold(ENTRIES)


def test_every_act_leaves_its_mark() -> None:
    """After all acts: returned, two appointments, the last draft issued."""
    rows = fold.fold(ENTRIES)
    assert rows.dossier["status"] == "returned"
    assert rows.dossier["due_on"] == at(27).date()
    assert [row["ordinal"] for row in rows.appointments] == [1, 2]
    assert rows.letters[1]["reason"] == "hai"
    assert rows.letters[1]["issued_at"] == NOW
    assert rows.apologies[1]["state"] == "not_owed", "the result came on the day itself"
    assert rows.dossier["row_version"] == 3


def test_folding_anew_changes_nothing(desk: Desk) -> None:
    """What an act wrote is what its entries say, so a second fold finds nothing to write."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, at(30).date(), at(25)), at(25))
    desk.hand_over(received.dossier_id, at(26))
    with desk.database.write() as session:
        fold.refold(session, desk.office.agency_id, received.dossier_id)
        assert session.info["touched"] == set()


def test_folding_anew_repairs_a_changed_row(desk: Desk) -> None:
    """The journal is the truth: a fold brings back what was changed behind its back."""
    received = desk.receive()
    desk.tamper("update dossier set applicant_name = 'Người khác'")
    with desk.database.write() as session:
        fold.refold(session, desk.office.agency_id, received.dossier_id)
        assert session.info["touched"] == {"dossier"}
    assert desk.scalar("select applicant_name from dossier") == "Nguyễn Thị Ẩn"


def test_a_random_walk_of_acts_leaves_a_sound_office(desk: Desk) -> None:
    """Whatever is done in whatever order, refused or not, the check finds no fault."""
    chance = random.Random(61)
    moment, dossiers, refused = at(20, 7), [desk.receive(at=at(20, 7)).dossier_id], 0
    for _ in range(60):
        moment += timedelta(hours=chance.randrange(6))
        try:
            refused += _act(desk, chance, moment, dossiers)
        except AppError:
            refused += 1
    with desk.database.read() as session:
        report = history.check(session)
    assert report.faults == ()
    assert report.dossiers == len(dossiers) > 5
    assert 0 < refused < 50


def _act(desk: Desk, chance: random.Random, moment, dossiers: list[str]) -> int:
    dossier_id = chance.choice(dossiers)
    new_due_on = desk.office.calendar.next_working_day(moment.date() + timedelta(days=9))
    match chance.randrange(5):
        case 0:
            dossiers.append(desk.receive(at=moment).dossier_id)
        case 1:
            desk.draft(dossier_id, new_due_on, moment)
        case 2:
            desk.issue(desk.draft(dossier_id, new_due_on, moment), moment)
        case 3:
            desk.hand_over(dossier_id, moment)
        case _:
            desk.do(slips.request_reprint, dossier_id, reason="mất", at=moment)
    return 0
