"""What is due, what is late, and from when an apology is owed."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.core.clock import VIETNAM
from app.services import finishing
from app.services.lateness import LateGroup, LateRow, list_late
from tests.services.desk import TWO_CASES, Desk, at


def _only(desk: Desk, moment: datetime) -> LateRow | None:
    rows = desk.ask(list_late, at=moment)
    assert len(rows) <= 1
    return rows[0] if rows else None


DAYS = (
    (at(20), None, 0),
    (at(23), None, 0),
    (at(25), LateGroup.TOMORROW, 0),
    (at(26, 7), LateGroup.TODAY, 0),
    (at(26, 23), LateGroup.TODAY, 0),
    (at(27), LateGroup.LATE, 1),
    (at(29), LateGroup.LATE, 1),
    (at(30), LateGroup.LATE, 2),
)


def test_the_group_follows_the_day(desk: Desk) -> None:
    """A dossier due on Thursday 26/11 is tomorrow's on Wednesday and late from Friday on."""
    desk.receive()
    for moment, group, days_late in DAYS:
        row = _only(desk, moment)
        assert (row.group if row else None) == group, moment
        assert (row.working_days_late if row else 0) == days_late, moment


def test_tomorrow_is_the_next_working_day(desk: Desk) -> None:
    """On Monday before the day off, what is due on Wednesday is tomorrow's."""
    received = desk.receive(at=at(19))
    row = _only(desk, at(23))
    assert received.due_on == date(2026, 11, 25)
    assert row is not None
    assert row.group is LateGroup.TOMORROW


@pytest.mark.parametrize(
    ("received_at", "before", "from_then"),
    [
        (at(20), at(24, 23), at(25, 0)),  # due on 26/11: the day before is a working day
        (at(19), at(22, 23), at(23, 0)),  # due on 25/11: the day before is off, so Monday
    ],
)
def test_an_apology_is_owed_from_the_last_working_day_before(
    desk: Desk, received_at: datetime, before: datetime, from_then: datetime
) -> None:
    """One day ahead of the promise, or the last working day before that, it becomes owed."""
    desk.receive(at=received_at)
    row = _only(desk, before)
    assert row is None or not row.owes_apology
    row = _only(desk, from_then)
    assert row is not None
    assert row.owes_apology


def test_a_longer_warning_lists_what_is_due_soon(desk: Desk) -> None:
    """An office that apologises three days ahead sees the dossier before tomorrow's."""
    desk.receive()
    desk.office = replace(desk.office, apology=replace(desk.office.apology, days_before=3))
    row = _only(desk, at(23))
    assert row is not None
    assert (row.group, row.owes_apology) == (LateGroup.SOON, True)


def test_a_same_day_dossier_owes_when_its_moment_passes(desk: Desk) -> None:
    """A promise for the same day has no day before: it is owed once it is missed."""
    received = desk.receive(code=TWO_CASES)
    row = _only(desk, at(20, 10))
    assert row is not None
    assert (row.group, row.owes_apology) == (LateGroup.TODAY, False)
    row = _only(desk, received.due_at.replace(hour=23))
    assert row is not None
    assert row.owes_apology


def test_the_debt_lasts_until_the_letter_is_in_hand(desk: Desk) -> None:
    """Drafted and issued are not enough, delivered is; missing the new day opens it again."""
    received = desk.receive()
    draft = desk.draft(received.dossier_id, date(2026, 12, 1), at(27))
    drafted = _only(desk, at(27))
    assert drafted is not None
    assert (drafted.letter_state, drafted.owes_apology) == ("drafted", True)
    desk.issue(draft, at(27))
    issued = _only(desk, at(28))
    assert issued is not None
    assert (issued.letter_state, issued.owes_apology) == ("issued", True)
    desk.deliver(received.dossier_id, at(28))
    assert _only(desk, at(28)) is None
    for moment, owes in ((at(1, month=12), True), (at(29), False)):
        row = _only(desk, moment)
        assert (row is not None and row.owes_apology) == owes


def test_a_letter_still_owed_after_the_result_stays_listed(desk: Desk) -> None:
    """The result is never held back, and the letter is not forgotten with it."""
    received = desk.receive()
    desk.tick(at(27))
    desk.hand_over(received.dossier_id, at(30))
    row = _only(desk, at(30))
    assert row is not None
    assert (row.group, row.owes_apology) == (LateGroup.DONE, True)


def test_a_returned_dossier_is_settled(desk: Desk) -> None:
    """Once the result is in the citizen's hand, nothing is late any more."""
    desk.hand_over(desk.receive().dossier_id, at(26))
    assert _only(desk, at(30)) is None


def test_a_result_that_waits_to_be_collected_is_not_late(desk: Desk) -> None:
    """It came in time; when the citizen comes is the citizen's matter."""
    received = desk.receive()
    desk.do(finishing.finish, received.dossier_id, at=at(26))
    assert _only(desk, at(30)) is None


def test_the_most_urgent_comes_first(desk: Desk) -> None:
    """The list is in the order of the promises, each row with what a call needs."""
    later = desk.receive(at=at(19), name="Lê Thị Sau")
    sooner = desk.receive(at=at(19), code=TWO_CASES, name="Lê Thị Trước")
    rows = desk.ask(list_late, at=at(26))
    assert [row.code for row in rows] == [sooner.code, later.code]
    assert (rows[0].applicant_name, rows[0].phone) == ("Lê Thị Trước", "0900 000 123")
    assert rows[0].due_at.utcoffset() == VIETNAM.utcoffset(None)
