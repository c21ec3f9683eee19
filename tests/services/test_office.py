"""The office as data with dates: what holds today and what held then."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.core.appointment import ReturnRule
from app.core.clock import local_day
from app.core.settings import Machine
from app.db.upkeep import create_database
from app.exchange.shipped import load_shipped_forms
from app.models import CodePattern, Setting
from app.services.office import FormMissing, OfficeMissing, load_office
from app.services.setup import add_missing_forms
from tests.services.desk import NOW, Desk


def test_the_office_is_what_was_founded(desk: Desk) -> None:
    """Letterhead, signer and calendar come from the tables."""
    office = desk.office
    assert (office.agency_id, office.code, office.is_sample) == ("H29.26", "H29.26", False)
    assert office.letterhead.place == "Bến Mơ"
    assert (office.signer.name, office.apology.days_before) == ("Đỗ Thị Ẩn", 1)
    assert office.calendar.name_of_day_off(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert office.calendar.covers(date(2027, 1, 1))
    assert not office.calendar.covers(date(2031, 1, 1))


def test_a_setting_holds_from_its_day(desk: Desk) -> None:
    """A changed setting does not reach back."""
    policy = json.dumps({"rule": "fixed_window", "window_opens": "15:00"})
    with desk.database.write() as session:
        session.add(
            Setting(
                agency_id=desk.office.agency_id,
                name="return_policy",
                valid_from=date(2026, 12, 1),
                value=policy,
            )
        )
    with desk.database.read() as session:
        rules = [
            load_office(session, on=day).policy.rule
            for day in (date(2026, 11, 30), date(2026, 12, 1))
        ]
    assert rules == [ReturnRule.END_OF_DAY, ReturnRule.FIXED_WINDOW]


def test_a_code_pattern_holds_from_its_day(desk: Desk) -> None:
    """Codes of the new pattern begin on its day; days before any pattern use the first."""
    with desk.database.write() as session:
        session.add(
            CodePattern(
                agency_id=desk.office.agency_id,
                valid_from=date(2026, 12, 1),
                pattern="{agency}-{yymmdd}-{number:05}",
                legal_basis="thử nghiệm",
                created_at=NOW,
            )
        )
    with desk.database.read() as session:
        office = load_office(session, on=NOW.date())
    days = (date(2010, 1, 1), date(2026, 11, 30), date(2026, 12, 1))
    assert [len(office.pattern(day).format("H29.26", day, 1)) for day in days] == [18, 18, 19]


def test_a_form_holds_between_its_days(desk: Desk) -> None:
    """The forms of a circular end the day before those of the next begin."""
    office = desk.office
    old, new = (office.form("receipt_slip", day) for day in (date(2025, 9, 14), date(2025, 9, 15)))
    assert old.legal_basis != new.legal_basis
    assert (old.valid_to, new.valid_to) == (date(2025, 9, 14), None)


def test_a_form_that_is_not_there_is_told(desk: Desk) -> None:
    """No form of that kind, or none in force on the day."""
    for kind, on in (("nothing", NOW.date()), ("receipt_slip", date(2015, 1, 1))):
        with pytest.raises(FormMissing) as missing:
            desk.office.form(kind, on)
        assert missing.value.params == {"kind": kind, "on": on}


def test_an_empty_database_has_no_office(tmp_path: Path) -> None:
    """A database that was made and never founded is told as such."""
    database = create_database(Machine(tmp_path, "sqlite:///desk.db"))
    with pytest.raises(OfficeMissing), database.read() as session:
        load_office(session, on=NOW.date())
    database.close()


def test_forms_of_a_newer_program_come_into_an_older_office(desk: Desk) -> None:
    """Once; what the office has edited itself stays as it is."""
    shipped = load_shipped_forms()
    desk.tamper(
        "delete from form_version where kind = 'charge_note'",
        'update form_version set wording = \'{"paragraphs": {}, "closing": ""}\''
        " where kind = 'stop_notice'",
        "update form_version set title = 'Tên riêng' where kind = 'refusal'",
    )

    def add() -> int:
        with desk.database.write() as session:
            return add_missing_forms(session, desk.office, shipped, at=NOW)

    assert (add(), add()) == (2, 0)
    with desk.database.read() as session:
        office = load_office(session, on=local_day(NOW))
    assert office.form("stop_notice", local_day(NOW)).wording
    assert office.form("charge_note", local_day(NOW)).title
    assert office.form("refusal", local_day(NOW)).title == "Tên riêng"
