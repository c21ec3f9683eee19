"""A paper goes out once: which state may follow which."""

from app.core.printjobs import ASKING, NEXT, NOT_OUT, TO_SEND, JobState, may_follow

S = JobState


def test_every_state_has_its_followers() -> None:
    """None is forgotten, and each name is known."""
    assert set(NEXT) == set(JobState)


def test_a_doubt_is_ended_by_a_person_alone() -> None:
    """Nothing leads from doubt back to the queue."""
    assert NEXT[S.UNKNOWN] == {S.CONFIRMED, S.REPRINTED}


def test_what_is_on_paper_stays_so() -> None:
    """Printed, confirmed, replaced and void jobs are over."""
    for state in (S.PRINTED, S.CONFIRMED, S.REPRINTED, S.VOID):
        assert not any(may_follow(state, then) for then in JobState)


def test_only_what_has_not_left_is_given_up() -> None:
    """A slip that may be on paper cannot be called void."""
    assert {state for state in JobState if may_follow(state, S.VOID)} == {
        S.QUEUED,
        S.WAITING,
        S.HELD,
        S.FAILED,
    }


def test_what_asks_is_not_out_yet() -> None:
    """The status bar counts every slip that the citizen may be without."""
    assert {*ASKING, *TO_SEND} < set(NOT_OUT)
