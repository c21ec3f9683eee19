"""The catalogue: found by half words, changed by new versions only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.appointment import TermUnit
from app.core.catalogue import CatalogueProcedure
from app.services import catalogue, lookup, reception
from app.services.catalogue import ImportSummary, ProcedureUnknown
from app.services.reception import ProcedureNotInForce
from tests.services.desk import (
    FOUNDED,
    NOW,
    THREE_DAYS,
    TWO_CASES,
    Desk,
    at,
    make_procedure,
    small_catalogue,
)

FIVE_DAYS = make_procedure(THREE_DAYS, "Xác nhận tình trạng hôn nhân", (5, TermUnit.WORKING_DAY))


def _codes(desk: Desk, words: str = "", on: date = NOW.date()) -> list[str]:  # noqa: B008
    return [row.code for row in desk.ask(catalogue.search_procedures, words, on=on)]


def _bring(desk: Desk, procedures: Sequence[CatalogueProcedure], moment=NOW) -> ImportSummary:
    return desk.do(catalogue.import_catalogue, procedures, at=moment)


QUESTIONS = (
    ("", [THREE_DAYS, TWO_CASES]),
    ("xac nhan hon", [THREE_DAYS]),
    ("HÔN NHÂN xác", [THREE_DAYS]),
    ("chung thuc", [TWO_CASES]),
    ("4873", [THREE_DAYS]),
    ("73", [THREE_DAYS]),
    ("1.004873", [THREE_DAYS]),
    ("xntthn", [THREE_DAYS]),
    ("xnt", [THREE_DAYS]),
    ("hon chung", []),
    ("%", [THREE_DAYS, TWO_CASES]),
    ("'", [THREE_DAYS, TWO_CASES]),
    ("x" * 500, []),
)


def test_a_procedure_is_found_by_half_words(desk: Desk) -> None:
    """Folded beginnings of words, the last digits of the code and initials all find it."""
    for words, codes in QUESTIONS:
        assert sorted(_codes(desk, words)) == codes, words


def test_the_most_used_comes_first(desk: Desk) -> None:
    """What the desk received most in the last month stands on top."""
    desk.receive(code=TWO_CASES)
    assert _codes(desk) == [TWO_CASES, THREE_DAYS]
    assert _codes(desk, on=NOW.date() + timedelta(days=60)) == [THREE_DAYS, TWO_CASES]


def test_a_procedure_tells_all_an_intake_needs(desk: Desk) -> None:
    """Cases with terms, papers to hand in and to show, and the charge in words."""
    detail = desk.ask(catalogue.find_by_code, f" {TWO_CASES} ", on=NOW.date())
    assert [(case.ordinal, case.term.unit) for case in detail.cases] == [
        (1, TermUnit.SAME_DAY),
        (2, TermUnit.WORKING_DAY),
    ]
    assert [(one.label, one.kind) for one in detail.requirements] == [
        ("Tờ khai", "submit"),
        ("Thẻ căn cước", "present"),
    ]
    assert detail.charge_text == "Lệ phí: 15.000 đ"


def test_an_unknown_code_is_told(desk: Desk) -> None:
    """No such code, or none in force on the day."""
    for code, on in (("9.999999", NOW.date()), (THREE_DAYS, date(2023, 12, 31))):
        with pytest.raises(ProcedureUnknown):
            desk.ask(catalogue.find_by_code, code, on=on)


def test_the_same_catalogue_twice_changes_nothing(desk: Desk) -> None:
    """Unchanged procedures keep their version."""
    version = desk.version()
    assert _bring(desk, small_catalogue()) == ImportSummary(0, 0, 2)
    assert desk.version() == version


def test_an_import_tells_what_it_did(desk: Desk) -> None:
    """Added, changed and unchanged are counted and journalled."""
    new = make_procedure("1.000001", "Thủ tục mới", (1, TermUnit.WORKING_DAY))
    assert _bring(desk, (FIVE_DAYS, small_catalogue()[1], new)) == ImportSummary(1, 1, 1)
    assert _codes(desk, "thu tuc moi") == ["1.000001"]
    assert desk.scalar("select payload from journal order by seq desc limit 1") == (
        '{"added":1,"changed":1,"unchanged":1}'
    )


def test_a_changed_procedure_leaves_old_dossiers_alone(desk: Desk) -> None:
    """A dossier keeps the version it was received under; a new one gets the new term."""
    old = desk.receive(at=at(19))
    _bring(desk, (FIVE_DAYS,))
    new = desk.receive()
    assert (old.due_on, new.due_on) == (date(2026, 11, 25), date(2026, 11, 30))
    assert desk.ask(lookup.get_row, old.dossier_id).due_on == date(2026, 11, 25)
    versions = "select count(distinct version_id) from dossier"
    assert desk.scalar(versions) == 2
    assert desk.scalar("select count(*) from procedure_version where valid_to = '2026-11-19'") == 1


def test_every_day_has_one_version(desk: Desk) -> None:
    """The old version holds until the day before the new one."""
    old = desk.version()
    _bring(desk, (FIVE_DAYS,))
    assert desk.version(at=at(19)) == old
    assert desk.version(at=at(20)) != old


def test_an_old_version_receives_nothing_more(desk: Desk) -> None:
    """A form opened before the import is refused after it, so that nobody promises old terms."""
    intake = desk.intake()
    _bring(desk, (FIVE_DAYS,), at(19))
    with pytest.raises(ProcedureNotInForce):
        desk.do(reception.receive, intake)


def test_a_change_from_a_later_day_waits_for_it(desk: Desk) -> None:
    """A catalogue may be brought in before it comes into force."""
    _bring(desk, (replace(FIVE_DAYS, valid_from=date(2026, 12, 1)),))
    assert desk.receive().due_on == date(2026, 11, 26)
    assert desk.receive(at=at(1, month=12)).due_on == date(2026, 12, 8)


def test_two_changes_on_one_day_leave_the_last(desk: Desk) -> None:
    """Somebody corrects what they just brought in: the correction holds from the same day."""
    _bring(desk, (FIVE_DAYS,))
    _bring(desk, (small_catalogue()[0],), NOW + timedelta(minutes=5))
    assert desk.receive(at=at(20, 10)).due_on == date(2026, 11, 26)


def test_a_failed_import_leaves_nothing(desk: Desk) -> None:
    """All of a catalogue comes in, or none of it."""
    before = desk.scalar("select count(*) from procedure_version")
    good = make_procedure("1.000001", "Thủ tục mới", (1, TermUnit.WORKING_DAY))
    broken = replace(good, code="1.000002", cases=(*good.cases, None))
    with pytest.raises(AttributeError):
        _bring(desk, (good, broken))
    assert desk.scalar("select count(*) from procedure_version") == before
    assert _codes(desk, "thu tuc moi") == []


def test_the_founding_brought_the_catalogue(desk: Desk) -> None:
    """A new office can receive from its first day."""
    assert _codes(desk, on=FOUNDED.date()) == [THREE_DAYS, TWO_CASES]
