"""Taking a dossier in: one unit, one number, one promise."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from app.core.dossiers import Channel, Intake, Person
from app.core.errors import AppError, FutureBirthDate
from app.core.papers import PaperCount
from app.db.enrolment import NumbersExhausted
from app.services import history, journal, lookup, print_queue, reception, slips
from app.services.catalogue import CaseUnknown, ProcedureUnknown
from app.services.journal import ClockWentBackwards
from app.services.reception import BadCount, NameMissing, ProcedureNotInForce
from tests.services.desk import NOW, TWO_CASES, Desk, at

CHANGES: dict[str, tuple[dict[str, Any], type[AppError]]] = {
    "no name": ({"applicant": Person(" \u200b ")}, NameMissing),
    "a representative without a name": ({"representative": Person("")}, NameMissing),
    "born tomorrow": (
        {"applicant": Person("Ẩn", born_on=NOW.date() + timedelta(days=1))},
        FutureBirthDate,
    ),
    "no sets": ({"set_count": 0}, BadCount),
    "a paper nobody handed in": ({"papers": (PaperCount("Tờ khai", 0, 0, 0),)}, BadCount),
    "fewer than none": ({"papers": (PaperCount("Tờ khai", 1, -1, 0),)}, BadCount),
    "a paper without a name": ({"papers": (PaperCount("  ", 1, 0, 0),)}, BadCount),
    "no such case": ({"case_ordinal": 7}, CaseUnknown),
    "no such procedure": ({"procedure_version_id": str(uuid.uuid4())}, ProcedureUnknown),
}


def _written(desk: Desk) -> list[int]:
    tables = ("dossier", "journal", "slip", "print_job", "number_counter")
    return [desk.scalar(f"select count(*) from {table}") for table in tables]


def test_the_code_says_agency_day_and_number(desk: Desk) -> None:
    """The first dossier of a day is number 1, the next one 2."""
    assert [desk.receive().code for _ in range(2)] == ["H29.26-261120-0001", "H29.26-261120-0002"]


def test_every_day_counts_anew(desk: Desk) -> None:
    """The number starts at 1 on each day."""
    codes = [desk.receive(at=at(day)).code for day in (19, 19, 20)]
    assert [code[-11:] for code in codes] == ["261119-0001", "261119-0002", "261120-0001"]


def test_the_appointment_skips_the_day_off(desk: Desk) -> None:
    """Three working days from Friday, with Tuesday off, end on Thursday at closing time."""
    received = desk.receive()
    card = desk.ask(lookup.card, received.dossier_id)
    assert received.due_at == at(26, 17, 0)
    assert [(one.ordinal, one.due_on) for one in card.appointments] == [(1, date(2026, 11, 26))]
    assert card.appointments[0].why == received.why != ()


def test_a_case_has_its_own_term(desk: Desk) -> None:
    """The second case of a procedure takes two working days where the first takes none."""
    due = [desk.receive(code=TWO_CASES, case_ordinal=n).due_on.day for n in (1, 2)]
    assert due == [20, 25]


def test_one_unit_writes_dossier_slip_job_and_journal(desk: Desk) -> None:
    """What the citizen gets and what the desk keeps come from the same unit."""
    before = _written(desk)
    papers = (PaperCount("Tờ khai", 1, 0, 0), PaperCount("Bản sao", 0, 1, 2))
    received = desk.receive(papers=papers, channel=Channel.POST, set_count=2, note=" gấp ")
    card = desk.ask(lookup.card, received.dossier_id)
    slip = desk.ask(slips.get_slip, received.slip_id)
    assert [after - then for after, then in zip(_written(desk), before, strict=True)] == [1] * 5
    assert card.papers == slip.papers == papers
    assert (card.set_count, card.note, card.channel) == (2, "gấp", "post")
    assert (slip.code, slip.due_at, slip.copy) == (received.code, received.due_at, 0)
    assert [job.job_id for job in desk.ask(print_queue.list_jobs)] == [received.print_job_id]
    assert [row.kind for row in card.history] == ["dossier.received"]


def test_the_slip_hides_most_of_the_identity_number(desk: Desk) -> None:
    """A slip lies about on counters: only the last four digits are on it."""
    slip = desk.ask(slips.get_slip, desk.receive(identity_number="001304000123").slip_id)
    assert slip.identity_masked.endswith("0123")
    assert "00130400" not in slip.identity_masked


def test_the_slip_names_its_form_once(desk: Desk) -> None:
    """The form's number stands on the slip as the circular writes it."""
    slip = desk.ask(slips.get_slip, desk.receive().slip_id)
    assert slip.form_number == "Mẫu số 01"


def test_the_same_form_twice_is_one_dossier(desk: Desk) -> None:
    """A form sent again after a lost answer finds the dossier that is there."""
    intake = desk.intake()
    first = desk.do(reception.receive, intake)
    written = _written(desk)
    again = desk.do(reception.receive, intake, at=NOW + timedelta(minutes=1))
    assert replace(again, warnings=first.warnings) == first
    assert _written(desk) == written


def test_text_is_cleaned_before_it_is_kept(desk: Desk) -> None:
    """Signs nobody sees are dropped and the composed form of letters is kept."""
    received = desk.receive(name="Nguye\u0302\u0303n\u200b  Thị Ẩn")
    assert desk.ask(lookup.get_row, received.dossier_id).applicant_name == "Nguyễn Thị Ẩn"


def test_a_refused_form_leaves_no_trace(desk: Desk) -> None:
    """What cannot be is refused with its situation, and no number is used up."""
    before = _written(desk)
    for what, (changes, expected) in CHANGES.items():
        with pytest.raises(expected):
            desk.do(reception.receive, replace(desk.intake(), **changes))
        assert _written(desk) == before, what
    assert desk.receive().code.endswith("0001")


def test_a_version_not_yet_in_force_receives_nothing(desk: Desk) -> None:
    """A dossier is received under a version that holds on that day."""
    with pytest.raises(ProcedureNotInForce):
        desk.do(reception.receive, desk.intake(), at=NOW.replace(year=2023))


def test_a_rolled_back_unit_returns_the_number(desk: Desk) -> None:
    """Numbers have no holes: a unit that failed after taking one gives it back."""
    with pytest.raises(RuntimeError), desk.database.write() as session:
        reception.receive(session, desk.office, desk.intake(), actor=desk.clerk, at=NOW)
        raise RuntimeError
    assert desk.receive().code.endswith("0001")
    assert desk.ask(lambda session, _office: history.check(session)).faults == ()


def test_two_counters_at_once_get_dense_numbers(desk: Desk) -> None:
    """Two desks that receive at the same time share the numbers without hole or double."""
    start = Barrier(2)
    intakes = [desk.intake() for _ in range(16)]

    def receive_all(mine: list[Intake]) -> list[str]:
        start.wait()
        return [desk.do(reception.receive, intake).code for intake in mine]

    with ThreadPoolExecutor(2) as counters:
        codes = [
            code for done in counters.map(receive_all, (intakes[:8], intakes[8:])) for code in done
        ]
    assert sorted(int(code[-4:]) for code in codes) == list(range(1, 17))
    assert desk.ask(lambda session, _office: history.check(session)).faults == ()


def test_a_range_that_is_used_up_refuses(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the last number of the range the desk says so and writes nothing."""
    monkeypatch.setattr(reception, "MAIN_RANGE", (1, 2))
    if desk.database.enrolment:
        desk.database.enrolment.live = (1, 2)
    desk.receive()
    desk.receive()
    written = _written(desk)
    with pytest.raises(NumbersExhausted):
        desk.receive()
    assert _written(desk) == written


def test_a_clock_that_went_back_is_refused(desk: Desk) -> None:
    """A moment before the last act is refused, a few seconds of adjustment are not."""
    desk.receive()
    desk.receive(at=NOW - timedelta(seconds=4))
    with pytest.raises(ClockWentBackwards) as refused:
        desk.receive(at=NOW - timedelta(minutes=2))
    assert refused.value.params["at"] == NOW - timedelta(minutes=2)
    assert desk.receive().code.endswith("0003")


def test_a_sample_ward_may_set_its_clock(desk: Desk) -> None:
    """In a ward for practice the clock may stand anywhere."""
    desk.receive()
    desk.office = replace(desk.office, is_sample=True)
    assert desk.receive(at=at(10)).code == "H29.26-261110-0001"


def test_a_confirmed_clock_goes_on_from_there(desk: Desk) -> None:
    """Once a supervisor found the clock right, work goes on and the numbers of the day with it."""
    desk.receive(at=at(27))
    desk.do(journal.confirm_clock, note="đã chỉnh giờ máy", at=NOW)
    assert desk.receive(at=NOW).code == "H29.26-261120-0001"
    assert desk.receive(at=at(27)).code == "H29.26-261127-0002"
    assert desk.ask(lambda session, _office: history.check(session)).faults == ()
