"""A form's wording is filled in whole or not at all: no letter goes out with a hole in it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.forms import BadWording, FactMissing, FormVersion, WordingMissing, filled

TOLD = {"agency": "Trung tâm", "reason": "chờ xác minh", "phone": "", "contact": "0000 100 100"}


def form(*lines: str, closing: str = "Trân trọng./.") -> FormVersion:
    """Return a form with one wording, ``before``."""
    return FormVersion(
        kind="apology_letter",
        number="Mẫu số 04",
        title="Phiếu xin lỗi",
        legal_basis="",
        paper="A4",
        valid_from=date(2025, 9, 15),
        valid_to=None,
        is_verified=False,
        source="",
        wording={"before": lines},
        closing=closing,
        symbol="PXL",
    )


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{agency} xin lỗi.", "Trung tâm xin lỗi."),
        ("{agency}[, điện thoại {phone}].", "Trung tâm."),
        ("{agency}[, liên hệ {contact}].", "Trung tâm, liên hệ 0000 100 100."),
        ("{agency}[, {contact} hoặc {phone}].", "Trung tâm."),
        ("Xem [1] và [2]: {agency}.", "Xem [1] và [2]: Trung tâm."),
        ("[Điện thoại: {phone}.]", ""),
    ],
    ids=["plain", "empty clause", "full clause", "half clause", "no clause", "nothing left"],
)
def test_an_empty_fact_takes_its_clause_along(template: str, said: str) -> None:
    """Brackets are a clause only around a placeholder; one empty fact drops all of it."""
    assert filled(template, TOLD) == said


def test_an_empty_fact_outside_brackets_is_refused() -> None:
    """The law wants a reason: without it there is no letter."""
    with pytest.raises(FactMissing) as refused:
        form("Lý do: {reason}.").compose("before", TOLD | {"reason": "  "})
    assert refused.value.params == {"title": "Phiếu xin lỗi", "reason": "reason"}


@pytest.mark.parametrize(
    "template", ["{agency", "agency}", "{nobody}", "{agency.__class__}", "{}", "[{nobody}]"]
)
def test_a_wording_that_cannot_be_filled_in_is_told(template: str) -> None:
    """The office edits its wordings; a slip of the pen there is no crash at the desk."""
    with pytest.raises(BadWording):
        form("Xin lỗi.", template).compose("before", TOLD)


@pytest.mark.parametrize("lines", [(), ("[Điện thoại: {phone}.]",), ("# Thư xin lỗi",)])
def test_a_form_with_nothing_to_say_is_told(lines: tuple[str, ...]) -> None:
    """An empty letter is no letter, and an unknown situation has none either."""
    with pytest.raises(WordingMissing):
        form(*lines).compose("before", TOLD)
    with pytest.raises(WordingMissing):
        form("Xin lỗi.").compose("second", TOLD)


def test_a_wording_may_have_its_own_title() -> None:
    """A letter that promises no new day does not call itself a re-appointment."""
    own = form("# Thư xin lỗi của {agency}", "Xin lỗi.").compose("before", TOLD)
    assert (own.title, own.paragraphs) == ("Thư xin lỗi của Trung tâm", ("Xin lỗi.",))
    assert form("Xin lỗi.").compose("before", TOLD).title == "Phiếu xin lỗi"


@given(st.text(alphabet="*{}[] aĐ", min_size=1).filter(str.strip))
def test_what_is_typed_is_no_wording(reason: str) -> None:
    """Stars, braces and brackets of an officer's text switch nothing on and fill nothing in."""
    said = filled("Lý do: **{reason}**.", TOLD | {"reason": reason})
    assert said.count("**") >= 2
    assert said.removeprefix("Lý do: **").removesuffix("**.").replace("*", "") == reason.replace(
        "*", ""
    )
    assert "**" not in said.removeprefix("Lý do: **").removesuffix("**.").strip("*")
