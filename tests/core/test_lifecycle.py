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


def test_every_state_can_be_reached_or_begins() -> None:
    """No state is a dead word."""
    reached = set(TRANSITIONS.values())
    assert set(DossierStatus) - reached == {DossierStatus.REGISTERED}
