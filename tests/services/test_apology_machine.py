"""Whatever is done to a letter in whatever order, the rules of the apology hold."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.core.apologies import ApologyState
from app.core.clock import local_day
from app.core.errors import AppError
from app.core.lifecycle import DossierStatus
from app.db.database import Database
from app.db.enrolment import Enrolment
from app.db.upkeep import enrolment_path
from app.services import (
    apology,
    apology_delivery,
    apology_signing,
    escalation,
    finishing,
    history,
    lookup,
    returning,
)
from app.services.apology import NewDateDecided
from tests.services.desk import Desk, at, sit_down

DAYS = st.integers(0, 6)


class _Undone(Exception):
    """Takes a unit back."""


class LetterMachine(RuleBasedStateMachine):
    """Two dossiers, three people and the calendar, in any order that a day brings."""

    template: ClassVar[Path]
    acts_before: ClassVar[int]
    reached: ClassVar[Counter[str]]

    @initialize()
    def open_desk(self) -> None:
        """Open a ward of its own with two dossiers; the second one has gone some way already."""
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "desk.db"
        shutil.copyfile(self.template, file)
        enrolment = Enrolment(enrolment_path(file))
        enrolment.save()
        self.database = Database(f"sqlite:///{file}", enrolment)
        self.desk: Desk = sit_down(self.database)
        self.now = at(20)
        self.ids = [self.desk.receive(at=self.now).dossier_id for _ in range(2)]
        self.first = [self._card(one).appointments[0] for one in self.ids]
        self.issued: dict[tuple[str, int], tuple[Any, ...]] = {}
        self.refused = self.done = 0
        begun = (
            lambda: self.lead_to_issue(1),
            self._second_lateness,
            self._decided,
            self._written_as_decided,
        )
        for act in begun[: self.acts_before]:
            act()

    def teardown(self) -> None:
        """See that the journal tells exactly these rows."""
        with self.database.read() as session:
            faults = history.check(session).faults
        self.database.close()
        self.folder.cleanup()
        assert faults == ()

    @rule(hours=st.integers(1, 20))
    def time_passes(self, hours: int) -> None:
        """The ledger looks by itself."""
        self.now += timedelta(hours=hours)
        self.desk.tick(self.now)

    @rule(which=st.integers(0, 1), days=DAYS)
    def draft(self, which: int, days: int) -> None:
        """The officer writes, or writes anew."""
        day = self.desk.office.calendar.next_working_day(
            max(local_day(self.now), self._card(self.ids[which]).row.due_on) + timedelta(days=days)
        )
        self._try(lambda: self.desk.draft(self.ids[which], day, self.now))

    @rule(which=st.integers(0, 1))
    def lead_to_issue(self, which: int) -> None:
        """The three people work hand in hand."""
        day = self.desk.office.calendar.next_working_day(
            max(local_day(self.now), self._card(self.ids[which]).row.due_on)
        )
        self._try(lambda: self.desk.issue(self._written(which, day), self.now))

    @rule(which=st.integers(0, 1))
    def draft_as_decided(self, which: int) -> None:
        """The officer writes the letter of a superior's decision."""
        told = {"reason": "theo quyết định", "new_due_on": None}
        self._try(lambda: self.desk.do(apology.draft, self.ids[which], at=self.now, **told))

    @rule(which=st.integers(0, 1))
    def submit(self, which: int) -> None:
        """The officer submits."""
        self._with_letter(which, lambda letter: self.desk.submit(letter, self.now))

    @rule(which=st.integers(0, 1))
    def sign(self, which: int) -> None:
        """The leader signs."""
        self._with_letter(which, lambda letter: self.desk.sign(letter, self.now))

    @rule(which=st.integers(0, 1))
    def send_back(self, which: int) -> None:
        """The registrar gives a letter back."""
        told = {"why": "sai ngày", "actor": self.desk.registrar}
        self._try(lambda: self.desk.do(apology.send_back, self.ids[which], at=self.now, **told))

    @rule(which=st.integers(0, 1))
    def seal(self, which: int) -> None:
        """The registrar numbers and seals."""
        self._with_letter(which, lambda letter: self.desk.seal(letter, self.now))

    @rule(which=st.integers(0, 1))
    def issue_on_paper(self, which: int) -> None:
        """Or the letter is signed by hand."""

        def act(letter: apology.LetterDraft) -> None:
            day = local_day(self.now)
            number = self.desk.ask(apology_signing.next_number, day.year)
            told = {"number": number, "day": day, "signer": "Đỗ Thị Ẩn"}
            self.desk.do(
                apology_signing.issue_on_paper,
                letter.dossier_id,
                letter_digest=letter.digest,
                actor=self.desk.registrar,
                at=self.now,
                **told,
            )

        self._with_letter(which, act)

    @rule(which=st.integers(0, 1))
    def deliver(self, which: int) -> None:
        """The officer hands the letter over."""
        self._try(lambda: self.desk.deliver(self.ids[which], self.now))

    @rule(which=st.integers(0, 1), days=DAYS)
    def decide(self, which: int, days: int) -> None:
        """The superior decides about a second lateness."""
        told = {
            "reason": "thẩm định lần hai",
            "document_number": "12/TB-UBND",
            "document_on": local_day(self.now),
            "new_due_on": self.desk.office.calendar.next_working_day(
                local_day(self.now) + timedelta(days=days)
            ),
            "actor": self.desk.leader,
        }
        self._try(lambda: self.desk.do(escalation.decide, self.ids[which], at=self.now, **told))

    @precondition(lambda self: self.done > 3)
    @rule(which=st.integers(0, 1))
    def finish(self, which: int) -> None:
        """The department brings the result."""
        self._try(lambda: self.desk.do(finishing.finish, self.ids[which], at=self.now))

    @precondition(lambda self: self.done > 3)
    @rule(which=st.integers(0, 1))
    def hand_over(self, which: int) -> None:
        """The citizen comes for the result."""
        self._try(lambda: self.desk.hand_over(self.ids[which], self.now))

    @invariant()
    def the_first_appointment_never_changes(self) -> None:
        """And each later one has its letter, from the third on its decision."""
        for dossier_id, first in zip(self.ids, self.first, strict=True):
            card = self._card(dossier_id)
            assert card.appointments[0] == first
            self.reached.update(str(owed.state) for owed in card.apologies)
            self.reached[f"appointments {len(card.appointments)}"] += 1
            for one in card.appointments[1:]:
                owed = card.apologies[one.ordinal - 2]
                assert owed.state in {"issued", "delivered", "closed", "not_owed"}
            further = [one for one in card.appointments if one.ordinal > 2]
            assert all(one.decided_by for one in further) or not further
            if further:
                assert card.escalation is not None

    @invariant()
    def a_result_is_always_handed_over(self) -> None:
        """At any moment of any letter; the unit is taken back."""
        for dossier_id in self.ids:
            status = self._card(dossier_id).row.status
            if status is DossierStatus.RETURNED:
                continue
            with pytest.raises(_Undone), self.database.write() as session:
                returning.return_result(
                    session,
                    self.desk.office,
                    dossier_id,
                    collector="Nguyễn Thị Ẩn",
                    actor=self.desk.clerk,
                    at=self.now,
                )
                raise _Undone

    @invariant()
    def an_issued_letter_never_changes(self) -> None:
        """Words, number, signer and file are what they were when it was issued."""
        for dossier_id in self.ids:
            for owed in self._card(dossier_id).apologies:
                if owed.state not in {"issued", "delivered", "closed"}:
                    continue
                fixed = (owed.letter_digest, owed.number, owed.signer, owed.new_due_on, owed.reason)
                key = (dossier_id, owed.ordinal)
                assert self.issued.setdefault(key, fixed) == fixed

    def _second_lateness(self) -> None:
        self.now = self._card(self.ids[1]).row.due_at - timedelta(hours=8)
        self.desk.tick(self.now)

    def _decided(self) -> None:
        self.decide(1, 4)

    def _written_as_decided(self) -> None:
        self.draft_as_decided(1)
        self.submit(1)

    def _issued_as_decided(self) -> None:
        self.sign(1)
        self.seal(1)

    def _written(self, which: int, day: date) -> apology.LetterDraft:
        try:
            return self.desk.draft(self.ids[which], day, self.now)
        except NewDateDecided as decided:
            return self.desk.draft(self.ids[which], decided.params["decided"], self.now)

    def _card(self, dossier_id: str) -> lookup.DossierCard:
        return self.desk.ask(lookup.card, dossier_id)

    def _with_letter(self, which: int, act: Callable[[apology.LetterDraft], Any]) -> None:
        self._try(lambda: act(self.desk.ask(apology.current_letter, self.ids[which])))

    def _try(self, act: Callable[[], Any]) -> None:
        self.now += timedelta(minutes=10)
        try:
            act()
        except AppError:
            self.refused += 1
        else:
            self.done += 1


@pytest.mark.parametrize(("acts_before", "appointments"), [(0, 1), (2, 2), (5, 3)])
def test_the_rules_hold_in_any_order(
    founded_file: Path, acts_before: int, appointments: int
) -> None:
    """No date without letter or decision, no change of what is out, no result held back."""
    LetterMachine.template = founded_file
    LetterMachine.acts_before, LetterMachine.reached = acts_before, Counter()
    case = LetterMachine.TestCase
    case.settings = settings(
        max_examples=7,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),  # shrinking a failure here would take many minutes
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()
    reached = LetterMachine.reached
    assert reached[f"appointments {appointments}"] > 0, reached
    assert sum(reached[state] > 0 for state in ApologyState) > 1, reached


def test_a_proof_can_be_added_at_any_time(desk: Desk) -> None:
    """Also after the matter is closed: a postal receipt may come days later."""
    received = desk.receive()
    new_day = desk.office.calendar.next_working_day(datetime(2026, 12, 1).date())
    desk.issue(desk.draft(received.dossier_id, new_day, at(25)), at(25))
    desk.deliver(received.dossier_id, at(25, 15))
    desk.hand_over(received.dossier_id, at(30))
    proof = desk.do(
        apology_delivery.add_proof,
        received.dossier_id,
        name="phieu gui.pdf",
        data=b"%PDF-1.4",
        at=at(30, 15),
    )
    assert proof.ordinal == 1
