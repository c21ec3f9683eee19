"""Whatever happens to a dossier in whatever order, the rules of its road hold.

``MOTCUA_WALKS`` sets how many roads are walked; the suite walks a few.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import text

from app.core.clock import local_day
from app.core.errors import AppError
from app.core.lifecycle import DossierStatus
from app.core.papers import PaperCount
from app.core.standstill import AppointmentCause, ClockChoices, ClockRule, StandstillKind
from app.db.database import Database
from app.db.enrolment import Enrolment
from app.db.upkeep import enrolment_path
from app.services import (
    charging,
    correcting,
    ending,
    finishing,
    forwarding,
    history,
    lateness,
    lookup,
    originals,
    standing,
)
from tests.services.desk import THREE_DAYS, Desk, at, sit_down

WALKS = int(os.environ.get("MOTCUA_WALKS", "60"))
STEPS = 16
ENDS_AFTER = 4
FEE = 15000
S = DossierStatus
WAITS = {
    S.AWAITING_SUPPLEMENT: StandstillKind.SUPPLEMENT,
    S.AWAITING_PAYMENT: StandstillKind.PAYMENT,
    S.STOPPED: StandstillKind.STOP,
}
STANDS = {
    StandstillKind.PAYMENT: standing.request_payment,
    StandstillKind.STOP: standing.stop,
}
HANDS = {"department": "Phòng Tư pháp", "giver": "Trần Ngọc Lan", "receiver": "Võ Minh"}


def _has_a_past(machine: "RoadMachine") -> bool:
    """Whether enough has happened for the road to end."""
    return machine.done >= ENDS_AFTER


class RoadMachine(RuleBasedStateMachine):
    """One dossier of three working days, and everything that can happen to it."""

    template: ClassVar[Path]
    reached: ClassVar[Counter[str]]

    @initialize(days=st.integers(0, 85), minutes=st.integers(0, 9 * 60), pauses=st.booleans())
    def open_desk(self, days: int, minutes: int, pauses: bool) -> None:
        """Take the dossier in on some day of a winter with three kinds of holidays."""
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "desk.db"
        shutil.copyfile(self.template, file)
        enrolment = Enrolment(enrolment_path(file))
        enrolment.save()
        self.database = Database(f"sqlite:///{file}", enrolment)
        self.desk: Desk = sit_down(self.database)
        if pauses:
            object.__setattr__(
                self.desk.office, "clock", ClockChoices(supplements={THREE_DAYS: ClockRule.PAUSE})
            )
        self.now = at(20, 8) + timedelta(days=days, minutes=minutes)
        self.id = self.desk.receive(at=self.now).dossier_id
        self.first = self.card().appointments[0]
        self.stopped_at = self.now
        self.supplements = self.done = 0

    def teardown(self) -> None:
        """See that the journal tells exactly these rows."""
        if not hasattr(self, "database"):
            return
        with self.database.read() as session:
            faults = history.check(session).faults
        self.reached[str(self.card().row.status)] += 1
        self.database.close()
        self.folder.cleanup()
        assert faults == ()

    @rule(hours=st.integers(1, 90))
    def time_passes(self, hours: int) -> None:
        """Over weekends and holidays; the ledger looks by itself."""
        self.now += timedelta(hours=hours)
        self.desk.tick(self.now)

    @rule(
        kind=st.sampled_from(StandstillKind),
        ground=st.sampled_from(["", "Luật"]),
        ends=st.booleans(),
    )
    def wait(self, kind: StandstillKind, ground: str, ends: bool) -> None:
        """The clock comes to stand, or what it stands for is over."""
        standing_for = WAITS.get(self.card().row.status)
        if standing_for is not None and ends:
            self._go_on(standing_for)
        elif kind is StandstillKind.SUPPLEMENT:
            told = {"items": ["Giấy khai sinh"], "reasons": ["Còn thiếu"], "ground": ground}
            if self.act(standing.request_supplement, self.id, **told):
                self.supplements += 1
                self.stopped_at = self.now
        else:
            self._stand_still(STANDS[kind])

    @rule(kind=st.sampled_from(StandstillKind))
    def go_on_for_something(self, kind: StandstillKind) -> None:
        """Mostly for what nobody waits for."""
        self._go_on(kind)

    def _stand_still(self, use_case: Callable[..., Any]) -> None:
        """A duty to pay, or a decided stop; a stop may follow another wait."""
        was_standing = self.card().stopped_at is not None
        if self.act(use_case, self.id, reasons=["Có lý do"]) and not was_standing:
            self.stopped_at = self.now

    def _go_on(self, kind: StandstillKind) -> None:
        """The clock goes on, as the law counts."""
        before = self.card()
        papers = (PaperCount("Giấy khai sinh", 2, 0, 1),)
        if not self.act(standing.go_on, self.id, kind, papers=papers):
            return
        now = self.card()
        if now.row.status in WAITS:  # a stop was lifted that came upon another wait
            assert (kind, now.appointments) == (StandstillKind.STOP, before.appointments)
            return
        stopped_on = local_day(self.stopped_at)
        if stopped_on > before.row.due_on:
            assert now.appointments == before.appointments
            return
        promised = now.appointments[-1]
        assert len(now.appointments) == len(before.appointments) + 1
        left = 3
        if promised.cause is AppointmentCause.PAUSE:
            left = self.working_days(stopped_on, before.row.due_on)
        assert promised.due_on == self.counted(local_day(self.now), left)
        self.reached[str(promised.cause)] += 1

    @rule(amount=st.sampled_from([None, 4000, 20000]), waives=st.booleans())
    def pay(self, amount: int | None, waives: bool) -> None:
        """Money is taken, or let off."""
        if waives:
            self.act(charging.waive, self.id, 1, amount=amount, ground="hộ nghèo")
        else:
            self.act(charging.collect, self.id, amount=amount)

    @rule(number=st.integers(1, 3))
    def give_money_back(self, number: int) -> None:
        """A payment is reversed."""
        self.act(charging.reverse, self.id, number, reason="thu nhầm")

    @precondition(_has_a_past)
    @rule()
    def refuse(self) -> None:
        """The department says no."""
        self.act(ending.refuse, self.id, reasons=["Không đủ điều kiện"])

    @precondition(_has_a_past)
    @rule()
    def withdraw(self) -> None:
        """The citizen takes it back."""
        self.act(ending.withdraw, self.id, requester="Nguyễn Thị Ẩn", reason="không cần nữa")

    @rule(use_case=st.sampled_from([forwarding.forward, forwarding.bring_back]))
    def change_hands(self, use_case: Callable[..., Any]) -> None:
        """Out or back, on a list of one."""
        self.act(use_case, [self.id], counted=1, **HANDS)

    @rule(phone=st.sampled_from(["0900 000 001", "0900 000 002"]))
    def correct(self, phone: str) -> None:
        """A typing error is put right."""
        card = self.card()
        self.act(
            correcting.correct,
            self.id,
            applicant=type(card.applicant)(card.applicant.full_name, phone=phone),
            representative=None,
            note="",
            reason="gõ sai",
        )

    @precondition(_has_a_past)
    @rule()
    def finish(self) -> None:
        """The result comes to the desk, unless it is late and has no letter."""
        self.act(finishing.finish, self.id)

    @precondition(_has_a_past)
    @rule(back=st.integers(0, 4))
    def hand_over(self, back: int) -> None:
        """The citizen comes for the result, and gets some originals."""
        try:
            self.desk.hand_over(self.id, self.step(), originals={1: back} if back else None)
        except AppError:
            self.reached["refused"] += 1

    @invariant()
    def the_rules_hold(self) -> None:
        """After every act, whatever it was."""
        card = self.card()
        self._first_promise_never_changes(card)
        self._clock_stands_where_the_state_says(card)
        self._originals_are_accounted_for(card)
        self._ended_dossier_owes_only_what_was_missed(card)
        self._money_balances(card)

    def _first_promise_never_changes(self, card: lookup.DossierCard) -> None:
        """And what is in force is the last one given."""
        assert card.appointments[0] == self.first
        last = card.appointments[-1]
        assert (card.row.due_at, card.row.due_on) == (last.due_at, last.due_on)
        assert all(not one.is_reappointment for one in card.appointments)
        assert all(
            self.desk.office.calendar.is_working_day(one.due_on) for one in card.appointments
        )

    def _clock_stands_where_the_state_says(self, card: lookup.DossierCard) -> None:
        """A supplement is asked for once; while the clock stands nothing becomes late."""
        assert self.supplements <= 1
        if card.row.status in WAITS:
            assert card.stopped_at == self.stopped_at
            if local_day(self.stopped_at) <= card.row.due_on:
                assert self.desk.ask(lateness.list_late, at=self.now) == ()
        elif card.row.status is not S.WITHDRAWN:
            assert card.stopped_at is None

    def _originals_are_accounted_for(self, card: lookup.DossierCard) -> None:
        """Each is here or with the citizen; of what ended without a result none is here."""
        held = self.desk.ask(originals.held_originals, self.id)
        came = sum(paper.originals for paper in card.papers)
        with self.database.read() as session:
            gone = session.scalar(text("select sum(given_back) from dossier_paper")) or 0
        assert sum(held.values()) + gone == came
        assert gone >= 0
        if card.row.status in {S.REFUSED, S.WITHDRAWN}:
            assert held == {}

    def _ended_dossier_owes_only_what_was_missed(self, card: lookup.DossierCard) -> None:
        """An apology stays owed exactly where a day passed before the end or the standstill."""
        over_at = card.stopped_at or card.finished_at
        if over_at is None:
            return
        missed = local_day(over_at) > card.row.due_on
        owed = [one for one in card.apologies if one.ordinal == card.appointments[-1].ordinal]
        assert [one.state != "not_owed" for one in owed] in ([], [missed])

    def _money_balances(self, card: lookup.DossierCard) -> None:
        """What is left is what the table asks, less what was let off and what is in the till."""
        kinds = [entry for entry in card.history if entry.kind.startswith("charge.")]
        taken = [one.facts["payment"]["amount"] for one in kinds if one.kind == "charge.collected"]
        back = {one.facts["ordinal"] for one in kinds if one.kind == "charge.reversed"}
        waived = [one.facts["waived"] for one in kinds if one.kind == "charge.waived"]
        till = sum(amount for number, amount in enumerate(taken, start=1) if number not in back)
        found = self.desk.ask(charging.account, self.id)
        assert found.collected == till >= 0
        assert found.left == FEE - (waived[-1] if waived else 0) - till
        assert found.left >= 0 or waived

    def card(self) -> lookup.DossierCard:
        """Return the dossier as it stands."""
        found: lookup.DossierCard = self.desk.ask(lookup.card, self.id)
        return found

    def act(self, use_case: Callable[..., Any], *args: Any, **told: Any) -> bool:
        """Do something; what is refused leaves nothing behind."""
        moment = self.step()
        before = self.entries()
        try:
            self.desk.do(use_case, *args, at=moment, **told)
        except AppError:
            assert self.entries() == before
            self.reached["refused"] += 1
            return False
        self.done += 1
        return True

    def step(self) -> Any:
        """Let a few minutes pass."""
        self.now += timedelta(minutes=7)
        return self.now

    def entries(self) -> int:
        """Count what the journal says."""
        return int(self.desk.scalar("select count(*) from journal"))

    def working_days(self, first: date, last: date) -> int:
        """Count the working days after one day up to another."""
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.desk.office.calendar.is_working_day, days))

    def counted(self, start: date, working_days: int) -> date:
        """Return the day so many working days after one; with none, the next on which one works."""
        day, left = start, working_days
        while left or not self.desk.office.calendar.is_working_day(day):
            day += timedelta(days=1)
            left -= bool(left) and self.desk.office.calendar.is_working_day(day)
        return day


def test_the_rules_hold_on_every_road(founded_file: Path) -> None:
    """Clock, once-only supplement, originals and replay, with the clock moving over holidays."""
    RoadMachine.template, RoadMachine.reached = founded_file, Counter()
    case = RoadMachine.TestCase
    case.settings = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()
    reached = RoadMachine.reached
    assert min(reached["pause"], reached["restart"], reached["refused"]) > 0, reached
    assert sum(reached[str(status)] > 0 for status in S) >= 5, reached
