"""Every turn of the road: standstills, refusal, withdrawal, changes of hands, corrections."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from app.core.apologies import ApologyState, TrackingMissing
from app.core.dossiers import Channel, ReturnWay
from app.core.lifecycle import ActNotAllowed, DossierStatus
from app.core.papers import PaperCount
from app.core.standstill import (
    AppointmentCause,
    ClockChoices,
    ClockRule,
    StandstillKind,
    SupplementLate,
)
from app.services import (
    apology_report,
    clock_choices,
    correcting,
    desk_lists,
    desk_papers,
    ending,
    escalation,
    finishing,
    forwarding,
    history,
    lateness,
    lookup,
    notices,
    originals,
    slips,
    standing,
)
from app.services.apology import NothingOwed
from app.services.changing_choices import ChoiceNotAllowed
from app.services.correcting import NothingCorrected, TooLateToCorrect
from app.services.desk_papers import ReasonMissing
from app.services.escalation import EscalationMissing
from app.services.forwarding import CannotMove, CountDiffers, HandsMissing, NothingToHandOver
from app.services.office import load_office
from app.services.originals import NotHeld
from app.services.reception import ForeignCodeTaken
from app.services.standing import SupplementOnce
from tests.services.desk import Desk, at

ASKED = {"items": ["Bản sao giấy khai sinh"], "reasons": ["Hồ sơ thiếu giấy tờ"]}
HANDS = {"department": "Phòng Tư pháp", "giver": "Trần Ngọc Lan", "receiver": "Võ Minh"}
K = StandstillKind


def ask_for_papers(desk: Desk, dossier_id: str, **kw: Any) -> standing.Stood:
    told = ASKED | {"at": at(23)} | kw
    return desk.do(standing.request_supplement, dossier_id, **told)


def take_papers(desk: Desk, dossier_id: str, **kw: Any) -> standing.WentOn:
    told = {"at": at(27)} | kw
    return desk.do(standing.go_on, dossier_id, K.SUPPLEMENT, **told)


def card_of(desk: Desk, dossier_id: str) -> lookup.DossierCard:
    return desk.ask(lookup.card, dossier_id)


def faults(desk: Desk) -> tuple[history.Fault, ...]:
    with desk.database.read() as session:
        return history.check(session).faults


def test_a_supplement_begins_the_term_anew(desk: Desk) -> None:
    """Three working days from the day it is complete; the first promise stays on record."""
    received = desk.receive()
    stood = ask_for_papers(desk, received.dossier_id)
    card = card_of(desk, received.dossier_id)
    assert (stood.restarts, card.row.status) == (True, DossierStatus.AWAITING_SUPPLEMENT)
    paper = desk.ask(notices.get, stood.notice_id)
    assert (paper.head.kind, paper.items) == ("supplement_request", ("Bản sao giấy khai sinh",))
    went = take_papers(desk, received.dossier_id, papers=(PaperCount("Giấy khai sinh", 0, 0, 1),))
    assert went.due_on == date(2026, 12, 2)
    card = card_of(desk, received.dossier_id)
    assert card.row.status is DossierStatus.PROCESSING
    assert [one.due_on for one in card.appointments] == [date(2026, 11, 26), date(2026, 12, 2)]
    assert card.appointments[1].cause is AppointmentCause.RESTART
    assert [one.label for one in card.papers][-1] == "Giấy khai sinh"
    slip = desk.ask(slips.current_slip, received.dossier_id)
    assert (slip.appointment, slip.due_at.date()) == (2, date(2026, 12, 2))
    assert "tính lại từ đầu" in slip.notes[0]
    assert faults(desk) == ()


def test_a_procedure_whose_clock_only_pauses(desk: Desk) -> None:
    """Stopped on Monday with two days left (Tuesday is off): they are left on Friday too."""
    choices = ClockChoices(supplements={"1.004873": ClockRule.PAUSE})
    desk.office = replace(desk.office, clock=choices)
    received = desk.receive()
    assert not ask_for_papers(desk, received.dossier_id).restarts
    went = take_papers(desk, received.dossier_id)
    assert went.due_on == date(2026, 12, 1)
    assert card_of(desk, received.dossier_id).appointments[1].cause is AppointmentCause.PAUSE


def test_papers_are_asked_for_once(desk: Desk) -> None:
    """By the rule with the day it was asked, and by the database itself."""
    received = desk.receive()
    ask_for_papers(desk, received.dossier_id)
    take_papers(desk, received.dossier_id)
    with pytest.raises(SupplementOnce) as refused:
        ask_for_papers(desk, received.dossier_id, at=at(27, 14))
    assert refused.value.params["asked_on"] == date(2026, 11, 23)
    columns = "agency_id, dossier_id, {}, kind, restarts, since, items, reasons, ground"
    again = (
        f"insert into standstill ({columns.format('ordinal')})"
        f" select {columns.format('9')} from standstill"
    )
    with pytest.raises(DBAPIError):
        desk.tamper(again)


def test_papers_are_asked_for_in_three_working_days(desk: Desk) -> None:
    """Later only with the ground of a special law, which is kept."""
    received = desk.receive()
    with pytest.raises(SupplementLate) as refused:
        ask_for_papers(desk, received.dossier_id, at=at(27))
    assert refused.value.params["last_day"] == date(2026, 11, 26)
    ask_for_papers(desk, received.dossier_id, at=at(27), ground="Luật Đất đai, Điều 1")
    (entry,) = [
        one
        for one in card_of(desk, received.dossier_id).history
        if one.kind == "dossier.stood_still"
    ]
    assert entry.facts["standstill"]["ground"] == "Luật Đất đai, Điều 1"


def test_a_request_says_what_and_why(desk: Desk) -> None:
    """An empty form helps nobody."""
    received = desk.receive()
    for missing in ({"items": [" "]}, {"reasons": []}):
        with pytest.raises(ReasonMissing):
            ask_for_papers(desk, received.dossier_id, **missing)
    for use_case in (standing.stop, standing.request_payment):
        with pytest.raises(ReasonMissing):
            desk.do(use_case, received.dossier_id, reasons=["  "], at=at(23))


def test_while_the_clock_stands_nothing_is_late(desk: Desk) -> None:
    """No obligation opens, an opened one is let go, no letter can be written, none is missed."""
    received = desk.receive()
    assert desk.tick(at(25)) == 1
    ask_for_papers(desk, received.dossier_id, at=at(25, 14))
    (owed,) = card_of(desk, received.dossier_id).apologies
    assert owed.state is ApologyState.NOT_OWED
    assert desk.tick(at(9, month=12)) == 0
    assert desk.ask(lateness.list_late, at=at(9, month=12)) == ()
    with pytest.raises(NothingOwed):
        desk.draft(received.dossier_id, date(2026, 12, 20), at(9, month=12))
    take_papers(desk, received.dossier_id, at=at(9, month=12))
    december = {"first": date(2026, 11, 1), "last": date(2026, 12, 31)}
    assert desk.ask(apology_report.report, at=at(10, month=12), **december).total.missed == 0
    assert desk.tick(at(11, month=12)) == 1  # the rule's day of the new promise, Monday 14/12
    assert desk.ask(apology_report.report, at=at(15, month=12), **december).total.missed == 1
    assert faults(desk) == ()


def test_a_clock_that_goes_on_is_no_reappointment(desk: Desk) -> None:
    """The one re-appointment is still there to be given; the second needs the superior."""
    received = desk.receive()
    ask_for_papers(desk, received.dossier_id)
    take_papers(desk, received.dossier_id)
    letter = desk.draft(received.dossier_id, date(2026, 12, 9), at(30))
    desk.issue(letter, at(30, 10))
    card = card_of(desk, received.dossier_id)
    assert [one.cause for one in card.appointments] == ["first", "restart", "reappointment"]
    assert card.escalation is None
    assert desk.tick(at(8, month=12)) == 1
    assert card_of(desk, received.dossier_id).escalation is not None
    assert faults(desk) == ()


def test_what_was_missed_stays_missed(desk: Desk) -> None:
    """Asking for papers after the day gives no new one: the apology stays owed."""
    received = desk.receive()
    ask_for_papers(desk, received.dossier_id, at=at(30), ground="Luật chuyên ngành")
    went = take_papers(desk, received.dossier_id, at=at(2, month=12))
    assert (went.due_on, went.print_job_id) == (date(2026, 11, 26), "")
    card = card_of(desk, received.dossier_id)
    assert len(card.appointments) == 1
    assert [one.state for one in card.apologies] == [ApologyState.DUE]


def test_the_database_lets_no_clock_go_on_that_did_not_stand(desk: Desk) -> None:
    """A further appointment needs the standstill that ended then; a cause must be one."""
    received = desk.receive()
    columns = (
        "agency_id, dossier_id, ordinal, due_at, due_on, cause, why, reason, asked_by,"
        " decided_by, created_at"
    )
    for cause in ("restart", "pause", "other", "first"):
        with pytest.raises(DBAPIError):
            desk.tamper(
                f"insert into appointment ({columns}) select agency_id, dossier_id, 2, due_at,"
                f" due_on, '{cause}', why, reason, asked_by, decided_by, created_at"
                f" from appointment where dossier_id = '{received.dossier_id}'"
            )


def test_a_financial_duty_holds_the_clock(desk: Desk) -> None:
    """The time the citizen takes to pay is not the agency's."""
    received = desk.receive()
    told = {"reasons": ["Chờ nộp lệ phí trước bạ"], "at": at(23)}
    stood = desk.do(standing.request_payment, received.dossier_id, **told)
    assert (stood.restarts, stood.notice_id) == (False, "")
    went = desk.do(standing.go_on, received.dossier_id, K.PAYMENT, at=at(27))
    assert went.due_on == date(2026, 12, 1)


def test_a_stop_has_its_notice_and_can_be_lifted(desk: Desk) -> None:
    """Form 05 with reason and ground; afterwards what was left goes on."""
    received = desk.receive()
    told = {"reasons": ["Có tranh chấp"], "ground": "Bộ luật Tố tụng dân sự", "at": at(23)}
    stood = desk.do(standing.stop, received.dossier_id, **told)
    paper = desk.ask(notices.get, stood.notice_id)
    assert (paper.head.kind, paper.legal_ground) == ("stop_notice", "Bộ luật Tố tụng dân sự")
    assert card_of(desk, received.dossier_id).row.status is DossierStatus.STOPPED
    with pytest.raises(ActNotAllowed):
        desk.do(standing.go_on, received.dossier_id, K.PAYMENT, at=at(24))
    went = desk.do(standing.go_on, received.dossier_id, K.STOP, at=at(27))
    assert went.due_on == date(2026, 12, 1)
    assert faults(desk) == ()


def test_a_lifted_stop_leads_back_to_the_wait_it_came_upon(desk: Desk) -> None:
    """The citizen is awaited again; with the papers the term begins anew after all."""
    received = desk.receive()
    ask_for_papers(desk, received.dossier_id)
    told = {"reasons": ["Quá hạn bổ sung"], "at": at(30)}
    desk.do(standing.stop, received.dossier_id, **told)
    went = desk.do(standing.go_on, received.dossier_id, K.STOP, at=at(2, month=12))
    assert (went.due_on, went.print_job_id) == (date(2026, 11, 26), "")
    assert card_of(desk, received.dossier_id).row.status is DossierStatus.AWAITING_SUPPLEMENT
    assert take_papers(desk, received.dossier_id, at=at(4, month=12)).due_on == date(2026, 12, 9)
    assert faults(desk) == ()


def test_a_refusal_names_its_reasons_and_gives_the_originals_back(desk: Desk) -> None:
    """In time it misses nothing; its form 03 is kept as it was issued."""
    received = desk.receive()
    with pytest.raises(ReasonMissing):
        desk.do(ending.refuse, received.dossier_id, reasons=[], at=at(25))
    ended = desk.do(ending.refuse, received.dossier_id, reasons=["Không đủ điều kiện"], at=at(25))
    assert (ended.status, ended.originals) == (DossierStatus.REFUSED, 1)
    assert desk.ask(originals.held_originals, received.dossier_id) == {}
    (notice,) = desk.ask(notices.of_dossier, received.dossier_id)
    assert notice.kind == "refusal"
    assert desk.ask(notices.get, notice.notice_id).reasons == ("Không đủ điều kiện",)
    november = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
    assert desk.ask(apology_report.report, at=at(30), **november).total.missed == 0
    with pytest.raises(ActNotAllowed):
        ask_for_papers(desk, received.dossier_id)
    assert faults(desk) == ()


def test_a_late_refusal_still_owes_its_apology(desk: Desk) -> None:
    """The term was missed whatever the answer is."""
    received = desk.receive()
    desk.do(ending.refuse, received.dossier_id, reasons=["Không đủ điều kiện"], at=at(30))
    (owed,) = card_of(desk, received.dossier_id).apologies
    assert owed.state is ApologyState.DUE
    november = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
    assert desk.ask(apology_report.report, at=at(30), **november).total.missed == 1


def test_the_citizen_withdraws(desk: Desk) -> None:
    """Who asked and why is kept; also a stopped dossier can be taken back."""
    received = desk.receive()
    desk.do(standing.stop, received.dossier_id, reasons=["Có tranh chấp"], at=at(23))
    for told in ({"requester": " ", "reason": "x"}, {"requester": "x", "reason": ""}):
        with pytest.raises(ReasonMissing):
            desk.do(ending.withdraw, received.dossier_id, at=at(25), **told)
    told = {"requester": "Nguyễn Thị Ẩn", "reason": "Không còn nhu cầu"}
    ended = desk.do(ending.withdraw, received.dossier_id, at=at(30), **told)
    assert (ended.status, ended.originals) == (DossierStatus.WITHDRAWN, 1)
    november = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
    assert desk.ask(apology_report.report, at=at(30), **november).total.missed == 0
    assert faults(desk) == ()


def test_originals_go_back_with_the_result_as_many_as_there_are(desk: Desk) -> None:
    """What the desk does not hold cannot be given; what goes back is kept."""
    received = desk.receive()
    for wrong in ({1: 2}, {2: 1}, {9: 1}, {1: -1}):
        with pytest.raises(NotHeld):
            desk.hand_over(received.dossier_id, at(25), originals=wrong)
    desk.hand_over(received.dossier_id, at(25), originals={1: 1})
    assert desk.ask(originals.held_originals, received.dossier_id) == {}
    assert faults(desk) == ()


def test_a_counted_list_changes_hands_whole(desk: Desk) -> None:
    """Both sides count; the control sheet shows who gave to whom; the desk's list is shorter."""
    first, second = desk.receive(), desk.receive(at=at(20, 15, 1))
    both = [first.dossier_id, second.dossier_id]
    found = desk.ask(forwarding.waiting)
    assert [one.hand_over_on for one in found] == [date(2026, 11, 20), date(2026, 11, 23)]
    assert found[0].is_overdue(at(23))
    with pytest.raises(CountDiffers):
        desk.do(forwarding.forward, both, counted=3, at=at(20, 16), **HANDS)
    with pytest.raises(HandsMissing):
        desk.do(forwarding.forward, both, counted=2, at=at(20, 16), **HANDS | {"receiver": " "})
    with pytest.raises(NothingToHandOver):
        desk.do(forwarding.forward, [], counted=0, at=at(20, 16), **HANDS)
    done = desk.do(forwarding.forward, both, counted=2, at=at(20, 16), **HANDS)
    assert done.codes == (first.code, second.code)
    assert set(desk.ask(forwarding.list_ids, done.list_id)) == set(both)
    assert desk.ask(forwarding.waiting) == ()
    card = card_of(desk, first.dossier_id)
    assert (card.row.status, card.holder) == (DossierStatus.PROCESSING, "Phòng Tư pháp")
    sheet = desk.ask(desk_papers.control_sheet, first.dossier_id, at=at(23))
    assert (sheet.department, sheet.blocks[0].receiver) == ("Phòng Tư pháp", "Võ Minh")
    assert len(sheet.blocks) == 4
    with pytest.raises(CannotMove):
        desk.do(forwarding.forward, both, counted=2, at=at(23), **HANDS)
    with pytest.raises(CannotMove):
        elsewhere = HANDS | {"department": "Phòng khác"}
        desk.do(forwarding.bring_back, both, counted=2, at=at(23), **elsewhere)
    desk.do(forwarding.bring_back, both[:1], counted=1, at=at(23), **HANDS)
    assert card_of(desk, first.dossier_id).holder == ""
    desk.do(finishing.finish, second.dossier_id, department="Phòng Tư pháp", at=at(24))
    assert card_of(desk, second.dossier_id).holder == ""
    assert faults(desk) == ()


def test_a_typing_error_is_put_right_with_its_trace(desk: Desk) -> None:
    """What stood there before is in the journal; it is found by what stands there now."""
    received = desk.receive(name="Nguyễn Thị Ẩm")
    card = card_of(desk, received.dossier_id)
    told = {"representative": None, "note": "", "reason": "gõ sai tên"}
    with pytest.raises(NothingCorrected):
        desk.do(correcting.correct, received.dossier_id, applicant=card.applicant, **told)
    with pytest.raises(ReasonMissing):
        desk.do(
            correcting.correct,
            received.dossier_id,
            applicant=replace(card.applicant, full_name="Nguyễn Thị Ẩn"),
            **told | {"reason": ""},
        )
    right = replace(card.applicant, full_name="Nguyễn  Thị Ẩn", phone="0900 000 999")
    done = desk.do(correcting.correct, received.dossier_id, applicant=right, **told)
    assert set(done.fields) == {"applicant.full_name", "applicant.phone"}
    card = card_of(desk, received.dossier_id)
    assert card.row.applicant_name == card.applicant.full_name == "Nguyễn Thị Ẩn"
    changes = card.history[-1].facts["changes"]["applicant.full_name"]
    assert changes == {"before": "Nguyễn Thị Ẩm", "after": "Nguyễn Thị Ẩn"}
    assert [one.code for one in desk.ask(lookup.find, "thi an 0900000999")] == [received.code]
    assert desk.ask(lookup.find, "0900000123") == ()
    assert faults(desk) == ()
    desk.hand_over(received.dossier_id, at(25))
    with pytest.raises(TooLateToCorrect):
        desk.do(
            correcting.correct,
            received.dossier_id,
            applicant=replace(right, phone=""),
            at=at(25, 10),
            **told,
        )


def test_a_changed_notice_is_found(desk: Desk) -> None:
    """The database refuses it; with its guards off, the check names the paper."""
    received = desk.receive()
    stood = ask_for_papers(desk, received.dossier_id)
    with pytest.raises(DBAPIError):
        desk.tamper("update notice set content = '{}'")
    desk.unguard("notice")
    desk.tamper("update notice set content = '{}'")
    assert ("notice.differs", stood.notice_id) in {(one.code, one.where) for one in faults(desk)}


def test_moves_and_standstills_are_never_rewritten(desk: Desk) -> None:
    """What happened between the hands stays."""
    received = desk.receive()
    desk.do(forwarding.forward, [received.dossier_id], counted=1, at=at(20, 16), **HANDS)
    ask_for_papers(desk, received.dossier_id)
    for statement in (
        "update dossier_move set receiver = 'ai đó'",
        "delete from dossier_move",
        "update standstill set reasons = '[]'",
        "delete from standstill",
    ):
        with pytest.raises(DBAPIError):
            desk.tamper(statement)


def test_a_promise_of_a_month_later_is_measured_against_the_new_term(desk: Desk) -> None:
    """Handed over in the new term it is not late, though the first promise has passed."""
    received = desk.receive()
    ask_for_papers(desk, received.dossier_id)
    take_papers(desk, received.dossier_id)
    assert not desk.hand_over(received.dossier_id, at(27) + timedelta(days=5)).was_late


def test_the_office_chooses_how_a_clock_goes_on(desk: Desk) -> None:
    """For all, or for one procedure by its national code; from its day on, in the journal."""
    with pytest.raises(ChoiceNotAllowed):
        desk.do(clock_choices.choose_rule, K.SUPPLEMENT, ClockRule.PAUSE)
    told = {"actor": desk.leader, "at": at(20)}
    desk.do(clock_choices.choose_rule, K.SUPPLEMENT, ClockRule.PAUSE, **told)
    wanted = {"procedure": "1.004873.000.00.00.H55"}
    desk.do(clock_choices.choose_rule, K.SUPPLEMENT, ClockRule.RESTART, **told, **wanted)
    desk.do(clock_choices.choose_rule, K.PAYMENT, ClockRule.RESTART, **told)
    chosen = desk.ask(lambda session, _: load_office(session, on=date(2026, 11, 20)).clock)
    assert chosen.rule(K.SUPPLEMENT, "2.000815") is ClockRule.PAUSE
    assert chosen.rule(K.SUPPLEMENT, "1.004873.02") is ClockRule.RESTART
    assert chosen.rule(K.PAYMENT, "2.000815") is ClockRule.RESTART
    before = desk.ask(lambda session, _: load_office(session, on=date(2026, 11, 19)).clock)
    assert before.rule(K.SUPPLEMENT, "2.000815") is ClockRule.RESTART
    desk.do(clock_choices.choose_rule, K.STOP, ClockRule.RESTART, actor=desk.leader, at=at(23))
    later = desk.ask(lambda session, _: load_office(session, on=date(2026, 11, 23)).clock)
    assert later.rule(K.SUPPLEMENT, "2.000815") is ClockRule.PAUSE
    assert later.rule(K.STOP, "2.000815") is ClockRule.RESTART


def test_a_result_by_post_has_the_items_number(desk: Desk) -> None:
    """It stands in the follow-up book; the carrier is who collected it."""
    received, other = desk.receive(), desk.receive()
    told = {"collector": "", "way": ReturnWay.POST}
    with pytest.raises(TrackingMissing):
        desk.hand_over(received.dossier_id, at(25), tracking=" ", **told)
    desk.hand_over(received.dossier_id, at(25), tracking="RR123", **told)
    desk.hand_over(other.dossier_id, at(25))
    days = (date(2026, 11, 1), date(2026, 11, 30))
    book = desk.ask(desk_lists.register, *days, actor=desk.clerk, at=at(25))
    assert [(one.return_way, one.collector) for one in book.entries] == [
        ("Bưu chính", "Bưu chính"),
        ("Trực tiếp", "Nguyễn Thị Ẩn"),
    ]
    assert faults(desk) == ()


def test_an_apology_names_the_promise_that_was_missed(desk: Desk) -> None:
    """After a term counted anew that is the new one; no re-appointment is told that was none."""
    received, late = desk.receive(), desk.receive()
    ask_for_papers(desk, received.dossier_id)
    take_papers(desk, received.dossier_id)  # due 2/12
    letter = desk.draft(received.dossier_id, date(2026, 12, 9), at(3, month=12))
    said = " ".join(letter.letter.paragraphs)
    assert "02 tháng 12" in said
    assert "26 tháng 11" not in said
    desk.hand_over(late.dossier_id, at(7, month=12))
    told = desk.draft(late.dossier_id, date(2026, 12, 9), at(7, 14, month=12))
    assert "hẹn lại đến" not in " ".join(told.letter.paragraphs)


def test_an_apology_for_an_ended_dossier_promises_no_result(desk: Desk) -> None:
    """It was late, and then withdrawn: there is nothing to collect."""
    received = desk.receive()
    told = {"requester": "Nguyễn Thị Ẩn", "reason": "không cần nữa"}
    desk.do(ending.withdraw, received.dossier_id, at=at(30), **told)
    letter = desk.draft(received.dossier_id, date(2026, 12, 9), at(30, 10))
    said = " ".join(letter.letter.paragraphs)
    assert letter.new_due_on is None
    assert "đã kết thúc vào" in said
    assert "mời đến nhận" not in said


def test_a_pause_heals_no_lateness(desk: Desk) -> None:
    """Missed, re-appointed, paused for an hour: handed over in the new time it is late still."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, date(2026, 12, 10), at(27)), at(27, 10))
    desk.do(standing.request_payment, received.dossier_id, reasons=["lệ phí"], at=at(1, month=12))
    desk.do(standing.go_on, received.dossier_id, K.PAYMENT, at=at(1, 10, month=12))
    assert card_of(desk, received.dossier_id).measured.due_on == date(2026, 11, 26)
    assert desk.hand_over(received.dossier_id, at(9, month=12)).was_late


def test_a_promise_given_while_the_clock_stood_is_moved_by_its_own_wait(desk: Desk) -> None:
    """Missed, waiting for payment, re-appointed on 10/12 to 15/12, paid on 11/12: one day more."""
    received = desk.receive()
    desk.do(standing.request_payment, received.dossier_id, reasons=["lệ phí"], at=at(30))
    desk.issue(
        desk.draft(received.dossier_id, date(2026, 12, 15), at(10, month=12)), at(10, 10, month=12)
    )
    went = desk.do(standing.go_on, received.dossier_id, K.PAYMENT, at=at(11, month=12))
    assert went.due_on == date(2026, 12, 16)


def test_a_second_lateness_that_was_let_go_awaits_no_decision(desk: Desk) -> None:
    """The clock stood still before the day came."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, date(2026, 12, 4), at(25)), at(25, 10))
    assert desk.tick(at(3, month=12)) == 1
    assert len(desk.ask(escalation.undecided, at=at(3, month=12))) == 1
    told = {"reasons": ["lệ phí"], "at": at(3, 14, month=12)}
    desk.do(standing.request_payment, received.dossier_id, **told)
    assert desk.ask(escalation.undecided, at=at(3, 15, month=12)) == ()
    decision = {
        "reason": "x",
        "document_number": "1",
        "document_on": date(2026, 12, 3),
        "new_due_on": date(2026, 12, 10),
    }
    with pytest.raises(EscalationMissing):
        desk.do(
            escalation.decide,
            received.dossier_id,
            actor=desk.leader,
            at=at(3, 16, month=12),
            **decision,
        )


def test_a_slip_printed_again_has_what_was_put_right(desk: Desk) -> None:
    """The copy and every later promise name the person as known now."""
    received = desk.receive(name="Nguyễn Thị Ẩm")
    right = replace(card_of(desk, received.dossier_id).applicant, full_name="Nguyễn Thị Ẩn")
    told = {"representative": None, "note": "", "reason": "gõ sai tên"}
    desk.do(correcting.correct, received.dossier_id, applicant=right, **told)
    desk.do(slips.request_reprint, received.dossier_id, reason="sửa tên", at=at(20, 11))
    assert desk.ask(slips.current_slip, received.dossier_id).owner_name == "Nguyễn Thị Ẩn"
    ask_for_papers(desk, received.dossier_id)
    take_papers(desk, received.dossier_id)
    slip = desk.ask(slips.current_slip, received.dossier_id)
    assert (slip.appointment, slip.owner_name) == (2, "Nguyễn Thị Ẩn")
    assert faults(desk) == ()


def test_the_lateness_page_knows_what_stands_and_what_ended(desk: Desk) -> None:
    """A standing clock is not late for its wait; an ended dossier still owes its letter."""
    received, other = desk.receive(), desk.receive()
    desk.do(standing.request_payment, other.dossier_id, reasons=["lệ phí"], at=at(25))
    desk.do(standing.go_on, other.dossier_id, K.PAYMENT, at=at(25, 10))
    rows = {one.dossier_id: one for one in desk.ask(lateness.list_late, at=at(27))}
    assert rows[other.dossier_id].owes_apology
    desk.tick(at(30))
    desk.do(standing.stop, received.dossier_id, reasons=["Tranh chấp"], at=at(30))
    rows = {one.dossier_id: one for one in desk.ask(lateness.list_late, at=at(9, month=12))}
    row = rows[received.dossier_id]
    assert (row.group, row.owes_apology) == (lateness.LateGroup.ENDED, True)
    assert row.working_days_late == 2


def test_figures_of_a_closed_time_do_not_change(desk: Desk) -> None:
    """The clock stood over the day: it was not missed, neither now nor when the clock goes on."""
    received = desk.receive()
    desk.issue(desk.draft(received.dossier_id, date(2026, 12, 10), at(24)), at(24, 10))
    desk.do(standing.request_payment, received.dossier_id, reasons=["lệ phí"], at=at(25))
    november = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
    assert desk.ask(apology_report.report, at=at(30), **november).total.missed == 0
    desk.do(standing.go_on, received.dossier_id, K.PAYMENT, at=at(1, month=12))
    assert desk.ask(apology_report.report, at=at(2, month=12), **november).total.missed == 0


def test_a_lost_entry_is_named_and_not_a_crash(desk: Desk) -> None:
    """What stood still is gone from the journal: the check says which dossier cannot be folded."""
    received = desk.receive()
    ask_for_papers(desk, received.dossier_id)
    take_papers(desk, received.dossier_id)
    desk.unguard("journal")
    desk.tamper("delete from journal where kind = 'dossier.stood_still'")
    assert ("dossier.cannot_fold", received.code) in {(one.code, one.where) for one in faults(desk)}


def test_a_dossier_of_the_portal_keeps_its_code(desk: Desk) -> None:
    """It is found by it and brought in once; the database keeps that too."""
    told = {"channel": Channel.ONLINE, "foreign_code": " g22.99-261120-00077 "}
    received = desk.receive(**told)
    card = card_of(desk, received.dossier_id)
    assert (card.foreign_code, card.channel) == ("G22.99-261120-00077", "online")
    assert [one.code for one in desk.ask(lookup.find, "00077")] == [received.code]
    with pytest.raises(ForeignCodeTaken) as refused:
        desk.receive(**told)
    assert refused.value.params["code"] == received.code
    for _ in range(2):
        assert card_of(desk, desk.receive().dossier_id).foreign_code == ""
    with pytest.raises(DBAPIError):
        desk.tamper("update dossier set foreign_code = 'G22.99-261120-00077'")
    assert faults(desk) == ()
