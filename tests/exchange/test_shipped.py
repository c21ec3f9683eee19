"""The shipped data: whole, consistent, and nobody's."""

import re
import string
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.core.codes import parse_procedure_code
from app.core.dossiers import Role
from app.core.forms import FormVersion
from app.core.identity import parse_card, remarks
from app.core.text import nfc
from app.core.workcalendar import SpecialDay
from app.exchange import shipped
from app.exchange.people import FREE_PREFIXES, card_text

FRIDAY, SATURDAY = 4, 5
FORMS = shipped.load_shipped_forms()
LETTERS = [form for form in FORMS if form.kind.startswith("apology_")]
LETTER_WORDINGS = [(form, name) for form in LETTERS for name in form.wording]
WORDINGS = [(form, name) for form in FORMS for name in form.wording]
WORKING_SLIPS = {"result_receipt", "result_handover", "dossier_handover", "charge_note"}


def by_day() -> dict[date, SpecialDay]:
    """Return the shipped days by date."""
    return {one.day: one for one in shipped.load_shipped_calendar()[0]}


def test_the_starter_catalogue_is_complete() -> None:
    """At least the common procedures, each with a field, a name and a source for every time."""
    procedures = shipped.load_shipped_catalogue()
    assert len(procedures) >= 60
    for one in procedures:
        assert str(parse_procedure_code(one.code)) == one.code
        assert one.name, one.code
        assert one.short_name, one.code
        assert len(one.short_name) <= 40, one.short_name
        assert all(case.source and case.text for case in one.cases), one.code
        names = [case.name for case in one.cases]
        assert len(set(names)) == len(names), one.code
        assert not any(re.fullmatch(r"[\d.]+", name) for name in names), one.code


@pytest.mark.parametrize(
    ("code", "cases"),
    [
        ("1.000894", [("0", "same_day", True), ("5", "working_day", True)]),
        ("1.004873", [("3", "working_day", True)]),
        ("1.000656", [("0", "same_day", True), ("2", "calendar_day", False),
                      ("5", "working_day", False)]),
        ("1.001612", [("3", "working_day", False)]),
        ("1.004946", [("12", "hour", True)]),
    ],
)  # fmt: skip
def test_known_times_are_as_published(code: str, cases: list[tuple[str, str, bool]]) -> None:
    """Times read in a source are verified, the others say that they are not."""
    (one,) = (one for one in shipped.load_shipped_catalogue() if one.code == code)
    assert [(str(case.value), str(case.unit), case.is_verified) for case in one.cases] == cases


def test_a_charge_of_the_province_is_marked() -> None:
    """Where no figure is known, the province decides."""
    charges = [charge for one in shipped.load_shipped_catalogue() for charge in one.charges]
    assert all(charge.set_by_province for charge in charges if charge.amount is None)


def test_the_calendar_covers_its_years_in_order() -> None:
    """2024 to 2027; days ascend and lie in a year that is loaded."""
    days, years = shipped.load_shipped_calendar()
    assert [year for year, _, _ in years] == [2024, 2025, 2026, 2027]
    assert all(earlier.day < later.day for earlier, later in pairwise(days))
    assert {one.day.year for one in days} == {year for year, _, _ in years}


def test_only_days_that_change_something_are_listed() -> None:
    """Days off fall on working days, working days in exchange on Saturdays."""
    for one in by_day().values():
        expected = one.day.weekday() <= FRIDAY if one.is_off else one.day.weekday() == SATURDAY
        assert expected, one


@pytest.mark.parametrize(
    ("day", "is_off", "word", "is_verified"),
    [
        (date(2026, 11, 24), True, "Ngày Văn hóa Việt Nam", True),
        (date(2026, 8, 22), False, "Làm bù", False),
        (date(2026, 1, 10), False, "Làm bù", True),
        (date(2026, 4, 27), True, "Nghỉ bù Giỗ Tổ Hùng Vương", True),
        (date(2026, 2, 17), True, "Tết Nguyên đán", True),
        (date(2027, 5, 3), True, "Quốc tế Lao động", True),
        (date(2024, 4, 30), True, "Ngày Chiến thắng", False),
    ],
)
def test_days_carry_their_name(day: date, is_off: bool, word: str, is_verified: bool) -> None:
    """The explanation of an appointment names the day that was skipped."""
    one = by_day()[day]
    assert (one.is_off, one.is_verified) == (is_off, is_verified)
    assert word in one.name


def test_a_year_with_an_unconfirmed_day_is_unconfirmed() -> None:
    """The year's mark is not better than its days'."""
    days, years = shipped.load_shipped_calendar()
    doubtful = {one.day.year for one in days if not one.is_verified}
    assert {year for year, _, is_verified in years if not is_verified} == doubtful


def test_form_versions_follow_each_other_without_gap() -> None:
    """On every day from 2019 each kind has exactly one form; the stop notice began in 2025."""
    kinds = {form.kind for form in FORMS}
    assert (
        kinds
        == {
            "receipt_slip",
            "supplement_request",
            "refusal",
            "apology_letter",
            "apology_official_letter",
            "stop_notice",
            "control_sheet",
            "register",
        }
        | WORKING_SLIPS
    )
    for kind in kinds - {"stop_notice", "apology_official_letter"} - WORKING_SLIPS:
        old, new = (form for form in FORMS if form.kind == kind)
        assert old.valid_from == date(2019, 1, 6)
        assert old.valid_to is not None
        assert new.valid_from == old.valid_to + timedelta(days=1) == date(2025, 9, 15)
        assert new.valid_to is None
    (stop,) = (form for form in FORMS if form.kind == "stop_notice")
    assert (stop.number, stop.valid_from) == ("Mẫu số 05", date(2025, 9, 15))


def test_numbers_follow_the_generation() -> None:
    """The control sheet and the book moved by one when the stop notice came (TT 03/2025)."""
    numbers = {
        (form.kind, form.valid_from.year): form.number
        for form in FORMS
        if form.kind not in WORKING_SLIPS | {"apology_official_letter"}
    }
    assert {kind: n for (kind, year), n in numbers.items() if year == 2019} == {
        "receipt_slip": "Mẫu số 01",
        "supplement_request": "Mẫu số 02",
        "refusal": "Mẫu số 03",
        "apology_letter": "Mẫu số 04",
        "control_sheet": "Mẫu số 05",
        "register": "Mẫu số 06",
    }
    assert numbers["control_sheet", 2025] == "Mẫu số 06"
    assert numbers["register", 2025] == "Mẫu số 07"


def test_a_working_slip_claims_no_circular() -> None:
    """No number, no legal basis, valid as long as the desk keeps papers, and not verified."""
    slips = [form for form in FORMS if form.kind in WORKING_SLIPS]
    assert {form.kind for form in slips} == WORKING_SLIPS
    for form in slips:
        assert (form.number, form.legal_basis, form.is_verified) == ("", "", False)
        assert (form.valid_from, form.valid_to) == (date(2019, 1, 6), None)
        assert "thông tư" in form.source


def test_every_form_names_a_sheet_that_can_be_printed() -> None:
    """The size is data too, and a name nobody knows would be found at the desk."""
    from app.printing.forms.sheet import SHEETS

    assert {form.paper for form in FORMS} <= set(SHEETS)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("supplement_request", "request"), ("refusal", "statement"), ("stop_notice", "stop")],
)
def test_a_form_with_running_text_has_its_wording(kind: str, name: str) -> None:
    """The sentence before what is typed and the last one; never called verified."""
    forms = [form for form in FORMS if form.kind == kind]
    assert forms
    for form in forms:
        assert set(form.wording) == {name}
        assert form.closing.endswith("./.")
        assert not form.is_verified


def test_the_stop_notice_names_what_is_stopped() -> None:
    """Code, owner, procedure, the day of receipt: what the citizen must be able to find again."""
    (stop,) = (form for form in FORMS if form.kind == "stop_notice")
    whole = " ".join(stop.wording["stop"])
    for part in ("{dossier_code}", "{recipient}", "{procedure_name}", "{received_day}"):
        assert part in whole
    assert "**dừng giải quyết hồ sơ**" in whole
    assert stop.symbol == "TB-TTPVHCC"


def test_the_fee_note_says_that_it_is_no_tax_receipt() -> None:
    """A fee receipt is none of the forms; the desk's note must not look like one."""
    (note,) = (form for form in FORMS if form.kind == "charge_note")
    assert "không thay biên lai" in note.closing
    assert "biên lai" not in note.title.casefold()


def test_the_apology_has_every_wording_in_both_generations_and_as_an_official_letter() -> None:
    """Before the appointment it foresees, after it it admits, and for the three harder cases."""
    assert [(form.kind, form.paper, form.symbol) for form in LETTERS] == [
        ("apology_letter", "A5", "PXL-TTPVHCC"),
        ("apology_letter", "A4", "PXL-TTPVHCC"),
        ("apology_official_letter", "A4", "TTPVHCC"),
    ]
    for form in LETTERS:
        assert set(form.wording) == {"before", "after", "second", "finished", "ended"}
        assert form.closing.endswith("./.")


@pytest.mark.parametrize(("form", "name"), WORDINGS)
def test_a_wording_uses_documented_placeholders_and_leaves_nothing(
    form: FormVersion, name: str
) -> None:
    """Filled in, no brace is left, and bold is opened and closed within each paragraph."""
    told = {placeholder: f"<{placeholder}>" for placeholder in shipped.load_placeholders()}
    for template in (*form.wording[name], form.closing):
        asked = {
            field for _, field, _, _ in string.Formatter().parse(template) if field is not None
        }
        assert asked <= set(told)
        said = template.format(**told)
        assert not re.search(r"[{}]", said)
        assert said.count("**") % 2 == 0
        assert said == nfc(said).strip()


@pytest.mark.parametrize(("form", "name"), LETTER_WORDINGS)
def test_a_letter_says_the_seven_things(form: FormVersion, name: str) -> None:
    """Name, kind of dossier, code, state, reason, new day, apology (as TP.HCM asks)."""
    whole = " ".join(form.wording[name])
    for part in ("{addressee}", "{procedure_name}", "{dossier_code}", "{reason}", "{responsible}"):
        assert part in whole
    assert "xin lỗi {salutation}" in whole
    assert ("{new_due_" in whole) == (name not in {"finished", "ended"})
    assert ("đang được giải quyết" in whole) == (name not in {"finished", "ended"})
    assert ("dự kiến không thể trả" in whole) == (name == "before")
    assert ("chưa trả kết quả" in whole) == (name == "after")
    assert ("{decision_name}" in whole) == (name == "second")
    assert ("{later_due_moment}" in whole) == (name in {"second", "finished", "ended"})


def test_the_sample_ward_can_be_founded() -> None:
    """Every role has its account, evening hours that are no working time, one agency."""
    facts = shipped.sample_office()
    assert facts.is_sample
    assert facts.code == "H29.26"
    assert [(one.login, one.role) for one in facts.accounts] == [
        ("lan", Role.CLERK),
        ("hung", Role.SUPERVISOR),
        ("an", Role.LEADER),
        ("thu", Role.REGISTRAR),
        ("binh", Role.LEADER),
        ("admin", Role.ADMIN),
    ]
    assert {one.weekday for one in facts.sessions if not one.counts} == {1, 3}
    assert shipped.load_sample_ward().facts.departments
    assert facts.superior.login in {one.login for one in facts.accounts}


def test_sample_citizens_are_invented_and_carry_readable_cards() -> None:
    """Every card can be scanned, says nothing odd, and begins with no place's digits."""
    citizens = shipped.load_sample_ward().citizens
    assert len({one.card.number for one in citizens}) == len(citizens) == 24
    for one in citizens:
        card = parse_card(card_text(one.card), date(2026, 11, 24))
        assert card == one.card
        assert card.number[:3] in FREE_PREFIXES
        assert remarks(card.number, "citizen", card.born_on, card.gender) == ()
    names = "".join(one.card.full_name for one in citizens)
    assert all(letter in names for letter in "ẨỮĐỗỔ")


def test_dated_data_is_what_a_new_office_begins_with() -> None:
    """Calendar and forms come together."""
    dated = shipped.dated_data()
    assert (len(dated.years), len(dated.forms)) == (4, 18)
    assert len(dated.days) == len(by_day())
