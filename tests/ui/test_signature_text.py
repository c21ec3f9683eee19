"""Every finding about a file has its own words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.signing.findings import (
    Change,
    ChangeKind,
    Doubt,
    Fault,
    FileFinding,
    Person,
    Reason,
    Revocation,
    SignatureFinding,
    Stamp,
    Verdict,
)
from app.ui import signature_text
from app.ui.signature_text import change_text, doubt_text, file_text, lines_of, time_text, why_not

WHEN = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
PERSON = Person("Đỗ Thị Ẩn", "UBND phường Bến Mơ", "AB12", "Nơi cấp", WHEN, WHEN)
ONE = SignatureFinding("NguoiKy", PERSON, WHEN, None, (), (), (), Revocation.UNKNOWN)


def a_file(verdict: Verdict, *signatures: SignatureFinding) -> FileFinding:
    return FileFinding(verdict, signatures, "00")


def test_every_verdict_is_said_apart_and_only_one_looks_good() -> None:
    """And each says what to do or why."""
    said = [file_text(a_file(verdict)) for verdict in Verdict]
    assert len({one.title for one in said}) == len(Verdict)
    assert all(one.text.endswith(".") for one in said)
    good = [verdict for verdict in Verdict if file_text(a_file(verdict)).tone == "good"]
    assert good == [Verdict.GENUINE]


@pytest.mark.parametrize("kind", list(ChangeKind))
@pytest.mark.parametrize("detail", ["", "1"])
def test_every_change_is_told_without_a_hole(kind: ChangeKind, detail: str) -> None:
    """With and without its place."""
    told = change_text(Change(kind, detail))
    assert told[0].isupper()
    assert "{" not in told
    assert "“”" not in told


def test_fields_of_the_letter_are_told_by_their_names() -> None:
    """Not by what the program calls them."""
    assert change_text(Change(ChangeKind.FIELD, "SoVanBan")) == (
        "Sửa ô “số văn bản” đã chốt, hoặc thêm ô mới"
    )


@pytest.mark.parametrize("reason", list(Reason))
def test_every_doubt_is_told_without_a_hole(reason: Reason) -> None:
    """Of the signer, and of the authority of the time."""
    doubt = Doubt(reason, "Đỗ Thị Ẩn", "Nơi cấp", WHEN)
    told = doubt_text(doubt)
    assert "{" not in told and told.endswith(".")
    of_time = doubt_text(replace(doubt, is_of_the_time=True))
    assert of_time.startswith("Về dấu thời gian: ") and of_time.endswith(told)
    others = {doubt_text(replace(doubt, reason=one)) for one in Reason if one is not reason}
    assert told not in others


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_is_told(fault: Fault) -> None:
    """On the card, and at the top of the file."""
    broken = replace(ONE, faults=(fault,))
    assert why_not(broken) == [f"{signature_text.FAULTS[fault]}."]
    title = file_text(a_file(Verdict.ALTERED, broken)).title
    assert title.startswith("Tệp đã bị thay đổi: ")


def test_the_alteration_is_named_at_the_top_once() -> None:
    """What was altered, not merely that bytes were added."""
    changes = (Change(ChangeKind.NUMBER, "05"), Change(ChangeKind.PAGE, "1"))
    end = (Change(ChangeKind.BYTES), Change(ChangeKind.PAGE, "1"))
    found = a_file(Verdict.ALTERED, replace(ONE, changes=changes), replace(ONE, changes=end))
    assert file_text(found).title == (
        "Tệp đã bị thay đổi: nội dung trang 1 bị vẽ thêm hoặc thay thế"
    )
    only = a_file(Verdict.ALTERED, replace(ONE, changes=end[:1]))
    assert "ghi thêm vào sau chữ ký cuối cùng" in file_text(only).title


def test_whose_clock_it_was_is_always_said() -> None:
    """The signer's own is no proof; an unknown authority's is not yet one."""
    stamp = Stamp(WHEN, replace(PERSON, name="Dấu thời gian"), is_trusted=True)
    assert "14:30" in time_text(ONE) and "đồng hồ máy của người ký" in time_text(ONE)
    assert time_text(replace(ONE, stamp=stamp)).endswith("dấu thời gian của Dấu thời gian")
    doubtful = replace(ONE, stamp=replace(stamp, is_trusted=False))
    assert time_text(doubtful).endswith("(chưa được tin cậy)")
    assert time_text(replace(ONE, claimed_at=None)) == "Không ghi"


def test_a_terminal_gets_all_of_it() -> None:
    """Verdict, signer, reasons and changes."""
    one = replace(
        ONE,
        changes=(Change(ChangeKind.NUMBER, "05"), Change(ChangeKind.FONT)),
        doubts=(Doubt(Reason.USAGE, "Đỗ Thị Ẩn"),),
    )
    told = "\n".join(lines_of(a_file(Verdict.ALTERED, one)))
    for words in ("Tệp đã bị thay đổi", "Đỗ Thị Ẩn", "+ Sau chữ ký: Điền số", "! Sau chữ ký: Thay"):
        assert words in told
    assert "không được cấp cho việc này" in told
