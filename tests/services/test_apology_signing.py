"""Sign, number, date, seal, issue: two people, one letter, and the same on paper."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from app.core.apologies import (
    ApologyActNotAllowed,
    ApologyState,
    Delivery,
    DeliveryChannel,
    RoleNotAllowed,
)
from app.core.dossiers import Role
from app.core.register_number import BadNumber
from app.services import (
    apology,
    apology_delivery,
    apology_signing,
    escalation,
    history,
    ledger,
    lookup,
)
from app.services.apology import LetterDraft
from app.services.apology_delivery import ProofKind
from app.services.apology_signing import (
    DateGone,
    LetterChanged,
    LetterOvertaken,
    NumberTaken,
    PaperDayWrong,
    SamePerson,
    SignerMissing,
)
from tests.services.desk import SEALED_FILE, SIGNED_FILE, Desk, at

NEW_DAY = date(2026, 12, 1)
SCAN = b"%PDF-1.4 scan"


def _submitted(desk: Desk, moment: datetime | None = None) -> LetterDraft:
    moment = moment or at(25)
    received = desk.receive(at=at(20))
    return _written(desk, received.dossier_id, moment)


def _written(desk: Desk, dossier_id: str, moment: datetime) -> LetterDraft:
    return desk.submit(desk.draft(dossier_id, NEW_DAY, moment), moment)


def _paper(
    desk: Desk, draft: LetterDraft, moment: datetime | None = None, **kw: Any
) -> LetterDraft:
    told = {"number": "07", "day": date(2026, 11, 25), "signer": "Đỗ Thị Ẩn"} | kw
    return desk.do(
        apology_signing.issue_on_paper,
        draft.dossier_id,
        letter_digest=draft.digest,
        actor=told.pop("actor", desk.registrar),
        at=at(25, 11),
        **told,
    )


def _stamped(file: bytes) -> bytes:
    """Return a file with a stamp in the room that was left for it: as long as before."""
    return file[:-1] + b"!"


def _sound(desk: Desk) -> bool:
    with desk.database.read() as session:
        return history.check(session).faults == ()


def test_without_a_time_stamp_authority_a_signed_letter_goes_on_at_once(desk: Desk) -> None:
    """Nobody has to forward what waits for nothing."""
    signed = desk.sign(_submitted(desk), at(25))
    assert (signed.state, signed.file, signed.level) == (
        ApologyState.AWAITING_SEAL,
        SIGNED_FILE,
        "B-B",
    )
    assert _sound(desk)


def test_with_one_it_waits_for_its_stamp(desk: Desk) -> None:
    """The stamp is put in before the seal locks everything; then the registrar goes on."""
    choices = replace(desk.office.apology, time_stamp_url="http://127.0.0.1:1")
    desk.office = replace(desk.office, apology=choices)
    signed = desk.sign(_submitted(desk), at(25))
    assert signed.state is ApologyState.SIGNED
    assert [one.code for one in desk.ask(apology_signing.awaiting_time_stamp)] == [signed.code]
    with desk.database.write() as session:
        stamped = apology_signing.record_time_stamp(
            session,
            desk.office,
            signed.dossier_id,
            before=hashlib.sha256(SIGNED_FILE).hexdigest(),
            file=_stamped(SIGNED_FILE),
            level="B-T",
            at=at(25, 10),
        )
    assert (stamped.state, stamped.level) == (ApologyState.AWAITING_SEAL, "B-T")
    assert desk.ask(apology_signing.awaiting_time_stamp) == ()
    assert _sound(desk)


def test_a_stamp_for_another_file_is_dropped(desk: Desk) -> None:
    """The letter was sealed meanwhile: an old stamped file must not take its place."""
    issued = desk.issue(desk.draft(desk.receive().dossier_id, NEW_DAY, at(25)), at(25))
    with desk.database.write() as session, pytest.raises(LetterChanged):
        apology_signing.record_time_stamp(
            session,
            desk.office,
            issued.dossier_id,
            before=hashlib.sha256(SIGNED_FILE).hexdigest(),
            file=b"%PDF-1.7 stamped",
            level="B-T",
            at=at(25, 10),
        )


def test_a_sealed_letter_is_stamped_in_place_later(desk: Desk) -> None:
    """The authority was down: the file is improved, the letter's words and number stay."""
    issued = desk.issue(desk.draft(desk.receive().dossier_id, NEW_DAY, at(25)), at(25))
    with desk.database.write() as session:
        stamped = apology_signing.record_time_stamp(
            session,
            desk.office,
            issued.dossier_id,
            before=hashlib.sha256(SEALED_FILE).hexdigest(),
            file=_stamped(SEALED_FILE),
            level="B-T",
            at=at(25, 10),
        )
    assert (stamped.state, stamped.level, stamped.number) == (ApologyState.ISSUED, "B-T", "01")
    assert _sound(desk)


def test_the_registrar_need_not_wait(desk: Desk) -> None:
    """A day without the authority: the letter goes on at its basic level."""
    choices = replace(desk.office.apology, time_stamp_url="http://127.0.0.1:1")
    desk.office = replace(desk.office, apology=choices)
    signed = desk.sign(_submitted(desk), at(25))
    with pytest.raises(ApologyActNotAllowed):
        desk.seal(signed, at(25))
    with pytest.raises(RoleNotAllowed):
        desk.do(apology_signing.forward, signed.dossier_id, at=at(25))
    sent_on = desk.do(apology_signing.forward, signed.dossier_id, actor=desk.registrar, at=at(25))
    assert desk.seal(sent_on, at(25)).state is ApologyState.ISSUED


def test_only_a_leader_signs_and_only_the_registrar_seals(desk: Desk) -> None:
    """Neither the clerk nor the other of the two."""
    submitted = _submitted(desk)
    for actor in (desk.clerk, desk.registrar):
        with pytest.raises(RoleNotAllowed):
            desk.sign(submitted, at(25), actor=actor)
    signed = desk.sign(submitted, at(25))
    for actor in (desk.clerk, desk.leader):
        with pytest.raises(RoleNotAllowed):
            desk.seal(signed, at(25), actor=actor)


def test_who_signed_does_not_seal(desk: Desk) -> None:
    """Even where one account came to hold the other role later."""
    signed = desk.sign(_submitted(desk), at(25))
    both = replace(desk.leader, role=Role.REGISTRAR)
    with pytest.raises(SamePerson) as refused:
        desk.seal(signed, at(25), actor=both)
    assert refused.value.params["signer"] == "Đỗ Thị Ẩn"


def test_numbers_run_by_the_year_and_are_taken_once(desk: Desk) -> None:
    """Two digits at least; a number that was given names its dossier and the next free one."""
    later = desk.receive(at=at(20))
    first = desk.seal(desk.sign(_submitted(desk), at(25)), at(25))
    assert (first.number, desk.ask(apology_signing.next_number, 2026)) == ("01", "02")
    assert desk.ask(apology_signing.next_number, 2027) == "01"
    signed = desk.sign(_written(desk, later.dossier_id, at(25, 10)), at(25, 11))
    with pytest.raises(NumberTaken) as refused:
        desk.seal(signed, at(25, 11), number="1")
    assert (refused.value.params["code"], refused.value.params["free"]) == (first.code, "02")
    for number in ("1", "001", "00001"):
        with pytest.raises(NumberTaken):
            desk.seal(signed, at(25, 11), number=number)
    for number in ("", "0", "5-6", "abc", "123456"):
        with pytest.raises(BadNumber):
            desk.seal(signed, at(25, 11), number=number)
    assert desk.seal(signed, at(25, 11), number="01b").number == "01b"
    assert desk.ask(apology_signing.next_number, 2026) == "02"


def test_a_letter_is_sealed_as_it_was_signed(desk: Desk) -> None:
    """Another file than the one that was sealed stands there: nothing is issued."""
    signed = desk.sign(_submitted(desk), at(25))
    with pytest.raises(LetterChanged):
        desk.seal(replace(signed, file=b"%PDF-1.7 other"), at(25))
    assert len(desk.ask(lookup.card, signed.dossier_id).appointments) == 1


def test_a_letter_that_lay_too_long_promises_nothing(desk: Desk) -> None:
    """The new date has come: neither signed nor sealed, but sent back and written anew."""
    submitted = _submitted(desk)
    with pytest.raises(DateGone):
        desk.sign(submitted, at(1, month=12))
    signed = desk.sign(submitted, at(30))
    with pytest.raises(DateGone):
        desk.seal(signed, at(1, month=12))
    desk.do(
        apology.send_back,
        signed.dossier_id,
        why="đã quá ngày hẹn",
        actor=desk.registrar,
        at=at(1, month=12),
    )
    again = desk.draft(signed.dossier_id, date(2026, 12, 8), at(1, 10, month=12))
    assert desk.issue(again, at(1, 11, month=12)).state is ApologyState.ISSUED


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2026, 11, 24), date(2026, 11, 26)])
def test_the_day_lies_between_signature_and_today(desk: Desk, day: date) -> None:
    """A letter is neither dated back nor ahead."""
    signed = desk.sign(_submitted(desk), at(25))
    with pytest.raises(PaperDayWrong):
        desk.seal(signed, at(25), day=day)


def test_only_the_signed_file_is_sealed_and_stamped(desk: Desk) -> None:
    """A sealed file begins with the signed one; a stamp takes no room."""
    signed = desk.sign(_submitted(desk), at(25))
    with pytest.raises(LetterChanged):
        desk.do(
            apology_signing.issue,
            signed.dossier_id,
            before=hashlib.sha256(SIGNED_FILE).hexdigest(),
            file=b"%PDF-1.7 something else",
            number="01",
            day=date(2026, 11, 25),
            sealer="Trung tâm",
            seal_serial="43",
            actor=desk.registrar,
            at=at(25),
        )
    with desk.database.write() as session, pytest.raises(LetterChanged):
        apology_signing.record_time_stamp(
            session,
            desk.office,
            signed.dossier_id,
            before=hashlib.sha256(SIGNED_FILE).hexdigest(),
            file=SIGNED_FILE + b" and more",
            level="B-T",
            at=at(25, 10),
        )


def test_an_earlier_letter_is_stamped_though_the_next_is_drafted(desk: Desk) -> None:
    """What waits for a stamp is each letter, not the newest of its dossier."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, NEW_DAY, at(25)), at(25))
    desk.tick(at(30))
    desk.do(
        escalation.decide,
        received.dossier_id,
        reason="thẩm định",
        document_number="1/TB",
        document_on=date(2026, 11, 30),
        new_due_on=date(2026, 12, 8),
        actor=desk.leader,
        at=at(30),
    )
    desk.do(apology.draft, received.dossier_id, reason="chờ", new_due_on=None, at=at(30))
    (waiting,) = desk.ask(apology_signing.awaiting_time_stamp)
    assert (waiting.ordinal, waiting.file) == (1, SEALED_FILE)
    with desk.database.write() as session:
        stamped = apology_signing.record_time_stamp(
            session,
            desk.office,
            received.dossier_id,
            before=hashlib.sha256(SEALED_FILE).hexdigest(),
            file=_stamped(SEALED_FILE),
            level="B-T",
            at=at(30, 10),
            ordinal=1,
        )
    assert (stamped.ordinal, stamped.level) == (1, "B-T")
    assert desk.ask(apology.letter_to_hand_over, received.dossier_id).ordinal == 1
    proof = desk.do(
        apology_delivery.add_proof, received.dossier_id, name="a.pdf", data=SCAN, at=at(30, 11)
    )
    assert proof.ordinal == 1
    assert _sound(desk)


def test_paper_may_be_recorded_after_its_day(desk: Desk) -> None:
    """Signed and handed out on the 25th, written down when the new day and the result had come."""
    printed = _submitted(desk)
    desk.hand_over(printed.dossier_id, at(2, month=12))
    issued = desk.do(
        apology_signing.issue_on_paper,
        printed.dossier_id,
        letter_digest=printed.digest,
        number="07",
        day=date(2026, 11, 25),
        signer="Đỗ Thị Ẩn",
        actor=desk.registrar,
        at=at(3, month=12),
    )
    assert issued.state is ApologyState.ISSUED
    desk.do(
        apology_delivery.deliver,
        printed.dossier_id,
        Delivery(DeliveryChannel.BY_HAND, at(25, 16), receiver="Nguyễn Thị Ẩn"),
        at=at(3, month=12),
    )
    assert desk.ask(ledger.current, printed.dossier_id).state is ApologyState.CLOSED
    assert _sound(desk)


def test_a_letter_does_not_promise_a_result_that_is_there(desk: Desk) -> None:
    """The result came late while the letter lay in the queue."""
    submitted = _submitted(desk)
    desk.hand_over(submitted.dossier_id, at(27))
    with pytest.raises(LetterOvertaken):
        desk.sign(submitted, at(27))


def test_the_paper_path_is_equal(desk: Desk) -> None:
    """Ink, stamp, the register's number; the new date is in force, the scan is kept."""
    issued = _paper(desk, _submitted(desk), scan=SCAN)
    card = desk.ask(lookup.card, issued.dossier_id)
    owed = card.apologies[0]
    assert (issued.state, issued.file, issued.number) == (ApologyState.ISSUED, SCAN, "07")
    assert (owed.signer, owed.on_paper, owed.level) == ("Đỗ Thị Ẩn", True, "")
    assert card.row.due_on == NEW_DAY
    desk.deliver(issued.dossier_id, at(25, 15))
    assert desk.ask(ledger.current, issued.dossier_id).state is ApologyState.DELIVERED
    assert _sound(desk)


def test_paper_without_a_scan_has_its_number(desk: Desk) -> None:
    """A ward without a scanner marks the letter with the number on the paper."""
    issued = _paper(desk, _submitted(desk))
    assert (issued.file, issued.number) == (None, "07")
    assert _sound(desk)


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"signer": " "}, SignerMissing),
        ({"day": date(2026, 11, 24)}, PaperDayWrong),
        ({"day": date(2026, 11, 26)}, PaperDayWrong),
        ({"number": "x"}, BadNumber),
        ({"scan": b"no picture"}, ProofKind),
    ],
)
def test_paper_is_checked_too(desk: Desk, told: dict[str, Any], refused: type) -> None:
    """Who signed, on which day, under which number."""
    with pytest.raises(refused):
        _paper(desk, _submitted(desk), **told)


def test_paper_of_an_old_draft_is_not_issued(desk: Desk) -> None:
    """The letter was written anew after it was printed."""
    printed = _submitted(desk)
    desk.draft(printed.dossier_id, date(2026, 12, 2), at(25, 10))
    with pytest.raises(LetterChanged):
        _paper(desk, printed)
