"""Every paper of the desk is kept whole: frozen and thawed as it was."""

import json
from dataclasses import replace

import pytest

from app.core.desk_papers import HANDOVER_BLOCKS, KINDS, SupplementRequest, thaw, thaw_paper
from app.core.papers import digest, freeze
from tests.support.desk_papers import MAKERS, make_control, make_supplement, reprinted


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("is_long", [False, True])
def test_a_paper_thaws_as_it_was_frozen(kind: str, is_long: bool) -> None:
    """A reprint years later equals the original, days, moments and lists included."""
    paper = MAKERS[kind](is_long=is_long)
    assert type(paper) is KINDS[kind]
    assert thaw_paper(freeze(paper)) == paper
    assert thaw(KINDS[kind], freeze(paper)) == paper


def test_a_reprint_is_another_document() -> None:
    """The copy number is part of what the digest proves."""
    paper = make_supplement()
    copy = replace(paper, head=reprinted(paper.head))
    assert digest(freeze(copy)) != digest(freeze(paper))
    assert thaw_paper(freeze(copy)) == copy


def test_a_paper_of_before_gets_the_default_of_a_later_field() -> None:
    """What was kept before a field existed can still be printed."""
    paper = make_supplement()
    raw = json.loads(freeze(paper))
    for name in ("copy", "copied_at", "copied_by"):
        del raw["head"][name]
    assert thaw(SupplementRequest, json.dumps(raw)) == paper


def test_a_control_sheet_has_four_changes_of_hands() -> None:
    """As Mẫu số 05 of TT 01/2018/TT-VPCP has them."""
    assert len(make_control().blocks) == HANDOVER_BLOCKS == 4
