"""The enrolment file: ranges are used once, marks tell what was committed."""

from pathlib import Path

import pytest

from app.db.enrolment import MAIN_RANGE, SLOTS, Enrolment


@pytest.fixture
def enrolment(tmp_path: Path) -> Enrolment:
    """A new station's enrolment."""
    made = Enrolment(tmp_path / "desk.db.enrol")
    made.save()
    return made


def test_it_reads_back_as_written(enrolment: Enrolment) -> None:
    """Closed to other accounts, whole, without leftovers."""
    enrolment.begin_epoch({1}, 1)
    assert Enrolment.load(enrolment.path) == enrolment
    assert enrolment.path.stat().st_mode & 0o777 == 0o600
    assert not enrolment.path.with_name(enrolment.path.name + ".new").exists()


def test_no_file_is_no_enrolment(tmp_path: Path) -> None:
    """A missing file is told apart from an empty one."""
    assert Enrolment.load(tmp_path / "nothing") is None


def test_a_new_epoch_takes_a_range_nobody_used(enrolment: Enrolment) -> None:
    """The live range is burnt; ranges seen in the restored file are skipped."""
    enrolment.begin_epoch({1, SLOTS[0][0], SLOTS[1][0]}, 4)
    assert (enrolment.epoch, enrolment.live) == (5, SLOTS[2])
    assert enrolment.burnt == [MAIN_RANGE]


def test_every_range_is_used_once_and_then_none_is_left(enrolment: Enrolment) -> None:
    """After the last range the station has no numbers, and says so rather than repeat."""
    used = []
    while enrolment.live is not None:
        used.append(enrolment.live)
        enrolment.begin_epoch(set(), enrolment.epoch)
    assert used == [MAIN_RANGE, *SLOTS]
    loaded = Enrolment.load(enrolment.path)
    assert loaded is not None
    assert (loaded.live, loaded.spares) == (None, [])


def test_the_mark_tells_what_was_surely_committed(enrolment: Enrolment) -> None:
    """Begun means that the one before is done; done means done; longer numbers leave no rest."""
    assert enrolment.highest_done() == 0
    enrolment.mark_intent(100)
    assert enrolment.highest_done() == 99
    enrolment.mark_done(100)
    assert enrolment.highest_done() == 100
    enrolment.mark_done(7)
    assert enrolment.highest_done() == 7


def test_a_mark_of_another_epoch_or_a_torn_one_says_nothing(enrolment: Enrolment) -> None:
    """Losing the mark weakens detection and never alarms falsely."""
    enrolment.mark_done(100)
    enrolment.epoch = 2
    assert enrolment.highest_done() == 0
    enrolment.path.with_name(enrolment.path.name + ".mark").write_text("D 2")
    assert enrolment.highest_done() == 0
