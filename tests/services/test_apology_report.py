"""The figures, and the dossiers behind every number."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from app.core.apologies import LetterOutcome
from app.services import apology_report, ending, ledger
from app.services.apology_report import ApologyReport, BadPeriod, Grouping
from tests.services.desk import Desk, at

NEW_DAY = date(2026, 12, 8)
NOVEMBER = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}


def _report(desk: Desk, moment: datetime, **kw: Any) -> ApologyReport:
    return desk.ask(apology_report.report, at=moment, **(NOVEMBER | kw))


def _ward(desk: Desk) -> dict[str, str]:
    """Lead six dossiers due on 26/11 to six different ends; return their codes."""
    names = ("in_time", "covered", "late", "drafted_late", "never", "early_letter")
    taken = {name: desk.receive(name=name) for name in names}
    ids = {name: one.dossier_id for name, one in taken.items()}
    for name in ("covered", "late", "early_letter"):
        desk.issue(desk.draft(ids[name], NEW_DAY, at(25)), at(25))
    desk.do(
        ledger.blame, ids["covered"], cause="verification", department="Phòng Kinh tế", at=at(25)
    )
    desk.deliver(ids["covered"], at(25, 15))
    desk.deliver(ids["early_letter"], at(25, 15))
    desk.hand_over(ids["in_time"], at(26))
    desk.hand_over(ids["early_letter"], at(26))
    desk.deliver(ids["late"], at(27))
    desk.issue(desk.draft(ids["drafted_late"], NEW_DAY, at(27)), at(27))
    desk.deliver(ids["drafted_late"], at(30))
    desk.hand_over(ids["never"], at(30))
    return {name: one.code for name, one in taken.items()}


def test_coverage_is_letters_in_time_of_appointments_missed(desk: Desk) -> None:
    """Four of six missed their day; one had its letter in hand by then."""
    codes = _ward(desk)
    told = _report(desk, at(30))
    total = told.total
    assert (total.missed, total.covered, total.delivered_late, total.never) == (4, 1, 2, 1)
    assert (total.drafted_late, total.coverage) == (1, 0.25)
    outcomes = {row.code: row.outcome for row in told.rows}
    assert outcomes == {
        codes["covered"]: LetterOutcome.ON_TIME,
        codes["late"]: LetterOutcome.LATE,
        codes["drafted_late"]: LetterOutcome.LATE,
        codes["never"]: LetterOutcome.NEVER,
    }


def test_a_day_is_missed_when_it_is_over(desk: Desk) -> None:
    """On the day itself nothing is missed yet, whatever the hour."""
    desk.receive()
    assert _report(desk, at(26, 23)).total.missed == 0
    assert _report(desk, at(27, 0)).total.missed == 1


def test_nothing_missed_has_no_coverage(desk: Desk) -> None:
    """No share of nothing: neither 0 nor 100 %."""
    assert _report(desk, at(30)).total.coverage is None


def test_every_grouping_adds_up_and_leads_to_its_dossiers(desk: Desk) -> None:
    """Two lists behind each number: with the letter in time, and without."""
    _ward(desk)
    told = _report(desk, at(30))
    for grouping in Grouping:
        groups = told.groups[grouping]
        assert sum(one.missed for one in groups) == told.total.missed
        for one in groups:
            covered, rest = told.behind(grouping, one.name)
            assert (len(covered), len(rest)) == (one.covered, one.missed - one.covered)
    covered, rest = told.behind(None, "")
    assert (len(covered), len(rest)) == (1, 3)
    names = {one.name: one.missed for one in told.groups[Grouping.DEPARTMENT]}
    assert names == {"": 3, "Phòng Kinh tế": 1}
    assert [one.name for one in told.groups[Grouping.MONTH]] == ["2026-11"]
    assert [one.name for one in told.groups[Grouping.OFFICER]] == ["Trần Ngọc Lan"]


def test_the_period_counts_appointments(desk: Desk) -> None:
    """Both ends belong to it; a missed new day counts again, in its own month."""
    _ward(desk)
    day = date(2026, 11, 26)
    assert _report(desk, at(30), first=day, last=day).total.missed == 4
    assert _report(desk, at(30), first=date(2026, 11, 27)).total.missed == 0
    december = {"first": date(2026, 12, 1), "last": date(2026, 12, 31)}
    assert _report(desk, at(9, month=12), **december).total.missed == 3
    with pytest.raises(BadPeriod):
        _report(desk, at(30), first=date(2026, 12, 1))


def test_a_withdrawn_dossier_missed_nothing(desk: Desk) -> None:
    """Of what the citizen took back no result is owed."""
    received = desk.receive()
    told = {"requester": "Nguyễn Thị Ẩn", "reason": "không cần nữa"}
    desk.do(ending.withdraw, received.dossier_id, at=at(25), **told)
    assert _report(desk, at(30)).total.missed == 0


def test_coverage_without_a_choice_is_unchanged_by_a_longer_warning(desk: Desk) -> None:
    """The figure is against the appointment, not against the day of the rule."""
    desk.office = replace(desk.office, apology=replace(desk.office.apology, days_before=3))
    _ward(desk)
    assert _report(desk, at(30)).total.coverage == 0.25
