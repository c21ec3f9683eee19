"""Every fault of a catalogue file has a sentence for people."""

import pytest

from app.exchange.faults import LineFault, Problem
from app.ui.fault_text import SENTENCES, fault_sentence


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_a_sentence(problem: Problem) -> None:
    """It begins with the place, ends with a full stop, and shows the value found."""
    sentence = fault_sentence(LineFault("Lệ phí!C2", problem, "12"))
    assert sentence.endswith(".")
    assert "12" in sentence
    assert sentence.startswith("Lệ phí!C2: ") or problem is Problem.MORE_FAULTS


def test_a_fault_without_a_value_shows_none() -> None:
    """No empty quotation marks."""
    sentence = fault_sentence(LineFault("Thủ tục!A2", Problem.EMPTY))
    assert sentence == f"Thủ tục!A2: {SENTENCES[Problem.EMPTY]}"
