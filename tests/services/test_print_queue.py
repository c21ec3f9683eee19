"""Print jobs: each sent by one worker, none sent twice by itself."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from app.services import lookup, print_queue
from app.services.print_queue import BACK_OFF, ClaimedJob, JobState, SlipMissing
from tests.services.desk import NOW, Desk, at


def _claim(desk: Desk, printer: str = "receipt", moment=NOW) -> ClaimedJob | None:
    with desk.database.write() as session:
        return print_queue.claim_next(session, desk.office, printer, at=moment)


def _mark(desk: Desk, act, *args, **kw) -> None:
    with desk.database.write() as session:
        return act(session, desk.office, *args, **kw)


def _states(desk: Desk) -> list[JobState]:
    return [job.state for job in reversed(desk.ask(print_queue.list_jobs))]


def test_the_oldest_slip_comes_first(desk: Desk) -> None:
    """Slips come out in the order of the citizens; a claimed one is not claimed again."""
    codes = [desk.receive(at=at(20, hour)).code for hour in (8, 9)]
    claimed = [_claim(desk) for _ in range(3)]
    assert [one.slip.code if one else None for one in claimed] == [*codes, None]
    assert _states(desk) == [JobState.SENDING] * 2


def test_two_workers_share_the_queue(desk: Desk) -> None:
    """No slip is claimed by both."""
    for _ in range(8):
        desk.receive()
    start = Barrier(2)

    def work(_worker: int) -> list[str]:
        start.wait()
        claimed = []
        while (job := _claim(desk)) is not None:
            claimed.append(job.job_id)
        return claimed

    with ThreadPoolExecutor(2) as workers:
        claimed = [job for jobs in workers.map(work, range(2)) for job in jobs]
    assert len(claimed) == len(set(claimed)) == 8


def test_another_printer_or_station_claims_nothing(desk: Desk) -> None:
    """A job belongs to one printer of one station."""
    desk.receive()
    assert _claim(desk, "labels") is None
    elsewhere = replace(desk, office=replace(desk.office, station_id="02"))
    assert _claim(elsewhere) is None
    assert elsewhere.ask(print_queue.list_jobs) == ()


@pytest.mark.parametrize(
    ("acknowledged", "state"), [(True, JobState.PRINTED), (False, JobState.SENT)]
)
def test_a_slip_that_came_out_is_done(desk: Desk, acknowledged: bool, state: JobState) -> None:
    """Confirmed by the printer or handed over to it: two different words."""
    desk.receive()
    job = _claim(desk)
    assert job is not None
    _mark(desk, print_queue.mark_done, job.job_id, acknowledged=acknowledged, at=NOW)
    assert _states(desk) == [state]
    assert desk.ask(print_queue.count_waiting) == 0


def test_a_printer_without_paper_is_tried_again_later(desk: Desk) -> None:
    """Each try waits longer, up to a minute; the trouble is told."""
    desk.receive()
    moment = NOW
    for seconds in (*BACK_OFF, BACK_OFF[-1]):
        job = _claim(desk, moment=moment)
        assert job is not None
        _mark(desk, print_queue.mark_waiting, job.job_id, error="printer.no_paper", at=moment)
        assert _claim(desk, moment=moment + timedelta(seconds=seconds - 1)) is None
        moment += timedelta(seconds=seconds)
    assert desk.ask(print_queue.waiting) == (1, "printer.no_paper")
    assert desk.ask(print_queue.list_jobs)[0].attempts == len(BACK_OFF) + 1


def test_paper_put_in_is_tried_at_once(desk: Desk) -> None:
    """The officer need not wait for the next try."""
    desk.receive()
    job = _claim(desk)
    assert job is not None
    _mark(desk, print_queue.mark_waiting, job.job_id, error="printer.no_paper", at=NOW)
    desk.do(print_queue.retry_now)
    assert _claim(desk) is not None


def test_a_crash_in_the_middle_leaves_a_doubt(desk: Desk) -> None:
    """Nobody knows whether it came out: it is never sent again by itself, and it still counts."""
    desk.receive(at=at(20, 8))
    desk.receive()
    _claim(desk)
    assert _mark(desk, print_queue.settle_interrupted, at=NOW) == 1
    assert _states(desk) == [JobState.UNKNOWN, JobState.QUEUED]
    assert _claim(desk) is not None
    assert _claim(desk) is None
    assert desk.ask(print_queue.count_waiting) == 2


def test_a_slip_torn_off_in_the_middle_is_a_doubt(desk: Desk) -> None:
    """A printer lost after the first bytes leaves the same doubt, with its trouble."""
    desk.receive()
    job = _claim(desk)
    assert job is not None
    _mark(desk, print_queue.mark_unknown, job.job_id, error="printer.lost", at=NOW)
    row = desk.ask(print_queue.list_jobs)[0]
    assert (row.state, row.error) == (JobState.UNKNOWN, "printer.lost")
    assert _claim(desk, moment=at(21)) is None


def test_a_reprint_differs_by_its_number_only(desk: Desk) -> None:
    """An issued paper does not change: each copy equals the first but for its number."""
    received = desk.receive()
    original = desk.ask(print_queue.get_slip, received.slip_id)
    for copy in (1, 2):
        desk.do(print_queue.request_reprint, received.dossier_id, reason="mất", at=at(25))
        assert desk.ask(print_queue.current_slip, received.dossier_id) == replace(
            original, copy=copy
        )
    card = desk.ask(lookup.card, received.dossier_id)
    assert [slip.copy for slip in card.slips] == [0, 1, 2]
    assert [row.facts.get("reason") for row in card.history[1:]] == ["mất", "mất"]
    assert len(_states(desk)) == 3


def test_a_slip_that_is_not_there_is_told(desk: Desk) -> None:
    """No dossier, no slip: a situation, not a crash."""
    nowhere = "00000000-0000-7000-8000-000000000000"
    for query in (print_queue.get_slip, print_queue.current_slip):
        with pytest.raises(SlipMissing):
            desk.ask(query, nowhere)
    with pytest.raises(SlipMissing):
        desk.do(print_queue.request_reprint, nowhere, reason="mất")
