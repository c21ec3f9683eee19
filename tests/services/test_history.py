"""The check finds whatever was changed behind the program's back."""

import pytest

from app.services import history
from app.services.history import CheckReport
from tests.services.desk import NOW, Desk, at


def _check(desk: Desk) -> CheckReport:
    with desk.database.read() as session:
        return history.check(session)


def _found(desk: Desk) -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in _check(desk).faults]


def test_an_untouched_office_has_no_faults(desk: Desk) -> None:
    """The report counts what was looked at."""
    desk.receive()
    report = _check(desk)
    assert (report.dossiers, report.slips, report.faults) == (1, 1, ())
    assert report.entries == desk.scalar("select count(*) from journal")


@pytest.mark.parametrize(
    "change",
    [
        "update dossier set applicant_name = 'Người khác'",
        "update dossier set status = 'withdrawn'",
        "update dossier_person set phone = ''",
        "delete from dossier_person",
        "update dossier_paper set originals = originals + 1",
        "delete from dossier_paper",
    ],
)
def test_a_changed_row_is_found(desk: Desk, change: str) -> None:
    """A dossier's rows are what its journal says, or the dossier is named."""
    code = desk.receive().code
    desk.tamper(change)
    assert _found(desk) == [("dossier.differs", code)]


def test_a_moved_promise_is_found(desk: Desk) -> None:
    """An appointment changed with the guards off is told by the journal."""
    code = desk.receive().code
    desk.unguard("appointment")
    desk.tamper("update appointment set reason = 'x'")
    assert _found(desk) == [("dossier.differs", code)]


def test_a_removed_print_job_is_found(desk: Desk) -> None:
    """Every slip has a job that brought it to paper."""
    code = desk.receive().code
    desk.tamper("delete from print_job")
    assert _found(desk) == [("slip.no_print_job", code)]


def test_a_changed_slip_is_found(desk: Desk) -> None:
    """A slip whose content is not what was issued is named."""
    code = desk.receive().code
    desk.unguard("slip")
    desk.tamper("update slip set content = replace(content, 'Tờ khai', 'Giấy khác')")
    assert _found(desk) == [("slip.differs", code)]


def test_a_removed_slip_is_found(desk: Desk) -> None:
    """A dossier without a slip cannot be."""
    code = desk.receive().code
    desk.unguard("slip")
    desk.tamper("delete from print_job", "delete from slip")
    assert _found(desk) == [("dossier.no_slip", code)]


def test_a_removed_dossier_is_found(desk: Desk) -> None:
    """A dossier that the journal knows and the tables do not is named by its id."""
    received = desk.receive()
    desk.unguard("slip", "appointment")
    tables = ("print_job", "slip", "appointment", "dossier_paper", "dossier_person", "dossier")
    desk.tamper(*(f"delete from {table}" for table in tables))
    assert _found(desk) == [("dossier.missing", received.dossier_id)]


def test_a_changed_journal_is_found(desk: Desk) -> None:
    """An entry changed with the guards off breaks the chain at its number."""
    desk.receive()
    last = desk.scalar("select max(seq) from journal")
    desk.unguard("journal")
    desk.tamper(f"update journal set actor_id = null where seq = {last}")
    assert ("journal.broken", f"01/1/{last}") in _found(desk)


def test_a_journal_cut_at_its_end_is_found(desk: Desk) -> None:
    """The head of the chain tells that the last entries are gone."""
    desk.receive()
    desk.unguard("journal")
    desk.tamper("delete from journal where kind = 'dossier.received'")
    assert ("journal.head_differs", "01/1") in _found(desk)


def test_a_changed_head_is_found(desk: Desk) -> None:
    """The head agrees with the last entry, or it is named."""
    desk.tamper("update station_chain set seq = seq + 1")
    assert _found(desk) == [("journal.head_differs", "01/1")]


def test_a_changed_letter_is_found(desk: Desk) -> None:
    """A letter's content and its signed file are both bound by the journal."""
    received = desk.receive()
    draft = desk.issue(desk.draft(received.dossier_id, at(30).date(), at(25)), at(25))
    desk.tamper("update apology_letter set file = null")
    assert ("letter.file_differs", draft.letter_id) in _found(desk)
    desk.unguard("apology_letter")
    desk.tamper("update apology_letter set content = replace(content, 'chờ', 'đợi')")
    assert ("letter.differs", draft.letter_id) in _found(desk)


def test_the_check_stops_at_the_most(desk: Desk) -> None:
    """A wrecked database does not fill the screen."""
    for _ in range(3):
        desk.receive(at=NOW)
    desk.tamper("update dossier set note = 'x'")
    with desk.database.read() as session:
        assert len(history.check(session, most=2).faults) == 2
