"""The apology: a reason, one new date, and never a second one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.core.apologies import ApologyActNotAllowed
from app.core.errors import AppError
from app.services import apology, lookup
from app.services.apology import (
    DecisionNeeded,
    LetterMissing,
    LetterSigned,
    NewDateInPast,
    NewDateNotWorking,
    NothingOwed,
    ReasonMissing,
    WhyMissing,
)
from app.services.apology_signing import LetterChanged
from app.services.lookup import DossierUnknown
from tests.services.desk import SEALED_FILE, Desk, at

NEW_DAY = date(2026, 12, 1)


def _refused(desk: Desk, dossier_id: str, moment: datetime, **kw: Any) -> AppError:
    told = {"reason": "chờ xác minh", "new_due_on": NEW_DAY} | kw
    written = desk.scalar("select count(*) from journal")
    with pytest.raises(AppError) as refused:
        desk.do(apology.draft, dossier_id, at=moment, **told)
    assert desk.scalar("select count(*) from journal") == written
    return refused.value


def test_before_its_day_the_letter_foresees(desk: Desk) -> None:
    """Up to the promised day the letter says that the result will be late."""
    received = desk.receive()
    early, late = (
        desk.draft(received.dossier_id, NEW_DAY, moment).letter for moment in (at(26), at(27))
    )
    assert early.paragraphs != late.paragraphs
    assert desk.scalar("select wording from apology_letter") == "after"


def test_the_letter_says_why_and_until_when(desk: Desk) -> None:
    """Reason and new time are what the law wants in it; it is addressed to the applicant."""
    received = desk.receive()
    letter = desk.draft(received.dossier_id, NEW_DAY, at(25)).letter
    said = " ".join(letter.paragraphs)
    assert "chờ xác minh" in said
    assert "17 giờ 00" in said
    assert "ngày 01 tháng 12 năm 2026" in said
    assert (letter.recipient, letter.dossier_code) == ("Nguyễn Thị Ẩn", received.code)
    assert letter.dated_on == date(2026, 11, 25)


def test_a_preview_writes_nothing(desk: Desk) -> None:
    """Looking at the letter beforehand leaves no trace and equals what is drafted."""
    received = desk.receive()
    told = {"reason": "chờ xác minh", "new_due_on": NEW_DAY, "at": at(25)}
    seen = desk.ask(apology.preview, received.dossier_id, **told)
    with pytest.raises(LetterMissing):
        desk.ask(apology.current_letter, received.dossier_id)
    drafted = desk.draft(received.dossier_id, NEW_DAY, at(25)).letter
    assert seen.paragraphs == drafted.paragraphs


@pytest.mark.parametrize("reason", ["", "  \u200b "])
def test_a_letter_needs_a_reason(desk: Desk, reason: str) -> None:
    """The law wants the reason in the letter."""
    refused = _refused(desk, desk.receive().dossier_id, at(25), reason=reason)
    assert isinstance(refused, ReasonMissing)


@pytest.mark.parametrize("new_due_on", [date(2026, 11, 25), date(2026, 11, 26)])
def test_the_new_date_lies_after_the_promise(desk: Desk, new_due_on: date) -> None:
    """A new date up to the promised day would be no new date."""
    refused = _refused(desk, desk.receive().dossier_id, at(25), new_due_on=new_due_on)
    assert isinstance(refused, NewDateInPast)
    assert refused.params["new_due_on"] == new_due_on


def test_the_new_date_lies_after_today(desk: Desk) -> None:
    """Late already: today is no new date either."""
    refused = _refused(desk, desk.receive().dossier_id, at(30), new_due_on=date(2026, 11, 30))
    assert isinstance(refused, NewDateInPast)


@pytest.mark.parametrize(
    ("received_at", "new_due_on", "name", "next_day"),
    [
        (at(17), date(2026, 11, 24), "Ngày Văn hóa Việt Nam", date(2026, 11, 25)),
        (at(17), date(2026, 11, 28), "Thứ Bảy", date(2026, 11, 30)),
    ],
)
def test_the_new_date_is_a_working_day(
    desk: Desk, received_at: datetime, new_due_on: date, name: str, next_day: date
) -> None:
    """A day off is refused with its name and the next day that would do."""
    dossier_id = desk.receive(at=received_at).dossier_id
    refused = _refused(desk, dossier_id, at(20), new_due_on=new_due_on)
    assert isinstance(refused, NewDateNotWorking)
    assert (refused.params["name"], refused.params["next_day"]) == (name, next_day)


def test_a_new_draft_takes_the_place_of_the_old(desk: Desk) -> None:
    """Until it is signed a letter may be written anew; it stays one letter."""
    received = desk.receive()
    first = desk.draft(received.dossier_id, NEW_DAY, at(25))
    second = desk.draft(received.dossier_id, NEW_DAY + timedelta(days=1), at(25, 10))
    assert second.letter_id == first.letter_id
    assert (second.state, second.new_due_on) == ("drafted", date(2026, 12, 2))
    assert desk.scalar("select count(*) from apology_letter") == 1


def test_a_draft_changes_no_promise(desk: Desk) -> None:
    """Only an issued letter moves the appointment."""
    received = desk.receive()
    desk.draft(received.dossier_id, NEW_DAY, at(25))
    assert len(desk.ask(lookup.card, received.dossier_id).appointments) == 1


def test_an_issued_letter_adds_the_second_appointment(desk: Desk) -> None:
    """The first promise stays for ever, the new one is in force, the file is kept."""
    received = desk.receive()
    issued = desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    card = desk.ask(lookup.card, received.dossier_id)
    assert (issued.state, issued.file) == ("issued", SEALED_FILE)
    assert [(one.ordinal, one.due_on, one.reason) for one in card.appointments] == [
        (1, date(2026, 11, 26), ""),
        (2, NEW_DAY, "chờ xác minh"),
    ]
    assert (card.row.due_on, card.row.due_at) == (NEW_DAY, at(1, 17, 0, month=12))
    owed = card.apologies[0]
    assert (owed.signer, owed.state, owed.number) == ("Đỗ Thị Ẩn", "issued", "01")


def test_there_is_no_second_reappointment(desk: Desk) -> None:
    """The law permits one; the refusal tells the date and the reason that were given."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    refused = _refused(desk, received.dossier_id, at(27), new_due_on=date(2026, 12, 8))
    assert isinstance(refused, DecisionNeeded)
    assert refused.params["due_on"] == NEW_DAY
    assert refused.params["reason"] == "chờ xác minh"


def test_a_letter_replaced_while_it_was_signed_is_not_kept(desk: Desk) -> None:
    """What is kept is what was signed, or nothing."""
    received = desk.receive()
    first = desk.submit(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    desk.draft(received.dossier_id, NEW_DAY + timedelta(days=1), at(25, 10))
    with pytest.raises(LetterChanged):
        desk.sign(first, at(25, 11))
    assert desk.ask(apology.current_letter, received.dossier_id).state == "submitted"


def test_the_leader_may_correct_a_letter_in_the_queue(desk: Desk) -> None:
    """A corrected reason does not send the letter back to its beginning."""
    received = desk.receive()
    desk.submit(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    corrected = desk.do(
        apology.draft,
        received.dossier_id,
        reason="chờ Công an xã Bến Trên xác minh",
        new_due_on=NEW_DAY,
        actor=desk.leader,
        at=at(25, 10),
    )
    assert corrected.state == "submitted"
    assert "Bến Trên" in " ".join(corrected.letter.paragraphs)


def test_a_signed_letter_is_not_written_anew(desk: Desk) -> None:
    """What the leader signed stays as it was signed."""
    received = desk.receive()
    draft = desk.submit(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    desk.sign(draft, at(25))
    assert isinstance(_refused(desk, received.dossier_id, at(25, 10)), LetterSigned)


def test_a_letter_sent_back_says_why_and_loses_its_signature(desk: Desk) -> None:
    """The writer reads what to change; the void signature is kept nowhere but in the journal."""
    received = desk.receive()
    draft = desk.submit(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    desk.sign(draft, at(25))
    with pytest.raises(WhyMissing):
        desk.do(apology.send_back, received.dossier_id, why=" ", actor=desk.leader, at=at(25))
    back = desk.do(
        apology.send_back, received.dossier_id, why="sai ngày", actor=desk.leader, at=at(25)
    )
    card = desk.ask(lookup.card, received.dossier_id)
    assert (back.state, back.file, card.apologies[0].signer) == ("drafted", None, "")
    assert card.apologies[0].sent_back_why == "sai ngày"
    again = desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25, 10)), at(25, 11))
    assert again.state == "issued"


def test_a_returned_dossier_owes_nothing(desk: Desk) -> None:
    """Who has the result in time needs no letter about its delay; a draft goes no further."""
    received = desk.receive()
    draft = desk.draft(received.dossier_id, NEW_DAY, at(25))
    desk.hand_over(received.dossier_id, at(26))
    assert isinstance(_refused(desk, received.dossier_id, at(27)), NothingOwed)
    with pytest.raises(ApologyActNotAllowed):
        desk.submit(draft, at(27))
    assert desk.ask(apology.current_letter, received.dossier_id).state == "not_owed"


def test_a_result_that_came_late_still_gets_its_letter(desk: Desk) -> None:
    """Handed over late without a word: the letter apologises and promises no other day."""
    received = desk.receive()
    desk.hand_over(received.dossier_id, at(30))
    letter = desk.draft(received.dossier_id, NEW_DAY, at(30, 11))
    assert letter.new_due_on is None
    assert "chờ xác minh" in " ".join(letter.letter.paragraphs)
    issued = desk.issue(letter, at(30, 14))
    assert issued.state == "issued"
    assert len(desk.ask(lookup.card, received.dossier_id).appointments) == 1


def test_an_unknown_dossier_has_no_letter(desk: Desk) -> None:
    """An id that is not there is a situation, not a crash."""
    nowhere = "00000000-0000-7000-8000-000000000000"
    assert isinstance(_refused(desk, nowhere, at(25)), DossierUnknown)
    with pytest.raises(LetterMissing):
        desk.ask(apology.current_letter, nowhere)
