"""Each verdict has its own words, and says what to do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.sealed import SlipFacts
from app.services.receipt_keys import PublicKey
from app.services.slip_check import Difference, SlipVerdict, Verdict
from app.ui.verdict_text import VerdictText, verdict_text

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


def differing(*differences: Difference, copy: int = 0, newest: int = 0) -> VerdictText:
    facts = replace(FACTS, copy=copy)
    return verdict_text(
        SlipVerdict(Verdict.DIFFERS, facts, "00ab12ff", KEY, None, None, newest, differences)
    )


@pytest.mark.parametrize("difference", list(Difference))
def test_what_differs_is_named_with_what_to_do(difference: Difference) -> None:
    """The officer goes by the data, looks at the citizen's papers and tells the leader."""
    said = differing(difference)
    assert said.text != differing().text
    assert "Không làm theo giấy này" in said.text
    assert "báo lãnh đạo" in said.text
    assert said.tone == "late"


def test_a_copy_nobody_printed_is_told_as_such() -> None:
    """Or a paper that was never issued at all."""
    assert "chưa in bản in lại lần 7 nào" in differing(Difference.COPY, copy=7).text
    assert "chưa cấp giấy nào cho lần hẹn thứ 1" in differing(Difference.COPY, newest=-1).text


def test_several_differences_are_all_named() -> None:
    """In one sentence each."""
    text = differing(Difference.OFFICE, Difference.PROCEDURE).text
    assert "cơ quan H29.26" in text
    assert "thủ tục 1.001193" in text


def test_a_slip_of_an_unknown_key_is_not_trusted_yet() -> None:
    """A forger makes a key too: the list comes from the leader, not from whoever brings a slip."""
    said = verdict_text(SlipVerdict(Verdict.UNKNOWN_KEY, FACTS, "0", None, None, None, -1))
    assert "chưa tin giấy này" in said.text
    assert "lãnh đạo" in said.text
