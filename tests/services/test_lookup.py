"""Finding a dossier by whatever the citizen can say, and reading it in full."""

from datetime import date

import pytest

from app.core.dossiers import Person
from app.core.errors import BadDossierCode
from app.core.identity import Gender
from app.core.lifecycle import DossierStatus
from app.services import lookup
from app.services.lookup import DossierUnknown
from tests.services.desk import NOW, THREE_DAYS, Desk, at

NOWHERE = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def three(desk: Desk) -> Desk:
    """A desk with three dossiers of one morning."""
    desk.receive(
        at=at(20, 8), name="Nguyễn Thị Ẩn", identity_number="001304000123", phone="0900 000 123"
    )
    desk.receive(
        at=at(20, 9), name="Đặng Văn Bưởi", identity_number="001304000456", phone="0900.000.456"
    )
    desk.receive(
        at=at(20, 10),
        name="Nguyễn Văn Cam",
        identity_number="",
        phone="",
        representative=Person("Trịnh Thị Duyên"),
    )
    return desk


def _numbers(desk: Desk, question: str) -> list[int]:
    return [int(row.code[-4:]) for row in desk.ask(lookup.find, question)]


QUESTIONS = (
    ("nguyen", [3, 1]),  # no marks, newest first
    ("NGUYỄN", [3, 1]),
    ("an thi nguyen", [1]),  # any order
    ("dang buoi", [2]),  # đ as d
    ("Đặng Văn Bưởi", [2]),
    ("ngu v", [3]),  # beginnings of words
    ("guyen", []),  # not their middles
    ("trinh duyen", [3]),  # the representative
    ("001304000456", [2]),
    ("001304", [2, 1]),
    ("0900000456", [2]),
    ("0900000", [2, 1]),
    ("H29.26-261120-0002", [2]),
    ("h29.26-261120-0002", [2]),  # as typed
    ("261120-0003", [3]),
    ("0001", [1]),
    ("nguyen nobody", []),
)


def test_a_dossier_is_found_by_what_is_known(three: Desk) -> None:
    """All words of the question begin words of the dossier; marks and case do not matter."""
    for question, numbers in QUESTIONS:
        assert _numbers(three, question) == numbers, question


ODD = (
    *("", "   ", '"', "'", "''", "%", "_", "*", "an*", "OR", "AND NOT", "NEAR", "NEAR(an, 2)"),
    *("an OR van", '"an', 'an"', "words:an", "-an", "(an", "^an", "&|!<->:*", "a\x00b", "\\"),
    *("'; drop table dossier; --", "x" * 500, "nguyen " * 70, "李明", "🙂", "\ud83d"),
)


def test_no_question_is_an_error(three: Desk) -> None:
    """Whatever is typed or scanned by mistake gives a list, perhaps an empty one."""
    for question in ODD:
        assert set(_numbers(three, question)) <= {1, 2, 3}, question
    assert _numbers(three, "an*") == [1]
    assert _numbers(three, "%") == []


def test_the_list_is_limited(three: Desk) -> None:
    """A short question does not bring a whole year; the newest come."""
    assert [row.code[-4:] for row in three.ask(lookup.find, "h29", limit=2)] == ["0003", "0002"]


def test_a_row_shows_the_identity_number_masked(three: Desk) -> None:
    """Lists are read over shoulders."""
    row = three.ask(lookup.find, "001304000123")[0]
    assert row.identity_masked.endswith("0123")
    assert "001304" not in row.identity_masked


def test_a_code_is_taken_as_typed_or_scanned(three: Desk) -> None:
    """Small letters and blanks around do not matter; no code and an unknown code are told apart."""
    row = three.ask(lookup.by_code, " h29.26-261120-0002 ")
    assert row.applicant_name == "Đặng Văn Bưởi"
    with pytest.raises(BadDossierCode):
        three.ask(lookup.by_code, "nguyen")
    with pytest.raises(DossierUnknown):
        three.ask(lookup.by_code, "H29.26-261120-0999")


def test_the_newest_come_first(three: Desk) -> None:
    """The last dossiers taken in, of all or of one clerk."""
    everybody = [row.code[-4:] for row in three.ask(lookup.recent, limit=2)]
    nobody = three.ask(lookup.recent, clerk_id=NOWHERE)
    mine = three.ask(lookup.recent, clerk_id=three.clerk.account_id)
    assert (everybody, nobody, len(mine)) == (["0003", "0002"], (), 3)


def test_the_card_tells_all(desk: Desk) -> None:
    """People, papers, promise, slip and history of one dossier, in Vietnamese time."""
    applicant = Person(
        "Nguyễn Thị Ẩn",
        identity_number="001304000123",
        born_on=date(2004, 2, 29),
        gender=Gender.FEMALE,
        address="Số 2 đường Bến Mơ",
        phone="0900 000 123",
        email="an@example.vn",
    )
    received = desk.receive(applicant=applicant, representative=Person("Lê Văn Bưởi"))
    card = desk.ask(lookup.card, received.dossier_id)
    assert card.applicant == applicant
    assert card.representative == Person("Lê Văn Bưởi")
    assert (card.procedure_code, card.case_ordinal) == (THREE_DAYS, 1)
    assert card.row.status is DossierStatus.RECEIVED
    assert card.row.received_at == NOW
    assert card.row.received_at.utcoffset() == NOW.utcoffset()
    assert [(slip.copy, slip.job_state) for slip in card.slips] == [(0, "queued")]
    assert (card.apologies, card.returned_at, card.collector) == ((), None, "")
    assert [row.actor_name for row in card.history] == ["Trần Ngọc Lan"]


def test_the_card_tells_history_in_order(desk: Desk) -> None:
    """What happened comes in the order it happened."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, date(2026, 12, 1), at(25)), at(25))
    desk.hand_over(received.dossier_id, at(26))
    kinds = [row.kind for row in desk.ask(lookup.card, received.dossier_id).history]
    assert kinds == [
        "dossier.received",
        "apology.opened",
        "apology.drafted",
        "apology.submitted",
        "apology.signed",
        "apology.forwarded",
        "apology.issued",
        "dossier.returned",
    ]


def test_an_unknown_id_is_told(desk: Desk) -> None:
    """A dossier that is not there is a situation."""
    for query in (lookup.card, lookup.get_row):
        with pytest.raises(DossierUnknown):
            desk.ask(query, NOWHERE)
