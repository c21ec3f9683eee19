"""Print jobs: in order, one at a time, never twice by themselves, never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core.printjobs import JobState
from app.services import print_desk, print_queue, slips
from app.services.print_queue import BACK_OFF, JobMissing, JobMovedOn, NextJob
from app.services.slips import EXPIRES_AFTER
from tests.services.desk import NOW, Desk, at

NOWHERE = "00000000-0000-7000-8000-000000000000"


def next_job(desk: Desk, printer: str = "receipt", moment=NOW) -> NextJob | None:
    with desk.database.read() as session:
        return print_queue.next_job(session, desk.office, printer, at=moment)


def mark(desk: Desk, act, *args, **kw):
    with desk.database.write() as session:
        return act(session, desk.office, *args, **({"at": NOW} | kw))


def begin(desk: Desk, moment=NOW) -> NextJob:
    job = next_job(desk, moment=moment)
    assert job is not None
    mark(desk, print_queue.begin_sending, job.job_id, at=moment)
    return job


def states(desk: Desk) -> list[JobState]:
    rows = sorted(desk.ask(print_queue.list_jobs), key=lambda row: (row.created_at, row.job_id))
    return [row.state for row in rows]


def test_the_oldest_slip_comes_first(desk: Desk) -> None:
    """Slips come out in the order of the citizens; one that is being sent is not taken again."""
    codes = [desk.receive(at=at(20, hour)).code for hour in (8, 9)]
    moment = at(20, 9)
    assert [begin(desk, moment).slip.code for _ in range(2)] == codes
    assert next_job(desk, moment=moment) is None
    assert states(desk) == [JobState.SENDING] * 2


def test_another_printer_or_station_gets_nothing(desk: Desk) -> None:
    """A job belongs to one printer of one station."""
    desk.receive()
    assert next_job(desk, "labels") is None
    elsewhere = replace(desk, office=replace(desk.office, station_id="02"))
    assert next_job(elsewhere) is None
    assert elsewhere.ask(print_queue.list_jobs) == ()


@pytest.mark.parametrize(
    ("acknowledged", "state"), [(True, JobState.PRINTED), (False, JobState.SENT)]
)
def test_a_slip_that_came_out_is_done(desk: Desk, acknowledged: bool, state: JobState) -> None:
    """Acknowledged by the printer or handed over to it: two different words."""
    desk.receive()
    job = begin(desk)
    mark(desk, print_queue.mark_done, job.job_id, acknowledged=acknowledged, bytes_sent=40_000)
    assert states(desk) == [state]
    assert desk.ask(print_queue.queue_state).waiting == 0
    steps = desk.ask(print_desk.steps, job.job_id)
    assert [(step.state, step.bytes_sent) for step in steps] == [
        (JobState.SENDING, 0),
        (state, 40_000),
    ]


def test_a_slip_is_sent_once_even_when_two_ask(desk: Desk) -> None:
    """Whoever comes second is told, before a byte leaves."""
    desk.receive()
    job = begin(desk)
    with pytest.raises(JobMovedOn):
        mark(desk, print_queue.begin_sending, job.job_id)


def test_a_printer_without_paper_is_tried_again_later(desk: Desk) -> None:
    """Each try waits longer, up to a minute; the trouble is told."""
    desk.receive()
    moment = NOW
    for seconds in (*BACK_OFF, BACK_OFF[-1]):
        job = next_job(desk, moment=moment)
        assert job is not None
        mark(desk, print_queue.mark_waiting, job.job_id, error="paper_out", at=moment)
        assert next_job(desk, moment=moment + timedelta(seconds=seconds - 1)) is None
        moment += timedelta(seconds=seconds)
    state = desk.ask(print_queue.queue_state)
    assert (state.waiting, state.asking, state.trouble) == (1, 0, "paper_out")
    assert desk.ask(print_queue.list_jobs)[0].attempts == len(BACK_OFF) + 1


def test_paper_put_in_is_tried_at_once(desk: Desk) -> None:
    """The officer need not wait for the next try."""
    desk.receive()
    job = next_job(desk)
    assert job is not None
    mark(desk, print_queue.mark_waiting, job.job_id, error="paper_out")
    desk.do(print_queue.retry_now)
    assert next_job(desk) is not None


def test_a_dead_printer_gives_its_slips_to_the_one_that_takes_over(desk: Desk) -> None:
    """After the second try, and at once; without such a printer they wait."""
    desk.receive()
    for _ in range(2):
        assert next_job(desk, moment=NOW + timedelta(minutes=1)) is not None
        row = desk.ask(print_queue.list_jobs)[0]
        mark(desk, print_queue.mark_waiting, row.job_id, error="refused", fallback="spare")
    assert next_job(desk, moment=NOW + timedelta(minutes=1)) is None
    assert next_job(desk, "spare") is not None


def test_a_printer_that_refused_two_slips_gives_the_next_away_at_once(desk: Desk) -> None:
    """Ten citizens do not each wait for two tries of the same dead printer."""
    desk.receive()
    job = next_job(desk)
    assert job is not None
    mark(desk, print_queue.mark_waiting, job.job_id, error="refused", fallback="spare", refusals=2)
    assert next_job(desk, "spare") is not None


@pytest.mark.parametrize("reason", ["busy", "interrupted"])
def test_what_is_not_the_printers_fault_is_no_try(desk: Desk, reason: str) -> None:
    """A test slip was in the way, or the program ended: no other printer takes the slip over."""
    desk.receive()
    row = desk.ask(print_queue.list_jobs)[0]
    for _ in range(3):
        mark(desk, print_queue.mark_waiting, row.job_id, error=reason, fallback="spare")
    assert next_job(desk, moment=NOW + timedelta(seconds=BACK_OFF[0])) is not None
    assert desk.ask(print_queue.list_jobs)[0].attempts == 0


def test_nobody_overtakes_the_oldest_slip(desk: Desk) -> None:
    """The younger wait with it for its next try; a clock set back holds nobody up."""
    first, second = (desk.receive(at=at(20, 9, minute)) for minute in (0, 1))
    mark(desk, print_queue.mark_waiting, first.print_job_id, error="paper_out")
    assert next_job(desk) is None
    later = next_job(desk, moment=NOW + timedelta(seconds=BACK_OFF[0]))
    assert later is not None
    assert later.job_id == first.print_job_id
    set_back = next_job(desk, moment=NOW - timedelta(minutes=30))
    assert set_back is not None
    assert set_back.job_id == first.print_job_id
    desk.do(print_desk.void, first.print_job_id, reason="thôi")
    job = next_job(desk)
    assert job is not None
    assert job.job_id == second.print_job_id


def test_slips_of_a_printer_that_is_gone_find_another(desk: Desk) -> None:
    """Whoever renames a printer loses no slip."""
    desk.receive()
    done = mark(desk, print_queue.adopt_orphans, ["counter"], to="counter")
    assert (done, next_job(desk)) == (1, None)
    assert next_job(desk, "counter") is not None


def test_what_was_being_sent_to_a_printer_that_is_gone_is_a_doubt(desk: Desk) -> None:
    """Nobody serves that printer any more, so nobody else would ever ask."""
    desk.receive()
    begin(desk)
    mark(desk, print_queue.adopt_orphans, ["counter"], to="counter")
    assert states(desk) == [JobState.UNKNOWN]


def test_a_crash_in_the_middle_leaves_a_doubt(desk: Desk) -> None:
    """Nobody knows whether it came out: it is never sent again by itself, and it still counts."""
    desk.receive(at=at(20, 9, 0))
    desk.receive()
    begin(desk)
    assert mark(desk, print_queue.settle_interrupted, "labels") == 0
    assert mark(desk, print_queue.settle_interrupted, "receipt") == 1
    assert states(desk) == [JobState.UNKNOWN, JobState.QUEUED]
    begin(desk)
    assert next_job(desk) is None
    asking = desk.ask(print_queue.list_asking)
    assert [(row.state, row.error) for row in asking] == [(JobState.UNKNOWN, "interrupted")]
    assert desk.ask(print_queue.queue_state).waiting == 2


def test_a_slip_torn_off_in_the_middle_is_a_doubt(desk: Desk) -> None:
    """A printer lost after the first bytes leaves the same doubt, with its trouble."""
    desk.receive()
    job = begin(desk)
    mark(desk, print_queue.mark_unknown, job.job_id, error="reset", bytes_sent=4096)
    row = desk.ask(print_queue.list_jobs)[0]
    assert (row.state, row.error, row.is_asking) == (JobState.UNKNOWN, "reset", True)
    assert next_job(desk, moment=at(20, 10)) is None


def test_a_torn_slip_is_ended_before_the_next_one(desk: Desk) -> None:
    """Unless the officer saw it whole, or another was printed since."""
    first, *_ = [desk.receive(at=at(20, 9, minute)) for minute in range(3)]
    torn = begin(desk)
    mark(desk, print_queue.mark_unknown, torn.job_id, error="reset", bytes_sent=4096)
    assert desk.ask(print_queue.is_torn, "receipt")
    assert not desk.ask(print_queue.is_torn, "labels")
    job = next_job(desk)
    assert job is not None
    mark(desk, print_queue.begin_sending, job.job_id)
    mark(desk, print_queue.mark_waiting, job.job_id, error="stalled")  # not one byte was taken
    assert desk.ask(print_queue.is_torn, "receipt")
    desk.do(print_desk.confirm, first.print_job_id)
    assert not desk.ask(print_queue.is_torn, "receipt")


def test_last_nights_slips_do_not_spill_in_the_morning(desk: Desk) -> None:
    """They are held until the officer is asked, then printed or given up."""
    received = [desk.receive(), desk.receive()]
    morning = at(21, 7)
    assert next_job(desk, moment=morning) is None
    with desk.database.read() as session:
        assert print_queue.has_expired(session, desk.office, at=morning)
        assert not print_queue.has_expired(session, desk.office, at=NOW + EXPIRES_AFTER / 2)
    assert mark(desk, print_queue.hold_expired, at=morning) == 2
    assert states(desk) == [JobState.HELD] * 2
    desk.do(print_desk.print_now, received[0].print_job_id, at=morning)
    desk.do(print_desk.void, received[1].print_job_id, reason="đã in ở quầy 2", at=morning)
    job = next_job(desk, moment=morning)
    assert job is not None
    assert job.job_id == received[0].print_job_id
    assert states(desk) == [JobState.QUEUED, JobState.VOID]


def test_an_outdated_slip_is_never_let_out_late(desk: Desk) -> None:
    """A further copy took its place meanwhile: the old paper can only be given up."""
    received = desk.receive()
    mark(desk, print_queue.hold_expired, at=at(21, 7))
    desk.do(slips.request_reprint, received.dossier_id, reason="mất", at=at(21, 7))
    with pytest.raises(slips.SlipOutdated):
        desk.do(print_desk.print_now, received.print_job_id, at=at(21, 7))
    assert states(desk)[0] is JobState.HELD
    desk.do(print_desk.void, received.print_job_id, reason="đã có phiếu mới", at=at(21, 7))


def test_why_a_slip_in_the_printer_does_not_come_out_is_told(desk: Desk) -> None:
    """The paper ran out in the middle of it: the status bar says so while the printer waits."""
    desk.receive()
    job = begin(desk)
    mark(desk, print_queue.note_trouble, job.job_id, error="paper_out")
    state = desk.ask(print_queue.queue_state)
    assert (state.waiting, state.trouble) == (1, "paper_out")


def test_a_paper_that_cannot_come_out_asks(desk: Desk) -> None:
    """A wrong profile is no reason to try for ever."""
    desk.receive()
    job = next_job(desk)
    assert job is not None
    mark(desk, print_queue.mark_failed, job.job_id, error="printer.profile_unknown")
    assert states(desk) == [JobState.FAILED]
    assert desk.ask(print_queue.queue_state).asking == 1


def test_a_job_that_is_not_there_is_told(desk: Desk) -> None:
    """Asked for by a person, or answered by one."""
    with pytest.raises(JobMissing):
        desk.ask(print_queue.get_job, NOWHERE)
    with pytest.raises(JobMissing):
        desk.do(print_desk.confirm, NOWHERE)


def test_what_happened_at_the_printer_cannot_be_rewritten(desk: Desk) -> None:
    """The database itself refuses."""
    desk.receive()
    begin(desk)
    for statement in ("update print_event set state = 'printed'", "delete from print_event"):
        with pytest.raises(Exception, match="append only"), desk.database.write() as session:
            session.execute(text(statement))


def test_a_dossiers_jobs_are_found(desk: Desk) -> None:
    """The newest first, for the command line."""
    received = desk.receive()
    again = desk.do(slips.request_reprint, received.dossier_id, reason="mất", at=at(20, 10))
    rows = desk.ask(print_queue.jobs_of, received.dossier_id)
    assert [row.job_id for row in rows] == [again, received.print_job_id]
