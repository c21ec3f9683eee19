"""Each verdict has its own words, and says what to do."""

from datetime import UTC, datetime

import pytest

from app.core.sealed import SlipFacts
from app.services.receipt_keys import PublicKey
from app.services.slip_check import SlipVerdict, Verdict
from app.ui.verdict_text import verdict_text

WHEN = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
FACTS = SlipFacts("H29.26", "H29.26-261120-0042", "1.001193", WHEN, WHEN, 1, 0)
KEY = PublicKey("00ab12ff", bytes(32), "02", "own", WHEN, WHEN, WHEN, "mất máy")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_said_apart(verdict: Verdict) -> None:
    """No two titles are the same; only what may be relied on looks good."""
    found = SlipVerdict(verdict, FACTS, "00ab12ff", KEY, None, None, -1)
    said = verdict_text(found)
    assert said.title.startswith("H29.26-261120-0042: ")
    assert said.text.endswith(".")
    assert (said.tone == "good") is verdict.is_good
    others = {
        verdict_text(SlipVerdict(one, FACTS, "", KEY, None, None, -1)).title
        for one in Verdict
        if one is not verdict
    }
    assert said.title not in others


def test_a_revoked_key_is_named_with_its_reason() -> None:
    """When and why."""
    said = verdict_text(SlipVerdict(Verdict.REVOKED, FACTS, "00ab12ff", KEY, None, None, -1))
    assert "26/11/2026" in said.text
    assert "mất máy" in said.text
