"""What a letter says: by the form of its day, concretely, with nothing left open."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from app.core.clock import VIETNAM
from app.core.dossiers import Person
from app.core.forms import FactMissing, WordingMissing
from app.core.identity import Gender, IdentityKind
from app.core.sealed import Seal
from app.core.sealed_letter import is_sealed_letter, read_sealed_letter
from app.core.signature_block import SignatureBlockWrong
from app.services.office import FormMissing, Signer
from app.services.papers import salutation_of
from tests.support.composed_letters import (
    DECISION,
    DOCUMENT_ID,
    GENERATIONS,
    compose,
    make_office,
    whole_text,
)

WORDINGS = ("before", "after", "second", "finished", "ended")
SEAL = Seal("00ab12ff", lambda _: bytes(range(64)))


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize(("kind", "year"), GENERATIONS.values(), ids=GENERATIONS)
def test_a_letter_is_concrete_and_leaves_nothing_open(kind: str, year: int, wording: str) -> None:
    """Name, dossier, procedure, promised date, reason, who is responsible, phone."""
    letter = compose(wording, kind=kind, year=year)
    said = whole_text(letter)
    for part in (
        "Bà Nguyễn Thị Ẩn",
        "H29.26-261102-0007",
        "Cấp Giấy xác nhận tình trạng hôn nhân",
        "17 giờ 00 phút, ngày 05 tháng",
        "Lý do: Công an phường nơi thường trú trước đây chưa trả lời xác minh.",
        "chân thành xin lỗi Bà",
        "Lê Quốc Hùng, trưởng ca",
        "0000 100 100",
    ):
        assert part in said
    assert not re.search(r"[{}\[\]]| [.,;:]|[,;:][.,;]|\.\.|  ", said)
    assert letter.closing.endswith("./.")


@pytest.mark.parametrize(
    ("wording", "day"), [("before", 12), ("after", 12), ("second", 20), ("finished", None)]
)
def test_the_new_day_is_named_once_it_is_promised(wording: str, day: int | None) -> None:
    """A letter about a result that is there promises none, and says since when it is there."""
    said = whole_text(compose(wording))
    if day is None:
        assert "10 giờ 00 phút, ngày 09 tháng 11 năm 2026" in said
        assert "hẹn lại" not in said
    else:
        assert f"trả kết quả vào 17 giờ 00 phút, ngày {day} tháng 11 năm 2026" in said


def test_the_second_letter_carries_the_superiors_decision() -> None:
    """Name, position, document and its day, the reason; and both earlier promises."""
    said = whole_text(compose("second"))
    assert "Vũ Quang Bình, Chủ tịch Ủy ban nhân dân phường, đã quyết định" in said
    assert "văn bản số 88/QĐ-UBND, ngày 11 tháng 11 năm 2026" in said
    assert "Hồ sơ phải xác minh ở hai nơi thường trú cũ." in said
    assert "ngày 05 tháng 11 năm 2026, sau đó được hẹn lại đến" in said
    assert "ngày 12 tháng 11 năm 2026" in said


def test_what_the_decision_does_not_tell_is_left_out() -> None:
    """No position: no hole between two commas."""
    said = whole_text(compose("second", decision=replace(DECISION, position="", reason="")))
    assert "Vũ Quang Bình đã quyết định" in said
    assert "Lý do ghi trong quyết định" not in said


@pytest.mark.parametrize(
    ("wording", "changes", "missing"),
    [
        ("second", {"decision": None}, "decision_name"),
        ("second", {"decision": replace(DECISION, document_number=" ")}, "decision_number"),
        ("before", {"new_due_at": None}, "new_due_moment"),
        ("after", {"reason": ". "}, "reason"),
        ("after", {"recipient": "", "salutation": ""}, "addressee"),
        ("finished", {"finished_at": None}, "finished_moment"),
    ],
)
def test_what_a_letter_must_tell_is_never_left_out(
    wording: str, changes: dict[str, object], missing: str
) -> None:
    """The error names what is missing."""
    with pytest.raises(FactMissing) as refused:
        compose(wording, **changes)
    assert refused.value.params["reason"] == missing


def test_the_form_is_the_one_of_its_day() -> None:
    """Both generations by the day of writing, each on its own paper; none before the first."""
    old, new = compose("after", year=2025), compose("after")
    assert (old.title, old.paper) == ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "A5")
    assert new.title == "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"
    assert new.paper == "A4"
    assert "XIN LỖI VỀ VIỆC TRẢ KẾT QUẢ CHẬM" in compose("finished").title
    with pytest.raises(FormMissing):
        compose("after", at=datetime(2018, 1, 1, tzinfo=VIETNAM))
    with pytest.raises(WordingMissing):
        compose("third")


def test_an_official_letter_has_a_subject_and_no_title() -> None:
    """Công văn: V/v below the number, in the agency's own symbol."""
    letter = compose("before", kind="apology_official_letter")
    assert (letter.title, letter.symbol) == ("", "TTPVHCC")
    assert letter.subject == "Xin lỗi và hẹn lại thời gian trả kết quả giải quyết hồ sơ"
    finished = compose("finished", kind="apology_official_letter")
    assert "hẹn lại" not in finished.subject


def test_the_procedures_own_word_is_not_said_twice() -> None:
    """Many national names begin with "Thủ tục"."""
    said = whole_text(compose("after", procedure_name="Thủ tục đăng ký khai sinh"))
    assert "thủ tục đăng ký khai sinh" in said
    assert "thủ tục Thủ tục" not in said


@pytest.mark.parametrize(
    ("person", "called"),
    [
        (Person("Nguyễn Thị Ẩn", gender=Gender.FEMALE), "Bà"),
        (Person("Trần Hữu Đỗ", gender=Gender.MALE), "Ông"),
        (Person("Lê Ngọc"), "Ông/Bà"),
        (Person("Công ty Bến Mơ", identity_kind=IdentityKind.TAX), ""),
    ],
)
def test_everybody_is_called_properly(person: Person, called: str) -> None:
    """By the card where it tells; a company is neither Mr nor Mrs."""
    assert salutation_of(person) == called


def test_an_organisation_is_called_by_its_name() -> None:
    """And as "Quý đơn vị" in the sentences."""
    letter = compose("after", recipient="Công ty Bến Mơ", salutation="")
    said = whole_text(letter)
    assert "của Công ty Bến Mơ." in said
    assert "xin lỗi Quý đơn vị" in said
    assert (letter.recipient, letter.salutation) == ("Công ty Bến Mơ", "")


def test_who_signs_and_who_is_responsible_may_be_told() -> None:
    """A deputy signs for the head; the responsible officer has a telephone of their own."""
    letter = compose(
        "after",
        responsible="Bà Trần Ngọc Lan",
        responsible_phone="0000 100 102",
        authority=("kt. giám đốc", "phó giám đốc"),
        signer_name="Lê Đỗ Ngọc Hưởng",
    )
    assert "hồ sơ: Bà Trần Ngọc Lan, điện thoại 0000 100 102." in whole_text(letter)
    assert letter.authority == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert letter.signer_name == "Lê Đỗ Ngọc Hưởng"
    assert compose("after").authority == ("GIÁM ĐỐC",)
    with pytest.raises(SignatureBlockWrong):
        compose("after", office=make_office(signer=Signer(("KT. GIÁM ĐỐC",), "")))


def test_the_code_seals_what_the_letter_promises() -> None:
    """Which letter, which dossier, which promise was missed, and the new one."""
    office = make_office(seal=SEAL, qr_prefix="https://motcua.example.vn/v#")
    letter = compose("second", office=office)
    assert letter.qr_text.startswith("https://motcua.example.vn/v#")
    facts = read_sealed_letter(letter.qr_text).facts
    assert (facts.document_id, facts.code) == (DOCUMENT_ID, letter.dossier_code)
    assert (facts.office_code, facts.ordinal) == ("H29.26", 2)
    assert facts.due_at == datetime(2026, 11, 12, 17, tzinfo=VIETNAM)
    assert facts.new_due_at == datetime(2026, 11, 20, 17, tzinfo=VIETNAM)
    finished = read_sealed_letter(compose("finished", office=office).qr_text)
    assert finished.facts.new_due_at is None


@pytest.mark.parametrize(
    ("office", "code"),
    [
        ({}, "H29.26-261102-0007"),
        ({"seal": SEAL, "qr_content": "code"}, "H29.26-261102-0007"),
        ({"seal": SEAL}, "Hồ sơ số 7"),
    ],
    ids=["no key", "the province wants the code", "another system's code"],
)
def test_where_nothing_can_be_sealed_the_code_stands_alone(
    office: dict[str, object], code: str
) -> None:
    """As on slips."""
    letter = compose("after", office=make_office(**office), code=code)
    assert letter.qr_text == code
    assert not is_sealed_letter(letter.qr_text)
