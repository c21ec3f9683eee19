"""The life of a dossier as a machine."""

import pytest

from app.core.lifecycle import TRANSITIONS, Act, ActNotAllowed, DossierStatus, after, allowed


def test_the_ten_display_states_are_there_in_order() -> None:
    """TT 22/2019/TT-BTTTT: one state a number."""
    assert [status.number for status in DossierStatus] == list(range(1, 11))


def test_a_result_can_be_handed_over_from_every_working_state() -> None:
    """Being late or unrecorded never keeps a finished result from the citizen."""
    for status in (DossierStatus.RECEIVED, DossierStatus.PROCESSING, DossierStatus.FINISHED):
        assert after(status, Act.RETURN_RESULT) is DossierStatus.RETURNED


@pytest.mark.parametrize(
    "status", [DossierStatus.RETURNED, DossierStatus.REFUSED, DossierStatus.WITHDRAWN]
)
def test_an_ended_dossier_stays_ended(status: DossierStatus) -> None:
    """Nothing more can be done to it, and it is not open."""
    assert allowed(status) == frozenset()
    assert not status.is_open
    for act in Act:
        with pytest.raises(ActNotAllowed):
            after(status, act)


def test_what_is_allowed_is_what_succeeds() -> None:
    """The buttons of a screen and the rule behind them agree."""
    for status in DossierStatus:
        for act in Act:
            if act in allowed(status):
                assert after(status, act) is TRANSITIONS[status, act]
            else:
                with pytest.raises(ActNotAllowed):
                    after(status, act)


def test_a_dossier_begins_by_being_received() -> None:
    """Nothing else can be done to what is not there yet."""
    assert after(None, Act.RECEIVE) is DossierStatus.RECEIVED
    with pytest.raises(ActNotAllowed) as error:
        after(None, Act.FINISH)
    assert error.value.params == {"act": Act.FINISH, "status": None}


def test_open_is_what_still_leads_to_a_result_or_waits_for_the_citizen() -> None:
    """Lateness is counted for these and for no others."""
    assert {status.number for status in DossierStatus if status.is_open} == {2, 4, 5, 6, 9}


def test_a_finished_result_is_only_handed_over() -> None:
    """It cannot be refused, stopped or taken back any more."""
    assert allowed(DossierStatus.FINISHED) == {Act.RETURN_RESULT}


def test_every_state_can_be_reached_or_begins() -> None:
    """No state is a dead word."""
    reached = set(TRANSITIONS.values())
    assert set(DossierStatus) - reached == {DossierStatus.REGISTERED}
